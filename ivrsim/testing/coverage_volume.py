"""Coverage by callers: which share of all calls stays where tests have been.

The flow is cut at every exit that no test took, with a dead end of its own behind each;
so a call comes to at most one of them, and the exact odds of that flow say how many do.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

from ivrsim.analysis.odds import odds
from ivrsim.analysis.profile import Profile
from ivrsim.analysis.settings import Rules
from ivrsim.flow.flow import CallFlow, NodeId, Wire
from ivrsim.values import dataclass, replace

ExitId = tuple[NodeId, str]


@dataclass(frozen=True, slots=True)
class Volume:
    """Shares of all calls, exact, for the callers of a profile.

    - `share`: calls that meet only nodes and exits which tests covered;
    - `lost`: by exit, the calls that first leave what is covered there;
    - `undecided`: calls whose way was not worked out within the budget.
    """

    profile: str
    share: Fraction
    lost: Mapping[ExitId, Fraction]
    undecided: Fraction = Fraction(0)


def volume(
    flow: CallFlow,
    covered: Collection[NodeId],
    taken: Collection[ExitId],
    profile: str | Profile = "neutral",
    settings: Rules | None = None,
) -> Volume:
    """The share of calls that go only where tests have been; raises as `odds`."""
    cut, ends = _cut(flow, taken)
    found = odds(cut, profile, settings)
    if flow.root not in covered:
        return Volume(found.profile.name, Fraction(0), {})
    lost = {exit_: share for exit_, end in ends.items() if (share := found.nodes[end])}
    gone = sum(lost.values(), found.undecided)
    return Volume(found.profile.name, 1 - gone, lost, found.undecided)


def _cut(flow: CallFlow, taken: Collection[ExitId]) -> tuple[CallFlow, dict[ExitId, NodeId]]:
    """The flow with a dead end behind each exit that was not taken, and those ends."""
    nodes = dict(flow.nodes)
    out = {node: dict(wires) for node, wires in flow.out.items()}
    ends: dict[ExitId, NodeId] = {}
    for wire in flow.all_wires():
        if (wire.source, wire.exit) not in taken:
            end = ends[wire.source, wire.exit] = f"\0{len(ends)}"
            nodes[end], out[end] = flow.nodes[wire.target], {}
            out[wire.source][wire.exit] = Wire(wire.source, wire.exit, end, wire.index)
    return replace(flow, nodes=nodes, out=out, places={}), ends
