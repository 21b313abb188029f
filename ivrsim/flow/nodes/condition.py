"""Condition: the call goes one of two ways, by what is known of caller and call."""

from __future__ import annotations

from typing import ClassVar

from ivrsim.conditions.ast import ALWAYS
from ivrsim.conditions.parse import parse_condition
from ivrsim.flow.node import Exit, Needed, Node, Role

ELSE = Exit("false", ALWAYS)


class Condition(Node):
    """If / else: "If the conditions are met, the first child node is executed. If they
    are not met then the second child node is executed" (Invoca, Node Details).
    """

    node_type: ClassVar[str] = "Condition"
    title: ClassVar[str] = "Condition"
    icon: ClassVar[str] = "?"
    role: ClassVar[Role] = Role.DECIDES
    exits: ClassVar[tuple[Exit, ...]] = (Exit("true"), ELSE)

    condition: Needed = ""

    def ways_out(self) -> tuple[Exit, ...]:
        """`true` guarded by the node's own condition, `false` by nothing."""
        return (Exit("true", parse_condition(self.condition)), ELSE)

    def summary(self) -> str:
        """The condition as written."""
        return self.condition
