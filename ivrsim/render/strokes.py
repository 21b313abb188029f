"""A picture as boxes, curves and lines of text: what every renderer draws, in order.

Here a card's state becomes a colour's name, a line's width, a font: the writers
of SVG and DOT only spell it out, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ivrsim.render.cards import FOLD, HEADER, ICON_GAP, LINE, PADDING, keycap_width
from ivrsim.render.metrics import text_width
from ivrsim.render.picture import Card, Edge, KeyRow, Picture, Point, State

MARGIN = 22.0
KEYCAP_HIGH = 16.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rounded box; `fill` and `line` are names of colours."""

    x: float
    y: float
    width: float
    height: float
    radius: float
    fill: str
    line: str
    thick: float = 1.2
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: `y` is its base line, `x` its start, middle or end."""

    text: str
    x: float
    y: float
    colour: str
    size: float = 10.0
    bold: bool = False
    anchor: Literal["start", "middle", "end"] = "start"

    @property
    def left(self) -> float:
        """Where the text begins."""
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        return self.x - share * self.width

    @property
    def width(self) -> float:
        """How wide the text is."""
        return text_width(self.text, self.size, self.bold)


@dataclass(frozen=True, slots=True)
class Curve:
    """An edge; the arrowhead is `head` long and lies with its tip on the last point."""

    points: tuple[Point, ...]
    colour: str
    thick: float
    dashed: bool
    head: float


Stroke: TypeAlias = Box | Line


def headlines(picture: Picture) -> Iterator[Line]:
    """The title and the line below it."""
    if picture.title:
        yield Line(picture.title, MARGIN, 35.0, "text", 13.0, bold=True)
    if picture.subtitle:
        yield Line(picture.subtitle, MARGIN, 50.0, "muted")


def curve(edge: Edge) -> Curve:
    """An edge's curve."""
    if edge.state is State.PATH:
        return Curve(edge.points, "path", 3.0, edge.dashed, 10.0)
    colour = "dim-line" if edge.state is State.DIM else "edge"
    return Curve(edge.points, colour, 1.2, edge.dashed, 6.5)


def strokes(card: Card) -> Iterator[Stroke]:
    """All of a card, its box first."""
    yield _box(card)
    if card.small:
        yield from _one_line(card)
        return
    yield from _header(card)
    yield from _texts(card)
    for row in card.rows:
        yield from _row(card, row)


def _colour(card: Card, name: str) -> str:
    """The colour's name, or the one that steps back."""
    return "dim-text" if card.state is State.DIM else name


def _box(card: Card) -> Box:
    at = (card.x, card.y, card.width, card.height, min(12.0, card.height / 2.6))
    match card.state:
        case State.DIM:
            return Box(*at, "page", "dim-line")
        case State.PATH:
            return Box(*at, f"{card.role}-fill", "path", 2.2)
        case _:
            return Box(*at, f"{card.role}-fill", f"{card.role}-border", dashed=card.role == FOLD)


def _header(card: Card) -> Iterator[Line]:
    y = card.y + PADDING + 9.0
    yield from _words(card, card.x + PADDING, y)
    if card.badge:
        yield Line(card.badge, card.x + card.width - PADDING, y, "path-text", 9.0, True, "end")


def _words(card: Card, x: float, y: float) -> Iterator[Line]:
    """The icon and the word, from `x` on."""
    accent = _colour(card, f"{card.role}-accent")
    if card.icon:
        yield Line(card.icon, x, y, accent, bold=True)
        x += text_width(card.icon, bold=True) + ICON_GAP
    yield Line(card.title, x, y, accent, bold=True)


def _one_line(card: Card) -> Iterator[Stroke]:
    """A small card: the key that leads here, icon and word, and some of the text."""
    x, y = card.x + PADDING, card.y + card.height / 2 + 3.5
    if card.entry:
        width = keycap_width(card.entry)
        yield from _keycap(card, KeyRow("", card.entry, PADDING, card.height / 2, width))
        x += width + ICON_GAP
    words = list(_words(card, x, y))
    yield from words
    x = words[-1].left + words[-1].width + ICON_GAP
    for line in card.lines:
        yield Line(line, x, y, _colour(card, "text"), 9.0)
    if card.badge:
        yield Line(card.badge, card.x + card.width - PADDING, y, "path-text", 9.0, True, "end")


def _texts(card: Card) -> Iterator[Line]:
    x, y = card.x + PADDING, card.y + PADDING + HEADER + 8.0
    for line in card.lines:
        yield Line(line, x, y, _colour(card, "text"))
        y += LINE
    if card.summary:
        yield Line(card.summary, x, y, _colour(card, f"{card.role}-accent"), bold=True)
        y += LINE
    if card.note:
        yield Line(card.note, x, y, "path-text", 9.0, bold=True)


def _row(card: Card, row: KeyRow) -> Iterator[Stroke]:
    x, y = card.x + PADDING, card.y + row.y + 3.2
    if row.caption and row.state is State.PATH:
        yield Line(row.caption, x, y, "path-text", 9.0, bold=True)
    elif row.caption:
        yield Line(row.caption, x, y, "dim-text" if _steps_back(card, row) else "muted", 9.0)
    if row.keycap:
        yield from _keycap(card, row)


def _keycap(card: Card, row: KeyRow) -> Iterator[Stroke]:
    x, y = card.x + row.x, card.y + row.y
    at = (x, y - KEYCAP_HIGH / 2, row.width, KEYCAP_HIGH, 6.0)
    fill, line, ink = "cap", f"{card.role}-border", f"{card.role}-accent"
    if row.state is State.PATH:
        fill, line, ink = "path-text", "path-text", "on-path"
    elif _steps_back(card, row):
        fill, line, ink = "page", "dim-line", "dim-text"
    yield Box(*at, fill, line, 1.0, row.dashed)
    yield Line(row.keycap, x + row.width / 2, y + 3.2, ink, 9.0, True, "middle")


def _steps_back(card: Card, row: KeyRow) -> bool:
    return State.DIM in (card.state, row.state)
