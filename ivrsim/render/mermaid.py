"""Mermaid flowcharts, for pull requests and wikis that draw them.

Node ids are ours (`n0`, ...).  User text stands in quoted labels only, and of ASCII
all but letters, digits and a few signs is written as an entity code (`#35;`), which
Mermaid turns back after it has read the diagram and its Markdown, so that nothing in
a prompt is markup (Mermaid, Flowcharts, "Entity codes to escape characters").

GitHub draws at most 50,000 characters and 500 edges (Mermaid's `maxTextSize` and
`maxEdges`, which a page cannot change); past that, cards are left out with a count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ivrsim.lazy import pattern
from ivrsim.render.picture import Card, Edge, Picture, State
from ivrsim.render.strokes import curve
from ivrsim.render.svg import number
from ivrsim.render.theme import Theme, theme_of
from ivrsim.text import clean
from ivrsim.values import dataclass

LONGEST = 50_000
"""Characters that GitHub draws."""
MOST = 480
"""Cards that are drawn, so that there are fewer than 500 edges."""
EDGES = 499
SHORTER = 0.8
"""The share of the cards that is tried next where the text is too long."""

# Mermaid itself writes entity codes with the two signs that are left out after U+00A0.
_CODED = pattern(r"[^A-Za-z0-9 ,!?'()\u00a0-\u00b5\u00b7-\ufb01\ufb03-\U0010ffff]")
_NO_TEXT = pattern("[\ufffe\uffff]")


def quote(text: str) -> str:
    """Text as a quoted label that shows just that text."""
    safe = _NO_TEXT.sub(lambda match: f"\\u{ord(match[0]):04x}", clean(text))
    return f'"{coded(safe)}"'


def coded(text: str) -> str:
    """Text with every sign that could mean something as its entity code."""
    return _CODED.sub(lambda match: f"#{ord(match[0])};", text)


def mermaid(picture: Picture, theme: str = "light") -> str:
    """The picture as a Mermaid flowchart, as much of it as GitHub draws."""
    colours = theme_of(theme)
    order = list(_order(picture.cards, picture.edges))
    keep = min(len(order), MOST)
    while True:
        text = "".join(f"{line}\n" for line in _Chart(picture, colours, order[:keep]).lines())
        if len(text) <= LONGEST or keep <= 1:
            return text
        keep = max(int(keep * SHORTER), 1)


def _order(cards: Sequence[Card], edges: Sequence[Edge]) -> Iterator[int]:
    """Card numbers: what stands out with all that leads there first, then from the root on."""
    parent: dict[int, int] = {}
    for edge in edges:
        if edge.source < edge.target:
            parent.setdefault(edge.target, edge.source)
    seen: set[int] = set()
    marked = (place for place, card in enumerate(cards) if card.badge)
    for place in [*marked, *range(len(cards))]:
        way = [place]
        while way[-1] in parent and way[-1] not in seen:
            way.append(parent[way[-1]])
        for one in reversed(way):
            if one not in seen:
                seen.add(one)
                yield one


@dataclass(frozen=True, slots=True)
class _Chart:
    """Writes the cards whose numbers are `kept`."""

    picture: Picture
    theme: Theme
    kept: Sequence[int]

    def lines(self) -> Iterator[str]:
        shown = set(self.kept)
        edges = [e for e in self.picture.edges if {e.source, e.target} <= shown][:EDGES]
        yield "flowchart LR"
        yield f"  accTitle: {coded(self.picture.title) or 'Call flow'}"
        yield f"  accDescr: {coded(self.picture.subtitle) or 'A call flow'}"
        yield from self._legend()
        yield from (self._card(place) for place in sorted(shown))
        yield from self._left_out(shown)
        yield from map(self._edge, edges)
        yield from self._links(edges)
        yield from self._classes(shown)

    def _legend(self) -> Iterator[str]:
        lines = [line.text for line in self.picture.legend]
        if lines:
            label = "<br/>".join(coded(clean(line)) for line in lines)
            yield f'  legend["{label}"]:::legend'

    def _card(self, place: int) -> str:
        card = self.picture.cards[place]
        label = "<br/>".join(coded(clean(part)) for part in _parts(card))
        return f'  n{place}["{label}"]:::{_class(card)}'

    def _left_out(self, shown: set[int]) -> Iterator[str]:
        """A note of how many nodes are not drawn."""
        cards = enumerate(self.picture.cards)
        lost = sum(card.stands for place, card in cards if place not in shown)
        if lost:
            words = f"and {lost:,} more node{'s' * (lost != 1)}, not drawn here"
            yield f'  more["{coded(words)}"]:::fold'

    def _edge(self, edge: Edge) -> str:
        row = next((r for r in self.picture.cards[edge.source].rows if r.exit == edge.exit), None)
        words = [row.keycap, row.caption, row.share] if row else [edge.exit]
        label = " · ".join(word for word in words if word)
        arrow = "-.->" if edge.dashed else "-->"
        said = f"|{quote(label)}|" if label else ""
        return f"  n{edge.source} {arrow}{said} n{edge.target}"

    def _links(self, edges: Sequence[Edge]) -> Iterator[str]:
        """The colour and width of edges, those alike in one line."""
        styles: dict[str, list[int]] = {}
        for place, edge in enumerate(edges):
            drawn = curve(edge)
            style = f"stroke:{self.theme[drawn.colour]},stroke-width:{number(drawn.thick)}px"
            styles.setdefault(style, []).append(place)
        for style, places in styles.items():
            yield f"  linkStyle {','.join(map(str, places))} {style}"

    def _classes(self, shown: set[int]) -> Iterator[str]:
        """A class for every role and state that is drawn."""
        cards = {_class(self.picture.cards[place]): self.picture.cards[place] for place in shown}
        for name, card in sorted(cards.items()):
            yield f"  classDef {name} {self._style(card)}"
        if "fold" not in cards and len(shown) < len(self.picture.cards):
            yield f"  classDef fold {self._style(Card('', 0, 0, 0, 0, 'fold', '', ''))}"
        if self.picture.legend:
            ink = self.theme["text"]
            yield f"  classDef legend fill:none,stroke:none,color:{ink},text-align:left"

    def _style(self, card: Card) -> str:
        fill, line, ink = f"{card.role}-fill", f"{card.role}-border", "text"
        if card.state is State.DIM:
            fill, line, ink = "page", "dim-line", "muted"
        elif card.shade.startswith("shade"):
            fill, line, ink = card.shade, card.shade, f"on-{card.shade}"
        elif card.state is State.PATH:
            line = "path"
        width = "3px" if card.state is State.PATH else f"{number(card.thick)}px"
        dash = ",stroke-dasharray:5 3" if card.dashed else ""
        fill, line, ink = (self.theme[name] for name in (fill, line, ink))
        return f"fill:{fill},stroke:{line},color:{ink},stroke-width:{width}{dash}"


def _parts(card: Card) -> Iterator[str]:
    """What a card says, line by line."""
    badge = f"  [{card.badge}]" if card.badge else ""
    yield f"{card.icon} {card.title}".strip() + badge
    if card.lines:
        yield " ".join(card.lines)
    yield from (note.text for note in card.text)
    if card.summary:
        yield card.summary
    yield from (note.text for note in card.notes)


def _class(card: Card) -> str:
    """`asks`, `asks-path`, `neutral-shade3`: a name for all cards that look alike."""
    shade = f"-{card.shade}" if card.shade.startswith("shade") else ""
    state = "" if card.state is State.PLAIN else f"-{card.state}"
    return f"{card.role}{shade}{state}"
