"""What Stringee leaves open, as settings: every engine means the same by each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.analysis.cover import cover
from ivrsim.analysis.odds import odds
from ivrsim.analysis.profiles import profile_of
from ivrsim.analysis.reach import reach
from ivrsim.delta.between import diff
from ivrsim.flow.flow import CallFlow
from ivrsim.flow.question import KEYS
from ivrsim.simulate.caller import Caller
from ivrsim.simulate.settings import DEFAULTS, CallSettings
from ivrsim.simulate.state import Act, HangUp, Press, Silence, State, World
from ivrsim.simulate.step import begin, step
from ivrsim.simulate.trace import Step
from ivrsim.vendors.load import load
from tests.vendors.test_stringee_calls import KEYS as WIRED
from tests.vendors.test_stringee_calls import flow_of, node

OPEN: dict[str, tuple[Any, ...]] = {
    "repeats": ("in-a-row", "after-silence"),
    "no_branch": ("hangs-up", "asks-again"),
    "wrong_failover": ("after-attempts", "at-once"),
}
SETTINGS = [replace(DEFAULTS, **dict(zip(OPEN, values, strict=True))) for values in
            product(*OPEN.values())]  # fmt: skip
ROUNDS = 150
"""Questions after which the calls that still go on count as a tolerance."""


@st.composite
def looped(draw: st.DrawFn) -> CallFlow:
    """A flow of a few nodes, some played more than once, with any wires among them."""
    names = [f"N{number}" for number in range(draw(st.integers(1, 5)))]
    places = st.tuples(st.sampled_from(names), st.sampled_from(WIRED))
    wires = draw(st.dictionaries(places, st.sampled_from([*names, "QU_1"]), max_size=12))
    rows = [node(name, loop_count=draw(st.integers(1, 3))) for name in names]
    return flow_of(rows, *((source, key, to) for (source, key), to in wires.items()))


# -- one setting at a time ---------------------------------------------------------------

TWICE = flow_of([node("A", loop_count=2)], ("A", "EMPTY_KEY", "QU_N"), ("A", "INVALID_KEY", "QU_W"))
BARE = flow_of([node("A")], ("A", "1", "QU_1"))


def test_repeats_are_played_in_a_row_or_again_after_a_time_out() -> None:
    in_a_row = TWICE.call().silence()
    assert in_a_row.connected_to == "QU_N"
    apart = TWICE.call(repeats="after-silence").silence()
    assert not apart.ended
    assert apart.silence().connected_to == "QU_N"
    assert apart.time == pytest.approx(in_a_row.time + 5)


def test_a_wrong_key_uses_up_a_repeat_or_leaves_at_once() -> None:
    later = TWICE.call(repeats="after-silence").press("5")
    assert not later.ended
    assert later.silence().connected_to == "QU_W"
    at_once = TWICE.call(repeats="after-silence", wrong_failover="at-once").press("5")
    assert at_once.connected_to == "QU_W"


def test_without_a_branch_for_it_a_failed_answer_hangs_up_or_asks_again() -> None:
    assert BARE.call().press("5").outcome.kind == "disconnected"
    again = BARE.call(no_branch="asks-again").press("5").silence()
    assert not again.ended
    assert again.heard == ["This is A."] * 3
    assert again.press("1").connected_to == "QU_1"


def test_a_menu_of_invoca_never_asks_again_for_want_of_a_branch() -> None:
    menu = {"node_type": "Menu", "prompt": "?", "children": [{"node_type": "EndCall"}]}
    settings = CallSettings(attempts=1, no_branch="asks-again")
    flow = load(menu).flow
    assert flow.call(settings=settings).silence().outcome.kind == "disconnected"
    usual = odds(flow, settings=CallSettings(attempts=1))
    assert odds(flow, settings=settings).outcomes == usual.outcomes


# -- engine against engine ---------------------------------------------------------------


class Turn(NamedTuple):
    """An answer given in a real call: the state before it, the one after it, and the steps."""

    before: State
    act: Act
    after: State
    steps: tuple[Step, ...]


def answered(world: World, before: State, act: Act) -> Turn:
    """The same act time and again, until the question has its answer."""
    state = before
    steps: list[Step] = []
    while state.outcome is None and state.known.keypresses == before.known.keypresses:
        state, more = step(world, state, act)
        steps += more
    return Turn(before, act, state, tuple(steps))


def walked(flow: CallFlow, settings: CallSettings) -> Iterator[Turn]:
    """Every answer at every node that calls come to, by trying everything."""
    world = World(flow, Caller(), settings)
    todo, seen = [begin(world)[0]], set()
    for state in todo:
        if state.outcome is not None or state.node in seen:
            continue
        seen.add(state.node)
        fresh = state.but(time=0.0, heard=state.heard - state.time)
        acts: tuple[Act, ...] = (*map(Press, KEYS), Silence(), HangUp())
        for act in acts:
            turn = answered(world, fresh, act)
            todo.append(turn.after)
            yield turn


@given(looped(), st.sampled_from(SETTINGS))
def test_reach_and_cover_find_what_trying_everything_finds(
    flow: CallFlow, settings: CallSettings
) -> None:
    steps = [step for turn in walked(flow, settings) for step in turn.steps]
    came = {flow.root, *(step.node for step in steps)}
    found = reach(flow, settings=settings).found
    assert found.complete
    assert set(found.visits) == came
    assert set(found.exits) == {(step.node, step.exit) for step in steps if step.exit}
    calls = [witness.call() for witness in cover(flow, settings=settings).calls]
    assert {visit.node for call in calls for visit in call.visits} == came


@given(looped(), st.sampled_from(SETTINGS))
def test_odds_are_those_of_real_calls_answer_by_answer(
    flow: CallFlow, settings: CallSettings
) -> None:
    found = odds(flow, settings=settings)
    outcomes, exits, left = _played(flow, settings)
    slack = left + float(found.undecided) + 1e-9
    assert set(outcomes) == set(found.outcomes)
    for kind, share in found.outcomes.items():
        assert outcomes[kind] == pytest.approx(float(share), abs=slack)
    for way, share in found.exits.items():
        assert exits[way] <= float(share) + ROUNDS * slack
        assert (exits[way] > 0) is (share > 0)


def _played(
    flow: CallFlow, settings: CallSettings
) -> tuple[dict[str, float], dict[tuple[str, str], float], float]:
    """Shares of outcomes and of exits taken, and of calls that go on after many answers."""
    turns: dict[str | None, list[Turn]] = {}
    for turn in walked(flow, settings):
        turns.setdefault(turn.before.node, []).append(turn)
    outcomes: dict[str, float] = defaultdict(float)
    exits: dict[tuple[str, str], float] = defaultdict(float)
    going: dict[str | None, float] = {flow.root: 1.0}
    for _ in range(ROUNDS):
        before, going = going, defaultdict(float)
        for place, mass in before.items():
            for turn, chance in _chances(flow, turns[place]):
                last = next((s for s in reversed(turn.steps) if s.exit), None)
                if last is not None and last.node is not None:
                    exits[last.node, last.exit] += mass * chance
                if turn.after.outcome is None:
                    going[turn.after.node] += mass * chance
                else:
                    outcomes[turn.after.outcome.kind] += mass * chance
    return outcomes, exits, sum(going.values())


def _chances(flow: CallFlow, turns: list[Turn]) -> Iterator[tuple[Turn, float]]:
    """What callers of the neutral profile do: wired keys alike, one wrong key for all."""
    profile = profile_of("neutral")
    wired = flow.out[turns[0].before.node or ""]
    presses = [turn for turn in turns if isinstance(turn.act, Press)]
    good = [turn for turn in presses if isinstance(turn.act, Press) and turn.act.key in wired]
    wrong = next(turn for turn in presses if turn not in good)
    valid, missed = profile.valid, profile.wrong.share
    yield wrong, float(missed if good else valid + missed)
    for turn in turns:
        if isinstance(turn.act, Silence):
            yield turn, float(profile.none.share)
        elif isinstance(turn.act, HangUp):
            yield turn, float(profile.hang_up.share)
        elif turn in good:
            yield turn, float(valid / len(good))


@given(looped(), st.sampled_from(SETTINGS))
def test_a_flow_is_proven_the_same_as_itself_and_another_queue_is_noticed(
    flow: CallFlow, settings: CallSettings
) -> None:
    assert diff(flow, flow, settings=settings).equivalent is True
    wires = [(w.source, w.exit, w.target) for w in flow.all_wires() if w.target in flow.nodes]
    keys = ((s, k, t if t in flow.out and "/" not in t else "QU_2") for s, k, t in wires)
    rows = [dict(flow[n].raw) for n in flow.nodes if "node_play_mode" in flow[n].raw]
    other = flow_of(rows, *keys)
    connects = "connected" in odds(flow, settings=settings).outcomes
    assert diff(flow, other, settings=settings).equivalent is not connects
