"""AnyKeyPress: is anybody there?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ivrsim.conditions.ast import Answer
from ivrsim.flow.action import Action, Ask
from ivrsim.flow.node import Exit, Needed, Role, Spoken
from ivrsim.flow.question import KEYS, Question

ANY = "any key"
SILENT = "no key"


class AnyKeyPress(Spoken):
    """ "If any keypress is made, the first child node is executed. If no keypress is
    made, then the second child node is executed" (Invoca, Node Details).
    """

    node_type: ClassVar[str] = "AnyKeyPress"
    title: ClassVar[str] = "Any key"
    icon: ClassVar[str] = "*"
    role: ClassVar[Role] = Role.ASKS
    since: ClassVar[str] = "2020-10-01"
    exits: ClassVar[tuple[Exit, ...]] = (Exit(ANY, Answer(ANY)), Exit(SILENT, Answer(SILENT)))

    prompt: Needed = ""

    def actions(self) -> Iterator[Action]:
        """The prompt asks once; silence is an answer too."""
        yield Ask(self.prompt, Question(keys=KEYS, answer=ANY, silence=SILENT), self.recording)
