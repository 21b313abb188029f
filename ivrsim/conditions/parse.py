"""From the text of a condition to an expression, with the place of every part.

The text is read by the grammar `condition`; its rules build the expression while
reading, so that neither depth nor length matters: the time is linear, nothing
recurses.  `read_condition` never raises and says what was odd about a text that it
could read; `parse_condition` raises what `read_condition` reports.
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, cast

from ivrsim import grammars
from ivrsim.conditions.ast import (
    ALWAYS,
    And,
    Compare,
    Expr,
    Flag,
    InRegion,
    Not,
    Or,
    Pressed,
    TextField,
    TextTest,
)
from ivrsim.conditions.messages import ConditionSyntaxError, NotACondition
from ivrsim.conditions.notes import Note, notes_on
from ivrsim.grammars import Parsed, Stuck, Token
from ivrsim.lazy import fetch
from ivrsim.places import Span
from ivrsim.values import dataclass

if TYPE_CHECKING:
    from ivrsim.conditions.ast import CompareOp, FlagName, TextOp

__all__ = [
    "ConditionSyntaxError",
    "NotACondition",
    "Note",
    "Reading",
    "parse_condition",
    "read_condition",
]

REMEMBERED: Final = 4096
"""How many different texts `read_condition` remembers, none longer than `SHORT`."""

SHORT: Final = 2_000
"""The longest text, in characters, that is remembered."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a text gave: an expression or an error, and what was odd about it."""

    expr: Expr | None
    error: ConditionSyntaxError | None = None
    notes: tuple[Note, ...] = ()


def parse_condition(text: str) -> Expr:
    """The expression that `text` says; `ALWAYS` for a blank text.

    Raises ConditionSyntaxError, which shows the place and a way out, and its child
    NotACondition (also a TypeError) if `text` is not a string.
    """
    reading = read_condition(text)
    if reading.error is not None:
        raise copy.copy(reading.error)
    assert reading.expr is not None, "a reading has an expression or an error"
    return reading.expr


def read_condition(text: object) -> Reading:
    """The expression or the error, and the oddities that were accepted; never raises.

    Anything may be given, as it was found in a document; only a text can be a condition.
    """
    if not isinstance(text, str):
        return Reading(None, NotACondition.of(text))
    return _remembered(text) if len(text) <= SHORT else _read(text)


def _read(text: str) -> Reading:
    outcome = _machine().run(text)
    if isinstance(outcome, Parsed):
        return Reading(outcome.value, notes=notes_on(outcome.tokens))
    diagnose: Callable[..., ConditionSyntaxError] = fetch("ivrsim.conditions.diagnosis:diagnose")
    return Reading(None, diagnose(text, outcome, _stuck))


_remembered = lru_cache(maxsize=REMEMBERED)(_read)


def _stuck(text: str) -> Stuck | None:
    """Where the grammar gets stuck in `text`, or None if it takes it."""
    outcome = _machine().run(text)
    return outcome if isinstance(outcome, Stuck) else None


@cache
def _machine() -> grammars.Machine:
    return grammars.load("condition", _Builder())


class _Part:
    """A stretch of the text that was read: one expression, or a chain still growing.

    A chain is the operands of one `and` or `or`.  It is not closed before it has to be,
    because `a and (b and (c and ...))` is one flat `and`: the longest chain grows at
    both ends instead of being copied at every level.  `inner` is the place of the
    expression, `start` and `end` include the brackets around it.
    """

    __slots__ = ("end", "inner", "kind", "operands", "start")

    def __init__(self, kind: type[And | Or] | None, operands: deque[Expr], inner: Span) -> None:
        self.kind = kind
        self.operands = operands
        self.inner = inner
        self.start, self.end = inner

    def expr(self) -> Expr:
        if self.kind is None:
            return self.operands[0]
        return self.kind(tuple(self.operands), span=self.inner)

    def given_to(self, kind: type[And | Or]) -> Iterable[Expr]:
        return self.operands if self.kind is kind else (self.expr(),)


