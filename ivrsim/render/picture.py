"""The picture model: what is drawn, where, and in which state; no colours, no markup.

Points (1/72 inch) from the top left corner, y downwards.  A picture knows nothing
of the flow it shows, and every renderer draws from it alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


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
class KeyRow:
    """One way out of a card: a caption and a keycap, `y` below the card's top.

    `dashed` is a way a caller takes by failing to answer; `x` is the keycap's left
    edge from the card's, `exit` the exit's name.  A row without a keycap is a remark.
    """

    caption: str
    keycap: str
    x: float
    y: float
    width: float
    dashed: bool = False
    state: State = State.PLAIN
    exit: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One node: a header, its prompt in `lines`, its `summary`, and its ways out.

    `role` names the colours; `entry` is the exit that leads here, written on `small`
    cards of one line, which show no ways out; `tip` is the full text; `note` what
    happened where the call ended.
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
    note: str = ""
    entry: str = ""
    tip: str = ""
    small: bool = False
    state: State = State.PLAIN


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from card to card: a chain of Bezier curves, and an arrowhead at its end.

    `points` are 1 + 3n: a start, then two handles and an end for each curve.
    """

    source: int
    target: int
    points: tuple[Point, ...]
    dashed: bool = False
    state: State = State.PLAIN


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn call flow: cards, the edges between them (by card number), two headlines."""

    title: str
    subtitle: str
    cards: tuple[Card, ...]
    edges: tuple[Edge, ...]
    width: float
    height: float
