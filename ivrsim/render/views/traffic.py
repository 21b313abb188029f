"""Traffic: where calls go, as exact shares; widths and shades grow with them."""

from __future__ import annotations

from fractions import Fraction

from ivrsim.analysis.odds import Odds, odds
from ivrsim.flow.flow import NodeId
from ivrsim.render.compose import name_of
from ivrsim.render.marks import Mark, Marks
from ivrsim.render.picture import State
from ivrsim.render.shares import share_text
from ivrsim.render.theme import SHADES
from ivrsim.render.views import Asked, Marked

WIDEST = 16.0
"""The width of an edge that every call takes, in points."""
FAINTEST = 3
"""The shade from which on an edge can be told from the page."""
STEPS = (Fraction(2, 100), Fraction(6, 100), Fraction(12, 100), Fraction(25, 100),
         Fraction(50, 100), Fraction(75, 100))  # fmt: skip
"""The shares at which the next shade begins."""


def view(asked: Asked) -> Marked:
    """The shares of the calls of a profile.  Raises `UsageError` as `ivrsim.odds`."""
    return Marked(asked.flow, marks_of(odds(asked.flow, asked.profile)))


def marks_of(found: Odds) -> Marks:
    """Exact odds as marks."""
    nodes = {node: _node(share) for node, share in found.nodes.items()}
    exits = {
        (wire.source, wire.exit): _exit(found, wire.source, wire.exit)
        for wire in found.flow.all_wires()
    }
    beyond = f" · {share_text(found.undecided)} not decided" if found.undecided else ""
    return Marks(
        nodes,
        exits,
        Mark(role="neutral", headless=True),
        f"{name_of(found.flow)}: where calls go",
        f"callers: {found.profile.name}{beyond}",
        scale="width and shade = share of all calls · percentages on keys = share of this node",
    )


def _node(share: Fraction) -> Mark:
    said = share_text(share)
    if not share:
        return Mark(State.DIM, role="neutral", badge=said, said=said, weight=0.0)
    return Mark(
        role="neutral",
        shade=f"shade{level(share)}",
        badge=said,
        tip=(f"{said} of all calls",),
        said=said,
        weight=float(share),
    )


def _exit(found: Odds, node: NodeId, exit: str) -> Mark:
    share, whole = found.exits.get((node, exit), Fraction(0)), found.nodes[node]
    here = share_text(share / whole) if whole else ""
    if not share:
        return Mark(State.DIM, share=here, headless=True)
    width = max(1.0, WIDEST * min(float(share), 1.0))
    shade = f"shade{max(level(share), FAINTEST)}"
    return Mark(shade=shade, width=width, share=here, headless=True)


def level(share: Fraction) -> int:
    """The shade of a share, 0 to 6."""
    return min(sum(share >= step for step in STEPS), SHADES - 1)
