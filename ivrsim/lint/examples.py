"""The Bad and Good of a rule, linted: each is a document, unless the rule says otherwise."""

from __future__ import annotations

from ivrsim.lint.check import lint
from ivrsim.lint.configured import Configured
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.finding import Preset
from ivrsim.lint.recordings import library_in
from ivrsim.lint.rule import Rule
from ivrsim.lint.settings import LintSettings
from ivrsim.values import replace

EVERY_RULE = LintSettings(preset=Preset.ALL)


def lint_example(
    rule: Rule, example: str | bytes, settings: LintSettings = EVERY_RULE
) -> list[Diagnostic]:
    """What all rules find in the Bad or the Good of a rule.

    The rule need not be registered.  The example of a rule about the configuration holds
    a configuration too.
    """
    if isinstance(rule.check, Configured):
        return rule.check.lint_example(str(example))
    listed = (library_in(rule.recordings),) if rule.recordings else ()
    declared = (*settings.declared, rule)
    return lint(example, settings=replace(settings, declared=declared, libraries=listed))
