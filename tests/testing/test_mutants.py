"""Mutants: small faults that somebody might make, each one a flow of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import ivrsim
from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow, FlowBuilder
from ivrsim.flow.node import NODE_TYPES
from ivrsim.testing.mutants import Mutant, mutants
from ivrsim.testing.strategies import flows
from ivrsim.vendors.invoca.writer import write_flow
from tests.simulate.flows import connect, flow_of

DEMO = Path(ivrsim.__file__).parent / "demo" / "campaign.json"


def by_kind(flow: CallFlow, kind: str) -> list[Mutant]:
    """The mutants of one kind, in their order."""
    return [mutant for mutant in mutants(flow) if mutant.kind == kind]


@settings(max_examples=40)
@given(flows(max_nodes=8))
def test_every_mutant_is_another_flow_with_a_name_of_its_own(flow: CallFlow) -> None:
    before = repr((flow.nodes, flow.out, flow.settings))
    found = list(mutants(flow))
    assert len({mutant.id for mutant in found}) == len(found)
    for mutant in found:
        changed = mutant.flow
        same_ways = mutant.kind in ("swap", "redirect") and changed == flow
        assert same_ways or changed != flow, mutant.id
        assert changed == mutant.flow
        assert mutant.node is None or mutant.node in flow.nodes
    assert repr((flow.nodes, flow.out, flow.settings)) == before
    assert [mutant.id for mutant in mutants(flow)] == [mutant.id for mutant in found]


@settings(max_examples=25)
@given(flows(max_nodes=8))
def test_every_mutant_of_a_tree_is_what_its_document_would_be_read_as(flow: CallFlow) -> None:
    for mutant in mutants(flow):
        changed = mutant.flow
        again = ivrsim.load(write_flow(changed)).flow
        assert again.wires == changed.wires, mutant.id
        assert again.outline() == changed.outline(), mutant.id


SHOP = flow_of(
    (
        "Menu",
        {"prompt": "For sales, press 1. For an offer press 2, for hours press 3."},
        ("Condition", {"condition": "not mobile"}, connect("8005550101"), connect("8005550102")),
        (
            "SmsPromo",
            {"prompt": "Press 9 for a text.", "sms_promo_copy": "Ten percent."},
            connect("8005550103"),
        ),
        ("EndCall", {"prompt": "Nine to five."}),
        connect("8005550104", failover="W"),
        connect("8005550105", failover="N"),
    )
)


def test_every_kind_of_fault_is_made() -> None:
    found = [(mutant.kind, mutant.node, mutant.says) for mutant in mutants(SHOP)]
    wanted = [
        ("swap", "/", "exit 1 and exit 2 lead to each other's branch"),
        ("swap", "/", "exit 2 and exit 3 lead to each other's branch"),
        ("redirect", "/", "exit 3 leads where W (wrong key) does"),
        ("redirect", "/", "N (no key pressed) leads where exit 1 does"),
        ("swap", "/", "W (wrong key) and N (no key pressed) lead to each other's branch"),
        ("drop", "/", "exit 3 leads nowhere any more"),
        ("drop", "/", "W (wrong key) leads nowhere any more"),
        ("drop key", "/", "the prompt does not offer 1 any more"),
        ("flip", "/", "confirm_response_enabled is true"),
        ("negate", "/1", "“not mobile” is negated"),
        ("always", "/1", "“not mobile” always holds"),
        ("never", "/1", "“not mobile” never holds"),
        ("number", "/1/true", "8005550101 is 8005550102"),
        ("drop key", "/2", "the prompt does not offer 9 any more"),
        ("drop text", "/2", "the text message is empty"),
        ("alter text", "/2", "the text message is another"),
        ("flip", None, "asr_enabled is true"),
        ("flip", None, "record_calls is true"),
    ]
    assert [fault for fault in wanted if fault not in found] == []


CALLS: list[tuple[str, dict[str, Any], str, str | None]] = [
    ("swap:/:1,2", {"mobile": True}, "1", None),
    ("swap:/:W,N", {}, "0 0 0", "8005550105"),
    ("redirect:/:1,2", {}, "1", "8005550103"),
    ("redirect:/:3,W", {}, "3", "8005550104"),
    ("redirect:/:N,1", {"repeat": True}, "silence", "8005550101"),
    ("drop:/:3", {}, "3 3 3", "8005550104"),
    ("drop:/:W", {}, "0 0 0", None),
    ("negate:/1:condition", {}, "1", "8005550102"),
    ("always:/1:condition", {"mobile": True}, "1", "8005550101"),
    ("never:/1:condition", {"repeat": True}, "1", "8005550102"),
    ("number:/2/next:destination_phone_number", {}, "2", "8005550104"),
]


@pytest.mark.parametrize(("id", "words", "keys", "number"), CALLS)
def test_a_caller_meets_the_fault(
    id: str, words: dict[str, Any], keys: str, number: str | None
) -> None:
    faulty = next(mutant for mutant in mutants(SHOP) if mutant.id == id)
    call = faulty.flow.call(**words)
    _ = call.silence(3) if keys == "silence" else call.press(*keys.split())
    assert call.connected_to == number


def test_a_prompt_loses_the_sentence_or_the_clause_that_offers_the_key() -> None:
    said = {mutant.id: mutant.flow["/"].said for mutant in by_kind(SHOP, "drop key")[:3]}
    assert said == {
        "drop-key:/:prompt:1": "For an offer press 2, for hours press 3.",
        "drop-key:/:prompt:2": "For sales, press 1. for hours press 3.",
        "drop-key:/:prompt:3": "For sales, press 1. For an offer press 2,",
    }


def test_a_text_is_gone_or_another() -> None:
    texts = [
        mutant.flow.call(mobile=True).press("2", "9").texts_sent
        for kind in ("drop text", "alter text")
        for mutant in by_kind(SHOP, kind)
    ]
    assert texts == [[""], ["Ten percent. (altered)"]]


def test_a_condition_that_cannot_be_read_or_is_not_there_is_left_alone() -> None:
    for text in ("mobile and", ""):
        flow = flow_of(("Condition", {"condition": text}, connect("8005550101"), connect("1")))
        assert not [m for m in mutants(flow) if m.kind in ("negate", "always", "never")]


def test_a_fault_knows_its_place_in_the_document() -> None:
    places = {m.id: m.place.pointer for m in mutants(ivrsim.load(DEMO).flow) if m.place}
    assert places["negate:/:condition"] == "/ivr_tree/root/condition"
    ring = "/ivr_tree/root/children/1/children/0/ring_group_destinations/1/ring_group_number"
    assert ring in places.values()


def test_a_flow_whose_ways_meet_keeps_its_nodes() -> None:
    builder = FlowBuilder()
    root = builder.add(NODE_TYPES["Menu"].model_validate({"prompt": "Press 1 or 2."}))
    one = builder.add_child(root, NODE_TYPES["EndCall"].model_validate({"prompt": "Bye."}))
    builder.add(builder.nodes[root], parent=root, exit_name="2", index=1)
    flow = builder.build()
    again = next(flow.all_wires())
    shared = CallFlow(
        flow.nodes, {**flow.out, "/2": {"1": type(again)("/2", "1", one, 0)}}, flow.root
    )
    for mutant in mutants(shared):
        assert mutant.flow.nodes.keys() == shared.nodes.keys()
    with pytest.raises(UsageError, match="no tree"):
        write_flow(shared)


def test_a_tree_100_000_deep_has_its_mutants() -> None:
    builder = FlowBuilder()
    asks = NODE_TYPES["AnyKeyPress"].model_validate({"prompt": "Press any key."})
    end = NODE_TYPES["EndCall"].model_validate({"prompt": "Goodbye."})
    key = builder.add(asks)
    for _ in range(100_000):
        below = builder.add_child(key, asks)
        builder.add_child(key, end)
        key = below
    first = next(mutants(builder.build()))
    assert first.id == "swap:/:any key,no key"
    assert len(first.flow) == 200_001
