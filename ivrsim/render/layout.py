"""A tidy tree from left to right: a column per depth, parents beside their children.

Linear in the number of boxes and without recursion: subtrees are put under one
another by their contours (the upper and lower edge in every column), after E. M.
Reingold and J. S. Tilford, "Tidier Drawings of Trees" (1981); merging a contour
into the longer of the two makes the whole linear.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ivrsim.values import dataclass, field


@dataclass(slots=True)
class Contour:
    """Upper and lower edge of a drawn subtree by column, the deepest column first.

    All values lie `shift` below the numbers that are kept.
    """

    tops: list[float] = field(default_factory=list)
    bottoms: list[float] = field(default_factory=list)
    shift: float = 0.0

    def drop(self, below: Contour, gap: float) -> float:
        """How far `below` must move down to stand under this contour."""
        mine = reversed(self.bottoms)
        its = reversed(below.tops)
        apart = self.shift - below.shift + gap
        return max((a - b + apart for a, b in zip(mine, its, strict=False)), default=0.0)

    def joined(self, below: Contour) -> Contour:
        """This contour with one that stands below it; the shorter is taken apart."""
        if len(self.tops) >= len(below.tops):
            offset = below.shift - self.shift
            _overwrite(self.bottoms, below.bottoms, offset)
            return self
        _overwrite(below.tops, self.tops, self.shift - below.shift)
        return below

    def with_root(self, top: float, bottom: float) -> Contour:
        """The contour with one more column on the left that holds one box."""
        self.tops.append(top - self.shift)
        self.bottoms.append(bottom - self.shift)
        return self


def _overwrite(long: list[float], short: list[float], offset: float) -> None:
    start = len(long) - len(short)
    for place, value in enumerate(short, start):
        long[place] = value + offset


def tops(parents: Sequence[int], heights: Sequence[float], gap: float) -> list[float]:
    """The upper edge of every box, the highest at 0.

    `parents` gives each box's parent by number, -1 for a root; a parent stands
    before its children, and siblings in the order they are drawn.
    """
    children = _children(parents)
    offsets = [0.0] * len(parents)
    contours: list[Contour | None] = [None] * len(parents)
    for box in range(len(parents) - 1, -1, -1):
        below = children[box]
        contour = _stack(below, contours, offsets, gap)
        middle = _middle(below, offsets, heights)
        top = middle - heights[box] / 2
        for child in below:
            offsets[child] -= top
        contour.shift -= top
        contours[box] = contour.with_root(0.0, heights[box])
    _stack(children[-1], contours, offsets, gap)
    return _absolute(parents, offsets)


def _children(parents: Sequence[int]) -> list[list[int]]:
    """The children of every box, and last those of no box."""
    children: list[list[int]] = [[] for _ in range(len(parents) + 1)]
    for box, parent in enumerate(parents):
        children[parent].append(box)
    return children


def _stack(
    boxes: list[int], contours: list[Contour | None], offsets: list[float], gap: float
) -> Contour:
    """Put finished subtrees under one another; their common contour."""
    whole = Contour()
    for box in boxes:
        contour = contours[box] or Contour()
        contours[box] = None
        moved = whole.drop(contour, gap)
        offsets[box] += moved
        contour.shift += moved
        whole = whole.joined(contour)
    return whole


def _middle(boxes: list[int], offsets: list[float], heights: Sequence[float]) -> float:
    if not boxes:
        return 0.0
    first, last = boxes[0], boxes[-1]
    return (offsets[first] + heights[first] / 2 + offsets[last] + heights[last] / 2) / 2


def _absolute(parents: Sequence[int], offsets: list[float]) -> list[float]:
    found = list(_summed(parents, offsets))
    highest = min(found, default=0.0)
    return [top - highest for top in found]


def _summed(parents: Sequence[int], offsets: list[float]) -> Iterator[float]:
    for box, parent in enumerate(parents):
        if parent >= 0:
            offsets[box] += offsets[parent]
        yield offsets[box]
