"""The page on pictures: every command of it runs, and its tables are complete."""

from __future__ import annotations

import io
import re
import shlex
import sys
from pathlib import Path

import pytest

from ivrsim.cli.main import main
from ivrsim.render.detail import FULL, LINES
from ivrsim.render.views import VIEWS
from tests.cli.test_show_asking import DEMO, recorded

TEXT = (Path(__file__).parents[2] / "docs" / "pictures.md").read_text("utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
LINES_RUN = [re.split(r"  +|  < ", line)[0] for block in BLOCKS for line in block.splitlines()]


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with everything that the page names."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "campaigns").mkdir()
    for name in ("campaign.json", "old.json", "campaigns/campaign.json"):
        (tmp_path / name).write_bytes(DEMO.read_bytes())
    recorded(tmp_path).rename("ivr-coverage.json")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DEMO.read_bytes())))


@pytest.mark.usefixtures("workplace")
@pytest.mark.parametrize("line", LINES_RUN)
def test_every_command_of_the_page_runs(line: str) -> None:
    words = shlex.split(line.partition("<")[0])
    assert words[:2] == ["ivrsim", "show"]
    assert main(words[1:]) == 0
    if "-o" in words:
        assert Path(words[words.index("-o") + 1]).exists()


def test_the_page_tells_every_view_and_the_sizes_of_details() -> None:
    assert re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE) == [
        *("plain", "path", "traffic", "dead", "lint", "diff", "coverage")
    ]
    assert set(VIEWS) == set(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE))
    assert f"Up to {FULL} nodes are full cards, up to {LINES} one line" in TEXT
