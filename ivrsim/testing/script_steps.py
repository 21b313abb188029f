"""The steps of a call script: what the caller hears and does, and what is expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias, cast

from ivrsim.flow.question import KEYS
from ivrsim.simulate.state import Act, Enter, HangUp, Press, Silence, Speak
from ivrsim.simulate.trace import OutcomeKind
from ivrsim.testing.script_words import Words, quoted
from ivrsim.values import dataclass

MOST_TIMES = 10_000


@dataclass(frozen=True, slots=True)
class Hear:
    """The caller hears a text after their last step: a part of a prompt, or all of it."""

    text: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Do:
    """The caller acts, one act after the other."""

    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """How the call ended so far; `waiting`: it did not."""

    kind: OutcomeKind | Literal["waiting"]
    number: str = ""


@dataclass(frozen=True, slots=True)
class AtNode:
    """Where the call is, or ended."""

    node: str


@dataclass(frozen=True, slots=True)
class Within:
    """The call took no more than so many seconds up to here."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Keys:
    """The keypresses as the vendor reports them: `1 2 W`."""

    keys: tuple[str, ...]


Subject: TypeAlias = Literal["text message", "heard", "agent hears"]


@dataclass(frozen=True, slots=True)
class Told:
    """Something was sent to the caller, heard by them, or by the agent; or it was not.

    Without a `text`, anything at all.
    """

    subject: Subject
    wanted: bool = True
    text: str | None = None
    exact: bool = False


Expectation: TypeAlias = Ended | AtNode | Within | Keys | Told
Step: TypeAlias = Hear | Do | Expectation

OUTCOMES: Mapping[str, str] = {
    "connected": "connected",
    "transferred": "transferred",
    "ended": "ended",
    "hung up": "hung_up",
    "disconnected": "disconnected",
    "unanswered": "unanswered",
    "too long": "too_long",
    "fault": "fault",
    "waiting": "waiting",
}
"""The ends of a call by the words of a script; `waiting` is none yet."""

KEY_NAMES: Mapping[str, str] = {"star": "*", "pound": "#", "hash": "#"}
REPORTED = (*KEYS, "W", "N")


def read_step(words: Words) -> Step:
    """One step, to the end of its line.  Raises `Unreadable`."""
    head = words.first_of(STEPS)
    if head is None:
        raise words.expected(f"a step: {', '.join(STEPS)}", STEPS)
    step = STEPS[head](words)
    words.end()
    return step


# -- what the caller hears and does ----------------------------------------------------


def _hear(words: Words) -> Hear:
    exact = words.sign("=")
    before = Words(words.text, words.first)
    before.at = words.at
    text = words.phrase("what the caller hears")
    if not text.strip():
        raise before.expected("what the caller hears")
    return Hear(text, exact)


def _press(words: Words) -> Do:
    keys = [_key(words)]
    while words.rest and not words.take("after"):
        keys.append(_key(words))
    after = _seconds(words) if words.rest else None
    acts = (Press(key, after if place == 0 else None) for place, key in enumerate(keys))
    return Do(tuple(acts))


def _key(words: Words) -> str:
    before = words.rest
    column, word = words.column, words.word("a key: 1-9, 0, * or #")
    key = KEY_NAMES.get(word.casefold(), word)
    if key in KEYS:
        return key
    typed = all(char in KEYS for char in key)
    hint = f"Write press {' '.join(key)}, or enter {key}." if typed else ""
    raise Words(before, column).fault(f"“{word[:20]}” is not one key of a telephone.", hint)


def _enter(words: Words) -> Do:
    column, digits = words.column, words.word("the digits")
    if any(digit not in KEYS for digit in digits):
        raise Words(digits, column).expected("digits, * and #")
    return Do((Enter(digits, _after(words)),))


def _say(words: Words) -> Do:
    text = words.phrase("what the caller says")
    return Do((Speak(text, _after(words)),))


def _silent(words: Words) -> Do:
    if not words.rest:
        return Do((Silence(),))
    column, times = words.column, words.number("how many times, such as 2 times")
    words.take("times") or words.take("time")
    if times not in range(1, MOST_TIMES + 1):
        raise Words("", column).fault(f"A caller is silent 1 to {MOST_TIMES} times.")
    return Do((Silence(),) * int(times))


def _hang_up(words: Words) -> Do:
    return Do((HangUp(_after(words)),))


def _after(words: Words) -> float | None:
    return _seconds(words) if words.take("after") else None


