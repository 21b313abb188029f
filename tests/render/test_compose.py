"""From a flow to a picture: what is shown, how large, and what stands out."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from ivrsim.flow.flow import CallFlow, FlowBuilder, Wire
from ivrsim.flow.node import UnknownNode
from ivrsim.flow.nodes.condition import Condition
from ivrsim.flow.nodes.end_call import EndCall
from ivrsim.flow.nodes.menu import Menu
from ivrsim.render.compose import compose
from ivrsim.render.path import Path, Visit, path_of
from ivrsim.render.picture import Note, Picture, State
from ivrsim.render.show import show
from ivrsim.render.views.path import marks_of
from tests.render.bright_smile import PATH, Call, flow

PLAIN = compose(flow())
WALKED = compose(flow(), marks_of(PATH))


def bushy(count: int) -> CallFlow:
    """Menus with two keys each, level by level."""
    builder = FlowBuilder()
    menu = Menu(prompt="Hi")
    todo = [builder.add(Menu(prompt="For sales press 1. For billing press 2."))]
    for parent in todo:
        keys = "12"[: count - len(builder.nodes)]
        todo.extend(builder.add(menu, parent=parent, exit_name=key) for key in keys)
    return builder.build()


def by_node(picture: Picture, node: str):
    return next(card for card in picture.cards if card.node == node)


def test_every_node_has_a_card_and_every_wire_an_edge() -> None:
    assert {card.node for card in PLAIN.cards} == set(flow().nodes)
    drawn = {(PLAIN.cards[e.source].node, PLAIN.cards[e.target].node) for e in PLAIN.edges}
    assert drawn == {(wire.source, wire.target) for wire in flow().all_wires()}


def test_the_headline_counts() -> None:
    assert PLAIN.title == "Bright Smile Dental"
    assert PLAIN.subtitle == "25 nodes · 15 endings · depth 5"


def test_no_two_cards_touch() -> None:
    for picture in (PLAIN, WALKED, compose(bushy(300))):
        cards = sorted(picture.cards, key=lambda card: (card.x, card.y))
        for one, other in pairwise(cards):
            assert other.x >= one.x + one.width or other.y >= one.y + one.height


def test_cards_and_edges_lie_on_the_page() -> None:
    for picture in (PLAIN, WALKED):
        assert max(card.x + card.width for card in picture.cards) <= picture.width
        assert max(card.y + card.height for card in picture.cards) <= picture.height
        assert all(
            0 <= point.x <= picture.width and 0 <= point.y <= picture.height
            for edge in picture.edges
            for point in edge.points
        )


def test_keys_stand_in_the_order_of_the_telephone() -> None:
    rows = by_node(PLAIN, "/true").rows
    assert [row.keycap for row in rows] == ["1", "2", "3", "4", "W", "N"]
    assert [row.dashed for row in rows] == [False] * 4 + [True] * 2
    targets = [by_node(PLAIN, f"/true/{key}").y for key in "1234WN"]
    assert targets == sorted(targets)


def test_captions_come_from_the_prompt_and_from_the_exits() -> None:
    captions = [row.caption for row in by_node(PLAIN, "/true").rows]
    assert captions[:2] == ["appointments", "billing"]
    assert captions[-2:] == ["wrong key", "no key pressed"]


def test_an_edge_leaves_beside_its_keycap_and_enters_in_the_middle() -> None:
    for edge in PLAIN.edges:
        source, target = PLAIN.cards[edge.source], PLAIN.cards[edge.target]
        assert edge.points[0].x == source.x + source.width
        assert edge.points[0].y - source.y in {row.y for row in source.rows}
        assert edge.points[-1] == (target.x, target.y + target.height / 2)


def test_a_call_stands_out_and_the_rest_steps_back() -> None:
    walked = [card for card in WALKED.cards if card.state is State.PATH]
    assert [card.badge for card in walked] == ["step 1", "step 2", "step 3", "step 4", "step 5"]
    assert {card.state for card in WALKED.cards} == {State.PATH, State.DIM}
    assert sum(edge.state is State.PATH for edge in WALKED.edges) == 4
    taken = next(row for row in by_node(WALKED, "/true").rows if row.state is State.PATH)
    assert (taken.exit, taken.caption) == ("2", "pressed 2 at 0:19")
    assert (WALKED.title, WALKED.subtitle) == (PATH.title, PATH.subtitle)


def test_a_call_that_ends_in_a_menu_says_how() -> None:
    path = Path((Visit("/", "true"), Visit("/true", None, 12.0, "hung up")), "A call")
    assert by_node(compose(flow(), marks_of(path)), "/true").notes == (Note("hung up"),)


def test_a_call_that_comes_again_counts_all_its_steps() -> None:
    path = Path((Visit("/", "true"), Visit("/true", "1"), Visit("/", "false")))
    assert by_node(compose(flow(), marks_of(path)), "/").badge == "steps 1, 3"


def test_any_call_with_visits_gives_its_path() -> None:
    assert path_of(Call(flow())) == PATH
    assert marks_of(PATH).said["/true"] == "◀ step 2, pressed 2 at 0:19"


def test_a_required_way_out_that_leads_nowhere_is_shown() -> None:
    builder = FlowBuilder()
    root = builder.add(Condition(condition="mobile"))
    builder.add(EndCall(), parent=root, exit_name="true")
    rows = compose(builder.build()).cards[0].rows
    assert [(row.keycap, row.caption, row.dashed) for row in rows] == [
        ("true", "", False),
        ("false", "leads nowhere", True),
    ]


def test_a_child_no_key_leads_to_is_shown_as_such() -> None:
    builder = FlowBuilder()
    root = builder.add(Condition(condition="mobile"))
    for _ in range(3):
        builder.add_child(root, EndCall())
    assert compose(builder.build()).cards[0].rows[2].caption == "no key leads here"


def test_an_unknown_node_type_is_drawn_with_its_name() -> None:
    builder = FlowBuilder()
    builder.add(UnknownNode(found="Jukebox"))
    assert compose(builder.build()).cards[0].title == "Jukebox"


def test_a_flow_without_nodes_is_a_page_with_a_headline() -> None:
    picture = compose(CallFlow({}, {}, root=None))
    assert picture.cards == ()
    assert picture.subtitle == "0 nodes · 0 endings · depth 0"


def test_a_second_way_and_a_way_back_are_drawn_once_each() -> None:
    builder = FlowBuilder()
    root = builder.add(Menu(prompt="Press 1 or 2."))
    child = builder.add(Menu(prompt="Press 1 to go back."), parent=root, exit_name="1")
    builder.out[root]["2"] = Wire(root, "2", child, 1)
    builder.out[child]["1"] = Wire(child, "1", root, 0)
    picture = compose(builder.build())
    assert len(picture.cards) == 2
    assert [(edge.source, edge.target) for edge in picture.edges] == [(0, 1), (0, 1), (1, 0)]
    assert all(point.y >= 0 for edge in picture.edges for point in edge.points)
    assert picture.edges[2].points[-1].x == picture.cards[0].x


@pytest.mark.parametrize(("count", "small"), [(150, False), (151, True), (400, True)])
def test_detail_goes_by_size(count: int, small: bool) -> None:
    picture = compose(bushy(count))
    assert len(picture.cards) == count
    assert {card.small for card in picture.cards} == {small}


def test_a_call_deep_in_a_folded_flow_is_shown() -> None:
    deep = bushy(5000)
    node = list(deep.nodes)[-1]
    wires = deep.way(node)
    path = Path((*(Visit(wire.source, wire.exit) for wire in wires), Visit(node)))
    shown = [card.node for card in compose(deep, marks_of(path)).cards if card.state is State.PATH]
    assert shown == [wire.source for wire in wires] + [node]


def test_chains_and_fans_of_100_000_nodes_are_drawn_small() -> None:
    chain, fan = FlowBuilder(), FlowBuilder()
    menu, end = Menu(prompt="Press 1."), EndCall()
    node, root = chain.add(menu), fan.add(menu)
    for number in range(100_000):
        node = chain.add(menu, parent=node, exit_name="1")
        fan.add(end, parent=root, exit_name=f"+{number}")
    for builder in (chain, fan):
        drawn = str(show(builder.build()))
        assert len(drawn) < 500_000
        assert re.search(r">\+99,\d{3} nodes<", drawn)
