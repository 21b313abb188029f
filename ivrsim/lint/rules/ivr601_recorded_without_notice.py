"""IVR601: a caller is recorded and was never told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ivrsim.conditions.parse import read_condition
from ivrsim.flow.action import DialField
from ivrsim.lazy import fetch, pattern
from ivrsim.lint.edit import Fix, Put
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.people import connects
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView

if TYPE_CHECKING:
    from ivrsim.analysis.witness import Witness
    from ivrsim.flow.flow import NodeId

TOLD = pattern(r"record|monitor|enregistr|grab|surveill", re.IGNORECASE)
"""Words that tell a caller, in English, French and Spanish."""
SWITCH = "play_call_recorded_prompt"


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for a flow: the notice is off, and somebody is put through without one."""
    settings = flow.flow.settings
    if not settings.record_calls or settings.play_call_recorded_prompt:
        return
    asked = read_condition(settings.call_recording_condition).expr
    told = {node.id for node in flow.where(tells)}
    if asked is None or not _may_miss(flow, told):
        return
    if fetch("ivrsim.lint.proofs:constant")(asked, flow.campaign) is False:
        return
    witness: Witness | None = fetch("ivrsim.lint.unheard:connected_untold")(flow, asked, told)
    if witness is None:
        return
    place = flow.tree_place / SWITCH if flow.tree_place is not None else None
    edits = (Put(place, True),) if place is not None else ()
    yield Finding(
        f"Calls are recorded and the notice is off: a caller is put through at {witness.node} "
        "and was never told",
        node=None if place is not None else witness.node,
        place=place,
        hint="Switch the notice on, or say in the first prompt that the call may be recorded.",
        fixes=(Fix("Play the vendor's notice", edits),) if edits else (),
        witness=witness,
    )


def heard_by_all(node: NodeView) -> bool:
    """Whether all who go on from a node have heard its prompt.

    An offer is read to mobile phones only, and the prompt of a number in a data field only
    where there is such a number.
    """
    for_mobiles = node.ask is not None and node.ask.question.mobile_only
    return not for_mobiles and not isinstance(node.heard, DialField)


def tells(node: NodeView) -> bool:
    """Whether what is heard here may tell that the call is recorded."""
    heard = node.heard
    return heard is not None and (bool(TOLD.search(heard.text)) or node.unknown_words)


def _may_miss(flow: FlowView, told: set[NodeId]) -> bool:
    """Whether some way leads to a node that connects and past all that tells everybody."""
    root = flow.flow.root
    todo, seen = [root] if root is not None else [], {root}
    while todo:
        view = flow.all_nodes[todo.pop()]
        if connects(view) and view.id not in told:
            return True
        if view.id not in told or not heard_by_all(view):
            targets = {wire.target for wire in view.wires.values()} - seen
            seen |= targets
            todo.extend(targets)
    return False


RULE = Rule(
    code="IVR601",
    name="recorded-without-notice",
    severity=Severity.ERROR,
    kind=Kind.COMPLIANCE,
    confidence=Confidence.LIKELY,
    summary="Some caller is connected while calls are recorded, and hears no notice before.",
    why=(
        "By law callers must be told at the start of a call that it is recorded; in some US "
        "states without their consent it is a crime. The vendor plays a notice unless "
        "play_call_recorded_prompt is off, and then it is yours to say. A prompt counts as a "
        "notice if it speaks of recording or monitoring; a recording whose text is not known "
        "counts as well."
    ),
    bad="""\
{
  "ivr_tree": {
    "record_calls": true,
    "play_call_recorded_prompt": false,
    "root": {
      "node_type": "Connect",
      "prompt": "One moment, please.",
      "destination_phone_number": "8004377950"
    }
  }
}""",
    good="""\
{
  "ivr_tree": {
    "record_calls": true,
    "play_call_recorded_prompt": true,
    "root": {
      "node_type": "Connect",
      "prompt": "One moment, please.",
      "destination_phone_number": "8004377950"
    }
  }
}""",
    source=(
        'Invoca, Set Call Recorded Prompt ("By law ... callers must be notified"); FCC, '
        "recording of telephone calls"
    ),
    check=EachFlow(check),
)
