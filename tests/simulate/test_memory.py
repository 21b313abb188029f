"""Calls that share what was worked out are the calls that `begin` and `step` make, each alone."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivrsim.conditions.evaluation import MissingFact
from ivrsim.errors import CallEnded, IvrsimError, UsageError
from ivrsim.flow.flow import CallFlow
from ivrsim.simulate import memory
from ivrsim.simulate.session import Call, _said, call
from ivrsim.simulate.settings import CallSettings
from ivrsim.simulate.state import Act, Enter, HangUp, Press, Silence, Speak, World
from ivrsim.simulate.step import begin, step
from ivrsim.testing.strategies import flows
from tests.simulate.flows import OFFICE, SALES_OR_SUPPORT, connect, decides, flow_of
from tests.simulate.test_generated import ACTS, callers

MENU = flow_of(SALES_OR_SUPPORT)


def told(walked: Call) -> tuple[Any, ...]:
    """All that a call says of itself."""
    return (walked.state, walked.trace, walked.acts, walked.outcome, walked.connected_to,
            walked.keypresses, walked.node, walked.prompt, walked.time, walked.texts_sent,
            walked.visits, walked.caller, walked.world.settings, walked.outline())  # fmt: skip


def plain(flow: CallFlow, words: Mapping[str, Any], acts: list[Act]) -> list[Any]:
    """The states and steps of a call by the pure functions, up to where one raises."""
    try:
        world = World(flow, *_said(dict(words)))
        state, steps = begin(world)
        found: list[Any] = [(state, steps)]
        for act in acts:
            if state.outcome is None:
                state, steps = step(world, state, act)
                found.append((state, steps))
    except IvrsimError as problem:
        return [type(problem), str(problem)]
    return found


def fast(flow: CallFlow, words: Mapping[str, Any], acts: list[Act]) -> list[Any]:
    """The same through `flow.call`."""
    try:
        walked: Call = flow.call(**words)
        found: list[Any] = [(walked.state, tuple(walked.trace))]
        for act in acts:
            if walked.outcome is None:
                before = len(walked.trace)
                do(walked, act)
                found.append((walked.state, tuple(walked.trace[before:])))
    except IvrsimError as problem:
        return [type(problem), str(problem)]
    return found


def do(walked: Call, act: Act) -> None:
    """An act by its method, as a test has it."""
    match act:
        case Press(key, after):
            walked.press(key, after=after)
        case Speak(text, after):
            walked.say(text, after=after)
        case Enter(digits, after):
            walked.enter(digits, after=after)
        case Silence():
            walked.silence()
        case HangUp(after):
            walked.hang_up(after=after)


CALLS = st.tuples(
    callers() | st.just({}) | callers().map(lambda words: words | {"in_region": ["West Coast"]}),
    st.lists(ACTS | st.just(HangUp(2.0)), max_size=12),
)


@given(flows(), st.lists(CALLS, min_size=1, max_size=4), st.sampled_from((memory.ROOM, 3, 40)))
def test_calls_are_those_of_the_pure_step_however_many_were_made_before(
    flow: CallFlow, calls: list[tuple[dict[str, Any], list[Act]]], room: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "ROOM", room)
        for words, acts in calls * 2:
            assert fast(flow, words, acts) == plain(flow, words, acts)


@settings(max_examples=20)
@given(flows(), st.lists(CALLS, min_size=1, max_size=3))
def test_threads_that_share_a_flow_make_the_same_calls(
    flow: CallFlow, calls: list[tuple[dict[str, Any], list[Act]]]
) -> None:
    alone = [plain(flow, *one) for one in calls]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda one: fast(flow, *one), calls * 4))
    assert together == alone * 4


def test_acts_as_values_and_as_methods_lead_to_the_same() -> None:
    by_method = call(MENU).press("7").silence().press("2")
    by_value = call(MENU).act(Press("7")).act(Silence()).act(Press("2"))
    alone = Call(MENU).press("7").silence().press("2")
    assert told(by_method) == told(by_value) == told(alone)


def test_going_on_in_one_call_leaves_the_others_where_they_are() -> None:
    one, other = call(MENU), call(MENU)
    one.press("1")
    assert (one.ended, other.ended, other.acts) == (True, False, [])
    trace = other.trace
    trace.clear()
    assert call(MENU).trace == Call(MENU).trace


def test_what_is_equal_is_not_always_the_same() -> None:
    assert call(MENU, mobile=True).caller.is_mobile
    with pytest.raises(UsageError):
        call(MENU, mobile=1)
    assert call(MENU, number=1).caller.number == "1"
    assert call(MENU, number=1.0).caller.number == "1.0"
    assert call(MENU, attempts=2).settings.attempts == 2
    with pytest.raises(UsageError):
        call(MENU, attempts=2.0)


def test_a_list_that_is_changed_later_changes_no_caller() -> None:
    flow = decides("in_region[West]")
    regions = ["West"]
    first = call(flow, in_region=regions)
    regions[0] = "East"
    assert first.connected_to == call(flow, in_region=["West"]).connected_to == "1"
    assert call(flow, in_region=regions).connected_to == "2"
    data = {"product": "Chair"}
    bought = decides("custom_data[product] present")
    assert call(bought, custom_data=data).connected_to == "1"
    data.clear()
    assert call(bought, custom_data=data).connected_to == "2"


def test_a_fact_that_is_missing_is_missing_each_time() -> None:
    flow = decides("during_hours", campaign=OFFICE)
    for _ in range(2):
        with pytest.raises(MissingFact):
            call(flow)
    assert call(flow, during_hours=True).connected_to == "1"


def test_both_hours_of_a_clock_that_is_set_back_are_told_apart() -> None:
    flow = decides("during_hours")
    early, late = (datetime(2026, 11, 1, 1, 30, fold=fold) for fold in (0, 1))
    assert call(flow, at=early).caller.at == early
    found = call(flow, at=late).caller.at
    assert found is not None
    assert found.fold == 1


@pytest.mark.parametrize("key", ["10", "x", "", 10, True, None, ["1"]])
def test_what_is_no_key_is_refused_before_any_key_is_pressed(key: Any) -> None:
    call(MENU).press("1")
    walked = call(MENU)
    with pytest.raises(UsageError):
        walked.press("1", key)
    with pytest.raises(UsageError):
        walked.press(key)
    assert walked.acts == []


def test_a_call_that_is_over_takes_no_act_however_often_it_was_made() -> None:
    for _ in range(2):
        with pytest.raises(CallEnded):
            call(MENU).press("1", "1")
    with pytest.raises(CallEnded):
        call(MENU).press("1").press("2")


def test_a_flow_is_forgotten_with_all_its_calls() -> None:
    flow = flow_of(("Menu", {"prompt": "Press 1."}, connect("1")))
    call(flow, mobile=True).press("1")
    known = id(flow)
    assert known in memory._MEMORIES
    gone = weakref.ref(flow)
    del flow
    gc.collect()
    assert gone() is None
    assert known not in memory._MEMORIES


def test_the_memory_is_flat_in_the_number_of_callers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "ROOM", 100)
    flow = flow_of(SALES_OR_SUPPORT)
    sizes = set()
    for number in range(200):
        call(flow, number=str(number)).press("1")
        sizes.add(len(memory.memory_of(flow).arrivals))
    assert max(sizes) < 100


def test_a_caller_may_act_100_000_times() -> None:
    patient = CallSettings(attempts=1_000_000, max_call_seconds=1e9)
    walked = call(MENU, settings=patient).silence(100_000)
    assert len(walked.acts) == 100_000
    assert len(walked.trace) == 200_001
