"""The small language in which a configuration asserts something of a node's fields.

    destination_phone_number starts with "800" and connect_timeout <= 30
    prompt is absent or prompt length < 400
    not node_type = "Connect"

| test                                        | holds where                                    |
|---------------------------------------------|------------------------------------------------|
| `F is present`, `F is absent`               | there is (not) anything but null, "" and `[]`  |
| `F is digits`                               | a text of the digits 0-9 only, not empty       |
| `F = V`, `F != V`                           | the same value; `V`: "text", number, true,     |
|                                             | false, null                                    |
| `F in [V, V]`, `F not in [V, V]`            | one (none) of them                             |
| `F < N`, `<=`, `>`, `>=`                    | a number, or a text that is one, compares so   |
| `F length = N`, `<`, `<=`, `>`, `>=`, `!=`  | a text of so many characters, a list of so     |
|                                             | many items                                     |
| `F starts with "x"`, `ends with`, `contains`| a text does so; `contains` also a list         |
| `F matches "800???*"`                       | a text fits: `*` anything, `?` one character   |

`not` before a test turns it round; `and` binds tighter than `or`; there are no
parentheses.  `F` is a field as the document writes it; `children` is the list of what
stands behind the node.  A test of a field that is absent is false, unless it is a denial
(`is absent`, `!=`, `not in`, `not`).  Reading and testing take linear time: there are no
regular expressions to go wild.
"""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, TypeAlias

from ivrsim.errors import IvrsimError
from ivrsim.lazy import pattern
from ivrsim.places import Span
from ivrsim.text import clean, shorten
from ivrsim.values import dataclass

LONGEST = 2_000
"""Characters of an assertion."""

Value: TypeAlias = "str | int | float | bool | None"
Values: TypeAlias = tuple[Value, ...]

_TOKEN = pattern(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<number>-?\d{1,18}(?:\.\d{1,18})?)(?![\w.])"""
    r"""|(?P<word>[^\W\d]\w*)|(?P<sign><=|>=|!=|[=<>\[\],]))"""
)
_CONSTANTS: Mapping[str, Value] = {"true": True, "false": False, "null": None}
_NUMBER = pattern(r"-?\d{1,18}(\.\d{1,18})?", re.ASCII)
_DIGITS = pattern(r"[0-9]+")

_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class AssertionSyntaxError(IvrsimError):
    """An assertion that cannot be read; `span` is where."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One test of one field: the name of the test in `TESTS`, and what it compares with."""

    field: str
    name: str
    values: Values = ()
    denied: bool = False

    def passes(self, found: Any) -> bool:
        """Whether the value of the field passes."""
        return TESTS[self.name](found, self.values) is not self.denied


@dataclass(frozen=True, slots=True)
class Assertion:
    """Tests joined by `and`, and those by `or`; `text` is how it was written."""

    text: str
    ways: tuple[tuple[Clause, ...], ...]

    def holds(self, value_of: Callable[[str], Any]) -> bool:
        """Whether it holds for a node, of which `value_of` gives the fields."""
        return any(all(test.passes(value_of(test.field)) for test in way) for way in self.ways)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields it speaks of, in its order."""
        return tuple(dict.fromkeys(test.field for way in self.ways for test in way))


def _is_absent(found: Any) -> bool:
    return found is None or found in ("", [], ())


def _number(found: Any) -> Any:
    """The value as a number; None where it is none."""
    if isinstance(found, str) and _NUMBER.fullmatch(found):
        return float(found) if "." in found else int(found)
    return found if isinstance(found, int | float) and not isinstance(found, bool) else None


def _same(found: Any, wanted: Value) -> bool:
    if isinstance(wanted, bool) or not isinstance(wanted, int | float):
        return type(found) is type(wanted) and bool(found == wanted)
    return bool(_number(found) == wanted)


def _comparing(sign: str) -> Callable[[Any, Values], bool]:
    def compare(found: Any, values: Values) -> bool:
        number = _number(found)
        return number is not None and _COMPARED[sign](number, values[0])

    return compare


def _of_text(test: Callable[[str, str], bool]) -> Callable[[Any, Values], bool]:
    return lambda found, values: isinstance(found, str) and test(found, str(values[0]))


def _contains(found: Any, values: Values) -> bool:
    if isinstance(found, str):
        return isinstance(values[0], str) and values[0] in found
    return isinstance(found, list) and any(_same(item, values[0]) for item in found)


def _measuring(sign: str) -> Callable[[Any, Values], bool]:
    def measure(found: Any, values: Values) -> bool:
        measured = len(found) if isinstance(found, str | list | tuple) else None
        if measured is None:
            return False
        return measured == values[0] if sign == "=" else _COMPARED[sign](measured, values[0])

    return measure


TESTS: Mapping[str, Callable[[Any, Values], bool]] = {
    "absent": lambda found, values: _is_absent(found),
    "digits": lambda found, values: isinstance(found, str) and bool(_DIGITS.fullmatch(found)),
    "in": lambda found, values: any(_same(found, value) for value in values),
    "starts": _of_text(str.startswith),
    "ends": _of_text(str.endswith),
    "matches": _of_text(fnmatchcase),
    "contains": _contains,
    **{sign: _comparing(sign) for sign in _COMPARED},
    **{f"length {sign}": _measuring(sign) for sign in ("=", *_COMPARED)},
}
"""Every test by its name; `!=`, `is present` and `not in` are denials of others."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    span: Span


