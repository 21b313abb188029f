"""IVR106: a property nobody knows."""

from __future__ import annotations

from ivrsim.lint.rule import Kind, Reported, Rule, Severity

RULE = Rule(
    code="IVR106",
    name="unknown-property",
    severity=Severity.WARNING,
    kind=Kind.CORRECTNESS,
    summary="A property is not one the vendor documents; often it is misspelt.",
    why=(
        "The vendor ignores what it does not know. A prompt written as `prompt_text` is saved "
        "without complaint and never spoken; the vendor's own examples contain this slip, and "
        "`prompt_recieved`. Unknown properties are kept when the document is written again."
    ),
    bad="""\
{
  "node_type": "EndCall",
  "prompt_text": "Thank you for calling. Goodbye."
}""",
    good="""\
{
  "node_type": "EndCall",
  "prompt": "Thank you for calling. Goodbye."
}""",
    source="Invoca, Advertiser Campaigns, Parameter Details; the samples of Prompt Voice",
    check=Reported(),
)
