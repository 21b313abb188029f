"""The page on vendors: every command of it runs, every open setting has its real default."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from ivrsim.cli.main import main
from ivrsim.simulate.settings import DEFAULTS
from ivrsim.vendors.invoca.quirks import MEANT as INVOCA
from ivrsim.vendors.stringee.quirks import MEANT as STRINGEE
from tests.vendors.test_stringee_calls import DATA
from tests.vendors.test_stringee_settings import OPEN

TEXT = (Path(__file__).parents[2] / "docs" / "vendors.md").read_text("utf-8")
COMMANDS = re.findall(r"^ivrsim (.*)$", TEXT, re.MULTILINE)


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_page_runs(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("shop.json", "old.json"):
        (tmp_path / name).write_bytes((DATA / "a-shop-with-a-way-back.json").read_bytes())
    assert main(shlex.split(line)) == 0


def test_the_defaults_told_are_those_of_a_call() -> None:
    told = re.findall(r"`(\w+)=([\w-]+)`(?: \(default|[,)])", TEXT)
    assert {name for name, _ in told} >= {*OPEN, "attempts", "overnight", "missing_hours"}
    for name, value in told:
        assert float(value) == getattr(DEFAULTS, name) if value.isdecimal() else (
            value == getattr(DEFAULTS, name)
        )  # fmt: skip


def test_every_name_that_is_not_read_is_told() -> None:
    assert all(re.search(rf"\b{name}\b", TEXT) for name in (*INVOCA, *STRINGEE))
