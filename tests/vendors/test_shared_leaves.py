"""Leaves that are written alike are one value; what is wrong with them is told at each."""

from __future__ import annotations

from ivrsim.flow.flow import CallFlow
from ivrsim.vendors.load import load


def menu(*children: object) -> CallFlow:
    return load({"root": {"node_type": "Menu", "children": list(children)}}).flow


def test_equal_leaves_are_one_value_each_at_its_own_place() -> None:
    end = {"node_type": "EndCall", "prompt": "Bye."}
    flow = menu(end, dict(end), {**end, "prompt": "Good bye."})
    assert flow["/1"] is flow["/2"]
    assert flow["/1"] is not flow["/3"]
    assert flow.places["/2"].pointer == "/root/children/1"


def test_a_problem_is_told_of_every_leaf_that_has_it() -> None:
    odd = {"node_type": "EndCall", "promt": "Bye."}
    document = load({"root": {"node_type": "Menu", "children": [odd, dict(odd)]}})
    places = [problem.place.pointer for problem in document.problems]
    assert places == ["/root/children/0/promt", "/root/children/1/promt"]


def test_a_number_is_no_text_and_true_is_no_number() -> None:
    connect = {"node_type": "Connect", "destination_phone_number": "8004377950"}
    flow = menu({**connect, "x": 1}, {**connect, "x": True}, {**connect, "x": "1"})
    assert [flow[key].raw["x"] for key in ("/1", "/2", "/3")] == [1, True, "1"]
