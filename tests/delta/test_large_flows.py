"""Flows that are deep, wide or long: the same verdicts, and what no call gets to in time."""

from __future__ import annotations

import copy
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ivrsim.delta.between import diff
from ivrsim.flow.flow import CallFlow, FlowBuilder
from ivrsim.flow.node import NODE_TYPES, Node
from ivrsim.simulate.settings import CallSettings
from tests.delta import trees
from tests.delta.callers import anybody_notices, callers, noticed
from tests.delta.test_callers_who_notice import check_witnesses, depth, small

SEEDS = st.integers(0, 10_000).map(Random)
DEEP = 100_000
CHANGES: tuple[Callable[[trees.Tree, Random], None], ...] = (
    trees.swapped, trees.dropped, trees.negated, trees.lifted, trees.other_number, trees.cut,
)  # fmt: skip


def fits(change: Callable[[trees.Tree, Random], None], node: trees.Tree) -> bool:
    """Whether this can be done to a node."""
    if change is trees.negated:
        return "condition" in node
    if change is trees.other_number:
        return "destination_phone_number" in node
    return change is trees.cut or len(node.get("children", ())) > (change is not trees.lifted)


@given(SEEDS, st.integers(3, 7), st.lists(st.sampled_from(CHANGES), max_size=3), st.booleans())
@settings(max_examples=80)
def test_what_is_swapped_dropped_negated_or_moved_is_noticed_by_those_whom_it_concerns(
    random: Random,
    size: int,
    changes: list[Callable[[trees.Tree, Random], None]],
    exchange: bool,
) -> None:
    root = small(random, size)
    changed = copy.deepcopy(root)
    for change in changes:
        some = [node for node in trees.nodes(changed) if fits(change, node)]
        if some:
            change(random.choice(some), random)
    if exchange:
        trees.exchanged(changed, random)
    assume(depth(changed) <= 3)
    old, new = trees.flow(root), trees.flow(changed)
    assume(sum(1 for _ in callers(old, new)) <= 24)
    delta = diff(old, new)
    assert delta.equivalent is not anybody_notices(old, new)
    check_witnesses(delta)


@given(SEEDS, st.integers(2, 6), st.integers(1, 2), st.sampled_from((3.0, 12.0, 40.0)))
@settings(max_examples=60)
def test_what_calls_cut_off_early_do_not_show_is_never_called_a_difference(
    random: Random, size: int, times: int, limit: float
) -> None:
    root = small(random, size)
    changed = trees.edited(root, times, random)
    assume(depth(changed) <= 3)
    old, new = trees.flow(root), trees.flow(changed)
    everybody = [*callers(old, new)]
    assume(len(everybody) <= 12)
    delta = diff(old, new, settings=CallSettings(max_call_seconds=limit))
    check_witnesses(delta)
    hasty = (words | {"max_call_seconds": limit} for words in everybody)
    pairs = (pair for words in hasty for pair in noticed(old, new, words, after=0.0))
    shown = any("too_long" not in (one.kind, other.kind) for one, other in pairs)
    assert not (shown and delta.equivalent is True)


# -- deep and wide -----------------------------------------------------------------


def chain(kind: str, length: int, *last: tuple[str, dict[str, Any]], exit_: str = "") -> CallFlow:
    """One node of a kind after the other; `last` hangs at the lowest of them.

    `exit_` is the failover exit by which it goes on, where it is no other.
    """
    builder = FlowBuilder()
    fields = FIELDS.get(kind, {})
    lowest = builder.add(node(kind, prompt="Well?", **fields))
    for number in range(length):
        lowest = builder.add_child(lowest, node(kind, prompt=f"And {number}?", **fields), exit_)
    for name, said in last:
        end = builder.add_child(lowest, node(name, **said), exit_)
        if name == "Condition":
            for number in (1, 2) if "not" not in said["condition"] else (2, 1):
                builder.add_child(end, node("Connect", **to(number)[1]))
    return builder.build()


def node(kind: str, **fields: Any) -> Node:
    """A node of a kind."""
    return NODE_TYPES[kind].model_validate(fields)


FIELDS: dict[str, dict[str, Any]] = {
    "SmsPromo": {"sms_promo_copy": "See example.com"},
    "NumberQuestion": {"number_question_type": "ZipCode"},
}


def to(number: int) -> tuple[str, dict[str, Any]]:
    """A number to connect to."""
    return "Connect", {"destination_phone_number": f"800437795{number}"}


