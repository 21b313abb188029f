"""A sheet as plain text: titles, and tables in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ivrsim.render.notebook.sheet import Cell, Sheet, Table
from ivrsim.text import clean, display_width, shorten

WIDEST = 60
"""Characters of a cell."""
LAST = 240
"""Characters of the last cell of a row, which nothing stands behind."""


def plain(sheet: Sheet) -> str:
    """The sheet as text, without its picture."""
    head = [clean(line) for line in (sheet.title, sheet.subtitle) if line]
    tables = [line for table in sheet.tables for line in _table(table)]
    return "\n".join([*head, *tables])


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        return
    rows = [[clean(name) for name in table.head], *map(_texts, table.rows)]
    wide = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    yield ""
    if table.title:
        yield clean(table.title)
    yield from (_line(row, wide) for row in rows)
    if table.more:
        yield f"… and {table.more:,} more"


def _texts(row: Sequence[Cell]) -> list[str]:
    *texts, last = (clean(cell.text) for cell in row)
    return [*(shorten(text, WIDEST) for text in texts), shorten(last, LAST)]


def _line(cells: Sequence[str], wide: Sequence[int]) -> str:
    padded = (
        cell + " " * (width - display_width(cell)) for cell, width in zip(cells, wide, strict=True)
    )
    return f"  {'  '.join(padded)}".rstrip()
