"""Which values of a fact are worth telling apart: one for each pattern of answers.

For every kind of fact there is a list of candidates that is known to meet every
possible pattern of answers; the concrete interpreter (`ivrsim.conditions.evaluation`)
is then asked what each test says of each candidate, so the settings of `Meaning` are
respected without being known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, product
from typing import Any

from ivrsim.conditions import ast
from ivrsim.conditions.ast import Compare, Pressed, TextField, TextTest
from ivrsim.conditions.evaluation import Meaning
from ivrsim.conditions.format import field_text

Fragment = dict[str, Any]
"""A part of the facts about a call, as `evaluation.evaluate` takes them."""

APART = "·-_/|+~^°§¦•"
"""Characters to put between and around pieces of a text so that nothing else arises."""


def lines(with_text: bool) -> Iterator[Fragment]:
    """The phone types; a text message is only sent to a mobile phone."""
    for mobile, landline in ((False, False), (True, False), (False, True)):
        plain: Fragment = {"mobile": mobile, "landline": landline}
        yield plain | {"sms_sent": False} if with_text else plain
    if with_text:
        yield {"mobile": True, "landline": False, "sms_sent": True}


def regions(names: Sequence[str]) -> Iterator[frozenset[str]]:
    """Every set of the named regions, where nothing is known of how they overlap."""
    yield frozenset()
    yield frozenset({"elsewhere" + "'" * max(map(len, names), default=0)})
    for chosen in product((False, True), repeat=len(names)):
        yield frozenset(name for name, is_in in zip(names, chosen, strict=True) if is_in)


def durations(tests: Sequence[Compare]) -> Iterator[Fragment]:
    """Pairs of whole seconds, at and around every bound; connected no longer than called."""
    bounds = {0, *(t.seconds + off for t in tests for off in (-1, 0, 1))}
    seconds = sorted(second for second in bounds if second >= 0)
    for whole in seconds:
        for connected in seconds:
            if connected <= whole:
                yield {"duration": whole, "connect_duration": connected}


def presses(tests: Sequence[Pressed], meaning: Meaning) -> Iterator[tuple[str, ...]]:
    """Key paths: every beginning of a mentioned one, alone and with one key more.

    Where a letter stands for any key, every mixture of the mentioned ones too.
    """
    paths = [test.path for test in tests]
    yield ()
    if meaning.letter_is == "any key":
        columns = [[*column, "*"] for column in _columns(paths)]
        yield from (head for n in range(len(columns)) for head in product(*columns[: n + 1]))
        yield from ((*head, "*") for head in product(*columns))
        return
    begun = dict.fromkeys(path[:n] for path in paths for n in range(len(path) + 1))
    yield from begun
    yield from ((*path, "*") for path in begun)


def _columns(paths: Sequence[tuple[str, ...]]) -> list[list[str]]:
    """The keys that are mentioned in each place."""
    longest = max(map(len, paths), default=0)
    return [sorted({path[i] for path in paths if len(path) > i}) for i in range(longest)]


def texts(tests: Iterable[TextTest], meaning: Meaning, limit: int) -> Iterator[str | None]:
    """Absent, each text that is compared with, and one for each set of parts contained.

    A part contained brings all the parts that it contains itself.  Stops after more than
    `limit` texts; then there are too many.
    """
    tests = list(tests)
    values = dict.fromkeys(t.value for t in tests if t.op in {"=", "!="} and t.value is not None)
    parts = [t.value for t in tests if t.op == "contains" and t.value]
    apart = _apart([*values, *parts], meaning)
    yield None
    yield from values
    yield f"other{apart}" if any(values) else "other"
    yield apart
    yield from _containing(sorted(set(parts), key=lambda p: (len(p), p)), apart, meaning, limit)
    yield ""


def _containing(parts: Sequence[str], apart: str, meaning: Meaning, limit: int) -> Iterator[str]:
    found = {frozenset[str](): apart}
    for part in parts:
        for text in list(found.values()):
            longer = f"{text}{part}{apart}"
            inside = _folded(longer, meaning)
            key = frozenset(p for p in parts if _folded(p, meaning) in inside)
            if key not in found:
                found[key] = longer
                yield longer
            if len(found) > limit:
                return


def _apart(texts_used: Sequence[str], meaning: Meaning) -> str:
    """A character that is in none of the texts."""
    used = set("".join(_folded(text, meaning) for text in texts_used))
    every = chain(APART, map(chr, range(0x2460, 0x110000)))
    return next(char for char in every if _folded(char, meaning) not in used)


def _folded(text: str, meaning: Meaning) -> str:
    return text.casefold() if meaning.text_case == "insensitive" else text


def text_fragment(field: TextField, text: str | None) -> Fragment:
    """The fact that the field holds this text; None: it is absent."""
    if field.key is None:
        return {field.name: text}
    return {field.name: {} if text is None else {field.key: text}}


def text_in(field: TextField, fragment: Fragment) -> str | None:
    """The text of a field in a fragment of the facts; None: it is absent."""
    value = fragment.get(field.name)
    if field.key is not None:
        value = (value or {}).get(field.key)
    return None if value is None else str(value)


def merged(fragments: Iterable[Fragment]) -> Fragment:
    """All the fragments as one; their custom data fields together."""
    found: Fragment = {}
    for fragment in fragments:
        for name, value in fragment.items():
            both = isinstance(value, dict) and name in found
            found[name] = {**found[name], **value} if both else value
    return found


def topic(atom: ast.Atom, text_apart: bool = False) -> str:
    """The name of the variable that an atom asks.

    `text_apart`: whether a text was sent has a variable of its own.
    """
    match atom:
        case ast.Flag("mobile" | "landline"):
            return "line"
        case ast.Flag("sms_sent") if not text_apart:
            return "line"
        case ast.Flag(name):
            return name
        case ast.Compare():
            return "duration"
        case ast.TextTest(field):
            return field_text(field)
        case ast.InRegion():
            return "in_region"
        case ast.Pressed():
            return "pressed"
        case _:
            return "answer"
