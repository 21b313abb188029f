"""The linter.  The package is also the function: `ivrsim.lint(document)`."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ivrsim.lazy import fetch
from ivrsim.lint.check import LintResult, lint, lint_all, lint_flow
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.edit import TextEdit, TextFix
from ivrsim.lint.rule import RULES, Confidence, Finding, Kind, Preset, Rule, Severity
from ivrsim.lint.settings import LintSettings

if TYPE_CHECKING:
    from ivrsim.lint.fixing import Applied, Fixed, fix

__all__ = [
    "RULES",
    "Applied",
    "Confidence",
    "Diagnostic",
    "Finding",
    "Fixed",
    "Kind",
    "LintResult",
    "LintSettings",
    "Preset",
    "Rule",
    "Severity",
    "TextEdit",
    "TextFix",
    "fix",
    "lint",
    "lint_all",
    "lint_flow",
]


class _CallablePackage(ModuleType):
    """`ivrsim.lint` stays a function after `import ivrsim.lint` made it a package."""

    def __call__(self, *args: object, **options: object) -> list[Diagnostic]:
        return lint(*args, **options)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> Any:
        if name in ("Applied", "Fixed", "fix"):  # to find faults is not to mend them
            return fetch(f"ivrsim.lint.fixing:{name}")
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")


sys.modules[__name__].__class__ = _CallablePackage
