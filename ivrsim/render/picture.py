"""The picture model: what is drawn, where, and in which state; no colours, no markup.

Points (1/72 inch) from the top left corner, y downwards.  A picture knows nothing
of the flow it shows, and every renderer draws from it alone.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from ivrsim.lazy import Door
from ivrsim.values import dataclass


class Point(NamedTuple):
    """A place on the page."""

    x: float
    y: float


class State(StrEnum):
    """How a thing stands out: as usual, on the caller's path, or beside it."""

    PLAIN = "plain"
    PATH = "path"
    DIM = "dim"


@dataclass(frozen=True, slots=True)
class Note:
    """What a view writes on a card, in `lines` lines at most; `ink` names its colour.

    All lines but the first are moved right by `indent`.
    """

    text: str
    ink: str = "path-text"
    size: float = 9.0
    bold: bool = True
    lines: int = 1
    indent: float = 0.0


@dataclass(frozen=True, slots=True)
class Legend:
    """A line below the headlines: what a role, or a shade, of the picture stands for."""

    text: str
    role: str = ""
    shade: str = ""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One way out of a card: a caption and a keycap, `y` below the card's top.

    `dashed` is a way a caller takes by failing to answer; `x` is the keycap's left
    edge from the card's, `exit` the exit's name.  A row without a keycap is a remark.
    `share` stands right before the keycap; `role` names colours other than the card's.
    """

    caption: str
    keycap: str
    x: float
    y: float
    width: float
    dashed: bool = False
    state: State = State.PLAIN
    exit: str = ""
    share: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One node: a header, its prompt in `lines`, its `summary`, and its ways out.

    `role` names the colours; `entry` is the exit that leads here, written on `small`
    cards of one line, which show no ways out; `tip` is the full text; `text` is what a view
    writes in place of `lines`, `notes` what it adds.  The badge stands on a chip of the
    colour `shade`, if one is named.  A `cell` is one of an icicle.
    `stands` counts the nodes of a card that stands for many.
    """

    node: str
    x: float
    y: float
    width: float
    height: float
    role: str
    icon: str
    title: str
    lines: tuple[str, ...] = ()
    summary: str = ""
    rows: tuple[KeyRow, ...] = ()
    badge: str = ""
    text: tuple[Note, ...] = ()
    notes: tuple[Note, ...] = ()
    entry: str = ""
    tip: str = ""
    small: bool = False
    cell: bool = False
    state: State = State.PLAIN
    shade: str = ""
    thick: float = 1.2
    dashed: bool = False
    stands: int = 1


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from card to card: a chain of Bezier curves, and an arrowhead at its end.

    `points` are 1 + 3n: a start, then two handles and an end for each curve.  `role` or
    `shade` names another colour, `width` is given where it says something, and such an
    edge is `headless`; `exit` is the exit it starts from.
    """

    source: int
    target: int
    points: tuple[Point, ...]
    dashed: bool = False
    state: State = State.PLAIN
    exit: str = ""
    role: str = ""
    shade: str = ""
    width: float = 0.0
    headless: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn call flow: cards, the edges between them (by card number), two headlines.

    `legend` stands below the headlines; `remarks` say in full what the view found, for
    a page that has room beside the picture.
    """

    title: str
    subtitle: str
    cards: tuple[Card, ...]
    edges: tuple[Edge, ...]
    width: float
    height: float
    legend: tuple[Legend, ...] = ()
    remarks: tuple[str, ...] = ()

    _repr_mimebundle_ = Door("ivrsim.render.notebook:picture_mimebundle")
