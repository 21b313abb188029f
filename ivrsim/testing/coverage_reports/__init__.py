"""One file per report: a new file here is a new `--ivr-cov-report`."""

from __future__ import annotations

from types import ModuleType
from typing import Protocol

from ivrsim.registry import Registry
from ivrsim.testing.coverage_suite import Suite


class Report(Protocol):
    """Writes the coverage of a suite as text; `profile` says which callers are counted."""

    def __call__(self, suite: Suite, profile: str = "neutral") -> str:
        """The whole report, its last line ended."""


def _name(stem: str) -> str:
    return stem.removeprefix("ivrsim_plugin_").replace("_", "-")


def _report_in(module: ModuleType) -> dict[str, Report]:
    name = _name(module.__name__.rpartition(".")[2])
    return {name: module.report} if hasattr(module, "report") else {}


REPORTS: Registry[Report] = Registry(
    "ivrsim.testing.coverage_reports",
    key_of_file=_name,
    entries_in=_report_in,
    group="ivrsim.coverage_reports",
)
"""Every report by its name: `REPORTS["term-missing"](suite)`."""

FILES = {"html": "ivr-coverage.html", "json": "ivr-coverage.json", "lcov": "ivr-coverage.lcov",
         "cobertura": "ivr-coverage.xml"}  # fmt: skip
"""Where a report is written that is not given a file; any other goes to the terminal."""
