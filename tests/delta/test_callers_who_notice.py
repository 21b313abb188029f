"""Whether callers notice: proofs and witnesses, held against every caller there is."""

from __future__ import annotations

import copy
from fractions import Fraction
from random import Random
from typing import Any, Literal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ivrsim.analysis.odds import odds
from ivrsim.analysis.profiles import profile_of
from ivrsim.delta.between import diff
from ivrsim.delta.experience import experience_of
from ivrsim.delta.region import Delta
from ivrsim.flow.flow import CallFlow
from ivrsim.testing import strategies
from tests.delta import trees
from tests.delta.callers import anybody_notices, callers
from tests.simulate.flows import connect, flow_of

SEEDS = st.integers(0, 10_000).map(Random)


def small(random: Random, size: int) -> trees.Tree:
    """A tree that ends after few questions, so that all callers can be tried."""
    while True:
        root = trees.tree(size, random)
        if depth(root) <= 3:
            return root


def depth(root: trees.Tree) -> int:
    """The most questions on one way."""
    deepest, todo = 0, [(root, 0)]
    while todo:
        node, above = todo.pop()
        here = above + (node["node_type"] not in ("Condition", "Connect", "EndCall", "Failover"))
        deepest = max(deepest, here)
        todo += [(child, here) for child in node.get("children", ())]
    return deepest


FLOWS = strategies.flows(8)


def check_witnesses(delta: Delta, *, prompts: bool = False) -> None:
    """Every witness shows what its region says, by two calls made anew."""
    for region in delta.regions:
        before = experience_of(region.witness.before(), prompts=prompts)
        after = experience_of(region.witness.after(), prompts=prompts)
        assert (before, after) == (region.before, region.after)
        assert not before.same(after)


@given(FLOWS)
def test_a_flow_is_equivalent_to_itself(flow: CallFlow) -> None:
    delta = diff(flow, flow)
    assert delta.equivalent is True
    assert not delta
    assert delta.kept == len(flow)


@given(FLOWS, FLOWS)
def test_any_two_flows_can_be_compared_and_every_witness_replays(
    old: CallFlow, new: CallFlow
) -> None:
    delta = diff(old, new)
    assert not delta.doubts
    check_witnesses(delta)


@pytest.mark.parametrize(("prompts", "same"), [("outcome", True), ("prompts", False)])
def test_a_recording_notice_is_noticed_only_where_prompts_are_compared(
    prompts: Literal["outcome", "prompts"], same: bool
) -> None:
    spec = ("Connect", {"destination_phone_number": "8004377950"})
    delta = diff(flow_of(spec), flow_of(spec, record_calls=True), compare=prompts)
    assert not delta.doubts
    assert delta.equivalent is same


@given(SEEDS, st.integers(2, 6), st.integers(1, 3))
@settings(max_examples=60)
def test_the_verdict_is_that_of_trying_all_callers(random: Random, size: int, times: int) -> None:
    root = small(random, size)
    changed = trees.edited(root, times, random)
    assume(depth(changed) <= 3)
    old, new = trees.flow(root), trees.flow(changed)
    assume(sum(1 for _ in callers(old, new)) <= 24)
    delta = diff(old, new)
    assert delta.equivalent is not anybody_notices(old, new)
    check_witnesses(delta)


@given(SEEDS, st.integers(2, 6), st.integers(1, 2))
@settings(max_examples=30)
def test_so_it_is_where_prompts_are_compared(random: Random, size: int, times: int) -> None:
    root = small(random, size)
    changed = trees.edited(root, times, random)
    assume(depth(changed) <= 2)
    old, new = trees.flow(root), trees.flow(changed)
    assume(sum(1 for _ in callers(old, new)) <= 12)
    delta = diff(old, new, compare="prompts")
    assert delta.equivalent is not anybody_notices(old, new, prompts=True)
    check_witnesses(delta, prompts=True)


# -- rewrites that nobody notices --------------------------------------------------


def conditions_of(root: trees.Tree) -> list[trees.Tree]:
    """Every Condition node of a tree."""
    return [node for node in trees.nodes(root) if node["node_type"] == "Condition"]


def negated_and_swapped(node: trees.Tree) -> None:
    """The other way round."""
    node["condition"] = f"not ({node['condition']})"
    node["children"].reverse()


def doubly_negated(node: trees.Tree) -> None:
    """The same, said twice."""
    node["condition"] = f"not (not ({node['condition']}))"


def with_surplus(node: trees.Tree) -> None:
    """The same, and something that always holds."""
    node["condition"] = f"({node['condition']}) and (repeat or not repeat)"


def absorbed(node: trees.Tree) -> None:
    """The same, or the same and more."""
    node["condition"] = f"({node['condition']}) or ({node['condition']}) and mobile"


