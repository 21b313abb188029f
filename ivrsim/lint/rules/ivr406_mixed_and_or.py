"""IVR406: and stands beside or without parentheses."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.conditions.ast import And, Expr, Or
from ivrsim.lint.reword import reworded
from ivrsim.lint.rule import EachCondition, Finding, Kind, Preset, Rule, Severity
from ivrsim.lint.views import ConditionView
from ivrsim.lint.wording import quoted
from ivrsim.places import Span
from ivrsim.values import replace


def check(condition: ConditionView) -> Iterator[Finding]:
    """One finding for each condition that leaves the order to the reader."""
    expr, text = condition.expr, condition.text
    spans = list(_bare(expr, text)) if expr is not None else []
    if not spans:
        return
    first = spans[0]
    marks = [(Span(at, at), mark) for s in spans for at, mark in ((s.start, "("), (s.end, ")"))]
    read_first = quoted(text[first.start : first.end])
    found = condition.finding(
        f'"and" and "or" are mixed without parentheses: {read_first} is read first',
        first,
        "Put what belongs together between parentheses.",
    )
    yield replace(found, fixes=reworded(condition, "Add the parentheses", *marks, safe=True))


def _bare(expr: Expr, text: str) -> Iterator[Span]:
    """The parts joined by and that stand under or without parentheses of their own."""
    for part in expr.walk():
        for below in part.operands if isinstance(part, Or) else ():
            if isinstance(below, And) and below.span is not None:
                before, after = text[: below.span.start].rstrip(), text[below.span.end :].lstrip()
                if not (before.endswith("(") and after.startswith(")")):
                    yield below.span


RULE = Rule(
    code="IVR406",
    name="mixed-and-or",
    severity=Severity.WARNING,
    kind=Kind.STYLE,
    preset=Preset.STRICT,
    summary="A condition mixes and with or, and leaves out the parentheses.",
    why=(
        "and binds tighter than or, so mobile or repeat and during_hours lets mobile callers "
        "through at any hour. The vendor's page explains it with this very example. Who reads it "
        "from left to right understands something else; parentheses say what is meant."
    ),
    bad="""\
{
  "node_type": "Condition",
  "condition": "mobile or repeat and during_hours",
  "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
}""",
    good="""\
{
  "node_type": "Condition",
  "condition": "mobile or (repeat and during_hours)",
  "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
}""",
    source="Invoca, IVR Tree Conditions, operator precedence",
    check=EachCondition(check),
)
