"""Show a call flow, or a call through it, in any format: the doors of `CallFlow` and `Call`."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, TypedDict, Unpack

from ivrsim.errors import UsageError
from ivrsim.files import write_whole
from ivrsim.flow.flow import CallFlow
from ivrsim.flow.outline import lines
from ivrsim.lazy import fetch
from ivrsim.render import picture as model
from ivrsim.render.compose import compose
from ivrsim.render.detail import cut_to
from ivrsim.render.dot import source
from ivrsim.render.facts import NOTHING, Known, facts
from ivrsim.render.mermaid import mermaid
from ivrsim.render.page import page
from ivrsim.render.path import WalkedCall
from ivrsim.render.png import png
from ivrsim.render.scripts import kept_apart
from ivrsim.render.svg import svg
from ivrsim.render.theme import THEMES
from ivrsim.render.views import VIEWS, Asked, Marked
from ivrsim.text import clean, listed
from ivrsim.values import dataclass, replace

if TYPE_CHECKING:
    from ivrsim.render.digraph import FlowDigraph


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be shown: a view of a flow, in a theme.

    The theme is `light`, `dark`, or `auto`, which follows the reader's in SVG and HTML
    and is light elsewhere; `known` is what a page tells of the nodes besides.
    """

    asked: Asked
    view: str = ""
    theme: str = "light"
    known: Known = NOTHING

    @property
    def name(self) -> str:
        """The view's name: the one asked for, or what there is to show."""
        beside = "path" if self.asked.call is not None else "plain"
        return self.view or ("diff" if self.asked.against is not None else beside)

    def marked(self) -> Marked:
        """The flow with the view's marks; raises `UsageError` for a view there is not."""
        if self.name not in VIEWS:
            raise UsageError(
                f"There is no view {self.name!r}.", hint=f"There are {listed(list(VIEWS))}."
            )
        return VIEWS[self.name](self.asked)

    def picture(self) -> model.Picture:
        """The picture model."""
        marked = self.marked()
        return compose(marked.flow, marked.marks, self.asked.detail, self.asked.focus)

    def as_tree(self) -> Shown:
        """The same with edges, for a format that has no places: an icicle is one by its places."""
        asked = self.asked
        return (
            replace(self, asked=replace(asked, detail="auto")) if asked.detail == "icicle" else self
        )

    def outline(self) -> str:
        """The text outline of what is in focus, with what the view says."""
        marked = self.marked()
        return outline(replace(marked, flow=cut_to(marked.flow, self.asked.focus).flow))

    def page(self, home: str = "", version: str = "") -> str:
        """A page with the picture, its facts and the outline; see `ivrsim.render.page`."""
        return self.pages(home, version)[1]

    def pages(self, home: str = "", version: str = "") -> tuple[model.Picture, str]:
        """The picture, and the page that shows it."""
        marked = self.marked()
        drawn = compose(marked.flow, marked.marks, self.asked.detail, self.asked.focus)
        told = facts(self.asked.flow, marked.flow, marked.marks, drawn, self.known)
        text = _lines(replace(marked, flow=cut_to(marked.flow, self.asked.focus).flow))
        return drawn, page(drawn, text, self.theme, facts=told, home=home, version=version)

    @property
    def fixed(self) -> str:
        """The theme where there is no host to follow."""
        return "light" if self.theme == "auto" else self.theme

    def digraph(self) -> FlowDigraph:
        """The picture as a `graphviz.Digraph`."""
        return fetch("ivrsim.render.digraph:FlowDigraph")(self.picture(), self.fixed)  # type: ignore[no-any-return]


def outline(marked: Marked) -> str:
    """A marked flow as indented text, then the view's remarks."""
    remarks = [kept_apart(clean(remark)) for remark in marked.marks.remarks]
    drawn = _lines(marked)
    return "\n".join([*drawn, *([""] if remarks else []), *remarks]) + "\n"


def _lines(marked: Marked) -> Iterator[str]:
    """The outline; words from right to left turn nothing else round."""
    return map(kept_apart, lines(marked.flow, marked.marks.said))


