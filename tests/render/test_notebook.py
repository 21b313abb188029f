"""What values show of themselves in a notebook."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from IPython.lib.pretty import pretty

import ivrsim
import ivrsim.demo
from ivrsim.delta.region import Delta
from ivrsim.lint.check import lint_all
from ivrsim.render.notebook import sheet_mimebundle
from ivrsim.render.notebook.markup import GROUNDS, INKS
from ivrsim.render.notebook.sheet import Cell, Sheet, table
from ivrsim.render.svg import HOSTS_DARK, HOSTS_LIGHT
from ivrsim.render.theme import DARK, LIGHT
from ivrsim.testing.coverage import Coverage
from ivrsim.testing.coverage_suite import Suite
from tests.render.bright_smile import flow as bright_smile
from tests.render.hostile import HOSTILE

GOLDEN = Path(__file__).parent / "golden_notebook"
TEXT = Path(ivrsim.demo.__file__).with_name("campaign.json").read_text(encoding="utf-8")
DOCUMENT = ivrsim.load(TEXT, "campaign.json")
FLOW = DOCUMENT.flow
WHO: dict[str, Any] = {"mobile": True, "at": "2026-11-23T10:00", "city": "Seattle", "state": "WA"}


def covered() -> Coverage:
    return Coverage(FLOW).add(FLOW.call(**WHO).press("1").press("2"), "test_sales")


def suite() -> Suite:
    found = Suite()
    found.count([FLOW.call(**WHO).press("4")], "test_offer")
    return found


VALUES: dict[str, Callable[[], Any]] = {
    "document": lambda: DOCUMENT,
    "findings": DOCUMENT.lint,
    "findings_of_a_flow": FLOW.lint,
    "lint_result": lambda: lint_all([DOCUMENT, ivrsim.load("{}", "empty.json")]),
    "odds": lambda: ivrsim.odds(FLOW),
    "reach": lambda: ivrsim.reach(FLOW),
    "cover": lambda: ivrsim.cover(FLOW),
    "delta": lambda: ivrsim.diff(FLOW, TEXT.replace("Puget Sund", "Puget Sound")),
    "coverage": covered,
    "suite": suite,
}
RISKY = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
DRAWN = ("odds", "reach", "delta", "coverage")


class Elements(HTMLParser):
    """The tags of some HTML, those left open, and every attribute's name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "br":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", VALUES)
def test_a_value_reads_well_as_text(name: str, golden: Callable[[Path, str], None]) -> None:
    shown = VALUES[name]()._repr_mimebundle_()
    assert set(shown) == {"text/html", "text/plain"}
    golden(GOLDEN / f"{name}.txt", shown["text/plain"] + "\n")


def test_every_golden_text_is_compared() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(VALUES)


@pytest.mark.parametrize("name", VALUES)
def test_a_value_is_static_html_with_tables(name: str) -> None:
    html = VALUES[name]()._repr_mimebundle_(include=["text/html"])["text/html"]
    found = Elements(html)
    assert not found.open
    assert "td" in found.tags
    assert ("svg" in found.tags) == (name in DRAWN)
    assert not {"script", "img", "link", "iframe", "a"} & set(found.tags)
    assert not {name for name in found.attributes if name.startswith("on") or "href" in name}


@pytest.mark.parametrize("name", VALUES)
def test_an_image_is_made_only_when_asked_for(name: str) -> None:
    shown = VALUES[name]()._repr_mimebundle_(include=["image/png"])
    assert set(shown) == ({"image/png"} if name in DRAWN else set())
    assert all(base64.b64decode(image).startswith(b"\x89PNG") for image in shown.values())


def test_tables_follow_every_host_and_need_no_style() -> None:
    html = DOCUMENT.lint()._repr_mimebundle_()["text/html"]
    assert all(host in html for host in (*HOSTS_DARK, *HOSTS_LIGHT, "prefers-color-scheme"))
    assert html.count("<style>") == 1
    assert {*GROUNDS, *INKS} <= set(LIGHT) & set(DARK)


def test_long_tables_are_cut_with_a_count() -> None:
    many = Sheet("many", tables=(table("", ("n",), ([str(n)] for n in range(1234))),))
    shown = sheet_mimebundle(many)
    assert shown["text/plain"].splitlines()[-1] == "… and 1,174 more"
    assert shown["text/html"].count("<tr>") == 61
    assert "… and 1,174 more" in shown["text/html"]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_texts_stay_texts_in_tables(text: str) -> None:
    cells: list[Cell | str] = [Cell(text, "error-chip"), Cell(text, below=text), text]
    sheet = Sheet(text, text, (table(text, (text, text, text), [cells]),))
    plain, html = (sheet_mimebundle(sheet)[kind] for kind in ("text/plain", "text/html"))
    found = Elements(html)
    assert not found.open
    assert not set(found.tags) & {"script", "b", "img", "iframe", "a", "title"}
    assert len(plain.splitlines()) <= 6
    assert not RISKY.search(plain)
    (plain + html).encode("utf-8")


def test_a_flow_gone_and_a_flow_the_same_show_themselves_too() -> None:
    same = ivrsim.diff(FLOW, FLOW)
    assert "No caller notices: proven." in same._repr_mimebundle_()["text/plain"]
    alone = Delta((), 3, ())
    assert "<svg" not in alone._repr_mimebundle_()["text/html"]
    nothing = ivrsim.load("[]", "nothing.json")
    assert "0 call flows" in nothing._repr_mimebundle_()["text/plain"]


def test_a_difference_remembers_its_flows_but_is_equal_without() -> None:
    found = ivrsim.diff(FLOW, bright_smile())
    assert found.old is FLOW
    assert "CallFlow" not in repr(found)
    assert found == Delta(found.edits, found.kept, found.regions, found.doubts)


def test_findings_are_a_list_still() -> None:
    found = ivrsim.lint(DOCUMENT)
    assert isinstance(found, list)
    assert found == list(found)
    assert pretty(found) == found._repr_mimebundle_()["text/plain"]
    assert "Nothing found" in type(found)()._repr_mimebundle_()["text/plain"]
