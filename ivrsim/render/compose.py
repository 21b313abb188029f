"""A call flow, and a call through it, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ivrsim.flow.flow import CallFlow
from ivrsim.render import cards as card_of
from ivrsim.render.cards import SMALL_WIDE, WIDE, Steps, steps_of
from ivrsim.render.edges import Wiring
from ivrsim.render.layout import tops
from ivrsim.render.metrics import fit, text_width
from ivrsim.render.path import Path
from ivrsim.render.picture import Card, Picture
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


def compose(flow: CallFlow, path: Path | None = None) -> Picture:
    """The picture of a flow; with a path, the call stands out and the rest steps back."""
    steps = steps_of(path) if path is not None else None
    tree = tree_of(flow, frozenset(steps.numbers) if steps else ())
    full = len(flow) <= FULL
    sized = [_card(flow, branch, steps, full) for branch in tree.branches]
    cards = _placed(tree.branches, sized, full)
    right = max((card.x + card.width for card in cards), default=MARGIN)
    bottom = max((card.y + card.height for card in cards), default=HEADLINES)
    title, subtitle = _headlines(flow, path)
    widest = max(text_width(title, 13, bold=True), text_width(subtitle))
    return Picture(
        title=title,
        subtitle=subtitle,
        cards=tuple(cards),
        edges=tuple(Wiring(flow, cards, steps, COLUMN_GAP).edges(tree)),
        width=max(right, MARGIN + widest) + MARGIN,
        height=bottom + MARGIN,
    )


def _headlines(flow: CallFlow, path: Path | None) -> tuple[str, str]:
    """The title and the line below it."""
    if path is not None:
        title, subtitle = path.title or name_of(flow), path.subtitle
    else:
        title, subtitle = name_of(flow), size_of(flow)
    return fit(clean(title), TITLE, 13, bold=True), fit(clean(subtitle), TITLE)


def name_of(flow: CallFlow) -> str:
    """The campaign's name, or where the flow stands."""
    return flow.campaign.name or flow.name or "Call flow"


def size_of(flow: CallFlow) -> str:
    """`25 nodes · 12 endings · depth 5`."""
    endings = sum(1 for _ in flow.leaves())
    nodes = f"{len(flow):,} node{'s' * (len(flow) != 1)}"
    return f"{nodes} · {endings:,} ending{'s' * (endings != 1)} · depth {flow.depth:,}"


def _card(flow: CallFlow, branch: Branch, steps: Steps | None, full: bool) -> Card:
    if branch.folded:
        return card_of.fold_card(branch, steps)
    return (card_of.full_card if full else card_of.small_card)(flow, branch, steps)


def _placed(branches: Sequence[Branch], cards: Sequence[Card], full: bool) -> list[Card]:
    gap = ROW_GAP if full else SMALL_ROW_GAP
    above = tops([b.parent for b in branches], [c.height for c in cards], gap)
    return [
        replace(card, x=_column(branch.depth, full), y=HEADLINES + top)
        for branch, card, top in zip(branches, cards, above, strict=True)
    ]


def _column(depth: int, full: bool) -> float:
    return MARGIN + depth * ((WIDE if full else SMALL_WIDE) + COLUMN_GAP)
