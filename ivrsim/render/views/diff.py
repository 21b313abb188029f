"""The difference of two flows: what was added, removed, changed and moved, and who notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ivrsim.delta.align import Alignment, align
from ivrsim.delta.between import diff
from ivrsim.delta.edits import Changed, Moved
from ivrsim.delta.region import Delta
from ivrsim.errors import UsageError
from ivrsim.flow.flow import NodeId
from ivrsim.render.cards import text_of
from ivrsim.render.compose import name_of
from ivrsim.render.marks import Mark, Marks
from ivrsim.render.picture import Legend, Note
from ivrsim.render.shares import share_text
from ivrsim.render.views import Asked, Marked
from ivrsim.render.views._union import MINUS, Union, united
from ivrsim.text import clean, shorten
from ivrsim.values import dataclass

SIGNS = {"added": "+", "removed": MINUS, "changed": "~", "moved": "»"}
BORDER = 2.0
GROUPS = 4
"""Groups of callers that the legend names; the page has them all."""
HANGING = 9.0
"""How far a text runs in below its sign."""
LATE = 60
"""A text that changes after more characters than this begins shortly before the change."""
FIELDS = 3
"""Changed fields that a card names."""


def view(asked: Asked) -> Marked:
    """What `ivrsim.diff` finds; raises `UsageError` without a flow to compare with."""
    if asked.against is None:
        raise UsageError(
            "The view `diff` compares two flows, and there is one.",
            hint="Name the other with --against OLD, or against=old.",
        )
    found = diff(asked.against, asked.flow, asked.profile)
    aligned = align(asked.against, asked.flow)
    union = united(aligned)
    return Marked(union.flow, marks_of(found, aligned, union))


def marks_of(found: Delta, aligned: Alignment, union: Union) -> Marks:
    """Edits as marks on the nodes of both flows."""
    told = _Told.of(found, aligned, union)
    kinds = {node: kind for node in union.flow.nodes if (kind := told.kind(node))}
    return Marks(
        {node: told.mark(node, kind) for node, kind in kinds.items()},
        dict(_exits(union, kinds)),
        Mark(role="quiet"),
        f"{name_of(aligned.new.flow)}: what changed",
        _counted(kinds, found),
        tuple(_legend(found)),
        (*map(str, found.edits), found.verdict, *map(str, found.regions), *found.doubts),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What is said of the nodes that have an edit."""

    aligned: Alignment
    union: Union
    changes: Mapping[NodeId, list[Changed]]
    moves: Mapping[NodeId, Moved]

    @classmethod
    def of(cls, found: Delta, aligned: Alignment, union: Union) -> _Told:
        changes: dict[NodeId, list[Changed]] = {}
        for edit in found.edits:
            if isinstance(edit, Changed) and edit.node is not None:
                changes.setdefault(edit.node, []).append(edit)
        moves = {edit.node: edit for edit in found.edits if isinstance(edit, Moved)}
        return cls(aligned, union, changes, moves)

    def kind(self, node: NodeId) -> str:
        """`added`, `removed`, `changed`, `moved`, or nothing for a node that was kept."""
        if node in self.union.gone:
            return "removed"
        if node not in self.aligned.back:
            return "added"
        if node in self.changes:
            return "changed"
        return "moved" if node in self.moves else ""

    def mark(self, node: NodeId, kind: str) -> Mark:
        """The mark of a node with an edit."""
        word = f"{SIGNS[kind]} {kind}"
        changes = self.changes.get(node, [])
        spoken = self._spoken(node) if changes else ()
        move = self.moves.get(node)
        return Mark(
            role=kind,
            badge=word,
            width=BORDER,
            text=spoken,
            notes=(*self._fields(node, bool(spoken)), *_moved(move)),
            tip=tuple(map(str, [*changes, *([move] if move else [])])),
            dashed=kind == "removed",
            said=f"({word})",
            keep=True,
            counted=kind,
        )

    def _texts(self, node: NodeId) -> tuple[str, str]:
        """What the node said, and what it says."""
        old, new = self.aligned.old.flow, self.aligned.new.flow
        return text_of(old.nodes[self.aligned.back[node]]), text_of(new.nodes[node])

    def _spoken(self, node: NodeId) -> tuple[Note, ...]:
        """The text before and after, where it is another."""
        before, after = self._texts(node)
        if before == after:
            return ()
        start = _alike(before, after)
        lines = ((MINUS, before, "removed-accent"), ("+", after, "added-accent"))
        return tuple(
            Note(f"{sign} {'…' * bool(start)}{text[start:]}", ink, 10.0, False, 3, HANGING)
            for sign, text, ink in lines
            if text
        )

    def _fields(self, node: NodeId, spoken: bool) -> Iterator[Note]:
        """The other fields that changed, by name and value."""
        texts = self._texts(node) if spoken else ()
        changes = [
            change
            for change in self.changes.get(node, [])
            if not {str(change.before), str(change.after)} & {*texts}
        ]
        for change in changes[:FIELDS]:
            name = change.field.replace("_", " ")
            said = f"~ {name}: {_value(change.before)} → {_value(change.after)}"
            yield Note(said, "changed-accent", lines=3)
        if len(changes) > FIELDS:
            yield Note(f"~ and {len(changes) - FIELDS} more fields", "changed-accent")


def _moved(move: Moved | None) -> Iterator[Note]:
    if move is not None:
        yield Note(f"» was at {move.before}", "moved-accent", lines=2)


def _value(value: object) -> str:
    return "(none)" if value is None else shorten(clean(str(value)), 30)


def _alike(before: str, after: str) -> int:
    """Where to begin so that the change shows: some words before it, if it comes late."""
    pairs = zip(before, after, strict=False)
    start = next((place for place, (old, new) in enumerate(pairs) if old != new), 0)
    if start <= LATE:
        return 0
    return before.rfind(" ", 0, start - LATE // 3) + 1


def _exits(union: Union, kinds: Mapping[NodeId, str]) -> Iterator[tuple[tuple[NodeId, str], Mark]]:
    for place in union.left:
        yield place, Mark(role="removed", caption="moved", dashed=True)
    for wire in union.flow.all_wires():
        place, kind = (wire.source, wire.exit), kinds.get(wire.target)
        if place in union.twins:
            twin = union.twins[place]
            yield place, Mark(role="removed", caption=f"{MINUS} removed", keycap=twin, dashed=True)
        elif kind in ("added", "removed", "moved"):
            yield place, Mark(role=kind, dashed=kind == "removed")


def _counted(kinds: Mapping[NodeId, str], found: Delta) -> str:
    """`2 added · 1 changed · 22 as before`."""
    counts = Counter(kinds.values())
    parts = [f"{counts[kind]:,} {kind}" for kind in SIGNS if counts[kind]]
    return " · ".join([*parts, f"{found.kept:,} as before"])


def _legend(found: Delta) -> Iterator[Legend]:
    """The verdict, and the groups of callers who notice."""
    beside = sum(isinstance(edit, Changed) and edit.node is None for edit in found.edits)
    if beside:
        yield Legend(f"~ {beside} changed in the settings and the campaign")
    yield Legend(found.verdict)
    for region in found.regions[:GROUPS]:
        share = f" ({share_text(region.share)} of calls)" if region.share is not None else ""
        before, after = region.told
        yield Legend(f"• {region.who}{share}: {before} → {after}")
    if len(found.regions) > GROUPS:
        yield Legend(f"… and {len(found.regions) - GROUPS:,} more groups")
