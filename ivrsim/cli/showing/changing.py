"""What files hold, again and again: whenever that has changed and stays so for a moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

Contents = Mapping[str, bytes | None]
"""The bytes of each file; None of one that cannot be read now."""

SECONDS = 0.15
"""Between two looks."""


def contents(
    names: Sequence[str], pause: Callable[[], None] = lambda: time.sleep(SECONDS)
) -> Iterator[Contents]:
    """What the files hold, at once and after each change; never ends.

    A change counts when two looks in a row see the same, so that a file that is just
    being written is not taken for a whole one.
    """
    given: Contents | None = None
    seen: tuple[object, Contents] | None = None
    while True:
        stamps = _stamps(names)
        if given is None or seen is None or seen != (stamps, given):
            now = (stamps, {name: _bytes(name) for name in names})
            steady = _stamps(names) == stamps and (given is None or seen == now)
            seen = now
            if steady and now[1] != given:
                given = now[1]
                yield given
        pause()


def _stamps(names: Sequence[str]) -> list[tuple[int, int, int] | None]:
    return list(map(_stamp, names))


def _stamp(name: str) -> tuple[int, int, int] | None:
    try:
        found = Path(name).stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _bytes(name: str) -> bytes | None:
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError):
        return None
