"""What the reports share."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ivrsim.testing.coverage import Coverage, percent_text
from ivrsim.testing.coverage_rows import Row, rows
from ivrsim.testing.coverage_suite import Suite


def share_text(share: Fraction) -> str:
    """A share of calls, rounded down: `83.1%`; less than can be shown is `<0.1%`."""
    percent = float(100 * share)
    return "<0.1%" if 0 < percent < 0.1 else percent_text(percent)


def by_file(suite: Suite) -> Iterator[tuple[str, list[tuple[Coverage, list[Row]]]]]:
    """Each file that is known with its flows, by name, for reports that speak of lines."""
    files: dict[str, list[tuple[Coverage, list[Row]]]] = {}
    for coverage in suite:
        if coverage.origin.file:
            files.setdefault(coverage.origin.file, []).append((coverage, rows(coverage)))
    yield from sorted(files.items(), key=lambda item: item[0])
