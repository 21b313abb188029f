"""The tidy tree: compact, in order, parents beside their children."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ivrsim.render.layout import tops

GAP = 12.0


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[int], list[float]]:
    """Parents and heights, numbered breadth first as a picture numbers its cards."""
    count = draw(st.integers(1, 40))
    above = sorted(draw(st.integers(-1, max(n - 1, -1))) for n in range(count))
    parents = [min(parent, n - 1) for n, parent in enumerate(above)]
    return parents, [draw(st.floats(10, 200)) for _ in range(count)]


def _depths(parents: list[int]) -> list[int]:
    depths: list[int] = []
    for parent in parents:
        depths.append(depths[parent] + 1 if parent >= 0 else 0)
    return depths


def test_a_parent_stands_beside_the_middle_of_its_children() -> None:
    assert tops([-1, 0, 0], [40.0, 100.0, 50.0], GAP) == [73.5, 0.0, 112.0]


def test_a_small_box_slips_beside_a_tall_subtree() -> None:
    # The first child has two tall children; the second is alone and stands close below it.
    found = tops([-1, 0, 0, 1, 1], [20.0, 20.0, 20.0, 90.0, 90.0], GAP)
    assert found[2] - found[1] == 20 + GAP


@given(trees())
def test_boxes_of_a_column_stand_in_order_and_apart(tree: tuple[list[int], list[float]]) -> None:
    parents, heights = tree
    depths, found = _depths(parents), tops(parents, heights, GAP)
    for depth in set(depths):
        column = [n for n, own in enumerate(depths) if own == depth]
        for above, below in pairwise(column):
            assert found[above] + heights[above] + GAP <= found[below] + 1e-6


@given(trees())
def test_every_parent_is_centred_and_the_highest_box_is_at_nought(
    tree: tuple[list[int], list[float]],
) -> None:
    parents, heights = tree
    found = tops(parents, heights, GAP)
    middles = [top + height / 2 for top, height in zip(found, heights, strict=True)]
    assert min(found) == 0
    for box, middle in enumerate(middles):
        if children := [n for n, parent in enumerate(parents) if parent == box]:
            assert abs(middle - (middles[children[0]] + middles[children[-1]]) / 2) < 1e-6


def test_a_chain_of_100_000_boxes_lies_on_a_line() -> None:
    assert set(tops([-1, *range(99_999)], [30.0] * 100_000, GAP)) == {0.0}
