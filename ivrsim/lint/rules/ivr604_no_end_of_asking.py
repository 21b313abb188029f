"""IVR604: a caller can be kept in the call treatment without any bound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ivrsim.lazy import fetch
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import Confidence, EachQuestion, Finding, Kind, Preset, Rule, Severity

if TYPE_CHECKING:
    from ivrsim.analysis.witness import Witness


def check(node: NodeView) -> Iterator[Finding]:
    """One finding for each question whose answer can be refused for ever."""
    if node.ask is None or not node.ask.question.confirm:
        return
    found: Witness | None = fetch("ivrsim.lint.waiting:never_confirmed")(node.flow, node.id)
    if found is not None:
        yield Finding(
            f"{node.title} reads the answer back and asks again for every no, without an end",
            node=node.id,
            field="confirm_response_enabled",
            hint="Leave the confirmation out, or make sure with the vendor how often it is asked.",
            witness=found,
        )


RULE = Rule(
    code="IVR604",
    name="no-end-of-asking",
    severity=Severity.WARNING,
    kind=Kind.COMPLIANCE,
    confidence=Confidence.CONTESTED,
    preset=Preset.ALL,
    summary="A caller can stay in the call treatment for as long as they like.",
    why=(
        "Machines that are paid by the minute look for call treatments that never hang up. The "
        "attempts at a question are counted, but how often an answer is read back and refused "
        "is not published; here it is assumed that nobody counts. Loops of a flow that ask "
        "nothing are IVR108; only the vendor's limit of three hours ends such calls."
    ),
    bad="""\
{
  "node_type": "NumberQuestion",
  "prompt": "Please enter your ZIP code.",
  "number_question_type": "ZipCode",
  "confirm_response_enabled": true,
  "children": [{"node_type": "Connect", "destination_phone_number": "8004377950"}]
}""",
    good="""\
{
  "node_type": "NumberQuestion",
  "prompt": "Please enter your ZIP code.",
  "number_question_type": "ZipCode",
  "confirm_response_enabled": false,
  "children": [{"node_type": "Connect", "destination_phone_number": "8004377950"}]
}""",
    source=(
        "TransNexus and SecureLogix on toll-free traffic pumping; rapidpro#728; Invoca, Parameter "
        "Details (confirm_response_enabled)"
    ),
    check=EachQuestion(check),
)
