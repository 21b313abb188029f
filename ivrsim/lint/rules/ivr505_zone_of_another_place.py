"""IVR505: the hours are read by a clock that no place of the campaign goes by."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.campaign.areacodes import country_and_state
from ivrsim.campaign.clocks import CLOCK_OF_ZONE, clocks_of, zone_of_clock
from ivrsim.campaign.timezones import is_rails_name
from ivrsim.flow.numbers import number_key
from ivrsim.lint.edit import Fix, Put
from ivrsim.lint.hours import asks_hours, has_hours
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Preset, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import quoted
from ivrsim.text import listed


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for a flow that asks for hours, if nothing speaks for its time zone."""
    name = flow.campaign.timezone
    if not has_hours(flow) or not is_rails_name(name) or not asks_hours(flow):
        return
    states = sorted({*_of_regions(flow), *_of_numbers(flow)})
    clocks = [clocks_of(state) for state in states]
    clock = CLOCK_OF_ZONE.get(name, "")
    if not states or any(not known or clock in known for known in clocks):
        return
    common = sorted(frozenset.intersection(*clocks))
    place = flow.term("timezone")
    right = zone_of_clock(common[0]) if len(common) == 1 else ""
    yield Finding(
        f"The hours are read by {quoted(name)}, but all places here are elsewhere: "
        f"{listed(states[:9])}",
        place=place,
        hint=f'Did you mean "{right}"?' if right else "Name the time zone the hours are meant in.",
        fixes=(Fix(f"Write {right}", (Put(place, right),)),) if right and place else (),
    )


def _of_regions(flow: FlowView) -> Iterator[str]:
    """The states that the named regions are in."""
    for named in flow.campaign.named_regions:
        for region in named.regions:
            yield from (text.upper() for part, text in region.parts() if part == "state" and text)


def _of_numbers(flow: FlowView) -> Iterator[str]:
    """The states of the area codes that are dialled; toll-free numbers have none."""
    for _, to in flow.dialled():
        key = number_key(to.number, to.country_code)
        country, state = country_and_state(key[1:4] if key.startswith("1") else "")
        if country and state:
            yield state


RULE = Rule(
    code="IVR505",
    name="zone-of-another-place",
    severity=Severity.WARNING,
    kind=Kind.CORRECTNESS,
    confidence=Confidence.CONTESTED,
    preset=Preset.STRICT,
    summary="No region and no dialled number of the campaign is in the time zone of its hours.",
    why=(
        "A campaign copied from one coast to the other keeps its time zone: callers find the "
        "office closed while people sit at their desks, or ring an empty room. The states of "
        "the named regions and of the dialled area codes are held against the zone; one that "
        "agrees is enough. A call centre may sit anywhere, so this rule is a strict one."
    ),
    bad="""\
{
  "timezone": "Pacific Time (US & Canada)",
  "hours": {"monday_open": 32400, "monday_close": 61200},
  "ivr_tree": {
    "root": {
      "node_type": "Condition",
      "condition": "during_hours",
      "children": [
        {"node_type": "Connect", "destination_phone_number": "2125557950"},
        {"node_type": "EndCall", "prompt": "We are closed."}
      ]
    }
  }
}""",
    good="""\
{
  "timezone": "Eastern Time (US & Canada)",
  "hours": {"monday_open": 32400, "monday_close": 61200},
  "ivr_tree": {
    "root": {
      "node_type": "Condition",
      "condition": "during_hours",
      "children": [
        {"node_type": "Connect", "destination_phone_number": "2125557950"},
        {"node_type": "EndCall", "prompt": "We are closed."}
      ]
    }
  }
}""",
    source=(
        "Invoca, Advertiser Campaigns (timezone, hours); North American Numbering Plan (area "
        "codes); OfficeDocs-SkypeForBusiness issue 3357 (hours in the wrong zone)"
    ),
    check=EachFlow(check),
)
