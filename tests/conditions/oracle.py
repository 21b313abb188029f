"""The condition language told to z3, independently of the finite abstraction."""

from __future__ import annotations

from typing import Any, assert_never

import z3  # type: ignore[import-untyped]

from ivrsim.conditions import ast
from ivrsim.conditions.ast import Expr

_COMPARISONS: dict[str, Any] = {
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b, "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b, "=": lambda a, b: a == b, "!=": lambda a, b: a != b,
}  # fmt: skip
MOST_KEYS = 8


class Told:
    """z3's view of a call: axioms where the abstraction has values that exclude each other."""

    def __init__(self) -> None:
        self.mobile, self.landline, self.sent = z3.Bools("mobile landline sms_sent")
        self.flags = {name: z3.Bool(name) for name in ast.FLAG_NAMES}
        self.duration, self.connected = z3.Ints("duration connect_duration")
        self.keys = [z3.String(f"key {i}") for i in range(MOST_KEYS)]
        self.axioms: list[Any] = [
            z3.Not(z3.And(self.flags["mobile"], self.flags["landline"])),
            z3.Implies(self.flags["sms_sent"], self.flags["mobile"]),
            self.connected >= 0,
            self.duration >= self.connected,
        ]
        for key, after in zip(self.keys, self.keys[1:], strict=False):
            self.axioms.append(z3.Implies(key == "", after == ""))

    def satisfiable(self, expr: Expr) -> bool:
        """Whether z3 finds a call."""
        solver = z3.Solver()
        told = ast.fold(expr, self._atom, self._compound)
        solver.add(told, *self.axioms)
        found = solver.check()
        assert found != z3.unknown
        return bool(found == z3.sat)

    def _compound(self, expr: ast.Compound, below: list[Any]) -> Any:
        if isinstance(expr, ast.Not):
            return z3.Not(below[0])
        return z3.And(*below) if isinstance(expr, ast.And) else z3.Or(*below)

    def _atom(self, atom: ast.Atom) -> Any:
        match atom:
            case ast.Always():
                return z3.BoolVal(True)
            case ast.Flag(name):
                return self.flags[name]
            case ast.InRegion(None):
                return z3.Bool("in any region")
            case ast.InRegion(name):
                self.axioms.append(z3.Implies(z3.Bool(f"in {name}"), z3.Bool("in any region")))
                return z3.Bool(f"in {name}")
            case ast.Compare(field, op, seconds):
                value = self.duration if field == "duration" else self.connected
                return _COMPARISONS[op](value, seconds)
            case ast.TextTest(field, op, value):
                return _text(str(field), op, value)
            case ast.Pressed(path):
                return z3.And(*(k == want for k, want in zip(self.keys, path, strict=False)))
            case ast.Answer():
                return z3.String("answer") == atom.key
            case _:
                assert_never(atom)


def _text(field: str, op: str, value: str | None) -> Any:
    present, text = z3.Bool(f"{field} is there"), z3.String(field)
    if op == "present":
        return present
    if op == "!=":
        return z3.Or(z3.Not(present), text != z3.StringVal(value))
    said = text == z3.StringVal(value) if op == "=" else z3.Contains(text, z3.StringVal(value))
    return z3.And(present, said)
