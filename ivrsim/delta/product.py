"""The common walk: every caller through both flows at once, question by question.

A caller gives both flows the same responses in the same order.  Where one call has
ended and the other still asks, the caller answers it freely.  The walk goes down all
responses and all conditions that some caller can meet, and leaves out what is surely
the same.  It counts steps; past its budget it says that it did not see everything.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from ivrsim.analysis.answers import Act, Choice
from ivrsim.analysis.profile import Profile
from ivrsim.analysis.space import CallerSpace
from ivrsim.analysis.walk import Way
from ivrsim.conditions.symbolic.formula import UNDECIDED, Formula
from ivrsim.conditions.symbolic.solver import Mark, Solver
from ivrsim.delta.align import Alignment
from ivrsim.delta.experience import Experience
from ivrsim.delta.likeness import leaves_first
from ivrsim.delta.party import Party, Standing, Step
from ivrsim.delta.response import Asked, Joint, Response, responses
from ivrsim.delta.sameness import Sameness
from ivrsim.delta.shares import ONE, ZERO, Shares

OLD, NEW = 0, 1


@dataclass(frozen=True, slots=True)
class Trail:
    """How a pair of calls came to where it is: one stretch, and those before it.

    `when` holds of its callers; `choices` are what they do in each flow for `response`;
    `ways` the nodes passed, each with the number of its flow; `keys` how many keys all of
    it takes, in both flows; `chance` that such callers respond as they do, all along.
    """

    before: Trail | None
    when: Formula = True
    response: Response | None = None
    choices: tuple[Choice | None, ...] = (None, None)
    ways: tuple[tuple[int, Way], ...] = ()
    keys: int = 0
    chance: Fraction = ONE

    def stretches(self) -> list[Trail]:
        """All of it, from the arrival of the calls on."""
        found: list[Trail] = []
        trail: Trail | None = self
        while trail is not None:
            found.append(trail)
            trail = trail.before
        found.reverse()
        return found

    def responses(self) -> tuple[Response, ...]:
        """What the caller did so far."""
        return tuple(t.response for t in self.stretches() if t.response is not None)

    def acts(self, number: int) -> tuple[Act, ...]:
        """The same, act by act, in one of the flows."""
        choices = (t.choices[number] for t in self.stretches())
        return tuple(act for choice in choices if choice is not None for act in choice.acts)


@dataclass(frozen=True, slots=True)
class Pair:
    """The two calls of one set of callers."""

    trail: Trail
    old: Standing
    new: Standing

    @property
    def sides(self) -> tuple[Standing, Standing]:
        """Both, the old flow's first."""
        return self.old, self.new


@dataclass(frozen=True, slots=True)
class Difference:
    """Callers who notice: all with the beginning `trail`; `leaf` is how one of them goes on.

    `ends` is the number of sets of callers among them who notice; `everybody`: whether
    all with that beginning do; `share` how many calls of the profile are theirs.
    """

    trail: Trail
    leaf: Trail
    before: Experience
    after: Experience
    ends: int = 1
    everybody: bool = True
    share: Fraction | None = None


@dataclass(frozen=True, slots=True)
class _Frame:
    """What to go back to when all below a pair was seen."""

    trail: Trail
    mark: Mark
    found: int
    same: int
    parts: bool = False
    key: Hashable = None


