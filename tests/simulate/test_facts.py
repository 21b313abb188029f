"""What conditions ask: hours, regions, phone type, keys; and what wins over what."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ivrsim.campaign.campaign import Campaign
from ivrsim.conditions.evaluation import MissingFact
from ivrsim.errors import UsageError
from ivrsim.simulate.session import call
from ivrsim.simulate.trace import Kind
from tests.simulate.flows import OFFICE, connect, decides, flow_of

MONDAY = "2026-11-23"


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (f"{MONDAY} 08:59:59", False),
        (f"{MONDAY} 09:00", True),
        (f"{MONDAY}T16:59:59", True),
        (f"{MONDAY} 17:00", False),
        ("2026-11-24 10:00", False),
        (f"{MONDAY} 10:00+00:00", False),
        (f"{MONDAY} 18:00Z", True),
        (datetime(2026, 11, 23, 18, tzinfo=UTC), True),
    ],
)
def test_hours_are_those_of_the_campaigns_time_zone(at: str | datetime, is_open: bool) -> None:
    assert call(decides("during_hours"), at=at).connected_to == ("1" if is_open else "2")


def test_the_same_utc_hour_is_open_in_winter_and_an_hour_later_in_summer() -> None:
    flow = decides("during_hours")
    assert call(flow, at="2026-11-23T16:30Z").connected_to == "2"
    assert call(flow, at="2026-06-22T16:30Z").connected_to == "1"


def test_a_condition_on_hours_needs_the_time_and_says_so() -> None:
    with pytest.raises(MissingFact, match="during_hours"):
        call(decides("during_hours"))


@pytest.mark.parametrize("given", [True, False])
def test_a_fact_that_is_given_wins(given: bool) -> None:
    walked = call(decides("during_hours"), during_hours=given, at=f"{MONDAY} 10:00")
    assert walked.connected_to == ("1" if given else "2")


def test_around_the_clock_is_always_open_even_without_a_time() -> None:
    campaign = Campaign(operating_24_7=True)
    assert call(decides("during_hours", campaign=campaign)).connected_to == "1"


@pytest.mark.parametrize(
    ("condition", "words", "holds"),
    [
        ("in_region", {}, False),
        ("in_region", {"state": "CA"}, True),
        ("in_region", {"state": "NV"}, False),
        ("in_region[Gold]", {"state": "CA"}, False),
        ("in_region[Gold]", {"state": "CA", "city": "sacramento"}, True),
        ("in_region[West]", {"number": "+1 916 555 0100"}, True),
        ("in_region[West]", {"in_region": "West"}, True),
        ("in_region[West]", {"in_region": ["Gold"]}, False),
        ("in_region", {"in_region": True}, True),
        ("in_region", {"in_region": False, "state": "CA"}, False),
        ("mobile", {"mobile": True}, True),
        ("mobile", {}, False),
        ("landline", {}, False),
        ("landline", {"phone": "landline"}, True),
        ("repeat", {"repeat": True}, True),
        ("repeat", {}, False),
        ('custom_data[product] = "Printer"', {"custom_data": {"product": "Printer"}}, True),
        ("custom_data[product] present", {}, False),
        ('media_type contains "Online"', {"media_type": "Online: Email"}, True),
        ('affiliate_name = "A"', {}, False),
        ("duration > 12 sec", {}, False),
        ("not duration > 12 sec", {}, True),
        ("sms_sent", {}, False),
        ("", {}, True),
    ],
)
def test_conditions_are_decided_before_the_first_question(
    condition: str, words: dict[str, object], holds: bool
) -> None:
    assert call(decides(condition), **words).connected_to == ("1" if holds else "2")


def test_the_campaigns_own_custom_data_is_known_and_the_callers_wins() -> None:
    campaign = OFFICE.model_copy(update={"custom_data": {"channel": "paper"}})
    flow = decides('custom_data[channel] = "paper"', campaign=campaign)
    assert call(flow).connected_to == "1"
    assert call(flow, custom_data={"channel": "web"}).connected_to == "2"


@pytest.mark.parametrize(
    ("condition", "number"),
    [
        ("pressed[1]", "1"),
        ("pressed[1 2]", "1"),
        ("pressed[2]", "2"),
        ("pressed[1 2 1]", "2"),
        ("pressed[1 W]", "2"),
    ],
)
def test_keys_are_counted_from_the_first_menu(condition: str, number: str) -> None:
    deciding = ("Condition", {"condition": condition}, connect("1"), connect("2"))
    inner = ("Menu", {"prompt": "Press 2."}, connect("3"), deciding)
    flow = flow_of(("Menu", {"prompt": "Press 1."}, inner))
    assert call(flow).press("1", "2").connected_to == number


def test_a_failover_key_counts_as_pressed() -> None:
    deciding = (
        "Condition",
        {"condition": "pressed[W]", "failover": "W"},
        connect("1"),
        connect("2"),
    )
    flow = flow_of(("Menu", {"prompt": "Press 1."}, connect("3"), deciding))
    assert call(flow).press("9", "9", "9").connected_to == "1"


def test_the_trace_says_why_a_condition_holds() -> None:
    walked = call(decides("mobile and during_hours"), mobile=True, at=f"{MONDAY} 20:00")
    (decided,) = (step for step in walked.trace if step.kind is Kind.DECIDED)
    assert decided.value is False
    assert "Monday 20:00" in decided.reason
    assert decided.exit == "false" or walked.trace[1].exit == "false"


def test_a_condition_that_cannot_be_read_ends_the_call_and_says_so() -> None:
    walked = call(decides("mobile and"))
    assert walked.outcome is not None
    assert walked.outcome.kind == "fault"
    assert "cannot be read" in walked.outcome.reason


@pytest.mark.parametrize(
    "words",
    [
        {"at": "tomorrow"},
        {"mobile": "yes"},
        {"mobile": True, "landline": True},
        {"phone": "fax"},
        {"at": "0001-01-01T00:00+14:00"},
        {"at": datetime.max},
        {"place": "Seattle"},
        {"custom_data": "product"},
        {"unanswered": 8004377950},
        {"caller": "me"},
        {"settings": {"attempts": 2}},
    ],
)
def test_a_caller_that_cannot_be_is_refused(words: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        call(decides("mobile"), **words)
