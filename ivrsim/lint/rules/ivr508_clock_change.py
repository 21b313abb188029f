"""IVR508: hours begin or end in the hour that clocks skip, or in the one that comes twice."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.campaign.clock_changes import ClockChange, clock_changes
from ivrsim.campaign.hours import WEEKDAYS, time_of_day
from ivrsim.lint.hours import asks_hours, has_hours
from ivrsim.lint.moments import after_change, witness_at
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView

NIGHT_ENDS, NIGHT_BEGINS = 4 * 3600, 22 * 3600
"""Between these no clock of the vendor's zones is changed: hours by day need no zone data."""


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each time of the week that some night of the year does not have once."""
    if not has_hours(flow) or not _at_night(flow) or not asks_hours(flow):
        return
    week = flow.campaign.schedule.intervals()
    for change in clock_changes(flow.campaign.timezone):
        for begin, end in week[change.weekday]:
            for second, word in ((begin, "opens"), (end, "closes")):
                if change.start < second < change.end:
                    yield _finding(flow, change, second, word)


def _at_night(flow: FlowView) -> bool:
    times = {
        second for day in flow.campaign.schedule.intervals() for part in day for second in part
    }
    return any(0 < second < NIGHT_ENDS or NIGHT_BEGINS < second < 24 * 3600 for second in times)


def _finding(flow: FlowView, change: ClockChange, second: int, word: str) -> Finding:
    start, end, when = (time_of_day(s) for s in (change.start, change.end, second))
    day = WEEKDAYS[change.weekday].capitalize()
    other = "closes" if word == "opens" else "opens"
    if change.forward:
        direction, effect = "forward", f"{when} does not exist, and the business {word} at {end}"
    else:
        direction = "back"
        again = f"{other} again at {start}, and {word} once more"
        effect = f"{when} comes twice: the business {word}, {again}"
    moment = after_change(flow.campaign.timezone, change)
    return Finding(
        f"On the {day} when clocks go {direction}, {effect}",
        place=flow.term("hours"),
        hint=f"Let {day}'s hours begin and end outside {start} to {end}.",
        witness=witness_at(flow, moment) if moment is not None else None,
    )


RULE = Rule(
    code="IVR508",
    name="clock-change",
    severity=Severity.WARNING,
    kind=Kind.CORRECTNESS,
    summary="Hours begin or end in an hour that is skipped or repeated when clocks change.",
    why=(
        "Hours are read by the clock on the wall. Where the clock is put back at night, an hour "
        "comes twice: a bar that closes at 1:30 closes, is open again at 1:00, and closes once "
        "more, and callers in between reach nobody. Where it is put forward, a time in the "
        "skipped hour never comes. Told exactly, for the rule the zone goes by for good; only "
        "where during_hours is asked."
    ),
    bad="""\
{
  "timezone": "Eastern Time (US & Canada)",
  "hours": {"sunday_open": 0, "sunday_close": 5400},
  "ivr_tree": {
    "root": {
      "node_type": "Condition",
      "condition": "during_hours",
      "children": [
        {"node_type": "Connect", "destination_phone_number": "8004377950"},
        {"node_type": "EndCall", "prompt": "We are closed."}
      ]
    }
  }
}""",
    good="""\
{
  "timezone": "Eastern Time (US & Canada)",
  "hours": {"sunday_open": 0, "sunday_close": 3600},
  "ivr_tree": {
    "root": {
      "node_type": "Condition",
      "condition": "during_hours",
      "children": [
        {"node_type": "Connect", "destination_phone_number": "8004377950"},
        {"node_type": "EndCall", "prompt": "We are closed."}
      ]
    }
  }
}""",
    source="IANA Time Zone Database; azure-devops-docs issue 8675 (schedules off by an hour)",
    check=EachFlow(check),
)
