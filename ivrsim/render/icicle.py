"""An icicle: a column of cells for every depth, each cell as high as its node's share.

The height is the share of calls where the view knows it, else the number of endings
below.  It shows thousands of nodes at once; neighbours too thin to be told apart are
one cell with their count, and so is what lies deeper than the last column.  Linear
in the number of nodes, without recursion.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from ivrsim.flow.flow import CallFlow
from ivrsim.render.cards import bare_card, summary_of, text_of
from ivrsim.render.marks import Marks
from ivrsim.render.metrics import fit, text_width
from ivrsim.render.picture import Card, Note, State
from ivrsim.render.shares import share_text
from ivrsim.render.tree import Branch, spanning
from ivrsim.text import clean
from ivrsim.values import dataclass, field, replace

COLUMN = 176.0
NARROWEST = 64.0
GAP = 3.0
"""Between two columns, and half of it between two cells."""
WIDEST = 1500.0
"""The widest icicle, unless its columns would be too narrow."""
DEEPEST = 40
"""Columns; what lies deeper is counted in the last."""
ROOM = 24.0
"""The height that an ending should have, as far as the page allows."""
LOWEST, HIGHEST = 420.0, 1600.0
"""The height of an icicle."""
THIN = 2.5
"""Cells less high are put together."""
THICK = 8.0
"""A cell less high has a finer border."""
PAD = 8.0
HEAD = 12.0
"""The least height of a cell with words."""
SECOND = 31.0
"""The least height of a cell with two lines, each further one takes `MORE`."""
MORE = 13.0


@dataclass(frozen=True, slots=True)
class Icicle:
    """The cells, and what their height says."""

    cards: tuple[Card, ...]
    scale: str


@dataclass
class _Bundle:
    """Neighbours that share a cell."""

    top: float
    first: int
    nodes: int = 0
    height: float = 0.0
    words: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)


def icicle(flow: CallFlow, marks: Marks, left: float, top: float) -> Icicle:
    """The cells of a flow, the first with its corner at `left`, `top`."""
    branches = spanning(flow)
    weighted = any(mark.weight is not None for mark in marks.nodes.values())
    sizes = _shares(branches, marks) if weighted else _endings(branches)
    endings = len(branches) - len({b.parent for b in branches if b.parent >= 0})
    height = min(max(endings * ROOM, LOWEST), HIGHEST)
    columns = min(max((b.depth for b in branches), default=0) + 1, DEEPEST)
    width = min(COLUMN, max(WIDEST / columns, NARROWEST))
    drawing = _Drawing(flow, marks, branches, sizes, weighted, width)
    cards = tuple(replace(card, x=left + card.x, y=top + card.y) for card in drawing.cards(height))
    measure = "share of calls" if weighted else "number of endings"
    return Icicle(cards, f"height = {measure} · read left to right")


def _endings(branches: Sequence[Branch]) -> list[float]:
    """For each branch how many endings are below it."""
    sizes = [0.0] * len(branches)
    for number in range(len(branches) - 1, -1, -1):
        sizes[number] = sizes[number] or 1.0
        if (parent := branches[number].parent) >= 0:
            sizes[parent] += sizes[number]
    return sizes


def _shares(branches: Sequence[Branch], marks: Marks) -> list[float]:
    """For each branch the share of calls that come to it, never more than to its parent."""
    sizes = [marks.node(branch.node).weight or 0.0 for branch in branches]
    below = [0.0] * (len(branches) + 1)
    for number, branch in enumerate(branches):
        below[branch.parent] += sizes[number]
    for number, branch in enumerate(branches):
        if branch.parent >= 0 and below[branch.parent] > sizes[branch.parent]:
            # Calls that come to a node twice count twice: there is room for them once.
            sizes[number] *= sizes[branch.parent] / below[branch.parent]
    return sizes


def _tops(branches: Sequence[Branch], sizes: Sequence[float]) -> list[float]:
    """For each branch where it begins, in what the sizes count: its siblings stand below."""
    free = [0.0] * (len(branches) + 1)
    found = []
    for number, branch in enumerate(branches):
        found.append(free[branch.parent])
        free[number] = free[branch.parent]
        free[branch.parent] += sizes[number]
    return found


class _Drawing:
    """Puts the cells of one flow in their places."""

    def __init__(
        self,
        flow: CallFlow,
        marks: Marks,
        branches: Sequence[Branch],
        sizes: Sequence[float],
        weighted: bool,
        width: float,
    ) -> None:
        self.flow = flow
        self.marks = marks
        self.branches = branches
        self.sizes = sizes
        self.weighted = weighted
        self.width = width
        self.whole = sum(size for size, b in zip(sizes, branches, strict=True) if b.parent < 0)

    def cards(self, height: float) -> Iterator[Card]:
        """The cells, those of one node before those of many."""
        per = height / self.whole if self.whole else 0.0
        last: dict[int, _Bundle | None] = {}
        within: dict[int, _Bundle] = {}
        found: list[_Bundle] = []
        for number, top in enumerate(_tops(self.branches, self.sizes)):
            branch, high = self.branches[number], self.sizes[number] * per
            if branch.parent in within:
                within[number] = self._bundled(within[branch.parent], number)
            elif high >= THIN and branch.depth < DEEPEST:
                last[branch.parent] = None
                yield self._cell(number, top * per, high)
            else:
                bundle = last.get(branch.parent)
                if bundle is None:
                    bundle = last[branch.parent] = _Bundle(top * per, number)
                    found.append(bundle)
                bundle.height += high
                within[number] = self._bundled(bundle, number)
        yield from (self._thin(bundle) for bundle in found)

    def _bundled(self, bundle: _Bundle, number: int) -> _Bundle:
        bundle.nodes += 1
        mark = self.marks.node(self.branches[number].node)
        if mark.counted:
            bundle.words[mark.counted] += 1
            bundle.roles[mark.role] += 1
        return bundle

    def _put(self, card: Card, depth: int, top: float, high: float) -> Card:
        """The card as a cell in its place, a hair less high than its share."""
        hair = GAP / 2 if high > THICK else GAP / 4
        return replace(
            card,
            thick=card.thick if high > THICK else 0.5,
            x=depth * (self.width + GAP),
            y=top,
            width=self.width,
            height=max(high - hair, 1.0),
            cell=True,
        )

    def _cell(self, number: int, y: float, high: float) -> Card:
        branch = self.branches[number]
        card, mark = bare_card(self.flow, branch.node, self.marks), self.marks.node(branch.node)
        node = self.flow.nodes[branch.node]
        share = share_text(Fraction(self.sizes[number])) if self.weighted else ""
        role = node.role if self.weighted or not mark.role else mark.role
        thick = 1.0 if self.weighted else min(mark.width or 1.0, 1.6)
        card = replace(card, role=role, shade="", badge=share or card.badge, thick=thick)
        card = self._put(card, branch.depth, y, high)
        if card.height < HEAD:
            return replace(card, icon="", title="", badge="")
        return self._worded(card, clean(branch.exit), summary_of(node) or text_of(node))

    def _worded(self, card: Card, entry: str, text: str) -> Card:
        """The cell with as much of the words as fit."""
        room = card.width - 2 * PAD
        right = text_width(card.badge, 9, bold=True) + 8.0 if card.badge else 0.0
        words = " ".join(filter(None, (fit(entry, 50, bold=True), card.icon, card.title)))
        if right > room / 2:
            card, right = replace(card, badge=""), 0.0
        title = fit(words, room - right, bold=True)
        lines = (fit(text, room, 9),) if text and card.height >= SECOND else ()
        return replace(card, icon="", title=title, lines=lines)

    def _thin(self, bundle: _Bundle) -> Card:
        """A cell for many nodes, in the colour of what is marked among them."""
        if bundle.nodes == 1:
            return self._cell(bundle.first, bundle.top, bundle.height)
        branch = self.branches[bundle.first]
        words = f"+{bundle.nodes:,} node{'s' * (bundle.nodes != 1)}"
        said = [f"{count:,} {word}" for word, count in sorted(bundle.words.items())]
        role = min(bundle.roles, default="") or "quiet"
        card = Card(
            "", 0.0, 0.0, 0.0, 0.0, role, icon="", title=words, tip="\n".join([words, *said]),
            notes=tuple(Note(word, f"{role}-accent") for word in said), stands=bundle.nodes,
            state=State.PLAIN if bundle.words else self.marks.rest.state,
        )  # fmt: skip
        card = self._put(card, branch.depth, bundle.top, bundle.height)
        if card.height < HEAD:
            return replace(card, title="", notes=())
        room = card.width - 2 * PAD
        notes = tuple(replace(note, text=fit(note.text, room, 9, bold=True)) for note in card.notes)
        fitting = notes[: max(int((card.height - SECOND) // MORE) + 1, 0)]
        return replace(card, title=fit(words, room, bold=True), notes=fitting)
