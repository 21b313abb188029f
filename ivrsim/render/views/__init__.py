"""One file per view.  A new file here is a new `--view` of `ivrsim show`."""

from __future__ import annotations

from types import ModuleType
from typing import Protocol

from ivrsim.flow.flow import CallFlow
from ivrsim.registry import Registry
from ivrsim.render.marks import NONE, Marks
from ivrsim.render.path import WalkedCall
from ivrsim.values import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """What a picture is asked for; a view takes of it what it needs.

    `against` is the flow as it was before, `profile` says who calls, `marks` are what a
    layer above (coverage by tests) says of the flow.  `detail` and `focus` say how much
    of it is drawn (`ivrsim.render.compose.compose`).
    """

    flow: CallFlow
    call: WalkedCall | None = None
    against: CallFlow | None = None
    profile: str = "neutral"
    marks: Marks | None = None
    detail: str = "auto"
    focus: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A flow to draw, with marks: the flow asked for, or what two flows have together."""

    flow: CallFlow
    marks: Marks = NONE


class View(Protocol):
    """Marks a flow.  Raises `UsageError` where something it needs was not given."""

    def __call__(self, asked: Asked) -> Marked:
        """The flow, marked."""


def _view_in(module: ModuleType) -> dict[str, View]:
    name = module.__name__.rpartition(".")[2].removeprefix("ivrsim_plugin_")
    return {name: module.view} if hasattr(module, "view") else {}


VIEWS: Registry[View] = Registry(
    "ivrsim.render.views", key_of_file=str, entries_in=_view_in, group="ivrsim.views"
)
"""Every view by its name: `VIEWS["traffic"](Asked(flow))`."""
