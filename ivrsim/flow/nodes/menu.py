"""Menu: the caller chooses one of up to nine ways with a key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ivrsim.conditions.ast import Answer
from ivrsim.flow.action import Action, Ask
from ivrsim.flow.node import FAILOVERS, Exit, Needed, Role, Spoken
from ivrsim.flow.question import Question

ASKED = Question(keys=tuple("123456789"))
CONFIRMED = Question(keys=tuple("123456789"), confirm=True)


class Menu(Spoken):
    """Select one of up to 9 choices.

    Keys 1-9 by position of the child; 0, * and # are never mapped.  "At the end of
    the child list, it can also optionally have failover child nodes" (Invoca,
    Advertiser Campaigns, Node Details).
    """

    node_type: ClassVar[str] = "Menu"
    title: ClassVar[str] = "Menu"
    icon: ClassVar[str] = "#"
    role: ClassVar[Role] = Role.ASKS
    exits: ClassVar[tuple[Exit, ...]] = (
        *(Exit(key, Answer(key), required=key == "1") for key in "123456789"),
        *FAILOVERS,
    )

    prompt: Needed = ""
    confirm_response_enabled: bool = False

    def actions(self) -> Iterator[Action]:
        """The prompt asks for a key."""
        question = CONFIRMED if self.confirm_response_enabled else ASKED
        yield Ask(self.prompt, question, self.recording)