def _single(expr: Expr) -> _Part:
    assert expr.span is not None, "what was read has a place"
    return _Part(None, deque((expr,)), expr.span)


def _joined(kind: type[And | Or], parts: list[_Part]) -> _Part:
    """All parts in one chain."""
    sizes = [len(part.operands) if part.kind is kind else 0 for part in parts]
    at = sizes.index(max(sizes))
    operands = deque(parts[at].given_to(kind)) if not sizes[at] else parts[at].operands
    for part in reversed(parts[:at]):
        operands.extendleft(reversed(tuple(part.given_to(kind))))
    for part in parts[at + 1 :]:
        operands.extend(part.given_to(kind))
    return _Part(kind, operands, Span(parts[0].start, parts[-1].end))


class _Builder:
    """One method per rule of the grammar; each takes the list of what its parts gave."""

    def start(self, parts: list[Any]) -> Expr:
        return parts[0].expr() if parts else ALWAYS

    def disj(self, parts: list[_Part]) -> _Part:
        return _joined(Or, parts)

    def conj(self, parts: list[_Part]) -> _Part:
        return _joined(And, parts)

    def negation(self, parts: list[Any]) -> _Part:
        word, part = parts
        return _single(Not(part.expr(), span=Span(word.start_pos, part.end)))

    def group(self, parts: list[Any]) -> _Part:
        left, part, right = parts
        part.start, part.end = left.start_pos, right.end_pos
        return cast("_Part", part)

    def flag(self, parts: list[Token]) -> _Part:
        return _single(Flag(cast("FlagName", parts[0].lower()), span=_span(parts)))

    def any_region(self, parts: list[Token]) -> _Part:
        return _single(InRegion(span=_span(parts)))

    def region(self, parts: list[Token]) -> _Part:
        return _single(InRegion(parts[1].rstrip(), span=_span(parts)))

    def pressed(self, parts: list[Token]) -> _Part:
        return _single(Pressed(tuple(parts[1].split()), span=_span(parts)))

    def compare(self, parts: list[Any]) -> _Part:
        name, sign, (seconds, end) = parts
        op = cast("CompareOp", _PLAIN_SIGNS.get(sign, str(sign)))
        return _single(Compare(name.lower(), op, seconds, span=Span(name.start_pos, end)))

    def text_test(self, parts: list[Any]) -> _Part:
        (field, start), sign, value = parts
        op = cast("TextOp", _PLAIN_SIGNS.get(sign, sign.lower()))
        return _single(TextTest(field, op, _unquoted(value), span=Span(start, value.end_pos)))

    def text_present(self, parts: list[Any]) -> _Part:
        (field, start), word = parts
        return _single(TextTest(field, "present", span=Span(start, word.end_pos)))

    def custom_field(self, parts: list[Token]) -> tuple[TextField, int | None]:
        return TextField("custom_data", parts[1].rstrip()), parts[0].start_pos

    def plain_field(self, parts: list[Token]) -> tuple[TextField, int | None]:
        return TextField(parts[0].lower()), parts[0].start_pos

    def seconds(self, parts: list[Token]) -> tuple[int, int | None]:
        return int(parts[0]), parts[-1].end_pos

    def minutes(self, parts: list[Token]) -> tuple[int, int | None]:
        return 60 * int(parts[0]), parts[-1].end_pos

    def minutes_seconds(self, parts: list[Token]) -> tuple[int, int | None]:
        return 60 * int(parts[0]) + int(parts[2]), parts[-1].end_pos


_PLAIN_SIGNS: Final = {"==": "=", "<>": "!=", "≠": "!=", "≥": ">=", "≤": "<="}


def _span(tokens: list[Any]) -> Span:
    return Span(tokens[0].start_pos, tokens[-1].end_pos)


def _unquoted(token: str) -> str:
    return token[1:-1].replace('""', '"') if token[0] == '"' else token[1:-1]