def asks(condition: str) -> tuple[str, dict[str, Any]]:
    """A condition; behind it stand two numbers, the other way round where it says not."""
    return "Condition", {"condition": condition}


KINDS = ("Menu", "YesOrNo", "AnyKeyPress", "VerifyLocation", "NumberQuestion", "SmsPromo")


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_below_two_thousand_questions_is_found_with_a_call_that_shows_it(
    kind: str,
) -> None:
    delta = diff(chain(kind, 2000, to(1)), chain(kind, 2000, to(2)))
    assert delta.equivalent is False
    assert delta.kept == 2001
    witness = delta.regions[0].witness
    assert witness.before().connected_to == "8004377951"
    assert witness.after().connected_to == "8004377952"


@pytest.mark.parametrize("kind", KINDS)
def test_a_rewrite_below_two_thousand_questions_is_proven_to_change_nothing(kind: str) -> None:
    """However many ways lead there: what was seen below a question is not walked again."""
    delta = diff(
        chain(kind, 2000, asks("repeat")), chain(kind, 2000, asks("not repeat")), budget=50_000
    )
    assert delta.equivalent is True, delta.doubts
    assert delta.edits


def test_where_too_many_ways_lead_to_a_difference_it_is_said_that_not_all_were_followed() -> None:
    delta = diff(chain("SmsPromo", 40, to(1)), chain("SmsPromo", 40, to(2)))
    assert delta.equivalent is False
    assert any("were not followed" in doubt for doubt in delta.doubts)
    check_witnesses(delta)


def test_equal_flows_a_hundred_thousand_questions_deep_are_proven_equivalent() -> None:
    delta = diff(chain("Menu", DEEP, to(1)), chain("Menu", DEEP, to(1)))
    assert delta.equivalent is True
    assert not delta
    assert delta.kept == DEEP + 2


def wide(children: int, last: str) -> CallFlow:
    """A menu with so many children; those beyond the ninth stand behind no key."""
    builder = FlowBuilder()
    menu = builder.add(node("Menu", prompt="Press a key."))
    for number in range(children):
        ends = node("Connect", destination_phone_number=f"{8_002_000_000 + number}")
        builder.add(ends, parent=menu, exit_name=f"{number + 1}", index=number)
    ends = node("Connect", destination_phone_number=last)
    builder.add(ends, parent=menu, exit_name="W", index=children)
    return builder.build()


def test_equal_flows_a_hundred_thousand_branches_wide_are_proven_equivalent() -> None:
    delta = diff(wide(DEEP, "8004377951"), wide(DEEP, "8004377951"))
    assert delta.equivalent is True
    assert not delta
    changed = diff(wide(1000, "8004377951"), wide(1000, "8004377952"))
    assert [str(response) for response in changed.regions[0].responses] == ["press 0"]


# -- the time that a call may last -------------------------------------------------


@pytest.mark.parametrize(("length", "same"), [(300, False), (800, True)])
def test_what_takes_more_silence_than_a_call_may_last_nobody_notices(
    length: int, same: bool
) -> None:
    """Three attempts of more than five seconds each: three hours are 720 questions at most."""
    old, new = (chain("Menu", length, to(number), exit_="N") for number in (1, 2))
    delta = diff(old, new)
    assert delta.equivalent is same
    check_witnesses(delta)
    silent = old.call().silence(900) if length > 720 else old.call()
    assert not silent.connected_to


def test_where_a_quicker_call_may_be_possible_it_is_not_decided_and_said_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An answer that is read back ends the prompt: silence after it takes less time."""
    monkeypatch.setitem(FIELDS, "Menu", {"confirm_response_enabled": True})
    old, new = (chain("Menu", 700, to(number), exit_="N") for number in (1, 2))
    delta = diff(old, new)
    assert repr(delta.equivalent) == "UNDECIDED"
    (doubt,) = delta.doubts
    assert doubt == (
        "Differences that no call tried gets to in the 3:00:00 a call may last, "
        "even if its caller waits for no prompt: 1."
    )


def test_hundreds_of_numbers_are_typed_in_no_time_by_those_who_hurry() -> None:
    old, new = (chain("NumberQuestion", 300, to(number)) for number in (1, 2))
    delta = diff(old, new, settings=CallSettings(max_call_seconds=60))
    (region,) = delta.regions
    assert region.witness.hurried
    assert region.witness.before().time == 0
    check_witnesses(delta)
