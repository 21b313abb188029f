"""A flow and a call in a notebook: inline SVG that follows the theme, and an outline."""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Mapping
from itertools import islice

from ivrsim.flow.flow import CallFlow
from ivrsim.flow.outline import lines
from ivrsim.render.path import WalkedCall, marks_of, path_of
from ivrsim.render.png import png
from ivrsim.render.show import View
from ivrsim.render.svg import svg

MOST_LINES = 1000
"""Lines of the outline that a notebook keeps."""


def mimebundle(
    flow: CallFlow,
    include: Collection[str] | None = None,
    exclude: Collection[str] | None = None,
) -> dict[str, str]:
    """The flow for a notebook: `text/html` and `text/plain`; `image/png` when asked for."""
    return _bundle(View(flow, None, "auto"), include, exclude)


def call_mimebundle(
    call: WalkedCall,
    include: Collection[str] | None = None,
    exclude: Collection[str] | None = None,
) -> dict[str, str]:
    """The call's path through its flow for a notebook."""
    return _bundle(View(call.flow, call, "auto"), include, exclude)


def _bundle(
    view: View, include: Collection[str] | None, exclude: Collection[str] | None
) -> dict[str, str]:
    wanted = ("text/html", "text/plain") if include is None else include
    kinds = [kind for kind in _KINDS if kind in wanted and kind not in (exclude or ())]
    return {kind: _KINDS[kind](view) for kind in kinds}


def _outline(view: View) -> str:
    marks = marks_of(path_of(view.call)) if view.call is not None else None
    shown = list(islice(lines(view.flow, marks), MOST_LINES))
    more = len(view.flow) - len(shown)
    return "\n".join([*shown, f"… and {more:,} more lines"] if more > 0 else shown)


_KINDS: Mapping[str, Callable[[View], str]] = {
    "text/html": lambda view: f"<div>{svg(view.picture(), view.theme)}</div>",
    "text/plain": _outline,
    "image/png": lambda view: base64.b64encode(png(view.picture(), view.fixed)).decode(),
}
