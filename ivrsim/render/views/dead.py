"""Dead branches: what no call can come to is grey, with the reason; the rest is as usual."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.analysis.reach import Dead, Reach, reach
from ivrsim.flow.flow import NodeId
from ivrsim.render.compose import size_of
from ivrsim.render.marks import Mark, Marks
from ivrsim.render.picture import Note, State
from ivrsim.render.views import Asked, Marked


def view(asked: Asked) -> Marked:
    """What `ivrsim.reach` proves."""
    return Marked(asked.flow, marks_of(reach(asked.flow)))


def marks_of(found: Reach) -> Marks:
    """Dead exits and nodes as marks."""
    nodes = {node: _below(found, node) for node in found.flow.nodes if not _alive(found, node)}
    exits = {
        (wire.source, wire.exit): Mark(State.DIM)
        for wire in found.flow.all_wires()
        if wire.target in nodes and wire.source in nodes
    }
    for dead in found.dead:
        top = found.flow.target(dead.node, dead.exit) if dead.exit is not None else dead.node
        if dead.exit is not None:
            exits[dead.node, dead.exit] = Mark(State.DIM, caption="no call comes here")
        if top in nodes and found.reachable(top) is False:
            nodes[top] = _top(dead)
    return Marks(
        nodes,
        exits,
        subtitle=f"{_counted(found)} · {size_of(found.flow)}",
        remarks=tuple(_remarks(found)),
    )


def _alive(found: Reach, node: NodeId) -> bool:
    return found.reachable(node) is True


def _below(found: Reach, node: NodeId) -> Mark:
    said = "dead" if found.reachable(node) is False else "not decided"
    state = State.DIM if said == "dead" else State.PLAIN
    return Mark(state, badge=said, dashed=state is State.DIM, said=f"({said})", counted=said)


def _top(dead: Dead) -> Mark:
    why = str(dead.reason)
    note = Note(why, "muted", bold=False, lines=5)
    tip = (f"dead: {why}",)
    return Mark(
        State.DIM,
        badge="dead",
        notes=(note,),
        tip=tip,
        dashed=True,
        said=f"(dead: {why})",
        keep=True,
        counted="dead",
    )


def _counted(found: Reach) -> str:
    """`2 nodes and 1 exit are dead`, or that none is."""
    dead = sum(found.reachable(node) is False for node in found.flow.nodes)
    exits = sum(place.exit is not None for place in found.dead)
    if not dead and not exits:
        return "no branch is dead" + (", some not decided" if found.undecided else ": proven")
    nodes = f"{dead:,} node{'s' * (dead != 1)}"
    return f"{nodes} that no call comes to, behind {exits:,} dead exit{'s' * (exits != 1)}"


def _remarks(found: Reach) -> Iterator[str]:
    yield from (f"dead: {dead}" for dead in found.dead)
    for place in found.undecided:
        node, exit_ = (place, "") if isinstance(place, str) else place
        yield f"not decided: {node} {exit_}".rstrip()
