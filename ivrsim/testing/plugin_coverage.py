"""The pytest plugin for coverage of call flows: `pytest --ivr-cov`.

The calls of every test are counted when it is over: those of the fixture `ivr`, and those
of call scripts.  Workers of pytest-xdist send what they counted to their controller.
Loading the plugin imports nothing of ivrsim.
"""

from __future__ import annotations

import pickle
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from ivrsim.lazy import fetch
from ivrsim.testing.plugin import CALLS

DOCUMENTS: pytest.StashKey[list[Any]] = pytest.StashKey()
"""The documents that an item loaded, by which coverage knows files and lines."""

_FAILED: pytest.StashKey[bool] = pytest.StashKey()
_SENT = "ivrsim_coverage"
GOALS = ("nodes", "exits", "conditions", "mcdc")
"""As `ivrsim.analysis.cover_targets.GOALS`, which is too costly to load for every pytest."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options, as pytest-cov has them for code."""
    group = parser.getgroup("ivr-cov", "coverage of call flows")
    add = group.addoption
    text = "count what calls cover of the flows they go through, or only of this file's"
    add("--ivr-cov", metavar="FILE", nargs="?", const="", action="append", default=[], help=text)
    text = "term (default), term-missing, html, json, lcov, cobertura; several times"
    add("--ivr-cov-report", metavar="TYPE[:FILE]", action="append", default=[], help=text)
    text = "fail if less than N percent is covered"
    add("--ivr-cov-fail-under", metavar="N", type=float, help=text)
    text = "keep which test covers what; json and html tell it"
    add("--ivr-cov-context", action="store_true", help=text)
    text = "what is to be covered: nodes, exits, conditions (default) or mcdc"
    add("--ivr-cov-goal", metavar="GOAL", default="conditions", choices=GOALS, help=text)
    text = "whose calls are counted for the share of calls (a profile of ivrsim odds)"
    add("--ivr-cov-profile", metavar="NAME", default="neutral", help=text)


def pytest_configure(config: pytest.Config) -> None:
    """Measure if any option asks for it."""
    option = config.option
    asked = (option.ivr_cov, option.ivr_cov_report, option.ivr_cov_context)
    if any(asked) or option.ivr_cov_fail_under is not None:
        config.pluginmanager.register(_made(config), "ivr-cov-measure")


def _made(config: pytest.Config) -> Measure:
    error: type[Exception] = fetch("ivrsim.errors:IvrsimError")
    try:
        return Measure(config)
    except error as wrong:
        raise pytest.UsageError(str(wrong)) from wrong


class Measure:
    """Counts the calls of a run; in a worker it sends them on, elsewhere it reports."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.option = config.option
        self.is_worker = hasattr(config, "workerinput")
        self.lost: list[str] = []
        self.lines: list[str] = []
        self.suite = fetch("ivrsim.testing.coverage_suite:Suite")(self.option.ivr_cov_goal)
        self.outputs = fetch("ivrsim.testing.coverage_output:outputs_of")(
            self.option.ivr_cov_report, self.option.ivr_cov_profile
        )
        self.documents = [self._document(name) for name in self.option.ivr_cov if name]
        for document in self.documents:
            self._learn(document)

    # -- counting ----------------------------------------------------------------------

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Count the calls of a test when its last phase is over."""
        report = yield
        item.stash[_FAILED] = item.stash.get(_FAILED, False) or report.failed
        if report.when == "teardown":
            self._count(item)
        return report

    def _count(self, item: pytest.Item) -> None:
        kit = getattr(item, "funcargs", {}).get("ivr")
        for document in (*getattr(kit, "documents", ()), *item.stash.get(DOCUMENTS, ())):
            self._learn(document)
        name = item.nodeid if self.option.ivr_cov_context else ""
        self.suite.count(item.stash.get(CALLS, ()), name, not item.stash[_FAILED])

    def _document(self, name: str) -> Any:
        """A file named on the command line; raises `UsageError` where it holds no flow."""
        path = Path(self.config.invocation_params.dir, name)
        if path.suffix == ".py" or not path.is_file():
            raise pytest.UsageError(
                f"--ivr-cov takes a campaign's file, and {name} is none.\n"
                "Write --ivr-cov=FILE, or --ivr-cov as the last option to count every flow."
            )
        document = fetch("ivrsim.vendors.load:load")(path)
        document.flow_named()
        return document

    def _learn(self, document: Any) -> None:
        """Where a document's flows are written, as seen from where pytest was started."""
        path, here = Path(document.name), self.config.invocation_params.dir
        near = path.is_absolute() and path.is_relative_to(here)
        if path.suffix:
            self.suite.learn(document, (path.relative_to(here) if near else path).as_posix())

    # -- from workers to their controller ----------------------------------------------

    def _send(self) -> None:
        sent = fetch("ivrsim.testing.coverage_output:packed")(self.suite)
        self.config.workeroutput[_SENT] = sent  # type: ignore[attr-defined]

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """A worker of pytest-xdist is done."""
        sent = getattr(node, "workeroutput", {}).get(_SENT)
        if sent is None:
            self.lost.append(f"the calls of {node.gateway.id}, which crashed")
            return
        self.lost += sent["lost"]
        self.suite.read_json(sent["json"], map(pickle.loads, sent["flows"]))

    # -- reporting ---------------------------------------------------------------------

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the files, and fail the run if too little is covered."""
        if self.is_worker:
            self._send()
            return
        if self.documents:
            self.suite = self.suite.of_documents(self.documents)
        error: type[Exception] = fetch("ivrsim.errors:IvrsimError")
        try:
            self.outputs.write(self.suite, self.config.invocation_params.dir)
            self.lines = list(self.outputs.lines(self.suite))
        except error as wrong:
            self.lines = str(wrong).splitlines()
            session.exitstatus = pytest.ExitCode.USAGE_ERROR
        if self._is_short and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Print the tables, where the files are, and whether enough is covered."""
        terminalreporter.section("call flow coverage")
        for line in self.lines:
            terminalreporter.line(line)
        for what in sorted(set(self.lost)):
            terminalreporter.line(f"Not counted: {what}.", yellow=True)
        least = self.option.ivr_cov_fail_under
        if least is not None:
            short = self._is_short
            total = fetch("ivrsim.testing.coverage:percent_text")(self.suite.percent)
            said = f"FAIL Only {total}" if short else f"{total}"
            terminalreporter.line(
                f"{said} of the call flows are covered; {least:g}% are required.",
                red=short, green=not short,
            )  # fmt: skip

    @property
    def _is_short(self) -> bool:
        least = self.option.ivr_cov_fail_under
        return least is not None and bool(self.suite.percent + 1e-9 < least)
