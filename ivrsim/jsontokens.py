"""The smallest parts of a JSON text, well written or not: strings, numbers, words.

People write JSON by hand and by way of word processors, so the readers here also
take what is almost JSON, say what is wrong with it, and go on.  The grammar itself
is RFC 8259.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isinf

from ivrsim.lazy import pattern
from ivrsim.textlines import Report, excerpt
from ivrsim.values import NamedTuple

Scalar = str | int | float | bool | None

BLANK = r"[ \t\n\r]*+"
STRING = r'"[^"\\\x00-\x1f]*+(?:\\[^\x00-\x1f][^"\\\x00-\x1f]*+)*+"'
NUMBER = r"-?+(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][-+]?+[0-9]++)?+"
_VALUE = rf"({STRING}|{NUMBER}|true|false|null|[{{\[])"
_ENDS = r"(?:(?<=[{\[])|(?=[\s,\]}]|\Z))"
_MARK = rf"(?<![{{\[]){BLANK}([,\]}}])"
MEMBER = pattern(rf"{BLANK}({STRING}){BLANK}:{BLANK}{_VALUE}{_ENDS}(?:{_MARK})?+")
ELEMENT = pattern(rf"{BLANK}(){_VALUE}{_ENDS}(?:{_MARK})?+")
DOCUMENT = pattern(rf"{BLANK}(){_VALUE}{_ENDS}(\Z)?+")
"""Well-written parts: the name, the value or what opens it, and the mark after a value."""

NAME = rf"(?:{STRING}|'[^'\r\n]*+'|[A-Za-z_]\w*+)"
NEXT_MEMBER = pattern(rf"({NAME}){BLANK}:")
NEXT_ELEMENT = pattern(rf"({STRING}|[\w'+.-]++|[{{\[])")
"""What shows that a part begins here, be it well written or not."""

QUOTES = {
    '"': '"',
    "'": "'",
    "`": "`'",
    "“": '”“"',
    "”": '”“"',
    "„": '”“"',
    "‘": "’‘'",
    "’": "’‘'",
    "«": "»",
}
"""What can open a string, and what then closes it."""

WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
_MISSPELT = {"none": "null", "nil": "null", "undefined": "null"} | {word: word for word in WORDS}
_NOT_FINITE = frozenset({"nan", "infinity", "inf"})
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_CONTROL_NAMES = {"\n": "line break", "\r": "line break", "\t": "tab"}
_ELLIPSIS = ".…"
_MAX_DIGITS = 4_300
_PATIENCE = 1_000

_BLANKS = pattern(BLANK)
_LINE = pattern(r"[^\r\n]*+")
_COMMENT = pattern(r"//[^\r\n]*+|#[^\r\n]*+|/\*")
_FOREIGN_BLANK = pattern(r"(?:[^\S \t\n\r]|[\ufeff\u200b\u2060])++")
_NUMBER = pattern(NUMBER)
_LOOSE_NUMBER = pattern(r"([-+]?)(?=\.?[0-9])0*+([0-9]*+)(\.[0-9]*+)?([eE][-+]?[0-9]+)?")
_BARE = pattern(r"[\w$@+.…-]++")
_JUNK = pattern(r"[^\s,:;{}\[\]\"']++|.", re.DOTALL)
_CONTROL = pattern(r"[\x00-\x1f]")
_PLAIN = pattern(rf"{STRING}(?=[\s,:=\]}}]|\Z)")
_AFTER_NAME = pattern(BLANK + "[:=]")
_AFTER_VALUE = pattern(r"[ \t]*+(?:[,}\]\r\n#]|/[/*]|\Z)")
_STOPS = {
    quote: pattern(rf"\\.|\r\n?|[\n{closers}]", re.DOTALL) for quote, closers in QUOTES.items()
}
_PIECE = pattern(
    r"[^\\]++"
    r"|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|\\u[0-9a-fA-F]{4}"
    r"|\\[\"\\/bfnrt]"
    r"|\\"
)


class Token(NamedTuple):
    """A value that was read, and the offset after it."""

    value: Scalar
    end: int


class Text(NamedTuple):
    """A string or a name that was read, and the offset after it."""

    value: str
    end: int


class Piece(NamedTuple):
    """A stretch of a string as written, with what it stands for."""

    start: int
    end: int
    value: str
    fault: str = ""


def skip(text: str, at: int, report: Report) -> int:
    """The offset of the next part; comments and foreign blanks on the way are reported."""
    while True:
        at = _end(_BLANKS, text, at)
        if comment := _COMMENT.match(text, at):
            at = _comment(text, at, comment.end(), report)
        elif foreign := _FOREIGN_BLANK.match(text, at):
            message = f"JSON allows no blank of this kind here (U+{ord(text[at]):04X})."
            report.mend(message, at, foreign.end(), "Use plain spaces between the values.")
            at = foreign.end()
        else:
            return at


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _comment(text: str, at: int, end: int, report: Report) -> int:
    if text.startswith("/*", at):
        close = text.find("*/", end)
        if close < 0:
            report.guess("The comment begun here with /* is never closed.", at, end, "Close it: */")
            return len(text)
        end = close + 2
    hint = "Remove it; a prompt or a description field can hold the remark."
    report.mend(f"JSON has no comments: `{excerpt(text[at:end])}`.", at, end, hint)
    return end


def pieces(raw: str) -> Iterator[Piece]:
    """The inside of a string as it is written, piece by piece, with the meaning of each.

    A plain stretch is one piece, so is an escape, so is a pair of escapes that
    makes one character.
    """
    for match in _PIECE.finditer(raw):
        piece = match.group()
        yield Piece(*match.span(), *_meaning(piece, raw, match.end()))


def _meaning(piece: str, raw: str, end: int) -> tuple[str, str]:
    if piece[0] != "\\":
        return piece, ""
    if len(piece) == 12:
        high, low = int(piece[2:6], 16), int(piece[8:], 16)
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)), ""
    if len(piece) == 6:
        code = int(piece.removeprefix("\\u"), base=16)
        return ("\ufffd", "surrogate") if 0xD800 <= code <= 0xDFFF else (chr(code), "")
    if len(piece) == 2:
        return _ESCAPES.get(piece[1], piece[1]), ""
    return ("" if raw[end : end + 1] == "'" else "\\"), "escape"


def unescape(raw: str, at: int, report: Report) -> str:
    """The text that the inside of a string, standing at an offset, means."""
    found = list(pieces(raw))
    for piece in found:
        if piece.fault:
            _report_escape(raw, piece, at, report)
    return "".join(piece.value for piece in found)


def _report_escape(raw: str, piece: Piece, at: int, report: Report) -> None:
    start, end = at + piece.start, at + piece.end
    if piece.fault == "surrogate":
        message = f"`{raw[piece.start : piece.end]}` is half of a character (a lone surrogate)."
        hint = "Write both halves, or the character itself; it is read as U+FFFD."
        report.add("IVR913", message, start, end, hint)
        return
    message = f"`{raw[piece.start : piece.end + 1]}` is not an escape that JSON knows."
    hint = 'JSON knows \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits.'
    report.mend(message, start, min(end + 1, at + len(raw)), hint)


def number(raw: str, at: int, report: Report) -> Scalar:
    """The number a well-written JSON number stands for; None where it cannot be kept."""
    if not raw.lstrip("-").isdigit():
        value = float(raw)
        if not isinf(value):
            return value
        _report_not_finite(raw, at, report)
        return None
    return int(raw) if len(raw) <= 18 else _long_integer(raw, at, report)


def _report_not_finite(raw: str, at: int, report: Report) -> None:
    message = f"`{excerpt(raw)}` is not a finite number; JSON has no infinity and no NaN."
    report.add("IVR912", message, at, at + len(raw), "Write null or a number.")


def _long_integer(raw: str, at: int, report: Report) -> int | None:
    digits = len(raw.lstrip("-"))
    value = None
    if digits <= _MAX_DIGITS:
        try:
            value = int(raw)
        except ValueError:  # the interpreter's own limit was set lower than its default
            value = None
    if value is None or not -(2**63) <= value < 2**63:
        message = f"The integer `{excerpt(raw)}` ({digits:,} digits) does not fit into 64 bits."
        hint = "Other programs may round it; an id or a phone number belongs in double quotes."
        report.add("IVR918", message, at, at + len(raw), hint)
    return value


def name(text: str, at: int, report: Report) -> Text | None:
    """The name of a member, in whatever quotes or none; None if no name stands here."""
    if text[at] in QUOTES:
        return quoted(text, at, _AFTER_NAME, report)
    bare = _BARE.match(text, at)
    if bare is None or not bare.group().strip(_ELLIPSIS):
        return None
    message = f"The name `{excerpt(bare.group())}` is not in double quotes."
    report.mend(message, at, bare.end(), f'Write "{excerpt(bare.group())}".')
    return Text(bare.group(), bare.end())


def scalar(text: str, at: int, report: Report) -> Token:
    """The string, number or word that stands at an offset, or a report of what does."""
    if text[at] in QUOTES:
        return Token(*quoted(text, at, _AFTER_VALUE, report))
    bare = _BARE.match(text, at)
    if bare is None:
        return _junk(text, at, report)
    return Token(_bare(bare.group(), at, report), bare.end())


def _junk(text: str, at: int, report: Report) -> Token:
    end = _end(_JUNK, text, at)
    found = excerpt(text[at:end])
    hint = "Expected a value: a string in double quotes, a number, true, false, null, { or [."
    report.guess(f"Found `{found}` where a value belongs.", at, end, hint)
    return Token(None, end)


def _bare(word: str, at: int, report: Report) -> Scalar:
    if word in WORDS:
        return WORDS[word]
    if _NUMBER.fullmatch(word):
        return number(word, at, report)
    if word.lstrip("+-").lower() in _NOT_FINITE:
        _report_not_finite(word, at, report)
        return None
    if word.lower() in _MISSPELT:
        meant = _MISSPELT[word.lower()]
        report.mend(f"`{word}` is not JSON.", at, at + len(word), f"Write {meant}.")
        return WORDS[meant]
    if re.search("[0-9]", word):
        return _loose_number(word, at, report)
    _report_word(word, at, report)
    return None


def _report_word(word: str, at: int, report: Report) -> None:
    if not word.strip(_ELLIPSIS):
        message, hint = (
            f"`{excerpt(word)}` stands for something left out.",
            "Put the real values in.",
        )
    else:
        message = f"Found the word `{excerpt(word)}` where a value belongs."
        hint = f'If it is a text, put it in double quotes: "{excerpt(word)}".'
    report.guess(message, at, at + len(word), hint)


def _loose_number(word: str, at: int, report: Report) -> Scalar:
    parts = _LOOSE_NUMBER.fullmatch(word)
    hint = f'If it is a phone number, a code or a text, put it in double quotes: "{excerpt(word)}".'
    if parts is None:
        report.guess(f"`{excerpt(word)}` is not a number.", at, at + len(word), hint)
        return None
    sign, whole, fraction, power = (part or "" for part in parts.groups())
    if word[0] == "+":
        slip = "A number cannot begin with +"
    elif fraction == "." or word.lstrip("-").startswith("."):
        slip = "A number needs a digit before and after its point"
    else:
        slip = "A number cannot begin with 0 and go on with digits"
    report.mend(f"{slip}: `{excerpt(word)}`.", at, at + len(word), hint)
    tidy = sign.strip("+") + (whole or "0") + (fraction if len(fraction) > 1 else "") + power
    return number(tidy, at, report)


def quoted(text: str, at: int, follow: re.Pattern[str], report: Report) -> Text:
    """A string in any quotes, at an offset; `follow` tells what may come after its end."""
    if plain := _PLAIN.match(text, at):
        return Text(unescape(plain.group()[1:-1], at + 1, report), plain.end())
    quote = text[at]
    end = _closing(text, at, follow)
    if end < 0:
        return _unterminated(text, at, report)
    if quote != '"':
        message = f"A string begins with {quote} instead of a straight double quote."
        report.mend(message, at, end, 'Write " before and after it.')
    raw = text[at + 1 : end - 1]
    if control := _CONTROL.search(raw):
        _report_control(control.group(), at + 1 + control.start(), report)
    if quote == '"' and (inner := re.match(r'(?:[^"\\]|\\.)*+(")', raw, re.DOTALL)):
        start = at + 1 + inner.start(1)
        hint = 'Write \\" for a quotation mark that belongs to the text.'
        report.guess("A string seems to hold a bare double quote.", start, start + 1, hint)
    return Text(unescape(raw, at + 1, report), end)


def _report_control(char: str, at: int, report: Report) -> None:
    kind = _CONTROL_NAMES.get(char, f"control character (U+{ord(char):04X})")
    written = {"\n": "\\n", "\r": "\\n", "\t": "\\t"}.get(char, f"\\u{ord(char):04x}")
    message = f"A {kind} stands inside a string as it is."
    report.mend(message, at, at + 1, f"Write {written} instead.")


def _closing(text: str, at: int, follow: re.Pattern[str]) -> int:
    """The offset after the quote that closes the string opened at `at`; -1 if none does.

    A quote counts at once if what follows it fits.  Else the first one on the line
    is taken; and a string over several lines ends at its first quote or nowhere.
    """
    first, lines, patience = -1, 0, _PATIENCE
    for stop in _STOPS[text[at]].finditer(text, at + 1):
        patience -= first >= 0 or lines > 0
        if patience <= 0:
            break
        if stop.group()[0] in "\r\n":
            if first >= 0:
                break
            lines += 1
        elif stop.group()[0] != "\\":
            if follow.match(text, stop.end()):
                return stop.end()
            if lines:
                break
            first = stop.end() if first < 0 else first
    return first


def _unterminated(text: str, at: int, report: Report) -> Text:
    end = _end(_LINE, text, at)
    raw = text[at + 1 : end].rstrip()
    raw = raw[:-1].rstrip() if raw.endswith(",") else raw
    message = f"The string begun here is never closed: `{excerpt(text[at] + raw)}`."
    report.guess(message, at, at + 1 + len(raw), f"Put a {QUOTES[text[at]][0]} at its end.")
    return Text(unescape(raw, at + 1, report), at + 1 + len(raw))
