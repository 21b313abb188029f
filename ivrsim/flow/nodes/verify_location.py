"""VerifyLocation: the caller confirms or types where they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ivrsim.flow.action import GIVEN, Action, Ask
from ivrsim.flow.node import Exit, Role, Spoken
from ivrsim.flow.question import Question


class VerifyLocation(Spoken):
    """Verify "the guessed location or confirm through input"; then the one child.

    What the system says in between, and how often, is not published.
    """

    node_type: ClassVar[str] = "VerifyLocation"
    title: ClassVar[str] = "Verify location"
    icon: ClassVar[str] = "◊"
    role: ClassVar[Role] = Role.ASKS
    exits: ClassVar[tuple[Exit, ...]] = (Exit("next"),)

    def actions(self) -> Iterator[Action]:
        """The prompt, then the place is asked; no answer keeps the guessed one."""
        question = Question(takes="place", answer=GIVEN, silence=GIVEN, reported=False)
        yield Ask(self.prompt, question, self.recording)
