"""SVG, written straight from the picture: the same bytes everywhere, no ids, no scripts.

With the theme `auto` the picture follows its host: every colour is a CSS variable
with the light colour behind it, set by the selectors that JupyterLab, VS Code,
marimo, Sphinx themes and plain pages use to say that they are dark.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Protocol

from ivrsim.lazy import pattern
from ivrsim.render.picture import Card, Picture, Point
from ivrsim.render.scripts import LEFTWARDS
from ivrsim.render.strokes import Box, Curve, Line, Stroke, curve, headlines, strokes
from ivrsim.render.theme import BASE, DARK, LIGHT, Theme, theme_of

FAMILY = "Helvetica, Arial, 'Liberation Sans', sans-serif"

_UNSAFE = pattern(
    "[&<>\"'\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}


class Paint(Protocol):
    """Turns names of colours into attributes: `paint(fill="page", stroke="edge")`."""

    def __call__(self, **colours: str) -> str:
        """The attributes that paint these colours."""


def escape(text: str) -> str:
    """Text for XML: what XML cannot hold or could turn a line round is written out."""
    return _UNSAFE.sub(_entity, text)


def _entity(match: re.Match[str]) -> str:
    code = ord(match[0])
    return _ENTITIES.get(match[0]) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


@lru_cache(maxsize=1 << 14)
def number(value: float) -> str:
    """A coordinate with two decimals at most."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def svg(picture: Picture, theme: str = "light") -> str:
    """The picture as an SVG document: `light`, `dark`, or `auto` to follow the host."""
    return "\n".join(_document(picture, theme)) + "\n"


def _document(picture: Picture, theme: str) -> Iterator[str]:
    width, height = number(picture.width), number(picture.height)
    auto = theme == "auto"
    used = set(BASE)
    body = list(_body(picture, _variables(used) if auto else _plain(theme_of(theme))))
    scope = f"ivr-{digest(used)}" if auto else "ivr"
    label = escape(f"{picture.title}: {picture.subtitle}")
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{scope}" role="img"'
        f' aria-label="{label}" width="{width}pt" height="{height}pt"'
        f' viewBox="0 0 {width} {height}" style="max-width:100%;height:auto"'
        f' font-family="{FAMILY}" font-size="10">'
    )
    if auto:
        yield f"<style>{host_rules(scope, used)}</style>"
    yield from body
    yield "</svg>"


def _body(picture: Picture, paint: Paint) -> Iterator[str]:
    width, height = number(picture.width), number(picture.height)
    yield f'<rect width="{width}" height="{height}" {paint(fill="page")}/>'
    yield from (_stroke(stroke, paint) for stroke in headlines(picture))
    yield '<g fill="none">'
    yield from (_path(curve(edge), paint) for edge in picture.edges)
    yield "</g>"
    for card in picture.cards:
        yield from _card(card, paint)


def _plain(theme: Theme) -> Paint:
    def paint(**colours: str) -> str:
        return painted(tuple(colours.items()))

    @cache
    def painted(colours: tuple[tuple[str, str], ...]) -> str:
        return " ".join(f'{attribute}="{theme[name]}"' for attribute, name in colours)

    return paint


def _variables(used: set[str]) -> Paint:
    """Colours that follow the host; the names of those painted are put into `used`."""
    plain = _plain(LIGHT)

    def paint(**colours: str) -> str:
        return painted(tuple(colours.items()))

    @cache
    def painted(colours: tuple[tuple[str, str], ...]) -> str:
        used.update(name for _, name in colours)
        style = ";".join(f"{a}:var(--ivr-{name},{LIGHT[name]})" for a, name in colours)
        return f'{plain(**dict(colours))} style="{style}"'

    return paint


def digest(names: set[str]) -> str:
    """A name for these colours, so that pictures of two versions share a page in peace."""
    colours = repr([sorted((name, theme[name]) for name in names) for theme in (LIGHT, DARK)])
    return hashlib.sha256(f"({colours[1:-1]})".encode()).hexdigest()[:8]


