"""What tests cover, as marks on the flow: the rest steps back, the ways there stand out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from ivrsim.flow.flow import NodeId
from ivrsim.render.compose import name_of
from ivrsim.render.marks import Mark, Marks
from ivrsim.render.picture import State
from ivrsim.render.shares import share_text
from ivrsim.testing.coverage import Coverage, percent_text
from ivrsim.testing.coverage_rows import Place, Row, Standing, rows

BADGES = {Standing.DEAD: "dead", Standing.FAILING: "failing", Standing.UNDECIDED: "not decided"}
SHOWN = (Standing.COVERED, Standing.FAILING)
Lost = Mapping[tuple[NodeId, str], Fraction]
"""The share of all calls that go on by an exit no test takes."""


def covered_marks(coverage: Coverage, profile: str = "neutral") -> Marks:
    """Covered nodes as usual, the others grey; exits that no test takes are named.

    With the share of the calls of a profile that go on by them.
    """
    found = rows(coverage)
    lost = coverage.volume(profile).lost
    return Marks(
        {row.node: _node(row) for row in found},
        {(row.node, exit_): mark for row in found for exit_, mark in _exits(row, lost)},
        title=f"{name_of(coverage.flow)}: what tests cover",
        subtitle=f"{percent_text(coverage.percent)} of the {coverage.goal} covered",
        remarks=tuple(_remarks(coverage)),
    )


def _node(row: Row) -> Mark:
    standing = row.at.standing
    badge = BADGES.get(standing, "")
    tip = (f"{standing}: {row.at.calls:,} calls of tests",)
    if standing in SHOWN:
        said = "" if standing is Standing.COVERED else f"({standing})"
        return Mark(badge=badge, tip=tip, said=said)
    counted = "not covered" if standing is Standing.MISSING else ""
    return Mark(State.DIM, badge=badge, tip=tip, said=f"({standing})", counted=counted)


def _exits(row: Row, lost: Lost) -> Iterator[tuple[str, Mark]]:
    for place in row.exits:
        exit_ = str(place.target.exit)
        if row.at.standing not in SHOWN:
            yield exit_, Mark(State.DIM)
        elif place.standing not in SHOWN:
            yield exit_, _exit(place, lost.get((row.node, exit_)))


def _exit(place: Place, share: Fraction | None) -> Mark:
    if place.standing is not Standing.MISSING:
        return Mark(State.DIM, caption=BADGES[place.standing])
    caption = f"not covered · {share_text(share)}" if share else "not covered"
    return Mark(role="warning", caption=caption, dashed=True)


def _remarks(coverage: Coverage) -> Iterator[str]:
    yield from (f"not covered: {gap.target}" for gap in coverage.missing)
    yield from (f"dead, so not counted: {dead}" for dead in coverage.dead)
    yield from (f"not decided, so not counted: {place}" for place in coverage.undecided)
