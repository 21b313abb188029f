"""ForwardToPhone: the call is forwarded to a telephone number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ivrsim.flow.action import Action, Destination, Dial
from ivrsim.flow.node import Needed, Node, Role
from ivrsim.flow.numbers import display_number


class ForwardToPhone(Node):
    """`to_phone_number` is dialled, showing `from_number_callout_to_agent` (Stringee, IVR
    keypress, action 3).  Nothing is said of what happens when nobody takes the call.
    """

    node_type: ClassVar[str] = "ForwardToPhone"
    vendor: ClassVar[str] = "stringee"
    lists_children: ClassVar[bool] = False
    title: ClassVar[str] = "Phone"
    icon: ClassVar[str] = "→"
    role: ClassVar[Role] = Role.CONNECTS

    to_phone_number: Needed = ""
    from_number_callout_to_agent: str = ""

    def actions(self) -> Iterator[Action]:
        """The number is dialled."""
        yield Dial((Destination(self.to_phone_number),))

    def summary(self) -> str:
        """The number, as people read it."""
        return display_number(self.to_phone_number, "")
