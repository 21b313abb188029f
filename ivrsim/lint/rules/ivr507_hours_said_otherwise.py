"""IVR507: the prompt says other hours than those the campaign goes by."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ivrsim.campaign.hours import Interval, time_of_day
from ivrsim.campaign.record import DAY
from ivrsim.flow.flow import NodeId
from ivrsim.flow.spoken import SpokenKey
from ivrsim.lint.hours import asks_hours, closed_exits, has_hours
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.people import leads_to_people
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.spoken_hours import all_day, spoken_hours
from ivrsim.lint.views import FlowView
from ivrsim.lint.witnesses import witness_of
from ivrsim.lint.wording import quoted
from ivrsim.places import Span
from ivrsim.text import listed

MINUTE = 60
"""A close of 23:59 and one of 24:00 are said in the same words."""


def check(flow: FlowView) -> Iterator[Finding]:
    """Hours that no day has, then keys that promise 24 hours and lead to a closed door."""
    if has_hours(flow) and asks_hours(flow):
        week = _week(flow)
        for node in flow.where(lambda node: any(_other_hours(node, week))):
            yield from _other_hours(node, week)
    promised = [(n, key.key) for n in flow.where(_promises) for key in _all_day(n)]
    if promised:
        closed = dict(closed_exits(flow))
        people = leads_to_people(flow)
        for node, key in promised:
            yield from _closed_door(node, key, closed, people)


def _promises(node: NodeView) -> bool:
    return any(_all_day(node))


def _all_day(node: NodeView) -> Iterator[SpokenKey]:
    """The keys behind which somebody is promised at any hour."""
    return (key for key in node.spoken if all_day(key.caption))


def _week(flow: FlowView) -> list[Interval]:
    """The different hours of the week's days, the earliest first."""
    return sorted({day.hours for day in flow.campaign.schedule.days if day.hours})


def _other_hours(node: NodeView, week: list[Interval]) -> Iterator[Finding]:
    text = node.heard.text if node.heard else ""
    for said in spoken_hours(text):
        words = text[said.span.start : said.span.end]
        of_a_key = any(_one_sentence(text, said.span, key.span) for key in node.spoken)
        agrees = any(_agrees(meant, hours) for meant in said.meant for hours in week)
        if week and not of_a_key and not agrees:
            shown = (f"{time_of_day(h.start)} to {_end(h)}" for h in week[:4])
            yield Finding(
                f"The prompt says {quoted(words)}, but the "
                f"campaign's hours are {listed([*shown], 'or')}",
                node=node.id,
                field=node.prompt_field,
                within=said.span,
                hint="Let the prompt say the hours that during_hours goes by, or mend the hours.",
            )


def _end(hours: Interval) -> str:
    return time_of_day(hours.end if hours.end <= DAY else hours.end - DAY)


def _one_sentence(text: str, hours: Span, key: Span) -> bool:
    """Whether no sentence ends between some hours and a key: "sales, open 8 to 8, press 1"."""
    first, second = sorted((hours, key))
    return not re.search(r"[.!?]\s+[^\W\d_a-zà-ÿ]", text[first.end - 1 : second.start + 1])


def _agrees(meant: tuple[int, int], hours: Interval) -> bool:
    begin, end = meant
    closes = {hours.end, hours.end % DAY}
    return abs(begin - hours.start) <= MINUTE and any(abs(end - c) <= MINUTE for c in closes)


def _closed_door(
    node: NodeView, key: str, closed: dict[NodeId, str], people: frozenset[NodeId]
) -> Iterator[Finding]:
    """The first test of hours behind a key, if only its open side leads to a person."""
    flow = node.flow
    here = node.wires[key].target if key in node.wires else None
    seen: set[NodeId] = set()
    while here is not None and here not in seen and here not in closed:
        seen.add(here)
        onward = list(flow.flow.out[here].values())
        question = ask.question if (ask := flow.all_nodes[here].ask) else None
        goes_on = len(onward) == 1 and not (question and question.takes == "key")
        here = onward[0].target if goes_on else None
    wire = flow.flow.out[here].get(closed[here]) if here in closed else None
    if here is None or wire is None or wire.target in people or here not in people:
        return
    caption = next(k.caption for k in _all_day(node) if k.key == key)
    yield Finding(
        f"The prompt promises {quoted(caption, 40)} for key {key}, but outside the hours "
        "it leads to nobody",
        node=node.id,
        field=node.prompt_field,
        within=next(k.span for k in node.spoken if k.key == key),
        hint="Let somebody answer at all hours, or take the promise out of the prompt.",
        witness=witness_of(flow, here, closed[here]),
    )


RULE = Rule(
    code="IVR507",
    name="hours-said-otherwise",
    severity=Severity.WARNING,
    kind=Kind.CALLER_EXPERIENCE,
    confidence=Confidence.LIKELY,
    summary="A prompt says other opening hours than the campaign has, or 24 hours that are not.",
    why=(
        'Callers who are told "from 9 to 6" and find the office closed at 5:30 feel cheated, and '
        'so do those who press the key for "24 hour support" at night and hear goodbye. Hours '
        "are understood in English, French and Spanish; a prompt is told of only if no day of "
        "the week has the hours it says, the flow asks during_hours, and no key is "
        "offered in the same sentence."
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
        {"node_type": "EndCall", "prompt": "We are open on Mondays from 9 a.m. to 6 p.m."}
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
        {"node_type": "EndCall", "prompt": "We are open on Mondays from 9 a.m. to 5 p.m."}
      ]
    }
  }
}""",
    source="Invoca, Update an Advertiser Campaign (a menu that offers 24 hour support)",
    check=EachFlow(check),
)
