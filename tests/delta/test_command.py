"""`ivrsim diff` as it is typed."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from ivrsim.cli.main import main
from tests.delta import trees
from tests.delta.test_edits import number, one_tree


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two versions of a campaign, and one document that holds both; in the current folder."""
    monkeypatch.chdir(tmp_path)
    new = one_tree()
    number(new)
    (tmp_path / "old.json").write_text(json.dumps(trees.document(one_tree())))
    (tmp_path / "new.json").write_text(json.dumps(trees.document(new)))
    both = {"current_terms": trees.document(one_tree()), "future_terms": trees.document(new)}
    (tmp_path / "both.json").write_text(json.dumps(both))
    return tmp_path


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.usefixtures("files")
def test_no_difference_is_exit_code_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(capsys, "diff", "old.json", "old.json") == (0, "No caller notices: proven.\n", "")


@pytest.mark.usefixtures("files")
def test_a_difference_is_exit_code_1_and_shows_both_calls(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = typed(capsys, "diff", "old.json", "new.json")
    assert code == 1
    assert 'changed /2/1: destination_phone_number "2065550101" → "2065550199"' in out
    assert "before  connected to 206 555 0101\n" in out
    assert "ivrsim call old.json --press 2 --press 1\n" in out
    assert "ivrsim call new.json --press 2 --press 1\n" in out


@pytest.mark.parametrize("names", [("old.json", "new.json"), ("both.json",)])
@pytest.mark.usefixtures("files")
def test_the_commands_it_prints_replay_what_it_says(
    capsys: pytest.CaptureFixture[str], names: tuple[str, ...]
) -> None:
    code, out, _ = typed(capsys, "diff", *names, "--format", "json")
    body = json.loads(out)
    assert (code, body["equivalent"], body["kept"]) == (1, False, 4)
    (region,) = body["regions"]
    for side in (region["before"], region["after"]):
        program, *words = shlex.split(side["command"])
        assert program == "ivrsim"
        _, trace, _ = typed(capsys, *words, "--format", "json")
        assert json.loads(trace)["connected_to"] == side["number"]
    assert region["before"]["number"] != region["after"]["number"]


@pytest.mark.usefixtures("files")
def test_an_edit_that_nobody_notices_is_a_difference_too(
    capsys: pytest.CaptureFixture[str], files: Path
) -> None:
    root = one_tree() | {"prompt": "Press 1 for sales, 2 for billing."}
    (files / "words.json").write_text(json.dumps(trees.document(root)))
    code, out, _ = typed(capsys, "diff", "old.json", "words.json")
    assert (code, out.splitlines()[-1]) == (1, "No caller notices: proven.")
    code, out, _ = typed(capsys, "diff", "old.json", "words.json", "--prompts")
    assert (code, "Callers notice: 1 group of them." in out) == (1, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["old.json"], "does not hold both current_terms and future_terms"),
        (["missing.json", "new.json"], "missing.json"),
        (["-", "-"], "Only one of the two files"),
        (["both.json", "--terms", "future_terms"], "--terms names one flow in each of two files"),
        (["old.json", "new.json", "--profile", "nobody"], "nobody"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("files")
def test_wrong_use_is_exit_code_2(
    capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    code, _, err = typed(capsys, "diff", *words)
    assert code == 2
    assert said in err


@pytest.mark.usefixtures("files")
def test_past_the_budget_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = typed(capsys, "diff", "old.json", "new.json", "--budget", "1")
    assert code == 1
    assert "Not decided whether a caller notices." in out
    assert "broken off after 1 steps" in out
