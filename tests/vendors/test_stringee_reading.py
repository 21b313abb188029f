"""Stringee's documents: every shape and quirk of its pages, and what is kept of what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow
from ivrsim.flow.node import types_of
from ivrsim.lint import lint
from ivrsim.vendors.load import load
from ivrsim.vendors.stringee.vendor import STRINGEE

SHOP = Path(__file__).parents[1] / "data" / "stringee" / "a-shop-with-a-way-back.json"

MAIN = {"id": "NO_1", "tree": "TR_1", "node_name": "Main", "node_play_mode": "talk",
        "node_play_content": "For sales, press 1."}  # fmt: skip
MORE = {**MAIN, "id": "NO_2", "node_name": "More"}
SALES = {"id": "KE_1", "node": "NO_1", "node_key": "1", "action": 2, "queue_id": "QU_1"}


def answer(**lists: Any) -> dict[str, Any]:
    """An answer to a GET, with the counts as the page shows them."""
    counts = {"totalCount": "1", "totalPages": 1, "currentPage": 1, "limit": 50}
    return {"r": 0, "message": "ok", "project": 7, "data": {**counts, **lists}}


def tree(*keys: dict[str, Any], nodes: tuple[dict[str, Any], ...] = (MAIN,)) -> CallFlow:
    return load({"ivrNodes": [*nodes], "ivrNodeKeys": [*keys]}).flow


def codes(document: Any) -> list[str]:
    return [problem.code for problem in load(document).problems]


def next_to(node: str, key: str, target: Any) -> dict[str, Any]:
    return {"node": node, "node_key": key, "action": 4, "next_node": target}


# -- shapes ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        {"ivrNodes": [MAIN], "ivrNodeKeys": [SALES]},
        [answer(ivrNodes=[MAIN]), answer(ivrNodeKeys=[SALES])],
        [answer(ivrNodeKeys=[SALES]), answer(ivrTrees=[]), {"ivrNodes": [MAIN]}],
        [MAIN, SALES],
    ],
)
def test_every_shape_gives_the_same_flow_and_is_written_back(document: Any) -> None:
    read = load(document)
    assert read.vendor is STRINGEE
    assert list(read.flow.nodes) == ["NO_1", "KE_1"]
    assert read.flow.wires == {("NO_1", "1"): "KE_1"}
    assert read.write() == document
    assert read.problems == ()


def test_each_tree_is_a_flow_named_by_its_id_and_titled_by_its_name() -> None:
    other = {**MAIN, "id": 9, "tree": 7}
    trees = [{"id": "TR_1", "tree_name": "Shop", "root_node": ""}]
    read = load({"ivrTrees": trees, "ivrNodes": [MAIN, other], "ivrNodeKeys": []})
    assert list(read.flows) == ["TR_1", "7"]
    assert read.flows["TR_1"].campaign.name == "Shop"
    assert list(read.flows["7"].nodes) == ["9"]


def test_keys_are_in_the_order_of_the_keypad_and_the_failovers_last() -> None:
    pressed = ["EMPTY_KEY", "#", "0", "INVALID_KEY", "2", "1"]
    flow = tree(*({**SALES, "id": f"K{key}", "node_key": key} for key in pressed))
    assert list(flow.out["NO_1"]) == ["1", "2", "0", "#", "INVALID_KEY", "EMPTY_KEY"]


def test_each_action_is_a_node_of_its_own_type() -> None:
    given = {"queue_id": "QU_1", "to_phone_number": "842873001234", "sms": "Hello"}
    flow = tree(*({**SALES, **given, "id": f"K{n}", "node_key": str(n), "action": n}
                  for n in (1, 2, 3, 5, 6)))  # fmt: skip
    kinds = [flow[f"K{n}"].kind for n in (1, 2, 3, 5, 6)]
    assert kinds == ["VoiceMail", "RouteToQueue", "ForwardToPhone", "SmsToCaller", "StopCall"]
    assert {*kinds, "IvrNode"} == set(types_of("stringee"))


def test_an_invoca_document_does_not_know_stringees_nodes_nor_the_other_way_round() -> None:
    assert codes({"root": {"node_type": "IvrNode"}}) == ["IVR112"]
    assert load({"root": {"node_type": "Menu"}}).vendor is not STRINGEE


# -- quirks ----------------------------------------------------------------------------


def test_loop_is_not_loop_count() -> None:
    problem = load([{**MAIN, "loop": 3}, SALES]).problems[0]
    assert (problem.code, problem.hint) == ("IVR106", "Did you mean loop_count?")


@pytest.mark.parametrize(("barge_in", "heard"), [(1, True), (0, False), (True, True)])
def test_barge_in_is_1_or_true(barge_in: Any, heard: bool) -> None:
    read = load([{**MAIN, "bargeIn": barge_in}, SALES])
    ask = next(iter(read.flow["NO_1"].actions()))
    assert read.problems == ()
    assert ask.question.barge_in is heard  # type: ignore[union-attr]


def test_barge_in_as_a_text_is_read_and_told() -> None:
    read = load([{**MAIN, "bargeIn": "false"}, SALES])
    assert [problem.code for problem in read.problems] == ["IVR921"]
    assert read.flow["NO_1"].bargeIn is False  # type: ignore[attr-defined]


def test_ids_are_texts_or_numbers() -> None:
    flow = tree(next_to("9", "1", 9), nodes=({**MAIN, "id": 9, "tree": 7},))
    assert flow.wires == {("9", "1"): "9"}


def test_a_tree_with_and_without_its_mark_is_one() -> None:
    read = load([MAIN, {**MORE, "tree": "1"}, next_to("NO_1", "1", "NO_2"), SALES])
    assert list(read.flows) == ["TR_1"]


def test_calls_start_at_the_marked_node_else_where_the_tree_says_else_at_the_first() -> None:
    keys = {"ivrNodeKeys": [SALES]}
    assert load({"ivrNodes": [MAIN, {**MORE, "isRootNode": True}], **keys}).flow.root == "NO_2"
    trees = [{"id": "1", "root_node": "NO_2"}]
    assert load({"ivrTrees": trees, "ivrNodes": [MAIN, MORE], **keys}).flow.root == "NO_2"
    open_ = load({"ivrNodes": [MAIN, MORE], **keys})
    assert open_.flow.root == "NO_1"
    assert [problem.code for problem in open_.problems] == ["IVR117"]


def test_a_node_without_keypresses_is_judged_by_itself_only() -> None:
    sample = {**MAIN, "loop": 3, "sched": 1500, "voice": "male", "keypress_timeout": 5}
    assert [d.code for d in lint(sample)] == ["IVR106"]
    assert [d.code for d in lint(answer(ivrNodes=[MAIN, MORE]))] == []


# -- what is wrong -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ([next_to("NO_1", "1", "NO_9")], ["IVR114"]),
        ([next_to("NO_1", "1", "")], ["IVR114"]),
        ([next_to("NO_1", "1", "NO_X")], ["IVR114"]),
        ([{**SALES, "node": "NO_9"}], ["IVR114"]),
        ([SALES, {**SALES, "id": "KE_2", "action": 6}], ["IVR115"]),
        ([{**SALES, "action": 7}], ["IVR921"]),
        ([{**SALES, "action": None}], ["IVR921"]),
        ([{**SALES, "node_key": "EMPTY"}], ["IVR921"]),
        ([{**SALES, "node_key": 10}], ["IVR921"]),
        ([3], ["IVR113"]),
    ],
)
def test_what_is_wrong_with_a_keypress_is_told_and_kept(keys: list[Any], found: list[str]) -> None:
    document = {"ivrNodes": [MAIN, {**MAIN, "id": "NO_X", "tree": "TR_2"}], "ivrNodeKeys": keys}
    read = load(document)
    assert [problem.code for problem in read.problems] == found
    assert read.write() == document


def test_two_nodes_of_one_id_are_both_kept() -> None:
    read = load({"ivrNodes": [MAIN, {**MORE, "id": "NO_1"}], "ivrNodeKeys": [SALES]})
    assert [p.code for p in read.problems] == ["IVR115", "IVR117"]
    assert list(read.flow.nodes) == ["NO_1", "KE_1", "NO_1 (2)"]


def test_a_page_of_several_says_so() -> None:
    cut = answer(ivrNodes=[MAIN], ivrNodeKeys=[SALES])
    cut["data"]["totalPages"] = 3
    assert codes(cut) == ["IVR117"]


def test_without_a_node_there_is_no_flow() -> None:
    assert codes({"ivrNodes": []}) == ["IVR920"]
    assert codes({"ivrNodeKeys": [SALES]}) == ["IVR920"]


# -- writing ---------------------------------------------------------------------------


def test_a_changed_field_is_written_in_its_place() -> None:
    read = load(SHOP)
    flow = read.flow
    louder = flow["NO_MAIN"].model_copy(update={"loop_count": 4})
    louder.keep_raw(flow["NO_MAIN"].raw)
    changed = CallFlow(
        {**flow.nodes, "NO_MAIN": louder}, flow.out, flow.root, campaign=flow.campaign,
        name=flow.name, places=flow.places,
    )  # fmt: skip
    written = read.with_flow("TR_LARKSPUR", changed).write()
    expected = json.loads(SHOP.read_text(encoding="utf-8"))
    expected["ivrNodes"][0]["loop_count"] = 4
    assert written == expected


def test_another_wire_cannot_be_written() -> None:
    read = load(SHOP)
    out = {**read.flow.out, "NO_REPAIRS": {}}
    changed = CallFlow(read.flow.nodes, out, read.flow.root, campaign=read.flow.campaign)
    with pytest.raises(UsageError, match="added, moved or taken out"):
        read.with_flow("TR_LARKSPUR", changed).write()


# -- anything --------------------------------------------------------------------------

IDS = st.sampled_from(["NO_1", "NO_2", "NO_3", 9, "", None])
VALUES = st.one_of(IDS, st.booleans(), st.integers(-9, 9), st.sampled_from(["1", "*", "EMPTY_KEY"]))


def objects(*names: str) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.dictionaries(st.sampled_from(names), VALUES),
        st.fixed_dictionaries({"id": IDS, "node": IDS, "node_key": VALUES, "action": VALUES,
                               "next_node": IDS}),
        VALUES,
    )  # fmt: skip


def test_a_key_is_not_pressed_at_what_another_key_leads_to() -> None:
    ends = {"id": "NO_3", "node": "NO_1", "node_key": 1, "action": 6}
    document = {
        "ivrNodes": [{"id": "NO_1", "node_name": "a", "node_play_mode": "talk"}],
        "ivrNodeKeys": [ends, {**ends, "id": "NO_4", "node": "NO_3"}],
    }
    read = load(document)
    assert [p.place.pointer for p in read.problems if "NO_3" in p.message] == [
        "/ivrNodeKeys/1/node"
    ]


@given(
    st.lists(objects("id", "tree", "node_name", "node_play_mode", "bargeIn", "isRootNode")),
    st.lists(objects("id", "node", "node_key", "action", "next_node", "queue_id", "tree")),
)
def test_whatever_a_document_holds_it_is_read_linted_and_written_back(
    nodes: list[Any], keys: list[Any]
) -> None:
    document = {"ivrNodes": nodes, "ivrNodeKeys": keys}
    read = load(document)
    assert read.write() == document
    lint(read)
    for flow in read.flows.values():
        assert flow.outline()
        assert set(flow.nodes) == set(flow.out)
        assert all(wire.target in flow.nodes for wire in flow.all_wires())
