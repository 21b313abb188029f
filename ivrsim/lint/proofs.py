"""What the exact analysis proves of a flow, shared out among the rules that tell of it.

One fault gives one finding.  An exit that no call takes is told by the first of these
that explains it: the condition cannot be read (IVR401), asks a region nobody is in
(IVR402) or a time that is not known (IVR407), is always the same by itself (IVR403), asks
a key that is not pressed on this path (IVR405), is decided by the conditions before it
(IVR404); everything else is IVR107.  Hours that decide nothing are IVR501.

This module loads the analysis; rules come here by `ivrsim.lint.questions`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from ivrsim.analysis.places import localities
from ivrsim.analysis.reach import Dead, Reach
from ivrsim.analysis.reason import Because
from ivrsim.campaign.campaign import Campaign
from ivrsim.conditions.ast import Always, Atom, Compare, Expr, Flag, InRegion, Pressed
from ivrsim.conditions.parse import read_condition
from ivrsim.conditions.symbolic import (
    FREE,
    Simplified,
    Theory,
    always_true,
    equivalent,
    satisfiable,
    simplify,
)
from ivrsim.flow.flow import NodeId
from ivrsim.lint.locate import pointer
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.questions import Death, asks_a_fact_twice, is_tree
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import quoted

STEPS = 50_000
"""Looks at a clause that one question about one condition may take."""

MOST_PARTS = 64
"""Tests of a condition that is looked at for parts that change nothing."""


# -- one condition -----------------------------------------------------------------------


def constant(expr: Expr, campaign: Campaign) -> bool | None:
    """The value that the condition has for every call, whatever its way; None: it differs.

    Regions overlap as the campaign says, if it has all of those that are asked.
    """
    if isinstance(expr, Always):
        return True
    return _constant(expr, _theory(expr, campaign)) if asks_a_fact_twice([expr]) else None


@lru_cache(maxsize=1024)
def _constant(expr: Expr, theory: Theory) -> bool | None:
    if satisfiable(expr, theory, STEPS) is False:
        return False
    return True if always_true(expr, theory, STEPS) is True else None


def _theory(expr: Expr, campaign: Campaign) -> Theory:
    asked = [atom for atom in expr.atoms() if isinstance(atom, InRegion)]
    named = {region.name for region in campaign.named_regions}
    if not asked or not named or any(a.name is not None and a.name not in named for a in asked):
        return FREE
    return Theory(regions=_overlaps(campaign))


def _overlaps(campaign: Campaign) -> frozenset[frozenset[str]]:
    places = localities(campaign.named_regions)
    return frozenset(frozenset(campaign.regions_of(place)) for place in places)


@lru_cache(maxsize=1024)
def simpler(expr: Expr, running: bool) -> Simplified | None:
    """The condition without what changes nothing; None: nothing does, or it is not known.

    `running`: it is asked while the call runs, so it must mean the same then, too.
    """
    atoms = sum(1 for _ in expr.atoms())
    if atoms > MOST_PARTS or not asks_a_fact_twice([expr]):
        return None
    found = simplify(expr, budget=STEPS)
    if not (found.complete and found.redundant) or found.expr == expr:
        return None
    if any(isinstance(atom, Always) for atom in found.expr.atoms()):
        return None
    theories = (FREE, Theory(running=True)) if running else (FREE,)
    same = all(equivalent(expr, found.expr, theory, STEPS) is True for theory in theories)
    return found if same else None


# -- one flow ------------------------------------------------------------------------------


def deaths(flow: FlowView) -> tuple[Death, ...]:
    """Everything that no call of the flow does, each told once, in reading order."""
    return tuple(_Deaths(flow, flow.reach).found())


class _Deaths:
    """Shares out what is dead among the rules."""

    def __init__(self, flow: FlowView, reach: Reach) -> None:
        self.flow = flow
        self.reach = reach
        self.impossible: dict[NodeId, list[Death]] = {}
        if is_tree(flow.flow):
            for death in self._impossible_keys():
                self.impossible.setdefault(death.node, []).append(death)

    def found(self) -> Iterator[Death]:
        """Keys that cannot have been pressed, and what nobody comes to."""
        for of_node in self.impossible.values():
            yield from of_node
        for dead in self.reach.dead:
            death = self._told(dead)
            if death is not None:
                yield death

    def _impossible_keys(self) -> Iterator[Death]:
        """In a tree the keys are settled by the place, so each test of them is, too."""
        for node, visit in self.reach.found.visits.items():
            for field, expr in self._asked(node):
                if constant(expr, self.flow.campaign) is not None:
                    continue
                for atom in expr.atoms():
                    if is_key_test(atom) and visit.env.test(atom) is False:
                        keys = " ".join(visit.env.pressed)
                        why = f"the first keys are {keys}" if keys else "no key was pressed"
                        yield Death("IVR405", node, why, None, str(atom), (), field, atom.span)

    def _told(self, dead: Dead) -> Death | None:
        """The finding about a dead exit; None where another one says it already."""
        node = self.flow.all_nodes[dead.node]
        if dead.exit is None:
            return Death("IVR107", dead.node, str(dead.reason))
        asked = self._asked(dead.node)
        if not node.known or _fits_nowhere(node, dead.exit) or len(asked) < _conditions_of(node):
            return None
        if any(constant(expr, self.flow.campaign) is not None for _, expr in asked):
            return None
        because = dead.reason.because
        premises = self._premises(dead.node, because)
        if any(map(self._is_told_elsewhere, premises)):
            return None
        own = {atom for _, expr in asked for atom in expr.atoms()}
        keys = {death.said for death in self.impossible.get(dead.node, ())}
        if any(str(atom) in keys for atom in premises if atom in own):
            return None
        return self._of_the_path(node, dead, asked)

    def _of_the_path(self, node: NodeView, dead: Dead, asked: Sequence[tuple[str, Expr]]) -> Death:
        because = dead.reason.because
        deciding = [b for b in because if b.node is not None and self._asked(b.node)]
        if not asked or not deciding or dead.exit is None:
            target = node.wires[dead.exit or ""].target
            return Death("IVR107", target, str(dead.reason), dead.exit)
        field, expr = asked[0]
        never = any(e.name == dead.exit and e.when == expr for e in node.node.ways_out())
        said = f"{quoted(str(expr))} is {'never' if never else 'always'} true here"
        places = tuple(_shown(b) for b in deciding)
        return Death("IVR404", node.id, str(dead.reason), dead.exit, said, places, field)

    def _asked(self, node: NodeId) -> list[tuple[str, Expr]]:
        """The conditions of a node that can be read, with their fields."""
        texts = [(name, text) for name, text in self.flow.flow.nodes[node].conditions() if text]
        read = ((name, read_condition(text).expr) for name, text in texts)
        return [(name, expr) for name, expr in read if expr is not None]

    def _premises(self, node: NodeId, because: Sequence[Because]) -> list[Atom]:
        """The tests that have only one value on this path, and that the proof needs."""
        nodes = [node, *(b.node for b in because if b.node is not None)]
        atoms = dict.fromkeys(a for n in nodes for _, expr in self._asked(n) for a in expr.atoms())
        return [atom for atom in atoms if any(_settles(b, atom) for b in because)]

    def _is_told_elsewhere(self, atom: Atom) -> bool:
        """Whether it has one value for a reason that is the business of another rule."""
        flow = self.flow
        match atom:
            case Compare() | Flag("sms_sent"):
                return True
            case Flag("during_hours"):
                schedule = flow.campaign.schedule
                return not flow.has_campaign or schedule.always or not schedule.always_open
            case InRegion(name):
                names = {region.name for region in flow.campaign.named_regions}
                return not names or (name is not None and name not in names)
            case Pressed():
                return not is_key_test(atom)
            case _:
                return False


def is_key_test(atom: Atom) -> bool:
    """Whether an atom asks for keys that have only one meaning.

    What a letter in a key path stands for is open: a key of that name, or any key.
    """
    return isinstance(atom, Pressed) and not any(key.islower() for key in atom.path)


def _shown(because: Because) -> str:
    """Where a condition stands: its node, and the place in the document where there is one."""
    at = pointer(because.place) if because.place is not None else ""
    return f"node {because.node}" + (f" ({at})" if at else "")


def _settles(because: Because, atom: Atom) -> bool:
    """Whether this part of a reason says that a test has only one value."""
    return because.text.startswith(f'"{atom}" is ')


def _fits_nowhere(node: NodeView, exit_name: str) -> bool:
    """Whether the exit is none that the node type has, or is for numbers that are wrong."""
    exit_ = next((e for e in node.exits if e.name == exit_name), None)
    return exit_ is None or exit_.unanswered


def _conditions_of(node: NodeView) -> int:
    return sum(1 for _, text in node.node.conditions() if text)
