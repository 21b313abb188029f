"""IVR603: a text message that does not say how to stop, get help, or what it costs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ivrsim.flow.action import SendText
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import Confidence, EachAlike, Finding, Kind, Preset, Rule, Severity
from ivrsim.text import listed

WANTED = {
    "STOP": r"\b(?:stop|arr[eê]t|parar?|alto|cancelar)\b",
    "HELP": r"\b(?:help|aide|ayuda)\b",
    "that message and data rates may apply": r"\brates?\b|\bfrais\b|\btarif|\btarifas?\b",
}
"""What a promotional text says, and the words it may say it with in three languages."""


def check(node: NodeView) -> Iterator[Finding]:
    """One finding for a text in which something is left out."""
    ask = node.ask
    if ask is None or not ask.question.answer:
        return
    for action in node.node.answered(ask.question.answer):
        if isinstance(action, SendText) and action.copy.strip():
            yield from _copy(node, action.copy)


def _copy(node: NodeView, text: str) -> Iterator[Finding]:
    left_out = [said for said, words in WANTED.items() if not re.search(words, text, re.IGNORECASE)]
    if left_out:
        fields = type(node.node).model_fields
        yield Finding(
            f"The text message does not say {listed(left_out, 'or')}",
            node=node.id,
            field=next((name for name in fields if getattr(node.node, name) == text), None),
            hint='End it so: "Msg & data rates may apply. Reply STOP to end, HELP for help."',
        )


RULE = Rule(
    code="IVR603",
    name="text-without-consent",
    severity=Severity.WARNING,
    kind=Kind.COMPLIANCE,
    confidence=Confidence.LIKELY,
    preset=Preset.STRICT,
    summary="A text message does not say how to stop or get help, or that rates may apply.",
    why=(
        "A promotional text in the United States needs the receiver's consent, and carriers want "
        "every campaign to name its sender, how to stop it (STOP), where to get help (HELP), and "
        "that message and data rates may apply; texts without are filtered. Pressing 9 is consent "
        "to one message. English, French and Spanish words are understood. Whether the sender is "
        "named cannot be told from the text alone."
    ),
    bad="""\
{
  "node_type": "SmsPromo",
  "prompt": "To get a text with your coupon, press 9.",
  "sms_promo_copy": "Here is your coupon: FALL20.",
  "children": [{"node_type": "EndCall"}]
}""",
    good="""\
{
  "node_type": "SmsPromo",
  "prompt": "To get a text with your coupon, press 9.",
  "sms_promo_copy": "Acme: your coupon is FALL20. Msg&data rates may apply. STOP to end, HELP.",
  "children": [{"node_type": "EndCall"}]
}""",
    source="TCPA, 47 CFR 64.1200; CTIA Messaging Principles and Best Practices",
    check=EachAlike(check, asks=True),
)
