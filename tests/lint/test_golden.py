"""Documents that are right give nothing; documents that are wrong give the report beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ivrsim.lint import lint, lint_all
from ivrsim.lint.reports import REPORTS
from ivrsim.source import Source
from ivrsim.vendors.load import load
from ivrsim.vendors.port import Document

DATA = Path(__file__).parents[1] / "data" / "lint"
OK = sorted((DATA / "ok").glob("*.json"))
ERR = sorted((DATA / "err").glob("*.json"))


def read(path: Path) -> Document:
    return load(path.read_bytes(), name=path.name)


@pytest.mark.parametrize("path", OK, ids=lambda path: path.stem)
def test_what_is_right_gives_nothing(path: Path) -> None:
    assert [str(d) for d in lint(read(path))] == []


@pytest.mark.parametrize("path", ERR, ids=lambda path: path.stem)
def test_what_is_wrong_gives_the_report_beside_it(
    path: Path, golden: Callable[[Path, str], None]
) -> None:
    result = lint_all([read(path)])
    golden(path.with_suffix(".txt"), REPORTS["text"](result))
    assert result.diagnostics


def test_no_report_is_an_orphan() -> None:
    assert {p.stem for p in (DATA / "err").glob("*.txt")} == {p.stem for p in ERR}
    assert OK
    assert ERR


@pytest.mark.parametrize("path", ERR, ids=lambda path: path.stem)
def test_every_place_is_one_in_the_text(path: Path) -> None:
    source: Source = read(path).source
    for d in lint(read(path)):
        assert 1 <= d.line <= d.end_line
        assert 1 <= d.column <= len(source.line(d.line)) + 1
        assert (d.line, d.column) <= (d.end_line, d.end_column)