class Product:
    """The common walk through the two flows of a space, whose nodes are aligned.

    After `run`: `differences`, in the order of the walk; `undecided`, the number of
    places where the budget of a question was not enough; `steps`; and `exhausted`,
    whether the walk itself was broken off.
    """

    def __init__(
        self,
        space: CallerSpace,
        aligned: Alignment,
        profile: Profile,
        *,
        prompts: bool,
        budget: int,
    ) -> None:
        self.parties = tuple(Party(space, number, prompts) for number in (OLD, NEW))
        self.join = space.space
        self.solver = Solver(space.space.domain)
        self.sameness = Sameness(space, aligned, prompts)
        self.shares = Shares(space, profile)
        self.prompts = prompts
        self.budget = budget
        self.differences: list[Difference] = []
        self.undecided = 0
        self.steps = 0
        self.exhausted = False
        self._same = 0
        self._circles = any(len(leaves_first(p.flow)) < len(p.flow) for p in self.parties)
        self._above: set[Hashable] = set()

    def run(self) -> None:
        """Walk it all, or as far as the budget goes."""
        start = Pair(Trail(None), *(party.arrival() for party in self.parties))
        todo: list[Pair | _Frame] = [start]
        while todo:
            item = todo.pop()
            if isinstance(item, _Frame):
                self._leave(item)
            elif self.steps >= self.budget:
                self.exhausted = True
                return
            else:
                todo += self._enter(item)

    def _enter(self, pair: Pair) -> list[Pair | _Frame]:
        """Go to a pair, if there are callers who do; what to look at next."""
        self.steps += 1
        mark = self.solver.mark()
        possible = self.solver.add(pair.trail.when)
        if possible is not True:
            self.solver.undo(mark)
            self._doubt(possible is UNDECIDED)
            return []
        parts = self.sameness.parted(*pair.sides)
        frame = _Frame(pair.trail, mark, len(self.differences), self._same, parts)
        if self._is_settled(pair):
            return [frame]
        if self._circles and not any(side.on_its_way for side in pair.sides):
            frame = replace(frame, key=self._key(pair))
            if frame.key in self._above:
                self._same += 1
                return [replace(frame, key=None)]
            self._above.add(frame.key)
        return [frame, *reversed(list(self._next(pair)))]

    def _leave(self, frame: _Frame) -> None:
        """All below was seen; where the flows part, it is one difference."""
        self.solver.undo(frame.mark)
        self._above.discard(frame.key)
        below = self.differences[frame.found :]
        if frame.parts and below:
            least = min(below, key=lambda found: found.leaf.keys)
            ends = sum(found.ends for found in below)
            whole = replace(
                least,
                trail=frame.trail,
                ends=ends,
                everybody=self._same == frame.same,
                share=_sum(below),
            )
            self.differences[frame.found :] = [whole]

    def _doubt(self, doubtful: bool) -> None:
        """Note a place that was not decided."""
        self.undecided += doubtful
        self._same += doubtful

    def _is_settled(self, pair: Pair) -> bool:
        """Whether nothing below needs to be looked at; a difference is noted."""
        old, new = pair.sides
        if self.sameness.same(old, new):
            self._same += 1
            return True
        if old.end is not None and new.end is not None:
            self._compare(pair.trail, _whole(old, old.end), _whole(new, new.end))
            return True
        if self.prompts and not old.on_its_way and not new.on_its_way and old.heard != new.heard:
            self._compare(pair.trail, _whole(old, old.end), _whole(new, new.end))
            return True
        return False

    def _compare(self, trail: Trail, before: Experience, after: Experience) -> None:
        if before.same(after):
            self._same += 1
        else:
            share = self._share(trail)
            self.differences.append(Difference(trail, trail, before, after, share=share))

    def _share(self, trail: Trail) -> Fraction | None:
        if not trail.chance:
            return ZERO
        callers = self.shares.of([stretch.when for stretch in trail.stretches()])
        return None if callers is None else callers * trail.chance

    # -- onward ------------------------------------------------------------------------

    def _next(self, pair: Pair) -> Iterator[Pair]:
        """Each set of callers of a pair, one stretch further."""
        if pair.old.on_its_way or pair.new.on_its_way:
            steps = [
                [*party.alone(side)] if side.on_its_way else [Step(True, side)]
                for party, side in zip(self.parties, pair.sides, strict=True)
            ]
            yield from self._pairs(pair.trail, steps)
            return
        pair = _even(pair)
        for joint, chance in self._responses(pair):
            steps = [
                [*party.answered(side, choice)] if choice else [Step(True, side)]
                for party, side, choice in zip(self.parties, pair.sides, joint.choices, strict=True)
            ]
            yield from self._pairs(pair.trail, steps, joint, chance)

    def _pairs(
        self,
        trail: Trail,
        steps: list[list[Step]],
        joint: Joint | None = None,
        chance: Fraction = ONE,
    ) -> Iterator[Pair]:
        said, choices = (joint.response, joint.choices) if joint else (None, (None, None))
        keys = trail.keys + sum(choice.keys for choice in choices if choice)
        for both in product(*steps):
            when = self.join.all_of(*(step.when for step in both))
            if when is not False:
                ways = tuple((n, step.way) for n, step in enumerate(both) if step.way)
                stretch = Trail(trail, when, said, choices, ways, keys, trail.chance * chance)
                yield Pair(stretch, *(step.then for step in both))

    def _responses(self, pair: Pair) -> list[tuple[Joint, Fraction]]:
        """What the callers can do, and the chance of it."""
        asked: list[Asked | None] = [
            party.question(side.node) if side.waiting and side.node is not None else None
            for party, side in zip(self.parties, pair.sides, strict=True)
        ]
        joints = responses(asked)
        asking = OLD if asked[OLD] else NEW
        node, question = pair.sides[asking].node, asked[asking]
        assert node is not None, "somebody asks"
        assert question is not None, "somebody asks"
        chances = self.shares.chances(self.parties[asking], node, question, joints)
        return list(zip(joints, chances, strict=True))

    def _key(self, pair: Pair) -> Hashable:
        """Two pairs with this in common go on alike for the same callers."""
        return tuple(
            (side.node, side.end, side.texts, side.env.pressed, tuple(side.env.changes.items()))
            for side in _even(pair).sides
        )


def _sum(parts: Sequence[Difference]) -> Fraction | None:
    """The share of all of these; None where one is not known."""
    shares = [part.share for part in parts]
    return None if None in shares else sum((s for s in shares if s is not None), ZERO)


def _whole(side: Standing, end: Experience | None) -> Experience:
    """The ending of a call with all that was sent and said since the last question."""
    return replace(end or Experience("waiting"), texts=side.texts, heard=side.heard)


def _even(pair: Pair) -> Pair:
    """The pair without the texts and prompts that both calls had."""
    old, new = (replace(side, heard=()) for side in pair.sides)
    if old.texts == new.texts:
        old, new = replace(old, texts=()), replace(new, texts=())
    return replace(pair, old=old, new=new)
