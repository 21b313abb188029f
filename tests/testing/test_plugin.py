"""The pytest plugin, used as in somebody's project."""

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


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project with a campaign and the plugin, and no plugin that is installed here."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    pytester.makefile(".json", campaign=json.dumps(FLOW, indent=2))
    pytester.makeconftest('pytest_plugins = ["ivrsim.testing.plugin"]')
    return pytester


def test_a_call_is_made_and_passes(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        def test_support(ivr):
            call = ivr("campaign.json").call(mobile=True, at="2026-11-23 10:00")
            call.press("2")
            assert call.connected_to == "8005550102"
        """
    )
    project.runpytest_subprocess().assert_outcomes(passed=1)


def test_a_failure_shows_what_happened_in_each_call(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        def test_sales(ivr):
            flow = ivr("campaign.json")
            flow.call().press("1")
            assert flow.call().press("2").connected_to == "8005550101"
        """
    )
    result = project.runpytest_subprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*call 1: Call → 800 555 0101*",
            '*hears "For sales press 1, for support press 2."',
            "*presses 1 → 1",
            "*call 2: Call → 800 555 0102*",
            "*presses 2 → 2",
            "*dials 8005550102",
        ]
    )


def test_a_file_is_found_beside_the_test(project: pytest.Pytester) -> None:
    project.mkdir("calls").joinpath("inner.json").write_text(json.dumps(FLOW))
    project.path.joinpath("calls", "test_inner.py").write_text(
        'def test_it(ivr):\n    assert len(ivr("inner.json")) == 3\n'
    )
    project.runpytest_subprocess().assert_outcomes(passed=1)


def test_a_file_that_is_not_there_says_where_it_was_looked_for(project: pytest.Pytester) -> None:
    project.makepyfile('def test_it(ivr):\n    ivr("missing.json")\n')
    result = project.runpytest_subprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*There is no file 'missing.json'*", "*Looked in: *"])


def test_data_and_text_are_taken_too(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        END = '{"node_type": "EndCall", "prompt": "Bye."}'
        def test_it(ivr):
            assert ivr(END).call().outcome.kind == "ended"
            assert ivr({"node_type": "EndCall"}).call().ended
        """
    )
    project.runpytest_subprocess().assert_outcomes(passed=1)


def test_the_plugin_loads_nothing_until_it_is_used(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import sys
        def test_nothing_is_loaded():
            light = {"ivrsim", "ivrsim.lazy", "ivrsim.testing", "ivrsim.testing.plugin"}
            assert {name for name in sys.modules if name.startswith("ivrsim")} == light
            assert not {"pydantic", "lark", "networkx"} & set(sys.modules)
        """
    )
    project.runpytest_subprocess().assert_outcomes(passed=1)


def test_a_failure_without_a_call_loads_nothing_either(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import sys
        def test_fails():
            assert "one" == "two"
        def test_nothing_is_loaded():
            assert "ivrsim.testing.kit" not in sys.modules
        """
    )
    project.runpytest_subprocess().assert_outcomes(passed=1, failed=1)
