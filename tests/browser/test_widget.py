"""The widget's own JavaScript in Chromium, with the Python side behind it and no host."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import ivrsim
import ivrsim.demo
from ivrsim.widget.widget import CallWidget
from tests.browser.conftest import Open, Scheme, Seen
from tests.render.hostile import HOSTILE
from tests.render.test_svg import saying

PAGE = """<!doctype html><meta charset="utf-8"><title>widget</title>
<style>body{{margin:8px}} {css}</style><body><div id="here"></div>
<script type="module">
{esm_as_module}
const listeners = {{}}, state = {state};
const model = window.model = {{
  get: (name) => state[name],
  set: (name, value) => {{ state[name] = value; model.changed[name] = value; }},
  changed: {{}},
  on: (name, does) => (listeners[name] ??= []).push(does),
  off: (name, does) => {{ listeners[name] = listeners[name].filter((it) => it !== does); }},
  save_changes: async () => {{
    const sent = model.changed;
    model.changed = {{}};
    const told = await window.python(sent);
    Object.assign(state, told);
    for (const name of Object.keys(told)) {{
      (listeners[`change:${{name}}`] ?? []).forEach((it) => it());
    }}
  }},
}};
window.forget = widget.render({{ model, el: document.getElementById("here") }});
</script>"""

EVIL = "<img src=x onerror=alert(1)>"
TRAITS = ("acts", "unanswered", "drawing", "now")
Shown = Callable[..., tuple[Seen, CallWidget]]


def state_of(widget: CallWidget) -> dict[str, Any]:
    return {name: getattr(widget, name) for name in TRAITS}


@pytest.fixture
def shown(open_page: Open, tmp_path: Path) -> Shown:
    def show(widget: CallWidget, scheme: Scheme = "light") -> tuple[Seen, CallWidget]:
        seen = open_page(scheme=scheme, width=1300, height=700)

        def python(sent: dict[str, Any]) -> dict[str, Any]:
            before = widget.drawing
            widget.set_state(sent)
            told = state_of(widget)
            if told["drawing"] is before:
                del told["drawing"]
            return told

        seen.page.expose_function("python", python)
        esm = str(widget._esm).replace("export default", "const widget =")
        state = json.dumps(state_of(widget)).replace("<", "\\u003c")
        page = tmp_path / "widget.html"
        text = PAGE.format(css=widget._css, esm_as_module=esm, state=state)
        page.write_text(text, encoding="utf-8")
        seen.page.goto(page.as_uri())
        seen.page.wait_for_selector(".ivr-card")
        return seen, widget

    return show


def demo() -> CallWidget:
    document = ivrsim.load(Path(ivrsim.demo.__file__).with_name("campaign.json"))
    who = {"mobile": True, "at": "2026-11-23T10:00", "city": "Seattle", "state": "WA"}
    return document.widget(**who)


def key(seen: Seen, name: str) -> None:
    seen.page.get_by_role("button", name=f"press {name}", exact=True).click()


def at(seen: Seen) -> str | None:
    """The label of the card that the call stands at."""
    return seen.page.locator(".ivr-now").get_attribute("aria-label")


def test_keys_step_the_call_and_back_takes_them_back(shown: Shown) -> None:
    seen, widget = shown(demo())
    assert "Thank you for calling" in str(at(seen))
    key(seen, "1")
    seen.page.wait_for_function(
        "document.querySelector('.ivr-log').innerText.includes('presses 1')"
    )
    assert "Is your heating" in str(at(seen))
    assert seen.page.locator(".ivr-edge.ivr-path").count() == 3
    seen.shot("widget_light")
    key(seen, "1")
    seen.page.wait_for_function("document.querySelector('.ivr-key').disabled")
    assert str(widget.call.outcome) == "connected to 2065550131"
    assert "connected to" in seen.page.locator(".ivr-log").inner_text()
    seen.page.get_by_role("button", name="whether the number answers").click()
    seen.page.wait_for_function(
        "document.querySelector('.ivr-log').innerText.includes('2065550132')"
    )
    seen.page.get_by_role("button", name="take the last act back").click()
    seen.page.wait_for_function("!document.querySelector('.ivr-key').disabled")
    assert widget.acts == [["press", "1"]]
    seen.page.get_by_role("button", name="begin the call again").click()
    seen.page.wait_for_function("document.querySelectorAll('.ivr-edge.ivr-path').length === 2")
    assert widget.call.acts == []
    assert not seen.errors


def test_it_is_worked_by_keyboard_alone(shown: Shown) -> None:
    seen, widget = shown(demo())
    page = seen.page
    page.locator(".ivr-card[tabindex='0']").focus()
    page.keyboard.press("2")
    page.wait_for_function("document.querySelector('.ivr-log').innerText.includes('presses 2')")
    page.keyboard.press("w")
    page.wait_for_function("document.querySelector('.ivr-log').innerText.includes('silent')")
    page.keyboard.press("Backspace")
    page.keyboard.press("h")
    page.wait_for_function("document.querySelector('.ivr-key').disabled")
    assert str(widget.call.outcome) == "hung up"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-level')") == "2"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "false"
    assert not seen.errors


def test_a_click_folds_what_is_below_and_the_call_unfolds_it(shown: Shown) -> None:
    seen, _ = shown(demo())
    cards = seen.page.locator(".ivr-card:visible")
    every = cards.count()
    menu = seen.page.locator(".ivr-now")
    menu.locator("text").first.click()
    assert cards.count() < every
    assert "+" in str(menu.locator(".ivr-more").text_content())
    seen.shot("widget_folded")
    key(seen, "3")
    seen.page.wait_for_function(
        "document.querySelector('.ivr-log').innerText.includes('presses 3')"
    )
    assert cards.count() == every
    before = _places(seen)
    seen.page.locator(".ivr-card").first.locator("text").first.click()
    seen.page.locator(".ivr-card").first.locator("text").first.click()
    assert _places(seen) == before
    assert not seen.errors


def _places(seen: Seen) -> list[str]:
    found: list[str] = seen.page.locator(".ivr-card").evaluate_all(
        "its => its.map((it) => it.getAttribute('transform'))"
    )
    return found


def test_folded_cards_do_not_overlap(shown: Shown) -> None:
    seen, _ = shown(demo())
    seen.page.locator(".ivr-card[aria-level='3'][aria-expanded]").first.locator(
        "text"
    ).first.click()
    boxes = seen.page.locator(".ivr-card:visible > rect:first-child").evaluate_all(
        """its => its.map((it) => {
            const box = it.getBoundingClientRect();
            return [box.x, box.y, box.right, box.bottom];
        })"""
    )
    for one in boxes:
        over = [
            b for b in boxes if b[0] < one[2] and one[0] < b[2] and b[1] < one[3] and one[1] < b[3]
        ]
        assert over == [one]


def test_hovering_tells_the_whole_prompt_and_its_line(shown: Shown) -> None:
    seen, _ = shown(demo())
    seen.page.locator(".ivr-now").hover()
    tip = seen.page.locator(".ivr-tip")
    assert "For our opening hours, press 5." in tip.inner_text()
    assert "campaign.json:" in tip.locator("code").inner_text()
    seen.shot("widget_tip")


@pytest.mark.parametrize(
    ("scheme", "page"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(13, 17, 23)")]
)
def test_it_follows_the_theme(shown: Shown, scheme: Scheme, page: str) -> None:
    seen, _ = shown(demo(), scheme)
    key(seen, "4")
    seen.page.wait_for_function(
        "document.querySelector('.ivr-log').innerText.includes('presses 4')"
    )
    assert seen.style(".ivr-widget", "backgroundColor") == page
    assert seen.style(".ivr-picture > rect", "fill") == page
    seen.shot(f"widget_{scheme}_offer")
    seen.page.evaluate("document.body.classList.add('dark')")
    seen.page.wait_for_function("document.querySelector('.ivr-widget').dataset.theme === 'dark'")


def test_hostile_texts_are_shown_and_do_nothing(shown: Shown) -> None:
    flow = saying(" ".join(HOSTILE))
    named = replace(flow, campaign=flow.campaign.model_copy(update={"name": EVIL}))
    seen, _ = shown(named.widget())
    seen.page.locator(".ivr-now, .ivr-card").first.hover()
    key(seen, "1")
    seen.page.wait_for_timeout(200)
    for tag in ("script", "img", "iframe", "a", "foreignObject"):
        assert seen.page.locator(f".ivr-widget {tag}").count() == 0
    assert seen.dialogs == []
    assert all(url.startswith(("file:", "about:")) for url in seen.requests)
    assert not seen.errors


def test_a_view_that_is_gone_listens_no_more(shown: Shown) -> None:
    seen, widget = shown(demo())
    seen.page.evaluate("window.forget()")
    widget.acts = [["press", "1"]]
    seen.page.evaluate("window.model.save_changes()")
    assert "presses" not in seen.page.locator(".ivr-log").inner_text()
