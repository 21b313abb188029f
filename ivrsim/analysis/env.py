"""What a call has changed on its way: the facts as they stand at one place of one path.

A fact that a call can change has a *version*: at first what the caller brought, and
after each change what was chosen there.  Formulas ask versions, so a condition before
a change and the same condition after it are different formulas (as in static single
assignment).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ivrsim.analysis.space import PLACE, TEXT_SENT, CallerSpace, Slot
from ivrsim.conditions import ast, evaluation
from ivrsim.conditions.ast import Atom, Compound, Expr
from ivrsim.conditions.format import field_text
from ivrsim.conditions.symbolic.formula import Formula
from ivrsim.values import dataclass, field, replace


class Effect(NamedTuple):
    """The call gives a fact a new value, a value of the fact's own variable."""

    slot: Slot
    value: int


class Change(NamedTuple):
    """The fact became `value` for the callers of whom `when` holds, and stayed for others."""

    when: Formula
    value: int
    before: Change | None


@dataclass(frozen=True, slots=True)
class Env:
    """The facts of a call at one place of its path, for the flow of this number.

    `pressed` has the keys reported so far, up to what conditions can ask; `changes` the
    last change of each fact that the call has changed.  `loose` is for places reached
    on many paths: there the variable of a changeable fact has its value now.
    """

    space: CallerSpace = field(repr=False)
    number: int = 0
    pressed: tuple[str, ...] = ()
    changes: Mapping[Slot, Change] = field(default_factory=dict)
    loose: bool = False

    def report(self, key: str) -> Env:
        """One more key is pressed."""
        if len(self.pressed) >= self.space.longest_press(self.number):
            return self
        return replace(self, pressed=(*self.pressed, key))

    def change(self, when: Formula, effects: tuple[Effect, ...]) -> Env:
        """These facts change, for the callers of whom `when` holds."""
        if not effects:
            return self
        changes = dict(self.changes)
        for slot, value in effects:
            changes[slot] = Change(when, value, changes.get(slot) if when is not True else None)
        return replace(self, changes=changes)

    def both(self, expr: Expr, answer: str = "") -> tuple[Formula, Formula]:
        """A guard as a formula, and its opposite, where the caller's answer is `answer`."""
        if isinstance(expr, ast.Always):
            return True, False
        if isinstance(expr, ast.Answer):
            return expr.key == answer, expr.key != answer
        if isinstance(expr, ast.Compound):
            known = self.arriving(expr)
            return known or self.space.space.both(expr, lambda atom: self.test(atom, answer))
        found = self.test(expr, answer)
        return found, self.space.space.negation(found)

    def arriving(self, expr: Compound) -> tuple[Formula, Formula] | None:
        """A guard and its opposite, where nothing that the call did can matter to it."""
        return None if self.changes else self.space.both(self.number, expr)

    def test(self, atom: Atom, answer: str = "") -> Formula:
        """One atom as a formula."""
        match atom:
            case ast.Always():
                return True
            case ast.Answer(key):
                return key == answer
            case ast.Pressed():
                facts = {"pressed": list(self.pressed)}
                return evaluation.atom_truth(atom, facts, self.space.settings.meaning) is True
            case ast.Flag("sms_sent"):
                return self._changed(atom, TEXT_SENT)
            case ast.InRegion():
                return self._changed(atom, PLACE)
            case ast.TextTest(asked):
                return self._changed(atom, field_text(asked))
            case _:
                return self.space.test(self.number, atom)

    def _changed(self, atom: Atom, slot: Slot) -> Formula:
        """An atom that asks a fact which the call may have changed."""
        if slot not in self.changes and (self.loose or slot != TEXT_SENT):
            return self.space.test(self.number, atom)
        return self.among(slot, self.space.mask(self.number, atom))

    def among(self, slot: Slot, mask: int) -> Formula:
        """A changeable fact has one of these values now."""
        cells = self.space.cells[slot]
        assert cells is not None, "only facts whose values are told apart change"
        found: Formula = False
        if self.loose or slot != TEXT_SENT:
            found = self.space.space.among(cells.variable, mask)
        chain: list[Change] = []
        change = self.changes.get(slot)
        while change is not None:
            chain.append(change)
            change = change.before
        for when, value, _ in reversed(chain):
            found = self._either(when, bool(mask >> value & 1), found)
        return found

    def _either(self, when: Formula, then: bool, otherwise: Formula) -> Formula:
        join = self.space.space
        return join.any_of(when, otherwise) if then else join.all_of(join.negation(when), otherwise)
