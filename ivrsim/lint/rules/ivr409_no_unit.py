"""IVR409: a duration without its unit."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.reword import reworded
from ivrsim.lint.rule import EachCondition, Finding, Kind, Rule, Severity
from ivrsim.lint.views import ConditionView
from ivrsim.places import Span
from ivrsim.values import replace


def check(condition: ConditionView) -> Iterator[Finding]:
    """One finding for each number that leaves its unit out."""
    for note in condition.reading.notes:
        if note.kind == "no-unit":
            number = condition.text[note.span.start : note.span.end]
            found = condition.finding(
                f"The duration {number} has no unit; seconds are probably meant",
                note.span,
                f"Write {number} sec, or {number} min.",
            )
            unit = Span(note.span.end, note.span.end), " sec"
            title = f"Add the unit: {number} sec"
            yield replace(found, fixes=reworded(condition, title, unit, safe=True))


RULE = Rule(
    code="IVR409",
    name="no-unit",
    severity=Severity.INFO,
    kind=Kind.STYLE,
    summary="A duration in a condition has no unit.",
    why=(
        "One of the vendor's own examples says duration > 60, all others name the unit. That "
        "seconds are meant is an assumption; a reader may take it for minutes, and a payout "
        "hangs on it."
    ),
    bad="""\
{
  "advertiser_payin": {
    "policies": [
      {"type": "Base", "currency": "USD", "amount": 10, "condition": "duration > 60"}
    ]
  },
  "ivr_tree": {"root": {"node_type": "EndCall"}}
}""",
    good="""\
{
  "advertiser_payin": {
    "policies": [
      {"type": "Base", "currency": "USD", "amount": 10, "condition": "duration > 60 sec"}
    ]
  },
  "ivr_tree": {"root": {"node_type": "EndCall"}}
}""",
    source="Invoca, Advertiser Campaigns, the example of a POST",
    check=EachCondition(check),
)
