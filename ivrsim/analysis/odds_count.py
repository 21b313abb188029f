"""The work of `odds`: weighted caller sets, carried down a flow.

For each state of a call there are the callers who are in it, and the chance that they
pressed what leads there.  Chances of conditions are never multiplied node by node:
whoever took the exit of "mobile" is mobile further down.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from fractions import Fraction
from heapq import nsmallest
from math import lcm
from typing import NamedTuple, TypeAlias, TypeVar

from ivrsim.analysis.env import Env
from ivrsim.analysis.fields import data_field
from ivrsim.analysis.odds_answers import Answers, Chances
from ivrsim.analysis.odds_weights import ONE, ZERO, Weights
from ivrsim.analysis.walk import Walk, Way
from ivrsim.conditions.format import field_text
from ivrsim.conditions.symbolic.cells import text_fragment
from ivrsim.conditions.symbolic.diagram import ALWAYS
from ivrsim.conditions.symbolic.formula import Exhausted, variables
from ivrsim.flow.action import Ask
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.flow.question import NONE, WRONG, Question
from ivrsim.values import dataclass

Key = TypeVar("Key")

STATES = 1_000_000
"""States of a call that are looked at, beyond a few for each node; then "not decided"."""

RAREST, RAREST_IN_LOOPS = 1000, 64
"""Calls rarer than 1 in 2 to this power are not followed further; they are not decided."""

KEYS_IN_LOOPS = 4
"""Keys of a path that are told apart in a flow with loops, where paths have no end."""

STATES_IN_LOOPS = 5_000
"""The same budget as `STATES` for a flow with loops, where what is left grows small soon."""

PATHS = 100
LONGEST_IN_LOOPS = 3000
"""Bits of a share in a flow with loops, beyond which its calls are not followed further:
each round makes the exact share longer, and slower to count with."""
COUNTED = -1
"""Stands for a path that is longer than those told apart; its calls are counted already."""
UNASKED = Chances({}, 0, 1)

Weighted: TypeAlias = dict[int, int]
"""Caller sets (as diagrams) with the chance that such a caller does what leads here.

Whole numbers, in parts of a whole that grows with every question: faster than fractions.
"""


class End(NamedTuple):
    """An end of calls: its kind as `Outcome.kind`, the node, the number forwarded to."""

    kind: str
    node: NodeId
    number: str = ""


class Path(NamedTuple):
    """The keys of a call as the vendor reports them (`1 2 W`), and the share of such calls."""

    keys: str
    share: Fraction


class _State(NamedTuple):
    """A place in the flow, what the call has changed so far, and the path of keys."""

    node: NodeId
    env: Env
    path: int


@dataclass(slots=True)
class _Group:
    """The callers in one state: `callers` in parts of `parts`, `mass` of all calls."""

    state: _State
    callers: Weighted
    parts: int
    mass: Fraction

    def join(self, callers: Weighted, parts: int, mass: Fraction) -> None:
        """More callers come to the same state."""
        if parts != self.parts:
            whole = lcm(parts, self.parts)
            self.callers = {d: n * (whole // self.parts) for d, n in self.callers.items()}
            callers = {d: n * (whole // parts) for d, n in callers.items()}
            self.parts = whole
        both = Counter(self.callers)
        both.update(callers)
        self.callers = dict(both)
        self.mass += mass


class Paths:
    """Key paths as numbers: each is another one and one more key."""

    def __init__(self, longest: int | None) -> None:
        self.longest = longest
        self._steps: list[tuple[int, str, int]] = [(0, "", 0)]
        self._numbers: dict[tuple[int, str], int] = {}

    def longer(self, path: int, key: str) -> int:
        """The path with one key more; past the longest, with an ellipsis once."""
        if path == COUNTED:
            return COUNTED
        length = self._steps[path][2]
        if self.longest is not None and length >= self.longest:
            key = "…"
        number = self._numbers.get((path, key))
        if number is None:
            number = self._numbers[path, key] = len(self._steps)
            self._steps.append((path, key, length + 1))
        return number

    def is_cut(self, path: int) -> bool:
        """Whether the path ends in an ellipsis."""
        return path != COUNTED and self.longest is not None and self._steps[path][2] > self.longest

    def text(self, path: int) -> str:
        """The keys of a path, as the vendor's report shows them."""
        keys = []
        while path:
            path, key, _ = self._steps[path]
            keys.append(key)
        return " ".join(reversed(keys))


