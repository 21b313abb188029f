"""IVR410: a part of a condition that changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lazy import fetch
from ivrsim.lint.questions import asks_a_fact_twice, is_policy
from ivrsim.lint.reword import rewritten
from ivrsim.lint.rule import EachCondition, Finding, Kind, Preset, Rule, Severity
from ivrsim.lint.views import ConditionView
from ivrsim.lint.wording import quoted
from ivrsim.values import replace


def check(condition: ConditionView) -> Iterator[Finding]:
    """One finding for a condition that a shorter one can stand for."""
    expr = condition.expr
    if expr is None or not expr.operands or not asks_a_fact_twice([expr]):
        return
    found = fetch("ivrsim.lint.proofs:simpler")(expr, not is_policy(condition))
    if found is None:
        return
    part, shorter = found.redundant[0], str(found.expr)
    finding = condition.finding(
        f"{quoted(str(part.expr))} changes nothing in this condition",
        part.span,
        f"Write: {quoted(shorter, 200)}",
    )
    yield replace(finding, fixes=rewritten(condition, shorter, safe=True))


RULE = Rule(
    code="IVR410",
    name="redundant-clause",
    severity=Severity.INFO,
    kind=Kind.STYLE,
    preset=Preset.STRICT,
    summary="A part of a condition can be left out without any change.",
    why=(
        "mobile and not landline says no more than mobile, and duration > 1 min or duration > "
        "2 min no more than duration > 1 min. The shorter form is proven to hold for exactly the "
        "same calls, and whoever reads it does not have to wonder why."
    ),
    bad="""\
{
  "node_type": "Condition",
  "condition": "mobile and not landline and repeat",
  "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
}""",
    good="""\
{
  "node_type": "Condition",
  "condition": "mobile and repeat",
  "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
}""",
    source="ivrsim's exact analysis; Invoca, Advertiser Campaigns, Conditions",
    check=EachCondition(check),
)
