"""Callers in the words of a call script: `mobile, from Seattle, WA, at 2026-11-23 10:00`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from ivrsim.campaign.regions import country_code, state_code
from ivrsim.errors import UsageError
from ivrsim.lazy import pattern
from ivrsim.simulate.caller import PLACE_PARTS, SIGNALS, TEXTS, Caller, caller_from
from ivrsim.testing.script_words import Unreadable, Words, pieces, quoted

Said: TypeAlias = dict[str, Any]
"""A caller as words of `flow.call`."""

PLAIN: Mapping[str, tuple[str, bool]] = {
    "mobile": ("mobile", True),
    "not mobile": ("mobile", False),
    "landline": ("landline", True),
    "not landline": ("landline", False),
    "repeat": ("repeat", True),
    "not repeat": ("repeat", False),
    "during hours": ("during_hours", True),
    "after hours": ("during_hours", False),
    "in a region": ("in_region", True),
    "in no region": ("in_region", False),
    "text sent": ("sms_sent", True),
    "text not sent": ("sms_sent", False),
}
"""What is said in these words alone."""

VALUED = {
    name.replace("_", " "): name
    for name in ("phone", "number", *PLACE_PARTS, "at", "branch", *TEXTS, *SIGNALS)
}
"""What is said with a value after it."""

FROM, REGION, UNANSWERED, DATA = "from", "in region", "unanswered", "data"
HEADS = (*PLAIN, REGION, UNANSWERED, *sorted(VALUED, key=len, reverse=True), DATA, FROM)

GROUPS = (
    ("mobile", "landline", "phone"),
    ("place", *PLACE_PARTS, "number", "in_region"),
    ("at", "during_hours"),
)
"""What a call says of one of these stands for all of them that the file's caller has."""

_SIMPLE = pattern(r"[A-Za-z0-9][A-Za-z0-9 .:+/'-]*[A-Za-z0-9]|[A-Za-z0-9]")


def read_caller(words: Words) -> Said:
    """All that is said of a caller, to the end of the line.  Raises `Unreadable`."""
    column, said = words.column, Said()
    place: list[str] | None = None
    for offset, piece in pieces(words.text[words.at :], ","):
        part = Words(piece, words.column + offset)
        head = part.first_of(HEADS)
        if head is None and place and part.rest and len(place) < 3:
            place.append(part.phrase("a state or country"))
            continue
        if head is None:
            raise part.expected("something of a caller, such as mobile or from Seattle, WA", HEADS)
        _settle(said, place)
        place = [part.phrase("a place")] if head == FROM else None
        if head != FROM:
            _say(said, head, part)
        part.end()
    _settle(said, place)
    words.at = len(words.text)
    return checked(said, column)


def checked(said: Said, column: int) -> Said:
    """The same, if there can be such a caller."""
    try:
        caller_from(said)
    except UsageError as error:
        raise Unreadable(column, error.message, error.hint) from None
    return said


def _settle(said: Said, place: list[str] | None) -> None:
    """A place is read to its end."""
    if not place:
        return
    if len(place) > 1:
        said.update(zip(("city", "state", "country"), place, strict=False))
    elif re.fullmatch(r"[0-9]{5}", place[0], re.ASCII):
        said["postal_code"] = place[0]
    else:
        text = place[0]
        part = "state" if state_code(text) else "country" if country_code(text) else "city"
        said[part] = text


def _say(said: Said, head: str, part: Words) -> None:
    if head in PLAIN:
        name, value = PLAIN[head]
        said[name] = value
    elif head in VALUED:
        said[VALUED[head]] = part.phrase("a value")
    elif head == DATA:
        name, text = _pair(part)
        said["custom_data"] = {**said.get("custom_data", {}), name: text}
    else:
        name = "in_region" if head == REGION else "unanswered"
        known = said.get(name)
        said[name] = [*(known if isinstance(known, list) else ()), part.phrase("a name")]


def _pair(part: Words) -> tuple[str, str]:
    """`product = Printer`."""
    what = "a field and its value, such as data product = Printer"
    name = part.string(what) if part.rest.startswith('"') else part.before("=", what)
    if not part.sign("="):
        raise part.expected(what)
    return name, part.phrase("a value") if part.rest else ""


def over(usual: Mapping[str, Any], own: Mapping[str, Any]) -> Said:
    """A caller with all that is said of them, and else what is usual."""
    replaced = {name for group in GROUPS if own.keys() & set(group) for name in group}
    return {k: v for k, v in usual.items() if k not in replaced} | dict(own)


# -- writing -------------------------------------------------------------------------


def said_of(caller: Caller) -> Said:
    """The words of `flow.call` that describe a caller."""
    said: Said = {"phone": caller.phone} if caller.phone != "unknown" else {}
    if caller.number:
        said["number"] = caller.number
    if caller.place is not None:
        parts = {part: getattr(caller.place, part) for part in PLACE_PARTS}
        said |= {part: text for part, text in parts.items() if text}
    if caller.at is not None:
        whole = not (caller.at.second or caller.at.microsecond)
        said["at"] = caller.at.isoformat(" ", "minutes" if whole else "auto")
    said |= {"repeat": True} if caller.repeat else {}
    said |= {"custom_data": dict(caller.custom_data)} if caller.custom_data else {}
    said |= caller.texts
    said |= {"branch": caller.branch} if caller.branch else {}
    said |= {"unanswered": list(caller.unanswered)} if caller.unanswered else {}
    said |= caller.given
    if not said.get("in_region", True):
        said["in_region"] = False
    if said.get("phone") in ("mobile", "landline") and said.get(said["phone"]) is True:
        del said["phone"]
    return said


def written(said: Mapping[str, Any]) -> str:
    """A caller as a script says it; empty where nothing is said."""
    return ", ".join(_phrases(said))


def _phrases(said: Mapping[str, Any]) -> Iterator[str]:
    plain = {pair: phrase for phrase, pair in PLAIN.items()}
    phrases = {name: phrase for phrase, name in VALUED.items()}
    for name, value in said.items():
        if isinstance(value, bool):
            yield plain[name, value]
        elif name == "custom_data":
            yield from (f"{DATA} {quoted(key)} = {_value(text)}" for key, text in value.items())
        elif name in phrases:
            yield f"{phrases[name]} {_value(str(value))}"
        else:
            head = REGION if name == "in_region" else UNANSWERED
            several = [value] if isinstance(value, str) else value
            yield from (f"{head} {_value(one)}" for one in several)


def _value(text: str) -> str:
    return text if _SIMPLE.fullmatch(text) else quoted(text)
