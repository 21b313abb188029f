"""Which children a node must, may and must not have; in the words of the vendor's page."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.flow.arity import Adjacency, ArityFault, allowed_children, arity_faults
from ivrsim.flow.flow import CallFlow
from ivrsim.flow.node import types_of
from ivrsim.testing.strategies import flows
from ivrsim.vendors.load import load

END = {"node_type": "EndCall"}
WRONG = {**END, "keypress_failover_type": "Wrong"}
NONE = {**END, "keypress_failover_type": "None"}
FAILOVER = {"node_type": "Failover", "destination_phone_number": "8004377950"}


def flow_of(node_type: str, *children: dict[str, Any]) -> CallFlow:
    return load({"root": {"node_type": node_type, "children": list(children)}}).flow


def faults(node_type: str, *children: dict[str, Any]) -> list[tuple[str, str | None]]:
    """(kind, child) of every fault, by networkx and by the light graph alike."""
    flow = flow_of(node_type, *children)
    found = list(arity_faults(flow.graph))
    assert found == list(arity_faults(Adjacency(flow)))
    return [(fault.kind, fault.child) for fault in found]


# Node Details: "Can have 1-9 child nodes", "May have exactly 1 child node", ...
ALLOWED = {
    "Menu": (1, 9),
    "Connect": (0, 1),
    "EndCall": (0, 0),
    "Failover": (0, 0),
    "SmsPromo": (1, 1),
    "Condition": (2, 2),
    "NearestBranch": (1, 1),
    "VerifyLocation": (1, 1),
    "DynamicRoute": (1, 1),
    "AnyKeyPress": (2, 2),
    "NumberQuestion": (1, 1),
    "YesOrNo": (2, 2),
    "RingGroup": (0, 1),
}


def test_every_node_type_has_its_number_of_children() -> None:
    declared = {name: allowed_children(cls.exits) for name, cls in types_of("invoca").items()}
    assert declared == ALLOWED


@pytest.mark.parametrize("node_type", sorted(ALLOWED.keys() - {"Connect", "RingGroup", "Failover"}))
def test_the_least_and_the_most_children_are_fine_and_one_beyond_is_not(node_type: str) -> None:
    least, most = ALLOWED[node_type]
    assert faults(node_type, *[END] * least) == []
    assert faults(node_type, *[END] * most) == []
    assert faults(node_type, *[END] * (most + 1)) == [("too-many", f"/+{most + 1}")]
    if least:
        assert faults(node_type, *[END] * (least - 1)) == [("too-few", None)]


def test_a_fault_counts_what_it_found_and_what_is_allowed() -> None:
    (fault,) = arity_faults(flow_of("Condition", END).graph)
    assert fault == ArityFault("too-few", "/", None, 1, (2, 2))


@pytest.mark.parametrize("node_type", ["Menu", "NumberQuestion", "YesOrNo"])
def test_failovers_may_follow_at_the_end_of_the_child_list(node_type: str) -> None:
    plain = [END] * ALLOWED[node_type][0]
    assert faults(node_type, *plain, WRONG) == []
    assert faults(node_type, *plain, NONE, WRONG) == []


def test_failovers_do_not_count_as_children() -> None:
    assert faults("Menu", WRONG, NONE) == [("too-few", None)]
    assert faults("Menu", *[END] * 9, WRONG, NONE) == []


def test_a_failover_before_a_normal_child_is_not_last() -> None:
    assert faults("Menu", WRONG, END, NONE) == [("failover-not-last", "/W")]


def test_a_second_failover_of_a_kind_is_repeated() -> None:
    assert faults("Menu", END, WRONG, WRONG) == [("failover-repeated", "/+3")]


@pytest.mark.parametrize("node_type", ["Condition", "AnyKeyPress", "SmsPromo", "VerifyLocation"])
def test_a_node_that_asks_for_no_key_refuses_failovers(node_type: str) -> None:
    least = ALLOWED[node_type][0]
    child = f"/+{least + 1}"
    assert faults(node_type, *[END] * least, NONE) == [("failover-refused", child)]


@pytest.mark.parametrize("node_type", ["Connect", "RingGroup"])
def test_only_a_failover_node_may_follow_where_a_call_was_forwarded(node_type: str) -> None:
    assert faults(node_type) == []
    assert faults(node_type, FAILOVER) == []
    assert faults(node_type, END) == [("only-allowed-here", "/failover")]
    assert faults(node_type, FAILOVER, FAILOVER) == [
        ("too-many", "/+2"),
        ("not-allowed-here", "/+2"),
    ]


def test_a_failover_node_stands_only_where_a_call_was_not_taken() -> None:
    assert faults("Menu", FAILOVER) == [("not-allowed-here", "/1")]
    assert faults("DynamicRoute", FAILOVER) == []
    assert faults("NearestBranch", FAILOVER) == []


def test_faults_are_told_for_every_node_in_reading_order() -> None:
    flow = flow_of("Menu", {"node_type": "Condition"}, {**END, "children": [END]})
    assert [(fault.kind, fault.node) for fault in arity_faults(flow.graph)] == [
        ("too-few", "/1"),
        ("too-many", "/2"),
    ]


KINDS = st.sampled_from([*ALLOWED, "Unknown"])
ANY_NODE = st.fixed_dictionaries(
    {"node_type": KINDS}, optional={"keypress_failover_type": st.sampled_from(["Wrong", "None"])}
)
ANY_TREE = st.recursive(
    ANY_NODE,
    lambda below: st.tuples(ANY_NODE, st.lists(below, max_size=5)).map(
        lambda pair: {**pair[0], "children": pair[1]}
    ),
    max_leaves=20,
)


@given(ANY_TREE)
def test_networkx_and_the_light_graph_find_the_same_faults(root: dict[str, Any]) -> None:
    flow = load({"root": root}).flow
    assert list(arity_faults(flow.graph)) == list(arity_faults(Adjacency(flow)))


@given(flows())
def test_a_generated_flow_has_no_fault(flow: CallFlow) -> None:
    assert list(arity_faults(Adjacency(flow))) == []
