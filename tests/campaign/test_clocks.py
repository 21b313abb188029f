"""Which clock a state goes by, and when clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.campaign.areacodes import CA_CODES, US_CODES
from ivrsim.campaign.clock_changes import ClockChange, clock_changes
from ivrsim.campaign.clocks import CLOCK_OF_ZONE, clocks_of, zone_of_clock
from ivrsim.campaign.hours import WEEKDAYS
from ivrsim.campaign.regions import state_code, state_names
from ivrsim.campaign.timezones import RAILS_ZONES, zone


def test_every_state_with_an_area_code_has_a_clock() -> None:
    states = {state for state in (*US_CODES, *CA_CODES) if state}
    assert len(states) > 60
    assert {state for state in states if not clocks_of(state)} == set()
    assert clocks_of("XX") == frozenset()


def test_every_clock_has_a_zone_and_every_zone_is_one_of_the_vendor() -> None:
    assert set(CLOCK_OF_ZONE) <= set(RAILS_ZONES)
    clocks = {clock for name in state_names() for clock in clocks_of(state_code(name) or "")}
    assert clocks == set(CLOCK_OF_ZONE.values())
    assert {CLOCK_OF_ZONE[zone_of_clock(clock)] for clock in clocks} == clocks


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        (
            "Eastern Time (US & Canada)",
            [("sunday", 2, 3, True), ("sunday", 1, 2, False)],
        ),
        ("London", [("sunday", 1, 2, True), ("sunday", 1, 2, False)]),
        ("Greenland", [("saturday", 23, 24, True), ("saturday", 23, 24, False)]),
        ("Arizona", []),
        ("UTC", []),
        ("Nowhere", []),
        ("", []),
    ],
)
def test_clocks_change_at_night(name: str, changes: list[tuple[str, int, int, bool]]) -> None:
    expected = [
        ClockChange(WEEKDAYS.index(day), start * 3600, end * 3600, forward)
        for day, start, end, forward in changes
    ]
    assert list(clock_changes(name)) == expected


MOMENTS = st.datetimes(datetime(2070, 1, 1), datetime(2090, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC, microsecond=0)
)


@given(st.sampled_from(sorted(RAILS_ZONES)), MOMENTS)
def test_no_clock_jumps_but_at_its_changes(name: str, moment: datetime) -> None:
    there = zone(name)
    assert there is not None
    before, after = moment.astimezone(there), (moment + timedelta(hours=1)).astimezone(there)
    offsets = [at.utcoffset() or timedelta() for at in (before, after)]
    length = int((offsets[1] - offsets[0]).total_seconds())
    changes = clock_changes(name)
    if length and changes:
        assert any(
            (change.end - change.start == abs(length)) and change.forward == (length > 0)
            for change in changes
        )
        assert {before.weekday(), after.weekday()} & {change.weekday for change in changes}
