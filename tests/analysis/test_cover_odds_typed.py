"""`ivrsim odds` and `ivrsim cover` as they are typed."""

from __future__ import annotations

import json
import shlex
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from ivrsim.cli.main import main

pytest_plugins = ["pytester"]

DEMO = Path(__file__).parents[2] / "ivrsim" / "demo" / "campaign.json"


@pytest.fixture
def campaign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo's campaign in the current folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "campaign.json"
    path.write_bytes(DEMO.read_bytes())
    return path


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, out, err


def as_json(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    code, out, _ = typed(capsys, *words, "--format", "json")
    assert code == 0
    return json.loads(out)


# -- odds --------------------------------------------------------------------------


def test_the_odds_are_printed(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = typed(capsys, "odds", campaign.name)
    assert code == 0
    lines = [line.split() for line in out.splitlines()]
    assert ["100%", "/"] in lines
    assert any(line[-1:] == ["connected"] for line in lines)
    assert "profile neutral" in out


def test_the_odds_as_json_are_exact(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = as_json(capsys, "odds", campaign.name)
    shares = [Fraction(one["exact"]) for one in body["outcomes"].values()]
    assert sum(shares) + Fraction(body["undecided"]["exact"]) == 1
    assert body["nodes"]["/"] == {"share": 1.0, "exact": "1"}
    assert all("source" in number for number in body["profile"]["numbers"].values())
    assert len(body["paths"]) == 10


def test_numbers_of_the_profile_and_settings_can_be_changed(
    campaign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = as_json(capsys, "odds", campaign.name)
    options = ("--set", "wrong=0", "--set", "errors_per=attempt", "--set", "attempts=1")
    changed = as_json(capsys, "odds", campaign.name, *options)
    assert plain["nodes"]["/true/true/W"]["share"] > 0 == changed["nodes"]["/true/true/W"]["share"]
    assert changed["profile"]["numbers"]["wrong"] == {"value": "0%", "source": "--set"}


def test_the_sources_can_be_shown(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = typed(capsys, "odds", campaign.name, "--show-profile", "--profile", "tty_user")
    assert code == 0
    assert "[assumed] a text telephone is a landline" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--profile", "usual"), "There is no profile 'usual'"),
        (("--set", "colour=red"), "--set cannot change 'colour=red'"),
        (("--set", "wrong"), "--set cannot change 'wrong'"),
        (("--set", "wrong=many"), "share of calls"),
        (("--set", "attempts=none"), "attempts"),
    ],
)
def test_wrong_use_is_exit_code_2(
    words: tuple[str, ...], said: str, campaign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = typed(capsys, "odds", campaign.name, *words)
    assert (code, out) == (2, "")
    assert said in err


# -- cover -------------------------------------------------------------------------


def test_every_call_is_a_command_that_replays(
    campaign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = as_json(capsys, "cover", campaign.name)
    for shown in body["calls"]:
        words = shlex.split(shown["command"])
        assert words[0] == "ivrsim"
        _, out, _ = typed(capsys, *words[1:], "--format", "json")
        walked = json.loads(out)
        came_to = {step["node"] for step in walked["trace"]}
        assert {target["node"] for target in shown["covers"]} <= came_to
        assert walked["node"] == shown["node"]
    assert body["least"] == len(body["calls"])
    assert [place["text"] for place in body["impossible"]] == ["exit true of /true/true/2/next"]
    _, out, _ = typed(capsys, "cover", campaign.name)
    assert all(shown["command"] in out.splitlines() for shown in body["calls"])
    assert out.endswith("no smaller set can.\n")


@pytest.mark.parametrize("folder", [".", "tests"])
def test_the_calls_are_written_as_tests_that_pass_from_anywhere(
    folder: str, pytester: pytest.Pytester, capsys: pytest.CaptureFixture[str]
) -> None:
    (pytester.path / "campaign.json").write_bytes(DEMO.read_bytes())
    written = pytester.path / folder / "test_written.py"
    written.parent.mkdir(exist_ok=True)
    code, _, err = typed(capsys, "cover", "campaign.json", "--write", str(written))
    assert (code, "16 tests" in err) == (0, True)
    pytester.runpytest("-q", str(written)).assert_outcomes(passed=16)


def test_terms_are_named_in_commands_and_tests(
    campaign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = json.loads(campaign.read_text())
    campaign.write_text(json.dumps({"current_terms": text, "future_terms": text}))
    words = ("cover", campaign.name, "--terms", "current_terms", "--write", "test_it.py")
    body = as_json(capsys, *words)
    assert all(c["command"].endswith("--terms current_terms") for c in body["calls"])
    assert "terms='current_terms'" in Path("test_it.py").read_text()


def test_standard_input_cannot_be_tested(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivrsim.cli.commands.cover.read_bytes", lambda _: DEMO.read_bytes())
    code, _, err = typed(capsys, "cover", "-", "--write", "test_it.py")
    assert (code, "standard input" in err) == (2, True)
