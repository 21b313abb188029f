"""`ivrsim mutate`, run as in somebody's project."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FLOW = {
    "root": {
        "node_type": "Menu",
        "prompt": "For sales press 1, for support press 2.",
        "children": [
            {"node_type": "Connect", "destination_phone_number": "8005550101"},
            {"node_type": "Connect", "destination_phone_number": "8005550102"},
        ],
    }
}

BY_THE_FIXTURE = """
import pytest

@pytest.mark.parametrize("key", ["1", "2"])
def test_the_key_leads_there(ivr, key):
    call = ivr("shop.json").call()
    assert [step.text for step in call.trace] == ["For sales press 1, for support press 2."]
    assert call.press(key).connected_to == f"800555010{key}"

def test_nine_is_wrong(ivr):
    call = ivr("shop.json").call().press("9", "9", "9")
    assert call.outcome.kind == "disconnected"

def test_nobody_listens(ivr):
    assert not ivr("shop.json").call().say("one").ended

def test_sums():
    assert 1 + 1 == 2
"""

BY_ITS_OWN_FLOW = """
import ivrsim
from hypothesis import given
from ivrsim.testing.strategies import callers_for

FLOW = ivrsim.load("shop.json").flow

@given(callers_for(FLOW))
def test_every_end_is_one_of_ours(call):
    assert not call.ended or call.connected_to in (None, "8005550101", "8005550102")

def test_sales():
    assert FLOW.call().press("1").connected_to == "8005550101"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a campaign and the plugin, and no other plugin than that."""
    (tmp_path / "shop.json").write_text(json.dumps(FLOW, indent=2))
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["ivrsim.testing.plugin"]\n')
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    return tmp_path


def mutate(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command in the project."""
    command = [sys.executable, "-m", "ivrsim", "mutate", "shop.json", *options]
    env = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_a_whole_suite_scores_100_and_says_what_was_left_out(project: Path) -> None:
    (project / "test_shop.py").write_text(BY_THE_FIXTURE)
    run = mutate(project)
    assert run.returncode == 0, run.stdout + run.stderr
    counts, score = run.stdout.splitlines()
    assert counts == (
        "13 mutants: 11 killed, 0 survived, 2 proven to change nothing, 0 not decided; "
        "4 tests (and 1 that does not use the flow)."
    )
    assert score == "Mutation score: 100 %."
    assert sorted(path.name for path in project.iterdir() if "cache" not in path.name) == [
        "conftest.py", "pytest.ini", "shop.json", "test_shop.py",
    ]  # fmt: skip


def test_survivors_are_listed_with_the_calls_that_would_kill_them(project: Path) -> None:
    (project / "test_shop.py").write_text(BY_ITS_OWN_FLOW)
    run = mutate(project, "--tests", "test_shop.py")
    assert run.returncode == 1, run.stderr
    lines = run.stdout.splitlines()
    at = lines.index(
        "shop.json:4:15 /: the prompt does not offer 2 any more; 2 tests come here and pass"
    )
    assert lines[at + 1] == "  would be killed by  ivrsim call shop.json"
    assert lines[at + 2].endswith('waiting, hears "For sales press 1, for support press 2."')
    assert lines[at + 3].endswith('waiting, hears "For sales press 1,"')
    killed = "exit 1 and exit 2 lead to each other's branch"
    assert not any(killed in line for line in lines), "by the test of its own flow"
    assert mutate(project, "--tests", "test_shop.py").stdout == run.stdout
    assert mutate(project, "--fail-under", "10").returncode == 0


def test_the_same_as_data(project: Path) -> None:
    (project / "test_shop.py").write_text(BY_ITS_OWN_FLOW)
    body = json.loads(mutate(project, "--format", "json", "--compare", "outcome").stdout)
    assert body["tests"] == 2
    found = {mutant["id"]: mutant for mutant in body["mutants"]}
    assert found["swap:/:1,2"]["verdict"] == "killed"
    assert found["swap:/:1,2"]["killed_by"].endswith("::test_sales")
    assert found["drop-key:/:prompt:2"]["verdict"] == "equivalent"
    drop = found["drop:/:2"]
    assert (drop["pointer"], drop["verdict"]) == ("/root", "survived")
    assert drop["killing_call"]["command"] == "ivrsim call shop.json --press 2"
    assert sum(body["counts"].values()) == len(found)


def test_without_a_test_of_the_flow_nothing_is_killed(project: Path) -> None:
    (project / "test_shop.py").write_text("def test_sums():\n    assert 1 + 1 == 2\n")
    run = mutate(project)
    assert run.returncode == 1
    assert "no test comes here" in run.stdout
    assert run.stdout.endswith("Mutation score: 0 %.\n")


REFUSED = {
    "a failing test": (
        'def test_it(ivr):\n    assert ivr("shop.json").call().ended\n',
        [],
        "1 test fails before anything is changed: test_shop.py::test_it (AssertionError: assert ",
    ),
    "a broken file": ("def test_it(:\n", [], "pytest could not run the tests"),
    "a missing folder": ("", ["--tests", "nowhere"], "file or directory not found: nowhere"),
    "no percentage": ("", ["--fail-under", "101"], "a score is 0 to 100, not '101'"),
    "other terms": ("", ["--terms", "current_terms"], "has no flow 'current_terms'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_judged_is_refused_with_the_reason(project: Path, case: str) -> None:
    text, options, said = REFUSED[case]
    (project / "test_shop.py").write_text(text)
    run = mutate(project, *options)
    assert run.returncode == 2
    assert said in run.stderr
    assert "Traceback" not in run.stderr


SCRIPT = """\
flow: shop.json

call: Sales is one key away
  hear "For sales press 1, for support press 2."
  press 1
  expect connected to 8005550101

never: connected to 8005550103
"""


def test_call_scripts_are_tests_too(project: Path) -> None:
    (project / "sales.call").write_text(SCRIPT)
    plugins = '["ivrsim.testing.plugin", "ivrsim.testing.plugin_scripts"]'
    (project / "conftest.py").write_text(f"pytest_plugins = {plugins}\n")
    body = json.loads(mutate(project, "--format", "json").stdout)
    found = {mutant["id"]: mutant for mutant in body["mutants"]}
    assert body["tests"] == 2
    assert found["swap:/:1,2"]["killed_by"] == "sales.call::Sales is one key away"
    assert found["number:/1:destination_phone_number"]["verdict"] == "killed"
    second = found["number:/2:destination_phone_number"]
    assert second["killed_by"] == "sales.call::never: connected to 8005550103"
    assert second["tests_run"] == 1, "the call does not come there"
