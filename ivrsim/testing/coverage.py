"""Coverage of a call flow by its tests: what was shown, by whom, and what is missing.

    coverage = Coverage(flow)
    coverage.add(call, test="test_sales")
    coverage.percent, coverage.missing, coverage.volume().share

Counted against the exact reachable set: what no call can come to counts for nothing,
and is named with its reason (`dead`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from ivrsim.analysis.cover_targets import GOALS, Goal, Target
from ivrsim.analysis.profile import Profile
from ivrsim.analysis.settings import Rules
from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.lazy import Door
from ivrsim.simulate.session import Call
from ivrsim.testing.coverage_gaps import Gap, Suggestion, suggested
from ivrsim.testing.coverage_identity import FlowKey, Origin, key_of
from ivrsim.testing.coverage_scope import Scope, Unreachable
from ivrsim.testing.coverage_seen import Seen, seen
from ivrsim.testing.coverage_volume import Volume, volume


class Run(NamedTuple):
    """A test that made calls; its name is empty where tests are not told apart."""

    test: str = ""
    passed: bool = True


class Tally(NamedTuple):
    """How many of how many."""

    covered: int
    total: int

    @property
    def percent(self) -> float:
        """In percent; 100 of nothing."""
        return 100.0 * self.covered / self.total if self.total else 100.0

    def __str__(self) -> str:
        return f"{self.covered}/{self.total}"

    @property
    def text(self) -> str:
        """The percentage as people read it, rounded down: 100% is everything."""
        return percent_text(self.percent)


def percent_text(percent: float) -> str:
    """`83.3%`, rounded down, so that neither 100% nor any limit is claimed too early."""
    return f"{int(percent * 10 + 1e-9) / 10:g}%"


Hits = Mapping[Run, int]
"""How many calls of each test."""


class Coverage:
    """What the calls of tests show of one flow.

    - `goal`: what is to be covered: `nodes`, `exits`, what each test of a condition says
      too (`conditions`), or each while it alone decides (`mcdc`);
    - `settings`: those of a call, which decide what is reachable;
    - `origin`: where the flow is written, for lines and commands.

    Raises `UsageError` for another goal.
    """

    def __init__(
        self,
        flow: CallFlow,
        *,
        goal: Goal = "conditions",
        settings: Rules | None = None,
        origin: Origin | None = None,
    ) -> None:
        if goal not in GOALS:
            raise UsageError(f"{goal!r} cannot be covered.", hint=f"Goals: {', '.join(GOALS)}.")
        self.flow = flow
        self.goal: Goal = goal
        self.scope = Scope(flow, goal, settings)
        self.origin = origin or Origin()
        self.calls: dict[Run, int] = {}
        self._hits: dict[Seen, dict[Run, int]] = {}

    def __repr__(self) -> str:
        return f"<Coverage {self.title}: {percent_text(self.percent)} of the {self.goal}>"

    # -- what was shown ----------------------------------------------------------------

    def add(self, call: Call, test: str = "", passed: bool = True) -> Coverage:
        """Count a call of a test, as far as it has come; this coverage.

        Raises `UsageError` for a call through another flow.
        """
        if call.flow is not self.flow and key_of(call.flow) != self.key:
            raise UsageError(
                f"The call goes through another flow than {self.title}.",
                hint="Keep one Coverage for each flow, or use a Suite.",
            )
        once = {Run(test, passed): 1}
        return self.count(once, dict.fromkeys(seen(call), once))

    def count(self, calls: Hits, hits: Mapping[Seen, Hits]) -> Coverage:
        """Count so many calls of each test, and of each thing those that showed it."""
        _add(self.calls, calls)
        for what, by in hits.items():
            _add(self._hits.setdefault(what, {}), by)
        return self

    def merge(self, *others: Coverage) -> Coverage:
        """A new coverage with the calls of all; raises `UsageError` for another flow's."""
        merged = self._empty(first(part.origin for part in (self, *others)))
        for part in (self, *others):
            if part.key != self.key:
                raise UsageError(f"{part.title} is another flow than {self.title}.")
            merged.count(part.calls, part._hits)
        return merged

    @cached_property
    def key(self) -> FlowKey:
        """What the flow is known by."""
        return key_of(self.flow)

    @property
    def title(self) -> str:
        """The flow in a few words: its file, and its name in there."""
        name = self.flow.name or self.flow.campaign.name
        return ": ".join(part for part in (self.origin.file, name) if part) or "call flow"

    @property
    def passed(self) -> Coverage:
        """What the passing tests show alone."""
        kept = self._empty(self.origin)
        hits = {what: _passed(by) for what, by in self._hits.items()}
        kept.count(_passed(self.calls), {what: by for what, by in hits.items() if by})
        return kept

    def hits(self, node: NodeId, exit: str | None = None) -> Hits:
        """Which tests came to a node, or left it by an exit, with how many calls."""
        return dict(sorted(self._hits.get(Seen(Target(node, exit)), {}).items()))

    def who(self, node: NodeId, exit: str | None = None) -> tuple[str, ...]:
        """The names of the tests that come to a node, or leave it by an exit."""
        return tuple(dict.fromkeys(run.test for run in self.hits(node, exit)))

    def by(self, target: Target) -> Hits:
        """Which tests cover a target, as the goal asks."""
        alone = self.goal == "mcdc" and bool(target.test)
        return dict(sorted(self._hits.get(Seen(target, alone), {}).items()))

    @property
    def seen(self) -> Mapping[Seen, Hits]:
        """Everything that was shown, whatever the goal, in an order of its own."""
        order = {node: place for place, node in enumerate(self.flow.nodes)}
        found = sorted(self._hits, key=lambda what: (order[what.target.node], _order(what)))
        return {what: dict(sorted(self._hits[what].items())) for what in found}

    # -- what is to be shown -----------------------------------------------------------

    @property
    def covered(self) -> tuple[Target, ...]:
        """What tests show of all that some call shows, in reading order."""
        return tuple(target for target in self.scope.targets if self._shows(target))

    @property
    def missing(self) -> tuple[Gap, ...]:
        """What no test shows though some call does, each with the call that would."""
        left = (target for target in self.scope.targets if not self._shows(target))
        return tuple(Gap(target, self.origin, self.scope) for target in left)

    @property
    def failing(self) -> tuple[Target, ...]:
        """What only failing tests show."""
        return tuple(t for t in self.covered if not any(run.passed for run in self.by(t)))

    @property
    def dead(self) -> tuple[Unreachable, ...]:
        """What no call can come to, with the reason; it counts for nothing."""
        return self.scope.dead

    @property
    def undecided(self) -> tuple[Target, ...]:
        """What was not decided within the budget, and no test shows; it counts for nothing."""
        return tuple(target for target in self.scope.undecided if not self._shows(target))

    @property
    def beyond(self) -> tuple[Target, ...]:
        """What tests show though no call of the flow's own callers comes there.

        Such a test says something of its caller that cannot be (`during_hours=True` of a
        campaign that is never open), or has other settings.
        """
        shown = dict.fromkeys(what.target for what in self.seen)
        return tuple(target for target in shown if target in self.scope.unreachable)

    @property
    def percent(self) -> float:
        """The share of all targets that tests show, in percent."""
        return self.tally().percent

    def tally(self, kind: str = "") -> Tally:
        """How many `nodes`, `exits` or `outcomes` are covered; without a kind, how many of all."""
        asked = [t for t in self.scope.targets if not kind or kind_of(t) == kind]
        return Tally(sum(map(self._shows, asked)), len(asked))

    def volume(self, profile: str | Profile = "neutral") -> Volume:
        """The share of calls that go only where tests have been; raises as `ivrsim.odds`."""
        shown = [what.target for what in self._hits]
        nodes = {target.node for target in shown}
        exits = {(target.node, target.exit) for target in shown if target.exit is not None}
        return volume(self.flow, nodes, exits, profile, self.scope.settings)

    def suggest(self) -> list[Suggestion]:
        """Few calls that would close every gap of which it is known how."""
        return suggested(self.missing, self.goal)

    _repr_mimebundle_ = Door("ivrsim.testing.coverage_notebook:coverage_mimebundle")

    # -- the inside --------------------------------------------------------------------

    def _shows(self, target: Target) -> bool:
        return Seen(target, self.goal == "mcdc" and bool(target.test)) in self._hits

    def _empty(self, origin: Origin) -> Coverage:
        empty = Coverage(self.flow, goal=self.goal, origin=origin)
        empty.scope = self.scope
        return empty


def suggestions(coverage: Coverage) -> list[Suggestion]:
    """Few calls that would close every gap; see `Coverage.suggest`."""
    return coverage.suggest()


KINDS = ("nodes", "exits", "outcomes")
"""What a target is; an outcome is what one test of a condition says."""


def kind_of(target: Target) -> str:
    """Which of `KINDS` a target is."""
    return "outcomes" if target.test else "nodes" if target.exit is None else "exits"


def first(origins: Iterable[Origin]) -> Origin:
    """The origin to show of several: one with a file, by its name."""
    return min(origins, key=lambda o: (not o.file, o.file, o.terms or ""))


def _passed(by: Hits) -> dict[Run, int]:
    return {run: count for run, count in by.items() if run.passed}


def _add(hits: dict[Run, int], more: Hits) -> None:
    for run, count in more.items():
        hits[run] = hits.get(run, 0) + count


def _order(what: Seen) -> tuple[object, ...]:
    target = what.target
    return (KINDS.index(kind_of(target)), target.exit or "", target.number, target.test,
            not target.value, what.alone)  # fmt: skip
