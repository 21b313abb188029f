"""IVR303: a number to dial that cannot be right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from ivrsim.flow.action import Destination
from ivrsim.flow.numbers import NumberFault
from ivrsim.lint.abroad import faults_of, is_abroad
from ivrsim.lint.gathered import Gathered
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import number_of

SILENT = frozenset({"no-country-code"})
"""No fault here: the vendor's own examples leave the country code empty."""
FICTIONAL = "fictional"
PREMIUM = "premium"

Fictional: TypeAlias = tuple[NodeView, Destination, NumberFault]


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each fault of a number; numbers of fiction are told once for all."""
    country = flow.campaign.campaign_country
    fictional: list[Fictional] = []

    def faults(destination: Destination) -> tuple[NumberFault, ...]:
        return faults_of(destination, country) if destination.number.strip() else ()

    for node, destination in flow.dialled(faults):
        for fault in faults(destination):
            if fault.kind == FICTIONAL:
                fictional.append((node, destination, fault))
            elif fault.kind not in SILENT and not _told_elsewhere(fault, destination, country):
                yield _finding(node, destination, fault)
    if fictional:
        yield Gathered(fictional, _fictional).finding()


def _told_elsewhere(fault: NumberFault, to: Destination, country: str | None) -> bool:
    """Costly numbers of other countries belong to IVR606."""
    return fault.kind == PREMIUM and is_abroad(to, country)


def _finding(node: NodeView, destination: Destination, fault: NumberFault) -> Finding:
    return Finding(
        fault.message.rstrip("."),
        node=node.id,
        place=node.place_of(destination.number),
        severity=Severity(fault.severity_hint),
        hint=fault.hint,
        refusal="is not a valid phone number" if fault.severity_hint == "error" else "",
    )


def _fictional(one: Fictional, others: Sequence[Fictional]) -> Finding:
    node, destination, fault = one
    numbers = {other.number for _, other, _ in others} - {destination.number}
    more = f" ({number_of(len(numbers), 'other number')} here the same)" if numbers else ""
    return Finding(
        f"{destination.number} rings nowhere{more}: {fault.message.rstrip('.')}",
        node=node.id,
        place=node.place_of(destination.number),
        severity=Severity.INFO,
        hint=fault.hint,
    )


RULE = Rule(
    code="IVR303",
    name="bad-number",
    severity=Severity.ERROR,
    kind=Kind.CORRECTNESS,
    summary="A number to dial is malformed, of the wrong length, reserved or costly.",
    why=(
        "A call that ends at a number nobody has is a customer lost and a lead paid for. The "
        "number is held against the numbering plan of its country. Premium numbers are a "
        "warning (those abroad are told by IVR606); numbers kept for fiction (555-0100 to "
        "555-0199) are told once, as an info. An empty country code is no fault: the vendor's "
        "own examples leave it empty."
    ),
    bad="""\
{
  "node_type": "Connect",
  "destination_phone_number": "800437795",
  "destination_country_code": "1"
}""",
    good="""\
{
  "node_type": "Connect",
  "destination_phone_number": "8004377950",
  "destination_country_code": "1"
}""",
    source="North American Numbering Plan; ITU-T E.164; Invoca, Parameter Details",
    check=EachFlow(check),
)
