"""IVR309: a caller who wants a person cannot get one soon."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.flow.flow import NodeId
from ivrsim.lint.people import Cost, leads_to_people, nearest_person
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Option, Preset, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.witnesses import witness_of
from ivrsim.lint.wording import number_of

QUESTIONS = Option("most-questions-to-person", 3, "the most questions before a person is called")
SECONDS = Option(
    "most-seconds-to-person", 90, "the most seconds of prompts before a person is called"
)
HINT = "Offer a person earlier: in the first menus, or as their failover."


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for a flow in which nobody is called, or nobody soon."""
    if flow.flow.root is None:
        return
    if flow.flow.root not in leads_to_people(flow):
        if flow.asking:
            message = "No caller of this flow comes to a person"
            yield Finding(message, node=flow.flow.root, hint=HINT)
        return
    least, most = flow.settings.of(QUESTIONS), flow.settings.of(SECONDS)
    fewest = nearest_person(flow, lambda cost: cost.questions)
    if fewest and fewest[1].questions > least:
        yield _far(flow, *fewest, f"more than {number_of(least, 'question')} away")
        return
    quickest = nearest_person(flow, lambda cost: cost.seconds)
    if quickest and quickest[1].seconds > most:
        yield _far(flow, *quickest, f"more than {number_of(most, 'second')} away")


def _far(flow: FlowView, person: NodeId, cost: Cost, limit: str) -> Finding:
    asked = number_of(cost.questions, "question")
    return Finding(
        f"The nearest person is {limit}: {asked} and {cost.seconds:.0f} seconds of prompts, "
        f"to {flow.all_nodes[person].words}",
        node=person,
        hint=HINT,
        witness=witness_of(flow, person),
    )


RULE = Rule(
    code="IVR309",
    name="far-from-people",
    severity=Severity.WARNING,
    kind=Kind.CALLER_EXPERIENCE,
    confidence=Confidence.CONTESTED,
    preset=Preset.STRICT,
    summary="No person can be reached within so many questions or so many seconds.",
    why=(
        "Half of the callers who hang up on a menu do so because no live person is in sight. "
        "Good flows offer one by the third menu. The shortest way of the whole flow is "
        "measured, once by questions and once by the time its prompts take to be read; real "
        "callers take longer. How far is too far is a matter of taste: both limits can be set. A "
        "flow that asks nothing and connects nobody is an announcement, and is not told."
    ),
    bad="""\
{
  "node_type": "Menu",
  "prompt": "For our opening hours, press 1. For our address, press 2.",
  "children": [
    {"node_type": "EndCall", "prompt": "We are open every day."},
    {"node_type": "EndCall", "prompt": "We are in Main Street."}
  ]
}""",
    good="""\
{
  "node_type": "Menu",
  "prompt": "For our opening hours, press 1. To talk to us, press 2.",
  "children": [
    {"node_type": "EndCall", "prompt": "We are open every day."},
    {"node_type": "Connect", "destination_phone_number": "8004377950"}
  ]
}""",
    source=(
        "Software Advice, study of 50 large companies' menus; ISO/IEC 13714 (a way to an "
        "operator); Vonage, survey of callers (no live person: 54%)"
    ),
    check=EachFlow(check),
    options=(QUESTIONS, SECONDS),
)
