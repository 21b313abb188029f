"""Nodes that are alike are looked at once, and what is found is what looking at each finds.

The documents hold the same few nodes again and again, with others around them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.lint import RULES
from ivrsim.lint.check import found_in
from ivrsim.lint.finding import Preset
from ivrsim.lint.node_view import NodeView, Shape
from ivrsim.lint.rule import EachAlike
from ivrsim.lint.settings import LintSettings
from ivrsim.lint.views import FlowView
from ivrsim.vendors.load import load

EVERY = LintSettings(preset=Preset.ALL)

LEAVES = [
    {"node_type": "EndCall", "prompt": "Goodbye."},
    {"node_type": "EndCall", "prompt": "Press 1.", "keypress_failover_type": "Wrong"},
    {"node_type": "EndCall", "keypress_failover_type": "None", "asr_phrases": [{"phrase": "bye"}]},
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {"node_type": "Connect", "destination_phone_number": "9005550100", "connect_timeout": 9},
    {"node_type": "Connect", "destination_phone_number": "+44 9011", "destination_extension": "x"},
    {"node_type": "DynamicRoute", "dynamic_route_destination": "a"},
    {"node_type": "Failover", "destination_phone_number": ""},
    {"node_type": "Nothing"},
]
PARENTS: list[dict[str, Any]] = [
    {"node_type": "Menu", "prompt": "For sales, press 1. For support, press 2."},
    {"node_type": "Menu", "prompt": "Press 2 for sales or 1 for a person, 24 hours a day."},
    {"node_type": "Menu", "prompt": "Say sales or support.", "confirm_response_enabled": True},
    {"node_type": "Menu", "prompt": "", "prompt_id_from_network": "r", "prompt_received": None},
    {"node_type": "YesOrNo", "prompt": "Is that so?"},
    {"node_type": "AnyKeyPress", "prompt": "Listen."},
    {"node_type": "NumberQuestion", "prompt": "Your card number, please.", "partner_name": "a"},
    {"node_type": "SmsPromo", "prompt": "A text?", "sms_promo_copy": "Ours."},
    {"node_type": "Condition", "condition": "mobile"},
    {"node_type": "Condition", "condition": "during_hours"},
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
]
TREES = st.recursive(
    st.sampled_from(LEAVES),
    lambda inside: st.builds(
        lambda parent, children: {**parent, "children": children},
        st.sampled_from(PARENTS),
        st.lists(inside, max_size=4),
    ),
    max_leaves=16,
)
DOCUMENTS = st.builds(
    lambda terms, tree, root: {**terms, "ivr_tree": {**tree, "root": root}},
    st.sampled_from([{}, {"campaign_language": "French"}, {"timezone": "Hawaii"}]),
    st.fixed_dictionaries({}, optional={n: st.booleans() for n in ("asr_enabled", "record_calls")}),
    TREES,
)


def one_by_one(
    flow: FlowView, shapes: Sequence[Shape], test: Callable[[NodeView], object]
) -> list[NodeView]:
    """What `FlowView` finds among nodes, by asking about each of them."""
    among = {key for _, keys in shapes for key in keys}
    return [view for view in flow.nodes if view.id in among and test(view)]


def found(document: dict[str, Any]) -> list[tuple[str, str, str | None, str | None]]:
    """What all rules find, in the order in which they find it."""
    _, items = found_in(load(document), EVERY)
    return [(it.rule.code, it.finding.message, it.finding.node, it.finding.field) for it in items]


@given(DOCUMENTS)
def test_looking_once_at_what_is_alike_finds_the_same(document: dict[str, Any]) -> None:
    once = found(document)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FlowView, "_where", one_by_one)
        assert found(document) == once


@given(DOCUMENTS)
def test_the_views_of_a_flow_are_its_nodes(document: dict[str, Any]) -> None:
    (flow,) = load(document).flows.values()
    view = FlowView(flow)
    assert list(view.all_nodes) == list(flow.nodes)
    assert all(view.all_nodes[key].node is node for key, node in flow.nodes.items())
    assert view.where(lambda _: True) == list(view.nodes)
    assert all(view.all_nodes[key] is view.all_nodes[key] for key in flow.nodes)


def test_most_rules_about_nodes_look_once_at_what_is_alike() -> None:
    assert sum(isinstance(rule.check, EachAlike) for rule in RULES.values()) > 10
