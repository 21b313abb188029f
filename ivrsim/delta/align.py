"""Which node of the old flow is which node of the new one.

Aligned by meaning, not by position, in the manner of Falleri et al., "Fine-grained and
accurate source code differencing" (2014): subtrees that are equal first, then what
holds many of them, then what resembles each other below paired parents, then what is
left and equal.  Every step goes in reading order, so the result is always the same.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping, Sequence

from ivrsim.delta.likeness import ALIKE, Colour, Palette, leaves_first, look, similarity
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.values import dataclass, field

SAME_EXIT = 0.15
"""What standing behind the same exit adds to the likeness of two nodes."""

SHARED = 0.3
"""The share of equal children from which two nodes are taken for one."""


@dataclass
class Side:
    """One flow, coloured.

    `looks` tells nodes apart by themselves, `colours` with all below them; `order` has
    the nodes leaves first, without those before a circle; `times`: how many of a colour.
    """

    flow: CallFlow
    looks: dict[NodeId, int]
    colours: dict[NodeId, Colour]
    order: list[NodeId]
    times: Counter[Colour]

    @classmethod
    def of(cls, flow: CallFlow, palette: Palette) -> Side:
        """The flow in the colours of a palette."""
        looks = {key: palette.number(look(node)) for key, node in flow.nodes.items()}
        order = leaves_first(flow)
        colours = palette.colours(flow, looks, order)
        return cls(flow, looks, colours, order, Counter(colours.values()))

    def by_colour(self, paired: Collection[NodeId]) -> dict[Colour, list[NodeId]]:
        """The nodes without partner of each colour."""
        found: dict[Colour, list[NodeId]] = {}
        for key in self.flow.nodes:
            if key not in paired:
                found.setdefault(self.colours[key], []).append(key)
        return found

    def children(self, node: NodeId) -> Iterator[tuple[str, NodeId]]:
        """(exit, node) for everything that is wired to a node."""
        return ((wire.exit, wire.target) for wire in self.flow.out[node].values())

    def position(self, node: NodeId) -> tuple[NodeId, str] | None:
        """The node and exit behind which a node stands first; None for a root."""
        wire = self.flow.parents.get(node)
        return None if wire is None or node == self.flow.root else (wire.source, wire.exit)


@dataclass
class Alignment:
    """The pairs found so far, both ways."""

    old: Side
    new: Side
    pairs: dict[NodeId, NodeId] = field(default_factory=dict)
    back: dict[NodeId, NodeId] = field(default_factory=dict)

    def pair(self, old: NodeId, new: NodeId) -> bool:
        """Take two nodes for one, if neither has a partner."""
        if old in self.pairs or new in self.back:
            return False
        self.pairs[old] = new
        self.back[new] = old
        return True

    def pair_below(self, old: NodeId, new: NodeId) -> None:
        """Pair two equal subtrees, node by node."""
        ours, theirs = self.old.flow.out, self.new.flow.out
        todo = [(old, new)]
        while todo:
            one, other = todo.pop()
            if self.pair(one, other) and ours[one]:
                below = zip(ours[one].values(), theirs[other].values(), strict=True)
                todo += [(a.target, b.target) for a, b in below]

    def free_children(self, old: NodeId, new: NodeId) -> tuple[list[_Child], list[_Child]]:
        """The children of two nodes that have no partner yet."""
        ones = [c for c in self.old.children(old) if c[1] not in self.pairs]
        return ones, [c for c in self.new.children(new) if c[1] not in self.back]


_Child = tuple[str, NodeId]


def align(old: CallFlow, new: CallFlow) -> Alignment:
    """The pairs of nodes that are one node in two versions."""
    palette = Palette()
    found = Alignment(Side.of(old, palette), Side.of(new, palette))
    _same_place(found)
    _equal(found, rare_only=True)
    _by_children(found)
    _by_parents(found)
    _equal(found, rare_only=False)
    _by_look(found)
    _by_parents(found)
    return found


def _same_place(found: Alignment) -> None:
    """Equal subtrees that stand where they stood: the common case, and the surest."""
    old, new = found.old, found.new
    if old.flow.root is None or new.flow.root is None:
        return
    todo = [(old.flow.root, new.flow.root)]
    seen: set[tuple[NodeId, NodeId]] = set()
    while todo:
        one, other = todo.pop()
        if (one, other) in seen:
            continue
        seen.add((one, other))
        if old.colours[one] == new.colours[other]:
            found.pair_below(one, other)
        elif old.looks[one] == new.looks[other]:
            found.pair(one, other)
            todo += reversed(_same_exits(found, one, other))


def _same_exits(found: Alignment, one: NodeId, other: NodeId) -> list[tuple[NodeId, NodeId]]:
    there = dict(found.new.children(other))
    return [(a, there[exit_]) for exit_, a in found.old.children(one) if exit_ in there]


def _equal(found: Alignment, *, rare_only: bool) -> None:
    """Equal subtrees, the upper ones first; with `rare_only` those that are one of a kind.

    A single node that is not one of a kind says too little to be looked for everywhere.
    """
    old, new = found.old, found.new
    new_ones = new.by_colour(found.back)
    for colour, olds in old.by_colour(found.pairs).items():
        news = new_ones.get(colour, ())
        rare = old.times[colour] == new.times[colour] == 1
        if not (rare if rare_only else news and old.flow.out[olds[0]]):
            continue
        ones = [key for key in olds if key not in found.pairs]
        others = [key for key in news if key not in found.back]
        for one, other in zip(ones, others, strict=False):
            found.pair_below(one, other)


def _by_children(found: Alignment) -> None:
    """Nodes that hold many of each other's children, leaves first."""
    for one in reversed(list(found.old.flow.nodes)):
        if one in found.pairs:
            continue
        votes = _votes(found, one)
        if not votes:
            continue
        other, shared = max(votes.items(), key=lambda item: item[1])
        size = max(len(found.old.flow.out[one]), len(found.new.flow.out[other]))
        same_kind = found.old.flow[one].kind == found.new.flow[other].kind
        if same_kind and shared >= SHARED * size:
            found.pair(one, other)


