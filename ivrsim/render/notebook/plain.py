"""A sheet as plain text: titles, and tables in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ivrsim.render.notebook.sheet import Cell, Sheet, Table
from ivrsim.text import clean, display_width, shorten

WIDEST = 72
"""Characters of a cell."""


def plain(sheet: Sheet) -> str:
    """The sheet as text, without its picture."""
    head = [clean(line) for line in (sheet.title, sheet.subtitle) if line]
    tables = [line for table in sheet.tables for line in _table(table)]
    return "\n".join([*head, *tables])


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        return
    rows = [list(map(_text, row)) for row in table.rows]
    wide = [max(map(display_width, column)) for column in zip(table.head, *rows, strict=True)]
    yield ""
    if table.title:
        yield clean(table.title)
    yield from (_line(row, wide) for row in (table.head, *rows))
    if table.more:
        yield f"… and {table.more:,} more"


def _text(cell: Cell) -> str:
    return shorten(clean(cell.text), WIDEST)


def _line(cells: Sequence[str], wide: Sequence[int]) -> str:
    padded = (
        cell + " " * (width - display_width(cell)) for cell, width in zip(cells, wide, strict=True)
    )
    return f"  {'  '.join(padded)}".rstrip()
