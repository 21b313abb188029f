"""Values in a notebook: HTML that follows the theme, and text that reads as well."""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Mapping
from itertools import islice

from ivrsim.flow.flow import CallFlow
from ivrsim.flow.outline import lines
from ivrsim.render.notebook.markup import framed, markup
from ivrsim.render.notebook.plain import plain
from ivrsim.render.notebook.sheet import MOST_ROWS, Sheet
from ivrsim.render.path import WalkedCall
from ivrsim.render.picture import Picture
from ivrsim.render.png import png
from ivrsim.render.show import Shown
from ivrsim.render.views import Asked
from ivrsim.text import clean

MOST_LINES = 1000
"""Lines of the outline that a notebook keeps."""

Makers = Mapping[str, Callable[[], str]]
"""By MIME type what makes the text to show."""


def mimebundle(
    flow: CallFlow,
    include: Collection[str] | None = None,
    exclude: Collection[str] | None = None,
) -> dict[str, str]:
    """The flow for a notebook: `text/html` and `text/plain`; `image/png` when asked for."""
    return chosen(_makers(Shown(Asked(flow), theme="auto")), include, exclude)


def call_mimebundle(
    call: WalkedCall,
    include: Collection[str] | None = None,
    exclude: Collection[str] | None = None,
) -> dict[str, str]:
    """The call's path through its flow for a notebook."""
    return chosen(_makers(Shown(Asked(call.flow, call), theme="auto")), include, exclude)


def picture_mimebundle(
    picture: Picture,
    include: Collection[str] | None = None,
    exclude: Collection[str] | None = None,
) -> dict[str, str]:
    """A picture for a notebook: any view, detail or focus of `flow.picture(...)`."""
    made: Makers = {
        "text/html": lambda: framed(picture),
        "text/plain": lambda: _headed(picture),
        "image/png": lambda: _png(picture),
    }
    return chosen(made, include, exclude)


def sheet_mimebundle(
    sheet: Sheet,
    include: Collection[str] | None = None,
    exclude: Collection[str] | None = None,
) -> dict[str, str]:
    """A sheet for a notebook; `image/png` where it has a picture and it is asked for."""
    made: dict[str, Callable[[], str]] = {
        "text/html": lambda: markup(sheet),
        "text/plain": lambda: plain(sheet),
    }
    draw = sheet.picture
    if draw is not None:
        made["image/png"] = lambda: _png(draw())
    return chosen(made, include, exclude)


def chosen(
    made: Makers, include: Collection[str] | None, exclude: Collection[str] | None
) -> dict[str, str]:
    """What a notebook asks for; PNG only by its name, since every output is kept in the file."""
    wanted = ("text/html", "text/plain") if include is None else include
    return {
        kind: make()
        for kind, make in made.items()
        if kind in wanted and kind not in (exclude or ())
    }


def _makers(shown: Shown) -> Makers:
    return {
        "text/html": lambda: framed(shown.picture()),
        "text/plain": lambda: _outline(shown),
        "image/png": lambda: _png(shown.picture()),
    }


def _headed(picture: Picture) -> str:
    """What stands above the picture, and what its view found."""
    legend = (clean(line.text) for line in picture.legend)
    remarks = [clean(remark) for remark in picture.remarks[:MOST_ROWS]]
    more = len(picture.remarks) - len(remarks)
    counted = [f"… and {more:,} more"] if more > 0 else []
    return "\n".join([picture.title, picture.subtitle, *legend, *remarks, *counted])


def _png(picture: Picture) -> str:
    return base64.b64encode(png(picture)).decode()


def _outline(shown: Shown) -> str:
    marked = shown.marked()
    first = list(islice(lines(marked.flow, marked.marks.said), MOST_LINES))
    more = len(marked.flow) - len(first)
    return "\n".join([*first, f"… and {more:,} more lines"] if more > 0 else first)
