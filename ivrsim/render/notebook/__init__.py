"""A flow and a call in a notebook: inline SVG that follows the theme, and an outline."""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Mapping
from itertools import islice

from ivrsim.flow.flow import CallFlow
from ivrsim.flow.outline import lines
from ivrsim.render.path import WalkedCall
from ivrsim.render.png import png
from ivrsim.render.show import Shown
from ivrsim.render.svg import svg
from ivrsim.render.views import Asked

MOST_LINES = 1000
"""Lines of the outline that a notebook keeps."""


def mimebundle(
    flow: CallFlow,
    include: Collection[str] | None = None,
    exclude: Collection[str] | None = None,
) -> dict[str, str]:
    """The flow for a notebook: `text/html` and `text/plain`; `image/png` when asked for."""
    return _bundle(Shown(Asked(flow), theme="auto"), include, exclude)


def call_mimebundle(
    call: WalkedCall,
    include: Collection[str] | None = None,
    exclude: Collection[str] | None = None,
) -> dict[str, str]:
    """The call's path through its flow for a notebook."""
    return _bundle(Shown(Asked(call.flow, call), theme="auto"), include, exclude)


def _bundle(
    shown: Shown, include: Collection[str] | None, exclude: Collection[str] | None
) -> dict[str, str]:
    wanted = ("text/html", "text/plain") if include is None else include
    kinds = [kind for kind in _KINDS if kind in wanted and kind not in (exclude or ())]
    return {kind: _KINDS[kind](shown) for kind in kinds}


def _outline(shown: Shown) -> str:
    marked = shown.marked()
    first = list(islice(lines(marked.flow, marked.marks.said), MOST_LINES))
    more = len(marked.flow) - len(first)
    return "\n".join([*first, f"… and {more:,} more lines"] if more > 0 else first)


_KINDS: Mapping[str, Callable[[Shown], str]] = {
    "text/html": lambda shown: f"<div>{svg(shown.picture(), shown.theme)}</div>",
    "text/plain": _outline,
    "image/png": lambda shown: base64.b64encode(png(shown.picture(), shown.fixed)).decode(),
}
