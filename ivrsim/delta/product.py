"""The common walk: every caller through both flows at once, question by question.

A caller gives both flows the same responses in the same order.  Where one call has
ended and the other still asks, the caller answers it freely.  The walk goes down all
responses and all conditions that some caller can meet, and leaves out what is surely
the same.  It counts steps; past its budget it says that it did not see everything.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from fractions import Fraction
from itertools import product, takewhile
from operator import eq
from typing import NamedTuple

from ivrsim.analysis.profile import Profile
from ivrsim.analysis.space import CallerSpace
from ivrsim.conditions.symbolic.formula import UNDECIDED
from ivrsim.conditions.symbolic.solver import Mark, Solver
from ivrsim.delta.align import Alignment
from ivrsim.delta.experience import Experience
from ivrsim.delta.party import Party, Standing, Step
from ivrsim.delta.response import Asked, Joint, responses
from ivrsim.delta.sameness import Sameness
from ivrsim.delta.shares import Shares
from ivrsim.delta.trail import ONE, Difference, Trail, is_freer
from ivrsim.simulate.settings import CallSettings
from ivrsim.values import replace

OLD, NEW = 0, 1

FOLLOWED = 300
"""Differences from which on a place that is known to differ is not walked a second time."""

REMEMBERED = 16
"""Sets of callers at one place of whom it is remembered what was seen below."""


class Pair(NamedTuple):
    """The two calls of one set of callers."""

    trail: Trail
    old: Standing
    new: Standing

    @property
    def sides(self) -> tuple[Standing, Standing]:
        """Both, the old flow's first."""
        return self.old, self.new


class _Frame(NamedTuple):
    """What to go back to when all below a pair was seen; `same` and `counts` as before it."""

    pair: Pair
    mark: Mark
    same: int
    counts: tuple[int, int, int]
    parts: bool
    above: Hashable = None
    place: Hashable = None


