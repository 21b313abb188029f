"""IVR506: holidays are promised or known, and the campaign's hours know none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ivrsim.campaign.hours import WEEKDAYS, time_of_day
from ivrsim.errors import UsageError
from ivrsim.lazy import fetch
from ivrsim.lint.hours import asks_hours, has_hours, hours_place
from ivrsim.lint.moments import at_second, witness_at
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Option, Preset, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.witnesses import witness_of
from ivrsim.lint.wording import quoted
from ivrsim.places import Span

if TYPE_CHECKING:
    from datetime import date

HOLIDAYS = Option(
    "holidays", "", "days on which nobody answers, as 2026-12-25, with commas between them"
)

HINTS = ("holiday", "féri", "feri", "festiv")
_DAY = r"(?:holidays?|jours? f[ée]ri[ée]s?|festivos?|feriados?)\b"
_WORD = (
    r"\b(?:closed|open|except|excluding|ferm[ée]e?s?|ouverte?s?|sauf|cerrad[oa]s?"
    r"|abiert[oa]s?|excepto|salvo)\b"
)
_NEAR = rf"{_WORD}[^.!?]{{0,60}}\b{_DAY}|\b{_DAY}[^.!?]{{0,40}}{_WORD}"


def check(flow: FlowView) -> Iterator[Finding]:
    """Each holiday of the configuration that is open, then each prompt that speaks of them."""
    if not has_hours(flow) or not asks_hours(flow):
        return
    for day in _dates(flow.settings.of(HOLIDAYS)):
        yield from _open(flow, day)
    for node in flow.nodes:
        yield from _promised(node)


def _dates(text: str) -> list[date]:
    """Raises `UsageError` for a text that is no list of dates."""
    day_of = fetch("datetime:date").fromisoformat
    try:
        return [day_of(part.strip()) for part in text.split(",") if part.strip()]
    except ValueError as error:
        hint = "Write them as 2026-12-25, with commas between them."
        raise UsageError(
            f"The option holidays holds no list of dates: {error}.", hint=hint
        ) from None


def _open(flow: FlowView, day: date) -> Iterator[Finding]:
    stretches = flow.campaign.schedule.intervals()[day.weekday()]
    if stretches:
        begin, end = time_of_day(stretches[0].start), time_of_day(stretches[-1].end)
        weekday = WEEKDAYS[day.weekday()].capitalize()
        yield Finding(
            f"{day.isoformat()} is a holiday, but the hours of a {weekday} count: {begin} to {end}",
            place=hours_place(flow, day.weekday(), "open"),
            hint="Close that day before it comes, or route by a custom data field that says so.",
            witness=witness_at(flow, at_second(day, stretches[0].start)),
        )


def _promised(node: NodeView) -> Iterator[Finding]:
    text = node.heard.text if node.heard else ""
    worth_it = any(hint in text.lower() for hint in HINTS)
    found = re.search(_NEAR, text, re.IGNORECASE) if worth_it else None
    if found:
        yield Finding(
            f"The prompt says {quoted(found.group())}, but during_hours knows no holidays",
            node=node.id,
            field=node.prompt_field,
            within=Span(*found.span()),
            hint="Change the hours before each holiday, or take the promise out of the prompt.",
            witness=witness_of(node.flow, node.id),
        )


RULE = Rule(
    code="IVR506",
    name="holidays",
    severity=Severity.WARNING,
    kind=Kind.CORRECTNESS,
    confidence=Confidence.CONTESTED,
    preset=Preset.STRICT,
    summary="Holidays are spoken of or configured, but the campaign's hours know none.",
    why=(
        "The hours of a campaign are those of a week: there is no field for a holiday. On "
        "Christmas Day callers are connected to a desk where nobody sits, unless somebody changes "
        "the hours in time. A prompt that promises closed holidays shows that somebody counts on "
        "it. With the option holidays the days themselves are checked."
    ),
    bad="""\
{
  "hours": {"monday_open": 32400, "monday_close": 61200},
  "ivr_tree": {
    "root": {
      "node_type": "Condition",
      "condition": "during_hours",
      "children": [
        {"node_type": "Connect", "destination_phone_number": "8004377950"},
        {"node_type": "EndCall", "prompt": "We are open on Mondays, except on holidays."}
      ]
    }
  }
}""",
    good="""\
{
  "hours": {"monday_open": 32400, "monday_close": 61200},
  "ivr_tree": {
    "root": {
      "node_type": "Condition",
      "condition": "during_hours",
      "children": [
        {"node_type": "Connect", "destination_phone_number": "8004377950"},
        {"node_type": "EndCall", "prompt": "We are open on Mondays."}
      ]
    }
  }
}""",
    source="Invoca, Advertiser Campaigns (hours: the seven days of the week and nothing else)",
    check=EachFlow(check),
    options=(HOLIDAYS,),
)
