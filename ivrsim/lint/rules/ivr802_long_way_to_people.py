"""IVR802: callers come to a person, and too many of them late."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.flow.flow import NodeId
from ivrsim.lazy import fetch
from ivrsim.lint.option import Option
from ivrsim.lint.people import leads_to_people, seconds_heard
from ivrsim.lint.questions import is_tree
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Preset, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.witnesses import witness_of

SECONDS = Option(
    "seconds-to-person-for-most", 120, "the seconds in which 95% of the connected are connected"
)


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for a flow above the limit, at the person whom the 95th of 100 come to."""
    limit = flow.settings.of(SECONDS)
    if not is_tree(flow.flow):
        return
    heard = seconds_heard(flow)
    people = leads_to_people(flow)
    if all(seconds <= limit for node, seconds in heard.items() if node in people):
        return
    found: tuple[NodeId, float] | None = fetch("ivrsim.lint.shares:reached_late")(flow, heard)
    if found is not None and found[1] > limit:
        yield Finding(
            f"By the odds 5% of the callers who are connected hear prompts for "
            f"{found[1]:.0f} seconds or more before; the limit is {limit} seconds",
            node=found[0],
            hint="Say less before somebody answers, or bring what most callers want to the start.",
            witness=witness_of(flow, found[0]),
        )


def _menus(words: int) -> str:
    """Two menus, one behind the other, with a greeting of so many words before each."""
    end = '{"node_type": "Connect", "destination_phone_number": "8004377950"}'
    said = "Please listen carefully. " * (words // 3)
    menu = (
        f'{{"node_type": "Menu", "prompt": "{said}For sales, press 1. For help, press 2.", '
        f'"children": [\n'
    )
    return f"{menu}{menu}{end}, {end}]}}, {end}]}}"


RULE = Rule(
    code="IVR802",
    name="long-way-to-people",
    severity=Severity.INFO,
    kind=Kind.CALLER_EXPERIENCE,
    confidence=Confidence.CONTESTED,
    preset=Preset.ALL,
    summary="By the odds, one of twenty callers hears prompts too long before a person.",
    why=(
        "Companies keep their callers in menus for some 48 seconds on average, half of them for "
        "less than 40. IVR309 tells how near the nearest person is; this rule, when the last of "
        "those who get through do: the seconds of all prompts on the way, heard to their end and "
        "answered at once, weighted by the exact odds of the neutral profile. Who interrupts is "
        "faster. Only trees are judged, and the limit is assumed: set your own."
    ),
    bad=_menus(180),
    good=_menus(30),
    source="VCC Live, time in menus (mean 48 s, median 40 s); ivrsim's exact odds",
    check=EachFlow(check),
    options=(SECONDS,),
)
