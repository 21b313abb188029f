"""IVR403: a condition that has the same value for every call."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.conditions.ast import Compare
from ivrsim.lazy import fetch
from ivrsim.lint.questions import asks_a_fact_twice, is_policy
from ivrsim.lint.rule import EachCondition, Finding, Kind, Rule, Severity
from ivrsim.lint.views import ConditionView
from ivrsim.lint.wording import quoted
from ivrsim.places import Span


def check(condition: ConditionView) -> Iterator[Finding]:
    """One finding for a condition that always holds, or never does, by itself."""
    expr = condition.expr
    if expr is None or not asks_a_fact_twice([expr]):
        return
    if not is_policy(condition) and any(isinstance(a, Compare) for a in expr.atoms()):
        return
    value = fetch("ivrsim.lint.proofs:constant")(expr, condition.flow.campaign)
    if value is not None:
        word, all_or_no = ("always", "every") if value else ("never", "no")
        yield condition.finding(
            f"{quoted(condition.text)} is {word} true: {all_or_no} call meets it",
            Span(0, len(condition.text)),
            "Mend the condition, or take it out with the branch that nobody takes.",
        )


RULE = Rule(
    code="IVR403",
    name="always-the-same",
    severity=Severity.WARNING,
    kind=Kind.CORRECTNESS,
    summary="A condition is true for every call, or for none.",
    why=(
        "A phone is not mobile and landline at once, no media type equals two texts, and a call "
        "is longer than 30 seconds whenever it is longer than a minute. It is proven for all "
        "calls, whatever their way; overlaps of regions are those of the campaign. Where times "
        "are tested while the call runs, see IVR407."
    ),
    bad="""\
{
  "node_type": "Condition",
  "condition": "mobile and landline",
  "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
}""",
    good="""\
{
  "node_type": "Condition",
  "condition": "mobile or landline",
  "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
}""",
    source="Invoca, Advertiser Campaigns, Conditions; proven by ivrsim",
    check=EachCondition(check),
)
