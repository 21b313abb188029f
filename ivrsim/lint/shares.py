"""Shares of calls by the exact odds of the neutral profile."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple
from weakref import WeakKeyDictionary

from ivrsim.analysis.odds import Odds, odds
from ivrsim.analysis.odds_count import STATES, has_loops_or_joins
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.lint.views import FlowView

PROFILE = "neutral"
NOTHING = Fraction(0)
CONNECTED = frozenset({"connected", "transferred"})
LATE = Fraction(5, 100)
"""The share of the connected that is left out as the slowest."""
IN_LOOPS = 3000
"""States of a call that are looked at where calls go round; each is slow to count there."""
TINY = Fraction(1, 100)
"""The share of such calls whose end may be unknown: those that go round and round."""


def failing(flow: FlowView) -> Fraction | None:
    """How many questions of a call end with a wrong key or none; None: not all is known."""
    known = _odds(flow)
    if known is None:
        return None
    left = (share for (node, name), share in known.exits.items() if _failed(flow.flow, node, name))
    return sum(left, known.outcomes.get("disconnected", NOTHING))


def abandoning(flow: FlowView) -> Fraction | None:
    """The share of calls in which the caller hangs up at a question; None: not all is known."""
    known = _odds(flow)
    return None if known is None else known.outcomes.get("hung_up", NOTHING)


class Rare(NamedTuple):
    """A node that few calls come to, a way to it, and the share of the calls that do."""

    node: NodeId
    before: NodeId
    exit: str
    share: Fraction


def rare(flow: FlowView, calls: int) -> list[Rare]:
    """The nodes that fewer than one of so many calls comes to.

    In reading order; none behind another, behind a failover, or of which the profile says
    nothing; none at all where not all is known.
    """
    known = _odds(flow)
    if known is None or known.undecided:
        return []
    least = Fraction(1, max(calls, 1))
    found: dict[NodeId, Rare] = {}
    for wire in flow.flow.all_wires():
        share = known.nodes[wire.target]
        begins = NOTHING < share < least <= known.nodes[wire.source]
        if begins and not _failed(flow.flow, wire.source, wire.exit):
            found.setdefault(wire.target, Rare(wire.target, wire.source, wire.exit, share))
    return list(found.values())


def reached_late(flow: FlowView, heard: Mapping[NodeId, float]) -> tuple[NodeId, float] | None:
    """The node where the 95th of 100 connected calls is connected, by the seconds they hear.

    With those seconds; None: nobody is connected, or not all is known.
    """
    known = _odds(flow)
    ends = (
        [(heard[e.node], e.node, s) for e, s in known.ends.items() if e.kind in CONNECTED]
        if known
        else []
    )
    left = sum((share for _, _, share in ends), NOTHING) * LATE
    for seconds, node, share in sorted(ends, reverse=True):
        left -= share
        if left < 0:
            return node, seconds
    return None


_ODDS: WeakKeyDictionary[FlowView, Odds | None] = WeakKeyDictionary()
"""They are worked out once for all the rules that tell of them."""


def _odds(flow: FlowView) -> Odds | None:
    if flow not in _ODDS:
        _ODDS[flow] = _worked_out(flow.flow)
    return _ODDS[flow]


def _worked_out(flow: CallFlow) -> Odds | None:
    circles = has_loops_or_joins(flow)
    known = odds(flow, PROFILE, budget=IN_LOOPS if circles else STATES)
    return known if known.undecided <= (TINY if circles else NOTHING) else None


def _failed(flow: CallFlow, node: str, name: str) -> bool:
    """Whether a question is left so by who did not answer it."""
    return any(exit_.failover and exit_.name == name for exit_ in type(flow[node]).exits)
