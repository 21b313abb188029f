"""Which parts of a condition change nothing, and what is left without them."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.conditions.ast import ALWAYS, And, Expr, Not, Or
from ivrsim.conditions.symbolic.formula import Formula, Verdict
from ivrsim.conditions.symbolic.solver import STEPS, Mark, Solver
from ivrsim.conditions.symbolic.space import FREE, Space, Theory
from ivrsim.places import Span
from ivrsim.values import dataclass, field

Pair = tuple[Formula, Formula]


@dataclass(frozen=True, slots=True)
class Redundant:
    """A part that may as well be `value`: nothing changes for any call."""

    expr: Expr
    value: bool

    @property
    def span(self) -> Span | None:
        """Where the part stands in the text the condition was read from."""
        return self.expr.span


@dataclass(frozen=True, slots=True)
class Simplified:
    """A condition without its redundant parts; `complete` unless the budget ran out.

    `expr` is `ALWAYS` for a condition that always holds, `Not(ALWAYS)` for one that
    never does.
    """

    expr: Expr
    redundant: tuple[Redundant, ...] = ()
    complete: bool = True


@dataclass(slots=True, eq=False)
class _Part:
    """A part of the condition on the way to what is left of it."""

    expr: Expr
    above: _Part | None
    below: list[_Part] = field(default_factory=list)
    pair: Pair = (True, False)
    value: bool | None = None


NEVER = Not(ALWAYS)


def simplify(
    expr: Expr, theory: Theory = FREE, budget: int = STEPS, given: Expr = ALWAYS
) -> Simplified:
    """The condition without the parts that change nothing for calls where `given` holds.

    Larger parts are tried first, and each is judged with the earlier ones left out; so
    leaving out all of them together changes nothing either.
    """
    return _Simplifier(expr, Space([expr, given], theory), budget).run(given)


class _Simplifier:
    """Goes down the condition with the parts beside on the solver's stack.

    A part matters only where those beside it under `and` hold and those beside it under
    `or` do not.  If it is then never true, it may as well be false, and the other way
    round.
    """

    def __init__(self, expr: Expr, space: Space, budget: int) -> None:
        self.space = space
        self.solver = Solver(space.domain, budget)
        self.root = _Part(expr, None)
        self.redundant: list[Redundant] = []
        self.complete = True
        parts = list(_parts(self.root))
        for part in reversed(parts):
            self._refresh(part)

    def run(self, given: Expr) -> Simplified:
        """Try every part, then put together what is left."""
        possible = self.solver.add(self.space.formula(given))
        todo: list[_Part | tuple[_Part, Mark]] = [self.root] if possible is True else []
        while todo:
            item = todo.pop()
            if isinstance(item, tuple):
                self.solver.undo(item[1])
                self._refresh(item[0])
                continue
            mark = self.solver.mark()
            todo.append((item, mark))
            if self._beside(item) and not self._settled(item):
                todo.extend(reversed(item.below))
        return Simplified(_rest(self.root), tuple(self.redundant), self.complete)

    def _refresh(self, part: _Part) -> None:
        """The part's formula as it now stands."""
        if part.value is not None:
            part.pair = (part.value, not part.value)
        elif not part.below:
            found = self.space.test(part.expr)  # type: ignore[arg-type]
            part.pair = (found, self.space.negation(found))
        elif isinstance(part.expr, Not):
            part.pair = (part.below[0].pair[1], part.below[0].pair[0])
        else:
            yes = [below.pair[0] for below in part.below]
            no = [below.pair[1] for below in part.below]
            both = self.space.all_of, self.space.any_of
            every, some = both if isinstance(part.expr, And) else reversed(both)
            part.pair = (every(*yes), some(*no))

    def _beside(self, part: _Part) -> bool:
        """Take the parts beside onto the stack; whether the part can matter at all."""
        above = part.above
        if above is None or isinstance(above.expr, Not):
            return True
        side = 0 if isinstance(above.expr, And) else 1
        for other in above.below:
            if other is not part and not self._known(self.solver.add(other.pair[side])):
                return False
        return True

    def _known(self, verdict: Verdict) -> bool:
        if not isinstance(verdict, bool):
            self.complete = False
            return False
        return verdict

    def _settled(self, part: _Part) -> bool:
        """Whether the part may as well be constant here; then it is."""
        for value in (False, True):
            mark = self.solver.mark()
            verdict = self.solver.add(part.pair[int(value)])
            self.solver.undo(mark)
            self.complete = self.complete and isinstance(verdict, bool)
            if verdict is False:
                part.value = value
                self.redundant.append(Redundant(part.expr, value))
                return True
        return False


def _parts(root: _Part) -> Iterator[_Part]:
    """Every part, each before those below it."""
    todo = [root]
    while todo:
        part = todo.pop()
        yield part
        part.below = [_Part(below, part) for below in part.expr.operands]
        todo.extend(part.below)


def _rest(root: _Part) -> Expr:
    """What is left of the condition."""
    left: dict[int, Expr] = {}
    for part in reversed(list(_again(root))):
        if part.value is not None:
            left[id(part)] = ALWAYS if part.value else NEVER
        elif not part.below:
            left[id(part)] = part.expr
        else:
            left[id(part)] = _joined(part.expr, [left[id(below)] for below in part.below])
    return left[id(root)]


def _again(root: _Part) -> Iterator[_Part]:
    todo = [root]
    while todo:
        part = todo.pop()
        yield part
        todo.extend(part.below)


def _joined(expr: Expr, below: list[Expr]) -> Expr:
    """A compound of what is left of its parts."""
    if isinstance(expr, Not):
        return ALWAYS if below[0] == NEVER else NEVER if below[0] == ALWAYS else Not(below[0])
    kind, neutral, absorbing = (
        (And, ALWAYS, NEVER) if isinstance(expr, And) else (Or, NEVER, ALWAYS)
    )
    kept = [part for part in below if part != neutral]
    if absorbing in kept:
        return absorbing
    return kind(tuple(kept)) if len(kept) > 1 else kept[0] if kept else neutral
