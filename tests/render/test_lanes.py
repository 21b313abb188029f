"""Ways back and second ways: past the cards, each in a lane of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ivrsim.render.lanes import nearest
from ivrsim.render.picture import Edge, Picture, Point
from tests.vendors.test_stringee_calls import SHOP, flow_of, node

EXITS = ("1", "2", "0", "*", "INVALID_KEY", "EMPTY_KEY")


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    """A flow of a dozen nodes at most, with any wires among them, as it is drawn."""
    names = [f"N{number}" for number in range(draw(st.integers(1, 12)))]
    places = st.tuples(st.sampled_from(names), st.sampled_from(EXITS))
    wires = draw(st.dictionaries(places, st.sampled_from([*names, "QU_1"]), max_size=30))
    keys = ((source, key, target) for (source, key), target in wires.items())
    return flow_of([*map(node, names)], *keys).picture(detail="full")


def on(edge: Edge) -> Iterator[Point]:
    """Points all along an edge."""
    points = edge.points
    for first in range(0, len(points) - 3, 3):
        a, b, c, d = points[first : first + 4]
        for part in range(21):
            t = part / 20
            u = 1 - t
            weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
            yield Point(
                sum(w * p.x for w, p in zip(weights, (a, b, c, d), strict=True)),
                sum(w * p.y for w, p in zip(weights, (a, b, c, d), strict=True)),
            )


@given(pictures())
def test_no_way_runs_through_a_card_or_off_the_page(picture: Picture) -> None:
    for edge in picture.edges:
        for x, y in on(edge):
            assert 0 < x < picture.width
            assert 55 < y < picture.height
            inside = (c for c in picture.cards if c.x + 0.1 < x < c.x + c.width - 0.1)
            assert not any(c.y + 0.1 < y < c.y + c.height - 0.1 for c in inside)


def lanes(edge: Edge) -> list[tuple[float, float, float]]:
    """The long level pieces of an edge: height, left and right end."""
    ends = edge.points[::3]
    level = ((a, b) for a, b in pairwise(ends) if abs(a.y - b.y) < 0.01 and abs(a.x - b.x) > 40)
    return [(a.y, min(a.x, b.x), max(a.x, b.x)) for a, b in level]


@given(pictures())
def test_no_two_ways_share_a_lane(picture: Picture) -> None:
    pieces = [piece for edge in picture.edges for piece in lanes(edge)]
    for number, (y, left, right) in enumerate(pieces):
        for other, begins, ends in pieces[:number]:
            apart = abs(y - other) > 3 or begins >= right or ends <= left
            assert apart


def test_four_ways_back_of_the_shop_have_four_lanes() -> None:
    heights = [y for edge in SHOP.picture().edges for y, _, _ in lanes(edge)]
    assert len(heights) == len(set(heights)) == 5


def test_the_nearest_free_height_is_beside_the_blocks_that_hold_the_wanted_one() -> None:
    assert nearest(5, [(0, 4), (6, 9)]) == 5
    assert nearest(5, [(0, 6), (5.5, 9)]) == 9
    assert nearest(4.9, [(4, 6), (6, 9)]) == 4
    assert nearest(5, [(4.5, 9), (1, 4.5), (0, 2)]) == 4.5
