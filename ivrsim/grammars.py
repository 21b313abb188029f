"""The grammars in `grammars/`, and the one place that knows the parser generator.

A grammar is read from its text, or from a table built beforehand (`<name>.bin`, made
when the package is built) if that table was made from this very text by this very
version of Lark and Python.  Lark is imported on the first use, not on import: most
commands never parse a condition.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lark import Lark, Token

_HERE = os.path.dirname(os.path.abspath(__file__))
_FOLDERS = (os.path.join(_HERE, "_grammars"), os.path.join(os.path.dirname(_HERE), "grammars"))
_OPTIONS = {"parser": "lalr", "lexer": "contextual", "maybe_placeholders": False}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text that the grammar takes: what the transformer made of it, and its tokens."""

    value: Any
    tokens: list[Token]


@dataclass(frozen=True, slots=True)
class Stuck:
    """A text that the grammar does not take.

    `place` is the offset of the first token that cannot stand where it stands (the
    length of the text if it ends too early), `expected` the names of the terminals
    that could (`$END` for the end), `tokens` all tokens before it.
    """

    place: int
    expected: frozenset[str]
    tokens: list[Token]


def path(name: str) -> str:
    """The file of the grammar `name`, in an installed package or in a checkout.

    Raises FileNotFoundError if there is no such grammar.
    """
    candidates = [os.path.join(folder, f"{name}.lark") for folder in _FOLDERS]
    for candidate in candidates:
        if os.path.isfile(candidate):
            return candidate
    raise FileNotFoundError(f"no grammar {name!r}: looked for {' and '.join(candidates)}")


def load(name: str, *, transformer: object = None) -> Lark:
    """The parser of the grammar `name`, whose rules call the methods of `transformer`.

    Nothing is kept between calls, neither here nor on disk: keep the result.
    """
    from lark import Lark

    text = _text(name)
    tables = _built_tables(name, text)
    if tables is not None:
        restore: Callable[..., Lark] = Lark._load_from_dict
        return restore(tables["data"], tables["memo"], transformer=transformer)
    return Lark(text, transformer=transformer, **_OPTIONS)


def compile(name: str, out: str | os.PathLike[str]) -> None:
    """Write the tables of the grammar `name` to the file `out`, for `load` to find.

    The same grammar gives the same bytes.  Raises ImportError without Lark, OSError if
    `out` cannot be written.
    """
    from lark import Lark
    from lark.grammar import Rule
    from lark.lexer import TerminalDef

    text = _text(name)
    parser: Any = Lark(text, **_OPTIONS)
    _put_in_order(parser.parser.parser._parse_table)
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    tables = marshal.dumps({"data": data, "memo": memo}, 2)
    with open(out, "wb") as file:
        file.write(_key(text) + hashlib.sha256(tables).digest() + tables)


def _put_in_order(table: Any) -> None:
    """Number the states as they are reached; Lark numbers them as memory happens to lie."""
    queue = list(table.start_states.values())
    numbers = {state: number for number, state in enumerate(queue)}
    ordered: dict[int, dict[str, tuple[Any, Any]]] = {}
    for state in queue:
        ordered[numbers[state]] = row = {}
        for name, (action, target) in sorted(table.states[state].items()):
            shifts = isinstance(target, int)
            if shifts and target not in numbers:
                numbers[target] = len(numbers)
                queue.append(target)
            row[name] = (action, numbers[target] if shifts else target)
    table.states = ordered
    for ends in (table.start_states, table.end_states):
        ends.update({name: numbers[state] for name, state in ends.items()})


def run(parser: Lark, text: str) -> Parsed | Stuck:
    """Parse `text`; linear in its length, however deep it nests."""
    from lark.exceptions import UnexpectedInput

    machine: Any = parser.parse_interactive(text)
    tokens: list[Token] = []
    try:
        tokens.extend(machine.iter_parse())
        return Parsed(machine.feed_eof(), tokens)
    except UnexpectedInput as error:
        return _stuck(parser, text, tokens, error)


def _stuck(parser: Lark, text: str, tokens: list[Token], error: Any) -> Stuck:
    """Where and why: the failed machine may have moved on, so a fresh one is asked."""
    culprit = getattr(error, "token", None)
    at_end = culprit is not None and culprit.type == "$END"
    good = tokens[:-1] if tokens and tokens[-1] is culprit else tokens
    machine: Any = parser.parse_interactive("")
    for token in good:
        machine.feed_token(token)
    place = len(text) if at_end else error.pos_in_stream
    return Stuck(place, frozenset(machine.accepts()), good)


def _text(name: str) -> str:
    with open(path(name), encoding="utf-8") as file:
        return file.read()


def _key(text: str) -> bytes:
    """What a table was made from; another key means that it must not be used."""
    from lark import __version__ as lark_version

    made_from = f"{text}\0{lark_version}\0{sys.version_info[:2]}\0{_OPTIONS}"
    return hashlib.sha256(made_from.encode()).digest()


def _built_tables(name: str, text: str) -> dict[str, Any] | None:
    """The tables in `<name>.bin`, or None if there are none, or old, or damaged ones."""
    try:
        with open(os.path.splitext(path(name))[0] + ".bin", "rb") as file:
            built = file.read()
    except OSError:
        return None
    key, digest, tables = built[:32], built[32:64], built[64:]
    if key != _key(text) or digest != hashlib.sha256(tables).digest():
        return None
    found: dict[str, Any] = marshal.loads(tables)
    return found
