"""IVR503: hours of closed days, days neither closed nor not, and times off the minute."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.campaign.hours import WEEKDAYS, time_of_day
from ivrsim.campaign.record import DAY
from ivrsim.lint.edit import Fix, Put, Remove
from ivrsim.lint.hours import day_names, has_hours, hours_place
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView

TIMES = ("open", "close")


def check(flow: FlowView) -> Iterator[Finding]:
    """Hours of closed days, then days with null, then each odd time: one finding each."""
    if has_hours(flow):
        yield from _closed_days(flow)
        yield from _null_days(flow)
        yield from _odd_times(flow)


def _given(flow: FlowView, day: int) -> list[str]:
    raw = flow.campaign.hours.raw
    return [field for field in TIMES if raw.get(f"{WEEKDAYS[day]}_{field}") is not None]


def _closed_days(flow: FlowView) -> Iterator[Finding]:
    days = [
        number
        for number, day in enumerate(flow.campaign.schedule.days)
        if day.closed and _given(flow, number)
    ]
    if not days:
        return
    places = [hours_place(flow, day, field) for day in days for field in _given(flow, day)]
    edits = tuple(Remove(place) for place in places if place is not None)
    yield Finding(
        f"Hours are given for {'a day that is' if len(days) == 1 else 'days that are'} closed: "
        f"{day_names(days)}",
        place=hours_place(flow, days[0], _given(flow, days[0])[0]),
        hint="They count for nothing: remove them, or say that the day is not closed.",
        fixes=(Fix("Remove the hours of closed days", edits, safe=True),) if edits else (),
    )


def _null_days(flow: FlowView) -> Iterator[Finding]:
    raw = flow.campaign.hours.raw
    days = [
        number
        for number, name in enumerate(WEEKDAYS)
        if raw.get(f"{name}_closed", False) is None and len(_given(flow, number)) == len(TIMES)
    ]
    if not days:
        return
    places = [hours_place(flow, day, "closed") for day in days]
    edits = tuple(Put(place, False) for place in places if place is not None)
    yield Finding(
        f"{day_names(days)}: hours are given, but whether the day is closed is null",
        place=places[0],
        hint="Say false, so that nobody has to guess.",
        fixes=(Fix("Say that the day is not closed", edits, safe=True),) if edits else (),
    )


def _odd_times(flow: FlowView) -> Iterator[Finding]:
    for number, day in enumerate(flow.campaign.schedule.days):
        for field, second in zip(TIMES, (day.open, day.close), strict=True):
            if second is not None and second % 60 and second != DAY - 1:
                place = hours_place(flow, number, field)
                round_up = second % 60 == 59 and place is not None
                title = f"Write {time_of_day(second + 1)} ({second + 1})"
                yield Finding(
                    f"{day_names([number])} {field}s at {time_of_day(second)}, "
                    "which is no full minute",
                    place=place,
                    hint="9:00 is 32400, 17:30 is 63000.",
                    fixes=(Fix(title, (Put(place, second + 1),)),) if round_up and place else (),
                )


RULE = Rule(
    code="IVR503",
    name="hours-without-effect",
    severity=Severity.INFO,
    kind=Kind.STYLE,
    summary="Hours stand on a closed day, are half said, or name no full minute.",
    why=(
        "A day that is closed never opens, whatever hours stand beside it; a reader of the file "
        "sees them and believes they count. A null beside hours leaves open whether the day is "
        "closed. A time such as 50999 (14:09:59) is mostly a slip. They change no call, so they "
        "are told as infos: the vendor's own example has them."
    ),
    bad="""\
{
  "hours": {
    "monday_open": 32400,
    "monday_close": 61200,
    "sunday_open": 32400,
    "sunday_close": 50940,
    "sunday_closed": true
  },
  "ivr_tree": {"root": {"node_type": "EndCall"}}
}""",
    good="""\
{
  "hours": {
    "monday_open": 32400,
    "monday_close": 61200,
    "sunday_closed": true
  },
  "ivr_tree": {"root": {"node_type": "EndCall"}}
}""",
    source="Invoca, Create an Advertiser Campaign (the published request has such days)",
    check=EachFlow(check),
)
