"""A picture as boxes, curves and lines of text: what every renderer draws, in order.

Here a card's state becomes a colour's name, a line's width, a font: the writers
of SVG and DOT only spell it out, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from ivrsim.render.cards import (
    HEADER,
    ICON_GAP,
    LINE,
    PADDING,
    SMALL_HIGH,
    badge_width,
    keycap_width,
)
from ivrsim.render.metrics import text_width
from ivrsim.render.picture import Card, Edge, KeyRow, Legend, Note, Picture, Point, State
from ivrsim.render.scripts import runs_left
from ivrsim.values import dataclass

MARGIN = 22.0
KEYCAP_HIGH = 16.0
CELL_PADDING = 8.0
CELL_TALL = 31.0
"""From this height on the words of a cell stand at its top, one line or two."""
LEGEND_LINE = 15.0
LEGEND_INDENT = 20.0
"""Where the text of a legend's line begins, right of its swatch."""

INKS = {"quiet": "muted", "removed": "removed-accent"}
"""Roles whose text has a colour of its own."""
DASHED = frozenset({"removed"})
STRONG = frozenset({"added", "removed", "changed", "moved", "error", "warning", "info"})
"""Roles that colour what stands at the right of a header."""


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
    """A line of text: `y` is its base line, `x` its left end, middle or right end.

    `leftwards`: it runs from right to left whatever it begins with.
    """

    text: str
    x: float
    y: float
    colour: str
    size: float = 10.0
    bold: bool = False
    anchor: Literal["start", "middle", "end"] = "start"
    leftwards: bool = False

    @property
    def runs_left(self) -> bool:
        """Whether it is written from right to left."""
        return self.leftwards or runs_left(self.text)

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


def headlines(picture: Picture) -> Iterator[Stroke]:
    """The title, the line below it, and the legend."""
    if picture.title:
        yield Line(picture.title, MARGIN, 35.0, "text", 13.0, bold=True)
    if picture.subtitle:
        yield Line(picture.subtitle, MARGIN, 50.0, "muted")
    for place, line in enumerate(picture.legend):
        yield from _legend(line, 67.0 + LEGEND_LINE * place)


def _legend(line: Legend, y: float) -> Iterator[Stroke]:
    if line.shade:
        yield Box(MARGIN, y - 8.0, 14.0, 10.0, 3.5, line.shade, line.shade, 1.0)
    elif line.role:
        at = (MARGIN, y - 8.0, 14.0, 10.0, 3.5)
        yield Box(*at, f"{line.role}-fill", f"{line.role}-border", 1.4, line.role in DASHED)
    yield Line(line.text, MARGIN + (LEGEND_INDENT if line.shade or line.role else 0.0), y, "text")


def curve(edge: Edge) -> Curve:
    """An edge's curve; the wider it is, the larger its head."""
    if edge.state is State.PATH:
        return Curve(edge.points, "path", 3.0, edge.dashed, 10.0)
    if edge.role:
        return Curve(edge.points, f"{edge.role}-border", edge.width or 2.0, edge.dashed, 8.5)
    colour = edge.shade or ("dim-line" if edge.state is State.DIM else "edge")
    return Curve(edge.points, colour, edge.width or 1.2, edge.dashed, 0.0 if edge.headless else 6.5)


def strokes(card: Card) -> Iterator[Stroke]:
    """All of a card, its box first."""
    yield _box(card)
    if card.cell:
        yield from _cell(card)
        return
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
    round_ = 4.0 if card.cell else 12.0
    at = (card.x, card.y, card.width, card.height, min(round_, card.height / 2.6))
    match card.state:
        case State.DIM:
            return Box(*at, "page", "dim-line", dashed=card.dashed and bool(card.node))
        case State.PATH:
            return Box(*at, f"{card.role}-fill", "path", 2.2)
        case _:
            return Box(
                *at, f"{card.role}-fill", f"{card.role}-border", card.thick, dashed=card.dashed
            )


def _header(card: Card) -> Iterator[Stroke]:
    y = card.y + PADDING + 9.0
    yield from _words(card, card.x + PADDING, y)
    yield from _badge(card, y)


def _badge(card: Card, y: float) -> Iterator[Stroke]:
    """A few words at the right, on a chip where a colour says something."""
    right = card.x + card.width - PADDING
    if card.shade:
        width = badge_width(card)
        yield Box(right - width, y - 10.2, width, 14.0, 5.0, card.shade, card.shade, 1.0)
        middle = right - width / 2
        yield Line(card.badge, middle, y, f"on-{card.shade}", 9.0, True, "middle")
    elif card.badge:
        yield Line(card.badge, right, y, _badge_ink(card), 9.0, True, "end")


