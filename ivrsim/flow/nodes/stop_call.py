"""StopCall: the system hangs up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ivrsim.flow.action import Action, HangUp
from ivrsim.flow.node import Node, Role


class StopCall(Node):
    """The call is over, without a word (Stringee, IVR keypress, action 6)."""

    node_type: ClassVar[str] = "StopCall"
    vendor: ClassVar[str] = "stringee"
    lists_children: ClassVar[bool] = False
    title: ClassVar[str] = "Stop call"
    icon: ClassVar[str] = "■"
    role: ClassVar[Role] = Role.ENDS

    def actions(self) -> Iterator[Action]:
        """The line is cut."""
        yield HangUp()
