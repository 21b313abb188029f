"""Whether a rule is a good page: for the tests of a distribution that offers rules.

from ivrsim.testing import check_rule
from acme_ivr.acme001_no_thanks import RULE

def test_the_rule():
    check_rule(RULE)
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ivrsim.lazy import pattern
from ivrsim.lint.configured import Configured
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.examples import EVERY_RULE, lint_example
from ivrsim.lint.explain import page
from ivrsim.lint.finding import Confidence, Preset, Severity
from ivrsim.lint.fixing import fix
from ivrsim.lint.rule import RULES, Rule
from ivrsim.values import replace

FILE = "IVR9"
"""The rules about files: where one finds anything, an example is no sound document."""

HUGE = 100_000
"""An example of so many characters is linted once, and not fixed: it shows a limit."""

_CODE = pattern(r"[A-Z]{2,12}[0-9]{3,5}")
_NAME = pattern(r"[a-z]+(-[a-z0-9]+)*")
_OPTION = pattern(r"[a-z]+(-[a-z0-9]+)*")
SHORT, LONG = 80, 100
"""A `why` has more characters than the first, a `summary` no more than the second."""


def check_rule(rule: Rule | Path | str) -> None:
    """Raise `AssertionError` with all that is wrong with a rule; a path is its file.

    The page is complete; linting Bad gives the code, linting Good does not; each fix of
    Bad removes what it is for, and fixing again changes nothing.
    """
    faults = list(faults_of(_loaded(rule) if isinstance(rule, Path | str) else rule))
    if faults:
        raise AssertionError("\n".join(faults))


def _loaded(path: Path | str) -> Rule:
    with RULES.with_file(path) as rule:
        return rule


def faults_of(rule: Rule) -> Iterator[str]:
    """What is wrong with a rule, in sentences."""
    for fault in (*_of_page(rule), *_of_options(rule), *_of_examples(rule), *_of_fixes(rule)):
        yield f"{rule.code}: {fault}."


def _of_page(rule: Rule) -> Iterator[str]:
    if not _CODE.fullmatch(rule.code):
        yield "the code is not capitals and then digits, as ACME001"
    if not _NAME.fullmatch(rule.name):
        yield f"the name {rule.name!r} is not small words with hyphens"
    if any(rule.name == other.name for other in RULES.values() if other.code != rule.code):
        yield f"another rule is called {rule.name} too"
    if not rule.summary.endswith(".") or len(rule.summary) > LONG:
        yield f"the summary is not a sentence of at most {LONG} characters"
    if not rule.why.endswith((".", "?")) or len(rule.why) <= SHORT:
        yield f"the why is not in sentences, with more than {SHORT} characters"
    if not rule.source:
        yield "the source is missing"
    if max(map(len, page(rule).splitlines())) > 110:
        yield "the page has a line of more than 110 characters"
    contested = rule.confidence is Confidence.CONTESTED and rule.severity is not Severity.INFO
    if contested and rule.preset is Preset.RECOMMENDED:
        yield "it is contested, on by default, and more than an info"


def _of_options(rule: Rule) -> Iterator[str]:
    others = {o.name: o for r in RULES.values() if r.code != rule.code for o in r.options}
    for option in rule.options:
        if not _OPTION.fullmatch(option.name):
            yield f"the option {option.name!r} is not small words with hyphens"
        if others.get(option.name, option) is not option:
            yield f"another rule has an option {option.name} too"
        if not isinstance(option.default, bool | int | float | str):
            yield f"the default of {option.name} is no text, number, true or false"
        if not option.about:
            yield f"the option {option.name} does not say what it is about"


def _of_examples(rule: Rule) -> Iterator[str]:
    bad = _own(rule, lint_example(rule, rule.bad))
    if not bad:
        yield "linting Bad does not give the code"
    elif rule.severity not in {diagnostic.severity for diagnostic in bad}:
        yield "linting Bad does not give the rule's severity"
    if any(not d.message or d.message.endswith(".") for d in bad):
        yield "a message is empty, or ends with a full stop"
    if len(rule.bad) < HUGE and bad != _own(rule, lint_example(rule, rule.bad)):
        yield "linting Bad twice does not give the same twice"
    good = lint_example(rule, rule.good)
    if _own(rule, good):
        yield "linting Good gives the code"
    if unsound := {d.code for d in good if d.code.startswith(FILE)}:
        yield f"Good is not a sound document: {', '.join(sorted(unsound))}"


def _own(rule: Rule, found: list[Diagnostic]) -> list[Diagnostic]:
    return [diagnostic for diagnostic in found if diagnostic.code == rule.code]


def _of_fixes(rule: Rule) -> Iterator[str]:
    """Of Bad, by this rule alone: other rules may want other changes."""
    if isinstance(rule.check, Configured) or len(rule.bad) >= HUGE:
        return
    alone = replace(EVERY_RULE, select=rule.code, declared=(rule,))
    for unsafe in (False, True):
        fixed = fix(rule.bad, unsafe, settings=alone)
        if fixed.stuck:
            yield "a fix does not remove what it is for"
        if fix(fixed.text, unsafe, settings=alone).applied:
            yield "fixing again changes something"
