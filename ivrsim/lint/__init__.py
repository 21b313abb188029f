"""The linter.  The package is also the function: `ivrsim.lint(document)`."""

from __future__ import annotations

import sys
from types import ModuleType

from ivrsim.lint.check import LintResult, lint, lint_all, lint_flow
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.edit import TextEdit, TextFix
from ivrsim.lint.fixing import Applied, Fixed, fix
from ivrsim.lint.rule import RULES, Confidence, Finding, Kind, Preset, Rule, Severity
from ivrsim.lint.settings import LintSettings

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


sys.modules[__name__].__class__ = _CallablePackage
