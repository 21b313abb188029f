"""Lanes for the ways that are no tree's: past the cards, never through them.

Such a way leaves its card to the right, goes up or down in the gap there, along a lane
where no card of the columns between stands, and down or up in the gap before the other
card.  Each has a lane of its own, as near to the card it leads to as one is free; below
all cards there is always one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import hypot, inf

from ivrsim.render.picture import Card, Point

APART = 3.5
"""How far lanes are from one another, and from cards."""
FIRST = 8.0
"""How far from the cards the first lane of a gap runs; the next ones further."""
MOST = 4
"""Lanes side by side on either side of a gap; more than these share them."""
ABOVE = 10.0
"""How far above the highest card a lane may run; higher stand the headlines."""
ROUND = 8.0
"""The radius of a corner."""

Stretch = tuple[float, float]
"""From one height to another, lower on the page."""


class Lanes:
    """Finds a lane for one way after the other."""

    def __init__(self, cards: Sequence[Card]) -> None:
        self._columns: dict[float, list[Card]] = {}
        for card in sorted(cards, key=lambda card: card.x):
            self._columns.setdefault(card.x, []).append(card)
        self._top = min((card.y for card in cards), default=0.0)
        self._taken: list[tuple[float, float, float]] = []
        self._beside: Counter[tuple[str, float]] = Counter()

    def way(self, start: Point, end: Point, column: float) -> tuple[Point, ...]:
        """From the right of a card of the column at `column` to the left of another card."""
        wide = max(card.x + card.width for card in self._columns[column])
        right = wide + self._offset("right", column)
        left = end.x - self._offset("left", end.x)
        y = self._free(end, min(left, right), max(left, right))
        turns = (Point(right, start.y), Point(right, y), Point(left, y), Point(left, end.y))
        return rounded((start, *turns, end))

    def _offset(self, side: str, column: float) -> float:
        self._beside[side, column] += 1
        return FIRST + APART * ((self._beside[side, column] - 1) % MOST)

    def _free(self, end: Point, left: float, right: float) -> float:
        """The height nearest to the top of the card at `end` where nothing stands between."""
        card = next(c for c in self._columns[end.x] if c.y <= end.y <= c.y + c.height)
        y = nearest(card.y - APART - ROUND / 4, [*self._blocks(left, right)])
        self._taken.append((left, right, y))
        return y

    def _blocks(self, left: float, right: float) -> Iterator[Stretch]:
        yield -inf, self._top - ABOVE
        for x, cards in self._columns.items():
            if x < right:
                for card in cards:
                    if card.x + card.width > left:
                        yield card.y - APART, card.y + card.height + APART
        for begins, ends, y in self._taken:
            if begins < right and ends > left:
                yield y - APART, y + APART


def nearest(wanted: float, blocks: Sequence[Stretch]) -> float:
    """The height nearest to the wanted one that lies inside no block."""
    low, high = wanted, wanted
    for top, bottom in sorted(blocks):
        if top < high < bottom:
            high = bottom
    for top, bottom in sorted(blocks, key=lambda block: block[1], reverse=True):
        if top < low < bottom:
            low = top
    return low if wanted - low < high - wanted else high


def rounded(corners: Sequence[Point]) -> tuple[Point, ...]:
    """Straight lines from corner to corner, and a curve round each, as Bezier curves."""
    found = [corners[0]]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        into, out = _towards(corner, before), _towards(corner, after)
        found += (found[-1], into, into, corner, corner, out)
    return (*found, found[-1], corners[-1], corners[-1])


def _towards(corner: Point, other: Point) -> Point:
    """Where the curve round a corner meets the line to another one."""
    length = hypot(other.x - corner.x, other.y - corner.y)
    share = min(ROUND / length, 0.5) if length else 0.0
    return Point(corner.x + (other.x - corner.x) * share, corner.y + (other.y - corner.y) * share)
