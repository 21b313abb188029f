"""Exact odds agree with every call made, with sampled calls, and sum to one."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivrsim.analysis.odds import Odds, odds
from ivrsim.analysis.profile import Profile
from ivrsim.analysis.profiles import NEUTRAL, PROFILES
from ivrsim.campaign.campaign import Campaign
from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow, Wire
from ivrsim.flow.node import NODE_TYPES
from ivrsim.simulate.settings import CallSettings
from tests.analysis.odds_oracle import callers, every_call, some_calls
from tests.simulate.flows import END, OFFICE, SALES_OR_SUPPORT, Spec, connect, decides, flow_of

REGIONS = [frozenset(), frozenset({"West"}), frozenset({"West", "Gold"})]
"""The sets of regions of `OFFICE` that a caller can be in."""

OPEN = Fraction(31, 5 * 31 + 2 * 20) * Fraction(8, 24)
"""The share of calls within the hours of `OFFICE`: Mondays from 9 to 17."""

NUMBERS = ("8004377950", "8004377951", "8004377952")


def total(found: Odds) -> Fraction:
    return sum(found.ends.values(), Fraction(0)) + found.undecided


def present(shares: Mapping[Any, Any]) -> dict[Any, Any]:
    return {name: share for name, share in shares.items() if share}


def agree(flow: CallFlow, profile: Profile, rules: CallSettings | None = None) -> Odds:
    """The odds of a flow of `OFFICE`, after they were held against every call there is."""
    found = odds(flow, profile, rules)
    numbers = list(NUMBERS) if profile.answered.share != 1 else []
    is_open = profile.open.share if profile.open else OPEN
    known = callers(profile, REGIONS, is_open, numbers)
    slow = every_call(flow, profile, known, rules or CallSettings())
    assert found.outcomes == present(slow.outcomes)
    assert present(found.nodes) == present(slow.nodes)
    assert found.exits == present(slow.exits)
    assert {path.keys: path.share for path in found.paths} == present(slow.paths)
    assert found.undecided == 0
    return found


# -- conditions --------------------------------------------------------------------

ATOMS = (
    "during_hours",
    "mobile",
    "landline",
    "repeat",
    "in_region",
    "in_region[West]",
    "in_region[Gold]",
    "sms_sent",
    "pressed[1]",
    "pressed[2 W]",
    "duration > 10",
    'custom_data[product] = "Chair"',
    'custom_data[product] != "Chair"',
    'custom_data[product] contains "a"',
    "custom_data[product] present",
    'media_type contains "Radio"',
)
TEXTS: Mapping[str, Mapping[str | None, str]] = {
    "custom_data[product]": {None: "1/2", "Chair": "1/3", "1234": "1/6"},
    "media_type": {None: "3/4", "Radio": "1/4"},
}


@st.composite
def conditions(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.sampled_from(ATOMS), min_size=1, max_size=3))
    joined = draw(st.sampled_from((" and ", " or "))).join(parts)
    return f"not ({joined})" if draw(st.booleans()) else joined


def failing(spec: Spec, name: str) -> Spec:
    """The tree behind the failover exit of this name."""
    kind, fields, *more = spec
    return (kind, {**fields, "failover": name}, *more)


@st.composite
def specs(draw: st.DrawFn, depth: int = 3) -> Spec:
    """A small tree of every kind of node that asks, decides or forwards."""
    kinds = ("connect", "end", "menu", "condition", "sms", "digits", "any", "yes", "nearest")
    kind = draw(st.sampled_from(kinds if depth else kinds[:2]))
    below = specs(depth - 1) if depth else st.just(END)
    match kind:
        case "connect":
            return connect(draw(st.sampled_from(NUMBERS)))
        case "end":
            return END
        case "menu":
            failovers = draw(st.sets(st.sampled_from("WN")))
            children = [draw(below) for _ in range(draw(st.integers(1, 2)))]
            failed = [failing(draw(below), name) for name in sorted(failovers)]
            fields = {"prompt": "?", "confirm_response_enabled": draw(st.booleans())}
            return ("Menu", fields, *children, *failed)
        case "condition":
            return ("Condition", {"condition": draw(conditions())}, draw(below), draw(below))
        case "sms":
            return ("SmsPromo", {"prompt": "?", "sms_promo_copy": "!"}, draw(below))
        case "digits":
            field = draw(st.sampled_from(("product", "other")))
            fields = {"prompt": "?", "number_question_type": "Digits",
                      "caller_response_custom_data_partner_name": field}  # fmt: skip
            return ("NumberQuestion", fields, draw(below))
        case "any":
            return ("AnyKeyPress", {"prompt": "?"}, draw(below), draw(below))
        case "yes":
            return ("YesOrNo", {"prompt": "?"}, draw(below), draw(below))
        case _:
            return ("NearestBranch", {"prompt": "?"}, draw(below))


@settings(max_examples=12)
@given(specs())
def test_odds_are_what_comes_of_every_call_there_is(spec: Spec) -> None:
    profile = NEUTRAL.but(texts=TEXTS, branch_near="2/3", typed={"Digits": {"1234": 1}})
    found = agree(flow_of(spec, campaign=OFFICE), profile)
    assert total(found) == 1


@pytest.mark.parametrize("name", PROFILES)
def test_the_odds_of_every_profile_sum_to_exactly_one(name: str) -> None:
    assert total(agree(flow_of(SALES_OR_SUPPORT, campaign=OFFICE), PROFILES[name])) == 1


@pytest.mark.parametrize("attempts", [1, 2, 3])
@pytest.mark.parametrize("failover", ["after-attempts", "at-once"])
def test_errors_per_attempt_follow_the_settings_of_the_call(attempts: int, failover: Any) -> None:
    told = CallSettings(attempts=attempts, wrong_failover=failover)
    profile = NEUTRAL.but(errors_per="attempt")
    alone = flow_of(("YesOrNo", {"prompt": "?"}, END, connect("1")), campaign=OFFICE)
    for flow in (flow_of(SALES_OR_SUPPORT, campaign=OFFICE), alone):
        assert total(agree(flow, profile, told)) == 1


def test_three_attempts_by_hand() -> None:
    found = odds(flow_of(SALES_OR_SUPPORT), NEUTRAL.but(errors_per="attempt", hang_up=0))
    fails = Fraction(8, 100)
    assert found.nodes["/N"] == Fraction(5, 100) ** 3
    assert found.nodes["/W"] == fails**3 - Fraction(5, 100) ** 3
    assert found.nodes["/1"] == found.nodes["/2"] == (1 - fails**3) / 2


def test_conditions_on_a_path_are_not_multiplied() -> None:
    inner = ("Condition", {"condition": "mobile"}, connect("1"), connect("2"))
    found = odds(flow_of(("Condition", {"condition": "mobile"}, inner, inner)))
    assert found.numbers == {"1": Fraction(3, 4), "2": Fraction(1, 4)}
    assert found.nodes["/true/false"] == 0


def test_numbers_that_nobody_takes_lead_to_the_failover() -> None:
    backup = ("Failover", {"destination_phone_number": NUMBERS[1]})
    first = ("Connect", {"destination_phone_number": NUMBERS[0]}, backup)
    spec = ("Condition", {"condition": "mobile"}, first, connect(NUMBERS[0]))
    found = agree(flow_of(spec, campaign=OFFICE), NEUTRAL.but(answered="9/10"))
    assert found.nodes["/true/failover"] == Fraction(75, 1000)
    assert found.outcomes["unanswered"] == Fraction(75, 10000) + Fraction(25, 1000)


def test_a_text_message_is_only_sent_to_mobile_callers_who_press_9() -> None:
    asks = ("Condition", {"condition": "sms_sent"}, connect("1"), connect("2"))
    offer = {"prompt": "?", "sms_promo_copy": "!"}
    flow = flow_of(("SmsPromo", offer, ("SmsPromo", offer, asks)), campaign=OFFICE)
    found = agree(flow, NEUTRAL.but(hang_up=0, accepts_text="1/4"))
    assert found.numbers["1"] == Fraction(3, 4) * (1 - Fraction(3, 4) ** 2)


def test_a_place_that_is_typed_is_in_no_region() -> None:
    asks = ("Condition", {"condition": "in_region"}, connect("1"), connect("2"))
    flow = flow_of(("VerifyLocation", {"prompt": "?"}, asks), campaign=OFFICE)
    found = odds(flow, NEUTRAL.but(corrects_place="1/4", hang_up=0))
    assert found.numbers["1"] == Fraction(3, 4) * Fraction(2, 3)


# -- profiles ----------------------------------------------------------------------


def test_hours_are_the_share_of_the_week_weighted_by_day() -> None:
    found = odds(decides("during_hours"))
    assert found.numbers == {"1": OPEN, "2": 1 - OPEN}


def test_hours_can_be_given() -> None:
    assert odds(decides("during_hours"), NEUTRAL.but(open="80%")).numbers["1"] == Fraction(4, 5)


@pytest.mark.parametrize(("always", "open_share"), [(True, 1), (False, 0)])
def test_hours_that_never_change_outrank_what_is_given(always: bool, open_share: int) -> None:
    flow = decides("during_hours", campaign=Campaign(operating_24_7=always))
    found = odds(flow, NEUTRAL.but(open="80%"))
    assert found.numbers.get("1", 0) == open_share


def test_regions_are_alike_unless_given() -> None:
    flow = decides("in_region[Gold]")
    assert odds(flow).numbers["1"] == Fraction(1, 3)
    told = NEUTRAL.but(regions={("West", "Gold"): ".1", "West": ".2", (): ".7"})
    assert odds(flow, told).numbers["1"] == Fraction(1, 10)
    assert odds(decides("in_region[West]"), told).numbers["1"] == Fraction(3, 10)


def test_a_place_that_cannot_be_is_refused() -> None:
    flow = decides("in_region[Gold] and in_region[West]")
    with pytest.raises(UsageError, match="No caller"):
        odds(flow, NEUTRAL.but(regions={("Gold",): 1}))


def test_facts_that_belong_together_are_given_as_rows() -> None:
    """Repeat callers of this campaign are all mobile, and all others are not."""
    rows = [("1/4", {"mobile": True, "repeat": True}), ("3/4", {"landline": True, "repeat": False})]
    profile = NEUTRAL.but(joint=rows)
    for condition, share in {
        "mobile and repeat": Fraction(1, 4),
        "mobile or repeat": Fraction(1, 4),
        "landline and repeat": Fraction(0),
        "landline and during_hours": Fraction(3, 4) * OPEN,
    }.items():
        assert odds(decides(condition), profile).numbers.get("1", 0) == share


def test_a_row_says_only_what_conditions_can_ask() -> None:
    with pytest.raises(UsageError, match="'colour'"):
        odds(decides("mobile"), NEUTRAL.but(joint=[(1, {"colour": "red"})]))


def test_keys_can_have_shares_of_their_own() -> None:
    profile = NEUTRAL.but(keys={"/": {"1": "7/10", "2": "3/10"}})
    found = agree(flow_of(SALES_OR_SUPPORT, campaign=OFFICE), profile)
    assert found.nodes["/1"] == Fraction(91, 100) * Fraction(7, 10)


def test_data_that_the_campaign_gives_counts_unless_the_caller_brings_other_data() -> None:
    campaign = Campaign.model_validate({"custom_data": {"product": "Chair"}})
    flow = decides('custom_data[product] = "Chair"', campaign=campaign)
    assert odds(flow).numbers == {"1": 1}
    other = NEUTRAL.but(texts={"custom_data[product]": {None: "1/2", "Desk": "1/2"}})
    assert odds(flow, other).numbers["1"] == Fraction(1, 2)


def test_a_number_in_a_data_field_is_dialled() -> None:
    flow = flow_of(("DynamicRoute", {"dynamic_route_destination": "to"}, END))
    profile = NEUTRAL.but(texts={"custom_data[to]": {"2065550123": "1/2", "x": "1/4", None: "1/4"}})
    assert odds(flow, profile).outcomes == {"transferred": Fraction(1, 2), "ended": Fraction(1, 2)}


# -- sampling ----------------------------------------------------------------------

LARGER: Spec = (
    "Condition",
    {"condition": "during_hours or repeat and in_region[West]"},
    (
        "Menu",
        {"prompt": "?"},
        ("Condition", {"condition": "mobile and not in_region[Gold]"}, connect("1"), connect("2")),
        ("SmsPromo", {"prompt": "?", "sms_promo_copy": "!"},
         ("Condition", {"condition": "sms_sent or pressed[1]"}, connect("3"), END)),
        ("Condition", {"condition": "pressed[W]", "failover": "W"}, connect("4"), connect("5")),
    ),
    ("YesOrNo", {"prompt": "?"}, ("Condition", {"condition": "landline"}, connect("6"), END), END),
)  # fmt: skip


@pytest.mark.parametrize("name", ["neutral", "impatient", "tty_user"])
def test_sampled_calls_are_within_five_standard_deviations(name: str) -> None:
    flow, profile, count = flow_of(LARGER, campaign=OFFICE), PROFILES[name], 4000
    found = odds(flow, profile)
    sampled = some_calls(flow, profile, callers(profile, REGIONS, OPEN, []), calls=count, seed=7)
    for exact, counted in ((found.nodes, sampled.nodes), (found.outcomes, sampled.outcomes)):
        assert set(counted) <= {name for name, share in exact.items() if share}
        for place, share in exact.items():
            spread = float(count * share * (1 - share)) ** 0.5
            assert abs(counted[place] - count * float(share)) <= 5 * spread + 1


# -- budgets, loops, depth ---------------------------------------------------------


def looping(flow: CallFlow, source: str, exit_name: str) -> CallFlow:
    """The flow with one exit more, which leads back to the root."""
    wires = {**flow.out[source], exit_name: Wire(source, exit_name, "/", 9)}
    return CallFlow(flow.nodes, {**flow.out, source: wires}, campaign=flow.campaign)


def test_in_a_loop_the_share_that_is_not_decided_shrinks_to_almost_nothing() -> None:
    flow = looping(flow_of(("Menu", {"prompt": "?"}, connect("1"))), "/", "W")
    found = odds(flow, NEUTRAL)
    assert total(found) == 1
    assert 0 < found.undecided < Fraction(1, 2**63)
    ends = Fraction(91, 100) / (1 - Fraction(3, 100))
    assert abs(found.numbers["1"] - ends) <= found.undecided


def test_a_loop_without_end_is_not_decided_and_says_so() -> None:
    flow = looping(flow_of(("Menu", {"prompt": "?"}, connect("1"))), "/", "N")
    found = odds(flow, "robocall", budget=1000)
    assert found.outcomes == {}
    assert found.undecided == 1


def test_past_the_budget_the_rest_is_not_decided() -> None:
    flow = flow_of(SALES_OR_SUPPORT)
    decided = odds(flow, NEUTRAL, budget=1 - 4 * len(flow))
    assert decided.undecided == Fraction(99, 100)
    assert total(decided) == 1


def test_a_chain_of_30_000_conditions_has_odds() -> None:
    depth = 30_000
    kind: Any = NODE_TYPES["Condition"]
    node, end = kind(condition="mobile or repeat"), NODE_TYPES["EndCall"]()
    names = ["/", *(f"/{n}" for n in range(1, depth))]
    nodes = {**dict.fromkeys(names, node), "end": end}
    out = {
        name: {"true": Wire(name, "true", following, 0)}
        for name, following in zip(names, [*names[1:], "end"], strict=True)
    } | {"end": {}}
    found = odds(CallFlow(nodes, out))
    assert found.nodes["end"] == Fraction(4, 5)
    assert found.outcomes == {"ended": Fraction(4, 5), "fault": Fraction(1, 5)}


def test_what_is_rarer_than_any_call_is_not_followed() -> None:
    depth = 3000
    kind: Any = NODE_TYPES["Menu"]
    node = kind(prompt="?")
    names = ["/", *(f"/{n}" for n in range(1, depth))]
    out = {
        name: {"1": Wire(name, "1", following, 0)}
        for name, following in zip(names, [*names[1:], "end"], strict=True)
    } | {"end": {}}
    nodes = {**dict.fromkeys(names, node), "end": NODE_TYPES["EndCall"]()}
    found = odds(CallFlow(nodes, out), "tty_user")
    assert total(found) == 1
    assert 0 < found.undecided < Fraction(1, 2**990)
    assert found.nodes["end"] == 0


def test_a_flow_without_a_node_is_a_fault() -> None:
    assert odds(CallFlow({}, {}, root=None)).outcomes == {"fault": 1}
