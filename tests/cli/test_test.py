"""`ivrsim test`: call scripts without pytest."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from junitparser import JUnitXml

from ivrsim.cli.main import main

DATA = Path(__file__).parents[1] / "data" / "scripts"
DEMO = Path(__file__).parents[2] / "ivrsim" / "demo" / "campaign.json"


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the demo campaign and a script of it that fails at two places."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "campaign.json").write_bytes(DEMO.read_bytes())
    (tmp_path / "demo.call").write_text((DATA / "fails.call").read_text())
    return tmp_path


def test_the_outputs_are_the_agreed_ones(
    scripts: Path, capsys: pytest.CaptureFixture[str], golden: Callable[[Path, str], None]
) -> None:
    for name in ("text", "json", "junit"):
        assert main(["test", "demo.call", "--format", name]) == 1
        golden(DATA / f"fails.{name}.txt", capsys.readouterr().out)


def test_a_script_that_holds_passes(scripts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (scripts / "demo.call").write_text((DATA / "passes.call").read_text())
    assert main(["test", "."]) == 0
    assert capsys.readouterr().out.endswith(" passed\n")


def test_every_slip_of_a_script_is_told(
    scripts: Path, capsys: pytest.CaptureFixture[str], golden: Callable[[Path, str], None]
) -> None:
    (scripts / "demo.call").write_text((DATA / "slips.call").read_text())
    assert main(["test", "demo.call"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    golden(DATA / "slips.txt", told.err)


def test_every_failure_can_be_replayed(scripts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["test", "demo.call", "--format", "json"])
    tests = json.loads(capsys.readouterr().out)["tests"]
    commands = [test["command"] for test in tests if test["outcome"] == "failed"]
    assert len(commands) >= 3
    for command in commands:
        assert main(shlex.split(command)[1:]) in (0, 1)
    assert capsys.readouterr().err == ""


def test_one_call_is_chosen_by_its_line_or_by_its_name(
    scripts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["test", "demo.call:6"]) == 0
    assert capsys.readouterr().out == "demo.call .\n\n1 passed\n"
    assert main(["test", "demo.call", "-k", "HEATING"]) == 0
    assert capsys.readouterr().out == "demo.call .\n\n1 passed\n"
    assert main(["test", "demo.call", "-k", "nothing of the kind"]) == 2
    assert "No name holds" in capsys.readouterr().err


def test_update_records_what_happens_and_keeps_the_rest(
    scripts: Path, capsys: pytest.CaptureFixture[str], golden: Callable[[Path, str], None]
) -> None:
    assert main(["test", "demo.call", "--update"]) == 1, "a statement is not recorded"
    recorded = (scripts / "demo.call").read_text()
    golden(DATA / "fails.updated.txt", recorded)
    assert main(["test", "demo.call", "--update"]) == 1
    assert (scripts / "demo.call").read_text() == recorded
    assert main(["test", "demo.call", "-k", "call"]) == 2
    capsys.readouterr()


def test_reports_for_ci_are_written(scripts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (scripts / "summary.md").write_text("before\n")
    assert main(["test", "demo.call", "--junit", "r.xml", "--summary", "summary.md"]) == 1
    suites = JUnitXml.fromfile("r.xml")
    assert (suites.tests, suites.failures) == (7, 4)
    summary = (scripts / "summary.md").read_text()
    assert summary.startswith("before\n## ivrsim test\n\n4 failed, 3 passed\n")
    assert "demo.call:9" in summary
    capsys.readouterr()


def test_what_is_no_script_is_told_with_exit_code_2(
    scripts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (scripts / "bytes.call").write_bytes(b"flow: \xff")
    (scripts / "empty").mkdir()
    for name, told in (
        ("bytes.call", "not text in UTF-8"),
        ("missing.call", "There is no file 'missing.call'"),
        ("empty", "holds no .call file"),
        ("a\0b", "cannot be read"),
        ("", "file name is empty"),
    ):
        assert main(["test", name]) == 2
        assert told in capsys.readouterr().err


def test_calls_that_would_cover_the_rest_are_suggested_and_do(
    scripts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (scripts / "demo.call").unlink()
    sunday = "call: Sunday\n  caller: at 2026-11-29 10:00\n  stay silent\n  expect ended\n"
    (scripts / "one.call").write_text(f"flow: campaign.json\n\n{sunday}")
    assert main(["test", "one.call", "--suggest"]) == 0
    told = capsys.readouterr().out.splitlines()
    head = next(n for n, line in enumerate(told) if "these calls cover the rest:" in line)
    suggested = [line.strip() for line in told[head + 1 :]]
    assert suggested
    assert all(main(shlex.split(command)[1:]) == 0 for command in suggested)
    assert main(["cover", "campaign.json", "--goal", "conditions", "--write", "tests/"]) == 0
    capsys.readouterr()
    assert main(["test", "tests", "--suggest"]) == 0
    assert "campaign.json: 100% covered." in capsys.readouterr().out
