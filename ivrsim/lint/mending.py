"""Fixes of what the readers report about a text: a slip of syntax, a mark, an encoding.

Such a fix is safe where the reader is certain of what was meant, for it says the same in
good JSON.  Nothing is mended in a text whose meaning is open (`Source.ok`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ivrsim.jsontext import dumps
from ivrsim.jsontokens import NUMBER, QUOTES, pieces
from ivrsim.lazy import pattern
from ivrsim.lint.edit import Fix, Rewrite
from ivrsim.lint.writing import blanks_after, blanks_before
from ivrsim.places import ROOT, Span
from ivrsim.source import Source

Mend = Callable[[Span, Source], Fix | None]

_WORDS = {"none": "null", "nil": "null", "undefined": "null"} | {
    word: word for word in ("true", "false", "null")
}
_ZERO_WIDTH = "\ufeff\u200b\u2060"
_REST_OF_STRING = pattern(r'(?:[^"\\]|\\.)*+', re.DOTALL)


def resave(span: Span, source: Source) -> Fix:
    """Save the file as UTF-8: safe, unless some bytes had to be guessed."""
    certain = span == Span(0, 0) and "\ufffd" not in source.text
    return Fix("Save the file as UTF-8 without a byte order mark", (), safe=certain)


def null_instead(span: Span, source: Source) -> Fix | None:
    """Write null for a number that cannot be kept; which it should be is for the author."""
    return _rewrite("Write null", span, "null") if source.ok else None


def quoted_number(span: Span, source: Source) -> Fix | None:
    """Write a number as a text: an id, not something to count with."""
    raw = source.text[slice(*span)]
    return _rewrite("Put it in double quotes", span, f'"{raw}"') if raw.isdigit() else None


def closers_removed(span: Span, source: Source) -> Fix | None:
    """Remove brackets after the end of the document; None where anything else stands there."""
    rest = source.text[slice(*span)]
    if not source.ok or rest.strip("]} \t\r\n"):
        return None
    start = blanks_before(source.text, span.start)
    end = span.start + len(rest.rstrip())
    return _rewrite("Remove what follows the end", Span(start, end), "", safe=True)


def slip_mended(span: Span, source: Source) -> Fix | None:
    """Good JSON for a slip whose meaning is certain; None where it is not."""
    kinds = _KINDS if source.ok else ()
    return next((fix for kind in kinds if (fix := kind(span, source))), None)


def _rewrite(title: str, span: Span, text: str, *, safe: bool = False) -> Fix:
    return Fix(title, (Rewrite(span, text),), safe)


def _in_braces(span: Span, source: Source) -> Fix | None:
    """The braces around a fragment, each on a line of its own."""
    whole = span.start == source.span(ROOT).start and isinstance(source.data, dict)
    if not whole or source.text[span.start] == "{":
        return None
    end = blanks_before(source.text, len(source.text))
    line_end = "\r\n" if "\r\n" in source.text else "\n"
    opened = Rewrite(Span(span.start, span.start), "{" + line_end)
    closed = Rewrite(Span(end, end), line_end + "}")
    return Fix("Put braces around the members", (opened, closed), safe=True)


def _comma(span: Span, source: Source) -> Fix | None:
    found = source.text[slice(*span)]
    if not found:
        return _rewrite("Put a comma between the two", span, ",", safe=True)
    if found == ",":
        return _rewrite("Remove the comma", span, "", safe=True)
    return _rewrite("Write a comma", span, ",", safe=True) if found == ";" else None


def _colon(span: Span, source: Source) -> Fix | None:
    if source.text[slice(*span)] != "=":
        return None
    end = span.end + source.text.startswith(">", span.end)
    return _rewrite("Write a colon", Span(span.start, end), ":", safe=True)


def _comment(span: Span, source: Source) -> Fix | None:
    """Remove a comment, with its line where it stands alone; what it says is lost."""
    text = source.text
    if not text.startswith(("//", "#", "/*"), span.start):
        return None
    start = span.start
    while start and text[start - 1] in " \t":
        start -= 1
    if text[span.end : span.end + 1] in ("", "\r", "\n") and text[start - 1 : start] in (
        "\r",
        "\n",
    ):
        start -= 2 if text.startswith("\r\n", start - 2) else 1
    return _rewrite("Remove the comment", Span(start, span.end), "")


def _blank(span: Span, source: Source) -> Fix | None:
    found = source.text[span.start]
    foreign = (found.isspace() and found > " ") or found in _ZERO_WIDTH
    return _rewrite("Write a plain space", span, " ", safe=True) if foreign else None


def _quotes(span: Span, source: Source) -> Fix | None:
    found = source.text[slice(*span)]
    if found[0] == '"' or found[0] not in QUOTES:
        return None
    return _rewrite("Write double quotes", span, f'"{_well(found[1:-1])}"', safe=True)


def _escape(span: Span, source: Source) -> Fix | None:
    if source.text[span.start] != "\\" or _is_inside_other_quotes(span, source):
        return None
    wrong = Span(span.start, span.start + 1)
    if source.text.startswith("'", wrong.end):
        return _rewrite("Remove the backslash", wrong, "", safe=True)
    return _rewrite("Write two backslashes", wrong, "\\\\", safe=True)


def _control(span: Span, source: Source) -> Fix | None:
    r"""Escapes for this and all further control characters of a string.

    One that is a blank for Unicode, such as U+000B, may as well stand outside of a string.
    """
    found = source.text[span.start]
    blank = found.isspace() and found not in "\t\r\n"
    if found >= " " or blank or _is_inside_other_quotes(span, source):
        return None
    rest = _REST_OF_STRING.match(source.text, span.start)
    end = rest.end() if rest else span.end
    written = _well(source.text[span.start : end])
    return _rewrite("Write escapes for them", Span(span.start, end), written, safe=True)


def _word(span: Span, source: Source) -> Fix | None:
    """A name without quotes, a misspelt word, a number that is written too freely."""
    word = source.text[slice(*span)]
    at = blanks_after(source.text, span.end)
    if source.text[at : at + 1] in (":", "="):
        return _rewrite("Put the name in double quotes", span, dumps(word), safe=True)
    if word.lower() in _WORDS:
        meant = _WORDS[word.lower()]
        return _rewrite(f"Write {meant}", span, meant, safe=True)
    tidy = re.sub(r"\.(?![0-9])", "", re.sub(r"^(-?)\.", r"\g<1>0.", word.removeprefix("+")))
    if re.fullmatch(NUMBER, tidy):
        return _rewrite(f"Write {tidy}", span, tidy, safe=True)
    return _rewrite("Put it in double quotes", span, dumps(word))


_KINDS: tuple[Mend, ...] = (
    _in_braces,
    _comma,
    _colon,
    _comment,
    _blank,
    _quotes,
    _escape,
    _control,
    _word,
)


def _is_inside_other_quotes(span: Span, source: Source) -> bool:
    """Whether this stands in a string that is reported for its quotes, and mended with them."""
    text = source.text
    return any(
        problem.span.start < span.start < problem.span.end
        for problem in source.problems
        if problem.span and text[problem.span.start : problem.span.start + 1] in set(QUOTES) - {'"'}
    )


def _well(inside: str) -> str:
    """The inside of a string, written as JSON has it; escapes that are right stay."""
    return "".join(
        _unfaulted(piece.value)
        if piece.fault == "escape"
        else inside[piece.start : piece.end]
        if inside[piece.start] == "\\"
        else dumps(piece.value)[1:-1]
        for piece in pieces(inside)
    )


def _unfaulted(value: str) -> str:
    """A backslash that stands for itself; or for nothing, before a single quote."""
    return value + value
