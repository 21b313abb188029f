"""The coverage of a flow node by node: what every report lists."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from ivrsim.analysis.cover_targets import Target
from ivrsim.flow.flow import NodeId
from ivrsim.testing.coverage import Coverage
from ivrsim.values import dataclass


class Standing(StrEnum):
    """How a target stands; the last two count for nothing."""

    COVERED = "covered"
    FAILING = "covered by failing tests only"
    MISSING = "not covered"
    DEAD = "dead"
    UNDECIDED = "not decided"


COUNTED = (Standing.COVERED, Standing.FAILING, Standing.MISSING)


@dataclass(frozen=True, slots=True)
class Place:
    """A target, how it stands, and the calls of passing and of failing tests."""

    target: Target
    standing: Standing
    passed: int = 0
    failed: int = 0

    @property
    def calls(self) -> int:
        """All calls that showed it."""
        return self.passed + self.failed

    @property
    def counted(self) -> bool:
        """Whether some call can cover it."""
        return self.standing in COUNTED


@dataclass(frozen=True, slots=True)
class Row:
    """A node, its wired exits and what the tests in its condition say; `line` from 1."""

    node: NodeId
    line: int | None
    at: Place
    exits: tuple[Place, ...] = ()
    outcomes: tuple[Place, ...] = ()

    @property
    def missing(self) -> list[str]:
        """What is not covered, in words: `never reached`, or `exit 2, W` and `"mobile" false`."""
        if self.at.standing is Standing.MISSING:
            return ["never reached"]
        exits = [str(p.target.exit) for p in self.exits if p.standing is Standing.MISSING]
        found = [f"exit {', '.join(exits)}"] if exits else []
        said = (p.target for p in self.outcomes if p.standing is Standing.MISSING)
        return [*found, *(f'"{t.test}" {str(t.value).lower()}' for t in said)]


def rows(coverage: Coverage) -> list[Row]:
    """Every node in reading order."""
    standings = _standings(coverage)
    outcomes: dict[NodeId, list[Target]] = {}
    for target in standings:
        if target.test:
            outcomes.setdefault(target.node, []).append(target)

    def place(target: Target) -> Place:
        by = coverage.by(target)
        passed = sum(count for run, count in by.items() if run.passed)
        return Place(target, standings[target], passed, sum(by.values()) - passed)

    def places(targets: Sequence[Target]) -> tuple[Place, ...]:
        return tuple(map(place, targets))

    return [
        Row(
            node,
            coverage.origin.line(node),
            place(Target(node)),
            places(
                [t for name in coverage.flow.out[node] if (t := Target(node, name)) in standings]
            ),
            places(sorted(outcomes.get(node, ()), key=lambda t: (t.number, not t.value))),
        )
        for node in coverage.flow.nodes
    ]


def _standings(coverage: Coverage) -> dict[Target, Standing]:
    """How every target stands that is not undecided, and those."""
    found = dict.fromkeys(coverage.scope.undecided, Standing.UNDECIDED)
    found |= dict.fromkeys(coverage.scope.unreachable, Standing.DEAD)
    found |= dict.fromkeys((gap.target for gap in coverage.missing), Standing.MISSING)
    found |= dict.fromkeys(coverage.covered, Standing.COVERED)
    return found | dict.fromkeys(coverage.failing, Standing.FAILING)
