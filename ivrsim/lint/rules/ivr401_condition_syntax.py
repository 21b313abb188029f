"""IVR401: a condition that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.reword import rewritten
from ivrsim.lint.rule import EachCondition, Finding, Kind, Rule, Severity
from ivrsim.lint.views import ConditionView
from ivrsim.text import listed
from ivrsim.values import replace


def check(condition: ConditionView) -> Iterator[Finding]:
    """The error of one condition, at its place inside the text."""
    error = condition.reading.error
    if error is None:
        return
    expected = f"; expected {listed(list(error.expected), 'or')}" if error.expected else ""
    message = f"The condition cannot be read: {error.message.rstrip('.')}{expected}"
    meant = f'Write: "{error.suggestion}"' if error.suggestion is not None else ""
    found = condition.finding(message, error.span, meant or error.hint, refusal="is invalid")
    mended = error.suggestion
    fixes = rewritten(condition, mended, safe=False) if mended is not None else ()
    yield replace(found, fixes=fixes)


RULE = Rule(
    code="IVR401",
    name="condition-syntax",
    severity=Severity.ERROR,
    kind=Kind.CORRECTNESS,
    summary="A condition cannot be read.",
    why=(
        "A condition is made of tests such as during_hours, mobile or pressed[2], joined by and, "
        "or, not and parentheses; and binds tighter than or. Conditions stand in nodes, beside "
        "the tree (recording, whisper) and in payin and payout policies."
    ),
    bad="""\
{
  "node_type": "Condition",
  "condition": "durring_hours && mobile",
  "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
}""",
    good="""\
{
  "node_type": "Condition",
  "condition": "during_hours and mobile",
  "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
}""",
    source="Invoca, Advertiser Campaigns, Conditions; Invoca, IVR Tree Conditions",
    check=EachCondition(check),
)
