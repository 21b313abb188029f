"""Linting again whenever a file changes, until somebody presses Ctrl-C."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ivrsim.cli.linting.choosing import asked
from ivrsim.cli.linting.inputs import looked_at
from ivrsim.errors import IvrsimError
from ivrsim.lint.config import forget, sources
from ivrsim.text import clean

SECONDS = 0.3
"""Between two looks at the files; nothing but their times and sizes is read."""

CLEAR = "\x1b[2J\x1b[3J\x1b[H"


def watch(
    once: Callable[[], int],
    stamps: Callable[[], object],
    pause: Callable[[], None] = lambda: time.sleep(SECONDS),
) -> int:
    """Run `once`, and again after each pause in which `stamps` changed; 0 at Ctrl-C.

    What is wrong with the arguments or the configuration (a folder that has become empty,
    a slip in `ivrsim.toml`) is told and waited for.
    """
    seen: object = None
    try:
        while True:
            now = _looked(stamps)
            if seen is None or now != seen:
                seen = now
                _clear()
                _tried(once)
                print("Watching; Ctrl-C ends it.", file=sys.stderr, flush=True)
            pause()
    except KeyboardInterrupt:
        return 0


def stamps(args: argparse.Namespace) -> object:
    """What changes when a file does, or its settings, or when another one is to be looked at."""
    files = looked_at(args)
    read = {path for file in files for path in sources(file.name, asked(args))}
    beside = [(str(path), _stamp(path)) for path in sorted(read)]
    return [(file.name, file.held, _stamp(file.name)) for file in files], beside


def _stamp(name: str | Path) -> tuple[int, int] | None:
    try:
        found = Path(name).stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size


def _looked(stamps: Callable[[], object]) -> object:
    try:
        return stamps()
    except IvrsimError as error:
        return str(error)


def _tried(once: Callable[[], int]) -> None:
    forget()
    try:
        once()
    except IvrsimError as error:
        lines = f"ivrsim: {error}".splitlines()
        print("\n".join(map(clean, lines)), file=sys.stderr)


def _clear() -> None:
    if sys.stdout.isatty():
        sys.stdout.write(CLEAR)
        sys.stdout.flush()
