"""Whether a condition holds for one call, and why.

`facts` says what is known about the call:

- `during_hours`, `landline`, `mobile`, `repeat`, `sms_sent`: true or false
- `in_region`: true or false, or the name of the caller's region, or several names
- `pressed`: the keys from the first menu on, `["1", "2", "W"]` or `"1 2 W"`
- `duration`, `connect_duration`: seconds, or None while the call still runs: then
  every comparison is false ("Other expressions will evaluate to false in real time",
  Invoca Community, Signal Builder)
- `custom_data`: the fields by name; `affiliate_name` and the other texts: the text,
  or None if this call has none
- `answer`: the caller's answer to the node at hand

A fact may be missing as long as the outcome does not depend on it (Kleene's logic);
otherwise `MissingFact` names it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING, Any, Final, Literal, assert_never

from ivrsim.conditions import ast, format
from ivrsim.errors import IvrsimError, UsageError
from ivrsim.values import dataclass

if TYPE_CHECKING:
    from ivrsim.conditions.ast import Atom, Compare, Expr, InRegion, Pressed, TextField, TextTest


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the vendor's documents leave open, each with the answer taken by default."""

    pressed_is: Literal["prefix", "exact"] = "prefix"
    """`pressed[2]` after the keys 2 and 1: true if the keys pressed so far only have to
    *begin* with the path ("pressed the 2 key in response to the first menu")."""

    letter_is: Literal["key", "any key"] = "key"
    """A letter in `pressed[a 1]`: a key of that name in the caller's path, or any one
    key ("pressed 1 to the first question in a series")."""

    absent_differs: bool = True
    """`custom_data[product] != "Printer"` holds for a call that has no such field."""

    empty_is_present: bool = True
    """`custom_data[product] present` holds for a field whose text is empty."""

    text_case: Literal["sensitive", "insensitive"] = "sensitive"
    """Whether `=`, `!=` and `contains` tell capital letters from small ones."""


DEFAULT: Final = Meaning()


