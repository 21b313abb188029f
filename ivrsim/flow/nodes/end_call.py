"""EndCall: the system says goodbye and hangs up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ivrsim.flow.action import Action, HangUp, Say
from ivrsim.flow.node import Role, Spoken


class EndCall(Spoken):
    """End the call "after optionally reading a prompt".  No children."""

    node_type: ClassVar[str] = "EndCall"
    title: ClassVar[str] = "End call"
    icon: ClassVar[str] = "■"
    role: ClassVar[Role] = Role.ENDS

    def actions(self) -> Iterator[Action]:
        """The prompt, then the line is cut."""
        yield Say(self.prompt, self.recording)
        yield HangUp()
