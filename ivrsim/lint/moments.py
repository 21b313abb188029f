"""The caller of one moment: who calls on a holiday, or in the hour when clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from ivrsim.campaign.clock_changes import ClockChange
from ivrsim.campaign.timezones import zone
from ivrsim.errors import UsageError
from ivrsim.flow.flow import NodeId
from ivrsim.lint.hours import asking_hours
from ivrsim.lint.views import FlowView
from ivrsim.lint.witnesses import witness_of
from ivrsim.values import replace

if TYPE_CHECKING:
    from ivrsim.analysis.witness import Witness

YEAR = 2026
"""The year of the week in which witnesses call."""


def witness_at(flow: FlowView, moment: datetime) -> Witness | None:
    """The smallest caller of that moment whose way is decided by the hours, if there is one.

    Nothing but `during_hours` asks the time, so that whoever comes to a place at some
    hour comes there at every other that is open, or closed, like it.  Where the hours
    decide no way, but what an agent hears or what is paid, it is whoever calls then.
    """
    schedule = flow.campaign.schedule
    is_open = schedule.is_open(moment).open
    for node, exit in _decided(flow):
        found = witness_of(flow, node, exit)
        at = found.words.get("at") if found is not None else None
        free = exit is None or (
            at is not None and schedule.is_open(datetime.fromisoformat(at)).open is is_open
        )
        if found is not None and free:
            return _called(replace(found, words={**found.words, "at": _written(moment)}))
    return None


def _decided(flow: FlowView) -> list[tuple[NodeId, str | None]]:
    """The exits of the nodes that ask for the hours; the root where none does."""
    nodes = [condition.node for condition in asking_hours(flow) if condition.node is not None]
    root = flow.flow.root
    if nodes or root is None:
        return [(node, name) for node in nodes for name in flow.flow.out[node]]
    return [(root, None)]


def _called(witness: Witness) -> Witness | None:
    """The witness, if it is of a year in which calls are made."""
    try:
        witness.call()
    except UsageError:
        return None
    return witness


def _written(moment: datetime) -> str:
    return moment.isoformat(" ", "seconds" if moment.second else "minutes")


def at_second(day: date, second: int) -> datetime:
    """A second of a day, by the clock on the wall."""
    return datetime.combine(day, datetime.min.time()) + timedelta(seconds=second)


def after_change(timezone: str, change: ClockChange) -> datetime | None:
    """The first moment after a zone's clocks were changed; None: not in that way in `YEAR`.

    With its distance from UTC, since an hour that comes twice is told apart by nothing else.
    """
    there = zone(timezone)
    second = change.end if change.forward else change.start
    for number in range(366):
        day = date(YEAR, 1, 1) + timedelta(days=number)
        moment = at_second(day, second).replace(tzinfo=there, fold=int(not change.forward))
        before = (moment.astimezone(UTC) - timedelta(seconds=1)).astimezone(there)
        if day.weekday() == change.weekday and before.utcoffset() != moment.utcoffset():
            return moment
    return None
