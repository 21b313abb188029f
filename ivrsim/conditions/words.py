"""A condition in plain words: for hovers and reports, never to be parsed again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from ivrsim.conditions import ast
from ivrsim.conditions.ast import fold
from ivrsim.conditions.format import duration_text

if TYPE_CHECKING:
    from ivrsim.conditions.ast import Atom, Compare, Compound, Expr, Pressed, TextTest

FLAGS: Final = {
    "during_hours": "the campaign is open",
    "landline": "the phone is a landline",
    "mobile": "the phone is a mobile",
    "repeat": "the caller called before",
    "sms_sent": "the caller took a text message",
}
DURATIONS: Final = {
    "duration": "the call lasts",
    "connect_duration": "the call lasts, once it is forwarded,",
}
RELATIONS: Final = {
    ">": "more than",
    ">=": "at least",
    "<": "less than",
    "<=": "at most",
    "=": "exactly",
    "!=": "anything but",
}
TESTS: Final = {"=": "is", "!=": "is not", "contains": "contains", "present": "is known"}
KEYS: Final = {"W": "a wrong key", "N": "no key"}
FIELDS: Final = {
    "affiliate_name": "the affiliate's name",
    "media_type": "the media type",
    "previous_signal": "the signal before",
    "promo_number_description": "the promo number's description",
    "signal": "the signal",
    "voice_signal": "the voice signal",
}
"""The fields of Invoca, IVR Tree Conditions, by what they hold."""


def in_words(expr: Expr) -> str:
    """What must be so for the condition to hold: `the phone is a mobile and it is ...`.

    Operands that are joined themselves stand in brackets, so that nothing hangs on
    which of "and" and "or" binds more.
    """
    return fold(expr, _atom, _join)


def _join(expr: Compound, below: list[str]) -> str:
    parts = [
        f"({text})" if isinstance(operand, ast.And | ast.Or) else text
        for operand, text in zip(expr.operands, below, strict=True)
    ]
    match expr:
        case ast.Not():
            return f"not so: {parts[0]}"
        case ast.And():
            return " and ".join(parts)
        case ast.Or():
            return " or ".join(parts)
        case _:
            assert_never(expr)


def _atom(atom: Atom) -> str:
    match atom:
        case ast.Always():
            return "always"
        case ast.Flag(name):
            return FLAGS[name]
        case ast.InRegion(name):
            where = "one of the campaign's regions" if name is None else f'the region "{name}"'
            return f"the caller is in {where}"
        case ast.Pressed():
            return _pressed(atom)
        case ast.Answer(key):
            return f"the answer here is {KEYS.get(key, key)}"
        case ast.Compare():
            return _compare(atom)
        case ast.TextTest():
            return _text(atom)
        case _:
            assert_never(atom)


def _pressed(atom: Pressed) -> str:
    keys = ", then ".join(KEYS.get(key, key) for key in atom.path)
    return f"the caller pressed {keys}, from the first menu on"


def _compare(atom: Compare) -> str:
    return f"{DURATIONS[atom.field]} {RELATIONS[atom.op]} {duration_text(atom.seconds)}"


def _text(atom: TextTest) -> str:
    field = atom.field
    named = FIELDS.get(field.name) or f'the custom data field "{field.key}"'
    value = "" if atom.value is None else f' "{atom.value}"'
    return f"{named} {TESTS[atom.op]}{value}"
