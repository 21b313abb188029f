"""The caller who meets what a rule found, where the analysis has one."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from ivrsim.flow.flow import NodeId
from ivrsim.lint.views import FlowView

if TYPE_CHECKING:
    from ivrsim.analysis.witness import Witness


def witness_of(flow: FlowView, node: NodeId, exit: str | None = None) -> Witness | None:
    """The smallest caller who comes to a node; None: nobody does, or it is not known who.

    Works the reachability of the whole flow out, so ask for what is found, not to find.
    """
    if flow.reach.reachable(node, exit) is not True:
        return None
    found = flow.reach.witness(node, exit)
    return None if isinstance(found, Enum) else found