def _badge_ink(card: Card) -> str:
    if card.state is State.DIM:
        return "muted"
    return f"{card.role}-accent" if card.role in STRONG else "path-text"


def _words(card: Card, x: float, y: float) -> Iterator[Line]:
    """The icon and the word, from `x` on."""
    accent = _colour(card, f"{card.role}-accent")
    if card.icon:
        yield Line(card.icon, x, y, accent, bold=True)
        x += text_width(card.icon, bold=True) + ICON_GAP
    yield Line(card.title, x, y, accent, bold=True)


def _one_line(card: Card) -> Iterator[Stroke]:
    """A small card: the key that leads here, icon and word, and some of the text."""
    x, y = card.x + PADDING, card.y + SMALL_HIGH / 2 + 3.5
    if card.entry:
        width = keycap_width(card.entry)
        yield from _keycap(card, KeyRow("", card.entry, PADDING, SMALL_HIGH / 2, width))
        x += width + ICON_GAP
    words = list(_words(card, x, y))
    yield from words
    x = words[-1].left + words[-1].width + ICON_GAP
    for line in card.lines:
        yield Line(line, x, y, _colour(card, "text"), 9.0)
    yield from _badge(card, y)
    for place, note in enumerate(card.notes, 1):
        yield Line(note.text, card.x + PADDING, y + LINE * place, note.ink, note.size, note.bold)


def _cell(card: Card) -> Iterator[Line]:
    """The words of a cell of an icicle: in the middle of one line, or from the top."""
    x, right = card.x + CELL_PADDING, card.x + card.width - CELL_PADDING
    several = card.lines or card.notes or card.height > CELL_TALL
    y = card.y + (14.0 if several else card.height / 2 + 3.5)
    if card.title:
        yield Line(card.title, x, y, _colour(card, f"{card.role}-accent"), bold=True)
    if card.badge:
        yield Line(card.badge, right, y, _colour(card, "text"), 9.0, bold=True, anchor="end")
    for line in card.lines:
        y += LINE
        yield Line(line, x, y, _colour(card, "muted"), 9.0)
    for note in card.notes:
        y += LINE
        yield Line(note.text, x, y, note.ink, note.size, note.bold)


def _texts(card: Card) -> Iterator[Line]:
    ink = INKS.get(card.role, "text")
    said = [Note(line, _colour(card, ink), 10.0, bold=False) for line in card.lines]
    summary = Note(card.summary, _colour(card, f"{card.role}-accent"), 10.0)
    y = card.y + PADDING + HEADER + 8.0
    leftwards = runs_left(" ".join(card.lines))
    for place, note in enumerate(
        (*said, *card.text, *([summary] if card.summary else ()), *card.notes)
    ):
        yield _told(card, note, y, leftwards and place < len(said))
        y += LINE


def _told(card: Card, note: Note, y: float, leftwards: bool) -> Line:
    """A line on a card: at its left, or at its right if it runs from right to left."""
    look = (note.ink, note.size, note.bold)
    if leftwards:
        return Line(note.text, card.x + card.width - PADDING, y, *look, "end", leftwards=True)
    return Line(note.text, card.x + PADDING + note.indent, y, *look)


def _row(card: Card, row: KeyRow) -> Iterator[Stroke]:
    x, y = card.x + PADDING, card.y + row.y + 3.2
    if row.caption and (row.state is State.PATH or row.role):
        ink = f"{row.role}-accent" if row.role else "path-text"
        yield Line(row.caption, x, y, ink, 9.0, bold=True)
    elif row.caption:
        yield Line(row.caption, x, y, "dim-text" if _steps_back(card, row) else "muted", 9.0)
    if row.share:
        ink = _colour(card, INKS.get(card.role, "text"))
        yield Line(row.share, card.x + row.x - 6.0, y, ink, 9.0, True, "end")
    if row.keycap:
        yield from _keycap(card, row)


def _keycap(card: Card, row: KeyRow) -> Iterator[Stroke]:
    x, y = card.x + row.x, card.y + row.y
    at = (x, y - KEYCAP_HIGH / 2, row.width, KEYCAP_HIGH, 6.0)
    role = row.role or card.role
    fill, line, ink = "cap", f"{role}-border", f"{role}-accent"
    if row.state is State.PATH:
        fill, line, ink = "path-text", "path-text", "on-path"
    elif _steps_back(card, row):
        fill, line, ink = "page", "dim-line", "dim-text"
    yield Box(*at, fill, line, 1.4 if row.role else 1.0, row.dashed)
    yield Line(row.keycap, x + row.width / 2, y + 3.2, ink, 9.0, True, "middle")


def _steps_back(card: Card, row: KeyRow) -> bool:
    return State.DIM in (card.state, row.state)
