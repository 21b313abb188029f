"""The vendor's names of time zones: complete, resolvable, and forgiving of slips."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.campaign.timezones import BUDGET_ZONES, RAILS_ZONES, is_rails_name, suggest, zone


@pytest.mark.parametrize("name", RAILS_ZONES)
def test_every_name_is_a_zone_and_suggests_itself(name: str) -> None:
    found = zone(name)
    assert isinstance(found, ZoneInfo)
    assert found.key == RAILS_ZONES[name]
    assert suggest(name) == name
    assert suggest(name.replace(" ", "").upper()) == name


def test_the_list_has_all_names_and_the_budget_zones_are_among_them() -> None:
    assert len(RAILS_ZONES) == 151
    assert len(BUDGET_ZONES) == 6
    assert all(is_rails_name(name) for name in BUDGET_ZONES)


@pytest.mark.parametrize(
    ("name", "winter", "summer"),
    [
        ("Pacific Time (US & Canada)", -8, -7),
        ("Mountain Time (US & Canada)", -7, -6),
        ("Central Time (US & Canada)", -6, -5),
        ("Eastern Time (US & Canada)", -5, -4),
        ("Arizona", -7, -7),
        ("Hawaii", -10, -10),
        ("International Date Line West", -12, -12),
        ("London", 0, 1),
        ("UTC", 0, 0),
        ("Sydney", 11, 10),
        ("Tokyo", 9, 9),
    ],
)
def test_the_clocks_stand_where_everybody_knows_they_do(
    name: str, winter: int, summer: int
) -> None:
    january, july = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)
    offsets = [at.astimezone(zone(name)).utcoffset() for at in (january, july)]
    assert [offset.total_seconds() / 3600 for offset in offsets if offset is not None] == [
        winter,
        summer,
    ]


def test_an_iana_id_works_but_is_no_rails_name() -> None:
    found = zone("America/Los_Angeles")
    assert found is not None
    assert found.key == "America/Los_Angeles"
    assert not is_rails_name("America/Los_Angeles")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("PacificTime(US&Canada)", "Pacific Time (US & Canada)"),
        ("pacific time", "Pacific Time (US & Canada)"),
        ("Pacific Tme", "Pacific Time (US & Canada)"),
        ("Eastern", "Eastern Time (US & Canada)"),
        ("EST", "Eastern Time (US & Canada)"),
        ("US/Central", "Central Time (US & Canada)"),
        ("America/Denver", "Mountain Time (US & Canada)"),
        ("New York", "Eastern Time (US & Canada)"),
        ("Kiev", "Kyiv"),
        ("GMT", "UTC"),
    ],
)
def test_a_slip_is_understood(written: str, meant: str) -> None:
    assert suggest(written) == meant


@pytest.mark.parametrize(
    "written", ["", "   ", "Moon", "America", "../UTC", "posix/UTC", "/UTC", "UTC\0", "a" * 99]
)  # fmt: skip
def test_what_is_no_zone_is_none(written: str) -> None:
    assert zone(written) is None


@given(st.text(st.characters(), max_size=80) | st.sampled_from(sorted(RAILS_ZONES)))
def test_any_text_is_a_zone_or_none_and_a_suggestion_is_a_name(text: str) -> None:
    assert zone(text) is None or isinstance(zone(text), ZoneInfo)
    assert suggest(text) in {None, *RAILS_ZONES}
    assert suggest("\ud800" + text) in {None, *RAILS_ZONES}
