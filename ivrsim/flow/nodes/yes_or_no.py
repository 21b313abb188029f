"""YesOrNo: 1 is yes, 2 is no."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ivrsim.conditions.ast import Answer
from ivrsim.flow.action import Action, Ask
from ivrsim.flow.node import FAILOVERS, Exit, Needed, Role, Spoken
from ivrsim.flow.question import Question


class YesOrNo(Spoken):
    """ "If a keypress of 1 is made, the first child node is executed. If a kepyress
    of 2 is made, the second child node is executed"; with speech recognition "yes"
    and "no" do the same (Invoca, Node Details).  Then failovers.
    """

    node_type: ClassVar[str] = "YesOrNo"
    title: ClassVar[str] = "Yes or no"
    icon: ClassVar[str] = "√"
    role: ClassVar[Role] = Role.ASKS
    since: ClassVar[str] = "2020-10-01"
    exits: ClassVar[tuple[Exit, ...]] = (
        Exit("1", Answer("1"), caption="yes"),
        Exit("2", Answer("2"), caption="no"),
        *FAILOVERS,
    )

    prompt: Needed = ""
    confirm_response_enabled: bool = False
    error_prompt_disabled: bool = False
    custom_error_prompt_text: str = ""

    def actions(self) -> Iterator[Action]:
        """The prompt asks for 1 or 2."""
        question = Question(
            keys=("1", "2"),
            words=(("yes", "1"), ("no", "2")),
            confirm=self.confirm_response_enabled,
            error_prompt=""
            if self.error_prompt_disabled
            else self.custom_error_prompt_text or None,
        )
        yield Ask(self.prompt, question, self.recording)
