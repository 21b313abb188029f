"""A page that leads to many: a small picture of each call flow, the worst first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ivrsim.render.page import asset, colours, head
from ivrsim.render.picture import Card, Picture
from ivrsim.render.strokes import curve
from ivrsim.render.svg import escape, number
from ivrsim.render.theme import LIGHT
from ivrsim.text import clean
from ivrsim.values import dataclass

MOST = 1_000
"""Cards, and edges, that a small picture shows."""
LEAST = (640.0, 400.0)
"""The smallest window of a small picture, in points: three columns of cards."""
SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Entry:
    """A call flow: its name, its file, its page; `counts` are those of `SEVERITIES`."""

    name: str
    file: str
    href: str
    nodes: int
    counts: tuple[int, int, int]
    picture: Picture


@dataclass(frozen=True, slots=True)
class Broken:
    """A file that cannot be read, and why."""

    file: str
    problems: Sequence[str]


def worst_first(entries: Sequence[Entry]) -> list[Entry]:
    """Those with the most errors first, then warnings, then by name."""
    return sorted(entries, key=lambda e: ([-count for count in e.counts], e.name, e.file))


def gallery(title: str, entries: Sequence[Entry], broken: Sequence[Broken] = ()) -> str:
    """The page: files that cannot be read, then every call flow."""
    return "".join(_page(title, worst_first(entries), broken))


def _page(title: str, entries: Sequence[Entry], broken: Sequence[Broken]) -> Iterator[str]:
    yield head(title, "auto", ("page",), style="gallery.css")
    yield f"<style>\n{_paints()}</style>\n<main>\n<header>\n<h1>{escape(clean(title))}</h1>\n"
    yield f"<p>{_summary(entries, broken)}</p>\n"
    yield '<span id="bar" hidden><button id="theme" title="Light or dark"></button></span>\n'
    yield "</header>\n"
    if broken:
        yield '<section class="broken">\n<h2>Cannot be read</h2>\n'
        yield from map(_broken, broken)
        yield "</section>\n"
    yield '<ul class="flows">\n'
    yield from map(_entry, entries)
    yield f"</ul>\n</main>\n<script>{asset('page.js')}</script>\n</body>\n</html>\n"


def _summary(entries: Sequence[Entry], broken: Sequence[Broken]) -> str:
    """`12 call flows · 3 errors · 1 warning · 2 files that cannot be read`."""
    totals = [sum(entry.counts[place] for entry in entries) for place in range(3)]
    parts = [_counted(len(entries), "call flow"), *_counts(totals)]
    if broken:
        parts.append(f"{_counted(len(broken), 'file')} that cannot be read")
    return " · ".join(parts)


def _counts(counts: Sequence[int]) -> list[str]:
    pairs = zip(SEVERITIES, counts, strict=True)
    return [
        f'<b class="{name}">{f"{count:,} info" if name == "info" else _counted(count, name)}</b>'
        for name, count in pairs
        if count
    ]


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'s' * (count != 1)}"


def _broken(one: Broken) -> str:
    items = "".join(f"<li>{escape(clean(problem))}</li>\n" for problem in one.problems)
    return f"<h3>{escape(clean(one.file))}</h3>\n<ul>\n{items}</ul>\n"


def _entry(entry: Entry) -> str:
    found = " ".join(_counts(entry.counts)) or "nothing found"
    return (
        f'<li><a href="{escape(entry.href)}">\n{thumbnail(entry.picture)}\n'
        f'<strong dir="auto">{escape(clean(entry.name))}</strong>\n'
        f"<span>{escape(clean(entry.file))} · {_counted(entry.nodes, 'node')}</span>\n"
        f"<span>{found}</span>\n</a></li>\n"
    )


# -- small pictures ----------------------------------------------------------------


def thumbnail(picture: Picture) -> str:
    """The picture without its words: boxes and curves, in the colours of the page."""
    cards, edges = picture.cards[:MOST], picture.edges[:MOST]
    box = " ".join(map(number, _window(cards)))
    drawn = "".join(f"M{_path(curve(edge).points)}" for edge in edges)
    boxes = "".join(map(_box, cards))
    return (
        f'<svg viewBox="{box}" preserveAspectRatio="xMidYMid meet" aria-hidden="true">'
        f'<path d="{drawn}"/>{boxes}</svg>'
    )


def _window(cards: Sequence[Card]) -> tuple[float, float, float, float]:
    """What is shown: all cards, in its middle; few cards stay small."""
    left, top = min((c.x for c in cards), default=0.0), min((c.y for c in cards), default=0.0)
    right = max((c.x + c.width for c in cards), default=0.0)
    bottom = max((c.y + c.height for c in cards), default=0.0)
    width, height = max(right - left + 12, LEAST[0]), max(bottom - top + 12, LEAST[1])
    return (left + right - width) / 2, (top + bottom - height) / 2, width, height


def _path(points: Sequence[tuple[float, float]]) -> str:
    at = [f"{number(x)},{number(y)}" for x, y in points]
    return f"{at[0]}C{' '.join(at[1:])}"


def _box(card: Card) -> str:
    paint = card.shade if card.shade.startswith("shade") else card.role
    return (
        f'<rect class="{escape(paint)}" x="{number(card.x)}" y="{number(card.y)}"'
        f' width="{number(card.width)}" height="{number(card.height)}" rx="9"/>'
    )


def _paints() -> str:
    """A rule for every role and shade that a card may have."""
    roles = [name.removesuffix("-fill") for name in LIGHT if name.endswith("-fill")]
    shades = [name for name in LIGHT if name.startswith("shade")]
    tokens = {"edge": "edge", **{f"{r}-{part}": f"{r}-{part}" for r in roles for part in _PARTS},
              **{shade: shade for shade in shades}}  # fmt: skip
    rules = [f".{r}{{fill:var(--{r}-fill);stroke:var(--{r}-border)}}\n" for r in roles]
    rules += [f".{shade}{{fill:var(--{shade});stroke:var(--{shade})}}\n" for shade in shades]
    return colours("auto", tokens) + "".join(f"rect{rule}" for rule in rules)


_PARTS = ("fill", "border")
