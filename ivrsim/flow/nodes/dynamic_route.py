"""DynamicRoute: the number to dial stands in the caller's custom data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from ivrsim.conditions.ast import Answer
from ivrsim.flow.action import UNROUTABLE, Action, DialField
from ivrsim.flow.node import Exit, Needed, Role, Spoken


class DynamicRoute(Spoken):
    """Forward to the destination that `dynamic_route_destination` (a custom data
    field's partner name) holds.

    "if the extracted value is a valid phone number and the destination phone number
    is in an allowed region given your settings, we will play the prompt and transfer
    the call, otherwise the child node will be executed without the prompt" (Invoca,
    Node Details, where the type is "beta - read only"; newer pages let it be
    written, and let it behave like a ring group over a comma-separated field).
    """

    node_type: ClassVar[str] = "DynamicRoute"
    title: ClassVar[str] = "Dynamic route"
    icon: ClassVar[str] = "↔"
    role: ClassVar[Role] = Role.CONNECTS
    fields_since: ClassVar[Mapping[str, str]] = {"behave_like_ring_group": "2022-03-01"}
    exits: ClassVar[tuple[Exit, ...]] = (
        Exit("next", Answer(UNROUTABLE), unanswered=True, caption="no valid number"),
    )

    dynamic_route_destination: Needed = ""
    behave_like_ring_group: bool = False
    ring_group_connect_timeout: int | None = None
    distribution_method: Literal["InOrder", "Random"] = "InOrder"
    call_acceptance: bool = False
    ring_group_destination_total_limit: int | None = None
    max_simultaneous_calls: int = 1

    def actions(self) -> Iterator[Action]:
        """The field is looked up; its prompt is read only if the number is usable."""
        yield DialField(
            self.dynamic_route_destination,
            self.prompt,
            self.recording,
            many=self.behave_like_ring_group,
        )

    def summary(self) -> str:
        """Where the number comes from."""
        return f"custom_data[{self.dynamic_route_destination}]"
