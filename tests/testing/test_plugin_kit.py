"""The plugin's conveniences: settings, the time of the call, `--ivr-flow`, parameters, reports."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

FLOW = {
    "root": {
        "node_type": "Menu",
        "prompt": "For sales press 1, for support press 2.",
        "children": [
            {"node_type": "Connect", "destination_phone_number": "8005550101"},
            {
                "node_type": "Condition",
                "condition": "during_hours",
                "children": [
                    {"node_type": "Connect", "destination_phone_number": "8005550102"},
                    {"node_type": "EndCall", "prompt": "We are closed."},
                ],
            },
        ],
    }
}
CAMPAIGN = {
    "timezone": "Pacific Time (US & Canada)",
    "hours": {"monday_open": 32400, "monday_close": 61200, "tuesday_closed": True},
    "ivr_tree": FLOW,
}


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project with a campaign and the plugin, and no plugin that is installed here."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    pytester.makefile(".json", campaign=json.dumps(CAMPAIGN, indent=2))
    pytester.makeconftest('pytest_plugins = ["ivrsim.testing.plugin"]')
    return pytester


FAILING = """
    def test_sales(ivr):
        call = ivr("campaign.json").call(at="2026-11-23 10:00").press("2")
        assert call.connected_to == "8005550101"
"""


def test_a_failed_comparison_tells_where_the_call_parted(project: pytest.Pytester) -> None:
    project.makepyfile(FAILING)
    result = project.runpytest_subprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "E *assert '8005550102' == '8005550101'",
            "E *expected connected to 8005550101; the call connected to 8005550102",
            "E *parted at /, 0:05: presses 2 → 2; no way leads there any more",
            "E *a call that passes: ivr('campaign.json').call(at='2026-11-23 10:00').press('1')",
            "E *ivrsim call campaign.json --at '2026-11-23 10:00' --press 1",
            '*its steps are below, as "call 1"',
            "*call 1: Call → 800 555 0102*",
            "*presses 2 → 2",
            "Again:  ivrsim call campaign.json --at '2026-11-23 10:00' --press 2",
        ]
    )


def test_a_comparison_of_something_else_is_left_to_pytest(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        def test_other(ivr):
            ivr("campaign.json").call()
            assert "one" == "two"
        def test_without():
            assert 1 == 2
        """
    )
    result = project.runpytest_subprocess()
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["E *assert 'one' == 'two'"])
    result.stdout.no_fnmatch_line("*expected connected*")


def test_an_expectation_that_fails_is_shown_at_its_own_line(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        def test_sales(ivr):
            ivr.expect(ivr("campaign.json").call().press("1")).hears("closed")
        """
    )
    result = project.runpytest_subprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E *expected that the caller hears “closed”; the call connected*"])
    result.stdout.fnmatch_lines(["E *a call that passes: *.call(at='2026-11-24 10:00').press('2')"])
    result.stdout.no_fnmatch_line("*/kit.py*")


def test_settings_and_the_time_of_the_call_hold_for_all_calls(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest
        from ivrsim import UsageError

        def test_of_one_flow(ivr):
            assert ivr("campaign.json", attempts=1).call().silence().ended
            assert not ivr("campaign.json").call().silence().ended

        def test_of_the_test(ivr):
            flow = ivr("campaign.json")
            ivr.settings(attempts=1).at("2026-11-24 10:00")
            assert flow.call().silence().ended
            flow.call().press("2").outcome.kind == "ended"
            assert flow.call(at="2026-11-23 10:00").press("2").connected_to == "8005550102"
            assert flow.call(during_hours=True).press("2").connected_to == "8005550102"

        def test_of_no_other_test(ivr):
            assert not ivr("campaign.json").call().silence().ended

        def test_no_time(ivr):
            with pytest.raises(UsageError):
                ivr.at("noon")
        """
    )
    project.runpytest_subprocess().assert_outcomes(passed=4)


