"""`ivrsim lint`: which rules, which settings, which known findings, and the exit code."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ivrsim.cli.main import main

MENU = {
    "node_type": "Menu",
    "prompt": "For sales, press 1. For help, press 3.",
    "children": [
        {"node_type": "Connect", "destination_phone_number": "8004377950"},
        {"node_type": "Connect", "prompt": "One moment."},
    ],
}
CODES = ["IVR105", "IVR201", "IVR202", "IVR301"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with one bad document in it, where the command runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "campaign.json").write_text(json.dumps(MENU))
    (tmp_path / "ivrsim.toml").write_text("")
    return tmp_path


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    out, err = capsys.readouterr()
    return code, out, err


def linted(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str]]:
    """The exit code, and the codes found in the document."""
    code, out, _ = typed(capsys, "lint", "campaign.json", "--format", "json", *words)
    return code, sorted({d["code"] for d in json.loads(out)["diagnostics"]})


def test_rules_are_chosen_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert linted(capsys) == (1, CODES)
    assert linted(capsys, "--select", "IVR2") == (1, CODES[1:3])
    assert linted(capsys, "--select", "IVR2", "--extend-select", "IVR301") == (1, CODES[1:])
    assert linted(capsys, "--ignore", "IVR2,no-failover") == (1, CODES[:1])
    assert linted(capsys, "--ignore", "ALL") == (0, [])
    assert set(CODES) < set(linted(capsys, "--preset", "all")[1])


def test_the_command_line_goes_before_the_configuration(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "ivrsim.toml").write_text('select = ["IVR2"]\nignore = ["IVR202"]\n')
    assert linted(capsys) == (1, ["IVR201"])
    assert linted(capsys, "--extend-select", "IVR301") == (1, ["IVR201", "IVR301"])
    assert linted(capsys, "--select", "IVR202") == (1, ["IVR202"])
    assert linted(capsys, "--ignore", "IVR2") == (0, [])
    assert linted(capsys, "--preset", "recommended") == (1, ["IVR105", "IVR201", "IVR301"])
    assert linted(capsys, "--isolated") == (1, CODES)
    (folder / "other.toml").write_text('select = ["IVR301"]')
    assert linted(capsys, "--config", "other.toml") == (1, ["IVR301"])


def test_a_run_fails_from_a_severity_on(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert linted(capsys, "--select", "IVR202") == (1, ["IVR202"])
    assert linted(capsys, "--select", "IVR202", "--fail-on", "error") == (0, ["IVR202"])
    assert linted(capsys, "--select", "IVR202", "--fail-on", "warning") == (1, ["IVR202"])
    assert linted(capsys, "--exit-zero") == (0, CODES)
    (folder / "ivrsim.toml").write_text('fail-on = "error"')
    assert linted(capsys, "--select", "IVR202") == (0, ["IVR202"])
    assert linted(capsys, "--select", "IVR202", "--fail-on", "info") == (1, ["IVR202"])
    assert typed(capsys, "lint", "nowhere.json", "--exit-zero")[0] == 2


def test_statistics_count_each_rule(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "more.json").write_text(json.dumps(MENU["children"][1]))
    code, out, _ = typed(capsys, "lint", "campaign.json", "more.json", "--statistics")
    assert code == 1
    lines = [line.split() for line in out.splitlines()]
    assert [(line[0], line[1], line[-1]) for line in lines] == [
        ("2", "IVR105", "missing-parameter"),
        ("1", "IVR201", "key-without-branch"),
        ("1", "IVR202", "key-never-announced"),
        ("1", "IVR301", "no-failover"),
    ]


def test_a_wrong_configuration_is_exit_code_2_with_places(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "ivrsim.toml").write_text("limit = 0\nselct = 1\n")
    code, out, err = typed(capsys, "lint", "campaign.json")
    assert (code, out) == (2, "")
    assert err == (
        "ivrsim: ivrsim.toml:1:1: error IVR931 [bad-configuration] "
        "limit: Expected a whole number from 1, found 0.\n"
        'ivrsim.toml:2:1: error IVR931 [bad-configuration] selct: There is no setting "selct". '
        "Did you mean select?\n"
        "`ivrsim explain IVR931` tells what a configuration may say.\n"
    )


def test_the_page_of_a_rule_is_shown_whatever_the_configuration_says(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "ivrsim.toml").write_text("limit = 0\n")
    code, out, err = typed(capsys, "explain", "IVR931", "no-failover")
    assert (code, err) == (0, "")
    assert out.startswith("# IVR931 bad-configuration")
    assert typed(capsys, "explain", "ACME001")[0] == 2


IGNORES = """
[[per-file-ignores]]
files = ["camp*.json"]
rules = ["no-failover"]
reason = "The vendor repeats the question"

