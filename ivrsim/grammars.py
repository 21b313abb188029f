"""The grammars in `grammars/`, and the one place that knows the parser generator.

A grammar is read by tables.  Lark makes them of its text, which takes far longer than to
read a condition; so they are made when the package is built, and kept beside the text
(`<name>.tables`) for as long as it stays the same.  Then Lark is not even imported.

The build hook runs this file by itself, so it imports nothing of the package.
"""

from __future__ import annotations

import json
import os
import re
import sys
from binascii import crc32
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    _Make = Callable[[list[Any]], Any]
    _Match = Callable[[str, int], re.Match[str] | None]

_HERE = os.path.dirname(os.path.abspath(__file__))
_FOLDERS = (os.path.join(_HERE, "_grammars"), os.path.join(os.path.dirname(_HERE), "grammars"))
_OPTIONS = {"parser": "lalr", "lexer": "contextual", "maybe_placeholders": False}
_FORMAT = 1
"""Another number means other tables for the same text."""

_END = "$END"


class Token(str):
    """A piece of a text: its terminal's name, and the offsets at which it starts and ends."""

    __slots__ = ("end_pos", "start_pos", "type")
    type: str
    start_pos: int
    end_pos: int


class Parsed:
    """A text that the grammar takes: what the transformer made of it, and its tokens."""

    __slots__ = ("tokens", "value")

    def __init__(self, value: Any, tokens: list[Token]) -> None:
        self.value = value
        self.tokens = tokens


class Stuck:
    """A text that the grammar does not take.

    `place` is the offset of the first token that cannot stand where it stands (the
    length of the text if it ends too early), `expected` the names of the terminals
    that could (`$END` for the end), `tokens` all tokens before it.
    """

    __slots__ = ("expected", "place", "tokens")

    def __init__(self, place: int, expected: frozenset[str], tokens: list[Token]) -> None:
        self.place = place
        self.expected = expected
        self.tokens = tokens


def path(name: str) -> str:
    """The file of the grammar `name`, in an installed package or in a checkout.

    Raises FileNotFoundError if there is no such grammar.
    """
    candidates = [os.path.join(folder, f"{name}.lark") for folder in _FOLDERS]
    for candidate in candidates:
        if os.path.isfile(candidate):
            return candidate
    raise FileNotFoundError(f"no grammar {name!r}: looked for {' and '.join(candidates)}")


def load(name: str, transformer: object) -> Machine:
    """What reads texts by the grammar `name`; its rules call the methods of `transformer`.

    Nothing is kept between calls, neither here nor on disk: keep the result.
    """
    text = _text(name)
    return Machine(_built_tables(name, text) or _tables(_lark(text)), transformer)


def compile(name: str, out: str | os.PathLike[str]) -> None:
    """Write the tables of the grammar `name` to the file `out`, for `load` to find.

    The same grammar gives the same bytes.  Raises ImportError without Lark, OSError if
    `out` cannot be written.
    """
    from lark import __version__ as version

    text = _text(name)
    data = {"of": _made_from(text), "by": f"lark {version}", "tables": _tables(_lark(text))}
    built = json.dumps(data, separators=(",", ":"), sort_keys=True).encode()
    with open(out, "wb") as file:
        file.write(f"{crc32(built):08x}\n".encode() + built)


def _text(name: str) -> str:
    with open(path(name), encoding="utf-8") as file:
        return file.read()


def _made_from(text: str) -> str:
    """What tables are made from; those of anything else must not be used."""
    return f"{_FORMAT} {sys.version_info[:2]} {_OPTIONS}\n{text}"


def _built_tables(name: str, text: str) -> dict[str, Any] | None:
    """The tables in `<name>.tables`, or None if there are none, or old, or damaged ones."""
    try:
        with open(os.path.splitext(path(name))[0] + ".tables", "rb") as file:
            built = file.read()
    except OSError:
        return None
    if built[:9] != f"{crc32(built[9:]):08x}\n".encode():
        return None
    data: dict[str, Any] = json.loads(built[9:])
    return data["tables"] if data["of"] == _made_from(text) else None


def _lark(text: str) -> Any:
    from lark import Lark

    return Lark(text, **_OPTIONS)


def _tables(lark: Any) -> dict[str, Any]:
    """All that a machine wants to know, as JSON data.

    - `rows`: for each state, by the name of what comes, the state to go to; or, below
      zero, the inverse of the number of the rule that ends here;
    - `rules`: how many parts each has, its name, whom to call, which parts to give, and
      whether a part that is given alone stands for the whole;
    - `scanners`: for each state the number of its pattern; `patterns`: of all terminals
      that may come, each with its name; `ignored`: terminals that mean nothing.
    """
    table = lark.parser.parser._parse_table
    numbers, rules = _in_order(table), list(dict.fromkeys(lark.rules))
    needed = [_pattern(lark.parser.lexer.lexers[state]) for state in numbers]
    patterns = list(dict.fromkeys(needed))
    return {
        "rows": [_row(table.states[state], numbers, rules) for state in numbers],
        "rules": [_rule(rule) for rule in rules],
        "scanners": [patterns.index(pattern) for pattern in needed],
        "patterns": patterns,
        "ignored": sorted(lark.parser.lexer_conf.ignore),
        "start": numbers[table.start_states["start"]],
        "end": numbers[table.end_states["start"]],
    }


