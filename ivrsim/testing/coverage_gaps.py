"""What tests leave uncovered, and the call that would cover it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from functools import cached_property

from ivrsim.analysis.cover_targets import Goal, Target
from ivrsim.analysis.witness import Witness
from ivrsim.testing.coverage_identity import Origin
from ivrsim.testing.coverage_scope import Scope
from ivrsim.testing.coverage_seen import Seen, seen
from ivrsim.values import dataclass, field

FILE = "campaign.json"
"""The file a command names where it is not known where the flow is written."""


@dataclass(frozen=True)
class Gap:
    """Something that some call shows and no test does; `line` is the node's, if known."""

    target: Target
    origin: Origin = field(repr=False)
    scope: Scope = field(repr=False, compare=False)

    @property
    def line(self) -> int | None:
        """The line of the file that the node begins on."""
        return self.origin.line(self.target.node)

    @cached_property
    def witness(self) -> Witness | None:
        """The smallest call that covers it; None where that was not decided."""
        return self.scope.witness(self.target)

    @property
    def command(self) -> str:
        """The command line that makes that call; empty where there is none."""
        return command_of(self.witness, self.origin) if self.witness else ""


@dataclass(frozen=True)
class Suggestion:
    """A call to add to the tests, and the gaps that it closes."""

    witness: Witness
    covers: tuple[Target, ...]
    origin: Origin = field(default_factory=Origin, repr=False)

    @property
    def command(self) -> str:
        """The command line that makes the call."""
        return command_of(self.witness, self.origin)

    def __str__(self) -> str:
        more = f" and {len(self.covers) - 1} more" if len(self.covers) > 1 else ""
        return f"{self.covers[-1]}{more}: {self.command}"


def command_of(witness: Witness, origin: Origin) -> str:
    """The command line that makes a call through the flow of this origin."""
    terms = f" --terms {shlex.quote(origin.terms)}" if origin.terms else ""
    return witness.command(origin.file or FILE) + terms


def suggested(gaps: Sequence[Gap], goal: Goal) -> list[Suggestion]:
    """Few calls that close all gaps, in reading order of the deepest gap of each.

    The last gap comes first: what lies deep is often reached by way of other gaps.
    """
    left = {gap.target: gap for gap in gaps}
    found: list[Suggestion] = []
    for gap in reversed(gaps):
        if gap.target not in left or gap.witness is None:
            continue
        shown = {what.target for what in seen(gap.witness.call()) if counts(what, goal)}
        covers = tuple(target for target in left if target in shown or target == gap.target)
        for target in covers:
            del left[target]
        found.append(Suggestion(gap.witness, covers, gap.origin))
    found.reverse()
    return found


def counts(what: Seen, goal: Goal) -> bool:
    """Whether the goal takes this as covered: in MC/DC a test has to decide alone."""
    return what.alone == (goal == "mcdc" and bool(what.target.test))
