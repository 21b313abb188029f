"""IVR801: too many callers hang up in the call treatment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ivrsim.lazy import fetch
from ivrsim.lint.option import Option
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Preset, Rule, Severity
from ivrsim.lint.views import FlowView

if TYPE_CHECKING:
    from fractions import Fraction

MOST_GIVING_UP = Option("callers-giving-up", 0.05, "the share of calls that may be hung up on")


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for a flow above the limit."""
    if not flow.asking:
        return
    found: Fraction | None = fetch("ivrsim.lint.shares:abandoning")(flow)
    limit = flow.settings.of(MOST_GIVING_UP)
    if found is not None and found > limit:
        yield Finding(
            f"{float(found * 100):.3g}% of the callers hang up at a question; the limit is "
            f"{limit * 100:.3g}%",
            node=flow.flow.root,
            hint="Ask less before somebody answers.",
        )


def _questions(count: int) -> str:
    """So many questions in a row, as a flow."""
    end = '{"node_type": "Connect", "destination_phone_number": "8004377950"}'
    ask = '{"node_type": "VerifyLocation", "prompt": "Where are you?", "children": [\n'
    return ask * count + end + "]}" * count


RULE = Rule(
    code="IVR801",
    name="callers-give-up",
    severity=Severity.WARNING,
    kind=Kind.CALLER_EXPERIENCE,
    confidence=Confidence.CONTESTED,
    preset=Preset.ALL,
    summary="By the odds, too many callers hang up before anybody answers.",
    why=(
        "About 5% of calls abandoned is what the trade calls good. The share is exact for the "
        "neutral profile (1% hang up at each question: assumed, see ivrsim odds); what callers "
        "give up while a prompt is long is not in it, so the true share is larger."
    ),
    bad=_questions(6),
    good=_questions(1),
    source="CallHippo, call abandonment rate; ivrsim's exact odds",
    check=EachFlow(check),
    options=(MOST_GIVING_UP,),
)