def _in_order(table: Any) -> dict[int, int]:
    """The states numbered as they are reached; Lark numbers them as memory happens to lie."""
    numbers = {state: number for number, state in enumerate(table.start_states.values())}
    queue = list(numbers)
    for state in queue:
        for _, (_, target) in sorted(table.states[state].items(), key=lambda step: step[0]):
            if isinstance(target, int) and target not in numbers:
                numbers[target] = len(numbers)
                queue.append(target)
    return numbers


def _row(row: Any, numbers: dict[int, int], rules: list[Any]) -> dict[str, int]:
    steps = {name: target for name, (_, target) in row.items()}
    return {
        name: numbers[to] if isinstance(to, int) else ~rules.index(to) for name, to in steps.items()
    }


def _rule(rule: Any) -> list[Any]:
    """As Lark's own tree builder takes it; parts whose parts are given are inverted."""
    kept = [n for n, part in enumerate(rule.expansion) if not _is_left_out(part, rule)]
    parts = [~n if _is_loop(rule.expansion[n]) else n for n in kept]
    alone = bool(rule.options.expand1 and not rule.alias)
    return [len(rule.expansion), rule.origin.name, rule.alias or rule.origin.name, parts, alone]


def _is_left_out(part: Any, rule: Any) -> bool:
    return bool(part.is_term and part.filter_out and not rule.options.keep_all_tokens)


def _is_loop(part: Any) -> bool:
    return not part.is_term and part.name.startswith("_")


def _pattern(lexer: Any) -> str:
    (pattern,) = lexer.scanner._mres
    assert not lexer.callback, "a terminal means one thing in a state"
    assert pattern.flags == re.compile("").flags, "the pattern alone says all"
    return str(pattern.pattern)


class Machine:
    """Reads texts by tables: linear in length, however deep it nests.

    It does what Lark's own loop does, without counting lines, in half the time.
    """

    def __init__(self, tables: dict[str, Any], transformer: object) -> None:
        self.rows: list[dict[str, int]] = tables["rows"]
        self.rules = [_ended(rule, transformer) for rule in tables["rules"]]
        self.start, self.end = tables["start"], tables["end"]
        self.ignored = frozenset(tables["ignored"])
        self.scanners = _Scanners(tables["scanners"], tables["patterns"])

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
        last.type = _END
        if place == len(text) and self._take(states, values, last):
            return Parsed(values[-1], tokens)
        return Stuck(place, self._accepted(tokens), tokens)

    def _take(self, states: list[int], values: list[Any], token: Token) -> bool:
        """Reduce by all rules that end before a token, then shift it; False: it cannot follow."""
        rows, rules = self.rows, self.rules
        while True:
            step = rows[states[-1]].get(token.type)
            if step is None:
                return False
            if step >= 0:
                states.append(step)
                values.append(token)
                return True
            rule = rules[~step]
            if rule.make is not None:
                below = len(values) - rule.size
                values[below:] = (rule.make(values[below:]),)
                del states[below + 1 :]
            else:
                states.pop()
            states.append(rows[states[-1]][rule.origin])
            if states[-1] == self.end and token.type == _END:
                return True

    def _accepted(self, tokens: list[Token]) -> frozenset[str]:
        """What may follow these.  A machine that failed may have moved on, so it starts anew."""
        states = [self.start]
        for token in tokens:
            self._move(states, token.type)
        names = (name for name in self.rows[states[-1]] if name.isupper())
        return frozenset(name for name in names if self._move(states.copy(), name))

    def _move(self, states: list[int], kind: str) -> bool:
        """As `_take`, without values."""
        while (step := self.rows[states[-1]].get(kind)) is not None:
            if step >= 0:
                states.append(step)
                return True
            rule = self.rules[~step]
            del states[len(states) - rule.size :]
            states.append(self.rows[states[-1]][rule.origin])
            if states[-1] == self.end and kind == _END:
                return True
        return False


class _Rule:
    """A rule that is complete: how many parts it has, its name, and what is made of them.

    `make` is None where the one part simply stands for the whole.
    """

    __slots__ = ("make", "origin", "size")

    def __init__(self, size: int, origin: str, make: _Make | None) -> None:
        self.size = size
        self.origin = origin
        self.make = make


def _ended(rule: list[Any], transformer: object) -> _Rule:
    size, origin, name, parts, alone = rule
    if alone and parts == [0] and size == 1:
        return _Rule(size, origin, None)
    if origin.startswith("_"):  # a loop gathers
        return _Rule(size, origin, lambda values: _given(parts, values))
    make: _Make = getattr(transformer, name)
    if parts == list(range(size)):
        return _Rule(size, origin, make)

    def made(values: list[Any]) -> Any:
        given = _given(parts, values)
        return given[0] if alone and len(given) == 1 else make(given)

    return _Rule(size, origin, made)


def _given(parts: list[int], values: list[Any]) -> list[Any]:
    """The parts that a rule gives, and all that a loop gathered, whose list grows."""
    given: list[Any] = []
    for part in parts:
        if part >= 0:
            given.append(values[part])
        elif given:
            given += values[~part]
        else:
            given = values[~part]
    return given


class _Scanners(dict[int, "_Match"]):
    """For each state of the parser what finds the next token; compiled on first use."""

    def __init__(self, numbers: list[int], patterns: list[str]) -> None:
        super().__init__()
        self._numbers = numbers
        self._patterns = patterns

    def __missing__(self, state: int) -> _Match:
        self[state] = re.compile(self._patterns[self._numbers[state]]).match
        return self[state]
