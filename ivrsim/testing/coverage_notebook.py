"""Coverage in a notebook: the flow with what tests cover, and what is left."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction

from ivrsim.render.notebook import sheet_mimebundle
from ivrsim.render.notebook.sheet import Cell, Sheet, Table, counted, table
from ivrsim.testing.coverage import KINDS, Coverage, Tally
from ivrsim.testing.coverage_picture import covered_picture
from ivrsim.testing.coverage_suite import Suite

Kinds = Collection[str] | None
"""MIME types."""


def coverage_mimebundle(
    coverage: Coverage, include: Kinds = None, exclude: Kinds = None
) -> dict[str, str]:
    """The coverage of a flow: a picture, how much is covered, the gaps with their calls."""
    sheet = Sheet(
        f"{coverage.title}: {coverage.tally().text} covered",
        counted(sum(coverage.calls.values()), "call"),
        (_tallies(coverage), *_gaps(coverage)),
        lambda: covered_picture(coverage),
    )
    return sheet_mimebundle(sheet, include, exclude)


def suite_mimebundle(suite: Suite, include: Kinds = None, exclude: Kinds = None) -> dict[str, str]:
    """The coverage of several flows, a row for each."""
    rows = ([Cell(one.title), *map(_share, _each(one))] for one in suite)
    sheet = Sheet(
        f"{suite.total().text} covered",
        counted(len(suite), "call flow"),
        (table("", ("call flow", "all", *KINDS), rows),),
    )
    return sheet_mimebundle(sheet, include, exclude)


def _each(coverage: Coverage) -> Iterator[Tally]:
    """How much of all is covered, and how much of each kind."""
    return (coverage.tally(kind) for kind in ("", *KINDS))


def _tallies(coverage: Coverage) -> Table:
    rows = zip(("all", *KINDS), map(_share, _each(coverage)), strict=True)
    return table("Covered", ("", "share"), rows)


def _share(tally: Tally) -> Cell:
    """`12/15 · 80%` with its bar."""
    share = Fraction(tally.covered, tally.total) if tally.total else Fraction(1)
    return Cell(f"{tally} · {tally.text}", bar=share)


def _gaps(coverage: Coverage) -> Iterator[Table]:
    calls = ((", ".join(map(str, one.covers[-3:])), one.command) for one in coverage.suggest())
    yield table("Calls that would cover the rest", ("covers", "call"), calls)
    yield table("Dead, so not counted", ("what",), ((str(one),) for one in coverage.dead))
