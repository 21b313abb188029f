"""NearestBranch: the caller's place is asked, and the nearest branch is dialled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ivrsim.conditions.ast import Answer
from ivrsim.flow.action import GIVEN, NO_BRANCH, Action, Ask, DialNearest
from ivrsim.flow.node import Exit, Role, Spoken
from ivrsim.flow.question import Question


class NearestBranch(Spoken):
    """ "The caller will be prompted to verify their location prior to forwarding the
    call. If no branch is within 'radius_miles' of the caller then the child node will
    be executed" (Invoca, Node Details).  The parameter table leaves this type out.
    """

    node_type: ClassVar[str] = "NearestBranch"
    title: ClassVar[str] = "Nearest branch"
    icon: ClassVar[str] = "⌂"
    role: ClassVar[Role] = Role.CONNECTS
    exits: ClassVar[tuple[Exit, ...]] = (
        Exit("next", Answer(NO_BRANCH), unanswered=True, caption="no branch near"),
    )

    radius_miles: float | None = None

    def actions(self) -> Iterator[Action]:
        """The place is asked, then the nearest branch is dialled."""
        question = Question(takes="place", answer=GIVEN, silence=GIVEN, reported=False)
        yield Ask(self.prompt, question, self.recording)

    def answered(self, answer: str) -> Iterator[Action]:
        """The branch is looked for once the place is known, or given up."""
        yield DialNearest(self.radius_miles)

    def summary(self) -> str:
        """How far a branch may be."""
        return f"within {self.radius_miles:g} miles" if self.radius_miles is not None else ""
