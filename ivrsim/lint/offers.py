"""Which text messages are offered to nobody, proven; loaded only where a rule asks."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.analysis.reach import is_tree
from ivrsim.conditions.symbolic.solver import Solver
from ivrsim.flow.flow import NodeId
from ivrsim.lint.views import FlowView


def made_to_nobody(view: FlowView) -> frozenset[NodeId]:
    """The nodes that ask mobile callers only, and that calls but no mobile caller come to.

    Empty for flows that share nodes, where one visit does not stand for all.
    """
    return frozenset(_nodes(view)) if is_tree(view.flow) else frozenset()


def _nodes(view: FlowView) -> Iterator[NodeId]:
    found, space = view.reach.found, view.reach.walk.space
    mobile, _ = space.mobile(view.reach.walk.number)
    for node in view.nodes:
        visit = found.visits.get(node.id)
        if visit is not None and node.ask is not None and node.ask.question.mobile_only:
            solver = Solver(space.space.domain)
            formulas = [*(move.when for move in visit.moves()), mobile]
            if any(solver.add(formula) is False for formula in formulas):
                yield node.id
