"""Exact odds: which share of calls comes to each node, takes each exit, ends how.

Down the flow goes, for each state of a call, a *weighted caller set*: the callers who
are there, and the chance that they pressed what leads there.  Chances of conditions are
never multiplied node by node: whoever took the exit of "mobile" is mobile further down.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from ivrsim.analysis.env import Env
from ivrsim.analysis.odds_answers import Answers, Chances
from ivrsim.analysis.odds_weights import ONE, ZERO, Weights
from ivrsim.analysis.profile import Profile
from ivrsim.analysis.profiles import profile_of
from ivrsim.analysis.settings import Rules
from ivrsim.analysis.space import CallerSpace
from ivrsim.analysis.walk import Walk, Way
from ivrsim.conditions.ast import TextField
from ivrsim.conditions.format import field_text
from ivrsim.conditions.symbolic.cells import text_fragment
from ivrsim.conditions.symbolic.diagram import ALWAYS
from ivrsim.conditions.symbolic.formula import Exhausted, variables
from ivrsim.flow.action import Ask
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.flow.question import NONE, WRONG, Question

STATES = 1_000_000
"""States of a call that are looked at, beyond a few for each node; then "not decided"."""

RAREST, RAREST_IN_LOOPS = 1000, 64
"""Calls rarer than 1 in 2 to this power are not followed further; they are not decided."""

KEYS_IN_LOOPS = 4
"""Keys of a path that are told apart in a flow with loops, where paths have no end."""

PATHS = 100
UNASKED = Chances({}, ZERO)

Weighted: TypeAlias = dict[int, Fraction]
"""Caller sets (as diagrams) with the chance that such a caller does what leads here."""


class End(NamedTuple):
    """An end of calls: its kind as `Outcome.kind`, the node, the number forwarded to."""

    kind: str
    node: NodeId
    number: str = ""


class Path(NamedTuple):
    """The keys of a call as the vendor reports them (`1 2 W`), and the share of such calls."""

    keys: str
    share: Fraction


@dataclass(frozen=True)
class Odds:
    """Shares of all calls, as exact fractions.

    - `nodes`: of each node, the share of calls that come there; in a flow with loops, how
      often a call comes there; `exits` the same by (node, exit);
    - `outcomes`: by kind of outcome (`connected`, `hung_up`, ...); `ends`: by kind, node
      and number; both sum to exactly 1 with `undecided`;
    - `numbers`: by the number that calls are forwarded to;
    - `paths`: the most likely keypresses, at most 100;
    - `undecided`: the share whose end was not worked out within the budget.
    """

    flow: CallFlow = field(repr=False)
    profile: Profile = field(repr=False)
    nodes: Mapping[NodeId, Fraction] = field(repr=False)
    exits: Mapping[tuple[NodeId, str], Fraction] = field(repr=False)
    ends: Mapping[End, Fraction] = field(repr=False)
    paths: tuple[Path, ...] = field(repr=False)
    undecided: Fraction = ZERO

    @property
    def outcomes(self) -> Mapping[str, Fraction]:
        """The share of calls by kind of outcome, the most likely first."""
        return _summed((end.kind, share) for end, share in self.ends.items())

    @property
    def numbers(self) -> Mapping[str, Fraction]:
        """The share of calls by the number they are forwarded to, the most likely first.

        Empty text: a number that the caller's data or place gives.
        """
        connected = ("connected", "transferred")
        return _summed((e.number, share) for e, share in self.ends.items() if e.kind in connected)


def _summed(parts: Iterator[tuple[str, Fraction]]) -> Mapping[str, Fraction]:
    found: dict[str, Fraction] = {}
    for name, share in parts:
        found[name] = found.get(name, ZERO) + share
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def odds(
    flow: CallFlow,
    profile: str | Profile = "neutral",
    settings: Rules | None = None,
    *,
    budget: int = STATES,
) -> Odds:
    """The exact odds of a flow for callers of a profile.

    `settings` are those of a call (`CallSettings`); the vendor's limit for the length of
    a call is left out.  `budget` counts states of a call.  Raises `UsageError` for a
    profile that there is not, or whose callers this flow cannot have.
    """
    space = CallerSpace(flow, settings=settings)
    return _Count(Walk(space), Weights(space, profile_of(profile)), budget).odds()


@dataclass(frozen=True, slots=True)
class _State:
    """A place in the flow, what the call has changed so far, and the path of keys."""

    node: NodeId
    env: Env
    path: int


class _Paths:
    """Key paths as numbers: each is another one and one more key."""

    def __init__(self, longest: int | None) -> None:
        self.longest = longest
        self._steps: list[tuple[int, str, int]] = [(0, "", 0)]
        self._numbers: dict[tuple[int, str], int] = {}

    def longer(self, path: int, key: str) -> int:
        """The path with one key more; past the longest, with an ellipsis once."""
        length = self._steps[path][2]
        if self.longest is not None and length >= self.longest:
            if length > self.longest:
                return path
            key = "…"
        number = self._numbers.get((path, key))
        if number is None:
            number = self._numbers[path, key] = len(self._steps)
            self._steps.append((path, key, length + 1))
        return number

    def text(self, path: int) -> str:
        """The keys of a path, as the vendor's report shows them."""
        keys = []
        while path:
            path, key, _ = self._steps[path]
            keys.append(key)
        return " ".join(reversed(keys))


