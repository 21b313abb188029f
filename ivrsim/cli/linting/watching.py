"""Linting again whenever a file changes, until somebody presses Ctrl-C."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from ivrsim.errors import IvrsimError
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

    What is wrong with the arguments (a folder that has become empty) is told and waited for.
    """
    seen: object = None
    try:
        while True:
            now = _tried(stamps)
            if seen is None or now != seen:
                seen = now
                _clear()
                _tried(once)
                print("Watching; Ctrl-C ends it.", file=sys.stderr, flush=True)
            pause()
    except KeyboardInterrupt:
        return 0


def _tried(what: Callable[[], object]) -> object:
    try:
        return what()
    except IvrsimError as error:
        print(f"ivrsim: {clean(error.message)}", file=sys.stderr)
        return error.message


def _clear() -> None:
    if sys.stdout.isatty():
        sys.stdout.write(CLEAR)
        sys.stdout.flush()
