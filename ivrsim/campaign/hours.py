"""Opening hours: what `during_hours` asks.

Invoca, Advertiser Campaigns, `hours`: for each day of the week an opening and a closing
time in seconds past midnight and whether the business is closed that day.  Times are
those of a clock on the wall in the campaign's time zone, so a day on which clocks
change needs no special care: the clock's hands decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import ClassVar, Literal

from ivrsim.campaign.record import DAY, Flag, Record, SecondOfDay
from ivrsim.campaign.timezones import zone
from ivrsim.lazy import once
from ivrsim.values import NamedTuple, dataclass

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""As Python counts them: Monday is 0."""

Overnight = Literal["wraps", "never"]
Missing = Literal["closed", "open"]


class Interval(NamedTuple):
    """A stretch of one day, in seconds past midnight; `end` is not included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week as the campaign gives it; None is "not given"."""

    open: int | None = None
    close: int | None = None
    closed: bool | None = None

    @property
    def is_overnight(self) -> bool:
        """Whether the closing time is not after the opening time."""
        return self.open is not None and self.close is not None and self.close <= self.open

    @property
    def hours(self) -> Interval | None:
        """Opening and closing time, the latter past `DAY` where it falls on the next day.

        None on a day that is closed or lacks one of the two.
        """
        if self.closed or self.open is None or self.close is None:
            return None
        return Interval(self.open, self.close + DAY if self.is_overnight else self.close)


NOT_GIVEN = Day()
"""A day of which the campaign says nothing."""


class Openness(NamedTuple):
    """Whether a moment is within the hours, and why, in words."""

    open: bool
    reason: str


@dataclass(frozen=True)
class Schedule:
    """A week of opening hours, with the vendor's open questions settled.

    - `days`: Monday first.
    - `always`: the campaign's `operating_24_7`; it outranks the days.
    - `timezone`: a name that `ivrsim.campaign.timezones.zone` understands.
    - `overnight`: a close at or before the open "wraps" into the next day (equal times
      are 24 hours), or "never" opens at all; the vendor does not say which.
    - `missing`: a campaign without any hours is "closed", since no moment is within
      hours that were not given, or "open"; the vendor does not say which.
    """

    days: tuple[Day, ...] = (NOT_GIVEN,) * 7
    always: bool = False
    timezone: str = ""
    overnight: Overnight = "wraps"
    missing: Missing = "closed"

    @cached_property
    def is_missing(self) -> bool:
        """Whether the campaign says nothing at all about its hours."""
        return not self.always and all(day == NOT_GIVEN for day in self.days)

    @cached_property
    def _whole_week(self) -> bool:
        return self.always or (self.is_missing and self.missing == "open")

    def intervals(self) -> tuple[tuple[Interval, ...], ...]:
        """The open stretches of each weekday, Monday first, in order and not touching.

        What an overnight closing time leaves for the next day stands on the next day,
        even if that one is closed.
        """
        return self._intervals

    @cached_property
    def _intervals(self) -> tuple[tuple[Interval, ...], ...]:
        if self._whole_week:
            return ((Interval(0, DAY),),) * 7
        return tuple(_merged(self._stretches(weekday)) for weekday in range(7))

    def _stretches(self, weekday: int) -> Iterator[Interval]:
        """What the day before leaves for this day, then the day's own hours."""
        before, today = self._hours(weekday - 1), self._hours(weekday)
        if before and before.end > DAY:
            yield Interval(max(before.start - DAY, 0), before.end - DAY)
        if today and today.start < DAY:
            yield Interval(today.start, min(today.end, DAY))

    def _hours(self, weekday: int) -> Interval | None:
        day = self.days[weekday]
        return None if day.is_overnight and self.overnight == "never" else day.hours

    @property
    def always_open(self) -> bool:
        """Whether `during_hours` holds at every moment of every week."""
        return all(stretches == (Interval(0, DAY),) for stretches in self._intervals)

    @property
    def never_open(self) -> bool:
        """Whether `during_hours` holds at no moment of any week."""
        return not any(self._intervals)

    def is_open(self, moment: datetime) -> Openness:
        """Whether the business is open then, by the clock of its time zone.

        A moment without a zone, and any moment where the campaign's zone is not known,
        is taken as the wall clock shows it.
        """
        local = self._local(moment)
        second = local.hour * 3600 + local.minute * 60 + local.second
        weekday = local.weekday()
        is_open = any(start <= second < end for start, end in self._intervals[weekday])
        clock = f"{WEEKDAYS[weekday].capitalize()} {time_of_day(second)}"
        reason = f"{clock}, {self._why(weekday, second, is_open)}"
        return Openness(is_open, f"{reason} {self.timezone}".rstrip())

    def _local(self, moment: datetime) -> datetime:
        there = zone(self.timezone)
        return moment.astimezone(there) if there and moment.tzinfo else moment

    def _why(self, weekday: int, second: int, is_open: bool) -> str:
        if self._whole_week:
            return "open 24 hours, 7 days" if self.always else "open: no hours are given"
        if self.is_missing:
            return "closed: no hours are given"
        before, today = self._hours(weekday - 1), self._hours(weekday)
        if is_open and before and second < before.end - DAY:
            return f"open {_span(before)} since {WEEKDAYS[weekday - 1].capitalize()}"
        if is_open and today:
            return f"open {_span(today)}"
        return self._why_closed(weekday)

    def _why_closed(self, weekday: int) -> str:
        today, hours = self.days[weekday], self._hours(weekday)
        if today.closed:
            return "closed all day"
        if hours:
            return f"closed, open only {_span(hours)}"
        if today.is_overnight:
            return f"closed, since {_time(today.close)} is not after {_time(today.open)}"
        return "closed, no opening and closing time given"