class _Count:
    """The work of `odds`."""

    def __init__(self, walk: Walk, weights: Weights, budget: int) -> None:
        self.walk = walk
        self.flow = walk.flow
        self.weights = weights
        self.profile = weights.profile
        loops = has_loops_or_joins(self.flow)
        self.budget = budget + 4 * len(self.flow)
        self.rarest = RAREST_IN_LOOPS if loops else RAREST
        self.key_paths = _Paths(KEYS_IN_LOOPS if loops else None)
        self.nodes: dict[NodeId, Fraction] = dict.fromkeys(self.flow.nodes, ZERO)
        self.exits: dict[tuple[NodeId, str], Fraction] = {}
        self.ends: dict[End, Fraction] = {}
        self.by_path: dict[int, Fraction] = {}
        self.undecided = ZERO
        self.waiting: dict[tuple[object, ...], tuple[_State, Weighted]] = {}
        self.queue: deque[tuple[object, ...]] = deque()
        self._chances: dict[object, Chances] = {}

    def odds(self) -> Odds:
        """Walk the flow level by level; what is left in the queue is not decided."""
        if self.flow.root is None:
            self._add(self.ends, End("fault", ""), ONE)
        else:
            self._arrive(_State(self.flow.root, self.walk.start, 0), {ALWAYS: ONE})
        steps = 0
        while self.queue and steps < self.budget:
            self._visit(*self.waiting.pop(self.queue.popleft()))
            steps += 1
        for _, callers in self.waiting.values():
            self.undecided += self._mass(callers)
        return Odds(
            self.flow, self.profile, self.nodes, self.exits, self.ends, self._likely(),
            self.undecided,
        )  # fmt: skip

    def _likely(self) -> tuple[Path, ...]:
        best = sorted(self.by_path.items(), key=lambda item: (-item[1], item[0]))[:PATHS]
        return tuple(Path(self.key_paths.text(path), share) for path, share in best)

    # -- one state -----------------------------------------------------------------

    def _visit(self, state: _State, callers: Weighted) -> None:
        mass = self._mass(callers)
        if mass.denominator.bit_length() - mass.numerator.bit_length() > self.rarest:
            self.undecided += mass
            return
        node = state.node
        self.nodes[node] += mass
        ask = ask_of(self.flow, node)
        chances = self._chances_at(node, ask.question) if ask else UNASKED
        left = mass - self._hung_up(state, ask, callers, chances.hang_up)
        for way in self.walk.ways(node, state.env):
            chance = chances.of[way.choice] if way.choice is not None else ONE
            if chance:
                left -= self._take(state, way, chance, callers, ask)
        self.undecided += left

    def _take(
        self, state: _State, way: Way, chance: Fraction, callers: Weighted, ask: Ask | None
    ) -> Fraction:
        """Send the callers of one way on; the share of calls that take it, 0 if not decided."""
        going = self._narrowed(way, chance, callers)
        mass = self._mass(going)
        if not mass:
            return ZERO
        path = self._path_after(state.path, way, ask)
        if way.target is not None:
            self._add(self.exits, (way.node, way.exit), mass)
            self._arrive(_State(way.target, way.env, path), going)
        else:
            self._end(End(way.ending, way.node, way.number), path, mass)
        return mass

    def _narrowed(self, way: Way, chance: Fraction, callers: Weighted) -> Weighted:
        """The callers of a way; none where that is not decided."""
        if way.when is True:
            return {d: m * chance for d, m in callers.items()} if chance != 1 else callers
        if self.walk.space.space.is_opaque(variables(way.when)):
            return {}
        found: Weighted = {}
        try:
            taking = self.weights.callers(way.when)
            for diagram, part in callers.items():
                both = self.weights.diagrams.join(True, diagram, taking)
                self._add(found, both, part * chance)
        except Exhausted:
            return {}
        return found

    def _hung_up(
        self, state: _State, ask: Ask | None, callers: Weighted, share: Fraction
    ) -> Fraction:
        """The share of those who are asked and hang up."""
        if ask is None or not share:
            return ZERO
        if ask.question.mobile_only:
            mobile = self.weights.callers(self.walk.space.mobile(self.walk.number)[0])
            join = self.weights.diagrams.join
            callers = {join(True, d, mobile): part for d, part in callers.items()}
        mass = self._mass(callers) * share
        if mass:
            self._end(End("hung_up", state.node), state.path, mass)
        return mass

    # -- bookkeeping ---------------------------------------------------------------

    def _mass(self, callers: Weighted) -> Fraction:
        share = self.weights.share
        return sum((part * share(diagram) for diagram, part in callers.items()), ZERO)

    def _arrive(self, state: _State, callers: Weighted) -> None:
        """Callers who come to a state join those who wait there."""
        env = state.env
        changes = tuple(sorted(env.changes.items())) if env.changes else ()
        key = (state.node, state.path, env.pressed, changes)
        there = self.waiting.get(key)
        if there is None:
            self.waiting[key] = (state, dict(callers))
            self.queue.append(key)
        else:
            for diagram, part in callers.items():
                self._add(there[1], diagram, part)

    def _end(self, end: End, path: int, mass: Fraction) -> None:
        self._add(self.ends, end, mass)
        self._add(self.by_path, path, mass)

    @staticmethod
    def _add(table: dict, key: object, part: Fraction) -> None:  # type: ignore[type-arg]
        old = table.get(key)
        table[key] = part if old is None else old + part

    def _path_after(self, path: int, way: Way, ask: Ask | None) -> int:
        """The path with the key that the vendor reports, if it reports one."""
        if ask is None:
            return path
        answer = way.answer
        reported = ask.question.reported and answer in ask.question.keys
        if reported and way.choice is not None:
            return self.key_paths.longer(path, answer)
        failed = answer in (WRONG, NONE) and way.target is not None
        return self.key_paths.longer(path, answer) if failed else path

    def _chances_at(self, node: NodeId, question: Question) -> Chances:
        choices = self.walk.choices_at(node, question)
        keys = self.profile.keys.get(node)
        key = (question, choices, node if keys else "")
        known = self._chances.get(key)
        if known is None:
            same = self._same(self.walk.stored_at(node, question))
            answers = Answers(self.profile, self.walk.space.settings, question, keys, same)
            known = self._chances[key] = answers.chances(choices)
        return known

    def _same(self, stored: str) -> Callable[[str, str], bool]:
        asked = TextField("custom_data", stored) if stored else None

        def value(text: str) -> int | None:
            space = self.walk.space
            return space.value(field_text(asked), text_fragment(asked, text)) if asked else None

        return lambda one, other: value(one) == value(other)


def ask_of(flow: CallFlow, node: NodeId) -> Ask | None:
    """What a node asks, if it asks."""
    return next((a for a in flow.nodes[node].actions() if isinstance(a, Ask)), None)


def has_loops_or_joins(flow: CallFlow) -> bool:
    """Whether some node can be come to in two ways; a tree has none."""
    into = Counter(wire.target for wire in flow.all_wires())
    return any(count > 1 or node == flow.root for node, count in into.items())
