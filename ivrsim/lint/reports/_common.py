"""What several formats for machines need: portable paths, fingerprints, the worst first."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from ivrsim.lazy import pattern
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.text import clean

_MOVING = pattern(r"\b(lines?|columns?|offset) \d[\d,]*")
"""Numbers in messages that change when a line is added above."""


def portable(name: str) -> str:
    """The file's way from the current folder, with slashes; one outside it stays absolute."""
    path = Path(os.path.normpath(name))
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return path.as_posix()


class Portable(dict[str, str]):
    """`portable`, worked out once for each file."""

    def __missing__(self, name: str) -> str:
        self[name] = portable(name)
        return self[name]


def fingerprints(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """A text for each diagnostic that stays the same when the file's lines move.

    It is made of file, rule, flow, node, field and message; no line and no column.  Of
    equal ones the second and later get a number, so that no two are the same.
    """
    seen: Counter[str] = Counter()
    paths = Portable()
    found = []
    for d in diagnostics:
        where = d.pointer if d.node is None else d.node
        parts = (paths[d.file], d.code, d.flow, where, d.field or "", _steady(d.message))
        same = "\0".join(parts)
        seen[same] += 1
        whole = f"{same}\0{seen[same]}".encode(errors="backslashreplace")
        found.append(sha256(whole).hexdigest()[:32])
    return found


def _steady(message: str) -> str:
    return _MOVING.sub(r"\1", message)


def worst_first(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The gravest first; of equal ones the order stays."""
    return sorted(diagnostics, key=lambda d: d.severity.rank)


def told(diagnostic: Diagnostic) -> str:
    """What was found and what to do, as sentences on one line."""
    found = clean(diagnostic.message)
    return f"{found}. {clean(diagnostic.hint)}" if diagnostic.hint else found


def by_file(diagnostics: Sequence[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """The diagnostics of each file, in their order."""
    found: dict[str, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        found.setdefault(diagnostic.file, []).append(diagnostic)
    return found
