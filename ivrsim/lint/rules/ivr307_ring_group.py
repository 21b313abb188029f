"""IVR307: a ring group whose settings do not do what they seem to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ivrsim.flow.node import Node
from ivrsim.flow.numbers import number_key
from ivrsim.lint.edit import Fix, Put, Remove
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import EachAlike, Finding, Kind, Option, Rule, Severity
from ivrsim.lint.wording import number_of

PATIENCE = Option("ring-seconds", 120, "the most seconds a group may ring until it gives up")
MEMBERS = "ring_group_destinations"
LIMIT = "ring_group_destination_total_limit"
TIME = "ring_group_connect_timeout"
METHOD = "distribution_method"


def rings_a_group(kind: type[Node]) -> bool:
    """Whether nodes of the type have a ring group, or only its limit."""
    return not {LIMIT, MEMBERS}.isdisjoint(kind.model_fields)


def check(node: NodeView) -> Iterator[Finding]:
    """The faults of the group as a whole, then those of its numbers."""
    fields = type(node.node).model_fields
    if LIMIT in fields:
        yield from _limit(node)
    if MEMBERS not in fields:
        return
    members = getattr(node.node, MEMBERS)
    enabled = [member for member in members if not member.destination_disabled]
    if members and not enabled:
        yield Finding(
            f"Nobody rings: {_all_of(len(members))} disabled",
            node=node.id,
            field=MEMBERS,
            hint='Set "destination_disabled": false for a number that is to ring.',
        )
    yield from _weights(node, members)
    yield from _twice(node, members)
    yield from _time(node, len(enabled))


def _all_of(count: int) -> str:
    return "the only number is" if count == 1 else f"all {count} numbers are"


def _limit(node: NodeView) -> Iterator[Finding]:
    limit, method = getattr(node.node, LIMIT), getattr(node.node, METHOD)
    if limit is None:
        return
    if method != "Random":
        yield Finding(
            f"{LIMIT} is {limit}, but it counts only with the distribution method Random, "
            f"not {method}",
            node=node.id,
            field=LIMIT,
            hint="Take it out, or ring at random.",
            fixes=_fixes(node, f"Remove {LIMIT}", Remove(node.place / LIMIT)),
        )
    elif limit < 1:
        yield Finding(
            f"{LIMIT} is {limit}: no number rings",
            node=node.id,
            field=LIMIT,
            hint="Give the most numbers that one call tries, from 1.",
        )


def _weights(node: NodeView, members: tuple[Any, ...]) -> Iterator[Finding]:
    weights = [member.distribution_weight for member in members]
    method = getattr(node.node, METHOD)
    if method != "Weighted" and len(set(weights)) > 1:
        yield Finding(
            f"The numbers have different weights, but the distribution method is {method}",
            node=node.id,
            field=MEMBERS,
            hint="Weights count only with the distribution method Weighted.",
            fixes=_fixes(node, "Ring by weight", Put(node.place / METHOD, "Weighted")),
        )


def _twice(node: NodeView, members: tuple[Any, ...]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for member in members:
        number = member.ring_group_number
        key = number_key(number, str(member.ring_group_country_code))
        if member.destination_disabled or not key:
            continue
        if key in seen:
            yield Finding(
                f"{number} rings twice in this group",
                node=node.id,
                field=MEMBERS,
                hint="Give it once; to let it ring more often, ring by weight.",
            )
        seen.setdefault(key, number)


def _time(node: NodeView, tried: int) -> Iterator[Finding]:
    each, limit = getattr(node.node, TIME), getattr(node.node, LIMIT)
    random = getattr(node.node, METHOD) == "Random" and limit is not None
    rings = min(tried, max(limit, 0)) if random else tried
    most = node.flow.settings.of(PATIENCE)
    if each is not None and each * rings > most:
        yield Finding(
            f"{number_of(rings, 'number')} that each ring {each} seconds are {each * rings} "
            f"seconds of ringing, more than {most}",
            node=node.id,
            field=TIME,
            hint="Let each ring for less, try fewer, or raise the limit in the configuration.",
        )


def _fixes(node: NodeView, title: str, edit: Put | Remove) -> tuple[Fix, ...]:
    return (Fix(title, (edit,)),) if node.id in node.flow.flow.places else ()


RULE = Rule(
    code="IVR307",
    name="ring-group",
    severity=Severity.WARNING,
    kind=Kind.CORRECTNESS,
    summary="A ring group rings nobody, too long, twice the same, or by settings without effect.",
    why=(
        "A group whose numbers are all disabled rings nobody. Weights count only with the "
        "distribution method Weighted, and the limit of numbers only with Random; elsewhere "
        "they say something that does not happen. Numbers ring one after the other, so their "
        "times add up: callers in a queue wait two minutes on average."
    ),
    bad="""\
{
  "node_type": "RingGroup",
  "ring_group_connect_timeout": 15,
  "distribution_method": "InOrder",
  "ring_group_destinations": [
    {"ring_group_number": "8004377950", "distribution_weight": 3},
    {"ring_group_number": "8004377951", "distribution_weight": 1}
  ]
}""",
    good="""\
{
  "node_type": "RingGroup",
  "ring_group_connect_timeout": 15,
  "distribution_method": "Weighted",
  "ring_group_destinations": [
    {"ring_group_number": "8004377950", "distribution_weight": 3},
    {"ring_group_number": "8004377951", "distribution_weight": 1}
  ]
}""",
    source=(
        "Invoca, Advertiser Campaigns (API version 2022-03-01 and later), RingGroup; Zeltyn, "
        "Call centers with impatient customers (two minutes)"
    ),
    check=EachAlike(check, rings_a_group),
    options=(PATIENCE,),
)
