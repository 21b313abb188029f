"""Flows to call, built node by node."""

from __future__ import annotations

from typing import Any

from ivrsim.campaign.campaign import Campaign
from ivrsim.flow.flow import CallFlow, FlowBuilder, NodeId
from ivrsim.flow.node import NODE_TYPES
from ivrsim.flow.settings import Settings

Spec = tuple[Any, ...]
"""(node type, fields, *children); a child's field `failover` names its failover exit."""


def flow_of(spec: Spec, *, campaign: Campaign | None = None, **settings: Any) -> CallFlow:
    """The flow a nested tuple describes."""
    builder = FlowBuilder()
    todo: list[tuple[NodeId | None, Spec]] = [(None, spec)]
    while todo:
        parent, (kind, fields, *children) = todo.pop()
        given = dict(fields)
        failover = given.pop("failover", "")
        node = NODE_TYPES[kind](**given)
        key = builder.add(node) if parent is None else builder.add_child(parent, node, failover)
        todo += [(key, child) for child in reversed(children)]
    return builder.build(settings=Settings(**settings), campaign=campaign)


def connect(number: str, **fields: Any) -> Spec:
    """A Connect node."""
    return ("Connect", {"destination_phone_number": number, **fields})


END: Spec = ("EndCall", {"prompt": "Goodbye."})

SALES_OR_SUPPORT: Spec = (
    "Menu",
    {"prompt": "Press 1 for sales, press 2 for support."},
    connect("8004377950"),
    connect("8004377951"),
    connect("8004377952", failover="W"),
    ("EndCall", {"prompt": "No key was selected, goodbye.", "failover": "N"}),
)
"""The shape of Invoca's own example of `keypress_failover_type`."""

OFFICE = Campaign.model_validate(
    {
        "name": "Office",
        "timezone": "Pacific Time (US & Canada)",
        "hours": {"monday_open": 32400, "monday_close": 61200, "tuesday_closed": True},
        "named_regions": [
            {"name": "West", "regions": [{"region_type": "State", "value": "CA"}]},
            {"name": "Gold", "regions": [{"region_type": "City", "value": "Sacramento, CA"}]},
        ],
    }
)
"""Open Mondays from 9 to 17, Pacific time; two regions, one inside the other."""


def decides(condition: str, **more: Any) -> CallFlow:
    """A flow that connects to "1" where the condition holds, else to "2"."""
    spec = ("Condition", {"condition": condition}, connect("1"), connect("2"))
    return flow_of(spec, campaign=more.pop("campaign", OFFICE), **more)
