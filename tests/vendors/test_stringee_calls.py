"""Calls through a flow with loops: simulated, proven, drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.analysis.cover import cover
from ivrsim.analysis.found import Found
from ivrsim.analysis.reach import reach
from ivrsim.analysis.search import search
from ivrsim.analysis.space import CallerSpace
from ivrsim.analysis.spanning import spanned
from ivrsim.analysis.walk import Walk
from ivrsim.analysis.witness import Witness
from ivrsim.flow.flow import CallFlow
from ivrsim.vendors.load import load

DATA = Path(__file__).parents[1] / "data" / "stringee"
SHOP = load(DATA / "a-shop-with-a-way-back.json").flow
KEYS = ("1", "2", "*", "INVALID_KEY", "EMPTY_KEY")


def node(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "tree": "T", "node_name": name, "node_play_mode": "talk",
            "node_play_content": f"This is {name}.", **more}  # fmt: skip


def flow_of(nodes: list[dict[str, Any]], *keys: tuple[str, str, str]) -> CallFlow:
    """A flow whose keys lead from node to node, or to a queue where the target is none."""
    names = {node["id"] for node in nodes}
    rows = [
        {"node": source, "node_key": key, "action": 4, "next_node": target}
        if target in names
        else {"node": source, "node_key": key, "action": 2, "queue_id": target}
        for source, key, target in keys
    ]
    return load({"ivrNodes": nodes, "ivrNodeKeys": rows}).flow


@st.composite
def graphs(draw: st.DrawFn) -> CallFlow:
    """A flow of a few nodes with any wires among them, ends here and there."""
    names = [f"N{number}" for number in range(draw(st.integers(1, 6)))]
    places = st.tuples(st.sampled_from(names), st.sampled_from(KEYS))
    targets = st.sampled_from([*names, "QU_1"])
    wires = draw(st.dictionaries(places, targets, max_size=12))
    root = [node(names[0], isRootNode=True), *map(node, names[1:])]
    return flow_of(root, *((source, key, to) for (source, key), to in wires.items()))


# -- simulated ---------------------------------------------------------------------------


def test_a_call_goes_round_and_out_again(golden: Callable[[Path, str], None]) -> None:
    call = SHOP.call().press("2").press("0").press("*").press("7").press("2").silence().silence()
    golden(DATA / "a-call-through-the-loop.txt", f"{call}\nkeypresses: {call.keypresses}\n")
    assert call.connected_to == "QU_SALES"
    assert call.keypresses == "2 0 * W 2 N N"


def test_a_loop_of_silence_ends_at_the_limit() -> None:
    flow = flow_of([node("A")], ("A", "EMPTY_KEY", "A"), ("A", "1", "QU_1"))
    call = flow.call()
    while not call.ended:
        call.silence()
    assert call.outcome is not None
    assert call.outcome.kind == "too_long"
    assert call.time > call.settings.max_call_seconds


def test_a_wrong_key_and_silence_leave_at_once_and_without_an_entry_cut_off() -> None:
    flow = flow_of([node("A")], ("A", "INVALID_KEY", "QU_1"))
    assert flow.call().press("5").connected_to == "QU_1"
    assert flow.call().silence().outcome.kind == "disconnected"


def test_the_pause_the_repeats_and_the_time_out_take_their_time() -> None:
    once = flow_of([node("A", keypress_timeout=7)], ("A", "EMPTY_KEY", "QU_1"))
    twice = flow_of([node("A", keypress_timeout=7, loop_count=2, sched=1500)],
                    ("A", "EMPTY_KEY", "QU_1"))  # fmt: skip
    spoken = once.call().silence().time - 7
    assert spoken > 0
    assert twice.call().silence().time == pytest.approx(1.5 + 2 * spoken + 7)


def test_a_key_before_the_end_counts_only_with_barge_in() -> None:
    keys = ("A", "1", "QU_1")
    assert flow_of([node("A")], keys).call().press("1", after=0.2).connected_to == "QU_1"
    deaf = flow_of([node("A", bargeIn=False)], keys).call().press("1", after=0.2)
    assert not deaf.ended
    assert "cannot be interrupted" in str(deaf)
    assert deaf.press("1").connected_to == "QU_1"


# -- proven ------------------------------------------------------------------------------


def _places(found: Found) -> tuple[set[Any], set[Any], bool]:
    return set(found.visits), set(found.exits), found.complete


@given(graphs())
def test_one_visit_to_each_node_finds_what_the_search_with_callers_finds(flow: CallFlow) -> None:
    walk = Walk(CallerSpace(flow))
    quick = spanned(walk)
    assert quick is not None
    assert _places(quick) == _places(search(walk))


@given(graphs())
def test_every_node_that_wires_lead_to_has_a_caller_who_gets_there(flow: CallFlow) -> None:
    found = reach(flow)
    assert flow.root is not None
    led_to = {flow.root, *networkx.descendants(flow.graph, flow.root)}
    for key in flow.nodes:
        witness = found.witness(key)
        assert isinstance(witness, Witness) is (key in led_to)
        if isinstance(witness, Witness):
            assert witness.call().node == key


@given(graphs())
def test_the_way_to_a_node_is_a_shortest_one_and_never_goes_round(flow: CallFlow) -> None:
    for key in found if (found := reach(flow).found.visits) else ():
        way = flow.way(key)
        assert [wire.source for wire in way[:1]] == [flow.root][: len(way)]
        assert len({wire.target for wire in way}) == len(way)
    assert flow.depth <= len(flow)


def test_where_conditions_decide_the_callers_are_told_apart() -> None:
    asks = {"node_type": "Condition", "condition": "mobile",
            "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]}  # fmt: skip
    assert spanned(Walk(CallerSpace(load(asks).flow))) is None


def test_a_few_calls_cover_a_flow_with_loops() -> None:
    calls = [witness.call() for witness in cover(SHOP).calls]
    assert {visit.node for call in calls for visit in call.visits} == set(SHOP.nodes)


# -- drawn -------------------------------------------------------------------------------


def test_the_picture_has_every_wire_the_ways_back_too() -> None:
    picture = SHOP.picture()
    cards = [card.node for card in picture.cards]
    drawn = {(cards[e.source], e.exit, cards[e.target]) for e in picture.edges}
    assert drawn == {(wire.source, wire.exit, wire.target) for wire in SHOP.all_wires()}
    assert picture.title == "Larkspur Home Comfort"


def test_the_outline_points_back_instead_of_going_round() -> None:
    lines = str(SHOP).splitlines()
    assert "│  ├─ 0  ↩ NO_MAIN" in lines
    assert "├─ *  ↩ NO_MAIN" in lines
