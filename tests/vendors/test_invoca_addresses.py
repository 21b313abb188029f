"""The vendor's own way to name a node, and its 403 body."""

from __future__ import annotations

from typing import Any

from ivrsim import jsontext
from ivrsim.vendors.invoca.addresses import address, error_body
from ivrsim.vendors.load import load

EMPTY = "cannot be empty"


def flow_of(root: dict[str, Any]) -> Any:
    return load({"root": root}).flow


def menu(*children: dict[str, Any]) -> dict[str, Any]:
    return {"node_type": "Menu", "prompt": "p", "children": list(children)}


END = {"node_type": "EndCall"}


def test_a_node_is_named_by_child_indices_which_are_keys_less_one() -> None:
    flow = flow_of(menu(END, menu(END, END, {**END, "keypress_failover_type": "None"})))
    assert address(flow, "/") == "ivr_tree"
    assert address(flow, "/2") == "children[1]"
    assert address(flow, "/2/N") == "children[1].children[2]"


def test_the_published_403_body_is_given_for_the_published_tree() -> None:
    flow = flow_of(menu({"node_type": "Menu", "prompt": "", "children": [END]}))
    assert error_body([("/1", "prompt", EMPTY)], flow) == {
        "error": {"ivr_tree": {"children": [{"0": {"prompt": [EMPTY]}}]}}
    }


def test_faults_of_the_root_stand_directly_under_the_tree() -> None:
    flow = flow_of(menu(END))
    faults = [("/", "prompt", EMPTY), ("/", "prompt", "is odd"), ("/1", "prompt", EMPTY)]
    assert error_body(faults, flow) == {
        "error": {
            "ivr_tree": {"prompt": [EMPTY, "is odd"], "children": [{"0": {"prompt": [EMPTY]}}]}
        }
    }


def test_deeper_faults_are_nested_and_stand_in_the_order_of_the_tree() -> None:
    flow = flow_of(menu(END, menu(END, END), END))
    faults = [("/3", "x", "c"), ("/2/2", "x", "b"), ("/2/1", "x", "a")]
    assert error_body(faults, flow) == {
        "error": {
            "ivr_tree": {
                "children": [
                    {"1": {"children": [{"0": {"x": ["a"]}}, {"1": {"x": ["b"]}}]}},
                    {"2": {"x": ["c"]}},
                ]
            }
        }
    }


def test_no_faults_are_an_empty_body() -> None:
    assert error_body([], flow_of(END)) == {"error": {"ivr_tree": {}}}


def test_faults_on_every_node_of_a_very_deep_tree_are_told() -> None:
    deep = 20_000
    flow = load('{"node_type": "Menu", "children": [' * deep + "]}" * deep).flow
    body = error_body(((node, "prompt", EMPTY) for node in flow.nodes), flow)
    assert jsontext.dumps(body, indent=None).count(EMPTY) == deep