def _seconds(words: Words) -> float:
    seconds = words.number("a number of seconds")
    words.take("seconds") or words.take("second")
    return seconds


# -- what is expected -------------------------------------------------------------------


def _expect(words: Words) -> Expectation:
    head = words.first_of(EXPECTATIONS)
    if head is not None:
        return EXPECTATIONS[head](words)
    outcome = words.first_of(OUTCOMES)
    if outcome is None:
        known = (*OUTCOMES, *EXPECTATIONS)
        raise words.expected(f"one of {', '.join(known)}", known)
    kind = cast("OutcomeKind", OUTCOMES[outcome])
    if kind in ("connected", "transferred") and words.take("to"):
        return Ended(kind, words.phrase("a telephone number"))
    return Ended(kind)


def _node(words: Words) -> AtNode:
    return AtNode(words.phrase("the id of a node, such as /1/W"))


def _keys(words: Words) -> Keys:
    keys: list[str] = []
    while words.rest:
        column, key = words.column, words.word("a key")
        if key.upper() not in REPORTED:
            raise Words(key, column).expected("a reported key: 1-9, 0, *, #, W or N")
        keys.append(key.upper())
    if not keys:
        raise words.expected("the keys, such as 1 2 W")
    return Keys(tuple(keys))


def _told(subject: Subject, wanted: bool = True) -> Callable[[Words], Told]:
    def read(words: Words) -> Told:
        if not words.rest and subject != "heard":
            return Told(subject, wanted)
        exact = words.sign("=")
        return Told(subject, wanted, words.phrase("a text"), exact)

    return read


def _within(words: Words) -> Within:
    return Within(_seconds(words))


STEPS: Mapping[str, Callable[[Words], Step]] = {
    "hear": _hear,
    "press": _press,
    "enter": _enter,
    "say": _say,
    "stay silent": _silent,
    "hang up": _hang_up,
    "expect": _expect,
}

EXPECTATIONS: Mapping[str, Callable[[Words], Expectation]] = {
    "node": _node,
    "within": _within,
    "keypresses": _keys,
    "no keypresses": lambda words: Keys(()),
    "text message": _told("text message"),
    "no text message": _told("text message", False),
    "heard": _told("heard"),
    "not heard": _told("heard", False),
    "agent hears nothing": lambda words: Told("agent hears", False),
    "agent hears": _told("agent hears"),
}


# -- writing -----------------------------------------------------------------------------


def step_text(step: Step) -> str:
    """A step as a script writes it."""
    match step:
        case Hear(text, exact):
            return f"hear {'= ' if exact else ''}{quoted(text)}"
        case Do(acts):
            return _acts_text(acts)
        case Ended(kind, number):
            to = f" to {phrase_text(number)}" if number else ""
            return f"expect {kind.replace('_', ' ')}{to}"
        case AtNode(node):
            return f"expect node {phrase_text(node)}"
        case Within(seconds):
            return f"expect within {_number(seconds)} seconds"
        case Keys(keys):
            return f"expect keypresses {' '.join(keys)}" if keys else "expect no keypresses"
        case Told():
            return f"expect {_told_text(step)}"


def _told_text(told: Told) -> str:
    heads = {
        ("text message", True): "text message",
        ("text message", False): "no text message",
        ("heard", True): "heard",
        ("heard", False): "not heard",
        ("agent hears", True): "agent hears",
        ("agent hears", False): "agent hears nothing",
    }
    sign = " =" if told.exact else ""
    text = "" if told.text is None else f"{sign} {quoted(told.text)}"
    return heads[told.subject, told.wanted] + text


def _acts_text(acts: tuple[Act, ...]) -> str:
    match acts[0]:
        case Press(_, after):
            keys = " ".join(act.key for act in acts if isinstance(act, Press))
            return f"press {keys}{_after_text(after)}"
        case Enter(digits, after):
            return f"enter {digits}{_after_text(after)}"
        case Speak(text, after):
            return f"say {quoted(text)}{_after_text(after)}"
        case Silence():
            return "stay silent" if len(acts) == 1 else f"stay silent {len(acts)} times"
        case HangUp(after):
            return f"hang up{_after_text(after)}"


def _after_text(after: float | None) -> str:
    return "" if after is None else f" after {_number(after)} seconds"


def _number(seconds: float) -> str:
    return f"{seconds:.6f}".rstrip("0").rstrip(".")


def phrase_text(text: str) -> str:
    """A word or number as it is, anything else between quotation marks."""
    return text if re.fullmatch(r"[\w/+*.()-]+( [\w/+*.()-]+)*", text) else quoted(text)
