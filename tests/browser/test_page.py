"""The standalone page, the gallery and `--watch`, as a reader meets them in Chromium."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ivrsim.cli.main import main
from ivrsim.flow.flow import FlowBuilder
from ivrsim.flow.nodes.end_call import EndCall
from ivrsim.flow.nodes.menu import Menu
from ivrsim.render.show import show
from ivrsim.render.theme import DARK, LIGHT
from tests.browser.conftest import Open, Scheme, Seen
from tests.cli.test_show_asking import DEMO
from tests.render.hostile import HOSTILE

THEMES: dict[Scheme, dict[str, str]] = {"light": dict(LIGHT), "dark": dict(DARK)}
ACTING = [
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    '"><script>alert(1)</script>',
    "</script><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<a href='http://evil.example/'>here</a>",
    "url(http://evil.example/x.png)",
]


@pytest.fixture
def page(tmp_path: Path) -> str:
    """The address of the demo's page."""
    target = tmp_path / "flow.html"
    assert main(["show", str(DEMO), "-o", str(target)]) == 0
    return target.as_uri()


def colour(text: str) -> str:
    """`#FFFFFF` as a computed style says it."""
    return f"rgb({', '.join(str(int(text[at : at + 2], 16)) for at in (1, 3, 5))})"


def quiet(seen: Seen, *requests: str) -> None:
    """Nothing happened behind the reader's back but these requests."""
    assert seen.errors == []
    assert seen.dialogs == []
    assert seen.requests == list(requests)


def scale(seen: Seen) -> float:
    """How large the picture is drawn."""
    found = re.search(
        r"scale\(([\d.]+)\)", seen.page.locator("#canvas").get_attribute("style") or ""
    )
    assert found
    return float(found[1])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_follows_the_system_until_its_reader_chooses(
    scheme: Scheme, page: str, open_page: Open
) -> None:
    seen = open_page(page, scheme=scheme)
    other: Scheme = "dark" if scheme == "light" else "light"
    for now in (scheme, other):
        paper = colour(THEMES[now]["page"])
        assert seen.style("body", "backgroundColor") == paper
        assert seen.style("#canvas svg > rect", "fill") == paper
        assert seen.style("[data-card] > rect", "fill") == colour(THEMES[now]["decides-fill"])
        seen.shot(f"page_{scheme}_shows_{now}")
        seen.page.click("#theme")
    seen.page.click("#theme")
    seen.page.reload()
    assert seen.style("body", "backgroundColor") == colour(THEMES[other]["page"]), "it is kept"
    quiet(seen, page, page)


def test_keys_wheel_and_buttons_zoom_and_a_drag_moves(page: str, open_page: Open) -> None:
    seen = open_page(page)
    first = scale(seen)
    seen.page.keyboard.press("+")
    assert scale(seen) == pytest.approx(first * 1.25)
    seen.page.keyboard.press("-")
    assert scale(seen) == pytest.approx(first)
    card = seen.page.locator("[data-card]").nth(3)
    seen.page.mouse.move(600, 400)
    seen.page.mouse.wheel(0, -300)
    expect(seen.page.locator("#canvas")).not_to_have_attribute("style", re.compile("^$"))
    seen.page.wait_for_function(f"() => !canvas.style.transform.includes('scale({first})')")
    assert scale(seen) > first
    before = card.bounding_box()
    seen.page.mouse.move(40, 400)
    seen.page.mouse.down()
    seen.page.mouse.move(140, 430, steps=4)
    seen.page.mouse.up()
    after = card.bounding_box()
    assert before
    assert after
    assert (after["x"] - before["x"], after["y"] - before["y"]) == pytest.approx((100, 30))
    assert seen.page.locator("#about").is_hidden(), "a drag is no click"
    seen.page.keyboard.press("0")
    stage = seen.page.locator("#stage").bounding_box()
    whole = seen.page.locator("#canvas").bounding_box()
    assert stage
    assert whole
    assert whole["height"] <= stage["height"] + 1
    assert whole["width"] <= stage["width"] + 1
    quiet(seen, page)


