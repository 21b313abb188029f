"""`ivrsim show`: every view in every format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ivrsim import demo
from ivrsim.cli.main import main

DEMO = Path(demo.__file__).parent / "campaign.json"
STARTS = {"svg": "<svg", "dot": "digraph {", "mermaid": "flowchart LR", "html": "<!DOCTYPE html>"}


@pytest.fixture
def old(tmp_path: Path) -> str:
    """The bundled campaign with one prompt as it was."""
    body = json.loads(DEMO.read_text("utf-8"))
    body["ivr_tree"]["root"]["children"][1]["prompt"] = "We are closed."
    path = tmp_path / "old.json"
    path.write_text(json.dumps(body), "utf-8")
    return str(path)


@pytest.mark.parametrize("dark", [[], ["--dark"]], ids=["light", "dark"])
@pytest.mark.parametrize("view", ["plain", "traffic", "dead", "lint", "diff"])
def test_every_view_is_drawn_in_every_format(
    view: str, dark: list[str], old: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    options = [*dark, "--view", view, *(["--against", old] if view == "diff" else [])]
    for format_, start in STARTS.items():
        assert main(["show", str(DEMO), *options, "--format", format_]) == 0
        assert capsysbinary.readouterr().out.decode().startswith(start)
    target = tmp_path / "flow.png"
    assert main(["show", str(DEMO), *options, "-o", str(target)]) == 0
    assert target.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("plain", "Thank you for calling Larkspur"),
        ("traffic", "206 555 0191, 206 555 0192  57%"),
        ("dead", "(dead: \"in_region[Puget Sund]\" is false"),
        ("lint", "[× error: IVR402]"),
    ],
)  # fmt: skip
def test_an_outline_says_what_the_view_marks(
    view: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", str(DEMO), "--view", view]) == 0
    assert said in capsys.readouterr().out


def test_a_file_to_compare_with_is_a_diff(old: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(DEMO), "--against", old]) == 0
    out = capsys.readouterr().out
    assert out.count("(~ changed)") == 1
    assert "No caller notices: proven." in out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--view", "diff"], "compares two flows"),
        (["--view", "path"], "shows a call"),
        (["--view", "sideways"], "no view 'sideways'"),
        (["--format", "xyz"], "'xyz'"),
        (["--view", "traffic", "--profile", "nobody"], "nobody"),
    ],
)
def test_what_cannot_be_shown_is_said(
    options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", str(DEMO), *options]) == 2
    assert said in capsys.readouterr().err
