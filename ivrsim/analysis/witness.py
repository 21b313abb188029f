"""A caller who shows that a place of a flow can be reached, and how to call as they do."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from ivrsim.analysis.answers import Act
from ivrsim.analysis.env import Env
from ivrsim.analysis.path import Move, Visit, keys_of
from ivrsim.analysis.settings import Rules, rules
from ivrsim.analysis.smallest import smallest
from ivrsim.analysis.space import HOURS
from ivrsim.analysis.walk import Walk, Way
from ivrsim.conditions import ast
from ivrsim.conditions.ast import Atom, Compound, Expr, Flag
from ivrsim.conditions.symbolic.diagram import NODES
from ivrsim.conditions.symbolic.formula import UNDECIDED, Undecided, Values, holds
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.lazy import fetch
from ivrsim.values import dataclass, field

if TYPE_CHECKING:
    from ivrsim.simulate.session import Call

MANY = 1000
"""A key weighs more than any number of attributes."""

ONWARD = 10_000
"""Nodes that a call passes on its own which are looked at for what they ask."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A caller and what they do, which leads to `node`, or out of it by `exit`.

    `words` describe the caller as keyword arguments of `flow.call`; `acts` are what
    the caller does, each a method of `Call` with its argument.

    A witness reads like the call it makes: `witness.outcome`, `witness.trace` and all
    else of `Call` are those of the simulated call, made anew each time, so that going
    on (`witness.press("1")`) leaves the witness as it is.
    """

    words: Mapping[str, Any]
    acts: tuple[Act, ...]
    node: NodeId
    exit: str | None = None
    flow: CallFlow = field(repr=False, compare=False, kw_only=True)
    settings: Rules = field(repr=False, compare=False, kw_only=True)

    def call(self, flow: CallFlow | None = None) -> Call:
        """The simulated call, after the last act; through another flow if one is given."""
        begin = fetch("ivrsim.simulate.session:call")
        started: Call = begin(flow or self.flow, settings=self.settings, **self.words)
        for name, *argument in self.acts:
            getattr(started, name)(*argument)
        return started

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in type(self).__dataclass_fields__:
            raise AttributeError(name)
        return getattr(self.call(), name)

    @property
    def keys(self) -> str:
        """What the caller does, in short: `1 silence 93101`."""
        return " ".join(act[-1] for act in self.acts)

    def command(self, file: str) -> str:
        """The command line that makes the same call through a file."""
        return shlex.join(["ivrsim", "call", file, *self._options()])

    def _options(self) -> Iterator[str]:
        for name, value in self.words.items():
            option = f"--{name.replace('_', '-')}"
            if name == "custom_data":
                for key, text in value.items():
                    yield from ("--data", f"{key}={text}")
            elif isinstance(value, bool):
                yield option
            elif isinstance(value, str):
                yield from (option, value)
            else:
                yield from (part for item in value for part in (option, item))
        usual = rules()
        for name in ("attempts", "wrong_failover", "repeats", "no_branch", "overnight",
                     "missing_hours"):  # fmt: skip
            if getattr(usual, name) != getattr(self.settings, name):
                yield from ("--set", f"{name}={getattr(self.settings, name)}")
        for name, *argument in self.acts:
            yield from (f"--{name}", *argument)


class _Values:
    """The values that were chosen; for other variables, even new ones, those preferred."""

    def __init__(self, prefer: Sequence[int], chosen: Mapping[int, int]) -> None:
        self._prefer = prefer
        self._chosen = dict(chosen)

    def __getitem__(self, variable: int, /) -> int:
        return self._chosen.get(variable, self._prefer[variable])


class Witnesses:
    """Finds the smallest witness of a path: fewest keys, then fewest attributes."""

    def __init__(self, walk: Walk, budget: int = NODES) -> None:
        self.walk = walk
        self.space = walk.space
        self.budget = budget
        self._keys: dict[int, tuple[int, ...]] = {}
        self._said: dict[tuple[int, int], int] = {}

    def of(
        self, visit: Visit, last: Move | None = None
    ) -> Witness | Literal[Undecided.UNDECIDED] | None:
        """The witness of a visit, or of a move from it; None if nobody can make it."""
        moves = [*visit.moves(), *([last] if last else [])]
        for move in moves:
            if move.chooser is not None:
                self._keys[move.chooser] = tuple(keys_of(way) for way in move.ways)
        formulas = [move.when for move in moves]
        found = smallest(self.space.space, formulas, self._cost, self.budget)
        if found is None or found is UNDECIDED:
            return found
        return self._made(visit, moves, found, last)

    def _made(
        self, visit: Visit, moves: Sequence[Move], found: dict[int, int], last: Move | None
    ) -> Witness:
        values = _Values(self.space.space.domain.prefer, found)
        ways = [self.way(move, values) for move in moves]
        env, node = (last.env, last.target) if last else (visit.env, visit.node)
        hours = self.space.space.index.get(HOURS)
        if hours is not None and self._asks_hours(ways, node, env, values):
            found[hours] = values[hours]
        else:
            found.pop(hours if hours is not None else -1, None)
        acts = tuple(act for way in ways if way.choice for act in way.choice.acts)
        return Witness(
            self.space.words(found), acts, visit.node, last.exit if last else None,
            flow=self.walk.flow, settings=self.space.settings,
        )  # fmt: skip

    def way(self, move: Move, values: Values) -> Way:
        """The way with the fewest keys that a caller with these values can move by."""
        if move.chooser is not None:
            return move.ways[values[move.chooser]]
        return min((way for way in move.ways if holds(way.when, values)), key=keys_of)

    def _cost(self, variable: int, value: int) -> int:
        keys = self._keys.get(variable)
        prefer = self.space.space.domain.prefer[variable]
        if keys is not None:
            return MANY * (keys[value] - keys[prefer]) + (value != prefer)
        if value == prefer:
            return 0
        if (variable, value) not in self._said:
            known = self.space.space.variables.get(variable)
            silent = known is None or known.name == HOURS
            said = 0 if silent else max(len(self.space.words({variable: value})), 1)
            self._said[variable, value] = said
        return self._said[variable, value]

    # -- the time of the call ----------------------------------------------------------

    def _asks_hours(
        self, ways: Sequence[Way], node: NodeId | None, env: Env, values: Values
    ) -> bool:
        """Whether the call cannot be made without saying when."""
        asked = [(guard, way.env, way.answer) for way in ways for guard in way.guards]
        asked += self._onward(node, env, values)
        return any(self._truth(expr, env, answer, values) is None for expr, env, answer in asked)

    def _onward(
        self, node: NodeId | None, env: Env, values: Values
    ) -> Iterator[tuple[Expr, Env, str]]:
        """The conditions a call meets from here to its next question, or to its end."""
        for _ in range(ONWARD):
            if node is None:
                return
            alone = (way for way in self.walk.ways(node, env) if way.choice is None)
            way = next((way for way in alone if holds(way.when, values)), None)
            if way is None:
                return
            yield from ((guard, way.env, way.answer) for guard in way.guards)
            if way.ending in {"connected", "transferred"}:
                yield self.space.whispers(self.walk.number), way.env, way.answer
            node, env = way.target, way.env

    def _truth(self, expr: Expr, env: Env, answer: str, values: Values) -> bool | None:
        """The value of a condition in a call of which the time is not known."""

        def atom(part: Atom) -> bool | None:
            found = env.test(part, answer)
            if part == Flag("during_hours") and not isinstance(found, bool):
                return None
            return holds(found, values)

        def join(part: Compound, below: list[bool | None]) -> bool | None:
            if isinstance(part, ast.Not):
                return None if below[0] is None else not below[0]
            settles = isinstance(part, ast.Or)
            return settles if settles in below else None if None in below else not settles

        return ast.fold(expr, atom, join)
