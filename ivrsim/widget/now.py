"""Where a call stands, as plain data: the path, what was heard, what may be done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ivrsim.flow.flow import NodeId
from ivrsim.simulate.session import Call
from ivrsim.simulate.trace import Kind, Step, clock, describe
from ivrsim.text import clean, shorten

LONGEST = 4_000
"""Characters of a step that are sent."""
MOST = 500
"""Steps and visits that are sent, the last ones."""

_SYSTEM = (Kind.HEARD, Kind.NOTICE, Kind.TEXT_SENT)
_CALLER = (Kind.PRESSED, Kind.SAID, Kind.TYPED, Kind.SILENT)


def now(call: Call, cards: Mapping[NodeId, int], problem: str = "") -> dict[str, Any]:
    """The state of a call; nodes by the numbers of their cards, where they are drawn."""
    trace = call.trace
    return {
        "path": list(_path(call, cards)),
        "at": cards.get(call.node or "", -1),
        "clock": clock(call.time),
        "steps": [_step(step) for step in trace[-MOST:]],
        "earlier": max(len(trace) - MOST, 0),
        "ended": call.ended,
        "number": _dialled(call),
        "title": clean(call.title),
        "subtitle": clean(call.subtitle),
        "problem": clean(problem),
    }


def _path(call: Call, cards: Mapping[NodeId, int]) -> Iterator[list[int | str]]:
    """Card, exit and number of each of the last visits of a node that is drawn."""
    visits = call.visits
    first = max(len(visits) - MOST, 0)
    for number, visit in enumerate(visits[first:], first + 1):
        if visit.node in cards:
            yield [cards[visit.node], clean(visit.exit or ""), number]


def _dialled(call: Call) -> str:
    """The number that took the call, whom it might not have answered."""
    outcome = call.outcome
    taken = outcome is not None and outcome.kind in ("connected", "transferred")
    return outcome.number if outcome is not None and taken else ""


def _step(step: Step) -> dict[str, str]:
    by = "caller" if step.kind in _CALLER else "system" if step.kind in _SYSTEM else "aside"
    return {"at": clock(step.time), "by": by, "said": shorten(clean(describe(step)), LONGEST)}