class Count:
    """The work of `odds`: what is counted while the flow is walked level by level.

    `nodes`, `exits`, `ends` and `by_path` (by number) have shares of all calls, and
    `undecided` the share whose end is not known.
    """

    def __init__(self, walk: Walk, weights: Weights, budget: int | None = None) -> None:
        self.walk = walk
        self.flow = walk.flow
        self.weights = weights
        self.profile = weights.profile
        self.loops = loops = walk.asks_again or has_loops_or_joins(self.flow)
        usual = STATES_IN_LOOPS if loops else STATES
        self.budget = (usual if budget is None else budget) + 4 * len(self.flow)
        self.rarest = RAREST_IN_LOOPS if loops else RAREST
        self.key_paths = Paths(KEYS_IN_LOOPS if loops else None)
        self.nodes: dict[NodeId, Fraction] = {}
        self.exits: dict[tuple[NodeId, str], Fraction] = {}
        self.ends: dict[End, Fraction] = {}
        self.by_path: dict[int, Fraction] = {}
        self.undecided = ZERO
        self.waiting: dict[tuple[object, ...], _Group] = {}
        self.queue: deque[tuple[object, ...]] = deque()
        self._chances: dict[object, Chances] = {}
        self._known: dict[object, int | None] = {}

    def run(self) -> None:
        """Walk the flow; what is left in the queue is not decided."""
        if self.flow.root is None:
            self._end(End("fault", ""), 0, ONE)
        else:
            self._arrive(_State(self.flow.root, self.walk.start, 0), {ALWAYS: 1}, 1, ONE)
        steps = 0
        while self.queue and steps < self.budget:
            self._visit(self.waiting.pop(self.queue.popleft()))
            steps += 1
        self.undecided += sum((group.mass for group in self.waiting.values()), ZERO)

    def likely(self) -> tuple[Path, ...]:
        """The most likely key paths."""
        best = nsmallest(PATHS, self.by_path.items(), lambda item: (-float(item[1]), item[0]))
        return tuple(Path(self.key_paths.text(path), share) for path, share in best)

    # -- one state -----------------------------------------------------------------

    def _visit(self, group: _Group) -> None:
        state, mass = group.state, group.mass
        if self._is_lost(mass):
            self.undecided += mass
            return
        add(self.nodes, state.node, mass)
        acts = tuple(self.flow.nodes[state.node].actions())
        ask = next((act for act in acts if isinstance(act, Ask)), None)
        chances = self._chances_at(state.node, ask.question) if ask else UNASKED
        taken = [self._hang_up(group, ask, chances)] if ask and chances.hang_up else []
        unsure = self._unsure(chances)
        for way in self.walk.ways(state.node, state.env):
            chance = chances.of[way.choice] if way.choice is not None else chances.parts
            going = self._narrowed(way, chance, group.callers, not acts) if chance else {}
            if going is None:
                unsure = True
            elif going:
                taken.append(self._take(state, way, going, group.parts * chances.parts, ask))
        if unsure:
            self.undecided += mass - sum(taken, ZERO)

    def _is_lost(self, mass: Fraction) -> bool:
        """Whether calls are too rare, or their share too long a number, to be followed."""
        bits = mass.denominator.bit_length()
        return bits - mass.numerator.bit_length() > self.rarest or (
            self.loops and bits > LONGEST_IN_LOOPS
        )

    def _unsure(self, chances: Chances) -> bool:
        """Whether some callers do what no choice stands for."""
        return bool(chances.of) and sum(chances.of.values()) + chances.hang_up != chances.parts

    def _take(
        self, state: _State, way: Way, going: Weighted, parts: int, ask: Ask | None
    ) -> Fraction:
        """Send callers on by a way; the share of calls that take it."""
        mass = self._mass(going, parts)
        path = self._path_after(state.path, way, ask) if ask else state.path
        if not mass:
            return mass
        if way.target is not None:
            add(self.exits, (way.node, way.exit), mass)
            after = self._counted(path, mass) if self.key_paths.is_cut(path) else path
            self._arrive(_State(way.target, way.env, after), going, parts, mass)
        else:
            self._end(End(way.ending, way.node, way.number), path, mass)
        return mass

    def _narrowed(self, way: Way, chance: int, callers: Weighted, plain: bool) -> Weighted | None:
        """The callers of a way; None where it is not decided who they are."""
        if way.when is True:
            return {d: part * chance for d, part in callers.items()} if chance != 1 else callers
        try:
            taking = self._same_conditions(way) if plain else self._takers(way)
            if taking is None:
                return None
            return self._among(taking, chance, callers) if taking else {}
        except Exhausted:
            return None

    def _same_conditions(self, way: Way) -> int | None:
        """The callers of a way from a node that only decides, where its like was met before."""
        key = (way.guards, way.key, way.env.pressed, _changes(way.env))
        if key not in self._known:
            self._known[key] = self._takers(way)
        return self._known[key]

    def _takers(self, way: Way) -> int | None:
        if self.walk.space.space.is_opaque(variables(way.when)):
            return None
        return self.weights.callers(way.when)

    def _among(self, taking: int, chance: int, callers: Weighted) -> Weighted:
        found: Weighted = {}
        for diagram, part in callers.items():
            both = self.weights.diagrams.join(True, diagram, taking)
            if both:
                found[both] = found.get(both, 0) + part * chance
        return found

    def _hang_up(self, group: _Group, ask: Ask, chances: Chances) -> Fraction:
        """Those who are asked and hang up; their share of all calls."""
        callers = group.callers
        if ask.question.mobile_only:
            mobile = self.weights.callers(self.walk.space.mobile(self.walk.number)[0])
            callers = self._among(mobile, 1, callers)
        mass = self._mass(callers, group.parts) * Fraction(chances.hang_up, chances.parts)
        if mass:
            self._end(End("hung_up", group.state.node), group.state.path, mass)
        return mass

    # -- bookkeeping ---------------------------------------------------------------

    def _mass(self, callers: Weighted, parts: int) -> Fraction:
        """The share of all calls that are these."""
        shares = (_share(part, self.weights.share(d), parts) for d, part in callers.items())
        first = next(shares, ZERO)
        return sum(shares, first) if len(callers) > 1 else first

    def _arrive(self, state: _State, callers: Weighted, parts: int, mass: Fraction) -> None:
        """Callers who come to a state join those who wait there."""
        key = (state.node, state.path, state.env.pressed, _changes(state.env))
        there = self.waiting.get(key)
        if there is None:
            self.waiting[key] = _Group(state, callers, parts, mass)
            self.queue.append(key)
        else:
            there.join(callers, parts, mass)

    def _end(self, end: End, path: int, mass: Fraction) -> None:
        add(self.ends, end, mass)
        self._counted(path, mass)

    def _counted(self, path: int, mass: Fraction) -> int:
        """Count calls whose path is whole, or cut: they have it however they end."""
        if path != COUNTED:
            add(self.by_path, path, mass)
        return COUNTED

    def _path_after(self, path: int, way: Way, ask: Ask) -> int:
        """The path with the key that the vendor reports, if it reports one."""
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
        asked = data_field(stored) if stored else None

        def cell(text: str) -> int | None:
            space = self.walk.space
            return space.value(field_text(asked), text_fragment(asked, text)) if asked else None

        return lambda one, other: cell(one) == cell(other)


def add(table: dict[Key, Fraction], key: Key, part: Fraction) -> None:
    """Add to the share of a key, which may be new."""
    old = table.get(key)
    table[key] = part if old is None else old + part


def _share(part: int, share: Fraction, parts: int) -> Fraction:
    return Fraction(part * share.numerator, parts * share.denominator)


def _changes(env: Env) -> tuple[object, ...]:
    """What a call has changed so far, as a key."""
    return tuple(sorted(env.changes.items())) if env.changes else ()


def has_loops_or_joins(flow: CallFlow) -> bool:
    """Whether some node can be come to in two ways; a tree has none."""
    into = Counter(wire.target for wire in flow.all_wires())
    return any(count > 1 or node == flow.root for node, count in into.items())
