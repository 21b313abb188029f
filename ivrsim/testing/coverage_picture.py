"""A flow drawn with what tests cover: the rest steps back, the way there stands out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from ivrsim.analysis.cover_targets import Target
from ivrsim.flow.flow import NodeId
from ivrsim.render.compose import compose
from ivrsim.render.folding import tree_of
from ivrsim.render.metrics import fit
from ivrsim.render.picture import Card, Edge, KeyRow, Picture, State
from ivrsim.testing.coverage import Coverage, percent_text
from ivrsim.testing.coverage_reports._common import share_text
from ivrsim.testing.coverage_rows import Place, Row, Standing, rows

BADGES = {Standing.DEAD: "dead", Standing.FAILING: "failing", Standing.UNDECIDED: "not decided"}
SHOWN = (Standing.COVERED, Standing.FAILING)


def covered_picture(coverage: Coverage, profile: str = "neutral") -> Picture:
    """The picture of the flow: covered nodes as usual, the others grey.

    Where covered nodes have exits that no test takes, those stand out, with the share
    of calls that go on by them.
    """
    found = {row.node: row for row in rows(coverage)}
    lost = coverage.volume(profile).lost
    drawn = compose(coverage.flow)
    cards = tuple(_card(card, found, lost) for card in drawn.cards)
    edges = tuple(
        _edge(edge, exit_, cards, found)
        for edge, exit_ in zip(drawn.edges, _exits(coverage), strict=True)
    )
    subtitle = f"{percent_text(coverage.percent)} covered · {drawn.subtitle}"
    return replace(drawn, subtitle=subtitle, cards=cards, edges=edges)


def _exits(coverage: Coverage) -> list[str]:
    """The exit of each edge, in the order in which edges are drawn."""
    tree = tree_of(coverage.flow)
    within = [branch.exit for branch in tree.branches if branch.parent >= 0]
    return [*within, *(wire.exit for wire in tree.extra)]


def _card(
    card: Card, found: Mapping[NodeId, Row], lost: Mapping[tuple[NodeId, str], Fraction]
) -> Card:
    row = found.get(card.node)
    if row is None:
        return card
    standing = row.at.standing
    room = card.width - 2 * 9 - len(card.title) * 7
    badge = fit(BADGES.get(standing, ""), max(room, 0), 9, bold=True)
    tip = f"{card.tip}\n{standing}: {row.at.calls:,} calls of tests".strip()
    state = State.PLAIN if standing in SHOWN else State.DIM
    if state is State.DIM:
        return replace(card, state=state, badge=badge, tip=tip)
    places = {place.target.exit: place for place in row.exits}
    keys = tuple(_key(key, places.get(key.exit), lost) for key in card.rows)
    return replace(card, state=state, badge=badge, tip=tip, rows=keys)


def _key(key: KeyRow, place: Place | None, lost: Mapping[tuple[NodeId, str], Fraction]) -> KeyRow:
    if place is None or place.standing in SHOWN:
        return key
    if place.standing is not Standing.MISSING:
        return replace(key, state=State.DIM, caption=BADGES[place.standing])
    share = lost.get((place.target.node, key.exit))
    caption = f"not covered · {share_text(share)}" if share else "not covered"
    return replace(key, state=State.PATH, caption=caption)


def _edge(edge: Edge, exit_: str, cards: Sequence[Card], found: Mapping[NodeId, Row]) -> Edge:
    row = found.get(cards[edge.source].node)
    places = {place.target: place for place in row.exits} if row else {}
    place = places.get(Target(row.node, exit_)) if row else None
    shown = place is None or place.standing in SHOWN
    return replace(edge, state=State.PLAIN if shown else State.DIM)
