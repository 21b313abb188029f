"""IVR304: the flow forwards a call to a number that rings this very flow."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.flow.numbers import number_key
from ivrsim.lint.rule import EachFlow, Finding, Kind, Option, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.places import Place

NUMBERS = Option("promo-numbers", "", "the numbers that ring these flows, with commas between them")
LISTS = ("promo_numbers", "promo_number")
NAMES = ("promo_number", "number", "formatted_promo_number")


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each node that dials a promo number of its own campaign."""
    promo = _promo_numbers(flow)
    for node in flow.nodes if promo else ():
        for dial in node.dialled:
            for destination in dial.destinations:
                key = number_key(destination.number, destination.country_code)
                if key in promo:
                    yield Finding(
                        f"{node.title} forwards to {destination.number}, "
                        f"{_source(promo[key])}: the call comes back to where it began",
                        node=node.id,
                        place=node.place_of(destination.number),
                        hint="Forward to a number where people answer.",
                    )


def _promo_numbers(flow: FlowView) -> dict[str, Place | None]:
    """The numbers that ring the flow, in the form they are compared in, and where they stand."""
    found: dict[str, Place | None] = {}
    for text in flow.settings.of(NUMBERS).split(","):
        found[number_key(text)] = None
    for name in LISTS:
        place = flow.term(name)
        given = flow.campaign.raw.get(name)
        for index, item in enumerate(given if isinstance(given, list) else [given]):
            at = place / index if place and isinstance(given, list) else place
            for text in _texts(item):
                found[number_key(text)] = at
    found.pop("", None)
    return found


def _texts(item: object) -> Iterator[str]:
    """The number that an entry gives: a text, or an object that holds one."""
    if isinstance(item, str):
        yield item
    elif isinstance(item, dict):
        yield from (item[name] for name in NAMES if isinstance(item.get(name), str))


def _source(place: Place | None) -> str:
    return f"a promo number of this campaign ({place.pointer})" if place else "a promo number"


RULE = Rule(
    code="IVR304",
    name="calls-itself",
    severity=Severity.ERROR,
    kind=Kind.CORRECTNESS,
    summary="A node forwards to a promo number of its own campaign: the call goes in circles.",
    why=(
        "A promo number rings the campaign's call flow. A flow that forwards to one starts "
        "again, and again, each round a call that is paid for, until a limit of the network "
        "ends it. The numbers are those that stand in the document, as promo_numbers, and those "
        "that the configuration gives; a campaign's request holds none, so a pipeline that "
        "knows the numbers should set them."
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
