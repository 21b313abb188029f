"""Conditions as formulas over independent variables, in negation normal form.

A `Test` says that one variable has one of some values: bit `i` of `mask` stands for
value `i`.  A `Group` joins tests and groups by "and" (`every`) or "or".  True and False
are formulas too.  Nothing here recurses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from typing import Literal, NamedTuple, Protocol, TypeAlias, TypeVar

from ivrsim.errors import UsageError
from ivrsim.values import dataclass

T = TypeVar("T")


class Undecided(Enum):
    """The answer past the budget.  It is neither true nor false, and refuses to be taken so."""

    UNDECIDED = "not decided"

    def __bool__(self) -> bool:
        raise UsageError(
            "This was not decided within the budget, so it is neither true nor false.",
            hint="Compare with `is True` or `is UNDECIDED`, or give a larger budget.",
        )

    def __repr__(self) -> str:
        return self.name


UNDECIDED = Undecided.UNDECIDED
Verdict: TypeAlias = bool | Literal[Undecided.UNDECIDED]


class Exhausted(Exception):
    """The budget is used up; turned into `UNDECIDED` before anybody sees it."""


class Test(NamedTuple):
    """The variable with this index has one of the values in `mask`; never none, never all."""

    variable: int
    mask: int


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """All of the parts hold (`every`), or one of them; two parts or more."""

    every: bool
    parts: tuple[Test | Group, ...]


Formula: TypeAlias = bool | Test | Group


def join(every: bool, formulas: Iterable[Formula], full: Sequence[int]) -> Formula:
    """All of these, or one of these; `full` has the mask of all values of each variable.

    Tests of one variable become one test; a group of the same kind is taken apart.
    """
    told = [formula for formula in formulas if formula is not every]
    if len(told) == 1:
        return told[0]
    tests: dict[int, int] = {}
    groups: list[Group] = []
    for formula in _parts(every, told):
        if isinstance(formula, bool):
            return formula
        if isinstance(formula, Test):
            variable, mask = formula
            old = tests.get(variable)
            merged = mask if old is None else old & mask if every else old | mask
            if merged == (0 if every else full[variable]):
                return not every
            tests[variable] = merged
        else:
            groups.append(formula)
    parts: tuple[Test | Group, ...] = (*(Test(v, mask) for v, mask in tests.items()), *groups)
    return Group(every, parts) if len(parts) > 1 else parts[0] if parts else every


def _parts(every: bool, formulas: Iterable[Formula]) -> Iterator[Formula]:
    for formula in formulas:
        if isinstance(formula, Group) and formula.every is every:
            yield from formula.parts
        else:
            yield formula


def conjuncts(formula: Formula) -> tuple[Test | Group, ...]:
    """What has to hold together; nothing for True.  The formula must not be False."""
    if isinstance(formula, Group) and formula.every:
        return formula.parts
    return () if isinstance(formula, bool) else (formula,)


def fold(formula: Formula, test: Callable[[Test], T], group: Callable[[bool, list[T]], T]) -> T:
    """Work out a value from the tests up; the formula must not be True or False."""
    assert not isinstance(formula, bool)
    order: list[Test | Group] = []
    todo: list[Test | Group] = [formula]
    while todo:
        order.append(todo.pop())
        if isinstance(order[-1], Group):
            todo.extend(order[-1].parts)
    values: list[T] = []
    for part in reversed(order):
        if isinstance(part, Group):
            size = len(part.parts)
            below = values[-size:]
            del values[-size:]
            values.append(group(part.every, below))
        else:
            values.append(test(part))
    return values[0]


def negation(formula: Formula, full: Sequence[int]) -> Formula:
    """The opposite."""
    if isinstance(formula, bool):
        return not formula
    return fold(
        formula,
        lambda test: Test(test.variable, full[test.variable] & ~test.mask),
        lambda every, below: join(not every, below, full),
    )


class Values(Protocol):
    """A value for each variable."""

    def __getitem__(self, variable: int, /) -> int: ...


def holds(formula: Formula, values: Values) -> bool:
    """Whether the formula holds where each variable has the value `values[index]`."""
    if isinstance(formula, bool):
        return formula
    if isinstance(formula, Test):
        return bool(formula.mask >> values[formula.variable] & 1)
    return fold(
        formula,
        lambda test: bool(test.mask >> values[test.variable] & 1),
        lambda every, below: all(below) if every else any(below),
    )


def variables(formula: Formula) -> set[int]:
    """The variables the formula asks."""
    found: set[int] = set()
    todo: list[Formula] = [formula]
    while todo:
        part = todo.pop()
        if isinstance(part, Group):
            todo.extend(part.parts)
        elif isinstance(part, Test):
            found.add(part.variable)
    return found
