"""IVR411: a condition that is understood, but not written as the vendor documents."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.rule import Confidence, EachCondition, Finding, Kind, Rule, Severity
from ivrsim.lint.views import ConditionView
from ivrsim.lint.wording import sentence

ODDITIES = frozenset({"case", "doubled-quote", "full-stop", "operator", "quotes"})


def check(condition: ConditionView) -> Iterator[Finding]:
    """One finding for each oddity."""
    for note in condition.reading.notes:
        if note.kind in ODDITIES:
            message = sentence(note.message)
            hint = f'Write the condition as: "{condition.expr}"' if condition.is_short else ""
            yield condition.finding(message, note.span, hint)


RULE = Rule(
    code="IVR411",
    name="condition-style",
    severity=Severity.INFO,
    kind=Kind.STYLE,
    confidence=Confidence.LIKELY,
    summary="A condition has words in capitals, a full stop, odd quotes or odd operators.",
    why=(
        "The vendor's pages disagree about capitals (AND) and quotes, and end their examples with "
        "full stops that are no part of the condition. Whether the vendor accepts each of them is "
        "not published; lower-case words, double quotes and no full stop are documented."
    ),
    bad="""\
{
  "node_type": "Condition",
  "condition": "mobile AND during_hours.",
  "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
}""",
    good="""\
{
  "node_type": "Condition",
  "condition": "mobile and during_hours",
  "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
}""",
    source="Invoca, Advertiser Campaigns, Example Conditions; Invoca Community, Signal Builder",
    check=EachCondition(check),
)
