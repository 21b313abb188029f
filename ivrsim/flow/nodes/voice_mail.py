"""VoiceMail: the caller leaves a message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ivrsim.flow.action import Action, HangUp
from ivrsim.flow.node import Node, Role


class VoiceMail(Node):
    """A message is recorded, and the call is over (Stringee, IVR keypress, action 1, "coming
    soon" there).
    """

    node_type: ClassVar[str] = "VoiceMail"
    vendor: ClassVar[str] = "stringee"
    lists_children: ClassVar[bool] = False
    title: ClassVar[str] = "Voice mail"
    icon: ClassVar[str] = "@"
    role: ClassVar[Role] = Role.ENDS

    def actions(self) -> Iterator[Action]:
        """What is said to the machine is no part of the tree."""
        yield HangUp()
