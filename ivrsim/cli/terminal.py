"""What a command may know of the terminal: colour, width, and whether anybody is there."""

from __future__ import annotations

import argparse
import os
import sys

from ivrsim.cli.named import refuse_empty
from ivrsim.errors import UnreadableError


def wants_colour(choice: str = "auto") -> bool:
    """Colour only at a terminal, unless asked for; `NO_COLOR` is respected."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (
        sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    )


def add_colour(parser: argparse.ArgumentParser) -> None:
    """The `--color` option."""
    parser.add_argument(
        "--color",
        "--colour",
        dest="colour",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour the output (default: only at a terminal)",
    )


def progress(text: str) -> None:
    """One line about long work, on standard error and only where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def progress_done() -> None:
    """Wipe the progress line."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def read_bytes(name: str) -> bytes:
    """A file's bytes; `-` is standard input.  Raises `UnreadableError`."""
    if name == "-":
        return sys.stdin.buffer.read()
    refuse_empty(name)
    try:
        with open(name, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise UnreadableError(
            f"There is no file {name!r}.", hint="Check the name and the folder."
        ) from None
    except (OSError, ValueError) as error:
        raise UnreadableError(
            f"{name} cannot be read: {getattr(error, 'strerror', None) or error}.",
            hint="Name a JSON file with a call flow, or - for standard input.",
        ) from error
