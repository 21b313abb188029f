"""Odds the slow way: every concrete caller, every act, through real calls.

Nothing of `ivrsim.analysis` is used here but the profile's numbers: hours, regions and
conditions are those of `ivrsim.simulate`.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any

from ivrsim.analysis.profile import Profile
from ivrsim.conditions.ast import Answer
from ivrsim.flow.flow import CallFlow
from ivrsim.flow.question import Question
from ivrsim.simulate.caller import Caller
from ivrsim.simulate.dialogue import ask_at
from ivrsim.simulate.settings import DEFAULTS, CallSettings
from ivrsim.simulate.state import Act, Enter, HangUp, Press, Silence, State, World
from ivrsim.simulate.step import begin, step
from ivrsim.simulate.trace import Step

Choice = tuple[Fraction, tuple[Act, ...]]
"""A share, and what such callers do at a question: the last act again until they are done."""


@dataclass
class Tally:
    """Shares of calls, by where they come to and how they end."""

    outcomes: Counter[str] = field(default_factory=Counter)
    nodes: Counter[str] = field(default_factory=Counter)
    exits: Counter[tuple[str, str]] = field(default_factory=Counter)
    paths: Counter[str] = field(default_factory=Counter)

    def add(self, share: Any, state: State, trace: list[Step]) -> None:
        """One call that is over."""
        assert state.outcome is not None
        self.outcomes[state.outcome.kind] += share
        for node in dict.fromkeys(s.node for s in trace if s.node is not None):
            self.nodes[node] += share
        for way in dict.fromkeys((s.node, s.exit) for s in trace if s.exit and s.node):
            self.exits[way] += share
        self.paths[" ".join(state.known.keypresses)] += share


def callers(
    profile: Profile, regions: list[frozenset[str]], is_open: Fraction, numbers: list[str]
) -> Iterator[tuple[Fraction, Caller]]:
    """Every caller of a profile; `regions` are the sets a caller can be in, `numbers` dialled."""
    one = Fraction(1)
    in_regions = {names: one / len(regions) for names in regions}
    if profile.regions is not None:
        in_regions = {frozenset(names): share for names, share in profile.regions.of.items()}
    lost, texts = 1 - profile.answered.share, profile.texts
    columns: list[list[tuple[Fraction, tuple[str, Any]]]] = [
        [(s, ("phone", phone)) for phone, s in profile.phone.of.items()],
        _two("repeat", profile.repeat.share),
        _two("during_hours", is_open),
        _two("branch", profile.branch_near.share),
        [(s, ("in_region", names)) for names, s in in_regions.items()],
        *(_two(f"lost {number}", lost) for number in numbers),
        *([(s, (f"text {n}", t)) for t, s in table.of.items()] for n, table in texts.items()),
    ]
    for row in product(*([cell for cell in column if cell[0]] for column in columns)):
        share = one
        for part, _ in row:
            share *= part
        yield share, _caller(dict(said for _, said in row))


def _two(name: str, share: Fraction) -> list[tuple[Fraction, tuple[str, Any]]]:
    return [(share, (name, True)), (1 - share, (name, False))]


def _caller(said: dict[str, Any]) -> Caller:
    texts = {n.removeprefix("text "): t for n, t in said.items() if n.startswith("text ")}
    data = {n[12:-1]: t for n, t in texts.items() if n.startswith("custom_data[") and t is not None}
    return Caller(
        phone=said["phone"],
        repeat=said["repeat"],
        custom_data=data,
        texts={n: t for n, t in texts.items() if "[" not in n and t is not None},
        branch="8005550142" if said["branch"] else "",
        unanswered=[n[5:] for n, lost in said.items() if n.startswith("lost ") and lost],
        given={"during_hours": said["during_hours"], "in_region": sorted(said["in_region"])},
    )


def choices(flow: CallFlow, profile: Profile, state: State) -> list[Choice]:
    """What callers do at the question that the call waits on."""
    ask = ask_at(flow, state.node)
    assert ask is not None
    assert state.node is not None
    question, hang_up = ask.question, profile.hang_up.share
    found: list[Choice] = [(hang_up, (HangUp(),))]
    if question.takes == "place":
        typed = profile.corrects_place.share
        stays = 1 - hang_up
        return [*found, (stays * typed, (Enter("98101"),)), (stays * (1 - typed), (Press("1"),))]
    if question.mobile_only:
        yes = profile.accepts_text.share
        stays = 1 - hang_up
        return [*found, (stays * yes, (Press("9"),)), (stays * (1 - yes), (Silence(),))]
    none, wrong = profile.none.share, profile.wrong.share
    if not question.asks_again:
        return [*found, (none, (Silence(),)), (1 - none - hang_up, (Press("1"),))]
    answers = list(_answers(flow, profile, state.node, question))
    if not answers:
        return [*found, (none, (Silence(),)), (1 - none - hang_up, (Enter("*"),))]
    return [
        *found,
        (none, (Silence(),)),
        (wrong, (Enter("*"),)),
        *((profile.valid * share, acts) for share, acts in answers),
    ]


def _answers(flow: CallFlow, profile: Profile, node: str, question: Question) -> Iterator[Choice]:
    if question.takes == "digits":
        for text, share in profile.typed[question.form].of.items():
            yield share, (Enter(text + "#"), Press("1"))
        return
    leading = {
        exit_.when.key
        for exit_ in flow.nodes[node].ways_out()
        if isinstance(exit_.when, Answer) and flow.target(node, exit_.name)
    }
    keys = [key for key in question.keys if key in leading]
    table = profile.keys.get(node)
    for key in keys:
        share = table.of.get(key, Fraction(0)) if table else Fraction(1, len(keys))
        yield share, (Press(key), Press("1"))


def act_out(
    world: World, state: State, acts: tuple[Act, ...], profile: Profile
) -> tuple[State, list[Step]]:
    """Do what a choice says, until the question is left, or its attempt is over."""
    asked, trace, queue = state, list[Step](), list(acts)
    while state.outcome is None and state.node == asked.node:
        state, steps = step(world, state, queue.pop(0) if len(queue) > 1 else queue[0])
        trace += steps
        if any(s.exit for s in steps):
            break
        if profile.errors_per == "attempt" and state.attempt > asked.attempt:
            break
    return state, trace


def every_call(
    flow: CallFlow,
    profile: Profile,
    callers: Iterator[tuple[Fraction, Caller]],
    settings: CallSettings = DEFAULTS,
) -> Tally:
    """Exact shares, by making every call there is.  For small flows without loops."""
    tally = Tally()
    for share, caller in callers:
        world = World(flow, caller, settings)
        state, steps = begin(world)
        todo = [(share, state, list(steps))]
        while todo:
            part, state, trace = todo.pop()
            if state.outcome is not None:
                tally.add(part, state, trace)
                continue
            for chance, acts in choices(flow, profile, state):
                if chance:
                    after, more = act_out(world, state, acts, profile)
                    todo.append((part * chance, after, trace + more))
    return tally


def some_calls(
    flow: CallFlow,
    profile: Profile,
    callers: Iterator[tuple[Fraction, Caller]],
    *,
    calls: int,
    seed: int,
) -> Tally:
    """Counts of `calls` random calls."""
    chance = random.Random(seed)
    known = list(callers)
    weights = [float(share) for share, _ in known]
    tally = Tally()
    for _, caller in chance.choices(known, weights, k=calls):
        world = World(flow, caller, DEFAULTS)
        state, steps = begin(world)
        trace = list(steps)
        while state.outcome is None:
            ways = choices(flow, profile, state)
            ((_, acts),) = chance.choices(ways, [float(share) for share, _ in ways])
            state, more = act_out(world, state, acts, profile)
            trace += more
        tally.add(1, state, trace)
    return tally
