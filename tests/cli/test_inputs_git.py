"""What git knows: staged files as they are staged, and files changed since a revision."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from ivrsim.cli.main import main

CLEAN = '{"node_type": "EndCall"}'
BAD = '{"node_type": "Menu", "prompt": "To end, press 3.", "children": [{"node_type": "EndCall"}]}'
WHO = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]


def git(*words: str) -> str:
    run = subprocess.run(["git", *WHO, *words], check=True, capture_output=True, text=True)
    return run.stdout.strip()


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, which is the current folder."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    git("init", "-q", "-b", "main", ".")
    Path("old.json").write_text(CLEAN)
    Path("gone.json").write_text(CLEAN)
    git("add", "-A")
    git("commit", "-q", "-m", "first")
    return tmp_path


def looked_at(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, int]:
    """How many findings each file has that was looked at."""
    code = main(["lint", *words, "--format", "json", "--select", "IVR201"])
    out, err = capsys.readouterr()
    assert code in (0, 1), err
    data = json.loads(out)
    counts = dict.fromkeys(data["files"], 0)
    for found in data["diagnostics"]:
        counts[found["file"]] += 1
    return counts


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["lint", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err


def test_what_is_staged_is_linted_not_what_lies_there(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("new.json").write_text(BAD)
    Path("old.json").write_text(BAD)
    Path("notes.txt").write_text("x")
    git("add", "new.json", "notes.txt")
    git("rm", "-q", "gone.json")
    Path("new.json").write_text(CLEAN)
    assert looked_at(capsys, "--staged") == {"new.json": 1}
    git("add", "new.json")
    Path("new.json").unlink()
    assert looked_at(capsys, "--staged") == {"new.json": 0}


def test_nothing_staged_does_not_stop_a_commit(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lint", "--staged"]) == 0
    assert "No problems in no file" in capsys.readouterr().out


def test_names_are_told_from_the_current_folder_and_may_be_odd(
    repo: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = "sub/ü *\n[x].json"
    Path("sub").mkdir()
    Path(odd).write_text(BAD)
    Path("top.json").write_text(BAD)
    git("add", "-A")
    assert looked_at(capsys, "--staged") == {odd: 1, "top.json": 1}
    assert looked_at(capsys, "--staged", "sub") == {odd: 1}
    monkeypatch.chdir("sub")
    assert looked_at(capsys, "--staged") == {odd.removeprefix("sub/"): 1, "../top.json": 1}
    assert looked_at(capsys, "--staged", ".") == {odd.removeprefix("sub/"): 1}


def test_a_named_file_counts_whatever_it_is_called(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("flow.ivr").write_text(BAD)
    git("add", "flow.ivr")
    assert looked_at(capsys, "--staged") == {}
    assert looked_at(capsys, "--staged", "flow.ivr") == {"flow.ivr": 1}


def test_the_first_commit_of_a_repository_can_be_checked_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "-q", ".")
    Path("a.json").write_text(BAD)
    git("add", "a.json")
    assert looked_at(capsys, "--staged") == {"a.json": 1}


def test_since_a_revision_means_since_the_lines_of_work_parted(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git("switch", "-q", "-c", "mine")
    Path("mine.json").write_text(BAD)
    git("add", "-A")
    git("commit", "-q", "-m", "mine")
    git("switch", "-q", "main")
    Path("theirs.json").write_text(BAD)
    git("add", "-A")
    git("commit", "-q", "-m", "theirs")
    git("switch", "-q", "mine")
    Path("old.json").write_text(BAD)
    Path("unknown.json").write_text(CLEAN)
    Path(".gitignore").write_text("ignored.json\n")
    Path("ignored.json").write_text(BAD)
    Path("gone.json").unlink()
    assert looked_at(capsys, "--since", "main") == {
        "mine.json": 1,
        "old.json": 1,
        "unknown.json": 0,
    }
    assert looked_at(capsys, "--since", "HEAD", "old.json", "mine.json") == {"old.json": 1}


def test_what_git_refuses_is_told_with_a_way_out(
    repo: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "knows no revision 'nowhere'" in refused(capsys, "--since", "nowhere")
    assert "knows no revision '--help'" in refused(capsys, "--since=--help")
    git("switch", "-q", "--orphan", "other")
    git("commit", "-q", "--allow-empty", "-m", "other")
    assert "no common ancestor" in refused(capsys, "--since", "main")
    monkeypatch.setenv("PATH", "")
    assert "git cannot be run" in refused(capsys, "--staged")


def test_outside_a_repository_there_is_a_clear_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for words in (["--staged"], ["--since", "main"]):
        err = refused(capsys, *words)
        assert "not a git repository" in err
        assert "Traceback" not in err


def test_a_repository_cannot_make_the_linter_run_its_programs(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = repo / "run.sh"
    script.write_text(f'#!/bin/sh\ntouch {repo}/ran\nexec "$@"\n')
    script.chmod(0o755)
    git("config", "core.fsmonitor", str(script))
    git("config", "diff.external", str(script))
    Path("a.json").write_text(BAD)
    git("-c", "core.fsmonitor=false", "add", "a.json")
    assert looked_at(capsys, "--staged") == {"a.json": 1}
    assert looked_at(capsys, "--since", "HEAD")["a.json"] == 1
    assert looked_at(capsys, ".")["a.json"] == 1
    assert not (repo / "ran").exists()
