"""Rules by the odds: which branches hardly anybody comes to, and who comes late to a person."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivrsim.analysis.odds import odds
from ivrsim.analysis.reach import reach
from ivrsim.analysis.witness import Witness
from ivrsim.lint import RULES, Diagnostic, LintSettings, lint
from ivrsim.lint.people import seconds_heard
from ivrsim.lint.shares import reached_late
from ivrsim.lint.views import FlowView
from ivrsim.simulate.settings import CallSettings
from ivrsim.simulate.trace import Kind
from ivrsim.vendors.load import load
from tests.lint import test_stringee_rules as stringee

Json = dict[str, Any]

DIAL: Json = {"node_type": "Connect", "destination_phone_number": "8004377950"}
END: Json = {"node_type": "EndCall", "prompt": "Goodbye."}


def menu(*children: Json, prompt: str = "Choose from 1 to 5.") -> Json:
    return {"node_type": "Menu", "prompt": prompt, "children": list(children)}


def found(document: Any, code: str, **options: Any) -> list[Diagnostic]:
    known = {option.name.replace("-", "_"): option for option in RULES[code].options}
    given_options = {known[name]: value for name, value in options.items()}
    text = document if isinstance(document, str) else json.dumps(document)
    return lint(text, settings=LintSettings(select=code, options=given_options))


# -- IVR804 ----------------------------------------------------------------------------------


@pytest.mark.parametrize("calls", [1, 3, 5, 9, 10, 11, 12, 1000])
def test_a_branch_is_rare_by_its_exact_share(calls: int) -> None:
    tree = menu(DIAL, DIAL, menu(DIAL, DIAL, DIAL))
    flow = load(json.dumps(tree)).flow_named(None)
    shares, least = odds(flow).nodes, Fraction(1, calls)
    parents = {"/1": "/", "/2": "/", "/3": "/", "/3/1": "/3", "/3/2": "/3", "/3/3": "/3"}
    rare = [key for key, above in parents.items() if shares[key] < least <= shares[above]]
    told = found(tree, "IVR804", calls_per_branch=calls)
    assert [diagnostic.node for diagnostic in told] == rare[:1]
    for only in told:
        assert f"1 of {round(1 / shares[rare[0]])} calls comes here" in only.message
        assert f"({len(rare) - 1} other branch" in only.message
        assert only.witness is not None
        assert [key for _, key in only.witness.acts] == list(rare[0][1:].split("/"))


def test_failovers_are_left_out_and_so_is_what_the_profile_does_not_say() -> None:
    wrong = {**END, "keypress_failover_type": "Wrong"}
    none = {**END, "keypress_failover_type": "None"}
    asks = {
        "node_type": "Condition",
        "condition": 'custom_data[product] = "Chair"',
        "children": [DIAL, END],
    }
    assert found(menu(DIAL, asks, wrong, none), "IVR804", calls_per_branch=5) == []
    assert found(asks, "IVR804", calls_per_branch=1) == []


def test_what_stands_below_a_rare_branch_is_not_told_again() -> None:
    deep = menu(DIAL, menu(DIAL, menu(DIAL, DIAL)))
    (only,) = found(deep, "IVR804", calls_per_branch=3)
    assert (only.node, "1 other branch as rare" in only.message) == ("/2/1", True)


# -- IVR802 ----------------------------------------------------------------------------------

WORDS = st.integers(0, 12).map(lambda count: "Please listen. " * count + "Press a key.")
LEAVES = st.sampled_from([DIAL, END, {**DIAL, "prompt": "One moment, please."}])


def _above(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    # not Wrong: the smallest caller stays silent after the first wrong key, and waits
    failover = st.sampled_from(["", "None"])
    menus = st.builds(
        lambda children, prompt, kind: menu(
            *children, *([{**DIAL, "keypress_failover_type": kind}] if kind else []), prompt=prompt
        ),
        st.lists(inner, min_size=1, max_size=3), WORDS, failover,
    )  # fmt: skip
    tests = st.builds(
        lambda test, yes, no: {"node_type": "Condition", "condition": test, "children": [yes, no]},
        st.sampled_from(["mobile", "repeat"]), inner, inner,
    )  # fmt: skip
    return menus | tests


TREES = st.recursive(LEAVES, _above, max_leaves=8)
AT_ONCE = CallSettings(reaction_seconds=0)


def simulated(flow: Any, node: str) -> float:
    """When the smallest caller of a node is put through there."""
    witness = reach(flow, settings=AT_ONCE).witness(node)
    assert isinstance(witness, Witness)
    return float(next(s.time for s in witness.trace if s.kind is Kind.DIALLED and s.node == node))


@settings(max_examples=40)
@given(TREES)
def test_the_seconds_are_those_of_a_simulated_call_and_the_share_is_that_of_the_odds(
    tree: Json,
) -> None:
    flow = load(json.dumps(tree)).flow_named(None)
    view = FlowView(flow)
    heard = seconds_heard(view)
    ends = {e.node: s for e, s in odds(flow).ends.items() if e.kind == "connected"}
    times = {node: simulated(flow, node) for node in ends}
    assert times == pytest.approx({node: heard[node] for node in ends})
    late = reached_late(view, heard)
    if not ends:
        assert late is None
        return
    assert late is not None
    whole = sum(ends.values())
    after = sum(share for node, share in ends.items() if heard[node] > late[1])
    assert (
        after
        <= whole * Fraction(5, 100)
        < after + sum(share for node, share in ends.items() if heard[node] == late[1])
    )


def test_the_limit_can_be_set_and_the_caller_hears_so_long() -> None:
    bad = str(RULES["IVR802"].bad)
    (only,) = found(bad, "IVR802", seconds_to_person_for_most=198)
    assert "5% of the callers who are connected hear prompts for 199 seconds" in only.message
    assert found(bad, "IVR802", seconds_to_person_for_most=200) == []


def test_where_calls_go_round_nothing_is_said() -> None:
    long = "Please listen. " * 200 + "To go back, press 1. For sales, press 2."
    round_ = stringee.document(
        stringee.node("NO_1", long), stringee.node("NO_2", long),
        stringee.key("NO_1", "1", "NO_2"), stringee.key("NO_1", "2"),
        stringee.key("NO_2", "1", "NO_1"), stringee.key("NO_2", "2"),
    )  # fmt: skip
    assert found(round_, "IVR802") == []
    assert found(
        stringee.document(stringee.node("NO_1", long), stringee.key("NO_1", "2")), "IVR802"
    )
