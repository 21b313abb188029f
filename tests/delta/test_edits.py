"""Structural edits: what was done to a document, told by meaning and not by position."""

from __future__ import annotations

import copy
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.delta.align import align
from ivrsim.delta.between import diff
from ivrsim.delta.edits import Added, Changed, Edit, Moved, Removed
from ivrsim.delta.likeness import Palette, leaves_first, look
from ivrsim.delta.structure import edits_between
from ivrsim.flow.flow import CallFlow, FlowBuilder, Wire
from ivrsim.flow.nodes.connect import Connect
from ivrsim.flow.nodes.menu import Menu
from ivrsim.flow.nodes.verify_location import VerifyLocation
from ivrsim.flow.nodes.yes_or_no import YesOrNo
from ivrsim.flow.settings import Settings
from ivrsim.testing import strategies
from tests.delta import trees

SEEDS = st.integers(0, 10_000).map(Random)


def edits(old: CallFlow, new: CallFlow) -> tuple[tuple[Edit, ...], int]:
    """The edits, and how many nodes were kept."""
    return edits_between(align(old, new))


@given(strategies.flows())
def test_a_flow_has_no_edits_against_itself(flow: CallFlow) -> None:
    assert edits(flow, flow) == ((), len(flow))


def check_counts(old: CallFlow, new: CallFlow) -> None:
    """Every node is accounted for, once."""
    found, kept = edits(old, new)
    added = sum(edit.size for edit in found if isinstance(edit, Added))
    removed = sum(edit.size for edit in found if isinstance(edit, Removed))
    touched = {edit.node for edit in found if isinstance(edit, Moved)}
    touched |= {e.node for e in found if isinstance(e, Changed) and e.node is not None}
    assert len(new) == added + kept + len(touched)
    assert len(old) == removed + kept + len(touched)


@given(strategies.flows(), strategies.flows())
def test_edits_account_for_every_node_of_any_two_flows(old: CallFlow, new: CallFlow) -> None:
    check_counts(old, new)


@given(SEEDS, st.integers(2, 80), st.integers(1, 8))
def test_edits_account_for_every_node_of_an_edited_flow(
    random: Random, size: int, times: int
) -> None:
    root = trees.tree(size, random)
    check_counts(trees.flow(root), trees.flow(trees.edited(root, times, random)))


@given(SEEDS, st.integers(2, 60), st.integers(1, 5))
def test_edits_are_those_of_the_way_back_turned_round(
    random: Random, size: int, times: int
) -> None:
    """What is changed one way is changed the other way, from after to before."""
    root = trees.tree(size, random)
    old, new = trees.flow(root), trees.flow(trees.edited(root, times, random))
    for edit in edits(old, new)[0]:
        if isinstance(edit, Changed) and edit.old is not None and edit.node is not None:
            before, after = old[edit.old], new[edit.node]
            assert getattr(before, edit.field, before.kind) == (edit.before or "")
            assert getattr(after, edit.field, after.kind) == (edit.after or "")


@given(SEEDS, st.integers(3, 60))
def test_no_edit_is_without_a_difference(random: Random, size: int) -> None:
    """Flows with the same nodes at the same places have no edits, and only they."""
    root = trees.tree(size, random)
    changed = trees.edited(root, 1, random)
    old, new = trees.flow(root), trees.flow(changed)
    same = {k: look(n) for k, n in old.nodes.items()} == {k: look(n) for k, n in new.nodes.items()}
    assert bool(edits(old, new)[0]) is not same


def one_tree() -> trees.Tree:
    """A tree with a subtree worth moving."""
    billing: trees.Tree = {"node_type": "Menu", "prompt": "Billing: cards or bills?"}
    billing["children"] = [
        {"node_type": "Connect", "destination_phone_number": f"206555010{n}"} for n in (1, 2)
    ]
    sales = {"node_type": "Connect", "prompt": "Sales.", "destination_phone_number": "2065550103"}
    return {"node_type": "Menu", "prompt": "Sales or billing?", "children": [sales, billing]}


def swap(root: trees.Tree) -> None:
    """The two branches change places."""
    root["children"].reverse()


def number(root: trees.Tree) -> None:
    """Another number far down."""
    root["children"][1]["children"][0]["destination_phone_number"] = "2065550199"


def wrap(root: trees.Tree) -> None:
    """Everything goes behind a condition."""
    below = dict(root)
    root.clear()
    end = {"node_type": "EndCall", "prompt": "Closed."}
    root |= {"node_type": "Condition", "condition": "mobile", "children": [below, end]}


def lead_in(root: trees.Tree) -> None:
    """A question is put between the menu and a changed billing menu."""
    billing = root["children"][1]
    billing["prompt"] = "Billing: cards, bills?"
    root["children"][1] = {
        "node_type": "YesOrNo",
        "prompt": "Are you a customer?",
        "children": [billing, {"node_type": "EndCall", "prompt": "Sorry."}],
    }


def cut(root: trees.Tree) -> None:
    """Billing is gone."""
    root["children"].pop()


