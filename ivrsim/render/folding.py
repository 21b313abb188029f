"""The tree that a picture shows: whole, or folded to what can be taken in at a glance.

What a view marks is kept, then the nodes that most calls come to, or those nearest the
root; every subtree that is left out stands in a fold with its count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from heapq import heappop, heappush

from ivrsim.flow.flow import CallFlow
from ivrsim.render.detail import LINES, Cut, Detail
from ivrsim.render.marks import NONE, Mark, Marks
from ivrsim.render.tree import Branch, Fold, Form, Tree, beside, spanning
from ivrsim.values import dataclass, field, replace

SHOWN = 90
"""Nodes that a folded picture shows, unless a view marks more."""
DEEPEST = 24
"""Columns of a folded picture, unless what a view marks lies deeper."""
TRAIL = 6
"""Nodes of a trail that are shown; those between the first and the last are folded."""


def tree_of(flow: CallFlow, marks: Marks = NONE, detail: Detail = Detail.AUTO) -> Tree:
    """The tree of a whole flow."""
    return tree_in(Cut(flow), marks, detail)


def tree_in(cut: Cut, marks: Marks = NONE, detail: Detail = Detail.AUTO) -> Tree:
    """The tree of what is shown of a flow, folded where the detail or the focus asks for it."""
    meant = detail.of(len(cut.flow) - len(cut.trail))
    shown = spanning(cut.flow, Form.FULL if meant is Detail.FULL else Form.LINE)
    if cut.marked or meant is Detail.FOLDED:
        kept = _kept(shown, marks, 0 if cut.marked else SHOWN + len(cut.trail))
        meant = detail if detail in (Detail.FULL, Detail.LINES) else Detail.AUTO.of(len(kept))
        full = cut.marked and meant is Detail.FULL
        shown = _Folding(shown, kept, marks, Form.FULL if full else Form.LINE).branches()
    shown = _trailed(shown, len(cut.trail))
    return Tree(tuple(shown), beside(cut.flow, shown))


def _kept(whole: Sequence[Branch], marks: Marks, room: int) -> set[int]:
    """The numbers of what is marked with all that leads to it, then of others while there is room.

    A flow of which nothing is marked keeps its root.
    """
    kept: set[int] = set()
    for number, branch in enumerate(whole):
        if marks.node(branch.node).keep:
            way = number
            while way >= 0 and way not in kept:
                kept.add(way)
                way = whole[way].parent
    # What leads to a node has a smaller number than the node.
    kept = set(sorted(kept)[:LINES])
    _fill(whole, marks, max(room, 1), kept)
    return kept


def _fill(whole: Sequence[Branch], marks: Marks, room: int, kept: set[int]) -> None:
    """Keep the nodes that most calls come to, or those nearest the root."""
    below: dict[int, list[int]] = {}
    for number, branch in enumerate(whole):
        below.setdefault(branch.parent, []).append(number)
    todo: list[tuple[float, int]] = []
    parent = -1
    while len(kept) < room:
        for child in below.get(parent, ()):
            heappush(todo, (-(marks.node(whole[child].node).weight or 0.0), child))
        if not todo:
            return
        parent = heappop(todo)[1]
        if whole[parent].depth < DEEPEST:
            kept.add(parent)
        else:
            parent = len(whole)


@dataclass
class _Hidden:
    """What is known so far of a fold."""

    nodes: int = 0
    exits: list[str] = field(default_factory=list)
    share: float | None = None
    words: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, mark: Mark) -> None:
        """One more node."""
        self.nodes += 1
        if mark.counted:
            self.words[mark.counted, mark.role] += 1

    def begin(self, branch: Branch, mark: Mark) -> None:
        """One more exit that leads in here."""
        self.exits.append(branch.exit)
        if mark.weight is not None:
            self.share = (self.share or 0.0) + mark.weight

    def fold(self, named: bool) -> Fold:
        """All of it; words in alphabetical order."""
        words = tuple((word, count, role) for (word, role), count in sorted(self.words.items()))
        return Fold(self.nodes, tuple(self.exits), self.share, words, named)


class _Folding:
    """Puts folds in the place of what is not kept: one for neighbours below the same node."""

    def __init__(
        self, whole: Sequence[Branch], kept: Collection[int], marks: Marks, form: Form
    ) -> None:
        self.whole = whole
        self.kept = kept
        self.marks = marks
        self.form = form
        self.hidden: list[_Hidden] = []
        self.within: dict[int, _Hidden] = {}
        self.last: dict[int, _Hidden | None] = {}

    def branches(self) -> list[Branch]:
        """What is shown; a fold of one node is the node itself."""
        place = {-1: -1}
        found: list[Branch] = []
        for number, hidden in self._order():
            branch = self.whole[number]
            if hidden is None or hidden.nodes == 1:
                place[number] = len(found)
                found.append(replace(branch, parent=place[branch.parent], form=self.form))
            else:
                exit_ = hidden.exits[0] if len(hidden.exits) == 1 else ""
                fold = Branch("", place[branch.parent], exit_, branch.depth, Form.FOLD)
                found.append(replace(fold, fold=hidden.fold(self.form is Form.LINE)))
        return found

    def _order(self) -> list[tuple[int, _Hidden | None]]:
        """The numbers of kept branches, and the first of each fold, whose count is now known."""
        found: list[tuple[int, _Hidden | None]] = []
        for number, branch in enumerate(self.whole):
            if number in self.kept:
                self.last[branch.parent] = None
                found.append((number, None))
            elif branch.parent in self.within:
                self._hide(number, self.within[branch.parent])
            else:
                run = self.last.get(branch.parent)
                if run is None:
                    run = self.last[branch.parent] = _Hidden()
                    found.append((number, run))
                run.begin(branch, self.marks.node(branch.node))
                self._hide(number, run)
        return found

    def _hide(self, number: int, run: _Hidden) -> None:
        self.within[number] = run
        run.add(self.marks.node(self.whole[number].node))


def _trailed(shown: list[Branch], count: int) -> list[Branch]:
    """The branches with the first `count` as a trail, whose middle is folded if it is long."""
    trail = [replace(branch, form=Form.TRAIL) for branch in shown[:count]]
    lost = max(count - TRAIL, 0)
    if lost:
        fold = Branch("", 0, trail[1].exit, 1, Form.FOLD, Fold(lost + 1, (trail[1].exit,)))
        trail = [trail[0], fold, *(_moved(b, lost) for b in trail[lost + 2 :])]
    return [*trail, *(_moved(branch, lost) if lost else branch for branch in shown[count:])]


def _moved(branch: Branch, by: int) -> Branch:
    parent = branch.parent - by if branch.parent >= 0 else -1
    return replace(branch, parent=parent, depth=branch.depth - by)
