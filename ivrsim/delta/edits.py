"""Edits: what was done to one call flow to make it another, as values."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from ivrsim.flow.flow import NodeId
from ivrsim.text import clean, shorten
from ivrsim.values import dataclass

SHOWN = 60
"""Characters of a value that stand in a line."""


@dataclass(frozen=True, slots=True)
class Added:
    """Nodes that only the new flow has: `node` and `size - 1` more below it.

    `text` is the first of them in words.
    """

    node: NodeId
    size: int
    text: str

    def __str__(self) -> str:
        return f"added {self.node}: {self.text}{_more(self.size)}"


@dataclass(frozen=True, slots=True)
class Removed:
    """Nodes that only the old flow has: `node` and `size - 1` more below it."""

    node: NodeId
    size: int
    text: str

    def __str__(self) -> str:
        return f"removed {self.node}: {self.text}{_more(self.size)}"


@dataclass(frozen=True, slots=True)
class Moved:
    """A node that stands behind another exit or node than before.

    What is below it came along, as far as it has no edit of its own.
    """

    before: NodeId
    node: NodeId
    text: str

    def __str__(self) -> str:
        return f"moved {self.before} to {self.node}: {self.text}"


@dataclass(frozen=True, slots=True)
class Changed:
    """A field with another value; a value of None is "not given".

    `before` and `after` are values as the document has them.  In the settings and the
    campaign, which are no nodes, `old` and `node` are None.
    """

    part: Literal["node", "settings", "campaign"]
    field: str
    before: Any
    after: Any
    old: NodeId | None = None
    node: NodeId | None = None

    def __str__(self) -> str:
        where = self.part if self.node is None else self.node
        before, after = _around_change(self.before, self.after)
        return f"changed {where}: {self.field} {_shown(before)} → {_shown(after)}"


Edit: TypeAlias = Added | Removed | Moved | Changed


def _more(size: int) -> str:
    below = size - 1
    return f", and {below} node{'s' * (below > 1)} below it" if below else ""


def _around_change(before: Any, after: Any) -> tuple[Any, Any]:
    """Two long texts without the words they begin with alike, so that the change shows."""
    if not (isinstance(before, str) and isinstance(after, str)):
        return before, after
    if max(len(before), len(after)) <= SHOWN:
        return before, after
    pairs = zip(before, after, strict=False)
    start = next((i for i, (old, new) in enumerate(pairs) if old != new), 0)
    start = before.rfind(" ", 0, max(start - SHOWN // 3, 0)) + 1
    return (f"…{before[start:]}", f"…{after[start:]}") if start else (before, after)


def _shown(value: Any) -> str:
    if value is None:
        return "(none)"
    text = f'"{value}"' if isinstance(value, str) else _compact(value)
    return shorten(clean(text[: SHOWN * 4]), SHOWN)


def _compact(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value)
