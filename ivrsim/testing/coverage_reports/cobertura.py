"""Cobertura XML, as GitLab, Azure DevOps and Jenkins read it.

The format: coverage-04.dtd of Cobertura.  A file is a package, a flow a class, a node a
method and a line, its exits and what its condition says are conditions of that line.
The time of the report is left out (0), so that the same tests give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ivrsim import __version__
from ivrsim.lint.reports.junit import escaped
from ivrsim.testing.coverage import Coverage
from ivrsim.testing.coverage_reports._common import by_file
from ivrsim.testing.coverage_rows import Place, Row
from ivrsim.testing.coverage_suite import Suite

DTD = "http://cobertura.sourceforge.net/xml/coverage-04.dtd"


class _Line(NamedTuple):
    """A line of the file: how often it was run, and how often each branch of it was taken."""

    number: int
    calls: int
    branches: tuple[int, ...]


class _Rates(NamedTuple):
    """Covered lines and branches, and how many there are."""

    lines: int
    valid: int
    branches: int
    ways: int

    @property
    def rates(self) -> str:
        """The attributes that every element has."""
        line, branch = _rate(self.lines, self.valid), _rate(self.branches, self.ways)
        return f'line-rate="{line}" branch-rate="{branch}" complexity="0"'


def report(suite: Suite, profile: str = "neutral") -> str:
    """A package for each file that is known; dead and undecided places are left out."""
    files = list(by_file(suite))
    every = [_lines(rows) for _, flows in files for _, rows in flows]
    all_of = _rates([line for lines in every for line in lines])
    counts = (
        f'lines-covered="{all_of.lines}" lines-valid="{all_of.valid}"'
        f' branches-covered="{all_of.branches}" branches-valid="{all_of.ways}"'
    )
    packages = "".join(_package(file, flows) for file, flows in files)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE coverage SYSTEM "{DTD}">\n'
        f'<coverage {all_of.rates} {counts} version="ivrsim {__version__}" timestamp="0">\n'
        "  <sources><source>.</source></sources>\n"
        f"  <packages>\n{packages}  </packages>\n</coverage>\n"
    )


def _package(file: str, flows: Sequence[tuple[Coverage, list[Row]]]) -> str:
    rates = _rates([line for _, rows in flows for line in _lines(rows)]).rates
    classes = "".join(_class(file, coverage, rows) for coverage, rows in flows)
    head = f'    <package name="{escaped(file)}" {rates}>'
    return f"{head}\n      <classes>\n{classes}      </classes>\n    </package>\n"


def _class(file: str, coverage: Coverage, rows: Sequence[Row]) -> str:
    lines = _lines(rows)
    methods = "".join(_method(row) for row in rows if row.at.counted and row.line)
    shown = "".join(_line(line, "          ") for line in lines)
    return (
        f'        <class name="{escaped(coverage.flow.name or file)}" filename="{escaped(file)}"'
        f" {_rates(lines).rates}>\n          <methods>\n{methods}          </methods>\n"
        f"          <lines>\n{shown}          </lines>\n        </class>\n"
    )


def _method(row: Row) -> str:
    lines = _lines([row])
    shown = "".join(_line(line, "              ") for line in lines)
    head = f'            <method name="{escaped(row.node)}" signature="" {_rates(lines).rates}>'
    return f"{head}\n              <lines>\n{shown}              </lines>\n            </method>\n"


def _line(line: _Line, indent: str) -> str:
    head = f'{indent}  <line number="{line.number}" hits="{line.calls}"'
    if not line.branches:
        return f'{head} branch="false"/>\n'
    taken, ways = sum(count > 0 for count in line.branches), len(line.branches)
    conditions = "".join(
        f'<condition number="{number}" type="jump" coverage="{100 if count else 0}%"/>'
        for number, count in enumerate(line.branches)
    )
    return (
        f'{head} branch="true" condition-coverage="{100 * taken // ways}% ({taken}/{ways})">'
        f"<conditions>{conditions}</conditions></line>\n"
    )


def _lines(rows: Iterable[Row]) -> list[_Line]:
    """The lines that nodes begin on; nodes of one line are one."""
    found: dict[int, _Line] = {}
    for row in rows:
        if row.at.counted and row.line:
            old = found.get(row.line, _Line(row.line, 0, ()))
            branches = (*old.branches, *_branches(row))
            found[row.line] = _Line(row.line, old.calls + row.at.calls, branches)
    return [found[number] for number in sorted(found)]


def _branches(row: Row) -> Iterator[int]:
    places: tuple[Place, ...] = (*row.exits, *row.outcomes)
    return (place.calls for place in places if place.counted)


def _rates(lines: Sequence[_Line]) -> _Rates:
    branches = [count for line in lines for count in line.branches]
    covered, taken = sum(line.calls > 0 for line in lines), sum(count > 0 for count in branches)
    return _Rates(covered, len(lines), taken, len(branches))


def _rate(part: int, whole: int) -> str:
    """A share from 0 to 1, with four digits and rounded down; 1 of nothing."""
    return f"{10_000 * part // whole / 10_000:g}" if whole else "1"
