"""What tests of a flow can cover at all: the exact reachable set, and what lies outside."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from ivrsim.analysis.cover import Cover, cover
from ivrsim.analysis.cover_targets import Goal, Target
from ivrsim.analysis.reach import Reach, reach
from ivrsim.analysis.settings import Rules
from ivrsim.analysis.witness import Witness
from ivrsim.conditions.symbolic.formula import UNDECIDED, Verdict
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.values import dataclass

NEVER = "no caller who comes here makes it so"


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A place that no call comes to, with all that lies behind it, and why."""

    target: Target
    reason: str

    def __str__(self) -> str:
        return f"{self.target}: {self.reason}"


@dataclass(frozen=True)
class Scope:
    """What a goal asks of the tests of a flow; settings are those of a call."""

    flow: CallFlow
    goal: Goal = "conditions"
    settings: Rules | None = None

    @cached_property
    def reach(self) -> Reach:
        """Which nodes and exits calls can come to."""
        return reach(self.flow, settings=self.settings)

    @cached_property
    def _tests(self) -> Cover | None:
        """What the tests in conditions can say; None where the goal does not ask."""
        asks = self.goal in ("conditions", "mcdc")
        return cover(self.flow, self.goal, settings=self.settings) if asks else None

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """All that some call covers, in reading order."""
        return tuple(self._in_order(True, self._tests.targets if self._tests else ()))

    @cached_property
    def undecided(self) -> tuple[Target, ...]:
        """All of which it is not known, within the budget, whether some call covers it."""
        return tuple(self._in_order(UNDECIDED, self._tests.undecided if self._tests else ()))

    @cached_property
    def dead(self) -> tuple[Unreachable, ...]:
        """What no call covers, with its reason; nothing that lies behind another."""
        places = [Unreachable(Target(d.node, d.exit), str(d.reason)) for d in self.reach.dead]
        told = self._tests.impossible if self._tests else ()
        return (*places, *(Unreachable(target, NEVER) for target in told if target.test))

    @cached_property
    def unreachable(self) -> frozenset[Target]:
        """What no call covers: `dead`, and all that lies behind."""
        behind = self._in_order(False, ())
        return frozenset((*behind, *(found.target for found in self.dead)))

    def witness(self, target: Target) -> Witness | None:
        """The smallest call to a node or exit, or a call that shows what a test says."""
        if not target.test:
            found = self.reach.witness(target.node, target.exit)
            return found if isinstance(found, Witness) else None
        return self._showing.get(target)

    @cached_property
    def _showing(self) -> dict[Target, Witness]:
        if self._tests is None:
            return {}
        pairs = zip(self._tests.calls, self._tests.covers, strict=True)
        return {target: call for call, targets in pairs for target in targets}

    def _in_order(self, wanted: Verdict, tests: tuple[Target, ...]) -> Iterator[Target]:
        """The nodes and exits of this verdict, each node followed by what is told of it."""
        told: dict[NodeId, list[Target]] = {}
        for target in tests:
            if target.test:
                told.setdefault(target.node, []).append(target)
        for node in self.flow.nodes:
            if self.reach.reachable(node) is wanted:
                yield Target(node)
            asked = self.flow.out[node] if self.goal != "nodes" or wanted is False else ()
            for name in asked:
                if self.reach.reachable(node, name) is wanted:
                    yield Target(node, name)
            yield from sorted(told.get(node, ()), key=lambda t: (t.number, not t.value))