class Product:
    """The common walk through the two flows of a space, whose nodes are aligned.

    After `run`: `differences`, in the order of the walk; `undecided`, the number of
    places where the budget of a question was not enough; `unfollowed`, that of further
    ways to places which were seen to differ; `steps`; and `exhausted`, whether the walk
    itself was broken off.

    Most trees have nodes to which several answers lead.  What was seen there once is
    not walked again for callers of whom no less is true.
    """

    def __init__(
        self,
        space: CallerSpace,
        aligned: Alignment,
        profile: Profile,
        *,
        prompts: bool,
        settings: CallSettings,
        budget: int,
    ) -> None:
        self.parties = tuple(
            Party(space, number, side, prompts, settings)
            for number, side in enumerate((aligned.old, aligned.new))
        )
        self.join = space.space
        self.solver = Solver(space.space.domain)
        self.sameness = Sameness(space, aligned, prompts)
        self.shares = Shares(space, profile)
        self.prompts = prompts
        self.settings = settings
        self.budget = budget
        self.differences: list[Difference] = []
        self.undecided = 0
        self.unfollowed = 0
        self.steps = 0
        self.exhausted = False
        self._same = 0
        self._told = 0
        sides = (aligned.old, aligned.new)
        self._circles = any(party.asks_again for party in self.parties) or any(
            len(side.order) < len(side.flow) for side in sides
        )
        self._above: set[Hashable] = set()
        self._seen: dict[Hashable, list[tuple[Pair, bool]]] = {}
        self._known: dict[Hashable, list[tuple[Joint, Fraction]]] = {}

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
        frame = _Frame(pair, mark, self._same, self._counts, parts)
        if self._is_settled(pair):
            return [frame]
        if not (pair.old.on_its_way or pair.new.on_its_way):
            pair = _even(pair)
            if self._circles:
                frame = frame._replace(above=self._key(pair))
                if frame.above in self._above:
                    self._same += 1
                    return [frame._replace(above=None)]
                self._above.add(frame.above)
            else:
                frame = frame._replace(place=self._place(pair))
                if self._was_seen(frame):
                    return [frame._replace(place=None)]
        return [frame, *reversed(list(self._next(pair)))]

    def _leave(self, frame: _Frame) -> None:
        """All below was seen; where the flows part, it is one difference."""
        self.solver.undo(frame.mark)
        self._above.discard(frame.above)
        if frame.place is not None:
            seen = self._seen.setdefault(frame.place, [])
            if len(seen) < REMEMBERED:
                seen.append((frame.pair, frame.counts == self._counts))
        found = frame.counts[0]
        below = self.differences[found:] if frame.parts else []
        if below:
            least = min(below, key=lambda found: found.leaf.keys)
            ends = sum(found.ends for found in below)
            whole = replace(
                least,
                trail=frame.pair.trail,
                ends=ends,
                everybody=self._same == frame.same,
                parts=tuple(below) if len(below) > 1 else below[0].parts,
            )
            self.differences[found:] = [whole]

    @property
    def _counts(self) -> tuple[int, int, int]:
        """What was found that is not proven to be the same."""
        return len(self.differences), self.undecided, self.unfollowed

    def _was_seen(self, frame: _Frame) -> bool:
        """Whether nothing new can be found at a place; what differs there is told at first."""
        seen = self._seen.get(frame.place, ())
        clean = [was for pair, was in seen if _is_freer(pair, frame.pair)]
        if not any(clean) and (not clean or self._told < FOLLOWED):
            return False
        self._same += 1
        self.unfollowed += not any(clean)
        return True

    def _doubt(self, doubtful: bool) -> None:
        """Note a place that was not decided."""
        self.undecided += doubtful
        self._same += doubtful

    def _is_settled(self, pair: Pair) -> bool:
        """Whether nothing below needs to be looked at; a difference is noted."""
        old, new = pair.sides
        if self.sameness.same(old, new) or self._is_over(old, new):
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
            self._told += 1
            self.differences.append(Difference(trail, trail, before, after))

    def _is_over(self, old: Standing, new: Standing) -> bool:
        """Whether no call of these callers gets here, and all went alike before."""
        told = (old.texts, old.heard) == (new.texts, new.heard)
        over = zip(self.parties, (old, new), strict=True)
        return told and all(party.is_over(side) for party, side in over)

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
                stretch = Trail(trail, when, said, choices, ways, keys, trail.length + 1, chance)
                yield Pair(stretch, *(step.then for step in both))

    def _responses(self, pair: Pair) -> list[tuple[Joint, Fraction]]:
        """What the callers can do, and the chance of it."""
        asked: list[Asked | None] = [
            party.question(side.node) if side.waiting and side.node is not None else None
            for party, side in zip(self.parties, pair.sides, strict=True)
        ]
        asking = OLD if asked[OLD] else NEW
        node, question = pair.sides[asking].node, asked[asking]
        assert node is not None, "somebody asks"
        assert question is not None, "somebody asks"
        key = *asked, node if node in self.shares.profile.keys else None
        if key not in self._known:
            joints = responses(asked)
            chances = self.shares.chances(self.parties[asking], node, question, joints)
            self._known[key] = list(zip(joints, chances, strict=True))
        return self._known[key]

    def _key(self, pair: Pair) -> Hashable:
        """Two pairs at rest with this in common go on alike for the same callers."""
        return tuple(
            (side.node, side.end, side.texts, side.env.pressed, tuple(side.env.changes.items()))
            for side in pair.sides
        )

    def _place(self, pair: Pair) -> Hashable:
        """The same, as far as anything is asked below that the calls have changed."""
        return tuple(
            (side.node, side.end, side.texts, *self.sameness.facts(number, side))
            for number, side in enumerate(pair.sides)
        )


def _is_freer(one: Pair, other: Pair) -> bool:
    """Whether callers of the one pair can do all that those of the other can, and as soon."""
    sides = zip(one.sides, other.sides, strict=True)
    early = all(here.seconds <= there.seconds for here, there in sides)
    return early and is_freer(one.trail, other.trail)


def _whole(side: Standing, end: Experience | None) -> Experience:
    """The ending of a call with all that was sent and said since the last question."""
    return replace(end or Experience("waiting"), texts=side.texts, heard=side.heard)


def _even(pair: Pair) -> Pair:
    """The pair without the texts and prompts that both calls had.

    Of texts that differ at once it does not matter how: nothing can make them alike.
    """
    old, new = pair.sides
    if old.heard or new.heard:
        old, new = old._replace(heard=()), new._replace(heard=())
    if old.texts or new.texts:
        both = zip(old.texts, new.texts, strict=False)
        alike = sum(1 for _ in takewhile(lambda texts: eq(*texts), both))
        ours, theirs = old.texts[alike:], new.texts[alike:]
        if ours and theirs:
            ours, theirs = ("old",), ("new",)
        old, new = old._replace(texts=ours), new._replace(texts=theirs)
    return Pair(pair.trail, old, new)
