"""Tests of call flows and of lint rules: a pytest plugin, its parameters, `check_rule`.

Loading the package costs nothing: pytest loads it in every project that has ivrsim.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ivrsim.testing.kit_params import each_call as each_call
    from ivrsim.testing.kit_params import each_exit as each_exit
    from ivrsim.testing.rules import check_rule as check_rule

_WHERE = {"check_rule": "rules", "each_call": "kit_params", "each_exit": "kit_params"}

__all__ = ["check_rule", "each_call", "each_exit"]


def __getattr__(name: str) -> object:
    if name in _WHERE:
        from ivrsim.lazy import fetch

        return fetch(f"ivrsim.testing.{_WHERE[name]}:{name}")
    raise AttributeError(f"module 'ivrsim.testing' has no attribute {name!r}")
