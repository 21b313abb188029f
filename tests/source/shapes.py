"""JSON values and texts for the tests of reading."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from ivrsim.places import ROOT, Place

CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(CHARACTERS, max_size=12)
INTEGERS = st.integers(-(2**63), 2**63 - 1)
LEAVES = (
    st.none() | st.booleans() | INTEGERS | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@st.composite
def written(draw: st.DrawFn, values: st.SearchStrategy[Any] = VALUES) -> tuple[Any, str]:
    """A value with a text of it: indented or not, escaped or not, blanks here or there."""
    value = draw(values)
    text = json.dumps(
        value,
        ensure_ascii=draw(st.booleans()),
        indent=draw(st.sampled_from([None, 0, 2, "\t"])),
        separators=draw(st.sampled_from([(",", ":"), (", ", ": "), (" ,\r\n", "\t: ")])),
    )
    blank = st.text(" \t\r\n", max_size=2)
    return value, draw(blank) + text + draw(blank)


SIGNS = st.sampled_from(
    [
        *"{}[]\",:;=#'“”‘’«»…`\\/*+-.01e\n\r \t\x00\ud83d\ufeff",
        *["true", "None", "NaN", "1e999", '"a"', '"a":', "//", "/*", "*/"],
        *["\\u00", "\\ud83d", "\\ude00"],
    ]
)
NEARLY_JSON = st.lists(SIGNS | TEXTS | st.integers().map(str), max_size=25).map("".join)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A JSON text with a few stretches replaced by something else."""
    _, text = draw(written())
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 3)))
        text = text[:start] + draw(SIGNS | st.just("")) + text[end:]
    return text


def places(value: Any) -> Iterator[tuple[Place, Any]]:
    """Every place of a value, with what stands there."""
    todo = [(ROOT, value)]
    while todo:
        place, value = todo.pop()
        yield place, value
        if isinstance(value, dict):
            todo += [(place / name, member) for name, member in value.items()]
        elif isinstance(value, list):
            todo += [(place / index, element) for index, element in enumerate(value)]


def deep(levels: int) -> str:
    """Arrays and objects in turn, one in the other."""
    return '{"c":[' * (levels // 2) + "1" + "]}" * (levels // 2)
