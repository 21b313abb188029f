"""Tests of call flows and of lint rules: a pytest plugin, Hypothesis strategies, `check_rule`.

Loading the package costs nothing: pytest loads it in every project that has ivrsim.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ivrsim.testing.rules import check_rule as check_rule

__all__ = ["check_rule"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from ivrsim.lazy import fetch

        return fetch(f"ivrsim.testing.rules:{name}")
    raise AttributeError(f"module 'ivrsim.testing' has no attribute {name!r}")
