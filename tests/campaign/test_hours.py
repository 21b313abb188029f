"""Opening hours against a table of a whole week, and on the days clocks change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivrsim.campaign.hours import WEEKDAYS, Day, Hours, Interval, Overnight, Schedule
from ivrsim.campaign.record import DAY
from ivrsim.campaign.timezones import zone

PACIFIC = "Pacific Time (US & Canada)"
MONDAY = datetime(2026, 1, 5)
NINE_TO_FIVE = Day(open=9 * 3600, close=17 * 3600)

QUARTER = 15 * 60
QUARTERS = 7 * DAY // QUARTER
times = st.integers(0, DAY // QUARTER).map(lambda quarter: quarter * QUARTER)
days = st.builds(
    Day,
    open=st.none() | times,
    close=st.none() | times,
    closed=st.sampled_from([None, None, False, True]),
)
weeks = st.tuples(*[days] * 7)


def open_quarters(week: tuple[Day, ...], overnight: Overnight) -> set[int]:
    """Brute force: which quarters of an hour of the week (Monday 0:00 is 0) are open."""
    found: set[int] = set()
    for weekday, day in enumerate(week):
        if day.closed or day.open is None or day.close is None:
            continue
        close = day.close
        if close <= day.open:
            if overnight == "never":
                continue
            close += DAY
        for quarter in range(day.open // QUARTER, close // QUARTER):
            found.add((weekday * DAY // QUARTER + quarter) % QUARTERS)
    return found


@given(week=weeks, overnight=st.sampled_from(["wraps", "never"]))
@example(week=(Day(open=DAY, close=3600), *[Day()] * 6), overnight="wraps")
@example(week=(*[Day()] * 6, Day(open=0, close=0)), overnight="wraps")
@example(week=(Day(open=22 * 3600, close=2 * 3600), Day(closed=True), *[Day()] * 5),
         overnight="wraps")  # fmt: skip
def test_the_open_times_are_those_of_a_table_of_every_quarter_of_an_hour(
    week: tuple[Day, ...], overnight: Overnight
) -> None:
    schedule = Schedule(week, overnight=overnight)
    expected = open_quarters(week, overnight)
    asked = {
        quarter
        for quarter in range(QUARTERS)
        if schedule.is_open(MONDAY + timedelta(seconds=quarter * QUARTER)).open
    }
    assert asked == expected
    assert schedule.never_open == (not expected)
    assert schedule.always_open == (len(expected) == QUARTERS)


@given(week=weeks)
def test_intervals_are_sorted_within_their_day_and_do_not_touch(week: tuple[Day, ...]) -> None:
    for stretches in Schedule(week).intervals():
        ends = [edge for stretch in stretches for edge in stretch]
        assert all(0 <= edge <= DAY for edge in ends)
        assert ends == sorted(set(ends))


def test_the_second_of_closing_is_closed_and_the_one_before_is_open() -> None:
    schedule = Schedule((NINE_TO_FIVE,) * 7)
    assert schedule.is_open(MONDAY.replace(hour=16, minute=59, second=59, microsecond=999_999)).open
    assert not schedule.is_open(MONDAY.replace(hour=17)).open
    assert schedule.is_open(MONDAY.replace(hour=9)).open
    assert not schedule.is_open(MONDAY.replace(hour=8, minute=59, second=59)).open


def test_minutes_of_00_00_to_23_59_leave_one_minute_closed() -> None:
    schedule = Schedule((Day(open=0, close=DAY - 60),) * 7)
    assert not schedule.always_open
    assert not schedule.is_open(MONDAY.replace(hour=23, minute=59)).open


def test_equal_times_are_a_whole_day_or_nothing_as_the_setting_says() -> None:
    week = (Day(open=0, close=0),) * 7
    assert Schedule(week).always_open
    assert Schedule(week, overnight="never").never_open


def test_24_7_outranks_closed_days() -> None:
    schedule = Schedule((Day(closed=True),) * 7, always=True)
    assert schedule.always_open
    assert schedule.is_open(MONDAY).reason == "Monday 0:00, open 24 hours, 7 days"


def test_a_campaign_without_hours_is_closed_unless_told_otherwise() -> None:
    schedule = Schedule()
    assert schedule.is_missing
    assert schedule.never_open
    assert schedule.is_open(MONDAY).reason == "Monday 0:00, closed: no hours are given"
    lenient = replace(schedule, missing="open")
    assert lenient.always_open
    assert lenient.is_open(MONDAY).reason == "Monday 0:00, open: no hours are given"


def test_the_missing_setting_leaves_closed_days_closed() -> None:
    assert Schedule((Day(closed=True),) * 7, missing="open").never_open
    assert not Schedule((Day(closed=False),) * 7).is_missing


@pytest.mark.parametrize(
    ("week", "hour", "reason"),
    [
        ((NINE_TO_FIVE, *[Day()] * 6), 10, "open 9:00-17:00"),
        ((NINE_TO_FIVE, *[Day()] * 6), 8, "closed, open only 9:00-17:00"),
        ((replace(NINE_TO_FIVE, closed=True), *[Day()] * 6), 10, "closed all day"),
        ((Day(open=3600), *[Day()] * 6), 10, "closed, no opening and closing time given"),
        ((*[Day()] * 6, Day(open=79200, close=7200)), 1, "open 22:00-2:00 since Sunday"),
        ((Day(open=79200, close=7200), *[Day()] * 6), 23, "open 22:00-2:00"),
        ((Day(open=32400, close=50999), *[Day()] * 6), 10, "open 9:00-14:09:59"),
        ((Day(open=0, close=DAY), *[Day()] * 6), 10, "open 0:00-24:00"),
    ],
)
def test_the_reason_says_why(week: tuple[Day, ...], hour: int, reason: str) -> None:
    openness = Schedule(week, timezone="UTC").is_open(MONDAY.replace(hour=hour))
    assert openness.reason == f"Monday {hour}:00, {reason} UTC"


def test_an_overnight_day_that_never_opens_says_so() -> None:
    schedule = Schedule((Day(open=79200, close=7200), *[Day()] * 6), overnight="never")
    assert schedule.is_open(MONDAY.replace(hour=23)).reason == (
        "Monday 23:00, closed, since 2:00 is not after 22:00"
    )


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 3, 8, 9, 59, 59, tzinfo=UTC), "Sunday 1:59:59, open"),
        (datetime(2026, 3, 8, 10, 0, tzinfo=UTC), "Sunday 3:00, closed"),
        (datetime(2026, 11, 1, 8, 30, tzinfo=UTC), "Sunday 1:30, open"),
        (datetime(2026, 11, 1, 9, 30, tzinfo=UTC), "Sunday 1:30, open"),
        (datetime(2026, 11, 1, 10, 0, tzinfo=UTC), "Sunday 2:00, closed"),
    ],
)
def test_on_the_days_clocks_change_the_wall_clock_decides(moment: datetime, expected: str) -> None:
    schedule = Schedule((Day(open=3600, close=7200),) * 7, timezone=PACIFIC)
    openness = schedule.is_open(moment)
    assert openness.reason.startswith(expected)
    assert openness.open == expected.endswith("open")


@given(hour=st.integers(0, 24 * 21), start=st.sampled_from(["2026-03-01", "2026-10-25"]))
def test_a_moment_and_its_wall_clock_in_the_zone_have_one_answer(hour: int, start: str) -> None:
    schedule = Schedule((NINE_TO_FIVE,) * 5 + (Day(closed=True),) * 2, timezone=PACIFIC)
    moment = datetime.fromisoformat(start).replace(tzinfo=UTC) + timedelta(hours=hour)
    wall = moment.astimezone(zone(PACIFIC)).replace(tzinfo=None)
    assert schedule.is_open(moment) == schedule.is_open(wall)
    assert schedule.is_open(moment).open == (wall.weekday() < 5 and 9 <= wall.hour < 17)


def test_the_weekday_is_that_of_the_campaigns_zone() -> None:
    schedule = Schedule((Day(closed=True), *[Day(open=0, close=DAY)] * 6), timezone=PACIFIC)
    early_on_monday_in_london = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)
    assert schedule.is_open(early_on_monday_in_london).reason.startswith("Sunday 19:00, open")


def test_a_moment_keeps_its_own_clock_where_the_campaigns_zone_is_unknown() -> None:
    schedule = Schedule((NINE_TO_FIVE,) * 7, timezone="Moon")
    there = datetime(2026, 1, 5, 10, 0, tzinfo=zone("Tokyo"))
    assert schedule.is_open(there).reason == "Monday 10:00, open 9:00-17:00 Moon"


@given(week=weeks)
def test_a_record_of_hours_gives_the_days_it_was_made_of(week: tuple[Day, ...]) -> None:
    fields = {
        f"{name}_{part}": getattr(day, part)
        for name, day in zip(WEEKDAYS, week, strict=True)
        for part in ("open", "close", "closed")
    }
    hours = Hours.model_validate(fields)
    assert hours.days() == week
    assert hours.schedule(timezone="UTC", overnight="never") == Schedule(
        week, timezone="UTC", overnight="never"
    )


def test_the_intervals_of_an_overnight_day_stand_on_both_days() -> None:
    schedule = Schedule((Day(open=79200, close=7200), Day(closed=True), *[Day()] * 5))
    assert schedule.intervals()[:3] == ((Interval(79200, DAY),), (Interval(0, 7200),), ())
