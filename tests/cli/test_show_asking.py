"""`ivrsim show`: which options fit together, and what happens where they do not."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ivrsim import demo
from ivrsim.cli.main import main
from ivrsim.render.detail import Detail
from ivrsim.render.show import FORMATS
from ivrsim.render.views import VIEWS
from ivrsim.testing.coverage_suite import Suite
from ivrsim.vendors.load import load

DEMO = Path(demo.__file__).parent / "campaign.json"
CALL = ["--during-hours", "--region", "Puget Sound", "--press", "2", "--enter", "98101"]


def complaint(capsys: pytest.CaptureFixture[str], *options: str | Path) -> str:
    """What standard error says of options that cannot be."""
    assert main(["show", *map(str, options)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def test_a_call_is_given_as_ivrsim_call_takes_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(DEMO), *CALL]) == 0
    out = capsys.readouterr().out
    assert "◀ step 1" in out
    assert "pressed 2" in out
    assert main(["show", str(DEMO), *CALL, "--view", "path"]) == 0
    assert capsys.readouterr().out == out


def test_the_tree_is_another_name_of_the_outline(capsys: pytest.CaptureFixture[str]) -> None:
    main(["show", str(DEMO)])
    outline = capsys.readouterr().out
    main(["show", str(DEMO), "--format", "tree"])
    assert capsys.readouterr().out == outline


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--view", "traffic", "--press", "2"], "Leave out --view"),
        (["--view", "plain", "--against", DEMO], "Leave out --view"),
        (["--press", "2", "--against", DEMO], "not diff and path"),
        (["--view", "path"], "--mobile --press 2"),
        (["--view", "coverage"], "--coverage FILE"),
        (["--coverage", DEMO], "no coverage of call flows"),
        (["--against", "nowhere.json"], "no file 'nowhere.json'"),
        (["--theme", "sepia"], "no theme 'sepia'"),
        (["--theme", "light", "--dark"], "cannot both be"),
        (["--detail", "less"], "no detail 'less'"),
        (["--focus", "/nowhere"], "no node '/nowhere'"),
        (["--view", "icicle"], "--detail icicle"),
        (["--watch", "--format", "svg"], "is a page"),
        (["--watch", "--theme", "sepia"], "no theme 'sepia'"),
        (["--watch", "--view", "sideways"], "no view 'sideways'"),
        (["--terms", "yesterday"], "no flow 'yesterday'"),
        (["-o", DEMO, "--format", "svg"], "take the place of"),
        (["-o", DEMO.parent], "is a folder"),
    ],
    ids=str,
)  # fmt: skip
def test_options_that_do_not_fit_are_named_with_a_way_out(
    options: list[str | Path], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = DEMO.read_bytes()
    assert said in complaint(capsys, DEMO, *options)
    assert DEMO.read_bytes() == before


def test_both_files_cannot_be_standard_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Only one" in complaint(capsys, "-", "--against", "-")
    assert "cannot be watched" in complaint(capsys, "-", "--watch")


def test_no_file_is_left_where_one_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "cannot be written" in complaint(capsys, DEMO, "-o", tmp_path / "nowhere" / "x.svg")
    assert "no file" in complaint(capsys, "nowhere.json", "-o", tmp_path / "x.svg")
    assert "holds no call flow" in complaint(capsys, _broken(tmp_path), "-o", tmp_path / "x.svg")
    assert [path.name for path in tmp_path.iterdir()] == ["broken.json"]


def _broken(folder: Path, text: str = '{"name": "x",\n  "ivr_tree": ') -> Path:
    path = folder / "broken.json"
    path.write_text(text, "utf-8")
    return path


def test_a_broken_file_is_shown_with_its_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "broken.json:2:" in complaint(capsys, _broken(tmp_path))
    half = _broken(tmp_path, '{"ivr_tree": {"root": {"node_type": "EndCall",\n"prompt": "Bye",,')
    assert main(["show", str(half)]) == 0
    said = capsys.readouterr()
    assert "Bye" in said.out
    assert "broken.json:2:" in said.err
    assert "as far as it could be read" in said.err


def test_a_page_follows_its_reader_and_a_picture_is_light(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def drawn(*options: str) -> str:
        assert main(["show", str(DEMO), *options]) == 0
        return capsys.readouterr().out

    assert "prefers-color-scheme:dark" in drawn("--format", "html")
    assert "prefers-color-scheme" not in drawn("--format", "svg")
    assert "prefers-color-scheme" in drawn("--format", "svg", "--theme", "auto")
    assert drawn("--format", "svg", "--dark") == drawn("--format", "svg", "--theme", "dark")


def test_a_page_tells_the_findings_of_the_configuration_in_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {}
    for folder, ignored in (("all", ""), ("fewer", "IVR201")):
        (tmp_path / folder).mkdir()
        file = tmp_path / folder / "campaign.json"
        file.write_bytes(DEMO.read_bytes())
        (tmp_path / folder / "ivrsim.toml").write_text(f'ignore = ["{ignored}"]\n' * bool(ignored))
        for view in ("plain", "lint"):
            assert main(["show", str(file), "--format", "html", "--view", view]) == 0
            found[folder, view] = "error IVR201" in capsys.readouterr().out
    assert found == {(folder, v): folder == "all" for folder, v in found}


@pytest.mark.parametrize("named", [True, False])
def test_the_browser_that_is_set_shows_the_page(named: bool, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    browser = _program(tmp_path / "browser", f'printf %s "$1" > "{seen}"')
    output = ["-o", str(tmp_path / "flow.html")] if named else []
    run = _ivrsim(tmp_path, "show", str(DEMO), "--open", *output, BROWSER=f"{browser} %s")
    assert run.returncode == 0, run.stderr
    path = Path(output[-1] if named else run.stdout.strip())
    assert seen.read_text("utf-8") == path.as_uri()
    assert path.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_a_browser_that_does_not_start_is_said_and_the_file_stays(tmp_path: Path) -> None:
    target = tmp_path / "flow.html"
    run = _ivrsim(tmp_path, "show", str(DEMO), "--open", "-o", str(target), BROWSER="false %s")
    assert run.returncode == 2
    assert "No browser can be started" in run.stderr
    assert target.as_uri() in run.stderr
    assert target.exists()


def test_pdf_is_drawn_by_the_dot_on_the_path(tmp_path: Path) -> None:
    _program(tmp_path / "dot", 'echo warning >&2; printf "%%PDF-1.7 $1 "; grep -c layout=')
    target = tmp_path / "flow.pdf"
    run = _ivrsim(tmp_path, "show", str(DEMO), "-o", str(target), PATH=f"{tmp_path}:{os.defpath}")
    assert run.returncode == 0, run.stderr
    assert target.read_bytes() == b"%PDF-1.7 -Kneato 1\n"
    assert "warning" not in run.stderr, "the user can do nothing about it"


def test_pdf_without_a_dot_says_how_to_get_one(tmp_path: Path) -> None:
    target = tmp_path / "flow.pdf"
    run = _ivrsim(tmp_path, "show", str(DEMO), "-o", str(target), PATH=str(tmp_path))
    assert run.returncode == 2
    assert "needs Graphviz" in run.stderr
    assert "Install Graphviz" in run.stderr
    assert not target.exists()


def _program(path: Path, body: str) -> Path:
    path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def _ivrsim(folder: Path, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TMPDIR": str(folder), **variables}
    command = [sys.executable, "-m", "ivrsim", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_every_view_detail_and_format_is_named_in_the_help(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["show", "--help"]) == 0
    words = set(re.findall(r"\w+", capsys.readouterr().out))
    assert words >= {*VIEWS, *map(str, Detail), *FORMATS.keys() - {"gv", "mmd"}}


def testrecorded_coverage_is_drawn_on_the_flow_it_wasrecorded_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = recorded(tmp_path)
    assert main(["show", str(DEMO), "--coverage", str(given)]) == 0
    assert "not covered" in capsys.readouterr().out
    other = tmp_path / "other.json"
    body = json.loads(DEMO.read_text("utf-8"))
    body["ivr_tree"]["root"]["children"][1]["prompt"] = "We are closed."
    other.write_text(json.dumps(body), "utf-8")
    said = complaint(capsys, other, "--coverage", given)
    assert "nothing of this flow as it is now" in said


def recorded(folder: Path) -> Path:
    """What tests recorded: one call of the flow, and one of another."""
    suite, document = Suite(), load(DEMO)
    suite.learn(document)
    suite.count([document.flow.call(during_hours=False).press("1")], "test_night")
    suite.count([load({"root": {"node_type": "EndCall", "prompt": "Bye"}}).flow.call()])
    path = folder / "recorded.json"
    path.write_text(suite.to_json(), "utf-8")
    return path


def test_detail_and_focus_choose_what_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    def drawn(*options: str) -> tuple[int, float]:
        """How many boxes there are, and how high the picture is."""
        assert main(["show", str(DEMO), "--format", "svg", *options]) == 0
        out = capsys.readouterr().out
        return out.count("<rect"), float(out.partition('height="')[2].partition("pt")[0])

    boxes, height = drawn()
    assert drawn("--focus", "/false")[0] < boxes
    assert drawn("--detail", "lines")[1] < height
    assert drawn("--detail", "icicle", "--view", "traffic")[0] < boxes


def test_an_outline_is_of_what_is_in_focus(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(DEMO), "--focus", "/false"]) == 0
    said = capsys.readouterr().out
    assert "Our office is" in said
    assert "For plumbing" not in said
