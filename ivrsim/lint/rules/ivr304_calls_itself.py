"""IVR304: the flow forwards a call to a number that rings this very flow."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.flow.numbers import number_key
from ivrsim.lint.promo_numbers import NUMBERS, numbers_in, promo_numbers
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.places import Place


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each node that dials a number from which the call comes back."""
    own = {**dict.fromkeys(numbers_in(flow.settings.of(NUMBERS))), **promo_numbers(flow)}
    circles = flow.settings.circles
    for node, destination in flow.dialled() if own or circles else ():
        key = number_key(destination.number, destination.country_code)
        if key in own or key in circles:
            whose = _own(own[key]) if key in own else _of_other(circles[key])
            yield Finding(
                f"{node.title} forwards to {destination.number}, {whose}: "
                "the call comes back to where it began",
                node=node.id,
                place=node.place_of(destination.number),
                hint="Forward to a number where people answer.",
            )


def _own(place: Place | None) -> str:
    return f"a promo number of this campaign ({place.pointer})" if place else "a promo number"


def _of_other(file: str) -> str:
    return f"a promo number of {file}, which forwards back here"


RULE = Rule(
    code="IVR304",
    name="calls-itself",
    severity=Severity.ERROR,
    kind=Kind.CORRECTNESS,
    summary="A node forwards to a number that leads back to its own flow: calls go in circles.",
    why=(
        "A promo number rings the campaign's call flow. A flow that forwards to one starts "
        "again, and again, each round a call that is paid for, until a limit of the network "
        "ends it. The numbers are those that stand in the document, as promo_numbers, and those "
        "that the configuration gives; a campaign's request holds none, so a pipeline that "
        "knows the numbers should set them. Of several files in one run each is also told the "
        "promo numbers of those that forward back to it, directly or by way of others."
    ),
    bad="""\
{
  "promo_numbers": ["8004377950"],
  "ivr_tree": {
    "root": {"node_type": "Connect", "destination_phone_number": "800-437-7950"}
  }
}""",
    good="""\
{
  "promo_numbers": ["8004377950"],
  "ivr_tree": {
    "root": {"node_type": "Connect", "destination_phone_number": "800-437-7951"}
  }
}""",
    source=(
        "Invoca, Promo Numbers (a resource below each campaign); fonoster issue 261 and "
        "fusionpbx issue 2746 (calls in circles)"
    ),
    check=EachFlow(check),
    options=(NUMBERS,),
)
