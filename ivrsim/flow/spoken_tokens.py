"""A prompt cut into words, digits and pauses, each with its place.

One pass of one linear regular expression; a phone number, a price or a time
becomes a single token, so that its digits are not taken for keys.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Literal

from ivrsim.flow.spoken_words import ABBREVIATIONS
from ivrsim.lazy import pattern
from ivrsim.values import NamedTuple

Kind = Literal["word", "key", "range", "number", "symbol", "comma", "stop"]
Piece = tuple[Kind, str, int, int]

_PIECE = pattern(
    r"""
    (?!\x20) (?:
    (?P<word>   [A-Za-z]++ (?! [\w\u0300-\u036f'’-] ) )
  | (?P<key>    [0-9] (?<= [A-Za-z]\x20. ) (?! [\w\u0300-\u036f'’-] ) | [*#] )
  | (?P<digits> \d++ (?: -\d++ )*+ (?! [\w\u0300-\u036f] | ['’-][^\W_] ) )
  | (?P<dot>    \. (?! [.!?…] ) )
  | (?P<comma>  [,;:()\[\]/|–—-] )
  | (?P<odd>    [^\W_] [\w\u0300-\u036f]* (?: ['’-](?=[^\W_]) [\w\u0300-\u036f]+ )* )
  | (?P<stop>   [.!?…]+ )
  | (?P<line>   \n\s* )
  | (?P<symbol> [$€£¥%°+=] )
  | <[^<>]*>
    )
    """,
    re.VERBOSE,
)
_ELISION = pattern(r"(?:[ldnsjmtc]|qu)['’]", re.IGNORECASE)
_RANGE = pattern(r"\d[-–]\d")
_GLUE = pattern(r"[ \t\xa0]{1,3}|[./:–]|[ \t]?[()][ \t]?")
_BEYOND: list[Piece] = [("stop", "", -1, -1)] * 8
"""What stands past either end of a prompt: as many stops as a scan looks ahead."""


class Tokens(NamedTuple):
    """The pieces of a prompt: the kind of each, its folded text, and its offsets.

    After the last piece follow a few stops without a text, which are also what stands
    at -1: a scan may look past both ends of a prompt.
    """

    kinds: tuple[Kind, ...]
    texts: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many pieces the prompt has."""
        return len(self.kinds) - len(_BEYOND)


def fold(word: str) -> str:
    """A word without accents and in lower case, for looking it up."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFD", word.replace("’", "'")).casefold()
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def tokenise(prompt: str) -> Tokens:
    """The tokens of a prompt in order; markup such as SSML tags and quotes are left out."""
    pieces: list[Piece] = []
    for match in _PIECE.finditer(prompt):
        group = match.lastgroup
        start, end = match.span()
        if kind := _AS_WRITTEN.get(group):
            pieces.append((kind, match[0].lower(), start, end))
        elif group is not None:
            _ADDERS[group](pieces, prompt, start, end)
    return Tokens(*zip(*pieces, *_BEYOND, strict=True))


def _add_word(pieces: list[Piece], prompt: str, start: int, end: int) -> None:
    if elided := _ELISION.match(prompt, start, end):
        pieces.append(("word", fold(elided[0][:-1]), start, elided.end() - 1))
        start = elided.end()
    pieces.append(("word", fold(prompt[start:end]), start, end))


def _add_digits(pieces: list[Piece], prompt: str, start: int, end: int) -> None:
    """Append digits, joined to the digits before them when only spacing lies between."""
    if pieces and pieces[-1][0] != "word":
        start = _joined_start(pieces, prompt, start)
    if end - start == 1:
        pieces.append(("key", str(int(prompt[start])), start, end))
    elif end - start == 3 and _RANGE.fullmatch(prompt, start, end):
        ends = f"{int(prompt[start])}-{int(prompt[start + 2])}"
        pieces.append(("range", ends, start, end))
    else:
        pieces.append(("number", "", start, end))


def _joined_start(pieces: list[Piece], prompt: str, start: int) -> int:
    """Where the number that ends here began; takes its earlier parts off the list."""
    if pieces[-1][1] == "#" and pieces[-1][3] == start:
        pieces.pop()  # "#1" is written for "number 1"
    for back, (kind, text, begin, end) in enumerate(reversed(pieces[-2:]), start=1):
        if kind in ("key", "number", "range") and text not in ("*", "#"):
            if _GLUE.fullmatch(prompt, end, start):
                del pieces[-back:]
                return begin
            break
        if kind not in ("comma", "stop"):
            break
    return start


def _add_stop(pieces: list[Piece], prompt: str, start: int, end: int) -> None:
    pieces.append(("stop", prompt[start], start, end))


def _add_dot(pieces: list[Piece], prompt: str, start: int, end: int) -> None:
    """A full stop ends the sentence, but not after "Dr" and not inside "3.5" or "a.m"."""
    following = prompt[end : end + 1]
    if pieces and following:
        kind, text, *_ = pieces[-1]
        if kind == "word" and (len(text) == 1 or text in ABBREVIATIONS):
            return
        if following.isdecimal() or following.islower():
            return
    pieces.append(("stop", ".", start, end))


def _add_line(pieces: list[Piece], prompt: str, start: int, end: int) -> None:
    """A new line ends the sentence only where a new one seems to start."""
    following = prompt[end : end + 1]
    if following.isupper() or following.isdecimal() or following in ("¿", "¡"):
        pieces.append(("stop", "\n", start, end))


_AS_WRITTEN: dict[str | None, Kind] = {
    "word": "word",
    "comma": "comma",
    "key": "key",
    "symbol": "symbol",
}
_ADDERS: dict[str, Callable[[list[Piece], str, int, int], None]] = {
    "digits": _add_digits,
    "odd": _add_word,
    "dot": _add_dot,
    "stop": _add_stop,
    "line": _add_line,
}
