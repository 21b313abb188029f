"""A call flow, with the marks of a view, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ivrsim.flow.flow import CallFlow
from ivrsim.render import cards as card_of
from ivrsim.render.cards import SMALL_WIDE, WIDE
from ivrsim.render.edges import Wiring
from ivrsim.render.layout import tops
from ivrsim.render.marks import NONE, Marks
from ivrsim.render.metrics import fit, text_width
from ivrsim.render.picture import Card, Picture
from ivrsim.render.strokes import LEGEND_INDENT, LEGEND_LINE
from ivrsim.render.tree import FULL, Branch, tree_of
from ivrsim.text import clean

MARGIN = 22.0
HEADLINES = 73.0
"""Where the cards begin, below the title and the line under it."""
COLUMN_GAP = 46.0
ROW_GAP = 12.0
SMALL_ROW_GAP = 6.0
TITLE = 600.0
"""The widest title."""


def compose(flow: CallFlow, marks: Marks = NONE) -> Picture:
    """The picture of a flow, as a view marks it."""
    tree = tree_of(flow, marks.nodes)
    full = len(flow) <= FULL
    sized = [_card(flow, branch, marks, full) for branch in tree.branches]
    top = HEADLINES + LEGEND_LINE * len(marks.legend)
    cards = _placed(tree.branches, sized, full, top)
    right = max((card.x + card.width for card in cards), default=MARGIN)
    bottom = max((card.y + card.height for card in cards), default=top)
    title, subtitle = _headlines(flow, marks)
    room = max(TITLE, right - MARGIN - LEGEND_INDENT)
    legend = [replace(line, text=fit(clean(line.text), room)) for line in marks.legend]
    widest = max(
        text_width(title, 13, bold=True),
        text_width(subtitle),
        *(text_width(line.text) + LEGEND_INDENT for line in legend),
    )
    return Picture(
        title=title,
        subtitle=subtitle,
        cards=tuple(cards),
        edges=tuple(Wiring(flow, cards, marks, COLUMN_GAP).edges(tree)),
        width=max(right, MARGIN + widest) + MARGIN,
        height=bottom + MARGIN,
        legend=tuple(legend),
        remarks=marks.remarks,
    )


def _headlines(flow: CallFlow, marks: Marks) -> tuple[str, str]:
    """The title and the line below it."""
    title, subtitle = marks.title or name_of(flow), marks.subtitle or size_of(flow)
    return fit(clean(title), TITLE, 13, bold=True), fit(clean(subtitle), TITLE)


def name_of(flow: CallFlow) -> str:
    """The campaign's name, or where the flow stands."""
    return flow.campaign.name or flow.name or "Call flow"


def size_of(flow: CallFlow) -> str:
    """`25 nodes · 12 endings · depth 5`."""
    endings = sum(1 for _ in flow.leaves())
    nodes = f"{len(flow):,} node{'s' * (len(flow) != 1)}"
    return f"{nodes} · {endings:,} ending{'s' * (endings != 1)} · depth {flow.depth:,}"


def _card(flow: CallFlow, branch: Branch, marks: Marks, full: bool) -> Card:
    if branch.folded:
        return card_of.fold_card(branch, marks)
    return (card_of.full_card if full else card_of.small_card)(flow, branch, marks)


def _placed(
    branches: Sequence[Branch], cards: Sequence[Card], full: bool, top: float
) -> list[Card]:
    gap = ROW_GAP if full else SMALL_ROW_GAP
    above = tops([b.parent for b in branches], [c.height for c in cards], gap)
    return [
        replace(card, x=_column(branch.depth, full), y=top + down)
        for branch, card, down in zip(branches, cards, above, strict=True)
    ]


def _column(depth: int, full: bool) -> float:
    return MARGIN + depth * ((WIDE if full else SMALL_WIDE) + COLUMN_GAP)
