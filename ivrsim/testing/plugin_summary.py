"""A summary of a run in Markdown, as CI shows it: `pytest --ivr-summary FILE`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ivrsim.lazy import pattern

_FENCE = pattern("`+")
LONGEST = 100
"""Failed tests that are told; the last line says how many more there are."""


class Summary:
    """Counts the tests of a run, keeps the failed ones, and is written at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.counts: Counter[str] = Counter()
        self.failed: list[pytest.TestReport] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test when it was called, or when something around it went wrong."""
        if report.when == "call" or not report.passed:
            self.counts[report.outcome] += 1
        if report.failed:
            self.failed.append(report)

    def pytest_sessionfinish(self) -> None:
        """Append the summary to its file.  Raises `UsageError` where it cannot be written."""
        try:
            with self.path.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(self.text())
        except OSError as problem:
            raise pytest.UsageError(f"--ivr-summary: {self.path}: {problem.strerror}") from problem

    def text(self) -> str:
        """The summary: how many tests, then each failed one with its calls."""
        counts = ", ".join(f"{n} {outcome}" for outcome, n in sorted(self.counts.items()))
        lines = ["## Tests of call flows", "", counts or "no tests", ""]
        for report in self.failed[:LONGEST]:
            lines += _told(report)
        if len(self.failed) > LONGEST:
            lines += [f"{len(self.failed) - LONGEST} more tests failed.", ""]
        return "\n".join(lines)


def _told(report: pytest.TestReport) -> list[str]:
    """The test, its command and its calls; all of it as code, so nothing of it is markup."""
    blocks = [report.nodeid, *(str(value) for _, value in report.user_properties)]
    blocks += [f"{title}\n{text}" for title, text in report.sections if title.startswith("call ")]
    return [line for block in blocks for line in _fenced(block)]


def _fenced(text: str) -> list[str]:
    longest = max(map(len, _FENCE.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}text", text, fence, ""]
