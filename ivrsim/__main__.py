"""The program: `ivrsim`, or `python -m ivrsim`.

It answers `--version` by itself, for scripts that ask and people who wait; everything
else is imported when it is needed.
"""

from __future__ import annotations

import gc
import os
import sys

from ivrsim import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

FAILED = 2
"""The exit code where the output cannot be written."""


def main() -> int:
    """Run one command; the exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        return _version()
    from ivrsim.lazy import fetch

    gc.set_threshold(1_000_000)  # what a command reads lives until it ends, and has few circles
    run = fetch("ivrsim.cli.main:main")
    return int(run())


def _version() -> int:
    try:
        sys.stdout.write(f"ivrsim {__version__}\n")
        sys.stdout.flush()
    except OSError as error:
        sys.stderr.write(f"ivrsim: the output cannot be written: {error.strerror}.\n")
        return FAILED
    return 0


def program() -> NoReturn:
    """Run one command and end the process, as `sys.exit(main())` would but at once.

    What was registered for the end is run, and all output is written.  That every value of
    a large document is given back to memory one by one, nobody need wait for.
    """
    code = main()
    threads, ends = sys.modules.get("threading"), sys.modules.get("atexit")
    if threads is not None and threads.active_count() > 1:
        sys.exit(code)
    if ends is not None:
        ends._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):  # full, or closed: what could be told of it was told
            code = code or FAILED
    os._exit(code)


if __name__ == "__main__":
    program()