FORMATS: Mapping[str, Callable[[Shown], str | bytes]] = {
    "svg": lambda shown: svg(shown.picture(), shown.theme),
    "png": lambda shown: png(shown.picture(), shown.fixed),
    "html": lambda shown: shown.page(),
    "txt": lambda shown: shown.outline(),
    "dot": lambda shown: source(shown.picture(), shown.fixed),
    "gv": lambda shown: source(shown.picture(), shown.fixed),
    "mmd": lambda shown: mermaid(shown.as_tree().picture(), shown.fixed),
    "pdf": lambda shown: shown.digraph().pipe("pdf", quiet=True),
}
"""Every format by its file suffix."""

ALIASES = {"mermaid": "mmd", "text": "txt", "tree": "txt", "graphviz": "dot"}
"""Other names of formats."""


def kind_of(name: str) -> str:
    """The format that a file suffix, or another name of it, means.  Raises `UsageError`."""
    kind = ALIASES.get(name.lower(), name.lower())
    if kind in FORMATS:
        return kind
    what = f"a picture as {name!r}" if name else "a file without a suffix"
    raise UsageError(
        f"ivrsim cannot write {what}.",
        hint=f"It writes {listed(['.' + name for name in FORMATS], 'or')}.",
    )


def theme_for(kind: str, theme: str | None = None) -> str:
    """The theme asked for, else the usual one of a format: a page follows its reader's.

    Raises `UsageError` for one that there is not.
    """
    if theme not in (None, *THEMES, "auto"):
        raise UsageError(f"There is no theme {theme!r}.", hint="There are auto, dark and light.")
    return theme or ("auto" if kind == "html" else "light")


class Wanted(TypedDict, total=False):
    """What a picture may be asked for, besides its flow, a call and a view."""

    against: CallFlow | None
    profile: str
    detail: str
    focus: str


def picture(
    flow: CallFlow, call: WalkedCall | None = None, *, view: str = "", **wanted: Unpack[Wanted]
) -> model.Picture:
    """The picture model of a flow, with a call's path or the marks of a view; see `show`."""
    return Shown(Asked(flow, call, **wanted), view).picture()


def dot(
    flow: CallFlow,
    call: WalkedCall | None = None,
    *,
    view: str = "",
    theme: str = "light",
    **wanted: Unpack[Wanted],
) -> FlowDigraph:
    """The flow as a `graphviz.Digraph` with everything in its place; see `show`."""
    return Shown(Asked(flow, call, **wanted), view, theme_for("dot", theme)).digraph()


def show(
    flow: CallFlow,
    path: str | os.PathLike[str] | None = None,
    *,
    call: WalkedCall | None = None,
    view: str = "",
    theme: str | None = None,
    format: str | None = None,
    **wanted: Unpack[Wanted],
) -> str | bytes | pathlib.Path:
    """Write the picture to a file, by its suffix, or return it where no file is named.

    - `view`: `plain`, `traffic`, `dead`, `lint`, `diff` or `path`; left out, it is what is
      given: a call's path, or the difference from `against`, the flow as it was;
    - `profile`: whose calls `traffic` and `diff` count;
    - `detail`: `full`, `lines`, `folded` (subtrees in one card each: "+37 nodes"), `icicle`
      (a cell for every node, as high as its share), or `auto`: by size;
    - `focus`: a node, from which on the flow is drawn, or `marked`: all is folded but the
      call's path, or the nodes with findings or changes;
    - `theme`: `light`, `dark` or `auto`; left out, a page follows its reader's and all else
      is light;
    - `format` wins over the suffix; without either it is SVG.

    A file is written whole or not at all.  Raises `UsageError` for a view, detail, node,
    format or theme that cannot be, and where one needs what is not given or not installed.
    """
    suffix = pathlib.Path(path).suffix.lstrip(".") if path is not None else "svg"
    kind = kind_of(format or suffix)
    drawn = FORMATS[kind](Shown(Asked(flow, call, **wanted), view, theme_for(kind, theme)))
    return drawn if path is None else write_whole(pathlib.Path(path), drawn)


def show_call(
    call: WalkedCall,
    path: str | os.PathLike[str] | None = None,
    *,
    theme: str | None = None,
    format: str | None = None,
    **wanted: Unpack[Wanted],
) -> str | bytes | pathlib.Path:
    """As `show`: the call's path through its flow."""
    return show(call.flow, path, call=call, theme=theme, format=format, **wanted)
