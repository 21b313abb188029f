"""The program: `ivrsim`, or `python -m ivrsim`.

It answers `--version` by itself, for scripts that ask and people who wait; everything
else is imported when it is needed.
"""

from __future__ import annotations

import gc
import sys

from ivrsim import __version__


def main() -> int:
    """Run one command; the exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        sys.stdout.write(f"ivrsim {__version__}\n")
        return 0
    from ivrsim.lazy import fetch

    gc.set_threshold(1_000_000)  # what a command reads lives until it ends, and has few circles
    fetch("atexit:register")(gc.freeze)  # then nobody need look for circles in it
    run = fetch("ivrsim.cli.main:main")
    return int(run())


if __name__ == "__main__":
    sys.exit(main())