@pytest.mark.parametrize("by", ["option", "ini"])
def test_the_flow_is_named_once(project: pytest.Pytester, by: str) -> None:
    project.makepyfile("def test_it(flow):\n    assert len(flow) == 5\n    assert flow.call()\n")
    if by == "ini":
        project.makeini("[pytest]\nivr_flow = campaign.json")
    options = ["--ivr-flow", "campaign.json"] if by == "option" else []
    project.runpytest_subprocess(*options).assert_outcomes(passed=1)


def test_a_flow_that_is_not_named_is_asked_for(project: pytest.Pytester) -> None:
    project.makepyfile("def test_it(flow):\n    pass\n")
    result = project.runpytest_subprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*run pytest --ivr-flow FILE, or set ivr_flow = FILE*"])


def test_every_exit_and_every_covering_call_is_a_test(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest
        from ivrsim.testing import each_call, each_exit

        @pytest.mark.parametrize("witness", each_exit("campaign.json"))
        def test_exit(flow, witness):
            call = flow.replay(witness)
            assert witness.exit in [visit.exit for visit in call.visits]

        @pytest.mark.parametrize("witness", each_call("campaign.json"))
        def test_call(flow, witness):
            assert flow.replay(witness).ended
        """
    )
    result = project.runpytest_subprocess("--ivr-flow=campaign.json", "-v")
    result.assert_outcomes(passed=7)
    result.stdout.fnmatch_lines(["*test_exit[[]/-2[]] PASSED*", "*test_exit[[]/2-false[]] PASSED*"])
    result.stdout.fnmatch_lines(["*test_call[[]press 1 -> /1[]] PASSED*"])


def test_junit_holds_the_command_of_a_failed_test_only(project: pytest.Pytester) -> None:
    passing = "\n    def test_fine(ivr):\n        assert ivr('campaign.json').call()\n"
    project.makepyfile(FAILING + passing)
    project.runpytest_subprocess("--junit-xml=report.xml").assert_outcomes(failed=1, passed=1)
    found = ET.parse(project.path / "report.xml").findall(".//property")
    assert [(p.get("name"), p.get("value")) for p in found] == [
        ("ivrsim command", "ivrsim call campaign.json --at '2026-11-23 10:00' --press 2")
    ]


def test_a_summary_is_appended_to_the_file_that_is_named(project: pytest.Pytester) -> None:
    project.makepyfile(FAILING)
    summary = project.path / "summary.md"
    summary.write_text("before\n")
    project.runpytest_subprocess(f"--ivr-summary={summary}")
    lines = summary.read_text(encoding="utf-8").splitlines()
    assert lines[:4] == ["before", "## Tests of call flows", "", "1 failed"]
    assert "ivrsim call campaign.json --at '2026-11-23 10:00' --press 2" in lines
    assert lines.count("```text") == lines.count("```") >= 2


def test_a_summary_is_written_only_where_a_file_is_named(project: pytest.Pytester) -> None:
    project.makepyfile(FAILING)
    project.runpytest_subprocess("-p", "no:cacheprovider")  # the cache has a README.md of its own
    assert not [*project.path.rglob("*.md")]


def test_a_summary_that_cannot_be_written_is_an_error(project: pytest.Pytester) -> None:
    project.makepyfile(FAILING)
    result = project.runpytest_subprocess("--ivr-summary=missing/summary.md")
    assert result.ret != 0
    result.stderr.fnmatch_lines(["*--ivr-summary: *summary.md: No such file or directory*"])


def test_workers_tell_the_same_and_the_summary_is_written_once(project: pytest.Pytester) -> None:
    project.makepyfile(FAILING)
    result = project.runpytest_subprocess(
        "-p", "xdist.plugin", "-n2", "--ivr-summary=summary.md", "--junit-xml=report.xml"
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*parted at /, 0:05*", "Again:  ivrsim call campaign.json *"])
    assert (project.path / "summary.md").read_text(encoding="utf-8").count("1 failed") == 1
    assert len(ET.parse(project.path / "report.xml").findall(".//property")) == 1


def test_the_options_are_in_the_help(project: pytest.Pytester) -> None:
    result = project.runpytest_subprocess("--help")
    result.stdout.fnmatch_lines(["*--ivr-flow=FILE*", "*--ivr-summary=FILE*", "*ivr_flow*"])
