"""Any caller through any flow: the call always ends or waits for its caller, and says why."""

from __future__ import annotations

import pickle
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ivrsim.flow.flow import CallFlow, FlowBuilder
from ivrsim.flow.node import NODE_TYPES
from ivrsim.flow.question import KEYS
from ivrsim.simulate.session import Call, call
from ivrsim.simulate.state import Act, Enter, HangUp, Press, Silence, Speak
from ivrsim.simulate.step import begin, step
from ivrsim.simulate.trace import Kind
from ivrsim.testing.strategies import flows

ACTS = st.one_of(
    st.sampled_from(KEYS).map(Press),
    st.builds(Press, st.sampled_from(KEYS), st.floats(0, 60)),
    st.sampled_from(("93101", "1", "8005550100", "02292028", "#", "12*50#")).map(Enter),
    st.sampled_from(("sales", "one", "two", "yes", "no", "nine three", "", "§")).map(Speak),
    st.just(Silence()),
)
"""What a caller may do at a question; hanging up is left to the end."""

NUMBERS = ("8004377950", "2065550131", "5035550142", "+12065550170")


def callers() -> st.SearchStrategy[dict[str, Any]]:
    """The words that describe a caller; the time of the call is always known."""
    return st.fixed_dictionaries(
        {"at": st.sampled_from(("2026-11-22 03:00", "2026-11-23 10:00", "2026-07-04 17:30Z"))},
        optional={
            "phone": st.sampled_from(("mobile", "landline", "unknown")),
            "repeat": st.booleans(),
            "state": st.sampled_from(("CA", "NY", "TX")),
            "custom_data": st.sampled_from(({}, {"product": "Chair"}, {"product": NUMBERS[0]})),
            "unanswered": st.lists(st.sampled_from(NUMBERS), max_size=4),
            "branch": st.sampled_from(("", *NUMBERS)),
            "attempts": st.integers(1, 4),
            "wrong_failover": st.sampled_from(("after-attempts", "at-once")),
        },
    )


def walk(flow: CallFlow, words: dict[str, Any], acts: list[Act]) -> Call:
    """The call after as many of the acts as it takes."""
    walked = call(flow, **words)
    for act in acts:
        if not walked.ended:
            walked.act(act)
    return walked


@given(flows(), callers(), st.lists(ACTS, max_size=40))
def test_a_call_ends_or_waits_at_a_question_and_says_why(
    flow: CallFlow, words: dict[str, Any], acts: list[Act]
) -> None:
    walked = walk(flow, words, acts)
    if not walked.ended:
        assert walked.node in flow.nodes
        walked.act(HangUp())
    assert walked.outcome is not None
    assert walked.trace[-1].kind is Kind.ENDED
    if walked.outcome.kind in ("disconnected", "unanswered", "too_long", "fault"):
        assert walked.outcome.reason
    if walked.outcome.kind in ("connected", "transferred"):
        assert walked.connected_to


@given(flows(), callers(), st.lists(ACTS, max_size=20))
def test_a_step_is_a_pure_function_of_what_can_be_stored(
    flow: CallFlow, words: dict[str, Any], acts: list[Act]
) -> None:
    walked = call(flow, **words)
    state, told = begin(walked.world)
    assert (state, list(told)) == (walked.state, walked.trace)
    for act in acts:
        if state.outcome is None:
            stored = pickle.loads(pickle.dumps(state))
            again = step(walked.world, stored, act)
            state, told = step(walked.world, state, act)
            assert again == (state, told)


@given(flows(), callers(), st.lists(ACTS, max_size=40))
def test_the_trace_follows_the_wires_and_the_clock(
    flow: CallFlow, words: dict[str, Any], acts: list[Act]
) -> None:
    walked = walk(flow, words, acts)
    times = [s.time for s in walked.trace]
    barged = any(isinstance(act, Press) and act.after is not None for act in walked.acts)
    assert times == sorted(times) or barged
    visits = walked.visits
    assert not visits or visits[0].node == flow.root
    for here, there in pairwise(visits):
        assert here.exit is not None
        assert flow.target(here.node, here.exit) == there.node
    pressed = [v.exit for v in visits if v.exit in ("W", "N")]
    assert [key for key in walked.keypresses.split() if key in ("W", "N")] == pressed


def test_a_way_100_000_nodes_long_is_walked() -> None:
    builder = FlowBuilder()
    decides = NODE_TYPES["Condition"].model_validate({"condition": "mobile or not pressed[1]"})
    end = NODE_TYPES["EndCall"].model_validate({"prompt": "Goodbye."})
    key = builder.add(decides)
    for _ in range(100_000):
        below = builder.add_child(key, decides)
        builder.add_child(key, end)
        key = below
    builder.add_child(key, end)
    flow = builder.build()
    walked = call(flow, mobile=True)
    assert walked.outcome is not None
    assert walked.outcome.kind == "ended"
    assert len(walked.visits) == 100_002
