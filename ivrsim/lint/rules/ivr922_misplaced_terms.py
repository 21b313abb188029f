"""IVR922: terms that stand too deep."""

from __future__ import annotations

from ivrsim.lint.rule import Kind, Reported, Rule, Severity

RULE = Rule(
    code="IVR922",
    name="misplaced-terms",
    severity=Severity.WARNING,
    kind=Kind.FILE,
    summary="The call flow stands further inside the document than it belongs.",
    why=(
        "A brace in the wrong line, as in the vendor's own example of a GET: ivr_tree, hours "
        "and named_regions end up inside budget_activities. They are read as they were meant; "
        "the vendor's API would not find them there."
    ),
    bad="""\
{
  "name": "Spring campaign",
  "budget_activities": {
    "ivr_tree": {"root": {"node_type": "EndCall"}}
  }
}""",
    good="""\
{
  "name": "Spring campaign",
  "budget_activities": {},
  "ivr_tree": {"root": {"node_type": "EndCall"}}
}""",
    source="Invoca, Advertiser Campaigns, the example of a GET",
    check=Reported(),
)
