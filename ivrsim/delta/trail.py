"""How a pair of calls came to where it is, and where it came to something different."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ivrsim.analysis.answers import Act, Choice
from ivrsim.analysis.walk import Way
from ivrsim.conditions.symbolic.formula import Formula
from ivrsim.delta.experience import Experience
from ivrsim.delta.response import Response
from ivrsim.values import dataclass

ONE = Fraction(1)


@dataclass(frozen=True, slots=True, eq=False)
class Trail:
    """How a pair of calls came to where it is: one stretch, and those before it.

    `when` holds of its callers; `choices` are what they do in each flow for `response`;
    `ways` the nodes passed, each with the number of its flow; `keys` how many keys all of
    it takes, in both flows, and `length` how many stretches it has; `chance` that such
    callers respond as they do here.
    """

    before: Trail | None
    when: Formula = True
    response: Response | None = None
    choices: tuple[Choice | None, ...] = (None, None)
    ways: tuple[tuple[int, Way], ...] = ()
    keys: int = 0
    length: int = 0
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
class Difference:
    """Callers who notice: all with the beginning `trail`; `leaf` is how one of them goes on.

    `ends` is the number of sets of callers among them who notice; `everybody`: whether
    all with that beginning do; `parts` are the differences it was made of.
    """

    trail: Trail
    leaf: Trail
    before: Experience
    after: Experience
    ends: int = 1
    everybody: bool = True
    parts: tuple[Difference, ...] = ()

    def leaves(self) -> Iterator[Trail]:
        """How each set of callers who notice comes to its end."""
        todo = [self]
        while todo:
            found = todo.pop()
            todo += reversed(found.parts)
            if not found.parts:
                yield found.leaf


def is_freer(one: Trail, other: Trail) -> bool:
    """Whether of callers who came one way nothing is known that is not known of others."""
    known, told = set[Formula](), set[Formula]()
    while one is not other:
        later, found = (one, known) if one.length >= other.length else (other, told)
        found.add(later.when)
        assert later.before is not None, "all calls arrive alike"
        if later is one:
            one = later.before
        else:
            other = later.before
    return known <= told | {True}
