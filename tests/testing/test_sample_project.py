"""A project of a new user: a campaign, a configuration and tests, run by the installed plugin."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path

import pytest

from ivrsim.demo import __file__ as demo

PYPROJECT = """\
[tool.pytest.ini_options]
testpaths = ["tests"]
ivr_flow = "campaign.json"
"""

TESTS = '''\
"""What our call flow promises."""

import pytest

from ivrsim.testing import each_call, each_exit

MONDAY = "2026-11-23 10:00"


def test_a_number_is_one_key_away(flow):
    call = flow.call(at="2026-11-29 10:00").press("1")
    assert call.connected_to


def test_it_can_be_asked_in_words(ivr):
    ivr.at(MONDAY)
    call = ivr("campaign.json").call(city="Seattle", state="WA").press("4")
    ivr.expect(call).ends(call.outcome.kind)


@pytest.mark.parametrize("witness", each_exit("campaign.json"))
def test_every_exit_can_be_taken(flow, witness):
    call = flow.replay(witness)
    assert (witness.node, witness.exit) in [(visit.node, visit.exit) for visit in call.visits]


@pytest.mark.parametrize("witness", each_call("campaign.json"))
def test_no_call_ends_in_a_fault(flow, witness):
    assert flow.replay(witness).outcome.kind != "fault"
'''

BROKEN = """\
def test_the_wrong_number(flow):
    call = flow.call(at="2026-11-23 10:00", city="Seattle", state="WA").press("3", "1")
    assert call.connected_to == "%s"
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in the project's folder."""
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", raising=False)
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    (tmp_path / "campaign.json").write_bytes(Path(demo).with_name("campaign.json").read_bytes())
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_calls.py").write_text(TESTS)

    def started(*command: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        return subprocess.run(
            [sys.executable, "-m", *command],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return started


def test_the_plugin_is_an_entry_point_of_the_distribution() -> None:
    found = {e.name: e.value for e in distribution("ivrsim").entry_points if e.group == "pytest11"}
    assert found["ivrsim"] == "ivrsim.testing.plugin"


def test_the_suite_passes_and_its_tests_have_readable_names(run: Run) -> None:
    ran = run("pytest", "-v", "-p", "no:cacheprovider", "-p", "no:randomly")
    assert ran.returncode == 0, ran.stdout
    assert "test_every_exit_can_be_taken[/-true] PASSED" in ran.stdout
    assert re.search(r"test_no_call_ends_in_a_fault\[.*press 1.* -> /.*\] PASSED", ran.stdout)


def test_it_passes_in_parallel(run: Run) -> None:
    ran = run("pytest", "-n2", "-q", "-p", "no:cacheprovider")
    assert ran.returncode == 0, ran.stdout


def test_the_commands_of_a_failure_can_be_run(run: Run, tmp_path: Path) -> None:
    text = (tmp_path / "campaign.json").read_text(encoding="utf-8")
    numbers = re.findall(r'"destination_phone_number": "(\d+)"', text)
    assert len(set(numbers)) > 1
    told = []
    for number in list(dict.fromkeys(numbers))[:3]:
        (tmp_path / "tests" / "test_broken.py").write_text(BROKEN % number)
        ran = run("pytest", "-q", "-p", "no:cacheprovider", "tests/test_broken.py")
        found = re.findall(r"^E\s+ivrsim (call campaign.json .*)$", ran.stdout, re.MULTILINE)
        told += [(number, command, ran.stdout) for command in found[:1]]
    assert told
    for number, command, stdout in told:
        again = run("ivrsim", *shlex.split(command), "--format", "json")
        assert json.loads(again.stdout)["connected_to"] == number, stdout
        same = re.findall(r"^Again: +ivrsim (.*)$", stdout, re.MULTILINE)
        assert len(same) == 1
        assert run("ivrsim", *shlex.split(same[0])).returncode in (0, 1)
