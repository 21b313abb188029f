"""`--set`: what the vendors leave open, the same for every command that follows calls."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from ivrsim.cli.main import main

OVERNIGHT = {
    "hours": {"monday_open": 75600, "monday_close": 7200},
    "ivr_tree": {
        "root": {
            "node_type": "Condition",
            "condition": "during_hours",
            "children": [
                {"node_type": "Connect", "destination_phone_number": "8004377950"},
                {"node_type": "EndCall", "prompt": "We are closed."},
            ],
        }
    },
}
NEVER = ("--set", "overnight=never")


@pytest.fixture
def bar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A campaign that closes after midnight, in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("bar.json").write_text(json.dumps(OVERNIGHT))
    later = json.loads(json.dumps(OVERNIGHT))
    later["hours"]["monday_close"] = 10800
    Path("later.json").write_text(json.dumps(later))
    return "bar.json"


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, out, err


def as_json(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(typed(capsys, *words, "--format", "json")[1])


def test_reach_finds_dead_what_a_setting_lets_nobody_come_to(
    bar: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert as_json(capsys, "reach", bar)["dead"] == []
    never = as_json(capsys, "reach", bar, "--all", *NEVER)
    assert [(dead["node"], dead["exit"]) for dead in never["dead"]] == [("/", "true")]
    commands = [one["command"] for one in never["witnesses"] if one["command"]]
    assert len(commands) == 2
    for command in commands:
        assert "--set overnight=never" in command
        assert typed(capsys, *shlex.split(command)[1:])[0] == 0


def test_cover_covers_what_is_left_and_its_tests_pass(
    bar: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(as_json(capsys, "cover", bar)["calls"]) == 2
    never = as_json(capsys, "cover", bar, *NEVER, "--write", "bar.call")
    assert [call["node"] for call in never["calls"]] == ["/false"]
    assert "overnight" in Path("bar.call").read_text()
    assert typed(capsys, "test", "bar.call")[0] == 0


def test_diff_sees_no_difference_where_neither_is_ever_open(
    bar: str, capsys: pytest.CaptureFixture[str]
) -> None:
    usual = as_json(capsys, "diff", bar, "later.json")
    assert (usual["equivalent"], len(usual["regions"])) == (False, 1)
    assert as_json(capsys, "diff", bar, "later.json", *NEVER)["equivalent"] is True


def test_odds_count_by_the_same_setting(bar: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert as_json(capsys, "odds", bar)["outcomes"].keys() == {"connected", "ended"}


@pytest.mark.parametrize("command", ["call", "reach", "cover", "diff"])
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("overnigth=never", "Did you mean overnight?"),
        ("overnight", "--set takes NAME=VALUE, not 'overnight'"),
        ("=never", "--set takes NAME=VALUE"),
        ("overnight=seldom", "wraps or never"),
        ("attempts=0", "a whole number from 1"),
        ("colour=red", "No setting is named 'colour'"),
    ],
)
def test_a_setting_that_cannot_be_is_wrong_use(
    bar: str, command: str, words: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [bar, "later.json"] if command == "diff" else [bar]
    code, out, err = typed(capsys, command, *files, "--set", words)
    assert (code, out) == (2, "")
    assert told in err


@pytest.mark.parametrize("command", ["call", "reach", "cover", "diff", "odds"])
def test_help_tells_of_the_settings(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = typed(capsys, command, "--help")
    assert code == 0
    assert "--set NAME=VALUE" in out
