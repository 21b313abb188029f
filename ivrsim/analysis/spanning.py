"""Reachability in flows of any shape where no condition decides: graphs of keys alone.

Where every exit is open to every caller, who came to a node can leave it by all of its
exits, whatever the way there; so one visit to each node is enough, and it is exact.
"""

from __future__ import annotations

import heapq
from itertools import count

from ivrsim.analysis.found import ExitId, Found
from ivrsim.analysis.path import Move, Visit, moves
from ivrsim.analysis.walk import Walk
from ivrsim.flow.flow import NodeId


def spanned(walk: Walk) -> Found | None:
    """What calls can come to, each with the fewest keys; None where more than keys decides."""
    if walk.flow.root is None or walk.space.views[walk.number].conditions:
        return None
    visits: dict[NodeId, Visit] = {}
    exits: dict[ExitId, tuple[Visit, Move]] = {}
    number = count()
    queue = [(0, next(number), Visit(walk.flow.root, walk.start))]
    while queue:
        keys, _, visit = heapq.heappop(queue)
        if visit.node in visits:
            continue
        visits[visit.node] = visit
        for move in moves(walk, visit.node, visit.env, endings=False):
            if move.when is not True:
                return None
            exits.setdefault((visit.node, move.exit), (visit, move))
            target = move.target
            if target is not None and target not in visits:
                after = Visit(target, move.env, visit, move)
                heapq.heappush(queue, (keys + move.keys, next(number), after))
    return Found(visits, exits, {})