def reword(root: trees.Tree) -> None:
    """The condition of a number, written otherwise, and its prompt."""
    root["children"][0] |= {"prompt": "Sales team.", "destination_country_code": "1"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (swap, ["moved /2 to /1: # Menu", "moved /1 to /2: → Connect"]),
        (number, ['changed /2/1: destination_phone_number "2065550101" → "2065550199"']),
        (
            wrap,
            ["added /: ? Condition  mobile, and 1 node below it", "moved / to /true: # Menu"],
        ),
        (
            lead_in,
            [
                'added /2: √ Yes or no  "Are you a customer?", and 1 node below it',
                "moved /2 to /2/1: # Menu",
                'changed /2/1: prompt "Billing: cards or bills?" → "Billing: cards, bills?"',
            ],
        ),
        (cut, ['removed /2: # Menu  "Billing: cards or bills?", and 2 nodes below it']),
        (
            reword,
            [
                'changed /1: prompt "Sales." → "Sales team."',
                'changed /1: destination_country_code (none) → "1"',
            ],
        ),
    ],
)  # fmt: skip
def test_an_edit_is_told_as_it_was_made(
    change: Callable[[trees.Tree], None], told: list[str]
) -> None:
    changed = copy.deepcopy(one_tree())
    change(changed)
    found = [str(edit) for edit in edits(trees.flow(one_tree()), trees.flow(changed))[0]]
    assert len(found) == len(told)
    assert all(text.startswith(start) for text, start in zip(found, told, strict=True)), found


def test_settings_and_campaign_are_compared_name_by_name() -> None:
    root = one_tree()
    new = trees.document(root, hours={"monday_open": 28800, "monday_close": 61200})
    new["named_regions"] = new["named_regions"][1:]
    new["ivr_tree"]["record_calls"] = True
    delta = diff(trees.document(root), new)
    assert [(e.part, e.field) for e in delta.edits if isinstance(e, Changed)] == [
        ("settings", "record_calls"),
        ("campaign", "hours.monday_open"),
        ("campaign", "named_regions[West]"),
    ]


def test_an_unknown_property_and_an_unreadable_value_are_changes_too() -> None:
    old, new = one_tree(), one_tree()
    new["children"][0] |= {"mood": "cheerful", "connect_timeout": "soon"}
    found = {str(edit) for edit in edits(trees.flow(old), trees.flow(new))[0]}
    assert found == {
        'changed /1: mood (none) → "cheerful"',
        'changed /1: connect_timeout (none) → "soon"',
    }


# -- flows that go round -----------------------------------------------------------


def circle(number: str, hint: str = "") -> CallFlow:
    """A menu that can be heard again, and a number."""
    builder = FlowBuilder()
    menu = builder.add(Menu(prompt="1 to go on, 2 to hear this again."))
    again = builder.add_child(menu, YesOrNo(prompt=f"Sure?{hint}"))
    builder.add_child(again, Connect(destination_phone_number=number))
    for exit_, source in (("2", menu), ("2", again)):
        builder.out[source][exit_] = Wire(source, exit_, menu, 1)
    return builder.build(settings=Settings())


def test_flows_with_circles_are_compared_to_the_end() -> None:
    same = diff(circle("8004377951"), circle("8004377951"))
    assert same.equivalent is True
    reworded = diff(circle("8004377951"), circle("8004377951", " Really?"))
    assert reworded.equivalent is True
    assert len(reworded.edits) == 1
    other = diff(circle("8004377951"), circle("8004377952"))
    (region,) = other.regions
    assert (region.before.number, region.after.number) == ("8004377951", "8004377952")
    assert region.witness.before().connected_to == "8004377951"


def test_equal_subtrees_have_equal_colours_also_in_circles() -> None:
    palette = Palette()
    found = []
    for flow in (circle("1"), circle("1"), circle("2")):
        looks = {key: look(node) for key, node in flow.nodes.items()}
        found.append(palette.colours(flow, looks, leaves_first(flow)))
    assert found[0] == found[1]
    assert not set(found[0].values()) & set(found[2].values())


def chain(last: str, length: int) -> CallFlow:
    """One question after the other, then a number."""
    builder = FlowBuilder()
    node = builder.add(VerifyLocation(prompt="Where?"))
    for _ in range(length):
        node = builder.add_child(node, VerifyLocation(prompt="Where now?"))
    builder.add_child(node, Connect(destination_phone_number=last))
    return builder.build()


def test_a_chain_of_thousands_of_questions_is_no_deeper_than_a_short_one() -> None:
    delta = diff(chain("8004377951", 3000), chain("8004377952", 3000))
    assert delta.kept == 3001
    assert delta.equivalent is False


def test_what_a_call_shows_too_late_is_shown_by_a_caller_who_does_not_wait() -> None:
    delta = diff(chain("8004377951", 9000), chain("8004377952", 9000))
    (region,) = delta.regions
    assert region.witness.hurried
    assert (region.before.number, region.after.number) == ("8004377951", "8004377952")
    assert region.witness.before().connected_to == "8004377951"
    assert region.witness.after().connected_to == "8004377952"
    assert "press 1 (9,001 times) (if they wait for no prompt)" in str(region)
    assert not delta.doubts


def test_a_long_text_is_shown_where_it_changed() -> None:
    old = "Thank you for calling. For sales, press 1. For support, press 2. For hours, press 3."
    told = str(Changed("node", "prompt", old, old.replace("press 3", "press 4"), "/", "/"))
    assert "press 3" in told
    assert "press 4" in told
