"""Tables of a call script: a call in each row, a step in each cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ivrsim.lazy import pattern
from ivrsim.testing.script_ast import Cell, Line
from ivrsim.testing.script_caller import Said, read_caller
from ivrsim.testing.script_steps import OUTCOMES, read_step
from ivrsim.testing.script_words import Unreadable, Words, nearest, pieces
from ivrsim.values import dataclass, field

COLUMNS: Mapping[str, str] = {
    "name": "",
    "caller": "",
    "do": "",
    "press": "press",
    "enter": "enter",
    "say": "say",
    "stay silent": "stay silent",
    "hear": "hear",
    "expect": "expect",
    "outcome": "expect",
    "connected to": "expect connected to",
    "transferred to": "expect transferred to",
    "node": "expect node",
    "within": "expect within",
    "keypresses": "expect keypresses",
    "text message": "expect text message",
    "agent hears": "expect agent hears",
}
"""What the header of a column puts before its cells, to make a step."""

TO = ("expect connected to", "expect transferred to")
"""Below these headers may also stand another end of the call, such as `disconnected`."""

NOTHING = {
    "expect keypresses": "expect no keypresses",
    "expect text message": "expect no text message",
    "expect agent hears": "expect agent hears nothing",
}
"""What a cell that says `no` means."""

_RULE = pattern(r"[\s|:-]*-[\s|:-]*")


@dataclass
class Table:
    """A table on its way: its columns, and how many rows it has."""

    header: list[str] = field(default_factory=list)
    rows: int = 0


class Row(NamedTuple):
    """A row: a name made of it, its caller, its steps, all its cells."""

    name: str
    column: int
    caller: Said
    caller_at: tuple[int, int]
    steps: tuple[Line, ...]
    cells: tuple[Cell, ...]


def read_row(table: Table, number: int, line: str) -> Row | None:
    """A row of calls; None for the header, and for a rule under it.  Raises `Unreadable`."""
    cut = [(offset + 1, piece) for offset, piece in pieces(line, "|")]
    if len(cut) < 3 or cut[-1][1].strip():
        raise Unreadable(len(line) + 1, "A row of a table ends with |.")
    found = [_cell(column, piece) for column, piece in cut[1:-1]]
    if not table.header:
        table.header = [_column(text, column) for column, text in found]
        return None
    if _RULE.fullmatch(line) and not table.rows:
        return None
    table.rows += 1
    if len(found) != len(table.header):
        have, want = len(found), len(table.header)
        raise Unreadable(found[0][0], f"The row has {have} cells, and the table {want} columns.")
    cells = tuple(
        _as_cell(header, column, text)
        for header, (column, text) in zip(table.header, found, strict=True)
    )
    return _row(number, cells)


def _cell(column: int, piece: str) -> tuple[int, str]:
    text = piece.strip()
    return column + len(piece) - len(piece.lstrip()) if text else column + 1, text


def _column(text: str, column: int) -> str:
    header = " ".join(text.casefold().split())
    if header not in COLUMNS:
        hint = nearest(header, COLUMNS) or f"Columns: {', '.join(COLUMNS)}."
        raise Unreadable(column, f"No column is called {text!r}.", hint)
    return header


def _as_cell(header: str, column: int, text: str) -> Cell:
    prefix = COLUMNS[header]
    if text.casefold() in ("no", "none", "nothing"):
        prefix = NOTHING.get(prefix, prefix)
    elif prefix in TO and Words(text).first_of(OUTCOMES):
        prefix = "expect"
    return Cell(header, prefix, column, column + len(text), text)


def _row(number: int, cells: tuple[Cell, ...]) -> Row:
    caller: Said = {}
    caller_at, names, steps = (number, cells[0].column), [], list[Line]()
    for cell in cells:
        if cell.header == "caller":
            caller_at = (number, cell.column)
            caller = read_caller(Words(cell.text, cell.column)) if cell.text else {}
        elif cell.header == "name":
            names = [cell.text]
        elif cell.text:
            steps += _steps(number, cell)
    told = (cell.text for cell in cells if cell.text and not cell.prefix.startswith("expect"))
    name = next(filter(None, names), "") or "; ".join(told)
    return Row(name, cells[0].column, caller, caller_at, tuple(steps), cells)


def _steps(number: int, cell: Cell) -> Iterator[Line]:
    if not cell.prefix:
        for offset, piece in pieces(cell.text, ";"):
            if piece.strip():
                column, text = _cell(cell.column + offset, piece)
                yield Line(number, column, column + len(text), read_step(Words(text, column)), cell)
        return
    said = "" if cell.prefix in NOTHING.values() else f" {cell.text}"
    words = Words(cell.prefix + said, cell.column - len(cell.prefix) - 1)
    try:
        step = read_step(words)
    except Unreadable as error:
        column = max(error.column, cell.column)
        raise Unreadable(column, error.message, error.hint) from None
    yield Line(number, cell.column, cell.end, step, cell)
