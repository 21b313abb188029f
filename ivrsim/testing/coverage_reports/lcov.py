"""LCOV tracefile: a line of the JSON file for each node, a branch for each exit.

The format: geninfo(1) of the LTP GCOV extension, section FILES (TN, SF, FN, FNDA, BRDA,
DA and their sums).  Only flows of which the file is known have lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ivrsim.testing.coverage_reports._common import by_file
from ivrsim.testing.coverage_rows import Place, Row
from ivrsim.testing.coverage_suite import Suite
from ivrsim.text import clean


def report(suite: Suite, profile: str = "neutral") -> str:
    """A record for each file; dead and undecided places are left out."""
    return "".join(
        f"{line}\n"
        for file, flows in by_file(suite)
        for line in _record(file, [(c.flow.name, row) for c, found in flows for row in found])
    )


def _record(file: str, named: Sequence[tuple[str, Row]]) -> Iterator[str]:
    counted = [(name, row) for name, row in named if row.at.counted and row.line]
    yield from ("TN:", f"SF:{clean(file)}")
    for name, row in counted:
        yield f"FN:{row.line},{_function(name, row)}"
    for name, row in counted:
        yield f"FNDA:{row.at.calls},{_function(name, row)}"
    yield f"FNF:{len(counted)}"
    yield f"FNH:{sum(row.at.calls > 0 for _, row in counted)}"
    yield from _branches([row for _, row in counted])
    yield from _lines([row for _, row in counted])
    yield "end_of_record"


def _function(name: str, row: Row) -> str:
    """A node's name in the file: two flows of it may have the same ids."""
    return clean(f"{name}:{row.node}")


def _branches(rows: Sequence[Row]) -> Iterator[str]:
    """A block for each node; its exits first, then what its condition says."""
    found: list[tuple[Row, int, int, Place]] = [
        (row, block, number, place)
        for block, row in enumerate(rows)
        for number, place in enumerate(p for p in (*row.exits, *row.outcomes) if p.counted)
    ]
    for row, block, number, place in found:
        taken = str(place.calls) if row.at.calls else "-"
        yield f"BRDA:{row.line},{block},{number},{taken}"
    yield f"BRF:{len(found)}"
    yield f"BRH:{sum(place.calls > 0 for *_, place in found)}"


def _lines(rows: Sequence[Row]) -> Iterator[str]:
    """Nodes that begin on one line are one: it was run as often as all of them."""
    calls: dict[int, int] = {}
    for row in rows:
        assert row.line is not None, "only nodes with a line are here"
        calls[row.line] = calls.get(row.line, 0) + row.at.calls
    yield from (f"DA:{line},{count}" for line, count in sorted(calls.items()))
    yield f"LF:{len(calls)}"
    yield f"LH:{sum(count > 0 for count in calls.values())}"