[[per-node-ignores]]
nodes = ["/2"]
rules = ["IVR2"]
reason = "Only the team knows of key 2"
"""


def test_what_is_ignored_with_a_reason_is_not_shown(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "ivrsim.toml").write_text(IGNORES)
    assert linted(capsys) == (1, ["IVR105", "IVR201"])


def test_an_ignore_that_leaves_nothing_out_is_told_with_its_line(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "ivrsim.toml").write_text(IGNORES.replace('"/2"', '"/1"'))
    code, out, _ = typed(capsys, "lint", "campaign.json", "--format", "concise")
    assert code == 1
    assert (
        "ivrsim.toml:7:1: warning IVR930 [unused-ignore] Nothing of IVR2 is found at /1, "
        "so nothing is ignored\n"
    ) in out
    assert "IVR930" not in linted(capsys, "--ignore", "IVR930")[1]
    assert "IVR930" not in linted(capsys, "--select", "IVR105")[1], "other rules were not asked"


def test_an_ignore_is_not_judged_by_files_it_is_not_about(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "ivrsim.toml").write_text(IGNORES.replace("camp*", "other"))
    assert linted(capsys) == (1, ["IVR105", "IVR201", "IVR301"])


def test_an_ignore_that_is_of_use_in_one_of_two_files_is_of_use(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "ivrsim.toml").write_text(IGNORES.replace("camp*", "*"))
    (folder / "sound.json").write_text('{"node_type": "EndCall", "prompt": "Goodbye."}')
    code, out, _ = typed(capsys, "lint", "campaign.json", "sound.json", "--format", "concise")
    assert code == 1
    assert "IVR930" not in out


def test_a_file_that_cannot_be_looked_at_cannot_be_ignored(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "ivrsim.toml").write_text(
        '[[per-file-ignores]]\nfiles = ["*"]\nrules = ["ALL"]\nreason = "Peace"\n'
    )
    assert linted(capsys) == (0, [])
    (folder / "campaign.json").write_text("{")
    assert linted(capsys) == (1, ["IVR901"])


def test_the_settings_in_force_are_shown_as_toml_with_their_places(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "ivrsim.toml").write_text(
        'preset = "strict"\nignore = ["IVR204"]\n[options]\nmenu-seconds = 25\n' + IGNORES
    )
    code, out, _ = typed(
        capsys, "lint", "campaign.json", "--show-config", "--fail-on", "error", "--ignore", "IVR3"
    )
    assert code == 0
    data = tomllib.loads(out)
    assert (data["preset"], data["fail-on"], data["limit"]) == ("strict", "error", 1000)
    assert data["options"]["menu-seconds"] == 25
    assert data["per-node-ignores"][0]["nodes"] == ["/2"]
    lines = out.splitlines()
    assert lines[0] == "# campaign.json: by ivrsim.toml:1"
    for line in (
        'preset = "strict"  # ivrsim.toml:1',
        'ignore = ["IVR204"]  # ivrsim.toml:2',
        "# then --ignore IVR3",
        'fail-on = "error"  # --fail-on',
        "limit = 1000  # default",
        "menu-seconds = 25  # ivrsim.toml:4",
    ):
        assert line in lines
    (rules,) = [line for line in lines if "rules: " in line]
    assert "IVR201" in rules
    assert "IVR301" not in rules
    assert "IVR204" not in rules


def baseline(folder: Path) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads((folder / "known.json").read_text())["entries"]
    return entries


def test_a_baseline_is_written_holds_and_is_brought_up_to_date(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "ivrsim.toml").write_text('baseline = "known.json"')
    code, out, err = typed(capsys, "lint", "campaign.json", "--update-baseline")
    assert (code, out, err) == (0, "known.json: 4 known findings in 1 file.\n", "")
    assert sorted(entry["rule"] for entry in baseline(folder)) == CODES
    assert typed(capsys, "lint", "campaign.json")[::2] == (0, "")
    assert linted(capsys, "--no-baseline") == (1, CODES)
    assert linted(capsys, "--isolated") == (1, CODES)

    mended = json.loads(json.dumps(MENU))
    mended["children"][1]["destination_phone_number"] = "8004377951"
    (folder / "campaign.json").write_text(json.dumps(mended, indent=4))
    code, _, err = typed(capsys, "lint", "campaign.json")
    assert code == 0
    assert err == (
        "ivrsim: known findings are gone: IVR105 /2 of campaign.json. "
        "--update-baseline removes them.\n"
    )
    assert typed(capsys, "lint", "campaign.json", "--select", "IVR2")[2] == ""
    code, out, _ = typed(capsys, "lint", "campaign.json", "--update-baseline")
    assert out == "known.json: 3 known findings in 1 file.\n"
    assert typed(capsys, "lint", "campaign.json")[::2] == (0, "")


def test_updating_a_baseline_for_some_rules_keeps_those_of_others(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    words = ("lint", "campaign.json", "--baseline", "known.json", "--update-baseline")
    typed(capsys, *words)
    typed(capsys, *words, "--select", "IVR2")
    assert sorted(entry["rule"] for entry in baseline(folder)) == CODES


def test_a_baseline_that_is_not_there_is_told(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "ivrsim.toml").write_text('baseline = "knwon.json"')
    for more in ((), ("--baseline", "knwon.json")):
        code, _, err = typed(capsys, "lint", "campaign.json", *more)
        assert code == 1
        assert err == "ivrsim: there is no knwon.json yet; --update-baseline writes it.\n"


def test_what_makes_no_report_takes_no_format(capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--statistics", "--diff", "--show-config", "--update-baseline"):
        for form in (("--format", "json"), ("--output", "json=report.json")):
            code, out, err = typed(capsys, "lint", "campaign.json", option, *form)
            assert (code, out) == (2, "")
            assert err.startswith(f"ivrsim: {option} makes no report.\n")


def test_a_wrong_option_is_told_in_two_lines_and_a_wrong_rule_with_the_one_meant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, _, err = typed(capsys, "lint", "campaign.json", "--format", "txt")
    assert (code, len(err.splitlines())) == (2, 2)
    code, _, err = typed(capsys, "lint", "campaign.json", "--ignore", "no-failovers")
    assert (code, err) == (2, "ivrsim: 'no-failovers' names no rule.\nDid you mean no-failover?\n")


def test_a_file_that_cannot_be_looked_at_is_never_known(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "campaign.json").write_text("{")
    words = ("lint", "campaign.json", "--baseline", "known.json")
    code, _, err = typed(capsys, *words, "--update-baseline")
    assert "campaign.json holds no call flow; its entries stay." in err
    assert code == 0
    assert baseline(folder) == []
    assert typed(capsys, *words)[0] == 1


def test_a_baseline_that_is_none_and_one_that_nobody_names_are_exit_code_2(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    code, _, err = typed(capsys, "lint", "campaign.json", "--update-baseline")
    assert code == 2
    assert "No baseline is named for campaign.json." in err
    (folder / "known.json").write_text("[]")
    for more in ((), ("--update-baseline",)):
        code, _, err = typed(capsys, "lint", "campaign.json", "--baseline", "known.json", *more)
        assert code == 2
        assert "known.json cannot be read as a baseline" in err


def test_rules_and_explain_know_the_rules_of_the_configuration(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "ivrsim.toml").write_text(
        '[[rule]]\ncode = "ACME001"\nname = "own"\nmessage = "Not ours"\nassert = "prompt = 1"\n'
    )
    assert "ACME001" in typed(capsys, "rules")[1]
    assert typed(capsys, "explain", "ACME001")[1].startswith("# ACME001 own")
    assert "ACME001" not in typed(capsys, "rules", "--isolated")[1]
    assert typed(capsys, "explain", "ACME001", "--isolated")[0] == 2


def test_the_table_of_rules_tells_presets_fixes_and_options(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = {
        row["code"]: row
        for row in json.loads(typed(capsys, "rules", "--format", "json")[1])["rules"]
    }
    assert rows["IVR409"]["fix"] in ("safe", "unsafe")
    assert rows["IVR919"]["fix"] == ""
    assert rows["IVR301"]["preset"] == "recommended"
    assert {option["name"] for option in rows["IVR207"]["options"]} >= {"menu-seconds"}
    assert "`menu-seconds`" in typed(capsys, "rules", "--format", "markdown")[1]


def test_the_schema_of_the_configuration_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads(typed(capsys, "schema", "config")[1])
    assert "per-node-ignores" in schema["properties"]
    assert "node_type" in typed(capsys, "schema")[1]
