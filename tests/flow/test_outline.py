"""The outline: a line a node, readable without a picture."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ivrsim.flow import outline
from ivrsim.flow.flow import CallFlow, FlowBuilder, Wire
from ivrsim.flow.node import UnknownNode
from ivrsim.flow.nodes.connect import Connect
from ivrsim.flow.nodes.end_call import EndCall
from ivrsim.flow.nodes.menu import Menu


def small() -> FlowBuilder:
    builder = FlowBuilder()
    root = builder.add(Menu(prompt="For sales press 1."))
    sales = builder.add_child(root, Menu(prompt="For new cars press 1."))
    builder.add_child(sales, Connect(destination_phone_number="8005550100"))
    builder.add_child(root, EndCall(prompt="Goodbye."), failover="N")
    return builder


def test_a_flow_is_a_tree_of_lines() -> None:
    assert small().build().outline().splitlines() == [
        '# Menu  "For sales press 1."',
        '├─ 1  # Menu  "For new cars press 1."',
        "│  └─ 1  → Connect  800 555 0100",
        '└─ N (no key pressed)  ■ End call  "Goodbye."',
    ]


def test_marks_stand_at_the_end_of_their_line() -> None:
    found = list(outline.lines(small().build(), {"/1": "◀ step 2, pressed 1 at 0:04"}))
    assert found[1].endswith('press 1."  ◀ step 2, pressed 1 at 0:04')
    assert "◀" not in found[0]


def test_a_flow_without_nodes_has_no_lines() -> None:
    assert list(outline.lines(CallFlow({}, {}, root=None))) == []


def test_a_second_way_to_a_node_points_at_it() -> None:
    builder = small()
    builder.out["/1"]["W"] = Wire("/1", "W", "/", 1)
    assert any(line.endswith("W (wrong key)  ↩ /") for line in outline.lines(builder.build()))


def test_a_node_no_wire_leads_to_is_still_told() -> None:
    builder = small()
    builder.nodes["lost"], builder.out["lost"] = EndCall(prompt="Unheard."), {}
    assert list(outline.lines(builder.build()))[-1] == '■ End call  "Unheard."'


def test_a_node_of_an_unknown_type_says_so() -> None:
    assert outline.said(UnknownNode(found="Jukebox")) == "! Jukebox  unknown node type 'Jukebox'"


def test_a_recording_stands_for_the_prompt() -> None:
    assert outline.said(EndCall(prompt_id_from_network="77")) == "■ End call  (recording 77)"


def test_a_very_deep_flow_says_its_depth_and_stays_narrow() -> None:
    builder = FlowBuilder()
    menu = Menu(prompt="Press 1.")
    node = builder.add(menu)
    for _ in range(100_000):
        node = builder.add(menu, parent=node, exit_name="1")
    count, widest, last = 0, 0, ""
    for last in outline.lines(builder.build()):
        count, widest = count + 1, max(widest, len(last))
    assert count == 100_001
    assert widest < 200
    assert "[100000] 1  # Menu" in last


@given(st.text(), st.text(), st.text())
def test_no_text_breaks_a_line_or_moves_a_cursor(prompt: str, mark: str, kind: str) -> None:
    builder = FlowBuilder()
    root = builder.add(Menu(prompt=prompt))
    builder.add(UnknownNode(found=kind), parent=root, exit_name=kind)
    found = list(outline.lines(builder.build(), {root: mark}))
    assert len(found) == 2
    assert not [char for line in found for char in line if ord(char) < 32 or 127 <= ord(char) < 160]
