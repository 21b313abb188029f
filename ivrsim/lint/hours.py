"""What several rules ask about opening hours: who asks for them, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.campaign.hours import WEEKDAYS
from ivrsim.conditions.ast import Flag, Not
from ivrsim.flow.flow import NodeId
from ivrsim.lint.views import ConditionView, FlowView
from ivrsim.places import Place
from ivrsim.text import listed

DURING_HOURS = Flag("during_hours")


def has_hours(flow: FlowView) -> bool:
    """Whether the campaign gives hours that count."""
    schedule = flow.campaign.schedule
    return flow.has_campaign and not schedule.always and not schedule.is_missing


def asks_hours(flow: FlowView) -> bool:
    """Whether any condition asks during_hours."""
    return any(asking_hours(flow))


def asking_hours(flow: FlowView) -> Iterator[ConditionView]:
    """The conditions that ask during_hours."""
    for condition in flow.conditions:
        atoms = condition.expr.atoms() if condition.expr is not None else ()
        if any(isinstance(atom, Flag) and atom.name == DURING_HOURS.name for atom in atoms):
            yield condition


def closed_exits(flow: FlowView) -> Iterator[tuple[NodeId, str]]:
    """The nodes that test during_hours and nothing else, and their exit for closed hours."""
    for condition in flow.conditions:
        if condition.node is None or condition.expr is None:
            continue
        inverted = isinstance(condition.expr, Not)
        atom = condition.expr.operand if isinstance(condition.expr, Not) else condition.expr
        if isinstance(atom, Flag) and atom.name == DURING_HOURS.name:
            yield condition.node, "true" if inverted else "false"


def hours_place(flow: FlowView, day: int, field: str) -> Place | None:
    """Where the hours of a weekday (Monday is 0) stand: `open`, `close` or `closed`."""
    hours = flow.term("hours")
    return hours / f"{WEEKDAYS[day]}_{field}" if hours is not None else None


def day_names(days: list[int]) -> str:
    """`Monday, Tuesday and Friday`."""
    return listed([WEEKDAYS[day].capitalize() for day in days])
