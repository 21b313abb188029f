"""`pytest --ivr-cov`, used as in somebody's project, alone and with workers."""

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
TESTS = """
import pytest

def test_sales(ivr):
    ivr("campaign.json").call().press("1")

def test_sales_again(ivr):
    ivr("campaign.json").call().press("1")

def test_wrong(ivr):
    ivr("campaign.json").call().press("2")
    assert False

def test_idle():
    pass
"""
PLUGINS = ["ivrsim.testing.plugin", "ivrsim.testing.plugin_coverage"]
WORKERS: tuple[list[str], ...] = ([], ["-n2"])


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project with a campaign and its tests, and no plugin that is installed here."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    pytester.makefile(".json", campaign=json.dumps(FLOW, indent=2))
    pytester.makeini("[pytest]")
    pytester.makepyfile(test_calls=TESTS)
    return pytester


def run(project: pytest.Pytester, *options: str) -> pytest.RunResult:
    plugins = [part for name in (*PLUGINS, "xdist.plugin") for part in ("-p", name)]
    return project.runpytest_subprocess(*plugins, *options)


@pytest.mark.parametrize("workers", WORKERS, ids=["alone", "workers"])
def test_the_table_is_printed_at_the_end(project: pytest.Pytester, workers: list[str]) -> None:
    result = run(project, "--ivr-cov=campaign.json", *workers)
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*call flow coverage*",
            "Flow * Nodes * Exits * Outcomes * Calls * Cover",
            "campaign.json: root * 3/3 * 2/2 * 0/0 * 100% * 100%",
            "*2 covered by failing tests only",
        ]
    )


@pytest.mark.parametrize("workers", WORKERS, ids=["alone", "workers"])
def test_flows_that_are_not_named_are_counted_as_they_are_called(
    project: pytest.Pytester, workers: list[str]
) -> None:
    result = run(project, "-k", "sales", *workers, "--ivr-cov")
    result.stdout.fnmatch_lines(["campaign.json: root * 2/3 * 1/2 * 0/0 *60%"])
    assert result.ret == 0


@pytest.mark.parametrize("workers", WORKERS, ids=["alone", "workers"])
def test_missing_shows_nodes_lines_and_the_call(
    project: pytest.Pytester, workers: list[str]
) -> None:
    named = ("--ivr-cov=campaign.json", "--ivr-cov-report", "term-missing")
    result = run(project, "-k", "sales", *named, *workers)
    result.stdout.fnmatch_lines(
        [
            "campaign.json: root, not covered:",
            "  line 2  /  exit 2 *",
            "  line 10  /2  never reached",
            "  /2 and 1 more: ivrsim call campaign.json --press 2",
        ]
    )


def test_reports_are_the_same_bytes_alone_and_with_workers(project: pytest.Pytester) -> None:
    kinds = {"html": "h.html", "json": "j.json", "lcov": "l.info", "cobertura": "out/c.xml"}
    written = []
    for workers in WORKERS:
        asked = [f"--ivr-cov-report={kind}:{file}" for kind, file in kinds.items()]
        result = run(project, "--ivr-cov=campaign.json", "--ivr-cov-context", *asked, *workers)
        result.stdout.fnmatch_lines(["Coverage cobertura written to out/c.xml"])
        written.append({file: (project.path / file).read_bytes() for file in kinds.values()})
    assert written[0] == written[1]
    data = json.loads(written[0]["j.json"])
    assert data["summary"]["exits"] == {"covered": 2, "total": 2, "percent": 100.0}
    assert [(test["test"], test["passed"]) for test in data["flows"][0]["runs"]] == [
        ("test_calls.py::test_sales", True),
        ("test_calls.py::test_sales_again", True),
        ("test_calls.py::test_wrong", False),
    ]
    assert b"SF:campaign.json" in written[0]["l.info"]


def test_a_report_without_a_file_has_a_usual_one(project: pytest.Pytester) -> None:
    result = run(project, "--ivr-cov=campaign.json", "--ivr-cov-report=json")
    result.stdout.fnmatch_lines(["Coverage json written to ivr-coverage.json"])
    data = json.loads((project.path / "ivr-coverage.json").read_text())
    assert data["flows"][0]["runs"] == [
        {"test": "", "passed": False, "calls": 1},
        {"test": "", "passed": True, "calls": 2},
    ], "without --ivr-cov-context tests are not told apart"


