"""On which weekday a time zone's clocks change, and which hour is skipped or comes twice.

Worked out from the rule that the zone goes by for good, as the IANA data gives it: what
two years of a far future have in common, so that no result depends on today's date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from ivrsim.campaign.timezones import zone
from ivrsim.values import NamedTuple

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

YEARS = (2098, 2099)


class ClockChange(NamedTuple):
    """One change of a zone's clocks, each year on the same weekday (Monday is 0).

    `start` to `end`, in seconds past midnight by the wall clock: the stretch that is
    skipped when clocks go `forward`, and that comes twice when they go back.
    """

    weekday: int
    start: int
    end: int
    forward: bool


@cache
def clock_changes(timezone: str) -> tuple[ClockChange, ...]:
    """The changes of each year to come, in order; none for a zone that keeps its time.

    Takes the names that `ivrsim.campaign.timezones.zone` takes; none for others.
    """
    there = zone(timezone)
    if there is None:
        return ()
    first, *others = [tuple(_changes(there, year)) for year in YEARS]
    return tuple(change for change in first if all(change in other for other in others))


def _changes(there: ZoneInfo, year: int) -> Iterator[ClockChange]:
    day = datetime(year, 1, 1, tzinfo=UTC)
    while day.year == year:
        after = day + timedelta(days=1)
        if _offset(there, day) != _offset(there, after):
            yield _change(there, day, after)
        day = after


def _offset(there: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(there).utcoffset() or timedelta()


def _change(there: ZoneInfo, before: datetime, after: datetime) -> ClockChange:
    """The change between two moments, found by halving."""
    old, new = _offset(there, before), _offset(there, after)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before).total_seconds() // 2)
        before, after = (middle, after) if _offset(there, middle) == old else (before, middle)
    begin = after + min(old, new)
    start = begin.hour * 3600 + begin.minute * 60 + begin.second
    length = int(abs(new - old).total_seconds())
    return ClockChange(begin.weekday(), start, start + length, new > old)
