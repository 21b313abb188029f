"""Detail and focus: what is folded, what is kept, and that nothing is lost."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ivrsim
from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow, FlowBuilder, Wire
from ivrsim.flow.nodes.end_call import EndCall
from ivrsim.flow.nodes.menu import Menu
from ivrsim.render.compose import compose
from ivrsim.render.folding import SHOWN, TRAIL
from ivrsim.render.icicle import DEEPEST
from ivrsim.render.marks import Mark, Marks
from ivrsim.render.picture import Picture, State
from ivrsim.render.shares import share_text
from ivrsim.render.show import picture, show
from tests.render.bright_smile import Call, flow
from tests.render.bright_smile_before import faulty, now
from tests.render.test_compose import bushy


def stands(found: Picture) -> int:
    """How many nodes the cards stand for."""
    return sum(card.stands for card in found.cards)


@st.composite
def flows(draw: st.DrawFn) -> CallFlow:
    """A tree of any shape."""
    builder = FlowBuilder()
    ids = [builder.add(Menu(prompt="Hi"))]
    for number in range(draw(st.integers(0, 60))):
        parent = draw(st.sampled_from(ids))
        ids.append(builder.add(Menu(prompt="Hi"), parent=parent, exit_name=f"+{number}"))
    return builder.build()


def marked(shown: CallFlow, nodes: set[str]) -> Marks:
    """Marks that keep some nodes, and count others."""
    keep = Mark(role="error", keep=True, counted="with errors")
    return Marks(dict.fromkeys(nodes, keep), rest=Mark(role="neutral"))


@pytest.mark.parametrize("detail", ["auto", "full", "lines", "folded", "icicle"])
@given(shown=flows(), data=st.data())
def test_every_node_is_drawn_or_counted(shown: CallFlow, data: st.DataObject, detail: str) -> None:
    nodes = data.draw(st.sets(st.sampled_from(list(shown.nodes)), max_size=5))
    marks = marked(shown, nodes)
    for focus in ("", "marked"):
        found = compose(shown, marks, detail, focus)
        assert stands(found) == len(shown)
        if detail != "icicle":
            assert nodes <= {card.node for card in found.cards}
    node = data.draw(st.sampled_from(list(shown.nodes)))
    below = [key for key in shown.nodes if key == node or key.startswith(f"{node.rstrip('/')}/")]
    trail = [wire.source for wire in shown.way(node)]
    assert stands(compose(shown, marks, detail, node)) == len(below) + len(trail)


def test_above_400_nodes_subtrees_fold_to_what_is_seen_at_a_glance() -> None:
    found = compose(bushy(5000))
    folds = [card for card in found.cards if not card.node]
    assert stands(found) == 5000
    assert len(found.cards) - len(folds) == SHOWN
    assert all(card.title == f"+{card.stands:,} nodes" for card in folds)
    assert {card.small for card in found.cards} == {True}
    assert found.subtitle.endswith(f"{SHOWN} nodes shown, the others folded")


def test_a_fold_of_one_node_is_the_node() -> None:
    found = compose(flow(), marked(flow(), {"/true/2/2"}), focus="marked")
    assert min(card.stands for card in found.cards if not card.node) > 1
    assert "/true/1" not in {card.node for card in found.cards}


def test_folds_say_the_share_of_calls_that_come_to_them() -> None:
    shown = bushy(900)
    odds = ivrsim.odds(shown)
    found = picture(shown, view="traffic")
    folds = {n: card for n, card in enumerate(found.cards) if not card.node}
    assert folds
    for edge in found.edges:
        if edge.target in folds:
            source = found.cards[edge.source].node
            hidden = [
                wire.target
                for wire in shown.out[source].values()
                if wire.target not in {card.node for card in found.cards}
            ]
            share = share_text(sum((odds.nodes[node] for node in hidden), Fraction(0)))
            assert folds[edge.target].notes[0].text == f"{share} of calls"


def test_a_folded_picture_shows_where_most_calls_go() -> None:
    shown = bushy(900)
    odds = ivrsim.odds(shown)
    drawn = {card.node for card in picture(shown, view="traffic").cards}
    least = min(odds.nodes[node] for node in drawn if node)
    beside = [n for n in shown.nodes if n not in drawn and shown.parents[n].source in drawn]
    assert all(odds.nodes[node] <= least for node in beside)


def test_what_is_marked_is_kept_or_counted_on_its_fold() -> None:
    shown = bushy(3000)
    few, many = set(list(shown.nodes)[-9:]), set(list(shown.nodes)[-900:])
    assert few <= {card.node for card in compose(shown, marked(shown, few)).cards}
    found = compose(shown, marked(shown, many))
    kept = {card.node for card in found.cards} & many
    notes = [note.text for card in found.cards if not card.node for note in card.notes]
    assert len(kept) + sum(int(note.split()[0]) for note in notes) == 900
    assert all(note.endswith(" with errors") for note in notes)


def test_dead_branches_within_a_fold_are_counted() -> None:
    found = picture(faulty(), view="dead", focus="marked")
    assert [c.badge for c in found.cards if c.node == "/true/1/false"] == ["dead"]
    assert [card.notes[0].text for card in found.cards if card.stands > 1 and card.notes] == []
    lost = Marks({"/true/1/false": Mark(counted="dead"), "/": Mark(keep=True)})
    folds = compose(faulty(), lost, focus="marked").cards[1:]
    assert [note.text for card in folds for note in card.notes] == ["1 dead"]


def test_the_focus_on_a_call_folds_all_beside_it() -> None:
    found = picture(flow(), Call(flow()), focus="marked")
    assert [c.badge for c in found.cards if c.state is State.PATH] == [
        f"step {number}" for number in range(1, 6)
    ]
    assert [c.title for c in found.cards if not c.node] == [
        "+6 nodes",
        "+4 nodes",
        "+7 nodes",
        "+3 nodes",
    ]
    assert stands(found) == 25


def test_the_focus_on_a_node_leaves_a_trail_to_it() -> None:
    found = picture(flow(), focus="/true/2")
    trail = [(card.node, card.entry) for card in found.cards if card.small]
    assert trail == [("/", ""), ("/true", "true")]
    assert (found.title, found.subtitle) == (
        "Bright Smile Dental · from /true/2 on",
        "6 of 25 nodes",
    )
    assert len(found.edges) == len(found.cards) - 1


def test_a_long_trail_is_folded_in_the_middle() -> None:
    builder = FlowBuilder()
    node = builder.add(Menu(prompt="Press 1."))
    for _ in range(40):
        node = builder.add(Menu(prompt="Press 1."), parent=node, exit_name="1")
    found = compose(builder.build(), focus=node)
    assert len(found.cards) == TRAIL + 1
    assert [card.title for card in found.cards][:3] == ["Menu", "+35 nodes", "Menu"]
    assert [(edge.source, edge.target) for edge in found.edges] == [
        (number, number + 1) for number in range(TRAIL)
    ]


def test_a_focus_within_a_loop_shows_the_loop() -> None:
    builder = FlowBuilder()
    root = builder.add(Menu(prompt="Press 1."))
    node = builder.add(Menu(prompt="Press 1."), parent=root, exit_name="1")
    end = builder.add(EndCall(), parent=node, exit_name="2")
    builder.out[node]["1"] = Wire(node, "1", root, 0)
    found = compose(builder.build(), focus=node)
    assert {card.node for card in found.cards} == {root, node, end}
    assert len(found.edges) == 3


def test_a_node_or_detail_that_is_not_there_says_which_may_be_meant() -> None:
    with pytest.raises(UsageError, match="no node '/true/9'") as caught:
        show(flow(), focus="/true/9")
    assert "/true/1" in caught.value.hint
    with pytest.raises(UsageError, match="no detail 'much'") as caught:
        show(flow(), detail="much")
    assert "folded" in caught.value.hint


def test_an_outline_has_what_is_in_focus() -> None:
    drawn = str(show(flow(), format="txt", focus="/true/2"))
    assert len(drawn.splitlines()) == 8
    assert "insurance" in drawn


def test_the_cells_of_an_icicle_are_as_high_as_their_share() -> None:
    odds = ivrsim.odds(now())
    cells = {card.node: card for card in picture(now(), view="traffic", detail="icicle").cards}
    whole = cells["/"].height + 1.5
    for node in ("/true", "/false", "/false/1", "/true/1"):
        assert cells[node].height + 1.5 == pytest.approx(whole * float(odds.nodes[node]))
        assert cells[node].badge == share_text(odds.nodes[node])


def test_cells_of_an_icicle_lie_within_the_one_before_and_touch_no_other() -> None:
    shown = bushy(700)
    found = compose(shown, detail="icicle")
    cells = {card.node: card for card in found.cards if card.node}
    for node, cell in cells.items():
        wire = shown.parents.get(node)
        if wire is not None:
            above = cells[wire.source]
            assert above.x + above.width < cell.x
            assert above.y <= cell.y + 1e-6
            assert cell.y + cell.height <= above.y + above.height + 1.5
    for column in {card.x for card in found.cards}:
        inside = sorted((c.y, c.y + c.height) for c in found.cards if c.x == column)
        assert all(one[1] <= other[0] + 1e-6 for one, other in itertools.pairwise(inside))


def test_an_icicle_of_100_000_nodes_is_small_and_counts_them_all() -> None:
    chain, fan = FlowBuilder(), FlowBuilder()
    menu = Menu(prompt="Press 1.")
    node, root = chain.add(menu), fan.add(menu)
    for number in range(99_999):
        node = chain.add(menu, parent=node, exit_name="1")
        fan.add(EndCall(), parent=root, exit_name=f"+{number}")
    for builder, cells in ((chain, DEEPEST + 1), (fan, 2), (None, None)):
        shown = builder.build() if builder else bushy(20_000)
        found = compose(shown, detail="icicle")
        assert stands(found) == len(shown)
        assert len(found.cards) == cells if cells else len(found.cards) < 8_000


def test_mermaid_draws_a_tree_where_an_icicle_is_asked_for() -> None:
    drawn = show(flow(), format="mmd", detail="icicle")
    assert drawn == show(flow(), format="mmd")
