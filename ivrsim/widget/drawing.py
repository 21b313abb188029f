"""A picture as plain data that a browser draws: strokes by card, colours by name.

No markup is sent: the browser makes each element itself and sets texts as texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeAlias

from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.places import Place
from ivrsim.render.picture import Card, Picture
from ivrsim.render.strokes import Box, Curve, Stroke, curve, headlines, strokes
from ivrsim.render.theme import BASE, THEMES
from ivrsim.text import clean
from ivrsim.values import replace
from ivrsim.vendors.port import Document

Data: TypeAlias = dict[str, Any]
"""A JSON object."""

LONGEST = 4_000
"""Characters of a text that are sent."""


def drawing(picture: Picture, flow: CallFlow, where: Callable[[NodeId], str]) -> Data:
    """The picture of a flow; `where` says where a node is written."""
    parents, entries = _tree(picture)
    cards = [
        _card(card, where) | {"parent": parents[number], "exit": entries[number]}
        for number, card in enumerate(picture.cards)
    ]
    edges = [_edge(edge.source, edge.target, edge.exit, curve(edge)) for edge in picture.edges]
    head = [_stroke(stroke) for stroke in headlines(picture)]
    return {
        "title": f"{picture.title}: {picture.subtitle}",
        "width": picture.width,
        "height": picture.height,
        "head": head,
        "speech": flow.settings.asr_enabled,
        "cards": cards,
        "edges": edges,
        "colours": _colours([*head, *edges, *(row for card in cards for row in _painted(card))]),
    }


def _tree(picture: Picture) -> tuple[list[int], list[str]]:
    """For each card the one it hangs on, -1 for none, and the exit between them."""
    parents, entries = [-1] * len(picture.cards), [""] * len(picture.cards)
    for edge in picture.edges:
        if parents[edge.target] < 0 and edge.source < edge.target:
            parents[edge.target], entries[edge.target] = edge.source, clean(edge.exit)
    return parents, entries


def _card(card: Card, where: Callable[[NodeId], str]) -> Data:
    body = list(strokes(replace(card, rows=())))
    rows = [
        {"exit": clean(row.exit), "strokes": list(map(_stroke, _added(card, number, len(body))))}
        for number, row in enumerate(card.rows)
    ]
    return {
        "node": clean(card.node),
        "x": card.x,
        "y": card.y,
        "width": card.width,
        "height": card.height,
        "stands": card.stands,
        "label": clean(f"{card.icon} {card.title} {' '.join(card.lines)} {card.summary}").strip(),
        "tip": "\n".join(map(clean, card.tip[:LONGEST].split("\n"))),
        "where": where(card.node) if card.node else "",
        "strokes": list(map(_stroke, body)),
        "rows": rows,
    }


def _added(card: Card, number: int, before: int) -> list[Stroke]:
    """The strokes of one row."""
    return list(strokes(replace(card, rows=card.rows[number : number + 1])))[before:]


def _stroke(stroke: Stroke) -> Data:
    if isinstance(stroke, Box):
        return {"kind": "box", **asdict(stroke)}
    return {"kind": "text", **asdict(stroke), "text": clean(stroke.text)}


def _edge(source: int, target: int, exit_name: str, drawn: Curve) -> Data:
    return {
        "source": source,
        "target": target,
        "exit": clean(exit_name),
        "points": [list(point) for point in drawn.points],
        "colour": drawn.colour,
        "thick": drawn.thick,
        "dashed": drawn.dashed,
        "head": drawn.head,
    }


def _painted(card: Data) -> Iterator[Data]:
    yield from card["strokes"]
    for row in card["rows"]:
        yield from row["strokes"]


def _colours(painted: list[Data]) -> Data:
    """Of both themes the colours that are used, and those of every picture."""
    used = {one[what] for one in painted for what in ("fill", "line", "colour") if what in one}
    names = sorted(used | BASE)
    return {name: {key: theme[key] for key in names} for name, theme in THEMES.items()}


def finder(flow: CallFlow, document: Document | None) -> Callable[[NodeId], str]:
    """What says where a node is written: `campaign.json:12:5`, or its JSON pointer."""

    def where(node: NodeId) -> str:
        place = flow.places.get(node)
        if place is None:
            return ""
        return clean(place.pointer if document is None else _line(document, place))

    return where


def _line(document: Document, place: Place) -> str:
    at = document.source.position(document.source.span(place).start)
    return f"{Path(document.name).name or document.name}:{at.line}:{at.column}"
