"""`ivrsim reach`: what is printed, and that the printed commands get where they say."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from ivrsim.cli.main import main

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "ivrsim" / "demo" / "campaign.json"


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Exit code and standard output of a command."""
    code = main(list(words))
    return code, capsys.readouterr().out


def test_what_is_dead_is_told_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = typed(capsys, "reach", str(DEMO))
    assert code == 1
    assert "27 of 28 nodes can be reached." in out
    assert "Puget Sund" in out


def test_each_printed_command_comes_to_the_node_it_is_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    body = json.loads(typed(capsys, "reach", str(DEMO), "--all", "--format", "json")[1])
    assert len(body["witnesses"]) == body["nodes"] == 28
    for shown in body["witnesses"]:
        if shown["verdict"] == "dead":
            assert shown["command"] is None
            continue
        command = shlex.split(shown["command"])
        code, out = typed(capsys, *command[1:], "--format", "json")
        assert code == 0
        assert shown["node"] in {step["node"] for step in json.loads(out)["trace"]}


def test_a_flow_without_dead_branches_is_exit_code_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "end.json"
    path.write_text('{"node_type": "EndCall", "prompt": "Goodbye."}')
    assert typed(capsys, "reach", str(path), "--to", "/") == (
        0,
        f"1 of 1 nodes can be reached.\n/  reachable\n    ivrsim call {path}\n",
    )


def test_a_node_that_is_not_there_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reach", str(DEMO), "--to", "/9"]) == 2
    assert "has no node '/9'" in capsys.readouterr().err
