"""What a failing test of a call says: where the call parted, and the nearest one that passes."""

from __future__ import annotations

import argparse
import shlex
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.cli import calling
from ivrsim.cli.commands import call as cli
from ivrsim.flow.flow import CallFlow
from ivrsim.simulate.session import Call, call
from ivrsim.simulate.state import Act
from ivrsim.testing import assertions
from ivrsim.testing.assertions import Wish, explained
from ivrsim.testing.assertions_replay import command, python
from ivrsim.testing.kit import Kit
from ivrsim.testing.strategies import flows
from tests.simulate.flows import END, OFFICE, SALES_OR_SUPPORT, connect, flow_of
from tests.simulate.test_generated import ACTS, callers, walk

MENU = flow_of(SALES_OR_SUPPORT)
MOBILES = flow_of(
    ("Condition", {"condition": "mobile"},
     ("Menu", {"prompt": "Press 1 or 2."}, connect("8005550101"), connect("8005550102")),
     ("Condition", {"condition": "mobile and repeat"}, connect("8005550103"), END)),
    campaign=OFFICE,
)  # fmt: skip
OFFER = (
    "SmsPromo",
    {"prompt": "For our address press 9.", "sms_promo_copy": "Come and see our shop!"},
    END,
)


def test_it_tells_the_step_after_which_no_way_leads_there() -> None:
    told = explained(call(MENU).press("2"), assertions.connected_to("8004377950"))
    assert told == [
        "expected connected to 8004377950; the call connected to 8004377951",
        "parted at /, 0:05: presses 2 → 2; no way leads there any more",
        "a call that passes: flow.call().press('1')",
    ]


def test_a_condition_where_it_parted_tells_its_reason() -> None:
    told = explained(call(MOBILES), assertions.connected_to("8005550102"), "campaign.json")
    condition = "if mobile is false (phone type unknown) → false"
    assert told[1:] == [
        f"parted at /, 0:00: {condition}; no way leads there any more",
        "a call that passes: ivr('campaign.json').call(mobile=True).press('2')",
        "ivrsim call campaign.json --mobile --press 2",
    ]


def test_the_same_caller_is_kept_where_other_keys_are_enough() -> None:
    made = call(MOBILES, mobile=True, city="Sacramento", state="CA").press("1")
    told = explained(made, assertions.connected_to("8005550102"), "campaign.json", "current_terms")
    assert told[-1] == (
        "ivrsim call campaign.json --terms current_terms"
        " --mobile --city Sacramento --state CA --press 2"
    )


def test_a_number_that_is_nowhere_is_told_with_the_one_that_is_meant() -> None:
    told = explained(call(MENU), assertions.connected_to("80043779500"))
    assert told == [
        "expected connected to 80043779500; the call waits for its caller at /",
        "no node of the flow does that; did you mean '8004377950'?",
    ]


def test_what_no_caller_can_get_is_told_with_its_reason() -> None:
    told = explained(call(MOBILES), assertions.connected_to("8005550103"))
    assert told[-1].startswith("no caller can get there: exit 'true' of /false: ")


def test_a_call_that_only_waits_did_not_part() -> None:
    told = explained(call(MENU), assertions.connected_to("8004377951"))
    assert told[1:] == ["a call that passes: flow.call().press('2')"]


@pytest.mark.parametrize(
    ("wish", "passes"),
    [
        (assertions.connected_to("8004377952"), "flow.call().press('3').silence().silence()"),
        (assertions.ends("ended"), "flow.call().silence().silence().silence()"),
        (assertions.hears("GOODBYE"), "flow.call().silence().silence().silence()"),
        (assertions.comes_to("/2"), "flow.call().press('2')"),
    ],
)
def test_each_kind_of_expectation_has_a_call_that_passes(wish: Wish, passes: str) -> None:
    made = call(MENU).press("1")
    assert not wish.holds(made)
    assert f"a call that passes: {passes}" in explained(made, wish)


def test_expectations_that_hold_say_nothing_and_can_be_chained() -> None:
    kit = Kit()
    made = kit(MENU).call().silence(3)
    kit.expect(made).ends("ended").hears("no key was selected")


def test_a_text_message_is_expected_and_the_call_that_gets_it_is_told() -> None:
    kit = Kit()
    offer = kit(flow_of(OFFER))
    kit.expect(offer.call(mobile=True).press("9")).texts("see our shop")
    with pytest.raises(AssertionError, match=r"call\(mobile=True\)\.press\('9'\)"):
        kit.expect(offer.call(mobile=True).silence()).texts("see our shop")


def test_an_expectation_that_does_not_hold_shows_the_whole_call() -> None:
    kit = Kit()
    made = kit(MENU).call().press("2")
    with pytest.raises(AssertionError) as failed:
        kit.expect(made).connected_to("8004377950")
    lines = str(failed.value).splitlines()
    assert lines[2:4] == ["a call that passes: flow.call().press('1')", "the call:"]
    assert lines[4:] == made.outline().splitlines()


def test_an_assertion_is_about_the_last_call_that_has_what_was_found() -> None:
    kit = Kit()
    flow = kit(MENU)
    flow.call().press("1")
    flow.call().press("2")
    flow.call()
    told = kit.explained("==", "8004377951", "8004377950")
    assert told is not None
    assert told[-1] == 'its steps are below, as "call 2"'
    assert kit.explained("==", "8004377951", 7) is None
    assert kit.explained("!=", "8004377951", "8004377950") is None
    assert kit.explained("==", "something else", "8004377950") is None
    assert kit.explained("==", None, "not a number") is None


@given(flows(), callers(), st.lists(ACTS, max_size=6), st.data())
def test_a_call_that_passes_does(
    flow: CallFlow, words: dict[str, Any], acts: list[Act], data: st.DataObject
) -> None:
    made = walk(flow, words, acts)
    wish = assertions.comes_to(data.draw(st.sampled_from([*flow.nodes])))
    if wish.holds(made):
        return
    told = [line for line in explained(made, wish) if line.startswith("a call that passes: ")]
    for line in told:
        found = eval(line.removeprefix("a call that passes: "), {"flow": flow})
        assert isinstance(found, Call)
        assert wish.holds(found)


@given(flows(), callers(), st.lists(ACTS, max_size=6))
def test_python_makes_the_same_call_again(
    flow: CallFlow, words: dict[str, Any], acts: list[Act]
) -> None:
    made = walk(flow, words, acts)
    again = eval(python(made, ""), {"flow": flow})
    assert (again.state, again.trace) == (made.state, made.trace)


@given(callers(), st.lists(ACTS, max_size=6))
def test_a_command_makes_the_same_call_again(words: dict[str, Any], acts: list[Act]) -> None:
    made = walk(MENU, words, acts)
    line = command(made, "campaign.json")
    if not line:
        assert any(getattr(act, "after", None) is not None for act in made.acts)
        return
    parser = argparse.ArgumentParser()
    cli.arguments(parser)
    args = parser.parse_args(shlex.split(line)[2:])
    again = calling.walked(calling.begun(MENU, args), args)
    assert (again.state, again.trace) == (made.state, made.trace)


def test_a_flow_without_a_file_has_no_command() -> None:
    kit = Kit()
    kit({"node_type": "EndCall"}).call()
    assert kit.commands() == []
