"""NumberQuestion: the caller types digits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from ivrsim.conditions.ast import Answer
from ivrsim.flow.action import GIVEN, Action, Ask, Store
from ivrsim.flow.node import FAILOVERS, Exit, Needed, Role, Spoken
from ivrsim.flow.question import Question

NumberQuestionType = Literal[
    "Digits", "Number", "PhoneNumber", "Date", "Currency", "Time", "ZipCode"
]


class NumberQuestion(Spoken):
    """Ask for "a multi-digit number (e.g. Phone Number, Date)", checked by its type.

    The answer may be saved in a custom data field.  One child, then failovers.
    """

    node_type: ClassVar[str] = "NumberQuestion"
    title: ClassVar[str] = "Number"
    icon: ClassVar[str] = "123"
    role: ClassVar[Role] = Role.ASKS
    since: ClassVar[str] = "2020-10-01"
    exits: ClassVar[tuple[Exit, ...]] = (Exit("next", Answer(GIVEN)), *FAILOVERS)

    prompt: Needed = ""
    number_question_type: NumberQuestionType | None = None
    confirm_response_enabled: bool = False
    error_prompt_disabled: bool = False
    custom_error_prompt_text: str = ""
    caller_response_custom_data_partner_name: str = ""

    def actions(self) -> Iterator[Action]:
        """The prompt asks for digits of the question's type."""
        question = Question(
            takes="digits",
            answer=GIVEN,
            form=self.number_question_type or "Digits",
            confirm=self.confirm_response_enabled,
            error_prompt=""
            if self.error_prompt_disabled
            else self.custom_error_prompt_text or None,
            reported=False,
        )
        yield Ask(self.prompt, question, self.recording)

    def answered(self, answer: str) -> Iterator[Action]:
        """A good answer is kept where the node says."""
        if answer == GIVEN and self.caller_response_custom_data_partner_name:
            yield Store(self.caller_response_custom_data_partner_name)

    def missing(self) -> Iterator[str]:
        """The type is required too."""
        yield from super().missing()
        if not self.number_question_type:
            yield "number_question_type"

    def summary(self) -> str:
        """The type of number asked for."""
        return self.number_question_type or ""
