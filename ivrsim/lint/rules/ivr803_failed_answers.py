"""IVR803: too many answers are wrong, or missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ivrsim.lazy import fetch
from ivrsim.lint.option import Option
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Preset, Rule, Severity
from ivrsim.lint.views import FlowView

if TYPE_CHECKING:
    from fractions import Fraction

MOST_FAILED = Option(
    "failed-answers", 0.15, "how many questions of a call may end with a wrong key or with none"
)


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for a flow above the limit."""
    if not flow.asking:
        return
    found: Fraction | None = fetch("ivrsim.lint.shares:failing")(flow)
    limit = flow.settings.of(MOST_FAILED)
    if found is not None and found > limit:
        yield Finding(
            f"Of 100 calls, {float(found * 100):.3g} answers are wrong or missing; the limit is "
            f"{limit * 100:.3g}",
            node=flow.flow.root,
            hint="Ask less often: fewer menus, fewer questions before a person.",
        )


RULE = Rule(
    code="IVR803",
    name="failed-answers",
    severity=Severity.WARNING,
    kind=Kind.CALLER_EXPERIENCE,
    confidence=Confidence.CONTESTED,
    preset=Preset.ALL,
    summary="By the odds, too many questions end with a wrong key or with none.",
    why=(
        "Each menu costs some callers. The odds are exact for the neutral profile of callers (3% "
        "wrong, 5% silent at each menu: assumed, see ivrsim odds); a call report of your own says "
        "better how many fail. Long chains of menus and questions add up."
    ),
    bad="""\
{"node_type": "AnyKeyPress", "prompt": "Press any key.", "children": [
  {"node_type": "Menu", "prompt": "For sales, press 1.", "children": [
    {"node_type": "Menu", "prompt": "For chairs, press 1.", "children": [
      {"node_type": "Menu", "prompt": "For red ones, press 1.", "children": [
        {"node_type": "Connect", "destination_phone_number": "8004377950"}
      ]}
    ]}
  ]},
  {"node_type": "EndCall"}
]}""",
    good="""\
{"node_type": "Menu", "prompt": "For sales, press 1.", "children": [
  {"node_type": "Connect", "destination_phone_number": "8004377950"}
]}""",
    source="ivrsim's exact odds; Suhm and Peterson on callers who fail in menus",
    check=EachFlow(check),
    options=(MOST_FAILED,),
)
