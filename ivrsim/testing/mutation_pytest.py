"""The tests of a mutation run, by pytest: collected once, run often, in one process.

Python tests and `*.call` files alike.  A test counts if it asks for the flow: by the
fixture `ivr`, or by a call through it, wherever it was loaded.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib.util import find_spec
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow
from ivrsim.lazy import fetch
from ivrsim.simulate.session import Call
from ivrsim.testing.mutation import Score, Trial
from ivrsim.testing.mutation_stage import Stage, playing
from ivrsim.testing.plugin import CALLS
from ivrsim.text import clean, shorten
from ivrsim.values import dataclass

TOLD = 12
"""Lines of pytest's own words that are shown where it gives up."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How one run of a test went."""

    passed: bool
    failed: bool
    why: str = ""


class PytestBench:
    """The pytest items that use a flow."""

    def __init__(self, flow: CallFlow) -> None:
        self.flow = flow
        self._items: dict[str, pytest.Item] = {}
        self._trials: list[Trial] = []
        self.unused = 0
        """How many tests do not use the flow."""

    def collect(self, items: Sequence[pytest.Item]) -> None:
        """Run each test on the flow as it is.  Raises `UsageError` where one fails."""
        broken = []
        for item in items:
            _hurried(item)
            stage, ran = self._run(item, self.flow)
            if not stage.used or not (ran.passed or ran.failed):
                self.unused += 1
            elif ran.failed:
                broken.append(f"{item.nodeid} ({ran.why})" if ran.why else item.nodeid)
            else:
                self._items[item.nodeid] = item
                self._trials.append(Trial.of(item.nodeid, _calls(stage, item)))
        if broken:
            count = f"{len(broken)} tests fail" if len(broken) > 1 else "1 test fails"
            raise UsageError(
                f"{count} before anything is changed: {', '.join(map(clean, broken[:3]))}.",
                hint="Tests can only judge mutants of a flow that they pass on.",
            )

    def trials(self) -> Sequence[Trial]:
        """The tests that use the flow."""
        return self._trials

    def passes(self, trial: Trial, flow: CallFlow) -> bool:
        """Run one test again, with another flow."""
        return not self._run(self._items[trial.id], flow)[1].failed

    def _run(self, item: pytest.Item, flow: CallFlow) -> tuple[Stage, Ran]:
        with playing(Stage(self.flow, flow)) as stage:
            reports = runtestprotocol(item, log=False, nextitem=None)
        called = [report for report in reports if report.when == "call"]
        passed = bool(called) and all(report.passed for report in reports)
        failed = [report for report in reports if report.failed]
        return stage, Ran(passed, bool(failed), _why(failed[0]) if failed else "")


def _calls(stage: Stage, item: pytest.Item) -> list[Call]:
    """The calls of a test: those that were begun, and those that it tells of."""
    told = item.stash.get(CALLS, [])
    return [*{id(call): call for call in (*stage.calls, *told)}.values()]


def _why(report: pytest.TestReport) -> str:
    """The first line of what went wrong."""
    crash = getattr(report.longrepr, "reprcrash", None)
    said = str(getattr(crash, "message", "")).strip().splitlines()
    return shorten(clean(said[0]), 200) if said else ""


def _hurried(item: pytest.Item) -> None:
    """A property test need not find its smallest failure, nor remember one of a mutant.

    It draws the same on every run, and being slow is no failure: that would depend on
    the machine.
    """
    test = getattr(item, "obj", None)
    name = "_hypothesis_internal_use_settings"
    chosen: Any = getattr(test, name, None)
    if chosen is not None:
        phases = tuple(phase for phase in chosen.phases if phase.name in ("explicit", "generate"))
        inner = getattr(test, "__func__", test)
        checks = fetch("hypothesis:HealthCheck")
        quick = {"phases": phases, "database": None, "derandomize": True, "deadline": None}
        setattr(inner, name, type(chosen)(chosen, **quick, suppress_health_check=[*checks]))


class _Plugin:
    """Takes the place of pytest's own loop over the tests."""

    def __init__(self, bench: PytestBench, judge: Callable[[], Score]) -> None:
        self.bench = bench
        self.judge = judge
        self.score: Score | None = None
        self.refusal: UsageError | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Run the tests on the flow, then on its mutants."""
        if session.testsfailed:
            return None  # pytest says what could not be collected
        try:
            self.bench.collect(session.items)
            self.score = self.judge()
        except UsageError as error:
            self.refusal = error
        return True


def run(
    flow: CallFlow, paths: Sequence[str], judge: Callable[[PytestBench], Score]
) -> tuple[Score, PytestBench]:
    """Judge the mutants of a flow by the tests at some paths; none: those pytest finds.

    Raises `UsageError` where tests cannot be collected, or fail on the flow itself.
    """
    bench = PytestBench(flow)
    plugin = _Plugin(bench, lambda: judge(bench))
    output = io.StringIO()
    with redirect_stdout(output), redirect_stderr(output):
        code = pytest.main([*_options(), *paths], plugins=[plugin])
    if plugin.refusal is not None:
        raise plugin.refusal
    if plugin.score is None:
        said = [line for line in output.getvalue().splitlines() if line.strip()]
        raise UsageError(
            f"pytest could not run the tests (its exit code is {int(code)}).",
            hint="\n".join(said[-TOLD:]),
        )
    return plugin.score, bench


def _options() -> list[str]:
    """One process, and nothing left behind."""
    options = ["-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    autoload = not os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    return [*options, "-n0"] if autoload and find_spec("xdist") else options
