"""The mutation score: of all faults that callers would notice, how many a suite notices.

A mutant is *killed* if a test fails on it.  One that no test kills is compared with the
flow by `ivrsim.diff`: proven *equivalent*, it is no fault and left out; else it has
*survived*, and the smallest witness of the difference is the call that would kill it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Protocol

from ivrsim.conditions.symbolic.formula import UNDECIDED
from ivrsim.delta.between import BUDGET, Compare, diff
from ivrsim.delta.region import Region
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.simulate.session import Call
from ivrsim.testing.mutants import Mutant, mutants
from ivrsim.values import dataclass, field


class Verdict(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    EQUIVALENT = "equivalent"
    UNDECIDED = "not decided"


@dataclass(frozen=True, slots=True)
class Trial:
    """A test that passes on the flow as it is.

    `visits` are the nodes its calls came through; `None`: it looks at the flow by other
    means than calls, so any fault may matter to it.  `steps`: how much its calls do.
    """

    id: str
    visits: frozenset[NodeId] | None
    steps: int = 0

    @classmethod
    def of(cls, id: str, calls: Iterable[Call]) -> Trial:
        """A test by the calls it made."""
        steps = [step for call in calls for step in call.trace]
        visits = frozenset(step.node for step in steps if step.node is not None)
        return cls(id, visits if steps else None, len(steps))

    def may_notice(self, mutant: Mutant) -> bool:
        """Whether the test comes to where the fault is."""
        return self.visits is None or mutant.node is None or mutant.node in self.visits


class Bench(Protocol):
    """Runs the tests of a suite."""

    def trials(self) -> Sequence[Trial]:
        """The tests that use the flow, each of which passes on it."""

    def passes(self, trial: Trial, flow: CallFlow) -> bool:
        """Whether a test passes with another flow in place of its own."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A mutant and its verdict.

    - `killer` is the first test that failed, `ran` how many were run;
    - `region` are the callers who notice a survivor, with the call that would kill it;
    - `doubts` says what was not decided.
    """

    mutant: Mutant
    verdict: Verdict
    killer: str = ""
    ran: int = 0
    region: Region | None = field(default=None, repr=False)
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """What a suite makes of all mutants of a flow; `tests` is how many tests use it."""

    judged: tuple[Judged, ...]
    tests: int

    def of(self, verdict: Verdict) -> tuple[Judged, ...]:
        """The mutants with this verdict, in reading order."""
        return tuple(one for one in self.judged if one.verdict is verdict)

    @property
    def percent(self) -> float:
        """The mutants killed, of a hundred that callers notice; 100 where there are none."""
        killed, survived = len(self.of(Verdict.KILLED)), len(self.of(Verdict.SURVIVED))
        return 100 * killed / (killed + survived) if killed + survived else 100.0


def score(
    flow: CallFlow, bench: Bench, *, compare: Compare = "prompts", budget: int = BUDGET
) -> Score:
    """Judge every mutant of a flow by the tests of a bench.

    `compare` says what callers notice (see `ivrsim.diff`): where their calls end
    (`outcome`), or also what they hear (`prompts`).  `budget` counts the steps of one
    proof.
    """
    trials = sorted(bench.trials(), key=_cheapest)
    judged = (_judged(flow, mutant, bench, trials, compare, budget) for mutant in mutants(flow))
    return Score(tuple(judged), len(trials))


def _cheapest(trial: Trial) -> tuple[bool, int, str]:
    return trial.visits is None, trial.steps, trial.id


def _judged(
    flow: CallFlow,
    mutant: Mutant,
    bench: Bench,
    trials: Sequence[Trial],
    compare: Compare,
    budget: int,
) -> Judged:
    faulty = mutant.flow
    ran = 0
    for trial in (trial for trial in trials if trial.may_notice(mutant)):
        ran += 1
        if not bench.passes(trial, faulty):
            return Judged(mutant, Verdict.KILLED, trial.id, ran)
    delta = diff(flow, faulty, compare=compare, budget=budget)
    if delta.equivalent is True:
        return Judged(mutant, Verdict.EQUIVALENT, ran=ran)
    if delta.equivalent is UNDECIDED:
        return Judged(mutant, Verdict.UNDECIDED, ran=ran, doubts=delta.doubts)
    return Judged(mutant, Verdict.SURVIVED, ran=ran, region=min(delta.regions, key=_effort))


def _effort(region: Region) -> tuple[int, int]:
    """How much the caller of a region does, and what has to be said of them."""
    caller = region.witness.old
    return len(caller.acts), len(caller.words)


def killing_call(judged: Judged, file: str) -> tuple[str, ...]:
    """The call that would kill a survivor, as a command; what it must expect; and what not."""
    if judged.region is None:
        return ()
    before, after = judged.region.told
    return judged.region.witness.old.command(file), before, after