@pytest.mark.parametrize("workers", WORKERS, ids=["alone", "workers"])
@pytest.mark.parametrize(("least", "code"), [("60", 0), ("60.1", 1)])
def test_too_little_coverage_fails_the_run(
    project: pytest.Pytester, workers: list[str], least: str, code: int
) -> None:
    chosen = ("-k", "sales", "--ivr-cov=campaign.json", f"--ivr-cov-fail-under={least}")
    result = run(project, *chosen, *workers)
    assert result.ret == code
    said = "FAIL Only 60%" if code else "60%"
    result.stdout.fnmatch_lines([f"{said} of the call flows are covered; {least}% are required."])


def test_a_named_file_that_no_test_calls_counts_as_not_covered(project: pytest.Pytester) -> None:
    result = run(project, "-k", "idle", "--ivr-cov=campaign.json", "--ivr-cov-fail-under=1")
    result.stdout.fnmatch_lines(["campaign.json: root * 0/3 * 0/2 *0%"])
    assert result.ret == 1


def test_other_flows_than_the_named_ones_are_left_out(project: pytest.Pytester) -> None:
    project.makefile(".json", other=json.dumps({"node_type": "EndCall", "prompt": "Bye."}))
    result = run(project, "--ivr-cov=other.json", "-k", "sales")
    result.stdout.fnmatch_lines(["other.json: node * 0/1 *"])
    result.stdout.no_fnmatch_line("campaign.json*")


def test_a_goal_and_a_profile_can_be_chosen(project: pytest.Pytester) -> None:
    chosen = ("--ivr-cov=campaign.json", "--ivr-cov-goal=nodes", "--ivr-cov-profile=robocall")
    result = run(project, *chosen, "-k", "sales")
    result.stdout.fnmatch_lines(["campaign.json: root *66.6%", "*(callers: robocall)."])


def test_documents_in_an_item_s_stash_tell_files_and_lines(project: pytest.Pytester) -> None:
    project.makeconftest(
        """
        import ivrsim, pytest
        from ivrsim.testing.plugin_coverage import DOCUMENTS

        @pytest.fixture(autouse=True)
        def documents(request):
            request.node.stash[DOCUMENTS] = [ivrsim.load("campaign.json")]
        """
    )
    for workers in WORKERS:
        result = run(project, "--ivr-cov-report=term-missing", "-k", "sales", *workers)
        result.stdout.fnmatch_lines(["  line 10  /2  never reached"])


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--ivr-cov-report=pdf", "*There is no coverage report 'pdf'*"),
        ("--ivr-cov=missing.json", "*takes a campaign's file, and missing.json is none*"),
        ("--ivr-cov=test_calls.py", "*takes a campaign's file, and test_calls.py is none*"),
        ("--ivr-cov=empty.json", "*empty.json holds no call flow*"),
    ],
)
def test_wrong_use_is_an_error_of_usage(project: pytest.Pytester, option: str, said: str) -> None:
    project.makefile(".json", empty="{}")
    result = run(project, option)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([said])


def test_a_profile_that_there_is_not_is_an_error_of_usage(project: pytest.Pytester) -> None:
    result = run(project, "--ivr-cov-profile=nobody", "--ivr-cov=campaign.json")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*There is no profile 'nobody'*"])


def test_a_report_that_cannot_be_written_is_told_without_a_traceback(
    project: pytest.Pytester,
) -> None:
    result = run(project, "--ivr-cov=campaign.json", "--ivr-cov-report=json:campaign.json/x")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stdout.fnmatch_lines(["*cannot be written*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_run_without_calls_says_so(project: pytest.Pytester) -> None:
    result = run(project, "-k", "idle", "--ivr-cov")
    result.stdout.fnmatch_lines(["No call went through a call flow*"])


def test_without_the_options_nothing_is_measured_nor_loaded(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_calls="""
        import sys
        def test_nothing_is_loaded():
            heavy = {"pydantic", "lark", "networkx", "ivrsim.flow.flow"}
            assert not heavy & set(sys.modules)
        """
    )
    result = run(project)
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*coverage*")
