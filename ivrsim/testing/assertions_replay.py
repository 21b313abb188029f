"""A call that was made, as Python and as a command that makes it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from ivrsim.conditions.evaluation import MissingFact
from ivrsim.errors import CallEnded
from ivrsim.simulate.caller import PLACE_PARTS, Caller
from ivrsim.simulate.session import Call
from ivrsim.simulate.settings import DEFAULTS, CallSettings
from ivrsim.simulate.state import Act, Enter, HangUp, Press, Silence, Speak
from ivrsim.testing import script_replay
from ivrsim.testing.script_ast import Case
from ivrsim.values import dataclass, names


def words_of(caller: Caller) -> dict[str, Any]:
    """The keyword arguments of `flow.call` that describe a caller."""
    words: dict[str, Any] = {} if caller.phone == "unknown" else {caller.phone: True}
    place = caller.place
    parts = {part: getattr(place, part) for part in PLACE_PARTS} if place is not None else {}
    words |= {part: text for part, text in parts.items() if text}
    words |= {"at": caller.at.isoformat(" ", "minutes")} if caller.at is not None else {}
    words |= {"custom_data": dict(caller.custom_data)} if caller.custom_data else {}
    words |= {"unanswered": [*caller.unanswered]} if caller.unanswered else {}
    words |= {name: getattr(caller, name) for name in ("number", "repeat", "branch")}
    words |= caller.texts
    words |= {n: v for n, v in caller.given.items() if v or n in ("during_hours", "in_region")}
    return {name: value for name, value in words.items() if value or name in caller.given}


def again(call: Call, acts: Sequence[tuple[str, ...]]) -> Call | None:
    """The same caller with other acts, in a new call.

    None: it ends too soon, or a condition asks what nobody said of the caller.
    """
    try:
        made = Call(call.flow, call.caller, call.settings)
        for name, *argument in acts:
            getattr(made, name)(*argument)
    except (CallEnded, MissingFact):
        return None
    return made


def command(call: Call, file: str, terms: str | None = None) -> str:
    """The command line that makes the call again; empty where no options tell all of it."""
    if not file or call.settings.meaning != DEFAULTS.meaning:
        return ""
    case = cast("Case", _Told(words_of(call.caller), call.settings))
    return script_replay.command(case, call.acts, file, terms)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a replay reads of a script's case."""

    caller: dict[str, Any]
    settings: CallSettings


def python(call: Call, file: str, terms: str | None = None) -> str:
    """The call as a line of Python that uses the fixture `ivr`."""
    words = words_of(call.caller) | dict(_settings(call.settings))
    said = ", ".join(f"{name}={value!r}" for name, value in words.items())
    flow = f"ivr({file!r}{f', terms={terms!r}' if terms else ''})" if file else "flow"
    return f"{flow}.call({said})" + "".join(map(_act, call.acts))


def _settings(settings: CallSettings) -> Iterator[tuple[str, Any]]:
    for name in names(settings):
        value = getattr(settings, name)
        if value != getattr(DEFAULTS, name):
            yield name, value


def _act(act: Act) -> str:
    match act:
        case Press(key, after):
            return f".press({key!r}{_after(after)})"
        case Enter(digits, after):
            return f".enter({digits!r}{_after(after)})"
        case Speak(text, after):
            return f".say({text!r}{_after(after)})"
        case Silence():
            return ".silence()"
        case HangUp(None):
            return ".hang_up()"
        case HangUp(after):
            return f".hang_up(after={after!r})"


def _after(after: float | None) -> str:
    return "" if after is None else f", after={after!r}"
