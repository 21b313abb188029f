"""Where reports go: standard output, files, several at once, a GitHub step's summary."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ivrsim.cli.main import main
from ivrsim.lint.reports import REPORTS

BAD = '{"node_type": "Menu", "prompt": "To end, press 3.", "children": [{"node_type": "EndCall"}]}'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with one faulty file."""
    monkeypatch.chdir(tmp_path)
    Path("a.json").write_text(BAD)
    return tmp_path


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["lint", "a.json", "--select", "IVR201", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_several_reports_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [f"--output={name}=out.{name}" for name in REPORTS]
    code, out, err = typed(capsys, *files, "--output", "concise")
    assert (code, err) == (1, "")
    assert out.startswith("a.json:1:")
    for name in REPORTS:
        assert Path(f"out.{name}").read_text() == typed(capsys, "--format", name)[1]
    json.loads(Path("out.sarif").read_text())
    ElementTree.fromstring(Path("out.junit").read_text())


def test_format_is_short_for_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = typed(capsys, "--format", "json")[1]
    for words in (["--output", "json"], ["--output", "json=-"]):
        assert typed(capsys, *words)[1] == wanted
    _, out, _ = typed(capsys, "--output", "sarif=r.sarif", "--format", "json")
    assert out == wanted
    assert Path("r.sarif").exists()


def test_with_a_file_named_only_standard_output_stays_empty(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(capsys, "--output", "sarif=r.sarif") == (1, "", "")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--output", "pdf=x"], "no format 'pdf'"),
        (["--output", "json="], "names no file"),
        (["--output", "json", "--format", "text"], "same place"),
        (["--output", "json=x", "--output", "text=./x"], "same place"),
        (["--output", "json=./a.json"], "to be linted"),
        (["--output", "json=no/such/folder/x"], "cannot be written"),
    ],
)
def test_reports_that_cannot_be_written_are_refused(
    folder: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = typed(capsys, *words)
    assert (code, out) == (2, "")
    assert told in err
    assert [path.name for path in folder.iterdir()] == ["a.json"]
    assert Path("a.json").read_text() == BAD


def test_a_report_replaces_the_one_before_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("r.md").write_text("old")
    typed(capsys, "--output", "summary=r.md")
    assert not Path("r.md").read_text().startswith("old")


def test_a_step_summary_is_written_only_if_named_and_adds_to_what_is_there(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    typed(capsys, "--output", "github")
    assert not Path("summary.md").exists()
    Path("summary.md").write_text("# Tests\n\n")
    typed(capsys, "--output", f"summary={folder / 'summary.md'}")
    assert Path("summary.md").read_text().startswith("# Tests\n\n## ivrsim lint\n")


def test_colours_never_go_into_files_unless_asked(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    typed(capsys, "--output", "text=r.txt")
    assert "\x1b" not in Path("r.txt").read_text()
    typed(capsys, "--output", "text=r.txt", "--color", "always")
    assert "\x1b" in Path("r.txt").read_text()
