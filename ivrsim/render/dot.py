"""DOT with every place pinned, so that any Graphviz draws the picture SVG shows.

Graphviz only draws: `layout=nop2` takes the positions of nodes and edges as they
stand here.  Node ids are ours (`n0`, `n0t1`, ...); user text goes into quoted labels
only, through `quote`, and HTML-like labels are never used.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.render.picture import Card, Picture, Point
from ivrsim.render.scripts import LEFTWARDS
from ivrsim.render.strokes import Box, Curve, Line, Stroke, curve, headlines, strokes
from ivrsim.render.svg import number
from ivrsim.render.theme import Theme, theme_of
from ivrsim.text import clean

FONTS = {False: "Helvetica", True: "Helvetica-Bold"}
SIDE = {"start": "\\l", "middle": "\\n", "end": "\\r"}


def quote(text: str) -> str:
    r"""Text as a quoted DOT string whose label shows just that text.

    Backslashes would start an escape (`\N` is the node's name), an ampersand an HTML
    entity, and a quotation mark ends the string; all other characters are themselves,
    but for two that XML cannot hold.
    """
    safe = clean(text).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
    safe = safe.replace("\\", "\\\\").replace("&", "&amp;").replace('"', '\\"')
    return f'"{safe}"'


def statements(picture: Picture, theme: str = "light") -> Iterator[str]:
    """The statements of the digraph, one a line."""
    writer = _Writer(theme_of(theme), picture.height)
    yield from writer.head(picture)
    for place, stroke in enumerate(headlines(picture)):
        yield writer.stroke(f"t{place}", stroke)
    for number_, card in enumerate(picture.cards):
        yield from writer.card(f"n{number_}", card)
    for edge in picture.edges:
        yield f"n{edge.source} -> n{edge.target} {writer.curve(curve(edge))}"


def source(picture: Picture, theme: str = "light") -> str:
    """The whole DOT document."""
    lines = "".join(f"\t{statement}\n" for statement in statements(picture, theme))
    return f"digraph {{\n{lines}}}\n"


class _Writer:
    """Spells boxes and texts as pinned nodes; Graphviz counts y upwards."""

    def __init__(self, theme: Theme, height: float) -> None:
        self.theme = theme
        self.height = height

    def at(self, point: Point) -> str:
        return f"{number(point.x)},{number(self.height - point.y)}"

    def head(self, picture: Picture) -> Iterator[str]:
        page = f"0,0,{number(picture.width)},{number(picture.height)}"
        yield (
            f'graph [layout=nop2 bb="{page}" bgcolor="{self.theme["page"]}"'
            ' outputorder=edgesfirst pad=0.3056 charset="UTF-8"]'
        )
        yield 'node [shape=none label="" fixedsize=true margin=0 fontname=Helvetica fontsize=10]'
        yield "edge [arrowhead=normal]"

    def card(self, name: str, card: Card) -> Iterator[str]:
        box, *rest = strokes(card)
        yield self.stroke(name, box)
        for place, stroke in enumerate(rest):
            yield self.stroke(f"{name}t{place}", stroke)

    def curve(self, drawn: Curve) -> str:
        *points, tip = drawn.points
        points.append(Point(tip.x - drawn.head, tip.y))
        end = f"e,{self.at(tip)} " if drawn.head else ""
        head = f"arrowsize={number(drawn.head / 10)}" if drawn.head else "arrowhead=none"
        dash = " style=dashed" if drawn.dashed else ""
        return (
            f'[pos="{end}{" ".join(map(self.at, points))}" color="{self.theme[drawn.colour]}"'
            f" penwidth={number(drawn.thick)} {head}{dash}]"
        )

    def stroke(self, name: str, stroke: Stroke) -> str:
        return self._box(name, stroke) if isinstance(stroke, Box) else self.line(name, stroke)

    def _box(self, name: str, box: Box) -> str:
        style = "rounded,filled,dashed" if box.dashed else "rounded,filled"
        middle = Point(box.x + box.width / 2, box.y + box.height / 2)
        return (
            f'{name} [shape=box pos="{self.at(middle)}!" style="{style}"'
            f' fillcolor="{self.theme[box.fill]}" color="{self.theme[box.line]}"'
            f" penwidth={number(box.thick)}{_size(box.width, box.height)}]"
        )

    def line(self, name: str, line: Line) -> str:
        # Graphviz measures with a font of its own: a text too wide for its node would move.
        room = line.width * 1.1 + 3
        shift = {"start": room / 2, "middle": 0.0, "end": -room / 2}[line.anchor]
        middle = Point(line.x + shift, line.y - line.size * 0.36)
        words = quote(line.text)[1:-1]
        if line.runs_left:
            words = words.join(LEFTWARDS)
        label = f'"{words}{SIDE[line.anchor]}"'
        return (
            f'{name} [pos="{self.at(middle)}!" label={label} fontname="{FONTS[line.bold]}"'
            f' fontsize={number(line.size)} fontcolor="{self.theme[line.colour]}"'
            f"{_size(room, line.size)}]"
        )


def _size(width: float, height: float) -> str:
    """Width and height in inches, as DOT has them."""
    return f" width={width / 72:.4f} height={height / 72:.4f}"
