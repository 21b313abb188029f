"""One file per output format.  A new file here is a new format of `ivrsim lint`."""

from __future__ import annotations

from types import ModuleType
from typing import Protocol

from ivrsim.lint.check import LintResult
from ivrsim.registry import Registry


class Report(Protocol):
    """Writes a result as text; `colour` asks for terminal colours, which few formats have."""

    def __call__(self, result: LintResult, *, colour: bool = False) -> str:
        """The whole report, its last line ended."""


def _report_in(module: ModuleType) -> dict[str, Report]:
    name = module.__name__.rpartition(".")[2].removeprefix("ivrsim_plugin_")
    return {name: module.report} if hasattr(module, "report") else {}


REPORTS: Registry[Report] = Registry(
    "ivrsim.lint.reports", key_of_file=str, entries_in=_report_in, group="ivrsim.reports"
)
"""Every format by its name: `REPORTS["text"](result, colour=True)`."""
