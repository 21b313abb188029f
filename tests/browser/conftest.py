"""A real Chromium for tests of what people see.

Run by name, since a browser is not everywhere: `python -m pytest tests/browser -n0`
with `pip install "ivrsim[browser]"` and a Chromium: the one of `CHROMIUM`, or on the
path.  `IVRSIM_SHOTS=folder` keeps screenshots there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request, sync_playwright

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT = 15_000
"""The longest that anything on a page may take, in milliseconds."""
NAMES = ["chromium", "chromium-browser", "google-chrome", "chrome"]
Scheme = Literal["light", "dark"]


@dataclass
class Seen:
    """What happened on a page behind the reader's back."""

    page: Page
    shots: Path
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def shot(self, name: str) -> bytes:
        """A screenshot of the window, kept as `name`.png."""
        return self.page.screenshot(path=self.shots / f"{name}.png")

    def style(self, selector: str, what: str) -> str:
        """A computed style of the first element that fits: `style("rect", "fill")`."""
        found = self.page.locator(selector).first
        return str(found.evaluate("(it, what) => getComputedStyle(it)[what]", what))


Open = Callable[..., Seen]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; its absence is a failure, since these tests are asked for."""
    found = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES)]
    path = next((str(path) for path in found if path), None)
    assert path, f"No Chromium: set CHROMIUM to one, or install one of {', '.join(NAMES)}."
    return path


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """The running browser."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go."""
    named = os.environ.get("IVRSIM_SHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def open_page(browser: Browser, shots: Path) -> Iterator[Open]:
    """`open_page(url, scheme="dark", width=1280)`: a page, with what it did on its own."""
    opened: list[Page] = []

    def open_(
        url: str = "about:blank", scheme: Scheme = "light", width: int = 1280, height: int = 900
    ) -> Seen:
        context = browser.new_context(
            color_scheme=scheme, viewport={"width": width, "height": height}
        )
        page = context.new_page()
        page.set_default_timeout(WAIT)
        opened.append(page)
        seen = _watched(page, shots)
        page.goto(url)
        return seen

    yield open_
    for page in opened:
        page.context.close()


def _watched(page: Page, shots: Path) -> Seen:
    seen = Seen(page, shots)

    def asked(request: Request) -> None:
        seen.requests.append(request.url)

    page.on("console", lambda m: seen.errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("request", asked)

    def told(dialog: Dialog) -> None:
        seen.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", told)
    return seen