def split(node: trees.Tree) -> None:
    """Asked twice on the same way."""
    yes, no = node["children"]
    nested = {"node_type": "Condition", "condition": node["condition"], "children": [yes, no]}
    node["children"] = [nested, copy.deepcopy(no)]


REWRITES = (negated_and_swapped, doubly_negated, with_surplus, absorbed, split)


@given(SEEDS, st.integers(3, 60), st.data())
def test_rewrites_that_change_nothing_are_proven_to_change_nothing(
    random: Random, size: int, data: st.DataObject
) -> None:
    root = trees.tree(size, random)
    changed = copy.deepcopy(root)
    for node in conditions_of(changed):
        data.draw(st.sampled_from(REWRITES))(node)
    delta = diff(trees.flow(root), trees.flow(changed))
    assert delta.equivalent is True, str(delta)


def test_operands_in_another_order_are_an_edit_that_nobody_notices() -> None:
    root: trees.Tree = {"node_type": "Condition", "condition": "mobile and repeat"}
    root["children"] = [trees.leaf(Random(1)), trees.leaf(Random(2))]
    delta = diff(trees.flow(root), trees.flow({**root, "condition": "repeat and mobile"}))
    assert delta.equivalent is True
    assert [str(edit) for edit in delta.edits] == [
        'changed /: condition "mobile and repeat" → "repeat and mobile"'
    ]


def test_a_renamed_region_is_noticed_by_nobody() -> None:
    root: trees.Tree = {"node_type": "Condition", "condition": "in_region[West]"}
    root["children"] = [trees.leaf(Random(1)), trees.leaf(Random(2))]
    place = {"region_type": "State", "value": "California"}
    renamed: Any = [{"name": "Pacific", "regions": [place]}]
    new = trees.flow({**root, "condition": "in_region[Pacific]"}, named_regions=renamed)
    assert diff(trees.flow(root), new).equivalent is True


# -- what a change of the campaign does --------------------------------------------


def asks(condition: str) -> trees.Tree:
    """Connects to 1 where the condition holds, else to 2."""
    numbers = ("8004377951", "8004377952")
    leaves = [{"node_type": "Connect", "destination_phone_number": n} for n in numbers]
    return {"node_type": "Condition", "condition": condition, "children": leaves}


@pytest.mark.parametrize(
    ("condition", "campaign", "words"),
    [
        ("during_hours", {"hours": {"monday_open": 36000, "monday_close": 61200}}, "at"),
        ("in_region[Gold]", {"named_regions": []}, "city"),
        ('custom_data[product] = "Chair"', {"custom_data": {"product": "Chair"}}, ""),
        ('custom_data[product] present', {"custom_data": {"product": "Lamp"}}, ""),
    ],
)  # fmt: skip
def test_a_changed_campaign_is_noticed_by_those_it_concerns(
    condition: str, campaign: trees.Tree, words: str
) -> None:
    delta = diff(trees.flow(asks(condition)), trees.flow(asks(condition), **campaign))
    assert delta.equivalent is False
    check_witnesses(delta)
    (region,) = delta.regions
    assert not words or words in region.witness.old.words
    assert "old terms" in region.callers


def test_a_changed_campaign_that_nothing_asks_for_is_an_edit_only() -> None:
    delta = diff(trees.flow(asks("mobile")), trees.flow(asks("mobile"), hours={}))
    assert delta.equivalent is True
    assert [str(edit) for edit in delta.edits] == [
        "changed campaign: hours.monday_open 32400 → (none)",
        "changed campaign: hours.monday_close 61200 → (none)",
    ]


# -- what callers notice -----------------------------------------------------------


def menu(*numbers: str, **fields: object) -> trees.Tree:
    """A menu that connects to these numbers."""
    leaves = [{"node_type": "Connect", "destination_phone_number": n} for n in numbers]
    return {"node_type": "Menu", "prompt": "Press a key.", "children": leaves, **fields}


@pytest.mark.parametrize(
    ("fields", "same"),
    [
        ({"destination_phone_number": "(800) 437-7951"}, True),
        ({"destination_country_code": "1"}, True),
        ({"prompt": "One moment."}, True),
        ({"destination_phone_number": "8004377952"}, False),
        ({"destination_extension": "12"}, False),
        ({"destination_country_code": "44"}, False),
    ],
)  # fmt: skip
def test_a_connection_is_the_same_where_the_same_phone_rings(
    fields: trees.Tree, same: bool
) -> None:
    old, new = menu("8004377951"), menu("8004377951")
    new["children"][0] |= fields
    assert diff(trees.flow(old), trees.flow(new)).equivalent is same


