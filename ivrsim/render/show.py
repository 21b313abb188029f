"""Show a call flow, or a call through it, in any format: the doors of `CallFlow` and `Call`."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ivrsim.errors import UsageError
from ivrsim.files import write_whole
from ivrsim.flow.flow import CallFlow
from ivrsim.flow.outline import lines
from ivrsim.lazy import fetch
from ivrsim.render import picture as model
from ivrsim.render.compose import compose
from ivrsim.render.dot import source
from ivrsim.render.page import page
from ivrsim.render.path import WalkedCall, marks_of, path_of
from ivrsim.render.png import png
from ivrsim.render.svg import svg
from ivrsim.render.theme import THEMES
from ivrsim.text import listed

if TYPE_CHECKING:
    from ivrsim.render.digraph import FlowDigraph


@dataclass(frozen=True, slots=True)
class View:
    """What is to be shown: a flow, perhaps with a call through it, in a theme.

    The theme is `light`, `dark`, or `auto`, which follows the reader's in SVG and HTML
    and is light elsewhere.
    """

    flow: CallFlow
    call: WalkedCall | None = None
    theme: str = "light"

    def picture(self) -> model.Picture:
        """The picture model."""
        return compose(self.flow, path_of(self.call) if self.call is not None else None)

    def outline(self) -> str:
        """The text outline, with the steps of the call."""
        marks = marks_of(path_of(self.call)) if self.call is not None else None
        return "\n".join(lines(self.flow, marks)) + "\n"

    @property
    def fixed(self) -> str:
        """The theme where there is no host to follow."""
        return "light" if self.theme == "auto" else self.theme

    def digraph(self) -> FlowDigraph:
        """The picture as a `graphviz.Digraph`."""
        return fetch("ivrsim.render.digraph:FlowDigraph")(self.picture(), self.fixed)  # type: ignore[no-any-return]


FORMATS: Mapping[str, Callable[[View], str | bytes]] = {
    "svg": lambda view: svg(view.picture(), view.theme),
    "png": lambda view: png(view.picture(), view.fixed),
    "html": lambda view: page(view.picture(), view.outline().splitlines(), view.theme),
    "txt": lambda view: view.outline(),
    "dot": lambda view: source(view.picture(), view.fixed),
    "gv": lambda view: source(view.picture(), view.fixed),
    "pdf": lambda view: view.digraph().pipe("pdf"),
}
"""Every format by its file suffix."""


def picture(flow: CallFlow, call: WalkedCall | None = None) -> model.Picture:
    """The picture model of a flow, with a call's path where one is given."""
    return View(flow, call).picture()


def dot(flow: CallFlow, call: WalkedCall | None = None, *, theme: str = "light") -> FlowDigraph:
    """The flow as a `graphviz.Digraph` with everything in its place."""
    return _view(flow, call, theme).digraph()


def show(
    flow: CallFlow,
    path: str | os.PathLike[str] | None = None,
    *,
    call: WalkedCall | None = None,
    theme: str = "light",
    format: str | None = None,
) -> str | bytes | pathlib.Path:
    """Write the picture to a file, by its suffix, or return it where no file is named.

    `format` wins over the suffix; without either it is SVG.  The theme is `light`,
    `dark` or `auto`.  A file is written whole or not at all.  Raises `UsageError` for
    a format or theme that cannot be, and where a format needs what is not installed.
    """
    suffix = format or (pathlib.Path(path).suffix.lstrip(".") if path is not None else "svg")
    draw = FORMATS.get(suffix.lower())
    if draw is None:
        what = f"a picture as {suffix!r}" if suffix else "a file without a suffix"
        raise UsageError(
            f"ivrsim cannot write {what}.",
            hint=f"It writes {listed(['.' + name for name in FORMATS], 'or')}.",
        )
    drawn = draw(_view(flow, call, theme))
    return drawn if path is None else write_whole(pathlib.Path(path), drawn)


def show_call(
    call: WalkedCall,
    path: str | os.PathLike[str] | None = None,
    *,
    theme: str = "light",
    format: str | None = None,
) -> str | bytes | pathlib.Path:
    """As `show`: the call's path through its flow."""
    return show(call.flow, path, call=call, theme=theme, format=format)


def _view(flow: CallFlow, call: WalkedCall | None, theme: str) -> View:
    if theme not in (*THEMES, "auto"):
        raise UsageError(f"There is no theme {theme!r}.", hint="There are auto, dark and light.")
    return View(flow, call, theme)
