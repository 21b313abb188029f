"""The pages on outputs and CI, and the pre-commit hook: what they show is run."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema.validators import validator_for
from ruamel.yaml import YAML

from ivrsim.cli.main import main
from ivrsim.lint import Confidence, Diagnostic, Severity, lint_all
from ivrsim.lint.reports import REPORTS
from ivrsim.vendors.load import load

ROOT = Path(__file__).parents[2]
CI = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
OUTPUTS = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SCHEMAS = files("check_jsonschema") / "builtin_schemas" / "vendor"
BAD = '{"node_type": "Menu", "prompt": "To end, press 3.", "children": [{"node_type": "EndCall"}]}'


def blocks(text: str, language: str) -> list[str]:
    return [found[2] for found in FENCE.finditer(text) if found[1] == language]


def yaml_of(text: str) -> Any:
    return YAML(typ="safe").load(text)


GITHUB, GITLAB, PRE_COMMIT = map(yaml_of, blocks(CI, "yaml"))


def faults(data: Any, schema: str) -> list[str]:
    read = json.loads((SCHEMAS / schema).read_text(encoding="utf-8"))
    return [error.message for error in validator_for(read)(read).iter_errors(data)]


@pytest.fixture
def campaigns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a folder of campaigns, as the pages presume."""
    for name in [name for name in os.environ if name.startswith("GIT")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "step.md"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))
    Path("campaigns").mkdir()
    Path("campaigns/a.json").write_text(BAD)
    who = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q", "-b", "main", "."], ["add", "."], [*who, "commit", "-qm", "one"]):
        subprocess.run(["git", *words], check=True)
    return tmp_path


def commands(lines: list[str]) -> Iterator[list[str]]:
    for line in lines:
        words = shlex.split(os.path.expandvars(line), comments=True)
        if words[:1] == ["ivrsim"]:
            yield words[1:]


def test_the_workflow_is_one_and_its_commands_run(
    campaigns: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert faults(GITHUB, "github-workflows.json") == []
    assert faults({**GITHUB, "jobs": {"lint": {"steps": 5}}}, "github-workflows.json")
    steps = GITHUB["jobs"]["lint"]["steps"]
    (command,) = commands([step["run"] for step in steps if "run" in step])
    assert main(command) == 1
    assert capsys.readouterr().out.startswith("::error file=campaigns/a.json,")
    assert Path("step.md").read_text().startswith("## ivrsim lint")
    (upload,) = [step["with"] for step in steps if "sarif_file" in step.get("with", {})]
    assert json.loads(Path(upload["sarif_file"]).read_text())["version"] == "2.1.0"


def test_the_gitlab_job_is_one_and_writes_its_artifacts(
    campaigns: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert faults(GITLAB, "gitlab-ci.json") == []
    (job,) = GITLAB.values()
    (command,) = commands(job["script"])
    assert main(command) == 1
    for file in job["artifacts"]["reports"].values():
        assert "IVR201" in Path(file).read_text()


def test_the_pre_commit_hook_is_one_and_runs(
    campaigns: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (hook,) = yaml_of((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {"id", "name", "entry", "language", "types"} <= set(hook)
    (repo,) = PRE_COMMIT["repos"]
    assert [used["id"] for used in repo["hooks"]] == [hook["id"]]
    assert re.match(repo["hooks"][0]["files"], "campaigns/a.json")
    program, *words = shlex.split(hook["entry"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert program in project["project"]["scripts"]
    assert main([*words, "campaigns/a.json"]) == 1
    assert "IVR201" in capsys.readouterr().out


def test_every_command_of_the_page_runs(
    campaigns: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", leave)
    shown = list(commands("\n".join(blocks(CI, "sh")).splitlines()))
    assert len(shown) > 5
    for command in shown:
        found = not {"--staged", "--since", "--watch"} & set(command)
        assert main(command) == int(found), command


def test_every_option_the_pages_speak_of_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    main(["lint", "--help"])
    known = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out))
    told = set(re.findall(r"`(--[a-z][a-z-]+)", CI + OUTPUTS))
    assert len(told) > 5
    assert told <= known


def test_the_page_lists_every_format_and_no_other() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", OUTPUTS, re.MULTILINE)
    assert sorted(rows) == list(REPORTS)


def test_the_page_shows_the_json_report_as_it_is() -> None:
    (shown,) = map(json.loads, blocks(OUTPUTS, "json"))
    (diagnostic,) = shown["diagnostics"]
    report = json.loads(REPORTS["json"](lint_all([load(BAD)])))
    assert list(report) == list(shown)
    assert list(report["summary"]) == list(shown["summary"])
    assert set(diagnostic) == {field.name for field in fields(Diagnostic)}
    assert set(report["diagnostics"][0]) == set(diagnostic)
    for kind in (*Severity, *Confidence):
        assert f"`{kind}`" in OUTPUTS
