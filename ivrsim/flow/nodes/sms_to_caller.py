"""SmsToCaller: the caller is sent a text message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ivrsim.flow.action import Action, HangUp, SendText
from ivrsim.flow.node import Needed, Node, Role


class SmsToCaller(Node):
    """The text `sms` is sent (Stringee, IVR keypress, action 5, "coming soon" there).

    [INFER] The call is over then, as nothing can follow.
    """

    node_type: ClassVar[str] = "SmsToCaller"
    vendor: ClassVar[str] = "stringee"
    lists_children: ClassVar[bool] = False
    title: ClassVar[str] = "SMS"
    icon: ClassVar[str] = "≡"
    role: ClassVar[Role] = Role.ENDS

    sms: Needed = ""

    def actions(self) -> Iterator[Action]:
        """The message goes out at once."""
        yield SendText(self.sms, 0, "")
        yield HangUp()

    def summary(self) -> str:
        """The message."""
        return self.sms