def _tokens(text: str) -> Iterator[_Token]:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            start = at + len(text[at:]) - len(text[at:].lstrip())
            said = clean(shorten(text[start:], 20))
            raise AssertionSyntaxError(f"“{said}” cannot be read", span=Span(start, end))
        kind = found.lastgroup or ""
        yield _Token(kind, found[kind], Span(*found.span(kind)))
        at = found.end()
    yield _Token("end", "", Span(end, end))


def parse_assertion(text: str) -> Assertion:
    """The assertion of a text.  Raises `AssertionSyntaxError`."""
    if len(text) > LONGEST:
        raise AssertionSyntaxError(f"an assertion has at most {LONGEST:,} characters")
    return _Parser(list(_tokens(text))).assertion(text.strip())


class _Parser:
    """Reads from left to right; each part is one method, none calls itself."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def assertion(self, text: str) -> Assertion:
        """All of it: tests with `and` and `or` between them."""
        ways: list[list[Clause]] = [[self.test()]]
        while self.tokens[self.at].kind != "end":
            if self.takes("or"):
                ways.append([])
            else:
                self.needs("and", "“and”, “or” or the end")
            ways[-1].append(self.test())
        return Assertion(text, tuple(map(tuple, ways)))

    def test(self) -> Clause:
        """One test, with a `not` before it or in it."""
        denied = self.takes("not")
        field = self.next("word", "the name of a field")
        if field in _RESERVED:
            self.at -= 1
            raise self.wrong("the name of a field")
        name, values, turned = self.predicate()
        return Clause(field, name, values, denied is not turned)

    def predicate(self) -> tuple[str, Values, bool]:
        """The name of the test, its values, and whether it is a denial."""
        if self.takes("is"):
            return self.state()
        if self.takes("not"):
            self.needs("in", "“in” after “not”")
            return "in", self.list(), True
        if self.takes("in"):
            return "in", self.list(), False
        if self.takes("length"):
            return self.length()
        for name, following in (("starts", "with"), ("ends", "with"), ("contains", "")):
            if self.takes(name):
                if following:
                    self.needs(following, f"“{following}”")
                return name, (self.value() if name == "contains" else self.text(),), False
        if self.takes("matches"):
            return "matches", (self.text(),), False
        return self.comparison()

    def state(self) -> tuple[str, Values, bool]:
        """What comes after `is`."""
        for word, name, denied in (
            ("present", "absent", True),
            ("absent", "absent", False),
            ("digits", "digits", False),
        ):
            if self.takes(word):
                return name, (), denied
        raise self.wrong("“present”, “absent” or “digits”")

    def length(self) -> tuple[str, Values, bool]:
        """What comes after `length`."""
        sign = self.next("sign", "=, !=, <, <=, > or >=")
        if sign not in _COMPARED and sign not in ("=", "!="):
            self.at -= 1
            raise self.wrong("=, !=, <, <=, > or >=")
        number = self.number()
        return f"length {'=' if sign == '!=' else sign}", (number,), sign == "!="

    def comparison(self) -> tuple[str, Values, bool]:
        """A sign and a value."""
        if self.takes("="):
            return "in", (self.value(),), False
        if self.takes("!="):
            return "in", (self.value(),), True
        for sign in _COMPARED:
            if self.takes(sign):
                return sign, (self.number(),), False
        raise self.wrong("a test: = != < <= > >= is in length starts ends contains matches")

    def list(self) -> Values:
        """`["a", "b"]`."""
        self.needs("[", "a list: [")
        values = [self.value()]
        while self.takes(","):
            values.append(self.value())
        self.needs("]", "“,” or “]”")
        return tuple(values)

    def value(self) -> Value:
        """A text, a number, true, false or null."""
        token = self.tokens[self.at]
        if token.kind == "text":
            return self.text()
        if token.kind == "number":
            return self.number()
        if token.text in _CONSTANTS:
            self.at += 1
            return _CONSTANTS[token.text]
        raise self.wrong('a value: "text", a number, true, false or null')

    def text(self) -> str:
        """A text in double quotes, written as in JSON."""
        written = self.next("text", 'a text in double quotes: "800"')
        try:
            return str(json.loads(written))
        except ValueError:
            self.at -= 1
            raise self.wrong("a text as JSON writes it") from None

    def number(self) -> int | float:
        """A number."""
        written = self.next("number", "a number")
        return float(written) if "." in written else int(written)

    def takes(self, text: str) -> bool:
        """Whether the word or sign stands here, which is then passed."""
        token = self.tokens[self.at]
        found = token.text == text and token.kind != "text"
        self.at += found
        return found

    def needs(self, text: str, wanted: str) -> None:
        """Pass the word or sign."""
        if not self.takes(text):
            raise self.wrong(wanted)

    def next(self, kind: str, wanted: str) -> str:
        """Pass a token of that kind; its text."""
        token = self.tokens[self.at]
        if token.kind != kind:
            raise self.wrong(wanted)
        self.at += 1
        return token.text

    def wrong(self, wanted: str) -> AssertionSyntaxError:
        """The error that something else stands here."""
        token = self.tokens[self.at]
        found = f"“{clean(shorten(token.text, 30))}”" if token.text else "the end"
        return AssertionSyntaxError(
            f"expected {wanted} at character {token.span.start + 1}, found {found}",
            span=token.span,
        )


_RESERVED = frozenset("and or not is in length starts ends contains matches with".split())
