"""A call flow as values: nodes, wires, ways, and the graph that carries them."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given

from ivrsim.flow.flow import LONGEST_WAY, CallFlow, FlowBuilder, exit_by_position, ways
from ivrsim.flow.node import NODE_TYPES, UnknownNode
from ivrsim.testing.strategies import flows

Menu, Condition, EndCall = NODE_TYPES["Menu"], NODE_TYPES["Condition"], NODE_TYPES["EndCall"]
WRONG: Any = EndCall.model_validate({"keypress_failover_type": "Wrong"})


def example() -> CallFlow:
    """A menu of three ways; behind key 2 a condition of two."""
    builder = FlowBuilder()
    root = builder.add(Menu())
    builder.add_child(root, EndCall())
    second = builder.add_child(root, Condition.model_validate({"condition": "mobile"}))
    builder.add_child(second, EndCall())
    builder.add_child(second, EndCall())
    builder.add_child(root, WRONG, WRONG.failover_exit)
    return builder.build(name="example")


def test_nodes_are_named_by_the_way_that_leads_to_them() -> None:
    flow = example()
    assert list(flow.nodes) == ["/", "/1", "/2", "/2/true", "/2/false", "/W"]
    assert flow.wires["/2", "false"] == "/2/false"
    assert flow.target("/", "3") is None
    assert flow.keys("/2/true") == ("2", "true")
    assert list(flow.leaves()) == ["/1", "/2/true", "/2/false", "/W"]
    assert (len(flow), flow.depth, flow.root) == (6, 3, "/")


def test_the_graph_carries_nodes_exits_and_indices_and_cannot_be_changed() -> None:
    graph = example().graph
    assert isinstance(graph, nx.DiGraph)
    assert graph.edges["/", "/W"] == {"exit": "W", "exits": ("W",), "index": 2}
    assert graph.nodes["/2"]["node"].condition == "mobile"
    with pytest.raises(nx.NetworkXError):
        graph.add_node("/3")


def test_two_exits_to_one_node_share_an_edge_that_names_both() -> None:
    builder = FlowBuilder()
    root = builder.add(Condition())
    child = builder.add(EndCall(), parent=root, exit_name="true")
    wire = builder.out[root]["true"]
    builder.out[root]["false"] = type(wire)(root, "false", child, 1)
    edge = builder.build().graph.edges[root, child]
    assert edge["exits"] == ("true", "false")


def test_a_surplus_child_gets_an_exit_of_its_own_that_nobody_declares() -> None:
    builder = FlowBuilder()
    root = builder.add(EndCall())
    assert builder.add_child(root, EndCall()) == "/+1"
    flow = builder.build()
    assert flow.exit_of(flow.out["/"]["+1"]) is None


def test_the_position_of_a_child_says_its_exit() -> None:
    assert exit_by_position(Menu(), []) == "1"
    assert exit_by_position(Menu(), ["1", "W"]) == "2"
    assert exit_by_position(Menu(), ["1"], "N") == "N"
    assert exit_by_position(Menu(), ["1", "N"], "N") == "+3"
    assert exit_by_position(Condition(), ["true", "false"]) == "+3"
    assert exit_by_position(EndCall(), [], "W") == "+1"


def test_ids_stop_spelling_the_way_where_nobody_would_walk_it() -> None:
    builder = FlowBuilder()
    key = builder.add(Menu())
    for _ in range(LONGEST_WAY + 5):
        key = builder.add_child(key, Menu())
    flow = builder.build()
    assert key == f"/…{LONGEST_WAY + 5}"
    assert len(flow.way(key)) == LONGEST_WAY + 5
    assert len(set(flow.nodes)) == flow.depth == LONGEST_WAY + 6


def test_a_way_with_a_loop_ends() -> None:
    builder = FlowBuilder()
    root = builder.add(Menu())
    one = builder.add(Menu(), parent=root, exit_name="1")
    wire = builder.out[root]["1"]
    del builder.out[root]["1"]
    builder.out[one]["1"] = type(wire)(one, "1", one, 0)
    assert builder.build().way(one) == ()


def test_a_flow_without_nodes_has_no_root() -> None:
    flow = FlowBuilder().build()
    assert (flow.root, len(flow), flow.depth) == (None, 0, 0)
    assert repr(flow) == "<CallFlow 'call flow': 0 nodes>"


def test_an_unknown_node_says_what_it_was_called() -> None:
    node = UnknownNode(found="Menue")
    assert (node.kind, node.summary()) == ("Menue", "unknown node type 'Menue'")
    assert UnknownNode().summary() == "no node_type"
    assert node.instead == ()


@given(flows())
def test_every_node_is_reached_by_its_own_way(flow: CallFlow) -> None:
    for node in flow.nodes:
        at = "/"
        for wire in flow.way(node):
            assert wire.source == at
            at = wire.target
        assert at == node
    assert nx.is_arborescence(flow.graph)


@given(flows())
def test_ways_tell_every_declared_exit_with_its_target(flow: CallFlow) -> None:
    found = dict(ways(flow))
    assert list(found) == list(flow.nodes)
    for node, exits in found.items():
        assert [exit_.name for exit_, _ in exits] == [e.name for e in type(flow[node]).exits]
        wired = {target for _, target in exits if target is not None}
        assert wired == {wire.target for wire in flow.out[node].values()}
