"""One call: its steps are numbered and timed, everything else steps back."""

from __future__ import annotations

from ivrsim.errors import UsageError
from ivrsim.flow.flow import NodeId
from ivrsim.render.marks import Mark, Marks
from ivrsim.render.path import Path, Visit, path_of
from ivrsim.render.picture import Note, State
from ivrsim.render.views import Asked, Marked
from ivrsim.text import clean

MOST = 24
"""Visits of one node that its tooltip tells."""


def view(asked: Asked) -> Marked:
    """The path of the call that was asked for; raises `UsageError` where none was."""
    if asked.call is None:
        raise UsageError(
            "The view `path` shows a call, and there is none.",
            hint="`call.show()` draws a call that was made.",
        )
    return Marked(asked.flow, marks_of(path_of(asked.call)))


def marks_of(path: Path) -> Marks:
    """A path as marks."""
    visits: dict[NodeId, list[tuple[int, Visit]]] = {}
    exits: dict[tuple[NodeId, str], Mark] = {}
    for number, visit in enumerate(path.visits, 1):
        visits.setdefault(visit.node, []).append((number, visit))
        if visit.exit is not None:
            exits[visit.node, visit.exit] = Mark(State.PATH, caption=visit.note)
    nodes = {node: _mark(found) for node, found in visits.items()}
    return Marks(nodes, exits, Mark(State.DIM), path.title, path.subtitle)


def _mark(visits: list[tuple[int, Visit]]) -> Mark:
    ends = [visit.note for _, visit in visits if visit.exit is None and visit.note]
    said = (f"step {number}, {v.note}" if v.note else f"step {number}" for number, v in visits)
    return Mark(
        State.PATH,
        badge=_badge([number for number, _ in visits]),
        notes=tuple(map(Note, ends[-1:])),
        tip=tuple(clean(visit.note) for _, visit in visits[:MOST]),
        said="◀ " + "; ".join(said),
        keep=True,
        counted="on the way",
    )


def _badge(numbers: list[int]) -> str:
    """`step 2`, or `steps 2, 5` where a call comes again."""
    if len(numbers) > 4:
        return f"{len(numbers)} steps from {numbers[0]}"
    return f"step{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers))}"
