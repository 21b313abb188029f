"""The demo campaign's tests show every exit that calls can take, and notice every mutant."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CAMPAIGN = "ivrsim/demo/campaign.json"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip


@pytest.mark.parametrize("tests", ["larkspur.call", "test_larkspur.py"])
def test_each_style_takes_every_exit_that_calls_can_take(tests: str) -> None:
    cover = [f"--ivr-cov={CAMPAIGN}", "--ivr-cov-fail-under=100", "-n0", "-p", "no:cacheprovider"]
    done = run("pytest", f"tests/demo/{tests}", *cover)
    assert done.returncode == 0, done.stdout
    assert "26/26" in done.stdout


@pytest.mark.parametrize("tests", ["larkspur.call", "test_larkspur.py"])
def test_no_mutant_survives_that_is_not_proven_equivalent(tests: str) -> None:
    done = run("ivrsim", "mutate", CAMPAIGN, "--tests", f"tests/demo/{tests}")
    assert done.returncode == 0, done.stdout
    assert " 0 survived, " in done.stdout
    assert " 0 not decided" in done.stdout
