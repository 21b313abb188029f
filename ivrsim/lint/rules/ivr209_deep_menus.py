"""IVR209: menus under menus under menus."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.flow.flow import NodeId
from ivrsim.lint.option import Option
from ivrsim.lint.prompts import is_menu
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Preset, Rule, Severity
from ivrsim.lint.views import FlowView

MOST = Option("most-menus", 3, "Menus that a caller may have to answer, one after the other.")


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each menu that is the first one too deep."""
    most = flow.settings.of(MOST)
    menus: dict[NodeId, int] = {}
    parents = flow.flow.parents
    tops = (key for key in flow.all_nodes if key not in parents)
    for key in (*tops, *parents):
        node, wire = flow.all_nodes[key], parents.get(key)
        asks = node.known and is_menu(node)
        menus[key] = (menus.get(wire.source, 0) if wire else 0) + asks
        if asks and menus[key] == most + 1:
            yield Finding(
                f"This is menu number {menus[key]} on the caller's way; {most} is the limit",
                node=key,
                hint="Offer its choices further up, or let callers reach a person before it.",
            )


_LINE = '{"node_type": "Connect", "destination_phone_number": "800437795%d"}'
_MENU = '{"node_type": "Menu", "prompt": "For sales, press 1. For support, press 2.", "children": ['


def _nested(menus: int) -> str:
    lines = ["  " * n + _MENU for n in range(menus)]
    ends = ["  " * (n + 1) + f"{_LINE % n}]}}" for n in reversed(range(menus))]
    return "\n".join([*lines, "  " * menus + _LINE % 9 + ",", ",\n".join(ends)])


RULE = Rule(
    code="IVR209",
    name="deep-menus",
    severity=Severity.INFO,
    kind=Kind.CALLER_EXPERIENCE,
    confidence=Confidence.CONTESTED,
    preset=Preset.STRICT,
    summary="A caller has to answer more menus than callers have patience for.",
    why=(
        "With each menu more callers hang up, press anything, or wait to be asked by a person. "
        "Broad menus are answered faster than deep ones. How deep is too deep is contested; the "
        "limit can be set."
    ),
    bad=_nested(4),
    good=_nested(3),
    source=(
        "Software Advice, study of the IVRs of 50 large companies (a person is offered by the "
        "third menu)"
    ),
    check=EachFlow(check),
    options=(MOST,),
)
