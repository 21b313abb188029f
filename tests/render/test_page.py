"""The standalone page: one file, our scripts named by their hashes, users' texts as data."""

from __future__ import annotations

import base64
import hashlib
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from ivrsim import demo
from ivrsim.lint.check import lint
from ivrsim.render.facts import Known
from ivrsim.render.page import asset, page, policy
from ivrsim.render.picture import Picture
from ivrsim.render.show import Shown, show
from ivrsim.render.views import Asked
from ivrsim.text import clean
from ivrsim.vendors.load import load
from tests.render.bright_smile import Call, flow
from tests.render.hostile import HOSTILE
from tests.render.test_svg import saying

DEMO = load(Path(demo.__file__).parent / "campaign.json")


class Parts(HTMLParser):
    """A page taken apart: its scripts, its data, its policy, what could act."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.data = ""
        self.policy = ""
        self.acting: list[tuple[str, str | None]] = []
        self._in = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self._in = "data" if known.get("type") == "application/json" else tag
        if tag == "script" and self._in != "data":
            self.scripts.append("")
        if "http-equiv" in known:
            self.policy = known["content"] or ""
        self.acting += [(n, v) for n, v in attrs if n.startswith("on") or n in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "script":
            self.scripts[-1] += data
        elif self._in == "data":
            self.data += data

    @property
    def facts(self) -> list[dict[str, Any]]:
        """What the page tells of each card."""
        facts: list[dict[str, Any]] = json.loads(self.data)
        return facts


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_the_only_script_is_ours_and_the_policy_names_it_by_its_hash(theme: str) -> None:
    parts = Parts(str(show(flow(), format="html", theme=theme)))
    assert parts.scripts == [asset("page.js")]
    digest = base64.b64encode(hashlib.sha256(parts.scripts[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in parts.policy
    assert parts.policy.startswith("default-src 'none';")
    assert "connect-src" not in parts.policy
    assert "unsafe-eval" not in parts.policy
    assert not parts.acting


def test_only_a_page_that_is_watched_may_ask_its_server() -> None:
    assert "connect-src 'self'" in policy(("page", "live"))
    assert "script-src" not in policy()


def test_scripts_write_no_markup_and_evaluate_nothing() -> None:
    for name in ("page.js", "live.js"):
        for risky in (
            "innerHTML",
            "outerHTML",
            "insertAdjacent",
            "document.write",
            "eval(",
            "http",
        ):
            assert risky not in asset(name), name


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_texts_reach_the_page_whole_and_as_data_only(text: str) -> None:
    parts = Parts(str(show(saying(text), format="html")))
    assert parts.scripts == [asset("page.js")]
    assert not parts.acting
    assert not set("<>&") & set(parts.data)
    assert parts.facts[0]["said"] == clean(text)


def test_a_fact_stands_for_each_card_in_its_order() -> None:
    shown = Shown(Asked(DEMO.flow), known=Known.of(DEMO, DEMO.flow))
    picture, html = shown.pages()
    facts = Parts(html).facts
    assert [fact["node"] for fact in facts] == [card.node for card in picture.cards]
    assert html.count('<g fill="none">') == 1
    for fact in facts:
        assert [way["key"] for way in fact["ways"]] == list(DEMO.flow.out[fact["node"]])
        for way in fact["ways"]:
            assert facts[way["to"]]["node"] == DEMO.flow.target(fact["node"], way["key"])


def test_facts_name_the_line_of_each_node_and_every_finding() -> None:
    facts = Parts(Shown(Asked(DEMO.flow), known=Known.of(DEMO, DEMO.flow)).page()).facts
    lines = DEMO.source.text.splitlines()
    for fact in facts:
        line, column = map(int, fact["at"].split(":")[-2:])
        assert lines[line - 1][column - 1] == "{"
    told = sum(len(fact["findings"]) for fact in facts)
    here = [d for d in lint(DEMO) if d.node is not None and d.flow == DEMO.flow.name]
    assert told == len(here) > 0


def test_a_node_that_is_gone_has_no_line_of_the_new_file() -> None:
    shown = Shown(Asked(flow(), against=DEMO.flow), "diff", known=Known.of(DEMO, flow()))
    gone = [f for f in Parts(shown.page()).facts if f["node"].startswith("\N{MINUS SIGN}")]
    assert gone
    assert not any(fact["at"] for fact in gone)


def test_the_view_s_remarks_on_a_card_are_told() -> None:
    facts = Parts(str(show(flow(), call=Call(flow()), format="html"))).facts
    assert any("pressed" in note for fact in facts for note in fact["notes"])


def test_a_page_follows_its_reader_unless_a_theme_is_named() -> None:
    assert show(flow(), format="html") == show(flow(), format="html", theme="auto")
    fixed = str(show(flow(), format="html", theme="dark"))
    assert 'id="theme"' not in fixed
    assert 'content="dark"' in fixed
    assert "@media (prefers" not in fixed


def test_a_way_home_is_a_link_and_its_text_cannot_leave_it() -> None:
    html = Shown(Asked(flow()), theme="auto").page('index.html"onload="x')
    assert Parts(html).acting == [("href", 'index.html"onload="x')]


def test_a_page_without_cards_is_a_page() -> None:
    assert Parts(page(Picture("", "", (), (), 1.0, 1.0), [])).facts == []
