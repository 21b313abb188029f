"""Who is put through without having heard certain prompts."""

from __future__ import annotations

from collections.abc import Collection

from ivrsim.analysis.witness import Witness
from ivrsim.conditions.ast import Expr, Flag, Not, all_of
from ivrsim.flow.action import DialField
from ivrsim.flow.flow import NodeId
from ivrsim.lint.connections import Connection, Connections
from ivrsim.lint.views import FlowView

MOBILE = Flag("mobile")


def connected_untold(flow: FlowView, recorded: Expr, told: Collection[NodeId]) -> Witness | None:
    """The first caller who is put through while `recorded` holds and hears none of `told`.

    A prompt that only mobile phones are offered is not heard by others.
    """
    unheard = all_of(recorded, Not(MOBILE))
    ends = Connections(flow.flow, [recorded, unheard])
    for end in ends.ends():
        heard = [node for node in _heard(flow, end) if node in told]
        if all(_is_for_mobiles(flow, node) for node in heard):
            formula = ends.formula(end, unheard if heard else recorded)
            if ends.possible(end, formula):
                return ends.witness(end, formula)
    return None


def _heard(flow: FlowView, end: Connection) -> list[NodeId]:
    """The nodes whose prompts are heard; one that found no number to dial says nothing."""
    path = [visit.node for visit in end.visit.path()]
    mute = {n for n in path[:-1] if isinstance(flow.all_nodes[n].heard, DialField)}
    return [node for node in path if node not in mute]


def _is_for_mobiles(flow: FlowView, node: NodeId) -> bool:
    ask = flow.all_nodes[node].ask
    return ask is not None and ask.question.mobile_only
