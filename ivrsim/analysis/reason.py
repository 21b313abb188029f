"""Why nobody can take an exit: the fewest earlier conditions and keys that decide it.

The path is read once more with nothing folded away: what the path itself settles (the
keys pressed, a text accepted, hours that never change) becomes a premise, which is
named only if the proof needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ivrsim.analysis.env import Env
from ivrsim.analysis.path import Visit, moves
from ivrsim.analysis.space import HOURS
from ivrsim.analysis.walk import Walk
from ivrsim.conditions import ast
from ivrsim.conditions.ast import Atom, Compound, Expr
from ivrsim.conditions.format import field_text
from ivrsim.conditions.symbolic.formula import UNDECIDED, Formula, Test, Verdict, holds
from ivrsim.conditions.symbolic.solver import Solver
from ivrsim.conditions.symbolic.space import Variable
from ivrsim.flow.action import Ask
from ivrsim.flow.flow import NodeId
from ivrsim.places import Place
from ivrsim.values import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Because:
    """One thing that decides: a condition met earlier, a key pressed, a fact of the flow.

    `node` and `exit` say where a call meets it, `place` where that stands in the
    document; both are empty for a fact that holds everywhere.
    """

    text: str
    node: NodeId | None = None
    exit: str = ""
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why it is so; leaving out any one of `because` would leave it open."""

    text: str
    because: tuple[Because, ...] = ()

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class _Told(Env):
    """An environment in which what the path settles is asked, not folded away."""

    premises: dict[int, tuple[bool, Because]] = field(default_factory=dict, repr=False)
    visit: Visit | None = field(default=None, repr=False)

    def arriving(self, expr: Compound) -> None:
        return None

    def test(self, atom: Atom, answer: str = "") -> Formula:
        found = Env.test(self, atom, answer)
        if not isinstance(found, bool) or isinstance(atom, ast.Always | ast.Answer):
            return found
        because = _settled(atom, found, self)
        name = f"{atom} because {because.text} {because.node}"
        index = self.space.space.add(Variable(name, ({}, {})))
        self.premises[index] = (found, because)
        return Test(index, 2)


def reason(walk: Walk, visit: Visit, exit_name: str, unreadable: bool) -> Reason:
    """Why no call that makes this visit can leave by this exit."""
    if unreadable:
        return Reason("its condition cannot be read, so a call ends here")
    steps, env = _retold(walk, visit)
    goal = [m.when for m in moves(walk, visit.node, env) if m.exit == exit_name]
    if not goal:
        return Reason("no call leaves this node by this exit: nothing a caller does leads to it")
    space = walk.space.space
    known: list[tuple[Formula, Because]] = [
        (Test(index, 2 if value else 1), because)
        for index, (value, because) in env.premises.items()
    ]
    core = _core(Solver(space.domain), space.any_of(*goal), [*steps, *known])
    if core is None:
        return Reason("no caller who comes here fits, however they come")
    told = tuple(dict.fromkeys(core))
    said = " and ".join(because.text for because in told) or "the condition is never met"
    return Reason(said, told)


def _retold(walk: Walk, visit: Visit) -> tuple[list[tuple[Formula, Because]], _Told]:
    """The path's formulas with what each means, and the facts at its end."""
    env = _Told(walk.space, walk.number)
    steps: list[tuple[Formula, Because]] = []
    path = visit.path()
    for here, after in pairwise(path):
        env = replace(env, visit=here)
        taken = after.move
        assert taken is not None, "every visit but the first has a move"
        found = [
            move
            for move in moves(walk, here.node, env)
            if move.exit == taken.exit and move.env.pressed == taken.env.pressed
        ]
        chosen = next((m for m in found if m.ways[0].key == taken.ways[0].key), found[0])
        guards = next((way.guards for way in chosen.ways if way.guards), ())
        steps.append((chosen.when, _met(walk, here.node, taken.exit, guards)))
        env = chosen.env  # type: ignore[assignment]
    return steps, replace(env, visit=visit)


