"""The canonical text of an expression: the fewest brackets, lower case, double quotes.

`parse_condition(format_condition(expr)) == expr` for everything the language can say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from ivrsim.conditions import ast

if TYPE_CHECKING:
    from ivrsim.conditions.ast import Atom, Expr, TextField


def format_condition(expr: Expr) -> str:
    """The text of `expr`; the empty text for `ALWAYS`.

    What has no vendor syntax still has a text to be read by people: `answer[1]`, and
    `always` where it is a part of something.  A text value is put in double quotes,
    in single ones if it holds a double quote, and if it holds both, in double quotes
    with its own doubled.
    """
    if isinstance(expr, ast.Always):
        return ""
    pieces: list[str] = []
    todo: list[Expr | str] = [expr]
    while todo:
        item = todo.pop()
        if isinstance(item, str):
            pieces.append(item)
        elif isinstance(item, ast.Compound):
            todo.extend(reversed(_written(item)))
        else:
            pieces.append(atom_text(item))
    return "".join(pieces)


def atom_text(atom: Atom) -> str:
    """The text of a single test."""
    match atom:
        case ast.Always():
            return "always"
        case ast.Flag(name):
            return name
        case ast.InRegion(name):
            return "in_region" if name is None else f"in_region[{name}]"
        case ast.Pressed(path):
            return f"pressed[{' '.join(path)}]"
        case ast.Answer(key):
            return f"answer[{key}]"
        case ast.Compare(field, op, seconds):
            return f"{field} {op} {duration_text(seconds)}"
        case ast.TextTest(field, op, value):
            tested = f"{field_text(field)} {op}"
            return tested if value is None else f"{tested} {quoted(value)}"
        case _:
            assert_never(atom)


def field_text(field: TextField) -> str:
    """`affiliate_name`, or `custom_data[product]`."""
    return field.name if field.key is None else f"{field.name}[{field.key}]"


def duration_text(seconds: int) -> str:
    """`12 sec`, `2 min` or `1 min 30 sec`."""
    minutes = min(seconds // 60, ast.LONGEST)
    rest = seconds - 60 * minutes
    if not minutes:
        return f"{rest} sec"
    return f"{minutes} min {rest} sec" if rest else f"{minutes} min"


def quoted(value: str) -> str:
    """`value` between the quotes that need the least care."""
    if '"' in value and "'" not in value:
        return f"'{value}'"
    return '"' + value.replace('"', '""') + '"'


def _written(expr: ast.Compound) -> list[Expr | str]:
    """A compound as its words and operands, one level deep."""
    match expr:
        case ast.Not(operand):
            return ["not ", *_bracketed(operand, isinstance(operand, ast.And | ast.Or))]
        case ast.And(operands):
            parts = [_bracketed(part, isinstance(part, ast.Or)) for part in operands]
            return _joined(" and ", parts)
        case ast.Or(operands):
            return _joined(" or ", [[part] for part in operands])
        case _:
            assert_never(expr)


def _bracketed(expr: Expr, needed: bool) -> list[Expr | str]:
    return ["(", expr, ")"] if needed else [expr]


def _joined(word: str, parts: list[list[Expr | str]]) -> list[Expr | str]:
    found: list[Expr | str] = list(parts[0])
    for part in parts[1:]:
        found += [word, *part]
    return found
