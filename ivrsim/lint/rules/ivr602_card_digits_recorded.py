"""IVR602: the caller types a card or social security number while the call is recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import Confidence, EachAlike, Finding, Kind, Rule, Severity
from ivrsim.lint.wording import quoted
from ivrsim.places import Span

SECRETS = (
    r"(?:credit|debit|bank|payment)[ -]?card|card (?:number|code)|security code|\bcvv2?\b|\bcvc\b"
    r"|social security|\bssn\b|account number|routing number|\bpin\b"
    r"|carte (?:de crédit|de débit|bancaire)|numéro de (?:carte|sécurité sociale|compte)"
    r"|code de sécurité|cryptogramme|\bnas\b"
    r"|tarjeta|código de seguridad|seguro social|número de cuenta"
)
"""What no recording may hold, in English, French and Spanish."""


def check(node: NodeView) -> Iterator[Finding]:
    """One finding for a question whose prompt asks for such digits."""
    settings = node.flow.flow.settings
    if not settings.record_calls or node.ask is None or node.ask.question.takes != "digits":
        return
    asked = re.search(SECRETS, node.ask.text, re.IGNORECASE)
    if asked is None:
        return
    sometimes = bool(settings.call_recording_condition.strip())
    recorded = "may be recorded" if sometimes else "is recorded"
    yield Finding(
        f"The prompt asks for {quoted(asked.group())} while the call {recorded}",
        node=node.id,
        field=node.prompt_field,
        within=Span(*asked.span()),
        hint="Take such numbers where nothing is recorded: a payment line, or a person.",
        severity=Severity.WARNING if sometimes else None,
    )


RULE = Rule(
    code="IVR602",
    name="card-digits-recorded",
    severity=Severity.ERROR,
    kind=Kind.COMPLIANCE,
    confidence=Confidence.LIKELY,
    summary="Card or social security digits are asked for while the call is recorded.",
    why=(
        "A recording that holds a card number or its security code breaks the rules of the card "
        "industry: the code may not be kept at all after the payment, and pausing the recording by "
        "hand is only a partial control. Keys that are pressed can be read from the sound of the "
        "call. Where call_recording_condition decides which calls are recorded, this is a warning."
    ),
    bad="""\
{
  "ivr_tree": {
    "record_calls": true,
    "root": {
      "node_type": "NumberQuestion",
      "number_question_type": "Digits",
      "prompt": "Please enter your credit card number.",
      "children": [{"node_type": "Connect", "destination_phone_number": "8004377950"}]
    }
  }
}""",
    good="""\
{
  "ivr_tree": {
    "record_calls": true,
    "root": {
      "node_type": "NumberQuestion",
      "number_question_type": "Digits",
      "prompt": "Please enter your order number.",
      "children": [{"node_type": "Connect", "destination_phone_number": "8004377950"}]
    }
  }
}""",
    source="PCI DSS 4.0.1, requirement 3.3 (no sensitive data kept after authorisation)",
    check=EachAlike(check, asks=True),
)
