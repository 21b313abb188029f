"""Pictures and the widget in JupyterLab itself, in both of its themes."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest

from tests.browser.conftest import Open, Seen

ROOT = Path(__file__).parents[2]
LONG = 60_000
"""Milliseconds in which a kernel starts and a notebook is run, on a slow machine."""

BEGIN = """
from pathlib import Path
import ivrsim, ivrsim.demo
doc = ivrsim.load(Path(ivrsim.demo.__file__).with_name("campaign.json"))
flow = doc.flow
who = dict(mobile=True, at="2026-11-23T10:00", city="Seattle", state="WA")
"""
CELLS = [
    BEGIN + "flow",
    "flow.call(**who).press('1')",
    "doc.lint()",
    "ivrsim.odds(flow)",
    "widget = doc.widget(**who)\nwidget",
]
SETTINGS = {
    "notification": {"checkForUpdates": False, "fetchNews": "false", "doNotDisturbMode": True},
    "themes": {"theme": "JupyterLab Light", "adaptive-theme": False},
}
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
PAGES = {"light": "rgb(255, 255, 255)", "dark": "rgb(13, 17, 23)"}
TEXTS = {"light": "rgb(31, 35, 40)", "dark": "rgb(240, 246, 252)"}
PAINTED = [("svg rect", "fill", PAGES), ("svg rect", "fill", PAGES), ("td", "color", TEXTS),
           ("svg rect", "fill", PAGES)]  # fmt: skip
"""Of each cell but the widget's what it shows, and the colour of it."""
ASK_PYTHON = """async () => {
    const { content, context } = jupyterapp.shell.currentWidget;
    content.activeCellIndex = content.widgets.length - 1;
    await jupyterapp.commands.execute("notebook:insert-cell-below");
    const source = "print(*widget.acts, widget.call.prompt)";
    content.activeCell.model.sharedModel.setSource(source);
    await jupyterapp.commands.execute("notebook:run-cell");
}"""


IDLE = """() => {
    const session = window.jupyterapp?.shell.currentWidget?.context?.sessionContext.session;
    return session?.kernel?.status === "idle";
}"""
CHANGE_THEME = "(theme) => jupyterapp.commands.execute('apputils:change-theme', { theme })"
RUN_ALL = "() => jupyterapp.commands.execute('notebook:run-all-cells')"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(folder: Path) -> dict[str, str]:
    """Everything Jupyter keeps stands in the folder; its kernels import this ivrsim."""
    own = {
        f"JUPYTER_{what}_DIR": str(folder / what.lower()) for what in ("CONFIG", "DATA", "RUNTIME")
    }
    lab = {"JUPYTERLAB_SETTINGS_DIR": str(folder / "lab"), "IPYTHONDIR": str(folder / "ipython")}
    return os.environ | own | lab | {"PYTHONPATH": str(ROOT), "JUPYTER_PREFER_ENV_PATH": "1"}


def _write(path: Path, cells: list[str]) -> None:
    made = [nbformat.v4.new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(cells)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel})
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running JupyterLab with one notebook."""
    folder = tmp_path_factory.mktemp("jupyterlab")
    settings = folder / "lab" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    for name, values in SETTINGS.items():
        (settings / f"{name}.jupyterlab-settings").write_text(json.dumps(values))
    (folder / "notebooks").mkdir()
    _write(folder / "notebooks" / "pictures.ipynb", CELLS)
    port = _free_port()
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": folder / "notebooks",
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": True,
        "IdentityProvider.token": "",
        "LabApp.expose_app_in_browser": True,
        "LabApp.extension_manager": "readonly",
    }
    command = [sys.executable, "-m", "jupyterlab", *(f"--{k}={v}" for k, v in options.items())]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, env=_environment(folder), stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server, folder / "log")
        yield address
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(120):
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}/api", timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()}")


Lab = Callable[..., Seen]


@pytest.fixture
def notebook(lab: str, open_page: Open) -> Lab:
    """`notebook("pictures", "dark")`: opened in JupyterLab and run from top to bottom."""

    def opened(name: str, theme: str = "light") -> Seen:
        seen = open_page(f"{lab}/lab/tree/{name}.ipynb?reset", width=1500, height=1000)
        page = seen.page
        page.set_default_timeout(LONG)
        page.wait_for_selector(".jp-Notebook .jp-CodeCell")
        page.wait_for_function(IDLE)
        page.evaluate(CHANGE_THEME, THEMES[theme])
        page.evaluate(RUN_ALL)
        return seen

    return opened


@pytest.mark.parametrize("theme", list(THEMES))
def test_a_notebook_shows_its_values_in_the_colours_of_the_theme(notebook: Lab, theme: str) -> None:
    seen = notebook("pictures", theme)
    outputs = seen.page.locator(".jp-OutputArea-output")
    outputs.nth(len(CELLS) - 1).wait_for()
    for number, (what, style, colours) in enumerate(PAINTED):
        painted = outputs.nth(number).locator(what).first
        painted.scroll_into_view_if_needed()
        found = painted.evaluate("(it, style) => getComputedStyle(it)[style]", style)
        assert found == colours[theme], CELLS[number]
        seen.shot(f"lab_{theme}_{number}")
    assert not seen.errors
    assert not seen.dialogs


@pytest.mark.parametrize("theme", list(THEMES))
def test_the_widget_steps_a_call_in_a_notebook(notebook: Lab, lab: str, theme: str) -> None:
    seen = notebook("pictures", theme)
    page = seen.page
    now, log = page.locator(".ivr-widget .ivr-now"), page.locator(".ivr-widget .ivr-log")
    now.wait_for()
    assert "Thank you for calling" in str(now.get_attribute("aria-label"))
    page.get_by_role("button", name="press 1", exact=True).click()
    log.get_by_text("presses 1").wait_for()
    assert "Is your heating" in str(now.get_attribute("aria-label"))
    assert seen.style(".ivr-widget", "backgroundColor") == PAGES[theme]
    page.keyboard.press("2")
    log.get_by_text("presses 2").wait_for()
    log.get_by_text("call connected to").wait_for()
    page.locator(".ivr-widget").scroll_into_view_if_needed()
    seen.shot(f"lab_widget_{theme}")
    page.get_by_role("button", name="take the last act back").click()
    log.get_by_text("presses 2").wait_for(state="detached")
    page.evaluate(ASK_PYTHON)
    page.get_by_text("['press', '1'] Is your heating").wait_for()
    assert not seen.errors
    assert all(url.startswith((lab, "data:", "blob:")) for url in seen.requests)
