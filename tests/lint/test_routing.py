"""Where calls go: failovers, circles, equal branches, groups, numbers abroad, the way to people."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.lint import RULES, Diagnostic, LintSettings, Severity, lint
from ivrsim.lint.people import leads_to_people, nearest_person
from ivrsim.lint.views import FlowView
from ivrsim.vendors.load import load

Json = dict[str, Any]

END: Json = {"node_type": "EndCall", "prompt": "Goodbye."}
DIAL: Json = {"node_type": "Connect", "destination_phone_number": "8004377950"}
OTHER: Json = {"node_type": "Connect", "destination_phone_number": "8004377951"}
WRONG = {"keypress_failover_type": "Wrong"}
NONE = {"keypress_failover_type": "None"}


def menu(*children: Json, prompt: str = "For sales, press 1.") -> Json:
    return {"node_type": "Menu", "prompt": prompt, "children": list(children)}


def found(document: Json, code: str, options: Json | None = None) -> list[Diagnostic]:
    known = {option.name: option for option in RULES[code].options}
    given_options = {known[name]: value for name, value in (options or {}).items()}
    settings = LintSettings(select=code, options=given_options)
    return lint(json.dumps(document, indent=1), settings=settings)


def said(document: Json, code: str, options: Json | None = None) -> list[str]:
    return [diagnostic.message for diagnostic in found(document, code, options)]


# -- IVR301, IVR302: failovers --------------------------------------------------------


def test_a_question_without_failovers_is_told_once() -> None:
    (only,) = found(menu(DIAL), "IVR301")
    assert only.message.startswith("Menu has no Wrong or None failover")
    assert only.severity is Severity.WARNING
    assert not only.fixes, "nothing tells where its callers should go"


def test_a_failover_that_is_there_can_serve_the_other_callers_too() -> None:
    (only,) = found(menu(DIAL, {**OTHER, **NONE}), "IVR301")
    assert "no Wrong failover" in only.message
    (fix,) = only.fixes
    assert not fix.safe, "callers who were cut off are connected"


def test_a_failover_with_a_tree_below_is_not_copied() -> None:
    (first, _) = found(menu(DIAL, {**menu(DIAL), **NONE}), "IVR301")
    assert not first.fixes


def test_a_node_without_failovers_of_its_own_needs_none() -> None:
    any_key = {"node_type": "AnyKeyPress", "prompt": "Press any key.", "children": [DIAL, END]}
    assert not found(any_key, "IVR301")


def test_a_failover_that_leads_to_nobody_is_told_at_the_failover() -> None:
    tree = menu(DIAL, {**OTHER, **WRONG}, {**END, **NONE})
    (only,) = found(tree, "IVR302")
    assert (only.node, only.keys) == ("/N", "N")
    assert only.message == (
        'The None failover of Menu leads to nobody: the call ends after "Goodbye."'
    )


def test_a_failover_that_asks_again_and_then_connects_is_fine() -> None:
    again = menu(DIAL, {**DIAL, **WRONG}, {**DIAL, **NONE})
    assert not found(menu(DIAL, {**again, **WRONG}, {**again, **NONE}), "IVR302")


def test_a_flow_that_connects_nobody_has_no_better_failover() -> None:
    assert not found(menu(END, {**END, **WRONG}, {**END, **NONE}), "IVR302")


# -- IVR304: circles ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "dialled", "circles"),
    [
        (["8004377950"], "800-437-7950", True),
        (["+1 (800) 437-7950"], "18004377950", True),
        ("800 437 7950", "8004377950", True),
        ([{"promo_number": "8004377950"}], "8004377950", True),
        ([{"id": 8004377950}, None, 7, [], ""], "8004377950", False),
        (["8004377951"], "8004377950", False),
        ([""], "", False),
    ],
)
def test_a_promo_number_of_the_document_is_not_dialled(
    numbers: Any, dialled: str, circles: bool
) -> None:
    tree = {"root": {**DIAL, "destination_phone_number": dialled}}
    assert bool(found({"promo_numbers": numbers, "ivr_tree": tree}, "IVR304")) is circles


def test_promo_numbers_can_be_configured() -> None:
    numbers = {"promo-numbers": "8001112222, 800-437-7950"}
    assert not found(DIAL, "IVR304")
    assert "the call comes back" in said(DIAL, "IVR304", numbers)[0]
    group = {"node_type": "RingGroup", "ring_group_destinations": [
        {"ring_group_number": "8005550000"}, {"ring_group_number": "8004377950"},
    ]}  # fmt: skip
    (only,) = found(group, "IVR304", numbers)
    assert only.pointer == "/ring_group_destinations/1/ring_group_number"


# -- IVR305: equal branches -----------------------------------------------------------


def condition(*children: Json) -> Json:
    return {"node_type": "Condition", "condition": "mobile", "children": list(children)}


def test_equal_branches_of_a_decision_are_told_and_those_of_keys_are_not() -> None:
    assert len(found(condition(DIAL, {**DIAL, "children": [], "condition": ""}), "IVR305")) == 1
    assert not found(condition(DIAL, OTHER), "IVR305")
    assert not found(condition(DIAL), "IVR305")
    assert not found(menu(DIAL, DIAL), "IVR305"), "same-branch tells this"
    same = menu(DIAL, DIAL, prompt="For sales, press 1, for support, 2.")
    assert len(found(same, "IVR110")) == 1
    any_key = {"node_type": "AnyKeyPress", "prompt": "Press any key.", "children": [END, END]}
    (asked,) = found(any_key, "IVR305")
    assert not asked.fixes, "the question is heard"


def test_the_branch_that_takes_the_place_keeps_the_way_to_it() -> None:
    phrase = {"asr_phrases": [{"phrase": "sales"}]}
    (only,) = found(menu({**condition(DIAL, DIAL), **phrase}), "IVR305")
    assert only.fixes[0].title == "Put Connect in the place of Condition"
    written = "".join(edit.text for edit in only.fixes[0].edits)
    assert "asr_phrases" in written
    assert "8004377950" in written


def test_equal_branches_with_a_tree_below_are_told_without_a_fix() -> None:
    (only,) = found(condition(menu(DIAL), menu(DIAL)), "IVR305")
    assert not only.fixes


# -- IVR306, IVR307: one number, several numbers --------------------------------------


def group(*numbers: str, **fields: Any) -> Json:
    members = [{"ring_group_number": number} for number in numbers]
    return {
        "node_type": "RingGroup",
        "ring_group_connect_timeout": 15,
        "ring_group_destinations": members,
        **fields,
    }


def test_a_single_number_is_told_once_for_all() -> None:
    (only,) = found(menu(DIAL, OTHER), "IVR306")
    assert "(1 more node here the same)" in only.message
    backed = {**DIAL, "children": [{"node_type": "Failover", "destination_phone_number": "8"}]}
    assert not found(backed, "IVR306")
    assert not found(group("8004377950", "8004377951"), "IVR306")
    assert found(group("8004377950"), "IVR306")


@pytest.mark.parametrize(
    ("node", "messages"),
    [
        (group("8004377950", "8004377951"), []),
        (group("8004377950", "800-437-7950"), ["rings twice"]),
        (group("1", "2", "3", "4", "5", "6", "7", "8", "9"), ["135 seconds of ringing"]),
        (
            group(*"123456789", distribution_method="Random", ring_group_destination_total_limit=8),
            [],
        ),
        (group("1", ring_group_destination_total_limit=1), ["only with the distribution method"]),
        (
            group("1", ring_group_destination_total_limit=0, distribution_method="Random"),
            ["no number rings"],
        ),
    ],
)
def test_what_a_ring_group_says_must_happen(node: Json, messages: list[str]) -> None:
    told = said(node, "IVR307")
    assert len(told) == len(messages)
    assert all(message in text for message, text in zip(messages, told, strict=True))


def test_a_group_of_disabled_numbers_rings_nobody() -> None:
    node = group("8004377950", "8004377951")
    for member in node["ring_group_destinations"]:
        member["destination_disabled"] = True
    assert said(node, "IVR307") == ["Nobody rings: all 2 numbers are disabled"]


def test_weights_count_only_where_the_group_rings_by_weight() -> None:
    node = group("8004377950", "8004377951")
    for weight, member in enumerate(node["ring_group_destinations"], start=1):
        member["distribution_weight"] = weight
    assert len(found(node, "IVR307")) == 1
    assert not found({**node, "distribution_method": "Weighted"}, "IVR307")


def test_a_dynamic_route_has_the_limit_of_a_group() -> None:
    route = {
        "node_type": "DynamicRoute",
        "dynamic_route_destination": "agent",
        "ring_group_destination_total_limit": 2,
        "children": [DIAL],
    }
    assert len(found(route, "IVR307")) == 1


# -- IVR309: the way to people --------------------------------------------------------


def test_people_behind_too_many_questions_are_told_with_the_caller_who_comes_soonest() -> None:
    far = menu(menu(menu(menu(DIAL))), END)
    (only,) = found(far, "IVR309")
    assert only.message.startswith("The nearest person is more than 3 questions away: 4 questions")
    assert only.witness is not None
    assert [act[-1] for act in only.witness.acts] == ["1", "1", "1", "1"]
    assert not found(far, "IVR309", {"most-questions-to-person": 4})


def test_people_behind_long_speeches_are_told() -> None:
    talk = menu(DIAL, prompt="For sales, press 1. " + "Our company has a long history. " * 60)
    (only,) = found(talk, "IVR309")
    assert "more than 90 seconds away: 1 question and" in only.message
    assert not found(talk, "IVR309", {"most-seconds-to-person": 3600})


def test_a_flow_of_questions_without_people_is_told_and_an_announcement_is_not() -> None:
    assert said(menu(END), "IVR309") == ["No caller of this flow comes to a person"]
    assert not found(END, "IVR309")
    assert not found({"node_type": "Voicemail"}, "IVR309"), "nobody knows what it does"


TREES = st.recursive(
    st.sampled_from([DIAL, END]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda kids: menu(*kids)),
        st.tuples(inner, inner).map(lambda pair: condition(*pair)),
    ),
    max_leaves=12,
)


def questions_to_a_person(tree: Json, asked: int = 0) -> list[int]:
    """By hand: the questions on each way to a person."""
    if tree["node_type"] == "Connect":
        return [asked]
    more = asked + (tree["node_type"] == "Menu")
    return [n for child in tree.get("children", []) for n in questions_to_a_person(child, more)]


@given(TREES)
def test_the_shortest_way_is_the_shortest_of_all_ways(tree: Json) -> None:
    view = FlowView(load(json.dumps(tree)).flow)
    ways = questions_to_a_person(tree)
    nearest = nearest_person(view, lambda cost: cost.questions)
    assert (nearest is None) == (not ways)
    assert nearest is None or nearest[1].questions == min(ways)
    assert ("/" in leads_to_people(view)) == bool(ways)


# -- IVR310: dynamic routes -----------------------------------------------------------


def route(*children: Json, field: str = "branch") -> Json:
    return {
        "node_type": "DynamicRoute",
        "dynamic_route_destination": field,
        "children": list(children),
    }


def asks(child: Json, field: str = "branch") -> Json:
    return {
        "node_type": "NumberQuestion",
        "prompt": "Which number?",
        "number_question_type": "PhoneNumber",
        "caller_response_custom_data_partner_name": field,
        "children": [child],
    }


def test_what_the_caller_typed_is_not_dialled() -> None:
    (only,) = found(asks(condition(route(DIAL), DIAL)), "IVR310")
    assert only.severity is Severity.WARNING
    assert only.witness is not None
    assert not found(asks(route(DIAL), field="zip"), "IVR310")
    assert not found(menu(asks(DIAL), route(DIAL)), "IVR310"), "asked on another way"


def test_an_empty_field_does_not_hang_up_on_the_caller() -> None:
    (only,) = found(route(END), "IVR310")
    assert only.severity is Severity.INFO
    assert only.message == 'Without a usable number in "branch" the caller reaches nobody'
    assert not found(route(menu(DIAL)), "IVR310")


# -- IVR303, IVR308, IVR606: numbers --------------------------------------------------


@pytest.mark.parametrize(
    ("number", "code", "country", "severities"),
    [
        ("776512345", "881", None, ["IVR606 warning"]),
        ("8765551234", "1", None, ["IVR606 info"]),
        ("+18765551234", "", "US", ["IVR606 info"]),
        ("+449061234567", "", "US", ["IVR606 warning"]),
        ("09061234567", "44", "UK", ["IVR303 warning"]),
        ("9005551234", "1", "US", ["IVR303 warning"]),
        ("6045559234", "1", "US", []),
        ("2079461234", "44", "US", []),
        ("2065559234", "", None, []),
        ("0289123456", "", "AU", []),
    ],
)
def test_costly_numbers_are_told_by_one_rule(
    number: str, code: str, country: str | None, severities: list[str]
) -> None:
    node = {**DIAL, "destination_phone_number": number, "destination_country_code": code}
    document = {"campaign_country": country, "ivr_tree": {"root": node}}
    both = [*found(document, "IVR303"), *found(document, "IVR606")]
    assert [f"{d.code} {d.severity}" for d in both] == severities


def test_numbers_abroad_can_be_allowed() -> None:
    node = {**DIAL, "destination_phone_number": "8765551234"}
    assert found(node, "IVR606")
    assert not found(node, "IVR606", {"allowed-prefixes": "+1809, +1876"})


def test_the_keys_of_an_extension_are_kept() -> None:
    (only,) = found({**DIAL, "destination_extension": "ext. 2,,34#"}, "IVR308")
    assert [fix.title for fix in only.fixes] == ["Keep the keys only: 2,,34#"]
    (none,) = found({**DIAL, "destination_extension": "reception"}, "IVR308")
    assert not none.fixes
