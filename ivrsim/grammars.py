"""The grammars in `grammars/`, and the one place that knows the parser generator.

A grammar is read from its text, or from a table built beforehand (`<name>.bin`, made
when the package is built) if that table was made from this very text by this very
version of Lark and Python.  Lark is imported on the first use, not on import: most
commands never parse a condition.

The build hook runs this file by itself, so it imports nothing of the package.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import re

    from lark import Lark

_HERE = os.path.dirname(os.path.abspath(__file__))
_FOLDERS = (os.path.join(_HERE, "_grammars"), os.path.join(os.path.dirname(_HERE), "grammars"))
_OPTIONS = {"parser": "lalr", "lexer": "contextual", "maybe_placeholders": False}


class Token(str):
    """A piece of a text: its terminal's name, and the offsets at which it starts and ends."""

    __slots__ = ("end_pos", "start_pos", "type")
    type: str
    start_pos: int
    end_pos: int


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


class Machine:
    """Reads texts by the tables of a Lark parser: linear in length, however deep it nests.

    It does what Lark's own loop does, without counting lines, in half the time.
    """

    def __init__(self, parser: Lark) -> None:
        from lark.parsers.lalr_analysis import Shift

        inner: Any = parser.parser
        machine = inner.parser.parser
        table = machine.parse_table
        reduces = {id(rule): _reduce(rule, make) for rule, make in machine.callbacks.items()}
        self.parser = parser
        self.start, self.end = table.start_states["start"], table.end_states["start"]
        self.rows: dict[int, dict[str, int | _Reduce]] = {
            state: {
                name: to if act is Shift else reduces[id(to)] for name, (act, to) in row.items()
            }
            for state, row in table.states.items()
        }
        self.scanners = _Scanners(inner.lexer.lexers)
        self.ignored = frozenset(inner.lexer_conf.ignore)

    def run(self, text: str) -> Parsed | Stuck:
        """What the grammar's rules make of a text, or where it gets stuck."""
        states, values, tokens = [self.start], list[Any](), list[Token]()
        place, ignored, scanners = 0, self.ignored, self.scanners
        while True:
            found = scanners[states[-1]](text, place)
            if found is None:
                break
            kind = found.lastgroup or ""
            if kind not in ignored:
                token = Token(found.group())
                token.type, token.start_pos, token.end_pos = kind, place, found.end()
                if not self._take(states, values, token):
                    break
                tokens.append(token)
            place = found.end()
        last = Token()
        last.type = "$END"
        if place == len(text) and self._take(states, values, last):
            return Parsed(values[-1], tokens)
        return Stuck(place, self._accepted(tokens), tokens)

    def _take(self, states: list[int], values: list[Any], token: Token) -> bool:
        """Reduce by all rules that end before a token, then shift it; False: it cannot follow."""
        rows = self.rows
        while True:
            step = rows[states[-1]].get(token.type)
            if step is None:
                return False
            if isinstance(step, int):
                states.append(step)
                values.append(token)
                return True
            size, origin, make = step
            if make is not None:
                below = len(values) - size
                values[below:] = (make(values[below:]),)
                del states[below + 1 :]
            else:
                states.pop()
            states.append(rows[states[-1]][origin])  # type: ignore[arg-type]
            if states[-1] == self.end and token.type == "$END":
                return True

    def _accepted(self, tokens: list[Token]) -> frozenset[str]:
        """What may follow these; a machine that failed may have moved on, so Lark's is asked."""
        machine: Any = self.parser.parse_interactive("")
        for token in tokens:
            machine.feed_token(token)
        return frozenset(machine.accepts())


class _Reduce(NamedTuple):
    """A rule that is complete: how many parts it has, its name, and what is made of them.

    `make` is None where the one part simply stands for the whole.
    """

    size: int
    origin: str
    make: Callable[[list[Any]], Any] | None


def _reduce(rule: Any, make: Callable[[list[Any]], Any]) -> _Reduce:
    size = len(rule.expansion)
    same = size == 1 and rule.options.expand1 and not rule.alias and not rule.expansion[0].is_term
    return _Reduce(size, rule.origin.name, None if same else make)


class _Scanners(dict[int, Callable[[str, int], "re.Match[str] | None"]]):
    """For each state of the parser what finds the next token; compiled on first use."""

    def __init__(self, lexers: Mapping[int, Any]) -> None:
        super().__init__()
        self._lexers = lexers

    def __missing__(self, state: int) -> Callable[[str, int], re.Match[str] | None]:
        lexer = self._lexers[state]
        (pattern,) = lexer.scanner._mres
        assert not lexer.callback, "a terminal means one thing in a state"
        self[state] = pattern.match
        return self[state]


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
