"""What a value shows of itself in a notebook: headlines, a picture, short tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import islice

from ivrsim.render.picture import Picture
from ivrsim.values import dataclass

MOST_ROWS = 60
"""Rows of a table that are shown, as in pandas; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: a text, on a ground named `shade`, or with a bar as long as `bar`.

    `below` is a second, quieter line.
    """

    text: str
    shade: str = ""
    bar: Fraction | None = None
    below: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under their heads; `more` rows are not shown."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A title, a line below it, a picture if there is one, and those tables that have rows."""

    title: str
    subtitle: str = ""
    tables: tuple[Table, ...] = ()
    picture: Callable[[], Picture] | None = None


def table(
    title: str, head: Sequence[str], rows: Iterable[Sequence[Cell | str]], most: int = MOST_ROWS
) -> Table:
    """A table of the first `most` rows; the others are only counted."""
    each = iter(rows)
    shown = tuple(tuple(map(_cell, row)) for row in islice(each, most))
    return Table(title, tuple(head), shown, sum(1 for _ in each))


def _cell(cell: Cell | str) -> Cell:
    return Cell(cell) if isinstance(cell, str) else cell


def counted(count: int, what: str) -> str:
    """`1 node`, `2 nodes`."""
    return f"{count:,} {what}{'s' * (count != 1)}"
