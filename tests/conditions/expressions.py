"""Hypothesis strategies for everything the condition language can say."""

from __future__ import annotations

from ivrsim.testing.strategies_conditions import (
    KEYS,
    WORDS,
    atoms,
    expressions,
    fields,
    names,
    values,
)

__all__ = ["KEYS", "WORDS", "atoms", "expressions", "fields", "names", "values"]