def test_a_search_finds_nodes_by_what_they_say(page: str, open_page: Open) -> None:
    seen = open_page(page)
    seen.page.keyboard.press("/")
    seen.page.keyboard.type("bill")
    expect(seen.page.locator("#hits")).to_have_text("1 of 3")
    assert seen.page.locator("[data-card].hit").count() == 3
    seen.page.keyboard.press("Enter")
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator("#hits")).to_have_text("3 of 3")
    now = seen.page.locator("[data-card].now").bounding_box()
    stage = seen.page.locator("#stage").bounding_box()
    assert now
    assert stage
    assert stage["y"] <= now["y"] < stage["y"] + stage["height"]
    seen.shot("page_search")
    seen.page.fill("#find", "no such words")
    expect(seen.page.locator("#hits")).to_have_text("not found")
    seen.page.keyboard.press("Escape")
    assert seen.page.locator(".searching").count() == 0
    quiet(seen, page)


def test_a_card_tells_all_that_is_known_of_it(page: str, open_page: Open) -> None:
    seen = open_page(page, scheme="dark")
    seen.page.locator("[data-card]").nth(3).click()
    about = seen.page.locator("#about")
    expect(about.locator("h2")).to_have_text("# Menu")
    expect(about.locator("blockquote")).to_contain_text("For our opening hours, press 5.")
    expect(about.locator(".at")).to_contain_text("campaign.json:106:13")
    expect(about.locator("li.error")).to_contain_text("IVR201")
    seen.shot("page_details")
    about.get_by_role("button", name=re.compile("billing")).click()
    expect(about.locator("blockquote")).to_contain_text("To pay a bill")
    assert seen.page.locator("[data-card].open").count() == 1
    seen.page.keyboard.press("Escape")
    assert about.is_hidden()
    quiet(seen, page)


def test_everything_can_be_done_with_the_keyboard(page: str, open_page: Open) -> None:
    seen = open_page(page)
    seen.page.locator("[data-card]").nth(1).focus()
    seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator("#about .at")).to_contain_text("/false")
    seen.page.get_by_text("The same as text").click()
    expect(seen.page.locator("pre")).to_contain_text("└─ false")
    quiet(seen, page)


def test_without_scripts_there_are_the_picture_and_its_outline(page: str, open_page: Open) -> None:
    seen = open_page(page)
    browser = seen.page.context.browser
    assert browser
    context = browser.new_context(java_script_enabled=False)
    bare = context.new_page()
    bare.goto(page)
    assert bare.locator("#bar").is_hidden()
    assert bare.locator("svg").is_visible()
    bare.get_by_text("The same as text").click()
    assert bare.locator("pre").is_visible()
    bare.screenshot(path=seen.shots / "page_without_script.png", full_page=True)
    context.close()


def test_printed_it_is_the_picture_alone_and_light(page: str, open_page: Open) -> None:
    seen = open_page(page, scheme="dark")
    seen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    seen.page.emulate_media(media="print", color_scheme="dark")
    for gone in ("#bar", "footer"):
        assert seen.page.locator(gone).is_hidden()
    assert seen.style("#canvas svg > rect", "fill") == colour(LIGHT["page"])
    assert seen.style("#canvas", "transform") == "none"
    seen.page.screenshot(path=seen.shots / "page_print.png", full_page=True)


def test_hostile_prompts_stay_inert_and_whole(tmp_path: Path, open_page: Open) -> None:
    texts = [*ACTING, *(text for text in HOSTILE if text.strip())]
    builder = FlowBuilder()
    root = builder.add(Menu(prompt="".join(ACTING)))
    for number, text in enumerate(texts):
        builder.add(EndCall(prompt=text), parent=root, exit_name=f"{number} {text}")
    target = tmp_path / "hostile.html"
    show(builder.build(name=ACTING[2]), target, format="html")
    seen = open_page(target.as_uri())
    cards = seen.page.locator("[data-card]")
    assert cards.count() == len(texts) + 1
    for number, text in enumerate(ACTING, 1):
        cards.nth(number).dispatch_event("click")
        assert seen.page.locator("#about blockquote").text_content() == text
    seen.page.fill("#find", "onerror")
    assert seen.page.locator("img, iframe, #about a, main script").count() == 0
    quiet(seen, target.as_uri())