class Hours(Record):
    """The `hours` of a campaign as the vendor writes them; `schedule` says what they mean."""

    title: ClassVar[str] = "hours"

    monday_open: SecondOfDay = None
    monday_close: SecondOfDay = None
    monday_closed: Flag = None
    tuesday_open: SecondOfDay = None
    tuesday_close: SecondOfDay = None
    tuesday_closed: Flag = None
    wednesday_open: SecondOfDay = None
    wednesday_close: SecondOfDay = None
    wednesday_closed: Flag = None
    thursday_open: SecondOfDay = None
    thursday_close: SecondOfDay = None
    thursday_closed: Flag = None
    friday_open: SecondOfDay = None
    friday_close: SecondOfDay = None
    friday_closed: Flag = None
    saturday_open: SecondOfDay = None
    saturday_close: SecondOfDay = None
    saturday_closed: Flag = None
    sunday_open: SecondOfDay = None
    sunday_close: SecondOfDay = None
    sunday_closed: Flag = None

    def days(self) -> tuple[Day, ...]:
        """The seven days, Monday first."""
        return self._days

    @once
    def _days(self) -> tuple[Day, ...]:
        fields = ("open", "close", "closed")
        return tuple(
            Day(**{field: getattr(self, f"{day}_{field}") for field in fields}) for day in WEEKDAYS
        )

    def schedule(
        self,
        *,
        always: bool = False,
        timezone: str = "",
        overnight: Overnight = "wraps",
        missing: Missing = "closed",
    ) -> Schedule:
        """What the hours mean; see `Schedule` for the settings and their defaults."""
        return Schedule(self.days(), always, timezone, overnight, missing)


def _merged(stretches: Iterator[Interval]) -> tuple[Interval, ...]:
    found: list[Interval] = []
    for stretch in sorted(stretches):
        if stretch.start >= stretch.end:
            continue
        if found and stretch.start <= found[-1].end:
            found[-1] = Interval(found[-1].start, max(found[-1].end, stretch.end))
        else:
            found.append(stretch)
    return tuple(found)


def time_of_day(second: int) -> str:
    """A second of the day as hours and minutes, and seconds where there are any: 14:09:59."""
    hour, minute, rest = second // 3600, second // 60 % 60, second % 60
    return f"{hour}:{minute:02}" + (f":{rest:02}" if rest else "")


def _time(second: int | None) -> str:
    return time_of_day(second or 0)


def _span(hours: Interval) -> str:
    end = hours.end - DAY if hours.end > DAY else hours.end
    return f"{time_of_day(hours.start)}-{time_of_day(end)}"
