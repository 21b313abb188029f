"""IVR106: a property nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.edit import Fix, Rename
from ivrsim.lint.rule import EachDocument, Finding, Kind, Reported, Rule, Severity
from ivrsim.lint.views import DocumentView
from ivrsim.values import replace

CODE = "IVR106"
ASKED = "Did you mean "


def check(view: DocumentView) -> Iterator[Finding]:
    """What the readers report; a misspelt name can be mended."""
    for _, finding in Reported().findings(CODE, view):
        yield replace(finding, fixes=_fixes(finding))


def _fixes(finding: Finding) -> tuple[Fix, ...]:
    """Unsafe: the vendor does nothing with the property now, and will with the new name."""
    name = finding.hint.removeprefix(ASKED).removesuffix("?")
    if finding.place is None or name == finding.hint or not name.isidentifier():
        return ()
    return (Fix(f"Rename it to {name}", (Rename(finding.place, name),)),)


RULE = Rule(
    code=CODE,
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
    check=EachDocument(check),
)
