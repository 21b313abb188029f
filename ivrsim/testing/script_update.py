"""A script with what happens in place of what it expected; nothing else is changed.

What the caller does is never changed, so a step that is not reached stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ivrsim.lazy import pattern
from ivrsim.testing.script_ast import Case, Cell, Script
from ivrsim.testing.script_run import Failure, Result, expectations
from ivrsim.testing.script_steps import Do, Step, step_text
from ivrsim.testing.script_table import COLUMNS, TO
from ivrsim.testing.script_words import pieces

_LINE = pattern(r"([^\r\n]*)(\r\n?|\n|$)")


class _Edit(NamedTuple):
    """In a line, from one column to another, this text; or lines to be put after it."""

    line: int
    start: int
    end: int
    text: str


def updated(script: Script, results: Iterable[Result]) -> str:
    """The text of a script with its failed expectations as the calls have them."""
    edits: list[_Edit] = []
    after: dict[int, list[str]] = {}
    for result in results:
        for failure in result.failures:
            if failure.mendable:
                edits += _mended(failure)
        missing = _missing(result)
        if missing and isinstance(result.item, Case):
            edits += _filled(result.item, missing)
            if not result.item.cells:
                lines = [result.item.indent + step_text(step) for step in missing]
                after[result.item.last] = lines
    return _applied(script.text, edits, after)


def _missing(result: Result) -> Sequence[Step]:
    """What a call is to expect that expects nothing, or nothing any more."""
    case = result.item
    if result.missing or not isinstance(case, Case):
        return result.missing
    gone = {id(it.of) for it in result.failures if it.mendable and it.instead is None}
    left = [line for line in case.steps if not isinstance(line.step, Do) and id(line) not in gone]
    return () if left else expectations(result.calls[0])


def _mended(failure: Failure) -> list[_Edit]:
    line = failure.of
    if line is None:
        return []
    if failure.instead is None:
        return [_Edit(line.line, line.column, line.end, "")]
    cell = line.cell
    text = step_text(failure.instead) if cell is None else _in_cell(cell, failure.instead)
    return [] if text is None else [_Edit(line.line, line.column, line.end, text)]


def _in_cell(cell: Cell, step: Step) -> str | None:
    """A step below the header of its column; None: it cannot stand there."""
    text, header = step_text(step), COLUMNS[cell.header]
    if not header:
        return text
    if text.startswith(f"{header} "):
        return text.removeprefix(f"{header} ")
    if header in TO and text.startswith("expect "):
        return text.removeprefix("expect ")
    return "no" if text.startswith("expect no ") else None


def _filled(case: Case, missing: Sequence[Step]) -> list[_Edit]:
    """In a row without any expectation, the empty cells that can hold one."""
    free = [cell for cell in case.cells if not cell.text and cell.prefix.startswith("expect")]
    found: list[_Edit] = []
    for step in missing:
        for cell in free:
            text = _in_cell(cell, step)
            if text is not None:
                found.append(_Edit(case.line, cell.column, cell.column, text))
                free.remove(cell)
                break
    return found


# -- the text --------------------------------------------------------------------------


def _applied(text: str, edits: Sequence[_Edit], after: dict[int, list[str]]) -> str:
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    cut = [(m[1], m[2]) for m in _LINE.finditer(text.removeprefix("\ufeff"))]
    lines: list[str | None] = [line for line, _ in cut]
    tables: set[int] = set()
    for line, start, end, new in sorted(edits, reverse=True):
        old = lines[line - 1] or ""
        lines[line - 1] = _replaced(old, start - 1, end - 1, new)
        if old.lstrip().startswith("|"):
            tables.add(line - 1)
    _align(lines, tables)
    newline = next((sign for _, sign in cut if sign), "\n")
    found: list[str] = []
    for number, (left, (_, sign)) in enumerate(zip(lines, cut, strict=True), 1):
        found += [left + sign] if left is not None else []
        for more in after.get(number, ()):
            if found and not found[-1].endswith(("\n", "\r")):
                found[-1] += newline
            found.append(more + newline)
    return mark + "".join(found)


def _replaced(line: str, start: int, end: int, new: str) -> str | None:
    """A line with a new piece; None where nothing is left of it."""
    changed = line[:start] + new + line[end:]
    return changed if changed.strip() else None


def _align(lines: list[str | None], rows: set[int]) -> None:
    """Make the columns of changed tables as wide as their widest cells."""
    done: set[int] = set()
    for row in sorted(rows):
        if row in done:
            continue
        first = last = row
        while first and (lines[first - 1] or "").lstrip().startswith("|"):
            first -= 1
        while last + 1 < len(lines) and (lines[last + 1] or "").lstrip().startswith("|"):
            last += 1
        done |= {*range(first, last + 1)}
        for place, text in enumerate(aligned([line or "" for line in lines[first : last + 1]])):
            lines[first + place] = text


def aligned(rows: Sequence[str]) -> list[str]:
    """Rows of one table with their columns under each other."""
    cells = [[piece.strip() for _, piece in pieces(row, "|")[1:-1]] for row in rows]
    if len({len(row) for row in cells}) != 1:
        return list(rows)
    rules = [all(re.fullmatch(r":?-+:?", cell) for cell in row) for row in cells]
    wide = [
        max(len(row[place]) for row, rule in zip(cells, rules, strict=True) if not rule)
        for place in range(len(cells[0]))
    ]
    indents = [row[: len(row) - len(row.lstrip())] for row in rows]
    return [
        indent + _row(["-" * (width + 2) for width in wide], "")
        if rule
        else indent + _row([f"{cell:{width}}" for cell, width in zip(row, wide, strict=True)], " ")
        for indent, row, rule in zip(indents, cells, rules, strict=True)
    ]


def _row(cells: Sequence[str], space: str) -> str:
    return f"|{space}{f'{space}|{space}'.join(cells)}{space}|"
