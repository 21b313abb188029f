"""Statements over all callers: `always: hear the recording notice before connected`.

They are a small closed set, all of one form: *in no call does `bad` happen, unless
`first` happened before it*.  `ivrsim.testing.script_proof` proves or refutes them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from ivrsim.conditions import ast
from ivrsim.conditions.ast import Expr
from ivrsim.conditions.parse import ConditionSyntaxError, parse_condition
from ivrsim.flow.numbers import same_number
from ivrsim.flow.question import KEYS
from ivrsim.testing.script_words import Unreadable, Words, quoted
from ivrsim.values import dataclass, replace

What: TypeAlias = Literal[
    "hear", "notice", "press", "text message", "node", "connected", "transferred", "ended",
    "disconnected", "unanswered", "fault", "end",
]  # fmt: skip

ENDS: tuple[What, ...] = ("connected", "transferred", "ended", "disconnected", "unanswered",
                          "fault")  # fmt: skip
"""The ends of calls that statements can speak of: not those that callers or time bring about."""

EVENTS = ("hear", "press", "text message", "node", *ENDS)
_END_NAMED: dict[str, What] = {end: end for end in ENDS}
SEQUELS = ("before", "only after", "where")


class Moment(NamedTuple):
    """Something that happens in a call; unless `sure`, it may also not happen there."""

    what: What
    text: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of moment; with a `text`, only those of that text, number, key or node."""

    what: What
    text: str = ""
    exact: bool = False

    def is_(self, moment: Moment) -> bool:
        """Whether the moment is such an event."""
        if self.what != moment.what:
            return False
        if not self.text or self.text == moment.text:
            return True
        if self.what in ("connected", "transferred"):
            return same_number(self.text, moment.text)
        return self.what in ("hear", "text message") and says(moment.text, self.text, self.exact)

    def __str__(self) -> str:
        if self.what == "notice":
            return "hear the recording notice"
        if not self.text:
            return self.what
        if self.what in ("press", "node", "connected", "transferred"):
            return f"{self.what}{'' if self.what in ('press', 'node') else ' to'} {self.text}"
        return f"{self.what}{' =' if self.exact else ''} {quoted(self.text)}"


END = Event("end")


def folded(text: str) -> str:
    """A text without the difference of capitals, and of blanks and ends of lines."""
    return " ".join(text.casefold().split())


def says(said: str, text: str, exact: bool) -> bool:
    """Whether a prompt has a text in it, in capitals or not; `exact`: is that text."""
    return said == text if exact else folded(text) in folded(said)


@dataclass(frozen=True, slots=True)
class Claim:
    """In no call of these callers does `bad` happen, unless `first` happened before it.

    `where` says of which callers, by what is known when they call; None: of all.
    `line` and `column` are where the statement stands, `text` is how it is written.
    """

    text: str
    line: int
    column: int
    bad: Event
    first: Event | None = None
    where: Expr | None = None
    last: int = 0

    @property
    def name(self) -> str:
        """The statement itself names it."""
        return self.text


def read_claim(words: Words, always: bool, line: int) -> Claim:
    """What stands after `always:` or `never:`.  Raises `Unreadable`."""
    text = f"{'always' if always else 'never'}: {words.rest}"
    first = _event(words, later=not always)
    claim = Claim(text, line, words.first, END, first, last=line)
    if not always:
        claim = replace(claim, bad=first, first=None)
    elif words.take("before"):
        claim = replace(claim, bad=_event(words, later=True))
    elif words.take("only after"):
        claim = replace(claim, bad=first, first=_event(words))
    if claim.bad.what == "press":
        raise Unreadable(words.first, "What callers press is up to them.", "Say what follows it.")
    if words.take("where"):
        claim = replace(claim, where=_condition(words))
    elif words.rest:
        raise words.expected("before, only after, where, or the end of the line", SEQUELS)
    return claim


def _event(words: Words, later: bool = False) -> Event:
    column, what = words.column, words.first_of(EVENTS)
    if what is None:
        raise words.expected(f"one of {', '.join(EVENTS)}", EVENTS)
    if what == "press" and later:
        hint = "Say what must not follow it, or what may only follow it."
        raise Unreadable(column, "What callers press is up to them.", hint)
    if what == "hear":
        return _heard(words)
    if what == "press":
        return Event("press", _key(words))
    if what == "node":
        return Event("node", _name(words, "the id of a node, such as /1/W"))
    if what == "text message":
        return Event("text message", words.string("it") if words.rest.startswith('"') else "")
    end = _END_NAMED[what]
    numbered = end in ("connected", "transferred") and words.take("to")
    return Event(end, _name(words, "a telephone number") if numbered else "")


def _heard(words: Words) -> Event:
    if words.take("the recording notice"):
        return Event("notice")
    exact = words.sign("=")
    text = words.string("the recording notice, or a text")
    if not text.strip():
        raise words.fault("The text that is heard is empty.")
    return Event("hear", text, exact)


def _key(words: Words) -> str:
    column, key = words.column, words.word("a key")
    if key not in KEYS:
        raise Words(key, column).expected("one key: 1-9, 0, * or #")
    return key


def _name(words: Words, what: str) -> str:
    return words.string(what) if words.rest.startswith('"') else words.word(what)


def _condition(words: Words) -> Expr:
    """A condition on what is known of a caller before anything happens."""
    column, text = words.column, words.rest
    if not text:
        raise words.expected("a condition, such as mobile and not during_hours")
    try:
        expr = parse_condition(text)
    except ConditionSyntaxError as error:
        message = f"{error.message.rstrip('.')}."
        raise Unreadable(column + error.span.start, message, error.hint) from None
    on_the_way = (ast.Pressed, ast.Compare, ast.Answer)
    for atom in expr.atoms():
        if isinstance(atom, on_the_way) or atom == ast.Flag("sms_sent"):
            hint = "After where stands what is known when the call arrives."
            raise Unreadable(column, f"{atom} is not known before the call.", hint)
    words.at = len(words.text)
    return expr
