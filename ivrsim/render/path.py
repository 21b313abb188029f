"""What a picture shows of a walked call: a plain value, filled from any call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.values import dataclass


@dataclass(frozen=True, slots=True)
class Visit:
    """A node a call came through: left by `exit` after `seconds`, `note` says how.

    `exit` is `None` where the call ended or still waits; `note` is what the caller
    did ("pressed 2 at 0:19"), or why a condition held.
    """

    node: NodeId
    exit: str | None = None
    seconds: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """The nodes of one call in order, and what to write over the picture."""

    visits: tuple[Visit, ...] = ()
    title: str = ""
    subtitle: str = ""


class WalkedVisit(Protocol):
    """What is asked of a visit of a call."""

    @property
    def node(self) -> NodeId:
        """The node's id."""

    @property
    def exit(self) -> str | None:
        """The exit taken, if any."""

    @property
    def time(self) -> float:
        """Seconds since the call began, when the exit was taken."""

    @property
    def note(self) -> str:
        """What happened, in a few words."""


class WalkedCall(Protocol):
    """What is asked of a call: the simulator's has it, and so may any other."""

    @property
    def flow(self) -> CallFlow:
        """The flow the call walks through."""

    @property
    def visits(self) -> Iterable[WalkedVisit]:
        """The nodes it came through, in order."""

    @property
    def title(self) -> str:
        """The call in a few words."""

    @property
    def subtitle(self) -> str:
        """A second line: how long it took."""


def path_of(call: WalkedCall) -> Path:
    """The path of a call."""
    visits = tuple(Visit(v.node, v.exit, v.time, v.note) for v in call.visits)
    return Path(visits, call.title, call.subtitle)
