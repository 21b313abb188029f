"""Hypothesis strategies for everything the condition language can say."""

from __future__ import annotations

import string

from hypothesis import strategies as st

from ivrsim.conditions.ast import (
    ALWAYS,
    COMPARE_OPS,
    DURATION_NAMES,
    FLAG_NAMES,
    LONGEST,
    TEXT_FIELD_NAMES,
    And,
    Compare,
    Expr,
    Flag,
    InRegion,
    Not,
    Or,
    Pressed,
    TextField,
    TextTest,
)

KEYS = "123456789" + string.ascii_lowercase + "WN"
WORDS = ("and", "or", "not", "mobile", "West Coast", "São Paulo", "東京", "a.b", "it's", '"x"')

CONDITIONS = (
    "during_hours",
    "in_region",
    "in_region[West Coast]",
    "mobile",
    "landline or repeat",
    "not mobile and during_hours",
    "mobile or in_region and during_hours",
    "not (repeat or in_region[East Coast])",
    "pressed[1]",
    "pressed[1 W] or sms_sent",
    'custom_data[product] = "Printer"',
    'custom_data[product] contains "Chair" and mobile',
    "custom_data[product] present",
)
"""Conditions as people write them."""


def names() -> st.SearchStrategy[str]:
    """Names of regions and fields: anything without brackets, breaks and blank ends."""
    anything = st.text(st.characters(codec="utf-8", exclude_characters="[]\r\n"), min_size=1)
    tidy = anything.map(str.strip).filter(bool)
    return st.sampled_from(WORDS) | tidy


def values() -> st.SearchStrategy[str]:
    """Texts to compare with: anything, and quotes of all kinds often."""
    return (
        st.sampled_from((*WORDS, "", "“x”", "'\"", '""', "\\"))
        | st.text("\"'“ab ", max_size=5)
        | st.text()
    )


def fields() -> st.SearchStrategy[TextField]:
    """The texts that are known about a call."""
    plain = [TextField(name) for name in TEXT_FIELD_NAMES if name != "custom_data"]
    return st.sampled_from(plain) | names().map(lambda key: TextField("custom_data", key))


def atoms() -> st.SearchStrategy[Expr]:
    """Single tests."""
    seconds = st.integers(0, 200) | st.integers(0, LONGEST * 61)
    return st.one_of(
        st.sampled_from([Flag(name) for name in FLAG_NAMES]),
        st.none().map(InRegion),
        names().map(InRegion),
        st.lists(st.sampled_from(KEYS), min_size=1, max_size=4).map(tuple).map(Pressed),
        st.builds(Compare, st.sampled_from(DURATION_NAMES), st.sampled_from(COMPARE_OPS), seconds),
        st.builds(TextTest, fields(), st.sampled_from(("=", "!=", "contains")), values()),
        fields().map(lambda field: TextTest(field, "present")),
    )


def expressions(below: st.SearchStrategy[Expr] | None = None) -> st.SearchStrategy[Expr]:
    """Whole conditions, the empty one among them, over the given atoms or all atoms."""
    if below is not None:
        return st.recursive(below, _joined, max_leaves=12)
    return st.just(ALWAYS) | st.recursive(atoms(), _joined, max_leaves=12)


def _joined(parts: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    several = st.lists(parts, min_size=2, max_size=4).map(tuple)
    return parts.map(Not) | several.map(And) | several.map(Or)


def conditions() -> st.SearchStrategy[str]:
    """The text of a condition, never empty: often one that people write, else any at all."""
    usual = st.sampled_from(CONDITIONS)
    return st.one_of(usual, usual, expressions(atoms()).map(str))
