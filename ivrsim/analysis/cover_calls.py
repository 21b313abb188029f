"""Calls that cover: few of them, each as one path and the callers who can still take it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ivrsim.analysis.cover_targets import Target, Wanted
from ivrsim.analysis.path import Visit, moves
from ivrsim.analysis.reach import Reach, is_tree
from ivrsim.analysis.space import HOURS
from ivrsim.analysis.witness import Witness, Witnesses
from ivrsim.conditions.symbolic.formula import Formula, Test, variables
from ivrsim.conditions.symbolic.solver import Mark, Solver
from ivrsim.flow.flow import NodeId
from ivrsim.values import dataclass, replace

CLIQUE = 12
"""Targets of one node that are compared with each other for the lower bound."""


class Chosen(NamedTuple):
    """A call, and the targets that it is the first to cover; no call if not decided."""

    call: Witness | None
    targets: tuple[Target, ...]


class Done:
    """The nodes and exits that are covered already, and how long further calls may be."""

    LONGEST = 4_000_000
    """Nodes on the ways of all calls together.  In a flow of thousands of nodes in one line,
    each with an end of its own, all calls would be too long to tell: then "not decided"."""

    def __init__(self) -> None:
        self.targets: set[Target] = set()
        self._visits: set[Visit] = set()
        self._left = self.LONGEST

    def affords(self, last: Visit) -> bool:
        """Whether a call to this visit is not too long; it is taken from what is left."""
        if self._left > 0:
            self._left -= len(last.path())
        return self._left > 0

    def along(self, last: Visit) -> list[Target]:
        """Cover a path; what is new of it, from its end."""
        found: list[Target] = []
        visit: Visit | None = last
        while visit is not None and visit not in self._visits:
            self._visits.add(visit)
            found.append(Target(visit.node))
            if visit.before is not None and visit.move is not None:
                found.append(Target(visit.before.node, visit.move.exit))
            visit = visit.before
        fresh = [target for target in found if target not in self.targets]
        self.targets.update(fresh)
        return fresh


class Stack:
    """A solver that holds what is true of the callers who come to one visit."""

    def __init__(self, solver: Solver) -> None:
        self.solver = solver
        self._held: list[tuple[Visit, Mark]] = []
        self._index: dict[Visit, int] = {}

    def go_to(self, visit: Visit) -> None:
        """Take back what the path there does not share, and add the rest of it."""
        chain: list[Visit] = []
        here: Visit | None = visit
        while here is not None and here not in self._index:
            chain.append(here)
            here = here.before
        keep = 0 if here is None else self._index[here] + 1
        if len(self._held) > keep:
            self.solver.undo(self._held[keep][1])
        for gone, _ in self._held[keep:]:
            del self._index[gone]
        del self._held[keep:]
        for step in reversed(chain):
            self._index[step] = len(self._held)
            self._held.append((step, self.solver.mark()))
            self.solver.add(step.move.when if step.move else True)

    def possible(self, *formulas: Formula) -> bool | None:
        """Whether these can hold together there; None: not decided.  Takes them back."""
        mark = self.solver.mark()
        found: bool | None = True
        for formula in formulas:
            verdict = self.solver.add(formula)
            if verdict is not True:
                found = False if verdict is False else None
                break
        self.solver.undo(mark)
        return found


@dataclass(frozen=True)
class Paths:
    """The found paths as a tree of visits: which visits follow one, and leave it how."""

    reach: Reach
    after: dict[Visit, list[Visit]]

    @classmethod
    def of(cls, reach: Reach) -> Paths:
        """From the visits that a search found."""
        after: dict[Visit, list[Visit]] = {visit: [] for visit in reach.found.visits.values()}
        for visit in reach.found.visits.values():
            if visit.before in after:
                after[visit.before].append(visit)
        return cls(reach, after)

    def ends(self) -> set[NodeId]:
        """The nodes that no call leaves: each call comes to at most one of them."""
        left = {node for node, _ in self.reach.found.exits}
        unsure = {place[0] for place in self.reach.found.unsure if not isinstance(place, str)}
        return set(self.reach.found.visits) - left - unsure


def places(paths: Paths, exits: bool, done: Done) -> Iterator[Chosen]:
    """Calls that come to every node, and take every exit: first those that end deepest.

    A tree needs no others.
    """
    reach = paths.reach
    ends = paths.ends()
    visits = reach.found.visits
    order = [*(n for n in visits if n in ends), *(n for n in reversed([*visits]) if n not in ends)]
    for node in order:
        if Target(node) not in done.targets:
            found = reach.witness(node) if done.affords(visits[node]) else None
            yield _chosen(found, done.along(visits[node]), exits)
    for (node, name), (visit, _) in reach.found.exits.items() if exits else ():
        target = Target(node, name)
        if target not in done.targets:
            done.targets.add(target)
            found = reach.witness(node, name) if done.affords(visit) else None
            yield _chosen(found, [target, *done.along(visit)], exits)


def _chosen(found: object, targets: list[Target], exits: bool) -> Chosen:
    asked = tuple(target for target in targets if exits or target.exit is None)
    return Chosen(found if isinstance(found, Witness) else None, asked)


class Tests:
    """Calls for conditions: the callers of each are narrowed as long as some are left."""

    def __init__(self, paths: Paths, wanted: Iterable[Wanted], done: Done) -> None:
        self.paths = paths
        self.walk = paths.reach.walk
        self.done = done
        self.solver = Solver(self.walk.space.space.domain)
        self.stack = Stack(self.solver)
        self.witnesses = Witnesses(self.walk)
        self.left: dict[Visit, list[Wanted]] = {visit: [] for visit in paths.after}
        for want in wanted:
            self.left[want.visit].append(want)
        self.fresh = set(paths.after)
        self.below: dict[Visit, int] = {}
        for visit in reversed(paths.after):
            following = sum(self.below[after] for after in paths.after[visit])
            self.below[visit] = following + len(self.left[visit]) + 1

    def calls(self) -> Iterator[Chosen]:
        """Calls that meet all that is wanted, the deepest nodes first."""
        for visit in reversed([*self.paths.after]):
            while self.left[visit] and self.done.affords(visit):
                yield self._call(visit)
            if self.left[visit]:
                yield Chosen(None, tuple(want.target for want in self.left.pop(visit)))

    def _call(self, visit: Visit) -> Chosen:
        self.stack.go_to(visit)
        mark = self.solver.mark()
        met: list[Wanted] = []
        last = self._onward(visit, met)
        here = visit.before
        while here is not None:
            self._meet_all(here, met)
            here = here.before
        formulas = [want.when for want in met]
        at = self._moment(formulas)
        self.solver.undo(mark)
        self._count(last, met)
        found = self._witness(last, formulas, at)
        return Chosen(found, (*(want.target for want in met), *self.done.along(last)))

    def _onward(self, visit: Visit, met: list[Wanted]) -> Visit:
        """Go on where most is left to meet, as long as anything is; the last visit."""
        while True:
            self._meet_all(visit, met)
            following = [after for after in self.paths.after[visit] if self.below[after]]
            following.sort(key=lambda after: -self.below[after])
            after = next(filter(self._moves_to, following), None)
            if after is None:
                return visit
            visit = after

    def _moves_to(self, visit: Visit) -> bool:
        assert visit.move is not None, "only the first visit has no move"
        mark = self.solver.mark()
        if self.solver.add(visit.move.when) is True:
            return True
        self.solver.undo(mark)
        return False

    def _meet_all(self, visit: Visit, met: list[Wanted]) -> None:
        """Meet what the callers who are left can still meet at a visit."""
        for want in tuple(self.left.get(visit, ())):
            mark = self.solver.mark()
            if self.solver.add(want.when) is True:
                met.append(want)
                self.left[visit].remove(want)
            else:
                self.solver.undo(mark)

    def _count(self, last: Visit, met: list[Wanted]) -> None:
        """Less is left on the path of a call."""
        fewer: dict[Visit, int] = {}
        for want in met:
            fewer[want.visit] = fewer.get(want.visit, 0) + 1
        here, total = last, 0
        while here is not None:
            total += fewer.get(here, 0) + (here in self.fresh)
            self.fresh.discard(here)
            if here in self.below:
                self.below[here] -= total
            here = here.before  # type: ignore[assignment]

    def _moment(self, formulas: list[Formula]) -> Test | None:
        """When to call, where what is met asks for the time although the way does not."""
        hours = self.walk.space.space.index.get(HOURS)
        if hours is None or not any(hours in variables(formula) for formula in formulas):
            return None
        return Test(hours, 1 << self.solver.model[hours])

    def _witness(self, last: Visit, formulas: list[Formula], at: Test | None) -> Witness | None:
        """The smallest caller who comes to the last visit and meets all of it."""
        space = self.walk.space
        whole = [*formulas, at] if at else formulas
        if last.before is not None and last.move is not None:
            visit, tried = last.before, [last.move]
        else:
            visit, tried = last, moves(self.walk, last.node, last.env)
        for move in tried:
            narrowed = move._replace(when=space.space.all_of(move.when, *whole))
            found = self.witnesses.of(visit, narrowed)
            if isinstance(found, Witness):
                told = space.words({at.variable: at.mask.bit_length() - 1}) if at else {}
                words = {**told, **found.words}
                return replace(found, words=words, node=last.node, exit=None)
        return None


def fewest(paths: Paths, wanted: Iterable[Wanted]) -> int:
    """A number of calls that no set of covering calls can be smaller than.

    A call that comes to a node of a tree goes on by one exit, and meets at most one of
    several targets that exclude each other.
    """
    visits = list(paths.after)
    ends = len(paths.ends())
    if not is_tree(paths.reach.flow):
        return max(ends, min(len(visits), 1))
    stack = Stack(Solver(paths.reach.walk.space.space.domain))
    by_visit: dict[Visit, list[Wanted]] = {}
    for want in wanted:
        by_visit.setdefault(want.visit, []).append(want)
    own = {visit: _exclusive(stack, visit, several) for visit, several in by_visit.items()}
    least: dict[Visit, int] = {}
    for visit in reversed(visits):
        below = sum(least[after] for after in paths.after[visit])
        least[visit] = max(own.get(visit, 1), below)
    return least[visits[0]] if visits else 0


def _exclusive(stack: Stack, visit: Visit, wanted: list[Wanted]) -> int:
    """The size of a set of targets no two of which one call can meet."""
    stack.go_to(visit)
    chosen: list[Wanted] = []
    for want in wanted[:CLIQUE]:
        if all(stack.possible(want.when, other.when) is False for other in chosen):
            chosen.append(want)
    return max(len(chosen), 1)
