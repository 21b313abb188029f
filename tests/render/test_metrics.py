"""Text is measured with the widths of the font that is bundled."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ivrsim.render import metrics
from tests.render.truetype import advances


def _runs(path: Path) -> list[list[int]]:
    runs: list[list[int]] = []
    for code, width in sorted(advances(path).items()):
        if not runs or code != runs[-1][0] + len(runs[-1]) - 1:
            runs.append([code])
        runs[-1].append(round(width * 2048))
    return runs


def test_the_table_of_widths_is_what_the_fonts_say(golden: Callable[[Path, str], None]) -> None:
    table = {"regular": _runs(metrics.REGULAR), "bold": _runs(metrics.BOLD)}
    text = json.dumps(table, separators=(",", ":")).replace("],", "],\n") + "\n"
    golden(metrics.FONTS / "widths.json", text)


def test_a_text_is_as_wide_as_its_characters() -> None:
    expected = sum(advances(metrics.BOLD)[ord(char)] for char in "Menu")
    assert metrics.text_width("Menu", 10, bold=True) == expected * 10


def test_ideographs_are_an_em_wide_and_accents_nothing() -> None:
    assert metrics.text_width("漢字", 10) == 20
    assert metrics.text_width("e\u0301", 10) == metrics.text_width("e", 10)
    assert not metrics.is_measured("漢字")
    assert metrics.is_measured("Grüße, Ελλάδα · →")


@given(st.text(), st.floats(20, 300))
def test_no_line_is_wider_than_its_room(text: str, room: float) -> None:
    lines = metrics.wrap(text, room)
    assert len(lines) <= 3
    assert all(metrics.text_width(line) <= room + 1e-6 for line in lines)


@given(st.text(alphabet="ab c", max_size=40))
def test_a_short_text_is_wrapped_whole(text: str) -> None:
    lines = metrics.wrap(text, 160)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert metrics.wrap("word " * 100, 100)[-1].endswith("…")
    assert metrics.fit("incomprehensibilities", 50).endswith("…")


def test_a_long_word_is_broken_into_lines() -> None:
    assert metrics.wrap("x" * 60, 100, most=9) == ("x" * 20, "x" * 20, "x" * 20)
