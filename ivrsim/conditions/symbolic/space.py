"""The finite abstraction: every atom a test of one of a few independent variables.

There are no axioms.  What the facts of a call have to do with each other is in the
values of the variables: a phone is mobile, landline or neither; a place is a cell of
the regions' overlaps; a text is absent, one of those it is compared with, or a text
with some set of the parts it is searched for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from ivrsim.conditions import ast, evaluation
from ivrsim.conditions.ast import Atom, Compound, Expr
from ivrsim.conditions.evaluation import DEFAULT, Meaning
from ivrsim.conditions.symbolic import cells, formula
from ivrsim.conditions.symbolic.cells import Fragment
from ivrsim.conditions.symbolic.eye import Eye
from ivrsim.conditions.symbolic.formula import Formula, Test
from ivrsim.conditions.symbolic.solver import Domain
from ivrsim.values import dataclass

MOST_VALUES = 4096
"""Values a variable may have; atoms of a fact that needs more are not decided."""


Pattern: TypeAlias = tuple[Any, ...]
"""What is seen of a value: what each test says of it."""


@dataclass(frozen=True, slots=True)
class Theory:
    """What is known beforehand of the calls a condition is asked about.

    - `meaning`: the language's own open questions;
    - `hours`: `during_hours` is always this; None: it depends on the call;
    - `running`: the call still runs, so no duration is known and every comparison is
      false ("Other expressions will evaluate to false in real time", Invoca
      Community, Signal Builder);
    - `regions`: the sets of region names that a caller can be in at once; None: any set;
    - `pressed`: the keys pressed; None: any;
    - `text_apart`: whether a text message was sent is a variable of its own, because it
      is worked out elsewhere, as from the way of a call; otherwise it is a fact of a
      mobile caller.
    """

    meaning: Meaning = DEFAULT
    hours: bool | None = None
    running: bool = False
    regions: Collection[frozenset[str]] | None = None
    pressed: tuple[str, ...] | None = None
    text_apart: bool = False


FREE = Theory()
"""Nothing is known but the language itself; durations are those of a call that is over."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One thing that differs between calls.

    `cells` are its values, each as a fragment of the facts that shows it; `default` is
    the value of a call of which nothing is said; `opaque` marks a variable that stands
    for an atom with too many values to tell apart.
    """

    name: str
    cells: tuple[Mapping[str, Any], ...]
    default: int = 0
    opaque: bool = False


@dataclass(frozen=True, slots=True)
class Cells:
    """A variable that tells candidates apart: the pattern of each value, and how to see it."""

    variable: int
    patterns: tuple[Pattern, ...]
    look: Callable[[Fragment], Pattern]

    def cell(self, fragment: Fragment) -> int:
        """Which value a fragment shows.  Raises ValueError if it shows none."""
        return self.patterns.index(self.look(fragment))


class Space:
    """The variables that some conditions ask, and each atom as a test of them.

    `variables` has them by index; `domain` is what the engines need of them.
    """

    def __init__(self, exprs: Iterable[Expr] = (), theory: Theory = FREE) -> None:
        self.theory = theory
        self.domain = Domain()
        self.variables: dict[int, Variable] = {}
        self.index: dict[str, int] = {}
        self._cells: dict[int, Cells] = {}
        self._opaque = False
        self._tests: dict[Atom, Formula] = {}
        topics: dict[str, list[Atom]] = {}
        for atom in dict.fromkeys(a for expr in exprs for a in expr.atoms()):
            if not isinstance(atom, ast.Always):
                topics.setdefault(cells.topic(atom, theory.text_apart), []).append(atom)
        for name, atoms in topics.items():
            self._settle(name, atoms)

    # -- variables -----------------------------------------------------------------

    def add(self, variable: Variable) -> int:
        """One more variable; its index.  A name that is known keeps its variable."""
        known = self.index.get(variable.name)
        if known is None:
            known = self.domain.new(len(variable.cells), variable.default)
            self.index[variable.name] = known
            self.variables[known] = variable
            self._opaque = self._opaque or variable.opaque
        return known

    def facts(self, values: Mapping[int, int]) -> Fragment:
        """The facts of a call whose variables have these values."""
        chosen = (self.variables[v].cells[value] for v, value in sorted(values.items()))
        return cells.merged(dict(fragment) for fragment in chosen)

    @property
    def has_opaque(self) -> bool:
        """Whether anything asked is not told apart."""
        return self._opaque

    def is_opaque(self, asked: Iterable[int]) -> bool:
        """Whether one of the variables stands for something that is not decided."""
        return any(v in self.variables and self.variables[v].opaque for v in asked)

    # -- formulas ------------------------------------------------------------------

    def test(self, atom: Atom) -> Formula:
        """An atom as a test of a variable; True or False where it is always that."""
        if isinstance(atom, ast.Always):
            return True
        return self._tests[atom]

    def both(
        self, expr: Expr, test: Callable[[Atom], Formula] | None = None
    ) -> tuple[Formula, Formula]:
        """A condition as a formula, and its opposite; `test` may read atoms otherwise."""
        read = test or self.test

        def atom(part: Atom) -> tuple[Formula, Formula]:
            found = read(part)
            return found, self.negation(found)

        def compound(
            part: Compound, below: list[tuple[Formula, Formula]]
        ) -> tuple[Formula, Formula]:
            if isinstance(part, ast.Not):
                return below[0][1], below[0][0]
            every = isinstance(part, ast.And)
            yes, no = zip(*below, strict=True)
            return self._join(every, yes), self._join(not every, no)

        return ast.fold(expr, atom, compound)

    def formula(self, expr: Expr) -> Formula:
        """A condition as a formula."""
        return self.both(expr)[0]

    def all_of(self, *formulas: Formula) -> Formula:
        """All of these hold."""
        return self._join(True, formulas)

    def any_of(self, *formulas: Formula) -> Formula:
        """One of these holds."""
        return self._join(False, formulas)

    def negation(self, one: Formula) -> Formula:
        """The opposite."""
        if isinstance(one, Test):
            return Test(one.variable, self.domain.full[one.variable] & ~one.mask)
        return formula.negation(one, self.domain.full)

    def _join(self, every: bool, formulas: Iterable[Formula]) -> Formula:
        return formula.join(every, formulas, self.domain.full)

    def among(self, variable: int, mask: int) -> Formula:
        """The variable has one of these values."""
        full = self.domain.full[variable]
        return mask == full if mask in {0, full} else Test(variable, mask)

    # -- from atoms to variables -----------------------------------------------------

    def divide(
        self, name: str, candidates: Iterable[Fragment], look: Callable[[Fragment], Pattern]
    ) -> Cells | None:
        """A variable with one value for each pattern that is seen of the candidates.

        The first candidate is the call of which nothing is said; the first of each
        pattern stands for it.  None where there are too many.
        """
        seen: dict[Pattern, Fragment] = {}
        for number, fragment in enumerate(candidates):
            seen.setdefault(look(fragment), fragment)
            if len(seen) > MOST_VALUES or number > 64 * MOST_VALUES:
                return None
        index = self.add(Variable(name, tuple(seen.values())))
        self._cells[index] = Cells(index, tuple(seen), look)
        return self._cells[index]

    def cell(self, variable: int, fragment: Fragment) -> int:
        """Which value of a variable a fragment of the facts shows.

        Raises KeyError if the variable tells no candidates apart, ValueError if none fits.
        """
        return self._cells[variable].cell(fragment)

    def column(self, cells_known: Cells, place: int) -> Formula:
        """The values whose pattern is true at this place."""
        patterns = cells_known.patterns
        mask = sum(1 << value for value, seen in enumerate(patterns) if seen[place] is True)
        return self.among(cells_known.variable, mask)

    def opaque(self, name: str) -> Test:
        """A test of a variable that stands for what is not decided."""
        return Test(self.add(Variable(name, ({}, {}), opaque=True)), 2)

    def _settle(self, name: str, atoms: Sequence[Atom]) -> None:
        """One variable for all atoms that ask the same fact."""
        meaning = self.theory.meaning
        tests = [atom for atom in atoms if isinstance(atom, ast.TextTest)]
        if tests:
            self._settle_text(name, tests)
            return

        def look(fragment: Fragment) -> Pattern:
            return tuple(evaluation.atom_truth(atom, fragment, meaning) is True for atom in atoms)

        constant = self._constant(name)
        if constant is not None:
            self._tests.update(zip(atoms, map(bool, look(constant)), strict=True))
            return
        found = self.divide(name, self._candidates(name, atoms), look)
        for place, atom in enumerate(atoms):
            self._tests[atom] = self.column(found, place) if found else self.opaque(str(atom))

    def _settle_text(self, name: str, tests: Sequence[ast.TextTest]) -> None:
        eye = Eye(tests, self.theory.meaning)
        asked = tests[0].field
        found = self.divide(
            name,
            self._candidates(name, tests),
            lambda fragment: (eye.see(cells.text_in(asked, fragment)),),
        )
        seen = [pattern[0] for pattern in found.patterns] if found else []
        for test in tests:
            self._tests[test] = (
                self.among(found.variable, eye.mask(test, seen))
                if found
                else self.opaque(str(test))
            )

    def _constant(self, name: str) -> Fragment | None:
        """The facts about a topic that are the same for every call."""
        theory = self.theory
        if name == "during_hours" and theory.hours is not None:
            return {name: theory.hours}
        if name == "duration" and theory.running:
            return {"duration": None, "connect_duration": None}
        if name == "pressed" and theory.pressed is not None:
            return {name: list(theory.pressed)}
        return None

    def _candidates(self, name: str, atoms: Sequence[Atom]) -> Iterable[Fragment]:
        meaning, regions = self.theory.meaning, self.theory.regions
        match atoms[0]:
            case ast.TextTest(asked):
                tests = [a for a in atoms if isinstance(a, ast.TextTest)]
                found = cells.texts(tests, meaning, MOST_VALUES)
                return (cells.text_fragment(asked, text) for text in found)
            case ast.InRegion():
                named = sorted({a.name for a in atoms if isinstance(a, ast.InRegion) and a.name})
                known = cells.regions(named) if regions is None else regions
                return ({name: sorted(names)} for names in known)
            case ast.Compare():
                return cells.durations([a for a in atoms if isinstance(a, ast.Compare)])
            case ast.Pressed():
                tests_of_keys = [a for a in atoms if isinstance(a, ast.Pressed)]
                return ({name: list(path)} for path in cells.presses(tests_of_keys, meaning))
            case ast.Answer():
                answers = [a.key for a in atoms if isinstance(a, ast.Answer)]
                return ({name: key} for key in ["", *answers])
            case _ if name == "line":
                return cells.lines(ast.Flag("sms_sent") in atoms)
            case _:
                return ({name: False}, {name: True})
