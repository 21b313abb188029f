"""SVG: well formed, inert, legible, and following its host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow, FlowBuilder
from ivrsim.flow.node import NODE_TYPES, UnknownNode
from ivrsim.flow.nodes.end_call import EndCall
from ivrsim.flow.nodes.menu import Menu
from ivrsim.render import metrics
from ivrsim.render.compose import compose
from ivrsim.render.marks import NONE
from ivrsim.render.path import Path, Visit
from ivrsim.render.svg import escape, svg
from ivrsim.render.theme import THEMES
from ivrsim.render.views.path import marks_of
from ivrsim.text import clean
from tests.render.bright_smile import PATH, flow
from tests.render.hostile import HOSTILE
from tests.render.truetype import advances

NS = "{http://www.w3.org/2000/svg}"
ALLOWED = {NS + tag for tag in ("svg", "style", "rect", "g", "path", "polygon", "text", "title")}
FONTS = {False: advances(metrics.REGULAR), True: advances(metrics.BOLD)}


def saying(text: str) -> CallFlow:
    """A flow that holds the text wherever a file can put one."""
    builder = FlowBuilder()
    root = builder.add(Menu(prompt=text))
    builder.add(EndCall(prompt=text), parent=root, exit_name=text or "1")
    builder.add(UnknownNode(found=text), parent=root, exit_name="2")
    return builder.build(name=text)


def everything() -> CallFlow:
    """Every registered node type with all of its ways out, and a long prompt in each."""
    builder = FlowBuilder()
    root = builder.add(Menu(prompt="Incomprehensibilities and " * 9))
    for kind in NODE_TYPES:
        node = NODE_TYPES[kind].model_validate({"prompt": "To hear this again, press 1. " * 5})
        parent = builder.add_child(root, node)
        for exit_ in type(node).exits:
            builder.add(EndCall(), parent=parent, exit_name=exit_.name)
    return builder.build(name="Everything " * 40)


def width_of(text: ET.Element) -> float:
    """The width of a text by the font's own table."""
    font = FONTS[text.get("font-weight") == "700"]
    return float(text.get("font-size", "10")) * sum(font[ord(char)] for char in text.text or "")


def spans(group: ET.Element) -> Iterator[tuple[float, float, float, str]]:
    """Left, right, base line and words of every text of a group."""
    for text in group.findall(NS + "text"):
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.get("text-anchor", "start")]
        left = float(text.attrib["x"]) - share * width_of(text)
        yield left, left + width_of(text), float(text.attrib["y"]), text.text or ""


LONG = Path(
    (Visit("/", "1", 1, "said 'get me a human being now please, whatever it takes'"), Visit("/1")),
    "A call",
)


@pytest.mark.parametrize("path", [None, PATH, LONG], ids=["plain", "path", "long notes"])
@pytest.mark.parametrize("shown", [flow(), everything()], ids=["bright smile", "everything"])
def test_no_text_leaves_its_card_or_runs_into_another(shown: CallFlow, path: Path | None) -> None:
    root = ET.fromstring(svg(compose(shown, marks_of(path) if path else NONE)))
    groups = [g for g in root.findall(NS + "g") if g.find(NS + "rect") is not None]
    assert len(groups) == len(shown)
    for group in groups:
        box = {key: float(group[1].attrib[key]) for key in ("x", "y", "width", "height")}
        found = sorted(spans(group), key=lambda span: (span[2], span[0]))
        for left, right, base, words in found:
            assert box["x"] + 8 <= left, words
            assert right <= box["x"] + box["width"] - 8, words
            assert box["y"] + 8 < base < box["y"] + box["height"] - 6, words
        for one, other in pairwise(found):
            assert one[2] != other[2] or one[1] < other[0], (one, other)


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_texts_are_faithful_and_inert(text: str, theme: str) -> None:
    drawn = svg(compose(saying(text)), theme)
    root = ET.fromstring(drawn)
    assert {element.tag for element in root.iter()} <= ALLOWED
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on") or "href" in name or name == "id"]
    titles = [title.text or "" for title in root.iter(NS + "title")]
    plain = clean(text).replace("\ufffe\uffff", "\\ufffe\\uffff")
    assert f"End call\n{plain}".rstrip("\n") in titles


@given(st.text())
def test_any_text_is_well_formed_once_escaped(text: str) -> None:
    assert ET.fromstring(f"<t a='{escape(text)}'>{escape(text)}</t>") is not None


def luminance(colour: str) -> float:
    """Relative luminance (W3C, Web Content Accessibility Guidelines 2.2)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def pairs() -> Iterator[tuple[str, str]]:
    """Every ink and the ground it stands on."""
    fills = [name for name in THEMES["light"] if name.endswith("-fill")]
    yield from (("text", "page"), ("muted", "page"), ("on-path", "path-text"))
    for fill in fills:
        accent = fill.replace("-fill", "-accent")
        yield from ((accent, fill), (accent, "cap"), (accent, "page"))
        yield from (("text", fill), ("muted", fill), ("path-text", fill))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", sorted(set(pairs())), ids=" on ".join)
def test_every_text_has_a_contrast_of_5_4_or_better(theme: str, pair: tuple[str, str]) -> None:
    ink, ground = (THEMES[theme][name] for name in pair)
    assert contrast(ink, ground) >= 5.4


@pytest.mark.parametrize("theme", THEMES)
def test_lines_that_carry_meaning_stand_out_from_the_page(theme: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours["path"], colours["page"]) >= 3
    assert contrast(colours["edge"], colours["page"]) >= 3


def test_a_fixed_theme_has_no_styles_to_be_overruled() -> None:
    for theme in THEMES:
        drawn = svg(compose(flow()), theme)
        assert "var(" not in drawn
        assert "<style" not in drawn
        used = set(re.findall(r"#[0-9A-F]{6}", drawn))
        assert used <= set(THEMES[theme].values())


def test_the_theme_auto_is_light_without_styles_and_follows_its_host_with_them() -> None:
    drawn = svg(compose(flow(), marks_of(PATH)), "auto")
    bare = re.sub(r' style="(fill|stroke)[^"]*"|<style>.*</style>\n', "", drawn)
    light = svg(compose(flow(), marks_of(PATH)), "light")
    assert re.sub(r'class="[\w-]+"', "", bare) == re.sub(r'class="[\w-]+"', "", light)
    for host in ('body[data-jp-theme-light="false"]', "body.vscode-dark", "prefers-color-scheme"):
        assert host in drawn
    defined = set(re.findall(r"--ivr-([\w-]+):", drawn))
    assert set(re.findall(r"var\(--ivr-([\w-]+),", drawn)) <= defined


def test_two_pictures_on_a_page_share_no_ids_and_agree_on_their_styles() -> None:
    one, other = (svg(compose(shown), "auto") for shown in (flow(), everything()))
    style = re.compile(r"<style>.*</style>")
    assert " id=" not in one + other
    assert style.findall(one) == style.findall(other)


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(UsageError, match="no theme"):
        svg(compose(flow()), "sepia")
