"""Patterns for ways: of files from their folder, of nodes from the root.

`*` stands for anything within one step, `**` for any number of steps, `?` for one
character, `[ab]` for one of some.  Matching takes steps of pattern times steps of way at
most; there is nothing to blow up.
"""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

ANY_STEPS = "**"


def covers_file(pattern: str, way: str) -> bool:
    """Whether the pattern means a file, by its way from the folder of the configuration.

    As in `.gitignore`: a pattern without a slash means a name in any folder, and the name
    of a folder means all within it.  A leading `!` means all files but those.
    """
    plain = pattern.removeprefix("!")
    steps = _steps(plain.removeprefix("./"))
    wanted = steps if "/" in plain.rstrip("/") else [ANY_STEPS, *steps]
    return covers([*wanted, ANY_STEPS], _steps(way)) != pattern.startswith("!")


def covers_node(pattern: str, node: str) -> bool:
    """Whether the pattern means a node: `/1/W`, `/1/*` (its children), `/1/**` (all of it)."""
    return covers(_steps(pattern), _steps(node))


def covers(pattern: Sequence[str], way: Sequence[str]) -> bool:
    """Whether the steps of a way are those that the steps of a pattern tell."""
    at = seen = 0
    retry: tuple[int, int] | None = None
    while seen < len(way):
        if at < len(pattern) and pattern[at] == ANY_STEPS:
            retry = (at + 1, seen)
            at += 1
        elif at < len(pattern) and fnmatchcase(way[seen], pattern[at]):
            at, seen = at + 1, seen + 1
        elif retry is not None:
            retry = (retry[0], retry[1] + 1)
            at, seen = retry
        else:
            return False
    return all(step == ANY_STEPS for step in pattern[at:])


def _steps(text: str) -> list[str]:
    return [step for step in text.split("/") if step]
