"""One finding that tells of many places, and what is left of it where some are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from ivrsim.lint.finding import Finding
from ivrsim.values import dataclass, replace

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Gathered(Generic[T]):
    """Places with the same fault, and how it is told of the first with the number of others.

    `told` makes the finding of a place, and is given the other places it speaks of.
    """

    places: Sequence[T]
    told: Callable[[T, Sequence[T]], Finding]

    def finding(self) -> Finding:
        """The one finding for all places."""
        first, *others = self.places
        found = self.told(first, others)
        return replace(found, gathered=self) if others else found

    def alone(self) -> Iterator[Finding]:
        """What would be told of each place if it were the only one."""
        for place in self.places:
            yield self.told(place, ())

    def only(self, numbers: Iterable[int]) -> Finding:
        """The finding for these of the places, by their numbers from 0."""
        return replace(self, places=[self.places[number] for number in numbers]).finding()
