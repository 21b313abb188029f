"""RouteToQueue: the caller waits for an agent of a queue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ivrsim.flow.action import Action, Destination, Dial
from ivrsim.flow.node import Needed, Node, Role


class RouteToQueue(Node):
    """The queue `queue_id` takes the call (Stringee, IVR keypress, action 2).

    What happens to callers whom no agent takes is the queue's affair, not the tree's.
    """

    node_type: ClassVar[str] = "RouteToQueue"
    vendor: ClassVar[str] = "stringee"
    lists_children: ClassVar[bool] = False
    title: ClassVar[str] = "Queue"
    icon: ClassVar[str] = "→"
    role: ClassVar[Role] = Role.CONNECTS

    queue_id: Needed = ""

    def actions(self) -> Iterator[Action]:
        """The call goes to the queue."""
        yield Dial((Destination(self.queue_id),), queue=True)

    def summary(self) -> str:
        """The queue's id."""
        return self.queue_id