def _votes(found: Alignment, one: NodeId) -> Counter[NodeId]:
    """How many partners of a node's children each free node of the new flow holds."""
    partners = (found.pairs[c] for _, c in found.old.children(one) if c in found.pairs)
    places = (found.new.position(partner) for partner in partners)
    return Counter(place[0] for place in places if place and place[0] not in found.back)


def _by_parents(found: Alignment) -> None:
    """What resembles each other below paired parents, from the root down."""
    _roots(found)
    before, after = found.old.colours, found.new.colours
    todo = deque(pair for pair in found.pairs.items() if before[pair[0]] != after[pair[1]])
    while todo:
        one, other = todo.popleft()
        if before[one] == after[other]:
            continue
        ones, others = found.free_children(one, other)
        if ones and others:
            todo.extend(_best(found, ones, others))
        if ones or others:
            todo.extend(_skipped(found, one, other))


def _roots(found: Alignment) -> None:
    one, other = found.old.flow.root, found.new.flow.root
    if one is None or other is None or one in found.pairs or other in found.back:
        return
    if similarity(found.old.flow[one], found.new.flow[other]) >= ALIKE - SAME_EXIT:
        found.pair(one, other)


def _skipped(found: Alignment, one: NodeId, other: NodeId) -> list[tuple[NodeId, NodeId]]:
    """Pairs across one node that was put in or taken out between parent and child."""
    made: list[tuple[NodeId, NodeId]] = []
    ones, others = found.free_children(one, other)
    for put_in in others:
        below = [c for c in found.new.children(put_in[1]) if c[1] not in found.back]
        made += _best(found, ones, below)
    ones, others = found.free_children(one, other)
    for taken_out in ones:
        below = [c for c in found.old.children(taken_out[1]) if c[1] not in found.pairs]
        made += _best(found, below, others)
    return made


def _best(
    found: Alignment, ones: Sequence[_Child], others: Sequence[_Child]
) -> list[tuple[NodeId, NodeId]]:
    """The pairs of these that resemble each other most, the best first."""
    scored = [
        (-_score(found, one, other), place, one[1], other[1])
        for place, (one, other) in enumerate((a, b) for a in ones for b in others)
    ]
    return [
        (one, other)
        for score, _, one, other in sorted(scored)
        if -score >= ALIKE and found.pair(one, other)
    ]


def _score(found: Alignment, one: _Child, other: _Child) -> float:
    bonus = SAME_EXIT if one[0] == other[0] else 0.0
    if found.old.colours[one[1]] == found.new.colours[other[1]]:
        return 2.0 + bonus
    alike = similarity(found.old.flow[one[1]], found.new.flow[other[1]])
    return alike + bonus if alike else 0.0


def _by_look(found: Alignment) -> None:
    """Nodes that are equal themselves and one of a kind, wherever they went."""
    ones = _singles(found.old.looks, found.pairs)
    others = _singles(found.new.looks, found.back)
    for seen, one in ones.items():
        if seen in others:
            found.pair(one, others[seen])


def _singles(looks: Mapping[NodeId, int], paired: Collection[NodeId]) -> dict[int, NodeId]:
    times = Counter(looks.values())
    return {seen: key for key, seen in looks.items() if times[seen] == 1 and key not in paired}
