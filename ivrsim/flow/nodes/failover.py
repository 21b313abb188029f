"""Failover: the number to dial when the node above is not answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ivrsim.flow.action import Action, Destination, Dial
from ivrsim.flow.node import Needed, Node, Role
from ivrsim.flow.numbers import display_number


class Failover(Node):
    """A second number, never on its own: only a child of a node that dials.

    From API version 2022-03-01; under Connect, and since 2022-07-28 under other
    nodes that dial.
    """

    node_type: ClassVar[str] = "Failover"
    title: ClassVar[str] = "Failover"
    icon: ClassVar[str] = "►"
    role: ClassVar[Role] = Role.CONNECTS
    since: ClassVar[str] = "2022-03-01"
    only_unanswered: ClassVar[bool] = True

    destination_phone_number: Needed = ""
    destination_country_code: str = ""

    def actions(self) -> Iterator[Action]:
        """The number is dialled; nothing is said."""
        yield Dial((Destination(self.destination_phone_number, self.destination_country_code),))

    def summary(self) -> str:
        """The number, as people read it."""
        return display_number(self.destination_phone_number, self.destination_country_code)