def _met(walk: Walk, node: NodeId, exit_name: str, guards: Sequence[Expr]) -> Because:
    place = walk.flow.places.get(node)
    asked = (a for a in walk.flow.nodes[node].actions() if isinstance(a, Ask))
    if not guards and any(ask.question.mobile_only for ask in asked):
        return Because(f"{node} asks only mobile phones", node, exit_name, place)
    if not guards:
        return Because(f"the call left {node} by {exit_name!r}", node, exit_name, place)
    taken = next((e for e in walk.flow.nodes[node].ways_out() if e.name == exit_name), None)
    last = taken is not None and taken.when == guards[-1]
    values = [*(False for _ in guards[:-1]), last]
    said = [f'"{g}" was {str(v).lower()}' for g, v in zip(guards, values, strict=True)]
    return Because(f"{' and '.join(said)} at {node}", node, exit_name, place)


def _settled(atom: Atom, value: bool, env: _Told) -> Because:
    """Why an atom has only this value here."""
    word = f'"{atom}" is {"true" if value else "false"}'
    match atom:
        case ast.Pressed():
            return _keys(word, env)
        case ast.Flag("sms_sent"):
            sent = "a text message was" if value else "no text message was"
            return Because(f"{word}: {sent} accepted before")
        case ast.Flag(name) if name == HOURS:
            hours = "always" if value else "never"
            return Because(f"{word}: the campaign is {hours} open")
        case ast.Compare():
            return Because(f"{word}: a duration is not known while the call runs")
        case ast.InRegion(name):
            typed = "in_region" in env.changes
            where = "the ZIP code that was typed" if typed else "no place a caller can be in"
            which = "a region" if name is None else f"the region {name}"
            verb = "is in no part of" if typed else "is in"
            return Because(f"{word}: {where} {verb} {which}")
        case ast.TextTest(asked) if field_text(asked) in env.changes:
            return Because(f"{word}: {field_text(asked)} holds what the caller typed")
        case _:
            return Because(f"{word} for every caller")


def _keys(word: str, env: _Told) -> Because:
    """The keys of the path, and where the last of them was pressed."""
    path = env.visit.path() if env.visit else []
    asked = [v for v in path if v.before and v.env.pressed != v.before.env.pressed]
    where = asked[-1].before.node if asked and asked[-1].before else None
    keys = " ".join(env.pressed)
    said = f"the keys pressed are {keys}" if keys else "no key was pressed before"
    place = env.space.views[env.number].flow.places.get(where) if where else None
    return Because(f"{word}: {said}", where, env.pressed[-1] if env.pressed else "", place)


def _core(
    solver: Solver, goal: Formula, known: Sequence[tuple[Formula, Because]]
) -> list[Because] | None:
    """The smallest part of what is known that rules the goal out; None if none does.

    First what a model of the goal breaks is added until there is no model; then each
    part is left out in turn.
    """
    chosen: list[int] = []
    while (found := _holds(solver, [goal, *(known[i][0] for i in chosen)])) is True:
        model = [*solver.model, *solver.domain.prefer[len(solver.model) :]]
        broken = (i for i in reversed(range(len(known))) if not holds(known[i][0], model))
        more = next(broken, None)
        if more is None:
            return None
        chosen.append(more)
    if found is UNDECIDED:
        return None
    for index in list(chosen):
        rest = [i for i in chosen if i != index]
        if _holds(solver, [goal, *(known[i][0] for i in rest)]) is False:
            chosen = rest
    return [known[i][1] for i in sorted(chosen)]


def _holds(solver: Solver, formulas: Sequence[Formula]) -> Verdict:
    """Whether these hold together; the solver's stack is empty before and after."""
    mark = solver.mark()
    answer: Verdict = True
    for formula in formulas:
        answer = solver.add(formula)
        if answer is not True:
            break
    solver.undo(mark)
    return answer
