"""RingGroup: several numbers ring until one takes the call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from ivrsim.flow.action import Action, Destination, Dial, Say
from ivrsim.flow.node import NOBODY_ANSWERS, Exit, Role, Spoken
from ivrsim.flow.numbers import display_number
from ivrsim.models import Model


class RingGroupDestination(Model):
    """One number of a ring group; a disabled one does not ring."""

    ring_group_number: str = ""
    ring_group_country_code: str | int = ""
    description: str = ""
    destination_disabled: bool = False
    distribution_weight: int = 1


class RingGroup(Spoken):
    """Numbers that ring in order, at random or by weight, each for
    `ring_group_connect_timeout` seconds (Invoca, from API version 2022-03-01).

    "May not have any children" stood in the text of 2022-07-26 and is gone since
    2022-07-28, so a Failover child is allowed.
    """

    node_type: ClassVar[str] = "RingGroup"
    title: ClassVar[str] = "Ring group"
    icon: ClassVar[str] = "↕"
    role: ClassVar[Role] = Role.CONNECTS
    since: ClassVar[str] = "2022-03-01"
    exits: ClassVar[tuple[Exit, ...]] = (NOBODY_ANSWERS,)

    ring_group_destinations: tuple[RingGroupDestination, ...] = ()
    ring_group_connect_timeout: int | None = None
    distribution_method: Literal["InOrder", "Random", "Weighted"] = "InOrder"
    call_acceptance: bool = False
    ring_group_destination_total_limit: int | None = None
    max_simultaneous_calls: int = 1

    def enabled(self) -> tuple[RingGroupDestination, ...]:
        """The destinations that ring, in the order of the document."""
        return tuple(d for d in self.ring_group_destinations if not d.destination_disabled)

    def actions(self) -> Iterator[Action]:
        """The prompt, then the numbers ring."""
        yield Say(self.prompt, self.recording)
        numbers = (
            Destination(d.ring_group_number, str(d.ring_group_country_code), name=d.description)
            for d in self.enabled()
        )
        yield Dial(tuple(numbers), self.ring_group_connect_timeout)

    def missing(self) -> Iterator[str]:
        """The destinations and their time are required."""
        yield from super().missing()
        if not self.ring_group_destinations:
            yield "ring_group_destinations"
        if self.ring_group_connect_timeout is None:
            yield "ring_group_connect_timeout"

    def summary(self) -> str:
        """The numbers that ring."""
        return ", ".join(
            display_number(d.ring_group_number, str(d.ring_group_country_code))
            for d in self.enabled()
        )
