"""A prompt cut into words, digits and pauses, each with its place.

One pass of one linear regular expression; a phone number, a price or a time
becomes a single token, so that its digits are not taken for keys.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Literal, NamedTuple

from ivrsim.flow.spoken_words import ABBREVIATIONS

Kind = Literal["word", "key", "range", "number", "symbol", "comma", "stop"]

_PIECE = re.compile(
    r"""
    (?P<word>   [^\W_] [\w\u0300-\u036f]* (?: ['’-](?=[^\W_]) [\w\u0300-\u036f]+ )* )
  | (?P<stop>   [.!?…]+ )
  | (?P<line>   \n\s* )
  | (?P<comma>  [,;:()\[\]/|–—-] )
  | (?P<symbol> [*#$€£¥%°+=] )
  | <[^<>]*>
    """,
    re.VERBOSE,
)
_ELISION = re.compile(r"(?:[ldnsjmtc]|qu)['’]", re.IGNORECASE)
_DIGITS = re.compile(r"\d+(?:-\d+)*")
_RANGE = re.compile(r"\d[-–]\d")
_GLUE = re.compile(r"[ \t\xa0]{1,3}|[./:–]|[ \t]?[()][ \t]?")


class Token(NamedTuple):
    """A piece of a prompt; `text` is folded, offsets are into the prompt as given."""

    kind: Kind
    text: str
    start: int
    end: int


_plain = partial(tuple.__new__, Token)
"""A token made without its constructor's checks of names: a prompt has many."""


def fold(word: str) -> str:
    """A word without accents and in lower case, for looking it up."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFD", word.replace("’", "'")).casefold()
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def tokenise(prompt: str) -> list[Token]:
    """The tokens of a prompt in order; markup such as SSML tags and quotes are left out."""
    tokens: list[Token] = []
    for match in _PIECE.finditer(prompt):
        text, group = match[0], match.lastgroup
        if text.isalpha() and text.isascii():  # nearly every piece: nothing to look into
            tokens.append(_plain(("word", text.lower(), *match.span())))
        elif group is not None:
            _ADDERS[group](tokens, prompt, match)
    return tokens


def _add_word(tokens: list[Token], prompt: str, match: re.Match[str]) -> None:
    text, start, end = match[0], match.start(), match.end()
    if text[0].isdecimal() and _DIGITS.fullmatch(text):
        _add_number(tokens, prompt, start, end)
        return
    if elided := _ELISION.match(text):
        tokens.append(Token("word", fold(elided[0][:-1]), start, start + elided.end() - 1))
        start += elided.end()
    tokens.append(Token("word", fold(prompt[start:end]), start, end))


def _add_number(tokens: list[Token], prompt: str, start: int, end: int) -> None:
    """Append digits, joined to the digits before them when only spacing lies between."""
    if tokens and tokens[-1].text == "#" and tokens[-1].end == start:
        tokens.pop()  # "#1" is written for "number 1"
    start = _joined_start(tokens, prompt, start)
    if end - start == 1:
        tokens.append(Token("key", str(int(prompt[start])), start, end))
    elif end - start == 3 and _RANGE.fullmatch(prompt, start, end):
        ends = f"{int(prompt[start])}-{int(prompt[start + 2])}"
        tokens.append(Token("range", ends, start, end))
    else:
        tokens.append(Token("number", "", start, end))


def _joined_start(tokens: list[Token], prompt: str, start: int) -> int:
    """Where the number that ends here began; takes its earlier parts off the list."""
    for back in (1, 2):
        if len(tokens) < back:
            break
        before = tokens[-back]
        if before.kind in ("key", "number", "range") and before.text not in ("*", "#"):
            if _GLUE.fullmatch(prompt, before.end, start):
                del tokens[-back:]
                return before.start
            break
        if before.kind not in ("comma", "stop"):
            break
    return start


def _add_stop(tokens: list[Token], prompt: str, match: re.Match[str]) -> None:
    if match[0] != "." or _ends_sentence(tokens, prompt, match.end()):
        tokens.append(Token("stop", match[0][0], match.start(), match.end()))


def _ends_sentence(tokens: list[Token], prompt: str, end: int) -> bool:
    if not tokens or end == len(prompt):
        return True
    last = tokens[-1]
    short = last.kind == "word" and (len(last.text) == 1 or last.text in ABBREVIATIONS)
    if prompt[end].isspace():
        return not short
    return not short and not prompt[end].isdecimal() and not prompt[end].islower()


def _add_line(tokens: list[Token], prompt: str, match: re.Match[str]) -> None:
    """A new line ends the sentence only where a new one seems to start."""
    following = prompt[match.end() : match.end() + 1]
    if following.isupper() or following.isdecimal() or following in ("¿", "¡"):
        tokens.append(Token("stop", "\n", match.start(), match.end()))


def _add_comma(tokens: list[Token], prompt: str, match: re.Match[str]) -> None:
    tokens.append(Token("comma", match[0], match.start(), match.end()))


def _add_symbol(tokens: list[Token], prompt: str, match: re.Match[str]) -> None:
    kind: Kind = "key" if match[0] in "*#" else "symbol"
    tokens.append(Token(kind, match[0], match.start(), match.end()))


_ADDERS: dict[str, Callable[[list[Token], str, re.Match[str]], None]] = {
    "word": _add_word,
    "stop": _add_stop,
    "line": _add_line,
    "comma": _add_comma,
    "symbol": _add_symbol,
}
