"""What a search over a flow found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from ivrsim.analysis.path import Move, Visit, descend
from ivrsim.analysis.walk import Walk
from ivrsim.conditions.symbolic.formula import UNDECIDED, variables
from ivrsim.conditions.symbolic.solver import Solver
from ivrsim.flow.flow import NodeId
from ivrsim.values import dataclass

ExitId: TypeAlias = tuple[NodeId, str]
"""A node and one of its exits, by name."""

ARRIVALS = 3_000_000
"""Arrivals at nodes that are looked at before the rest is not decided."""


@dataclass(frozen=True, slots=True)
class Found:
    """For each node a visit, for each wired exit a visit and the move from it.

    `unsure` are the nodes and exits that were not decided; unless `complete`, neither
    is anything that was not found.
    """

    visits: Mapping[NodeId, Visit]
    exits: Mapping[ExitId, tuple[Visit, Move]]
    unsure: Mapping[NodeId | ExitId, None]
    complete: bool = True


def descended(walk: Walk, budget: int) -> Found:
    """Every path of a tree, walked once with the layered engine."""
    visits: dict[NodeId, Visit] = {}
    exits: dict[ExitId, tuple[Visit, Move]] = {}
    unsure: dict[NodeId | ExitId, None] = {}
    guessed: set[Visit] = set()
    count = 0
    for visit, possible, _ in descend(
        walk, Solver(walk.space.space.domain, budget), ARRIVALS, endings=False
    ):
        count += 1
        move = visit.move
        if possible is False:
            continue
        if possible is UNDECIDED or _is_guess(walk, visit, guessed):
            guessed.add(visit)
            unsure[visit.node] = None
            if visit.before is not None and move is not None:
                unsure[visit.before.node, move.exit] = None
            continue
        visits.setdefault(visit.node, visit)
        if visit.before is not None and move is not None:
            exits.setdefault((visit.before.node, move.exit), (visit.before, move))
    left = {key: None for key in unsure if key not in visits and key not in exits}
    return Found(visits, exits, left, count < ARRIVALS)


def _is_guess(walk: Walk, visit: Visit, guessed: set[Visit]) -> bool:
    """Whether the visit depends on something that was not told apart."""
    space = walk.space.space
    if not space.has_opaque or visit.move is None:
        return False
    return visit.before in guessed or space.is_opaque(variables(visit.move.when))
