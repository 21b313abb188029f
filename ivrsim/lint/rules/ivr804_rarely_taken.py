"""IVR804: of many calls hardly one comes to a branch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ivrsim.lazy import fetch
from ivrsim.lint.gathered import Gathered
from ivrsim.lint.option import Option
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Preset, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.witnesses import witness_of
from ivrsim.lint.wording import number_of

if TYPE_CHECKING:
    from ivrsim.lint.shares import Rare

CALLS = Option("calls-per-branch", 10_000, "of so many calls one should come to each branch")


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for a flow, at its first branch that is below the limit."""
    if not flow.asking:
        return
    found: list[Rare] = fetch("ivrsim.lint.shares:rare")(flow, flow.settings.of(CALLS))
    if found:
        yield Gathered(found, lambda branch, others: _finding(flow, branch, others)).finding()


def _finding(flow: FlowView, branch: Rare, others: Sequence[Rare]) -> Finding:
    more = f" ({number_of(len(others), 'other branch', 'other branches')} as rare)"
    return Finding(
        f"By the odds 1 of {round(1 / branch.share):,} calls comes here; the limit is 1 of "
        f"{flow.settings.of(CALLS):,}{more if others else ''}",
        node=branch.node,
        hint="If it is needed, bring it nearer to the start; if not, take it out.",
        witness=witness_of(flow, branch.before, branch.exit),
    )


def _menus(depth: int) -> str:
    """So many menus in a row, of five options each, as a flow."""
    end = '{"node_type": "Connect", "destination_phone_number": "8004377950"}'
    more = f", {end}" * 4 + "]}"
    menu = '{"node_type": "Menu", "prompt": "Choose from 1 to 5.", "children": [\n'
    return menu * depth + end + more * depth


RULE = Rule(
    code="IVR804",
    name="rarely-taken",
    severity=Severity.INFO,
    kind=Kind.CALLER_EXPERIENCE,
    confidence=Confidence.CONTESTED,
    preset=Preset.ALL,
    summary="By the odds, fewer than one of 10,000 calls comes to a branch.",
    why=(
        "A branch that nobody comes to is recorded, translated and kept up to date all the same, "
        "and its faults stay unseen. The share is exact for the neutral profile, in which all "
        "keys of a menu are as likely: a call report of your own says better. Failovers are left "
        "out, and so is what a profile says nothing of, such as a value of a custom data field."
    ),
    bad=_menus(6),
    good=_menus(2),
    source="Avaya, Best practices for menus (broad menus, not deep ones); ivrsim's exact odds",
    check=EachFlow(check),
    options=(CALLS,),
)
