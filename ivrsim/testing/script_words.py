"""A line of a call script, read word by word, with the column of everything."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from json import JSONDecodeError, JSONDecoder, dumps
from typing import NamedTuple

from ivrsim.errors import IvrsimError
from ivrsim.lazy import pattern
from ivrsim.text import clean
from ivrsim.textlines import excerpt

_BLANK = pattern(r"[ \t]*")
_WORD = pattern(r"[^\s,;|]+")
_COMMENT = pattern(r'"(?:[^"\\]|\\.)*"?|(?P<sign>[ \t]{2,}#(?=\s|$))')
_RISKY = pattern(r"[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_SURROGATE = pattern("[\ud800-\udfff]")
_DECODER = JSONDecoder()
LONGEST_GUESS = 60
"""Words up to this length are compared with those that are known."""


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    words = r"[ \t]+".join(map(re.escape, phrase.split()))
    return re.compile(words + r"(?![\w*])", re.IGNORECASE)


class Slip(NamedTuple):
    """A fault of a script: line and column from 1, what was found and expected, a way out."""

    line: int
    column: int
    message: str
    hint: str = ""


class Unreadable(IvrsimError):
    """A line that means nothing; `column` counts from 1."""

    def __init__(self, column: int, message: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.column = column


def quoted(text: str) -> str:
    """A text as a script writes it: on one line, between quotation marks."""
    written = dumps(text, ensure_ascii=False)
    return _RISKY.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def nearest(found: str, known: Iterable[str]) -> str:
    """A question that names the known word that may be meant by the first words found."""
    words = found[:LONGEST_GUESS].casefold().replace(":", " ").split()[:3]
    names = list(known)
    for count in range(len(words), 0, -1):
        near = get_close_matches(" ".join(words[:count]), names, n=1, cutoff=0.7)
        if near:
            return f"Did you mean {near[0]!r}?"
    return ""


def without_comment(line: str) -> str:
    """A line up to its comment: `#` first, or after two blanks and before one.

    So `press #` and `press 1 # 2` are keys, and `press 2  # support` has a comment.
    """
    if line.lstrip().startswith("#"):
        return ""
    sign = next((m.start() for m in _COMMENT.finditer(line) if m["sign"]), len(line))
    return line[:sign].rstrip()


class Words:
    """A text that is read from its start; `column` is where it stands in its line."""

    def __init__(self, text: str, column: int = 1) -> None:
        self.text = text
        self.first = column
        self.at = 0
        self._skip()

    def _skip(self) -> None:
        self.at = _BLANK.match(self.text, self.at).end()  # type: ignore[union-attr]

    @property
    def column(self) -> int:
        """Where the next word stands."""
        return self.first + self.at

    @property
    def rest(self) -> str:
        """All that is not read yet."""
        return self.text[self.at :].rstrip()

    def fault(self, message: str, hint: str = "") -> Unreadable:
        """What is wrong with what stands next."""
        return Unreadable(self.column, message, hint)

    def expected(self, what: str, known: Iterable[str] = ()) -> Unreadable:
        """Something else was expected; a known word that is near is told."""
        found = self._found()
        return self.fault(f"Expected {what}, found {found}.", nearest(self.rest, known))

    def _found(self) -> str:
        return f"“{clean(excerpt(self.rest))}”" if self.rest else "the end of the line"

    def take(self, phrase: str) -> bool:
        """Read these words, if they stand next, in capitals or not."""
        match = _pattern(phrase).match(self.text, self.at)
        if match is None:
            return False
        self.at = match.end()
        self._skip()
        return True

    def sign(self, sign: str) -> bool:
        """Read a sign, such as `=`, if it stands next."""
        if not self.text.startswith(sign, self.at):
            return False
        self.at += len(sign)
        self._skip()
        return True

    def first_of(self, phrases: Iterable[str]) -> str | None:
        """Read the first of these phrases that stands next."""
        return next((phrase for phrase in phrases if self.take(phrase)), None)

    def word(self, what: str) -> str:
        """Read anything up to a blank.  Raises `Unreadable` at the end."""
        match = _WORD.match(self.text, self.at)
        if match is None:
            raise self.expected(what)
        self.at = match.end()
        self._skip()
        return match[0]

    def string(self, what: str) -> str:
        """Read a text between quotation marks."""
        if not self.text.startswith('"', self.at):
            raise self.expected(f'{what} between quotation marks ("...")')
        try:
            text, end = _DECODER.raw_decode(self.text, self.at)
        except JSONDecodeError as error:
            raise Unreadable(
                self.first + error.pos,
                f"The text between quotation marks cannot be read: {error.msg}.",
                'Write \\" for a quotation mark inside it, and \\\\ for a backslash.',
            ) from None
        if _SURROGATE.search(text):
            raise self.fault("The text holds half of a character (a lone surrogate).")
        self.at = end
        self._skip()
        return str(text)

    def phrase(self, what: str) -> str:
        """Read a text: between quotation marks, or else all the rest of the line."""
        if self.text.startswith('"', self.at):
            return self.string(what)
        text = self.rest
        if not text:
            raise self.expected(what)
        self.at = len(self.text)
        return text

    def before(self, sign: str, what: str) -> str:
        """Read what stands before a sign.  Raises `Unreadable` where nothing does."""
        end = self.text.find(sign, self.at)
        text = self.text[self.at : end].strip() if end >= 0 else ""
        if not text:
            raise self.expected(what)
        self.at = end
        return text

    def number(self, what: str) -> float:
        """Read a number that is not negative, such as `40` or `2.5`."""
        column, word = self.column, self.word(what)
        if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", word, re.ASCII):
            raise Unreadable(column, f"Expected {what}, found “{clean(excerpt(word))}”.")
        return float(word)

    def end(self) -> None:
        """Nothing more may stand here."""
        if self.rest:
            raise self.expected("the end of the line")


def pieces(text: str, sign: str) -> list[tuple[int, str]]:
    """A text cut at a sign outside quotation marks: the offset of each piece, and the piece."""
    found, start = [], 0
    for match in re.finditer(rf'"(?:[^"\\]|\\.)*"?|{re.escape(sign)}', text):
        if match[0] == sign:
            found.append((start, text[start : match.start()]))
            start = match.end()
    return [*found, (start, text[start:])]
