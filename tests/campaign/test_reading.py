"""Reading campaigns: lenient about types, strict about meaning, and never an exception."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivrsim.campaign import (
    Campaign,
    Hours,
    Policies,
    PromptRecording,
    Record,
    read_model,
    read_prompt_recordings,
)
from ivrsim.campaign.money import (
    Alert,
    BudgetActivities,
    BudgetCapAlert,
    ConcurrentCallCapAlert,
    PeriodicCallCapAlert,
    Policy,
)
from ivrsim.campaign.prompt_recordings import PromptLibrary
from ivrsim.campaign.reading import MOST_UNKNOWN, known, shown
from ivrsim.campaign.regions import NamedRegion, Region
from ivrsim.errors import Problem
from ivrsim.places import ROOT
from ivrsim.text import clean

RECORDS: list[type[Record]] = [
    Campaign, Hours, Policies, Policy, BudgetActivities, BudgetCapAlert, PeriodicCallCapAlert,
    ConcurrentCallCapAlert, NamedRegion, Region, PromptRecording, PromptLibrary,
]  # fmt: skip

SAMPLE: dict[str, Any] = {
    "id": 11,
    "id_from_network": "100",
    "name": "PostSeason Promotion",
    "status": "Entry",
    "object_url": "https://invoca.net/a_campaigns/terms/11",
    "description": "August promotion.",
    "timezone": "Pacific Time (US & Canada)",
    "visibility": "All",
    "created_at": "2015-05-13 07:45:08 -0800",
    "operating_24_7": False,
    "go_live_date": None,
    "default_creative_id_from_network": "222",
    "campaign_language": "English",
    "advertiser_payin": {
        "min": 7,
        "currency": "EUR",
        "pricing": "€7.00 per call if duration > 2 min 30 sec",
        "max": 7,
        "policies": [
            {"type": "Base", "currency": "EUR", "condition": "duration > 2 min 30 sec", "amount": 7}
        ],
        "range": "€7.00 per call",
    },
    "affiliate_payout": {
        "policies": [
            {"type": "Base", "currency": "USD", "condition": "", "amount": 4.5},
            {"type": "Bonus", "currency": "USD", "condition": "duration > 60", "amount": 2.75},
        ],
    },
    "pricing_type": "Fixed",
    "auto_approve": "None",
    "expiration_date": None,
    "campaign_type": "AffiliateEnabled",
    "hours": {"monday_open": 32400, "monday_close": "75600", "monday_closed": None,
              "sunday_open": "", "sunday_closed": "true", "saturday_closed": False},
    "named_regions": [
        {"name": "West Coast", "regions": [{"region_type": "State", "value": "CA", "text": "TBD"}]}
    ],
    "budget_activities": {
        "periodic_call_cap_alert": {
            "budget_amount": 200.0,
            "budget_currency": "USD",
            "reset_period": "Ongoing",
            "start_at": "2014-04-17T00:00:00-07:00",
            "total_amount": 0.0,
            "time_zone": "Pacific Time (US & Canada)",
        },
        "budget_cap_alert": {"starts_at": "2014-04-01", "include_call_fees": "false"},
    },
    "custom_data": {"channel": "Online lead"},
    "ivr_tree": {"root": {}},
}  # fmt: skip


def problems_of(raw: object, cls: type[Record] = Campaign) -> list[Problem]:
    return read_model(cls, raw, ROOT)[1]


def test_a_document_of_the_vendors_kind_is_read_without_a_problem() -> None:
    campaign, problems = read_model(Campaign, SAMPLE, ROOT)
    assert problems == []
    assert campaign.id == 11
    assert campaign.default_creative_id_from_network == "222"
    assert campaign.hours.days()[0].close == 75600
    assert [day.closed for day in campaign.hours.days()] == [None] * 5 + [False, True]
    assert campaign.operating_24_7 is False
    budgets = campaign.budget_activities
    assert budgets.concurrent_call_cap_alert is None
    assert budgets.periodic_call_cap_alert is not None
    assert budgets.periodic_call_cap_alert.starts_at == "2014-04-17T00:00:00-07:00"
    assert budgets.budget_cap_alert is not None
    assert budgets.budget_cap_alert.include_call_fees is False
    assert campaign.named_regions[0].regions[0].value == "CA"
    assert campaign.custom_data == {"channel": "Online lead"}


def test_what_was_read_can_be_written_again_without_what_others_read() -> None:
    campaign, _ = read_model(Campaign, SAMPLE, ROOT)
    assert campaign.raw == {key: value for key, value in SAMPLE.items() if key != "ivr_tree"}
    assert campaign.hours.raw == SAMPLE["hours"]
    assert "ivr_tree" not in (campaign.model_extra or {})
    assert (campaign.model_extra or {})["pricing_type"] == "Fixed"


def test_amounts_are_exact() -> None:
    raw = {"policies": [{"amount": amount} for amount in (4.5, 7, "2.75", 0.1, "007.50")]}
    policies, problems = read_model(Policies, raw, ROOT)
    assert not problems
    assert [policy.amount for policy in policies.policies] == [
        Decimal(text) for text in ("4.5", "7", "2.75", "0.1", "7.50")
    ]
    assert all(isinstance(policy.amount, Decimal) for policy in policies.policies)


def test_a_policy_without_a_currency_has_the_one_beside_it() -> None:
    raw = {"currency": "EUR", "policies": [{"type": "Base"}, {"type": "Bonus", "currency": "GBP"}]}
    policies, _ = read_model(Policies, raw, ROOT)
    assert [policies.currency_of(policy) for policy in policies.policies] == ["EUR", "GBP"]
    assert [policies.base, policies.bonuses] == [policies.policies[:1], policies.policies[1:]]


@pytest.mark.parametrize(
    ("raw", "pointer", "message", "hint"),
    [
        ({"name": 5}, "/name", "name is 5; expected a text", ""),
        ({"timeout": 61}, "/timeout",
         "timeout is 61; expected a whole number of seconds, 2 to 60", ""),
        ({"timeout": True}, "/timeout",
         "timeout is true; expected a whole number of seconds, 2 to 60", ""),
        ({"id": "x"}, "/id", 'id is "x"; expected a whole number', ""),
        ({"operating_24_7": "yes"}, "/operating_24_7",
         'operating_24_7 is "yes"; expected true or false', ""),
        ({"campaign_type": "affiliateenabled"}, "/campaign_type",
         ('campaign_type is "affiliateenabled"; '
          "expected one of AffiliateEnabled, DirectOnly, ExternalOnly"),
         "Did you mean AffiliateEnabled?"),
        ({"pause_date": "2026-02-30"}, "/pause_date",
         'pause_date is "2026-02-30"; expected a date', "Write it as 2026-01-31."),
        ({"hours": {"friday_open": "9:00"}}, "/hours/friday_open",
         'friday_open is "9:00"; expected seconds past midnight, 0 to 86400',
         "9:00 is 32400, 17:30 is 63000."),
        ({"hours": {"friday_close": 86401}}, "/hours/friday_close",
         "friday_close is 86401; expected seconds past midnight, 0 to 86400",
         "9:00 is 32400, 17:30 is 63000."),
        ({"hours": "always"}, "/hours", 'hours is "always"; expected an object', ""),
        ({"named_regions": {}}, "/named_regions",
         "named_regions is an object; expected a list of objects", ""),
        ({"named_regions": [{"regions": [{}, 3]}]}, "/named_regions/0/regions/1",
         "A region is 3; expected an object", ""),
        ({"affiliate_payout": {"policies": [{"amount": "$7"}]}},
         "/affiliate_payout/policies/0/amount",
         'amount is "$7"; expected an amount of 0 or more',
         "Write digits and a point, without a currency sign."),
        ({"affiliate_payout": {"policies": [{"amount": -1}]}},
         "/affiliate_payout/policies/0/amount",
         "amount is -1; expected an amount of 0 or more",
         "Write digits and a point, without a currency sign."),
        ({"custom_data": []}, "/custom_data", "custom_data is a list; expected an object", ""),
        ([], "", "A campaign is a list; expected an object", ""),
    ],
)  # fmt: skip
def test_a_bad_value_is_named_with_what_was_expected(
    raw: Any, pointer: str, message: str, hint: str
) -> None:
    problems = problems_of(raw)
    assert [(p.code, p.place.pointer, p.message, p.hint) for p in problems] == [
        ("IVR921", pointer, message, hint)
    ]


def test_a_bad_value_costs_its_own_field_only() -> None:
    raw = {"name": "Shoes", "timeout": "soon", "id": {}, "hours": {"monday_open": 1, "x": 2}}
    campaign, problems = read_model(Campaign, raw, ROOT)
    assert [problem.place.pointer for problem in problems] == ["/timeout", "/id", "/hours/x"]
    assert (campaign.name, campaign.timeout, campaign.id) == ("Shoes", None, None)
    assert campaign.hours.monday_open == 1
    assert campaign.raw == raw


@pytest.mark.parametrize(
    ("cls", "key", "meant"),
    [
        (Campaign, "time_zone", "timezone"),
        (Campaign, "operating_24/7", "operating_24_7"),
        (Hours, "mondy_open", "monday_open"),
        (PromptRecording, "prompt_recieved", "prompt_received"),
        (Region, "Region_Type", "region_type"),
    ],
)
def test_an_unknown_property_is_kept_and_reported(cls: type[Record], key: str, meant: str) -> None:
    record, problems = read_model(cls, {key: 1}, ROOT)
    assert [(p.code, p.place.pointer, p.place.key) for p in problems] == [
        ("IVR106", ROOT.pointer + "/" + key.replace("/", "~1"), True)
    ]
    assert problems[0].message == f'{cls.title} has no property "{key}"'
    assert problems[0].hint == f"Did you mean {meant}?"
    assert record.model_extra == {key: 1}


def test_very_many_unknown_properties_are_counted() -> None:
    problems = problems_of({f"k{number}": 0 for number in range(MOST_UNKNOWN + 7)})
    assert len(problems) == MOST_UNKNOWN + 1
    assert problems[-1].message == "A campaign has 7 more unknown properties"
    assert len(problems_of({f"k{number}": 0 for number in range(MOST_UNKNOWN)})) == MOST_UNKNOWN


def test_old_names_are_read_and_the_documented_one_wins() -> None:
    budgets, problems = read_model(BudgetActivities, {"call_cap_alert": {"budget_amount": 3}}, ROOT)
    assert not problems
    assert budgets.periodic_call_cap_alert is not None
    assert budgets.periodic_call_cap_alert.budget_amount == 3
    both = {"start_at": "2020-01-01", "starts_at": "2021-01-01"}
    alert, problems = read_model(Alert, both, ROOT)
    assert alert.starts_at == "2021-01-01"
    assert alert.raw == both
    assert [(p.code, p.place.pointer, p.hint) for p in problems] == [
        ("IVR921", "/start_at", "Only starts_at counts.")
    ]
    bad = problems_of({"call_cap_alert": {"start_at": "soon"}}, BudgetActivities)
    assert [(p.place.pointer, p.message) for p in bad] == [
        ("/call_cap_alert/start_at", 'start_at is "soon"; expected a date')
    ]


def test_null_is_not_given_everywhere() -> None:
    for cls in RECORDS:
        record, problems = read_model(cls, dict.fromkeys(known(cls)), ROOT)
        wrong = [p for p in problems if "two names" not in p.message]
        assert wrong == []
        assert all(getattr(record, name) == getattr(cls(), name) for name in cls.model_fields), cls


@pytest.mark.parametrize("cls", RECORDS)
def test_every_field_can_say_what_it_expects(cls: type[Record]) -> None:
    for name in cls.model_fields:
        problems = problems_of({name: [[]]}, cls)
        assert problems, name
        assert all(len(p.message.rpartition("expected ")[2]) > 5 for p in problems), name
        assert not [p for p in problems if p.message.endswith("one of ")], name
    assert known(cls) == sorted(known(cls))


def test_a_recording_is_on_order_while_received_is_null() -> None:
    raw = {
        "name": "Invoca",
        "users": [],
        "prompt_recordings": [
            {"id_from_network": "a1b2", "prompt_received": "2015-08-02 08:49:28 -0700"},
            {"id_from_network": "pr_342", "prompt_url": "http://x/y.wav", "prompt_received": None},
            {"id_from_network": 7},
        ],
    }
    library, problems = read_prompt_recordings(raw, ROOT)
    assert not problems
    assert [it.on_order for it in library.prompt_recordings] == [False, True, False]
    assert library.find("7") is library.prompt_recordings[2]
    assert library.find("8") is None
    assert library.raw == raw


def test_a_document_without_recordings_says_so() -> None:
    _, problems = read_prompt_recordings({"name": "x", "prompt_recording": []}, ROOT)
    assert [(p.code, p.message, p.hint) for p in problems] == [
        (
            "IVR921",
            "There is no list prompt_recordings",
            'Did you mean prompt_recordings, not "prompt_recording"?',
        )
    ]
    assert len(read_prompt_recordings(None, ROOT)[1]) == 1
    assert read_prompt_recordings({"name": "x"}, ROOT)[1][0].hint == ""


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters())
    | st.sampled_from(["", "true", "9", "1e5", "Base", "\ud800", "2026-01-01", 10**400, -1]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["\ud800", "_raw", "model_config", "raw", ""])
                      | st.text(st.characters(), max_size=5), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@st.composite
def documents(draw: st.DrawFn, cls: type[Record]) -> dict[str, Any]:
    """Arbitrary JSON in any property, known or not."""
    keys = st.sampled_from(known(cls)) | st.sampled_from(
        ["\ud800", "_raw", "__class__", "model_fields", "model_config", "zone", "copy", "self"]
    )
    return draw(st.dictionaries(keys, json_values, max_size=5))


def _accept(cls: type[Record], raw: dict[str, Any]) -> None:
    record, problems = read_model(cls, raw, ROOT)
    assert isinstance(record, cls)
    assert record.raw == {key: value for key, value in raw.items() if key not in cls.beside}
    assert all(clean(p.message) == p.message for p in problems)
    assert {p.code for p in problems} <= {"IVR921", "IVR106"}


@pytest.mark.parametrize("cls", RECORDS)
def test_no_json_value_in_any_property_raises(cls: type[Record]) -> None:
    @given(documents(cls))
    @example({"\ud800": 1, "name": "\ud800"})
    @example({"budget_amount": float("nan"), "amount": float("inf"), "id": float("inf")})
    def check(raw: dict[str, Any]) -> None:
        _accept(cls, raw)

    check()


@pytest.mark.parametrize("cls", RECORDS)
def test_a_number_of_5000_digits_is_a_bad_value(cls: type[Record]) -> None:
    _accept(cls, dict.fromkeys(known(cls), 10**5000))


@given(json_values)
def test_no_json_value_in_place_of_a_document_raises(raw: Any) -> None:
    for cls in RECORDS:
        read_model(cls, raw, ROOT)
    read_prompt_recordings(raw, ROOT)


def test_a_very_deep_value_is_kept() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    raw = {"name": deep, "later": deep, "hours": {"monday_open": deep}, "custom_data": {"a": deep}}
    campaign, problems = read_model(Campaign, raw, ROOT)
    assert [problem.place.pointer for problem in problems] == [
        "/later",
        "/name",
        "/hours/monday_open",
    ]
    assert campaign.raw["later"] is deep


def test_values_are_shown_short_and_on_one_line() -> None:
    assert shown("a\nb\x1b") == '"a b\\x1b"'
    assert len(shown("x" * 10_000)) < 70
    assert shown(10**5000) == "a number of more than 60 digits"
    values: list[object] = [None, True, 1.5, {}, []]
    assert [shown(value) for value in values] == [
        "null", "true", "1.5", "an object", "a list",
    ]  # fmt: skip
