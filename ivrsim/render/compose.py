"""A call flow, with the marks of a view, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, islice
from math import ceil

from ivrsim.flow.flow import CallFlow
from ivrsim.render.cards import CARDS, WIDE
from ivrsim.render.detail import Cut, Detail, cut_to, detail_named
from ivrsim.render.edges import Wiring
from ivrsim.render.folding import tree_in
from ivrsim.render.icicle import icicle
from ivrsim.render.layout import tops
from ivrsim.render.marks import NONE, Marks
from ivrsim.render.metrics import fit, text_width
from ivrsim.render.picture import Card, Edge, Picture
from ivrsim.render.strokes import LEGEND_INDENT, LEGEND_LINE
from ivrsim.render.tree import Branch, Form
from ivrsim.text import clean
from ivrsim.values import replace

MARGIN = 22.0
HEADLINES = 73.0
"""Where the cards begin, below the title and the line under it."""
COLUMN_GAP = 46.0
ROW_GAP = 12.0
SMALL_ROW_GAP = 6.0
TITLE = 600.0
"""The widest title."""


def compose(flow: CallFlow, marks: Marks = NONE, detail: str = "auto", focus: str = "") -> Picture:
    """The picture of a flow, as a view marks it.

    `detail` is one of `ivrsim.render.detail.Detail`; `focus` is a node, from which on the
    flow is drawn, or `marked`, which folds all but what the view marks.  Raises
    `UsageError` for a detail or a node that there is not.
    """
    wanted, cut = detail_named(detail), cut_to(flow, focus)
    title, subtitle = _headlines(flow, marks, cut)
    top = HEADLINES + LEGEND_LINE * len(marks.legend)
    if wanted is Detail.ICICLE:
        cells = icicle(cut.flow, marks, MARGIN, top)
        return _page(title, f"{cells.scale} · {subtitle}", cells.cards, (), marks)
    tree = tree_in(cut, marks, wanted)
    subtitle = " · ".join(filter(None, (marks.scale, subtitle, _folded(cut, tree.branches))))
    cards = _placed(cut.flow, marks, tree.branches, top)
    wiring = Wiring(cut.flow, cards, marks, COLUMN_GAP)
    return _page(title, subtitle, cards, tuple(wiring.edges(tree)), marks)


def _page(
    title: str, subtitle: str, cards: Sequence[Card], edges: tuple[Edge, ...], marks: Marks
) -> Picture:
    """A page that has room for the cards and what stands above them."""
    corners = [point for edge in edges for point in edge.points]
    right = max((*(card.x + card.width for card in cards), *(p.x for p in corners)), default=MARGIN)
    bottom = max(
        (*(card.y + card.height for card in cards), *(p.y for p in corners)), default=HEADLINES
    )
    room = max(TITLE, right - MARGIN)
    title, subtitle = fit(clean(title), room, 13, bold=True), fit(clean(subtitle), room)
    legend = [
        replace(line, text=fit(clean(line.text), room - LEGEND_INDENT)) for line in marks.legend
    ]
    widest = max(
        text_width(title, 13, bold=True),
        text_width(subtitle),
        *(text_width(line.text) + LEGEND_INDENT for line in legend),
    )
    # Whole points, so that an image has no row of half a pixel.
    return Picture(
        title=title,
        subtitle=subtitle,
        cards=tuple(cards),
        edges=edges,
        width=ceil(max(right, MARGIN + widest) + MARGIN),
        height=ceil(bottom + MARGIN),
        legend=tuple(legend),
        remarks=marks.remarks,
    )


def _headlines(flow: CallFlow, marks: Marks, cut: Cut) -> tuple[str, str]:
    """The title and the line below it."""
    title, size = marks.title or name_of(flow), "" if marks.subtitle else size_of(flow)
    if cut.trail or len(cut.flow) < len(flow):
        title = f"{title} · from {next(islice(cut.flow.nodes, len(cut.trail), None))} on"
        size = f"{len(cut.flow) - len(cut.trail):,} of {len(flow):,} nodes"
    return title, " · ".join(filter(None, (size, marks.subtitle)))


def _folded(cut: Cut, branches: Sequence[Branch]) -> str:
    """That not all is shown, where it is not."""
    shown = sum(branch.fold is None for branch in branches)
    return f"{shown:,} nodes shown, the others folded" if shown < len(cut.flow) else ""


def name_of(flow: CallFlow) -> str:
    """The campaign's name, or where the flow stands."""
    return flow.campaign.name or flow.name or "Call flow"


def size_of(flow: CallFlow) -> str:
    """`25 nodes · 12 endings · depth 5`."""
    endings = sum(1 for _ in flow.leaves())
    nodes = f"{len(flow):,} node{'s' * (len(flow) != 1)}"
    return f"{nodes} · {endings:,} ending{'s' * (endings != 1)} · depth {flow.depth:,}"


def _placed(flow: CallFlow, marks: Marks, branches: Sequence[Branch], top: float) -> list[Card]:
    cards = [CARDS[branch.form](flow, branch, marks) for branch in branches]
    full = any(branch.form is Form.FULL for branch in branches)
    gap = ROW_GAP if full else SMALL_ROW_GAP
    above = tops([b.parent for b in branches], [c.height for c in cards], gap)
    left = _columns(branches, cards)
    return [
        replace(card, x=left[branch.depth], y=top + down)
        for branch, card, down in zip(branches, cards, above, strict=True)
    ]


def _columns(branches: Sequence[Branch], cards: Sequence[Card]) -> list[float]:
    """Where each column begins: those of full cards are all equally wide."""
    widths = [0.0] * (max((branch.depth for branch in branches), default=0) + 1)
    for branch, card in zip(branches, cards, strict=True):
        wide = WIDE if branch.form is Form.FULL else card.width
        widths[branch.depth] = max(widths[branch.depth], wide)
    return [MARGIN, *accumulate((w + COLUMN_GAP for w in widths), initial=MARGIN)][1:]