class MissingFact(IvrsimError):
    """The outcome depends on something that the facts do not say.

    `fact` is its name in the facts, `atom` the test that asked for it.
    """

    def __init__(self, fact: str, atom: str) -> None:
        super().__init__(
            f'whether "{atom}" holds is not known: the facts do not say {fact}',
            hint=f"Give the fact {fact}.",
        )
        self.fact = fact
        self.atom = atom

    def __reduce__(self) -> tuple[type[MissingFact], tuple[str, str]]:
        return type(self), (self.fact, self.atom)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a condition has its value: `atoms` decided it, each with its own value.

    Whatever the other atoms say, the value stays the same.  `text` says so in one line.
    """

    value: bool
    atoms: tuple[tuple[Atom, bool], ...]
    text: str


Truth = bool | None
"""True, False, or None for not known."""


def evaluate(expr: Expr, facts: Mapping[str, object], meaning: Meaning = DEFAULT) -> bool:
    """Whether `expr` holds for a call of which `facts` is known.

    Raises MissingFact if that depends on a missing fact, UsageError if a fact is of
    a kind that makes no sense.
    """
    value = ast.fold(expr, lambda atom: atom_truth(atom, facts, meaning), _joined)
    return _known(value, expr, facts, meaning)


def explain(expr: Expr, facts: Mapping[str, object], meaning: Meaning = DEFAULT) -> Reason:
    """The value of `expr` with the tests that decided it; raises as `evaluate` does."""
    truths: dict[int, Truth] = {}

    def atom(part: Atom) -> Truth:
        return truths.setdefault(id(part), atom_truth(part, facts, meaning))

    def join(part: ast.Compound, below: list[Truth]) -> Truth:
        return truths.setdefault(id(part), _joined(part, below))

    value = _known(ast.fold(expr, atom, join), expr, facts, meaning)
    atoms = tuple(dict.fromkeys(_deciding(expr, truths)))
    return Reason(value, atoms, _sentence(expr, value, atoms))


def atom_truth(atom: Atom, facts: Mapping[str, object], meaning: Meaning = DEFAULT) -> Truth:
    """The value of a single test, or None if the facts do not say."""
    match atom:
        case ast.Always():
            return True
        case ast.Flag(name):
            return _flag(name, facts.get(name))
        case ast.InRegion():
            return _in_region(atom, facts.get("in_region"))
        case ast.Pressed():
            return _pressed(atom, facts.get("pressed"), meaning)
        case ast.Answer(key):
            return None if "answer" not in facts else facts["answer"] == key
        case ast.Compare(field):
            return _compare(atom, facts[field]) if field in facts else None
        case ast.TextTest():
            return _text_test(atom, facts, meaning)
        case _:
            assert_never(atom)


def fact_name(atom: Atom) -> str:
    """The name in the facts that `atom` asks for; empty for `Always`."""
    match atom:
        case ast.Always():
            return ""
        case ast.Flag(name) | ast.Compare(name):
            return name
        case ast.InRegion():
            return "in_region"
        case ast.Pressed():
            return "pressed"
        case ast.Answer():
            return "answer"
        case ast.TextTest(field):
            return field.name
        case _:
            assert_never(atom)


def _joined(expr: ast.Compound, below: list[Truth]) -> Truth:
    match expr:
        case ast.Not():
            return None if below[0] is None else not below[0]
        case ast.And():
            return False if False in below else None if None in below else True
        case ast.Or():
            return True if True in below else None if None in below else False
        case _:
            assert_never(expr)


def _known(value: Truth, expr: Expr, facts: Mapping[str, object], meaning: Meaning) -> bool:
    if value is not None:
        return value
    asked = next(atom for atom in expr.atoms() if atom_truth(atom, facts, meaning) is None)
    raise MissingFact(fact_name(asked), str(asked))


def _flag(name: str, value: object) -> Truth:
    if value is None:
        return None
    if isinstance(value, str):
        raise UsageError(f"the fact {name} must be true or false, not {value!r}")
    return bool(value)


def _in_region(atom: InRegion, value: object) -> Truth:
    if isinstance(value, str):
        value = (value,) if value else ()
    if value is None or isinstance(value, Collection):
        return None if value is None else _member(atom.name, value)
    return None if value and atom.name is not None else bool(value)


def _member(name: str | None, regions: Collection[object]) -> bool:
    return bool(regions) if name is None else name in regions


def _pressed(atom: Pressed, value: object, meaning: Meaning) -> Truth:
    if value is None:
        return None
    keys = value.split() if isinstance(value, str) else value
    if not isinstance(keys, Sequence) or any(not isinstance(key, str) for key in keys):
        raise UsageError(f'the fact pressed must be keys such as "1 2 W", not {value!r}')
    if len(keys) < len(atom.path) or (meaning.pressed_is == "exact" and len(keys) > len(atom.path)):
        return False
    return all(_is_key(want, key, meaning) for want, key in zip(atom.path, keys, strict=False))


def _is_key(want: str, key: str, meaning: Meaning) -> bool:
    return want == key or (meaning.letter_is == "any key" and want.islower())


_COMPARISONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    ">": gt,
    ">=": ge,
    "<": lt,
    "<=": le,
    "=": eq,
    "!=": ne,
}


def _compare(atom: Compare, value: object) -> bool:
    if value is None:
        return False
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise UsageError(f"the fact {atom.field} must be a number of seconds, not {value!r}")
    return _COMPARISONS[atom.op](value, atom.seconds)


def _text_test(atom: TextTest, facts: Mapping[str, object], meaning: Meaning) -> Truth:
    if atom.field.name not in facts:
        return None
    text = _text(atom.field, facts[atom.field.name])
    if text is None:
        return atom.op == "!=" and meaning.absent_differs
    if atom.value is None:
        return text != "" or meaning.empty_is_present
    want = atom.value
    if meaning.text_case == "insensitive":
        text, want = text.casefold(), want.casefold()
    return want in text if atom.op == "contains" else (text == want) == (atom.op == "=")


def _text(field: TextField, value: object) -> str | None:
    if field.key is not None:
        if not isinstance(value, Mapping):
            raise UsageError(f"the fact custom_data must be fields by name, not {value!r}")
        value = value.get(field.key)
    if value is None or isinstance(value, str):
        return value
    raise UsageError(f"{format.field_text(field)} must be a text or None, not {value!r}")


def _deciding(expr: Expr, truths: dict[int, Truth]) -> list[tuple[Atom, bool]]:
    """The atoms that settle `expr`: for a false `and`, those of its first false part."""
    found: list[tuple[Atom, bool]] = []
    todo = [expr]
    while todo:
        part = todo.pop()
        value = truths[id(part)]
        assert value is not None, "only parts with a value are asked"
        if isinstance(part, ast.Not):
            todo.append(part.operand)
        elif isinstance(part, ast.Compound):
            todo.extend(reversed(_settling(part, value, truths)))
        else:
            found.append((part, value))
    return found


def _settling(expr: ast.And | ast.Or, value: bool, truths: dict[int, Truth]) -> Sequence[Expr]:
    if value == isinstance(expr, ast.And):
        return expr.operands
    return [next(part for part in expr.operands if truths[id(part)] is value)]


def _sentence(expr: Expr, value: bool, atoms: tuple[tuple[Atom, bool], ...]) -> str:
    if isinstance(expr, ast.Always):
        return "there is no condition, so it holds"
    said = [f"{atom} is {_word(truth)}" for atom, truth in atoms]
    if not isinstance(expr, ast.Compound):
        return said[0]
    listed = " and ".join(filter(None, [", ".join(said[:-1]), said[-1]]))
    return f'{listed}, so "{expr}" is {_word(value)}'


def _word(value: bool) -> str:
    return "true" if value else "false"
