"""Mutants of a call flow: the same flow with one small fault, as somebody might make it.

A suite that does not notice the fault does not test what it spoils.  Every mutant is a
whole flow, made when it is asked for; where the flow is a tree the mutant is numbered
anew, as its edited document would be read.

What can be spoiled is read from the declarations of the node types: from exits, from
actions, and from the kinds of fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.places import Place
from ivrsim.testing import mutants_fields, mutants_wires
from ivrsim.testing.mutants_change import Change
from ivrsim.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Mutant:
    """A flow with one fault.

    - `id` names it, the same on every run: `swap:/1:1,2`;
    - `kind` is what was done, in a word or two; `says` the fault in a sentence;
    - `node` is where, in the flow without the fault; `None`: in what holds for all of it;
    - `place` is where that stands in the document, if the flow came from one.
    """

    id: str
    kind: str
    node: NodeId | None
    says: str
    place: Place | None = field(default=None, compare=False, repr=False)
    make: Callable[[], CallFlow] = field(compare=False, repr=False, kw_only=True)

    @property
    def flow(self) -> CallFlow:
        """The flow with the fault, made anew."""
        return self.make()


def mutants(flow: CallFlow) -> Iterator[Mutant]:
    """Every mutant of a flow: node by node in reading order, then those of its settings."""
    for node in flow.nodes:
        for change in (*mutants_wires.changes(flow, node), *mutants_fields.changes(flow, node)):
            yield _mutant(flow, node, change)
    for change in mutants_fields.of_settings(flow):
        yield _mutant(flow, None, change)


def _mutant(flow: CallFlow, node: NodeId | None, change: Change) -> Mutant:
    place = None if node is None else flow.places.get(node)
    for step in change.within if place is not None else ():
        place = place / step if place is not None else None
    where = "settings" if node is None else node
    detail = f":{change.detail}" if change.detail else ""
    name = f"{change.kind.replace(' ', '-')}:{where}{detail}"
    return Mutant(name, change.kind, node, change.says, place, make=change.make)
