"""Shares of calls by the exact odds of the neutral profile."""

from __future__ import annotations

from fractions import Fraction

from ivrsim.analysis.odds import Odds, odds
from ivrsim.analysis.odds_count import STATES, has_loops_or_joins
from ivrsim.flow.flow import CallFlow

PROFILE = "neutral"
NOTHING = Fraction(0)
IN_LOOPS = 3000
"""States of a call that are looked at where calls go round; each is slow to count there."""
TINY = Fraction(1, 100)
"""The share of such calls whose end may be unknown: those that go round and round."""


def failing(flow: CallFlow) -> Fraction | None:
    """How many questions of a call end with a wrong key or none; None: not all is known."""
    known = _odds(flow)
    if known is None:
        return None
    left = (share for (node, name), share in known.exits.items() if _failed(flow, node, name))
    return sum(left, known.outcomes.get("disconnected", NOTHING))


def abandoning(flow: CallFlow) -> Fraction | None:
    """The share of calls in which the caller hangs up at a question; None: not all is known."""
    known = _odds(flow)
    return None if known is None else known.outcomes.get("hung_up", NOTHING)


def _odds(flow: CallFlow) -> Odds | None:
    circles = has_loops_or_joins(flow)
    known = odds(flow, PROFILE, budget=IN_LOOPS if circles else STATES)
    return known if known.undecided <= (TINY if circles else NOTHING) else None


def _failed(flow: CallFlow, node: str, name: str) -> bool:
    """Whether a question is left so by who did not answer it."""
    return any(exit_.failover and exit_.name == name for exit_ in type(flow[node]).exits)