def test_the_links_of_a_gallery_lead_there_and_back(tmp_path: Path, open_page: Open) -> None:
    campaigns = tmp_path / "campaigns"
    campaigns.mkdir()
    shutil.copy(DEMO, campaigns / "larkspur.json")
    calm = {"name": ACTING[0], "ivr_tree": {"root": {"node_type": "EndCall", "prompt": "Bye."}}}
    (campaigns / "calm.json").write_text(json.dumps(calm), "utf-8")
    (campaigns / "broken.json").write_text('{"name": [,', "utf-8")
    assert main(["show", str(campaigns), "-o", str(tmp_path / "g")]) == 2
    index = (tmp_path / "g" / "index.html").as_uri()
    for scheme in ("light", "dark"):
        seen = open_page(index, scheme=scheme)
        assert seen.style("body", "backgroundColor") == colour(THEMES[scheme]["page"])
        expect(seen.page.locator(".broken")).to_contain_text("broken.json:1:")
        seen.shot(f"gallery_{scheme}")
        seen.page.get_by_role("link", name=re.compile("Larkspur")).click()
        expect(seen.page).to_have_title(re.compile("Larkspur"))
        seen.page.get_by_role("link", name="All call flows").click()
        expect(seen.page).to_have_title("Call flows of campaigns")
        seen.page.get_by_role("link", name=ACTING[0]).click()
        quiet(
            seen, index, index.replace("index", "larkspur"), index, index.replace("index", "calm")
        )


Watch = Callable[[Path], tuple[str, Callable[[], None]]]


@pytest.fixture
def watched() -> Iterator[Watch]:
    """`watched(file)`: the address at which the file is drawn again and again, and an end."""
    running: list[subprocess.Popen[str]] = []

    def start(file: Path) -> tuple[str, Callable[[], None]]:
        command = [sys.executable, "-m", "ivrsim", "show", "--watch", str(file)]
        run = subprocess.Popen(command, text=True, stdout=subprocess.PIPE)
        running.append(run)
        assert run.stdout
        address = next(word for word in run.stdout.readline().split() if word.startswith("http"))
        return address, lambda: stop(run)

    def stop(run: subprocess.Popen[str]) -> None:
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=20)
        running.remove(run)
        assert run.returncode == 0

    yield start
    for run in [*running]:
        stop(run)


def test_a_watched_page_follows_its_file_and_stays_where_it_is(
    tmp_path: Path, open_page: Open, watched: Watch
) -> None:
    file = tmp_path / "campaign.json"
    good = DEMO.read_text("utf-8")
    file.write_text(good, "utf-8")
    address, _ = watched(file)
    seen = open_page(address)
    seen.page.keyboard.press("+")
    seen.page.keyboard.press("ArrowLeft")
    seen.page.locator("[data-card]").nth(2).dispatch_event("click")
    place = seen.page.locator("#canvas").get_attribute("style")
    seen.page.evaluate("window.same = true")

    file.write_text(good.replace("Our office is closed now.", "We sleep now."), "utf-8")
    expect(seen.page.locator("#canvas")).to_contain_text("We sleep now.")
    expect(seen.page.locator("#about blockquote")).to_contain_text("We sleep now.")
    assert seen.page.locator("#canvas").get_attribute("style") == place

    file.write_text(good[:4_000] + "<img src=x onerror=alert(1)>", "utf-8")
    news = seen.page.locator("#news")
    expect(news).to_contain_text(f"{file}:")
    expect(news).to_contain_text("IVR901")
    expect(seen.page.locator("#canvas")).to_contain_text("We sleep now.")
    seen.shot("watch_broken")

    file.write_text(good.replace("Our office is closed now.", "We are back."), "utf-8")
    expect(seen.page.locator("#canvas")).to_contain_text("We are back.")
    expect(news).to_be_hidden()
    assert seen.page.evaluate("window.same"), "without a reload"
    quiet(seen, *[address, f"{address}events", address, address])


def test_a_page_waits_for_its_file_and_says_when_nobody_watches_any_more(
    tmp_path: Path, open_page: Open, watched: Watch
) -> None:
    file = tmp_path / "campaign.json"
    file.write_text("{", "utf-8")
    address, stop = watched(file)
    seen = open_page(address)
    news = seen.page.locator("#news")
    expect(news).to_contain_text("IVR901")
    file.write_text(DEMO.read_text("utf-8"), "utf-8")
    expect(seen.page.locator("#canvas")).to_contain_text("Larkspur")
    expect(news).to_be_hidden()
    stop()
    expect(news).to_contain_text("has ended")
