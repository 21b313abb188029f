"""What was odd about a condition that could be read all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, Literal

from ivrsim.places import Span
from ivrsim.values import dataclass

if TYPE_CHECKING:
    from ivrsim.grammars import Token

NoteKind = Literal[
    "case", "doubled-quote", "full-stop", "letter-case", "no-unit", "operator", "quotes",
    "quoted-name",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Note:
    """An accepted oddity: what it is, and where.

    - `case`: a word in capitals, `AND` (Invoca Community, Signal Builder)
    - `full-stop`: a full stop at the end (Invoca, Advertiser Campaigns, the examples)
    - `quotes`: single or typographic quotes around a text
    - `doubled-quote`: `""` inside double quotes, ivrsim's own way to write one
    - `operator`: `==`, `<>`, `≠`, `≥`, `≤`, or `!=` for a duration
    - `no-unit`: a time without `min` or `sec`, read as seconds
    - `letter-case`: `pressed[w]`, the letter, where a wrong key (`W`) may be meant
    - `quoted-name`: `in_region["West"]`, where the quotes are part of the name
    """

    kind: NoteKind
    message: str
    span: Span


def notes_on(tokens: Sequence[Token]) -> tuple[Note, ...]:
    """All notes on a condition, in the order of the text, from its tokens."""
    found: list[Note] = []
    for at, token in enumerate(tokens):
        check = _CHECKS.get(token.type)
        if check is not None:
            found.extend(check(token, at, tokens))
    return tuple(found)


_Check = Callable[["Token", int, "Sequence[Token]"], Iterator[Note]]

_SAME: Final = {"==": "=", "<>": "!=", "≠": "!=", "≥": ">=", "≤": "<="}


def _note(kind: NoteKind, message: str, token: Token) -> Note:
    start = token.start_pos or 0
    return Note(kind, message, Span(start, start + len(token)))


def _word(token: Token, _at: int, _tokens: Sequence[Token]) -> Iterator[Note]:
    if not token.islower():
        yield _note("case", f'"{token}" is read as "{token.lower()}"', token)


def _full_stop(token: Token, _at: int, _tokens: Sequence[Token]) -> Iterator[Note]:
    yield _note("full-stop", "the full stop at the end means nothing", token)


def _operator(token: Token, at: int, tokens: Sequence[Token]) -> Iterator[Note]:
    if token in _SAME:
        yield _note("operator", f'"{token}" is read as "{_SAME[token]}"', token)
    elif token == "!=" and tokens[at - 1].type == "DURATION":
        yield _note("operator", '"!=" is not documented for durations', token)


def _number(token: Token, at: int, tokens: Sequence[Token]) -> Iterator[Note]:
    following = tokens[at + 1].type if at + 1 < len(tokens) else ""
    if following not in ("MIN", "SEC"):
        yield _note("no-unit", f"{token} has no unit and is read as seconds", token)


def _text(token: Token, _at: int, _tokens: Sequence[Token]) -> Iterator[Note]:
    if token[0] != '"':
        yield _note("quotes", 'a text is written between double quotes, "..."', token)
    elif '"' in token[1:-1]:
        yield _note("doubled-quote", 'the doubled quote is read as one "', token)


def _keys(token: Token, _at: int, _tokens: Sequence[Token]) -> Iterator[Note]:
    for key, meant in (("w", "wrong key is a capital W"), ("n", "key not pressed is a capital N")):
        if key in token.split():
            yield _note("letter-case", f"{key} is read as the letter; the {meant}", token)


def _name(token: Token, _at: int, _tokens: Sequence[Token]) -> Iterator[Note]:
    if token[0] in "\"'“‘":
        yield _note("quoted-name", "the quotes are read as a part of the name", token)


_CHECKS: Final[dict[str, _Check]] = {
    **dict.fromkeys(("_AND", "_OR", "NOT", "FLAG", "IN_REGION", "PRESSED", "DURATION"), _word),
    **dict.fromkeys(("CUSTOM_DATA", "TEXT_FIELD", "CONTAINS", "PRESENT", "MIN", "SEC"), _word),
    **dict.fromkeys(("REL", "EQ", "NE"), _operator),
    **dict.fromkeys(("REGION_NAME", "FIELD_NAME"), _name),
    "DOT": _full_stop,
    "INT": _number,
    "STRING": _text,
    "KEY_PATH": _keys,
}
