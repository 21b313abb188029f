"""Covering callers: few calls that between them show all that a flow can do.

`ivrsim.cover(flow)`.  Every call is a smallest witness and replays; what no caller can
do is proven impossible, and how few calls there could be at all is told beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import overload

from ivrsim.analysis.cover_calls import Done, Paths, Stack, Tests, fewest, places
from ivrsim.analysis.cover_targets import GOALS, Goal, Target, Wanted, wanted_at
from ivrsim.analysis.cover_write import pytest_text
from ivrsim.analysis.reach import Reach, is_tree, reach
from ivrsim.analysis.settings import Rules
from ivrsim.analysis.witness import Witness
from ivrsim.conditions.symbolic.solver import STEPS, Solver
from ivrsim.errors import UsageError
from ivrsim.files import write_whole
from ivrsim.flow.flow import CallFlow
from ivrsim.lazy import Door
from ivrsim.values import dataclass, field


@dataclass(frozen=True, repr=False)
class Cover(Sequence[Witness]):
    """Calls that cover a flow; a sequence of witnesses.

    - `calls`: the witnesses, and `covers` for each the targets it is the first to cover;
    - `least`: no set of calls that covers as much can be smaller;
    - `impossible`: what no caller can do; `undecided`: what was not decided.
    """

    flow: CallFlow
    goal: Goal
    calls: tuple[Witness, ...]
    covers: tuple[tuple[Target, ...], ...]
    least: int
    impossible: tuple[Target, ...] = ()
    undecided: tuple[Target, ...] = field(default=())

    @overload
    def __getitem__(self, index: int) -> Witness: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Witness, ...]: ...
    def __getitem__(self, index: int | slice) -> Witness | tuple[Witness, ...]:
        return self.calls[index]

    def __len__(self) -> int:
        return len(self.calls)

    def __repr__(self) -> str:
        return f"<Cover of {self.goal}: {self.summary}>"

    @property
    def gap(self) -> int:
        """How many calls there may be too many; 0 is proven to be the fewest."""
        return len(self.calls) - self.least

    @property
    def targets(self) -> tuple[Target, ...]:
        """Everything that the calls cover."""
        return tuple(target for targets in self.covers for target in targets)

    @property
    def summary(self) -> str:
        """How many calls cover how much, and whether fewer could."""
        count = "1 call covers" if len(self) == 1 else f"{len(self)} calls cover"
        proof = f"at least {self.least} are needed" if self.gap else "no smaller set can"
        return f"{count} {len(self.targets)} targets; {proof}"

    def as_pytest(
        self, path: Path | str, campaign: str = "campaign.json", terms: str | None = None
    ) -> Path:
        """Write a pytest file with one test for each call; the path written.

        The tests load `campaign` (a path, relative to the file or to pytest's root
        folder) by the fixture `ivr`, make the call and check where it ends, as it ends
        now.  Raises `UnreadableError` where the file cannot be written.
        """
        return write_whole(path, pytest_text(self.calls, self.summary, campaign, terms))

    _repr_mimebundle_ = Door("ivrsim.render.notebook.values:cover_mimebundle")


def cover(
    flow: CallFlow,
    goal: Goal = "exits",
    *,
    settings: Rules | None = None,
    budget: int = STEPS,
) -> Cover:
    """Calls that cover a flow's `nodes`; `exits` too; what each test of its `conditions`
    says too; or `mcdc`: each test while it alone decides (masking MC/DC).

    For nodes and exits of a tree it is the smallest set there is; for the others, and in
    flows with loops, `least` says how far it may be from that.  Raises `UsageError` for
    another goal.
    """
    if goal not in GOALS:
        raise UsageError(f"{goal!r} cannot be covered.", hint=f"Goals: {', '.join(GOALS)}.")
    found = reach(flow, settings=settings, budget=budget)
    paths, done = Paths.of(found), Done()
    wanted, impossible, unsure = _sorted_out(found, goal)
    chosen = list(Tests(paths, wanted, done).calls()) if wanted else []
    chosen += places(paths, goal != "nodes", done)
    unsure += [target for call, targets in chosen if call is None for target in targets]
    unsure += [Target(p) if isinstance(p, str) else Target(*p) for p in found.undecided]
    made = [(call, targets) for call, targets in chosen if call is not None]
    calls, covers = tuple(call for call, _ in made), tuple(targets for _, targets in made)
    least = min(fewest(paths, wanted), len(calls))
    return Cover(flow, goal, calls, covers, least, tuple(impossible), tuple(unsure))


def _sorted_out(found: Reach, goal: Goal) -> tuple[list[Wanted], list[Target], list[Target]]:
    """What some caller can meet of the conditions, what none can, and what is not decided."""
    wanted: list[Wanted] = []
    impossible = [Target(*place) for place in found.dead_places]
    unsure: list[Target] = []
    stack = Stack(Solver(found.walk.space.space.domain))
    for want in _wanted(found, goal):
        if isinstance(want, Target):
            unsure.append(want)
            continue
        stack.go_to(want.visit)
        possible = stack.possible(want.when)
        if possible:
            wanted.append(want)
        elif possible is False and is_tree(found.flow):
            impossible.append(want.target)
        else:
            unsure.append(want.target)
    return wanted, impossible, unsure


def _wanted(found: Reach, goal: Goal) -> Iterator[Wanted | Target]:
    if goal in ("conditions", "mcdc"):
        for visit in found.found.visits.values():
            yield from wanted_at(found.walk, visit, goal)
