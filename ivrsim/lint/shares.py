"""Shares of calls by the exact odds of the neutral profile."""

from __future__ import annotations

from fractions import Fraction

from ivrsim.analysis.odds import odds
from ivrsim.flow.flow import CallFlow
from ivrsim.flow.question import NONE, WRONG

PROFILE = "neutral"
NOTHING = Fraction(0)


def failing(flow: CallFlow) -> Fraction | None:
    """How many questions of a call end with a wrong key or none; None: not all is known."""
    known = odds(flow, PROFILE)
    if known.undecided:
        return None
    left = (share for (_, name), share in known.exits.items() if name in (WRONG, NONE))
    return sum(left, known.outcomes.get("disconnected", NOTHING))


def abandoning(flow: CallFlow) -> Fraction | None:
    """The share of calls in which the caller hangs up at a question; None: not all is known."""
    known = odds(flow, PROFILE)
    return None if known.undecided else known.outcomes.get("hung_up", NOTHING)
