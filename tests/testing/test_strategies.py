"""What the strategies promise: all that is drawn is valid, little is missed, failures are small."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from ivrsim.analysis.reach import reach
from ivrsim.conditions import ALWAYS, format_condition, parse_condition
from ivrsim.flow.flow import CallFlow
from ivrsim.flow.question import KEYS
from ivrsim.simulate.session import Call
from ivrsim.simulate.state import Act
from ivrsim.testing import strategies
from ivrsim.testing.machine import machine_for
from tests.analysis.trees import flows as puzzling
from tests.benchmarks.reach_flows import grown
from tests.simulate.flows import connect, flow_of

QUIET = settings(
    database=None,
    derandomize=True,
    max_examples=100,
    suppress_health_check=list(HealthCheck),
)

SHOP = flow_of(
    (
        "Menu",
        {"prompt": "Sales 1, offer 2, more 3."},
        connect("8005550101"),
        ("SmsPromo", {"prompt": "9?", "sms_promo_copy": "Ten percent."}, connect("8005550102")),
        (
            "Condition",
            {"condition": 'repeat and custom_data[product] = "Chair"'},
            ("Menu", {"prompt": "More?"}, connect("8005550103"), connect("8005550104")),
            connect("8005550105"),
        ),
    )
)
"""A flow in which the smallest calls are known by heart."""


@given(strategies.conditions())
def test_every_condition_can_be_read_and_is_written_as_it_was_read(text: str) -> None:
    expr = parse_condition(text)
    assert expr != ALWAYS
    assert parse_condition(format_condition(expr)) == expr


def test_conditions_say_all_that_the_language_can_say() -> None:
    kinds: set[str] = set()

    @settings(QUIET, max_examples=300)
    @given(strategies.conditions())
    def draw(text: str) -> None:
        kinds.update(type(part).__name__ for part in parse_condition(text).walk())

    draw()
    wanted = {"And", "Or", "Not", "Flag", "InRegion", "Pressed", "Compare", "TextTest"}
    assert wanted <= kinds


@given(strategies.callers(), st.lists(strategies.acts(), max_size=10), strategies.keys())
def test_every_caller_can_call_and_act(
    words: dict[str, Any], acts: list[Act], keys: tuple[str, ...]
) -> None:
    call = SHOP.call(**words)
    for act in acts:
        if not call.ended:
            call.act(act)
    assert set(keys) <= set(KEYS)
    assert call.ended or SHOP.call(**words).press(*keys[:1]) is not None


@settings(max_examples=60)
@given(puzzling(), st.data())
def test_every_call_drawn_replays_and_takes_exits_that_are_reachable(
    flow: CallFlow, data: st.DataObject
) -> None:
    call = data.draw(strategies.callers_for(flow))
    found = reach(flow).found
    assert call.flow is flow
    assert {visit.node for visit in call.visits} <= found.visits.keys()
    taken = {(visit.node, visit.exit) for visit in call.visits if visit.exit}
    assert taken <= found.exits.keys()
    again = Call(flow, call.caller, call.settings)
    for act in call.acts:
        again.act(act)
    assert again.trace == call.trace


def reached(drawn: st.SearchStrategy[Any], made: Callable[[Any], Call]) -> int:
    """How many exits 200 examples take between them."""
    seen: set[object] = set()

    @settings(QUIET, max_examples=200)
    @given(drawn)
    def draw(example: Any) -> None:
        seen.update((v.node, v.exit) for v in made(example).visits if v.exit)

    draw()
    return len(seen)


def test_callers_for_a_flow_see_five_times_as_much_as_callers_who_know_nothing_of_it() -> None:
    flow = grown(1000)

    def walk(example: tuple[dict[str, Any], list[Act]]) -> Call:
        call = flow.call(**example[0])
        for act in example[1]:
            if not call.ended:
                call.act(act)
        return call

    blind = st.tuples(strategies.callers(), st.lists(strategies.acts(), max_size=20))
    exits = len(reach(flow).found.exits)
    ours = reached(strategies.callers_for(flow), lambda call: call)
    assert ours > exits * 0.3
    assert ours > 5 * reached(blind, walk)


SMALLEST: dict[str, tuple[Callable[[Call], object], str, dict[str, Any]]] = {
    "any call": (lambda call: True, "", {}),
    "an end": (lambda call: call.ended, "1", {}),
    "a text": (lambda call: call.texts_sent, "2 9", {"mobile": True}),
    "a place below": (
        lambda call: call.connected_to == "8005550104",
        "3 2",
        {"repeat": True, "custom_data": {"product": "Chair"}},
    ),
    "a question below": (
        lambda call: any(visit.node == "/3/true" for visit in call.visits),
        "3",
        {"repeat": True, "custom_data": {"product": "Chair"}},
    ),
    "silence": (lambda call: call.keypresses == "", "", {}),
    "the call is dropped": (
        lambda call: call.ended and call.outcome and call.outcome.kind == "disconnected",
        "silence silence silence",
        {},
    ),
}


def did(call: Call) -> str:
    """What the caller did, in short."""
    return " ".join(getattr(act, "key", type(act).__name__.lower()) for act in call.acts)


@pytest.mark.parametrize("name", SMALLEST)
def test_what_fails_shrinks_to_the_shortest_call_with_the_fewest_attributes(name: str) -> None:
    holds, keys, words = SMALLEST[name]
    found = find(strategies.callers_for(SHOP), lambda call: bool(holds(call)), settings=QUIET)
    wanted = SHOP.call(**words)
    assert found.caller == wanted.caller
    assert len(found.acts) == len(keys.split())
    assert did(found) == keys or name == "the call is dropped"


def test_a_failure_tells_the_command_of_its_call() -> None:
    @settings(QUIET)
    @given(strategies.callers_for(SHOP, file="shop.json"))
    def check(call: Call) -> None:
        assert not call.texts_sent

    with pytest.raises(AssertionError) as failure:
        check()
    told = "\n".join(failure.value.__notes__)
    assert "ivrsim call shop.json --mobile --press 2 --press 9" in told


def never_to_the_last(call: Call) -> bool:
    """Nobody comes to the last number."""
    return call.connected_to != "8005550104"


def test_a_machine_finds_what_breaks_an_invariant_and_says_how() -> None:
    machine = machine_for(SHOP, invariant=never_to_the_last)
    with pytest.raises(AssertionError, match="It does not hold: Nobody comes to the last") as no:
        run_state_machine_as_test(machine, settings=QUIET)
    told = "\n".join(no.value.__notes__)
    steps = [told.count(f"state.{rule}") for rule in ("answers", "goes_on", "arrives")]
    assert sum(steps) in (1, 2, 3)
    assert "# press 3" in told
    assert "# press 2" in told or "state.arrives" in told


def test_a_machine_walks_every_call_where_the_invariant_holds() -> None:
    seen: set[str] = set()

    def holds(call: Call) -> None:
        seen.add(call.outcome.kind if call.outcome else "waiting")

    run_state_machine_as_test(machine_for(SHOP, invariant=holds), settings=QUIET)
    assert {"waiting", "connected", "hung_up"} <= seen


@pytest.mark.parametrize("size", [1, 12, 60])
def test_a_machine_can_be_made_for_any_flow(size: int) -> None:
    flow = grown(size, "adversarial")
    machine = machine_for(flow, invariant=lambda call: call.time >= 0)
    run_state_machine_as_test(machine, settings=settings(QUIET, max_examples=20))


def test_a_flow_without_any_node_is_called_too() -> None:
    empty = CallFlow({}, {}, root=None)
    found = find(strategies.callers_for(empty), lambda call: True, settings=QUIET)
    assert found.outcome is not None
    assert found.outcome.kind == "fault"