HOSTS_DARK = (
    'body[data-jp-theme-light="false"]',
    "body.vscode-dark",
    "body.vscode-high-contrast:not(.vscode-high-contrast-light)",
    "html[theme=dark]",
    "html[data-theme=dark]",
    "body[data-theme=dark]",
    ".dark",
)
HOSTS_LIGHT = (
    'body[data-jp-theme-light="true"]',
    "body.vscode-light",
    "html[theme=light]",
    "html[data-theme=light]",
    "body[data-theme=light]",
    ".light",
)


def host_rules(scope: str, names: set[str]) -> str:
    """Dark where the system is and the host does not object, or where the host is."""
    dark = "".join(f"--ivr-{name}:{colour};" for name, colour in _of(DARK, names))
    light = "".join(f"--ivr-{name}:{colour};" for name, colour in _of(LIGHT, names))
    on = ",".join(f"{host} .{scope}" for host in HOSTS_DARK)
    off = ",".join(f"{host} .{scope}" for host in HOSTS_LIGHT)
    return (
        f"@media (prefers-color-scheme:dark){{.{scope}{{{dark}}}}}{off}{{{light}}}{on}{{{dark}}}"
    ).replace(">", "&gt;")


def _of(theme: Theme, names: set[str]) -> Iterator[tuple[str, str]]:
    return ((name, colour) for name, colour in theme.items() if name in names)


def _card(card: Card, paint: Paint) -> Iterator[str]:
    yield "<g>"
    if card.tip:
        yield f"<title>{escape(card.tip)}</title>"
    for stroke in strokes(card):
        yield _stroke(stroke, paint)
    yield "</g>"


def _stroke(stroke: Stroke, paint: Paint) -> str:
    return _rect(stroke, paint) if isinstance(stroke, Box) else _line(stroke, paint)


def _rect(box: Box, paint: Paint) -> str:
    dash = ' stroke-dasharray="4 2.5"' if box.dashed else ""
    return (
        f'<rect x="{number(box.x)}" y="{number(box.y)}" width="{number(box.width)}"'
        f' height="{number(box.height)}" rx="{number(box.radius)}"'
        f' {paint(fill=box.fill, stroke=box.line)} stroke-width="{number(box.thick)}"{dash}/>'
    )


def _line(line: Line, paint: Paint) -> str:
    size = "" if line.size == 10 else f' font-size="{number(line.size)}"'
    bold = ' font-weight="700"' if line.bold else ""
    anchor = "" if line.anchor == "start" else f' text-anchor="{line.anchor}"'
    return (
        f'<text x="{number(line.x)}" y="{number(line.y)}"{size}{bold}{anchor}'
        f" {paint(fill=line.colour)}>{_words(line)}</text>"
    )


def _words(line: Line) -> str:
    """The text of a line; the signs that turn it round are ours."""
    words = escape(line.text)
    return words.join(LEFTWARDS) if line.runs_left else words


def _path(line: Curve, paint: Paint) -> str:
    *points, tip = line.points
    base = Point(tip.x - line.head, tip.y)
    start, *rest = [*points, Point(base.x + 0.5, base.y)]
    drawn = f"M{_at(start)}C" + " ".join(_at(point) for point in rest)
    dash = ' stroke-dasharray="4 2.5"' if line.dashed else ""
    shaft = (
        f'<path d="{drawn}" {paint(stroke=line.colour)} stroke-width="{number(line.thick)}"{dash}/>'
    )
    if not line.head:
        return shaft
    half = line.head * 0.38
    corners = (base.x, base.y - half), tip, (base.x, base.y + half)
    head = " ".join(_at(Point(*corner)) for corner in corners)
    return f'{shaft}<polygon points="{head}" {paint(fill=line.colour)}/>'


def _at(point: Point) -> str:
    return f"{number(point.x)},{number(point.y)}"
