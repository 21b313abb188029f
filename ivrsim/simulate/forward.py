"""Forwarding a call: to fixed numbers, to one in the caller's data, to the nearest branch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ivrsim.conditions.parse import ConditionSyntaxError, parse_condition
from ivrsim.flow import action
from ivrsim.flow.numbers import check_number, same_number
from ivrsim.simulate.trace import Kind, OutcomeKind

if TYPE_CHECKING:
    from ivrsim.simulate.turn import Turn

UNUSABLE = ("not-a-number", "malformed", "wrong-length")
"""Faults that keep a number in a data field from being dialled."""


def dial(turn: Turn, act: action.Dial) -> str | None:
    """The first number that is answered gets the call; none: the answer is `no answer`."""
    ring = turn.world.settings.ring_seconds if act.timeout is None else act.timeout
    for destination in act.destinations:
        turn.note(Kind.DIALLED, destination.number)
        if _is_answered(turn, destination.number):
            connect(turn, "connected", destination.number)
            return None
        turn.mark_reason("nobody answers")
        turn.wait(ring)
    return action.NO_ANSWER


def dial_field(turn: Turn, act: action.DialField) -> str | None:
    """The number (or, of a ring group, the numbers) in a custom data field is dialled."""
    data = turn.facts()["custom_data"]
    value = str(data.get(act.field, "")) if isinstance(data, Mapping) else ""
    numbers = [part.strip() for part in value.split(",")] if act.many else [value.strip()]
    usable = [number for number in numbers if _is_usable(number)]
    if not usable:
        found = f"custom_data[{act.field}] is {value!r}" if value else f"no {act.field}"
        turn.note(Kind.DIALLED, reason=f"{found}: no valid number")
        return action.UNROUTABLE
    turn.say(Kind.HEARD, act.text, act.recording)
    answered = (number for number in usable if _is_answered(turn, number))
    return transfer(turn, next(answered, ""), action.UNROUTABLE)


def transfer(turn: Turn, number: str, otherwise: str) -> str | None:
    """The call goes to a number that caller or place gave; none: the answer `otherwise`."""
    turn.note(Kind.DIALLED, number, reason="" if number else otherwise)
    if not number or not _is_answered(turn, number):
        return otherwise
    connect(turn, "transferred", number)
    return None


def connect(turn: Turn, kind: OutcomeKind, number: str) -> None:
    """The agent hears the whisper, if there is one, and the call is theirs."""
    settings = turn.world.flow.settings
    if settings.whisper_prompt_text and _applies(turn, settings.whisper_prompt_condition):
        turn.note(Kind.WHISPERED, settings.whisper_prompt_text)
    turn.end(kind, number)


def _is_answered(turn: Turn, number: str) -> bool:
    return not any(same_number(number, dead) for dead in turn.world.caller.unanswered)


def _is_usable(number: str) -> bool:
    return bool(number) and not any(f.kind in UNUSABLE for f in check_number(number, None))


def _applies(turn: Turn, condition: str) -> bool:
    """Whether a condition beside the tree holds; an empty one does, an unreadable one not."""
    try:
        return turn.holds(parse_condition(condition), "")
    except ConditionSyntaxError:
        return False
