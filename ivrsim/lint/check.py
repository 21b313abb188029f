"""The linter: every selected rule over every document, in one deterministic order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.locate import Found, Locator
from ivrsim.lint.rule import RULES, Finding, Preset, Rule, Severity
from ivrsim.lint.settings import DEFAULTS, Codes, LintSettings
from ivrsim.lint.views import DocumentView, FlowView
from ivrsim.vendors.load import load
from ivrsim.vendors.port import Document

EVERY = "ALL"
"""Names every rule, of whatever preset."""

NOT_LISTED = "IVR910"
"""The rule whose page explains the closing diagnostic of a file with too many."""


@dataclass(frozen=True)
class LintResult:
    """What linting some documents gave: the documents looked at, and all diagnostics."""

    documents: tuple[Document, ...]
    diagnostics: tuple[Diagnostic, ...]

    def count(self, severity: Severity) -> int:
        """How many diagnostics are of this severity."""
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)


def lint(
    what: Any,
    select: Codes = None,
    ignore: Codes = None,
    limit: int | None = None,
    *,
    settings: LintSettings = DEFAULTS,
) -> list[Diagnostic]:
    """What the rules find in a document, in the order of its text.

    `what` is a `Document` or anything `ivrsim.load` takes: a path, text, bytes or data.
    `select` and `ignore` name rules; where both name one, the longer text counts.
    `settings` say everything else; `select`, `ignore` and `limit` go before theirs.
    Never raises on a bad document.  Raises `UsageError` for a code no rule has.
    """
    document = what if isinstance(what, Document) else load(what)
    asked = _asked(settings, select, ignore, limit)
    return list(lint_all([document], asked).diagnostics)


def lint_flow(
    flow: CallFlow,
    select: Codes = None,
    ignore: Codes = None,
    limit: int | None = None,
    *,
    settings: LintSettings = DEFAULTS,
) -> list[Diagnostic]:
    """What the rules find in a call flow by itself, without the text it came from.

    The diagnostics have no line and column, and no fixes.  Raises as `lint`.
    """
    asked = _asked(settings, select, ignore, limit)
    view = DocumentView((FlowView(flow, settings=asked),), settings=asked)
    locator = Locator(view, None, flow.name)
    return _diagnostics(view, locator, selected(asked))


def lint_all(documents: Iterable[Document], settings: LintSettings = DEFAULTS) -> LintResult:
    """What the rules find in several documents; the limit holds for each of them.

    A document without any call flow says why, whatever is selected: a file that could
    not be looked at never passes for a clean one.  Raises as `lint`.
    """
    rules = selected(settings)
    every = selected(replace(settings, select=None, preset=Preset.ALL))
    looked_at = tuple(documents)
    found: list[Diagnostic] = []
    for document in looked_at:
        view = DocumentView.of(document, settings)
        chosen = rules if document.flows else every
        found += _diagnostics(view, Locator(view, document), chosen)
    return LintResult(looked_at, tuple(found))


def _asked(settings: LintSettings, select: Codes, ignore: Codes, limit: int | None) -> LintSettings:
    given: dict[str, Any] = {"select": select, "ignore": ignore, "limit": limit}
    return replace(settings, **{name: value for name, value in given.items() if value is not None})


def selected(settings: LintSettings = DEFAULTS) -> tuple[Rule, ...]:
    """The rules that are asked for, by code.

    Raises `UsageError` for a text that names no rule.
    """
    wanted = [*_texts(settings.select), *_texts(settings.extend_select)]
    unwanted = _texts(settings.ignore)
    for text in (*wanted, *unwanted):
        _check_names_a_rule(text)

    def is_asked(rule: Rule) -> bool:
        usual = settings.select is None and rule.preset.rank <= settings.preset.rank
        return _length(rule, unwanted) < max(_length(rule, wanted), int(usual))

    return tuple(rule for rule in RULES.values() if is_asked(rule))


def _texts(codes: Codes) -> list[str]:
    texts = [codes] if isinstance(codes, str) else list(codes or ())
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]


def _length(rule: Rule, texts: Sequence[str]) -> int:
    """How exactly the texts name the rule: the longest that does; 0 for none."""
    return max((_names(rule, text) for text in texts), default=0)


def _names(rule: Rule, text: str) -> int:
    if text.upper() == EVERY:
        return 1
    if text == rule.name:
        return len(rule.code)
    return len(text) if rule.code.startswith(text.upper()) else 0


def _check_names_a_rule(text: str) -> None:
    if not any(_names(rule, text) for rule in RULES.values()):
        raise UsageError(
            f"{text!r} names no rule.",
            hint="Give a code (IVR201), the beginning of codes (IVR2) or a rule's name.",
        )


def _diagnostics(view: DocumentView, locator: Locator, rules: Sequence[Rule]) -> list[Diagnostic]:
    found = [
        Found(rule, flow, finding)
        for rule in rules
        for flow, finding in rule.check.findings(rule.code, view)
    ]
    limit = view.settings.limit
    kept = _gravest(found, view, limit) if len(found) > limit else found
    diagnostics = sorted(map(locator.diagnostic, kept), key=lambda d: d.order)
    return [*diagnostics, *_not_listed(len(found) - len(kept), locator)]


def _gravest(found: list[Found], view: DocumentView, limit: int) -> list[Found]:
    """The gravest findings, of equal ones the first: worked out before any line is."""
    order: dict[tuple[int, NodeId | None], int] = {
        (id(flow), node): number
        for number, (flow, node) in enumerate(
            (flow, node) for flow in view.flows for node in flow.flow.nodes
        )
    }

    def rank(item: Found) -> tuple[int, int, str]:
        severity = item.finding.severity or item.rule.severity
        return severity.rank, order.get((id(item.flow), item.finding.node), -1), item.rule.code

    return sorted(found, key=rank)[:limit]


def _not_listed(more: int, locator: Locator) -> Iterator[Diagnostic]:
    if more > 0 and NOT_LISTED in RULES:
        message = f"{more:,} more problems of this file are not listed"
        finding = Finding(message, hint="Mend some of those above and lint again.")
        yield locator.diagnostic(Found(RULES[NOT_LISTED], None, finding))
