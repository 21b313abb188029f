"""Call scripts in pytest, used as in somebody's project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

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

GOOD = """\
flow: campaign.json

call: Support is one key away
  hear "for support press 2"
  press 2
  expect connected to 8005550102

calls: Numbers
  | press | connected to |
  | 1     | 8005550101   |
  | 2     | 8005550102   |

never: ended
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project with a campaign and the plugins, and no plugin that is installed here."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    pytester.makefile(".json", campaign=json.dumps(FLOW, indent=2))
    plugins = ["ivrsim.testing.plugin", "ivrsim.testing.plugin_scripts"]
    pytester.makeconftest(f"pytest_plugins = {plugins}")
    return pytester


def test_calls_rows_and_statements_are_tests(project: pytest.Pytester) -> None:
    project.makefile(".call", sales=GOOD)
    result = project.runpytest_subprocess("-v")
    result.assert_outcomes(passed=4)
    result.stdout.fnmatch_lines(
        [
            "sales.call::Support is one key away PASSED*",
            "sales.call::Numbers: 1 PASSED*",
            "sales.call::Numbers: 2 PASSED*",
            "sales.call::never: ended PASSED*",
        ]
    )


def test_a_failure_shows_its_line_the_trace_and_a_command(project: pytest.Pytester) -> None:
    project.makefile(".call", sales=GOOD.replace("press 2\n", "press 1\n"))
    result = project.runpytest_subprocess()
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*sales.call:6:3: Expected connected to 8005550102; found connected to 8005550101.",
            "*presses 1 → 1",
            "*>  line 6: Expected connected to 8005550102; found connected to 8005550101.",
            "*Replay: ivrsim call campaign.json --press 1",
        ]
    )


def test_a_refuted_statement_shows_its_witness(project: pytest.Pytester) -> None:
    text = GOOD.replace("never: ended", "never: connected to 8005550102")
    project.makefile(".call", sales=text)
    result = project.runpytest_subprocess()
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(["*Refuted: *", "*Replay: ivrsim call campaign.json --press 2"])


def test_a_script_with_slips_is_an_error_with_lines(project: pytest.Pytester) -> None:
    project.makefile(".call", sales="flow: campaign.json\ncall: X\n  pres 2\n  expct ended\n")
    result = project.runpytest_subprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["*sales.call:3:3: Expected a step *Did you mean 'press'?", "*sales.call:4:3: *'expect'?"]
    )


def test_a_flow_that_is_missing_is_told_where_the_script_names_it(
    project: pytest.Pytester,
) -> None:
    project.makefile(".call", sales=GOOD.replace("campaign.json", "other.json"))
    result = project.runpytest_subprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*sales.call:1:7: There is no file 'other.json'. Looked in: *"])


WRONG = GOOD.replace("to 8005550102", "to 800555").replace("8005550101 ", "8005550199 ")


@pytest.mark.parametrize("how", [[], ["-p", "xdist", "-n", "2"]])
def test_update_records_what_happens(project: pytest.Pytester, how: list[str]) -> None:
    project.makefile(".call", sales=WRONG)
    result = project.runpytest_subprocess("--ivr-update", *how)
    result.assert_outcomes(passed=4)
    assert (project.path / "sales.call").read_text() == GOOD.strip()
    project.runpytest_subprocess(*how).assert_outcomes(passed=4)


def test_update_leaves_a_step_that_is_not_reached(project: pytest.Pytester) -> None:
    text = GOOD.replace("  press 2\n", "  press 2\n  press 1\n")
    project.makefile(".call", sales=text)
    result = project.runpytest_subprocess("--ivr-update")
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(["*so “press 1” is not reached.*"])
    assert (project.path / "sales.call").read_text() == text.strip()


def test_the_calls_of_a_test_are_in_its_stash(project: pytest.Pytester) -> None:
    project.makefile(".call", sales=GOOD)
    project.makeconftest(
        """
        import sys
        pytest_plugins = ["ivrsim.testing.plugin", "ivrsim.testing.plugin_scripts"]
        def pytest_runtest_teardown(item):
            calls = item.stash[sys.modules["ivrsim.testing.plugin"].CALLS]
            print("CALLS", item.name, *[call.connected_to for call in calls])
        """
    )
    result = project.runpytest_subprocess("-s", "-k", "Support or never")
    result.stdout.fnmatch_lines(
        ["*CALLS Support is one key away 8005550102", "*CALLS never: ended"]
    )


def test_the_plugin_loads_nothing_until_there_is_a_script(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import sys
        def test_nothing_is_loaded():
            heavy = {"pydantic", "lark", "networkx", "ivrsim.errors", "ivrsim.testing.script"}
            assert not heavy & set(sys.modules)
        """
    )
    project.runpytest_subprocess().assert_outcomes(passed=1)
