"""What has changed is written in its place; everything else as it was read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from ivrsim.campaign.campaign import Campaign
from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow, FlowBuilder, Wire
from ivrsim.flow.node import NODE_TYPES, Node
from ivrsim.testing.strategies import flows
from ivrsim.vendors.invoca.writer import write_flow
from ivrsim.vendors.load import dump, load, save

Menu, Connect, EndCall = NODE_TYPES["Menu"], NODE_TYPES["Connect"], NODE_TYPES["EndCall"]

DATA: dict[str, Any] = {
    "name": "n",
    "ivr_tree": {
        "my_note": "kept",
        "root": {
            "prompt": "For sales, press 1.",
            "node_type": "Menu",
            "x": 1,
            "children": [
                {
                    "node_type": "RingGroup",
                    "ring_group_destinations": [{"ring_group_number": "1", "own": "kept"}],
                    "ring_group_connect_timeout": 15,
                },
                {"node_type": "EndCall", "keypress_failover_type": "Wrong", "prompt": "Goodbye."},
            ],
        },
        "record_calls": True,
    },
}


def edited(node: str, **fields: Any) -> dict[str, Any]:
    """The tree after fields of one node have changed."""
    document = load(DATA)
    flow = document.flow
    nodes = {**flow.nodes, node: flow[node].model_copy(update=fields)}
    changed = document.with_flow("ivr_tree", replace(flow, nodes=nodes))
    written: dict[str, Any] = changed.write()["ivr_tree"]["root"]
    return written


def test_a_changed_field_is_written_where_it_stood() -> None:
    root = edited("/", prompt="For service, press 1.")
    assert list(root.items())[:3] == [
        ("prompt", "For service, press 1."),
        ("node_type", "Menu"),
        ("x", 1),
    ]
    assert root["children"] == DATA["ivr_tree"]["root"]["children"]


def test_a_new_field_is_added_and_one_set_to_none_removed() -> None:
    child = edited("/1", ring_group_connect_timeout=None, prompt="Please hold.")["children"][0]
    assert list(child) == ["node_type", "ring_group_destinations", "prompt"]
    assert child["prompt"] == "Please hold."


def test_a_child_keeps_the_failover_type_of_the_exit_it_stands_behind() -> None:
    child = edited("/W", keypress_failover_type=None)["children"][1]
    assert child["keypress_failover_type"] == "Wrong"


def test_changed_objects_keep_what_nobody_knows_of_them() -> None:
    group: Any = load(DATA).flow["/1"]
    (only,) = group.ring_group_destinations
    louder = only.model_copy(update={"description": "desk"})
    child = edited("/1", ring_group_destinations=(louder,))["children"][0]
    assert child["ring_group_destinations"] == [
        {"ring_group_number": "1", "own": "kept", "description": "desk"}
    ]


def test_reading_a_misspelt_field_and_changing_it_keeps_its_spelling() -> None:
    data = {"node_type": "EndCall", "prompt_recieved": "2015-08-02"}
    document = load(data)
    node = document.flow["/"].model_copy(update={"prompt_received": "2016-01-01"})
    flow = replace(document.flow, nodes={"/": node})
    assert document.with_flow("node", flow).write() == {**data, "prompt_recieved": "2016-01-01"}


def test_changed_settings_are_written_beside_what_nobody_knows() -> None:
    document = load(DATA)
    settings = document.flow.settings.model_copy(
        update={"record_calls": False, "asr_enabled": True}
    )
    changed = document.with_flow("ivr_tree", replace(document.flow, settings=settings)).write()
    assert list(changed["ivr_tree"]) == ["my_note", "root", "record_calls", "asr_enabled"]
    assert changed["ivr_tree"]["record_calls"] is False
    assert DATA["ivr_tree"]["record_calls"] is True


def test_writing_an_edited_flow_leaves_the_document_alone() -> None:
    document = load(DATA)
    builder = FlowBuilder()
    builder.add(EndCall.model_validate({"prompt": "Closed."}))
    flow = builder.build(settings=document.flow.settings, campaign=document.flow.campaign)
    written = document.with_flow("ivr_tree", flow).write()
    assert written["ivr_tree"]["root"] == {"node_type": "EndCall", "prompt": "Closed."}
    assert document.write() == DATA


def test_an_exchanged_campaign_is_refused_not_lost() -> None:
    document = load(DATA)
    flow = replace(document.flow, campaign=Campaign(name="other"))
    with pytest.raises(UsageError, match="campaign"):
        document.with_flow("ivr_tree", flow).write()


def test_a_document_has_no_flow_of_another_name() -> None:
    with pytest.raises(UsageError, match="future_terms"):
        load(DATA).with_flow("future_terms", load(DATA).flow)


def menu(*children: tuple[Node, str]) -> CallFlow:
    builder = FlowBuilder()
    root = builder.add(Menu.model_validate({"prompt": "p"}))
    for index, (node, exit_name) in enumerate(children):
        builder.add(node, parent=root, exit_name=exit_name, index=index)
    return builder.build()


def test_a_flow_built_in_memory_is_written_as_a_tree() -> None:
    flow = menu((Connect.model_validate({"destination_phone_number": "1"}), "1"), (EndCall(), "N"))
    assert write_flow(flow) == {
        "ivr_tree": {
            "root": {
                "node_type": "Menu",
                "prompt": "p",
                "children": [
                    {"node_type": "Connect", "destination_phone_number": "1"},
                    {"node_type": "EndCall", "keypress_failover_type": "None"},
                ],
            }
        }
    }


def test_an_exit_that_the_position_cannot_express_is_refused() -> None:
    with pytest.raises(UsageError, match="/2"):
        write_flow(menu((EndCall(), "2")))


def test_a_flow_that_is_no_tree_is_refused() -> None:
    flow = menu((EndCall(), "1"), (EndCall(), "2"))
    shared = {**flow.out, "/1": {"next": Wire("/1", "next", "/2", 0)}}
    with pytest.raises(UsageError, match="no tree"):
        write_flow(replace(flow, out=shared))
    with pytest.raises(UsageError, match="/2"):
        write_flow(replace(flow, out={**flow.out, "/": {"1": flow.out["/"]["1"]}}))
    with pytest.raises(UsageError, match="no root"):
        write_flow(FlowBuilder().build())


@given(flows())
def test_a_flow_by_itself_reads_as_it_was(flow: CallFlow) -> None:
    again = load(write_flow(flow)).flow
    assert (again.nodes, again.out, again.settings) == (flow.nodes, flow.out, flow.settings)


@given(flows())
def test_nodes_without_a_document_write_the_same_tree(flow: CallFlow) -> None:
    bare = {
        key: type(node)(**{name: getattr(node, name) for name in node.model_fields_set})
        for key, node in flow.nodes.items()
    }
    assert write_flow(replace(flow, nodes=bare)) == write_flow(flow)


def test_a_saved_document_is_the_same_document(tmp_path: Any) -> None:
    document = load(DATA)
    path = save(document, tmp_path / "campaign.json")
    assert path.read_text(encoding="utf-8") == dump(document)
    assert load(path).write() == DATA
    assert list(tmp_path.iterdir()) == [path]
