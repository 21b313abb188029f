"""IVR502: opening and closing times that may not mean what they say."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.campaign.hours import Day, time_of_day
from ivrsim.campaign.record import DAY
from ivrsim.lint.edit import Fix, Put
from ivrsim.lint.hours import day_names, has_hours, hours_place
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.values import NamedTuple

LAST_MINUTE = DAY - 60
MIDNIGHT = "A day's last moment is 86400, the midnight at its end."


class Fault(NamedTuple):
    """What is wrong with the hours of some day, in words; `field` is where."""

    field: str
    message: str
    hint: str
    ends_at_midnight: bool = False


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each fault, with all days that have it."""
    if not has_hours(flow):
        return
    days = flow.campaign.schedule.days
    found: dict[Fault, list[int]] = {}
    for number, day in enumerate(days):
        fault = _fault(day, days[(number + 1) % 7])
        if fault is not None:
            found.setdefault(fault, []).append(number)
    for fault, numbers in found.items():
        yield Finding(
            f"{day_names(numbers)}: {fault.message}",
            place=hours_place(flow, numbers[0], fault.field),
            hint=fault.hint,
            fixes=_fixes(flow, numbers) if fault.ends_at_midnight else (),
        )


def _fault(day: Day, following: Day) -> Fault | None:
    if day.closed:
        return None
    if day.open is None or day.close is None:
        return _half(day)
    opens, closes = time_of_day(day.open), time_of_day(day.close)
    if day.open == day.close:
        message = f"opens and closes at {opens}, which may mean 24 hours or none"
        return Fault("close", message, f"For 24 hours, open at 0 and close at 86400. {MIDNIGHT}")
    if day.close < day.open and day.close:
        message = f"closes at {closes}, before it opens at {opens}"
        hint = "The vendor does not say that hours go on past midnight: write both days' parts."
        return Fault("close", message, hint)
    goes_on = day.open == 0 or (following.open == 0 and not following.closed)
    if LAST_MINUTE <= day.close < DAY and goes_on:
        message = f"closes at {closes}: callers of the last minute find it closed"
        return Fault("close", message, MIDNIGHT, ends_at_midnight=True)
    return None


def _half(day: Day) -> Fault | None:
    """A day that is not said to be closed, but lacks a time; a day left out is none."""
    hint = "Give both times, or say that the day is closed."
    if day.open is None and day.close is None:
        message = "is not closed, but has no opening and closing time, so it never opens"
        return Fault("closed", message, hint) if day.closed is False else None
    given, missing = ("opening", "closing") if day.close is None else ("closing", "opening")
    message = f"has an {given} time" if given == "opening" else f"has a {given} time"
    there = "open" if day.close is None else "close"
    return Fault(there, f"{message}, but no {missing} time, so it never opens", hint)


def _fixes(flow: FlowView, days: list[int]) -> tuple[Fix, ...]:
    places = [hours_place(flow, day, "close") for day in days]
    edits = tuple(Put(place, DAY) for place in places if place is not None)
    return (Fix("Close at midnight", edits),) if edits else ()


RULE = Rule(
    code="IVR502",
    name="hours-that-do-not-open",
    severity=Severity.WARNING,
    kind=Kind.CORRECTNESS,
    confidence=Confidence.LIKELY,
    summary="A day closes before it opens, at once, a minute early, or lacks one of the times.",
    why=(
        "The vendor does not say what a closing time before the opening time means: open past "
        "midnight, or never. Equal times are open for 24 hours or not at all. Hours that end at "
        "23:59 and go on at midnight leave a minute in which callers are told that everybody has "
        "gone home. A day that has one time only never opens. A close of 0 is midnight, as the "
        "vendor writes it."
    ),
    bad="""\
{
  "hours": {
    "monday_open": 0,
    "monday_close": 86340,
    "tuesday_open": 0,
    "tuesday_close": 61200
  },
  "ivr_tree": {"root": {"node_type": "EndCall"}}
}""",
    good="""\
{
  "hours": {
    "monday_open": 0,
    "monday_close": 86400,
    "tuesday_open": 0,
    "tuesday_close": 61200
  },
  "ivr_tree": {"root": {"node_type": "EndCall"}}
}""",
    source=(
        "Invoca, Advertiser Campaigns (hours: seconds past midnight); zammad issue 3180 "
        "(closed for one minute), chatwoot issue 5254 (9 pm to 2 am impossible)"
    ),
    check=EachFlow(check),
)