def test_a_text_message_is_noticed_by_mobile_callers_who_press_9() -> None:
    below = menu("8004377951")
    old = {
        "node_type": "SmsPromo",
        "prompt": "Press 9.",
        "sms_promo_copy": "A",
        "children": [below],
    }
    (region,) = diff(trees.flow(old), trees.flow({**old, "sms_promo_copy": "B"})).regions
    assert (region.before.texts, region.after.texts) == (("A",), ("B",))
    assert region.witness.old.words == {"mobile": True}
    assert region.witness.old.acts[0] == ("press", "9")


def test_prompts_count_only_where_they_are_compared() -> None:
    old, new = trees.flow(menu("8004377951")), trees.flow(menu("8004377951", prompt="Press 1."))
    assert diff(old, new).equivalent is True
    delta = diff(old, new, compare="prompts")
    assert delta.equivalent is False
    check_witnesses(delta, prompts=True)


def test_another_recording_of_the_same_text_may_say_something_else() -> None:
    old, new = (
        flow_of(("EndCall", {"prompt": "Goodbye.", "prompt_id_from_network": recording}))
        for recording in ("7", "8")
    )
    assert diff(old, new).equivalent is True
    (region,) = diff(old, new, compare="prompts").regions
    assert region.told == ('ended, hears "(recording 7)"', 'ended, hears "(recording 8)"')
    check_witnesses(diff(old, new, compare="prompts"), prompts=True)


def test_speech_that_nobody_understands_is_one_way_of_pressing_no_key() -> None:
    dialled = connect("8004377950")
    asks = ("AnyKeyPress", {"prompt": "Press any key."}, dialled, dialled)
    delta = diff(flow_of(dialled), flow_of(asks, asr_enabled=True))
    assert delta.equivalent is True


def test_a_key_taken_away_is_noticed_by_those_who_press_it() -> None:
    delta = diff(trees.flow(menu("8004377951", "8004377952")), trees.flow(menu("8004377951")))
    (region,) = delta.regions
    assert [str(response) for response in region.responses] == ["press 2"]
    assert (region.before.kind, region.after.kind) == ("connected", "disconnected")
    assert region.witness.new.acts == (("press", "2"),) * 3


def test_a_number_nobody_answers_shows_a_changed_failover() -> None:
    def dials(second: str) -> CallFlow:
        failover = {"node_type": "Failover", "destination_phone_number": second}
        return trees.flow(
            {
                "node_type": "Connect",
                "destination_phone_number": "8004377951",
                "children": [failover],
            }
        )

    (region,) = diff(dials("8004377952"), dials("8004377953")).regions
    assert region.callers == "nobody answers 8004377951"
    assert region.witness.old.words["unanswered"] == ["8004377951"]


def test_two_data_fields_are_told_apart_by_two_numbers() -> None:
    def routes(field: str) -> CallFlow:
        end = {"node_type": "EndCall", "prompt": "Goodbye."}
        return trees.flow(
            {"node_type": "DynamicRoute", "dynamic_route_destination": field, "children": [end]}
        )

    delta = diff(routes("agent"), routes("desk"))
    assert delta.equivalent is False
    check_witnesses(delta)


def test_past_the_budget_nothing_is_claimed() -> None:
    root = trees.tree(60, Random(3))
    changed = copy.deepcopy(root)
    for node in conditions_of(changed):
        negated_and_swapped(node)
    delta = diff(trees.flow(root), trees.flow(changed), budget=3)
    assert repr(delta.equivalent) == "UNDECIDED"
    assert "broken off after 3 steps" in delta.doubts[0]
    assert delta


# -- how many they are -------------------------------------------------------------


@given(SEEDS, st.integers(2, 40))
def test_shares_are_exactly_those_of_the_odds(random: Random, size: int) -> None:
    """Where every number is another, those notice who are connected."""
    root = trees.tree(size, random)
    changed = copy.deepcopy(root)
    for node in trees.nodes(changed):
        if "destination_phone_number" in node:
            node["destination_phone_number"] = node["destination_phone_number"].replace(
                "206", "503"
            )
    old = trees.flow(root)
    delta = diff(old, trees.flow(changed))
    shares = [region.share for region in delta.regions]
    assert sum(share or 0 for share in shares) == odds(old).outcomes.get("connected", 0)


def test_one_of_two_keys_has_half_of_those_who_answer() -> None:
    old, new = menu("8004377951", "8004377952"), menu("8004377951", "8004377953")
    profile = profile_of("neutral").but(wrong="10%", none="10%", hang_up=0)
    (region,) = diff(trees.flow(old), trees.flow(new), profile).regions
    assert region.share == Fraction(2, 5)


def test_wrong_keys_are_alike_to_those_who_press_one() -> None:
    old, new = menu("8004377951"), menu("8004377951", "8004377952")
    profile = profile_of("neutral").but(wrong="11%", none=0, hang_up=0)
    (region,) = diff(trees.flow(old), trees.flow(new), profile).regions
    assert region.share == Fraction(1, 100)
