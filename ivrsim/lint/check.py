"""The linter: every selected rule over every document, in one deterministic order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.locate import Found, Locator
from ivrsim.lint.rule import RULES, Finding, Rule, Severity
from ivrsim.lint.views import DocumentView, FlowView
from ivrsim.vendors.load import load
from ivrsim.vendors.port import Document

LIMIT = 1_000
"""The most diagnostics of one file; a closing one says how many more there are."""

NOT_LISTED = "IVR910"
"""The rule whose page explains that closing diagnostic."""

Codes: TypeAlias = str | Iterable[str] | None
"""Rule codes, the beginnings of codes (`IVR1`) or rule names; one text may hold several,
with commas between them."""


@dataclass(frozen=True)
class LintResult:
    """What linting some documents gave: the documents looked at, and all diagnostics."""

    documents: tuple[Document, ...]
    diagnostics: tuple[Diagnostic, ...]

    def count(self, severity: Severity) -> int:
        """How many diagnostics are of this severity."""
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)


def lint(
    what: Any, select: Codes = None, ignore: Codes = None, limit: int = LIMIT
) -> list[Diagnostic]:
    """What the rules find in a document, in the order of its text.

    `what` is a `Document` or anything `ivrsim.load` takes: a path, text, bytes or data.
    `select` and `ignore` name rules; where both name one, the longer text counts.
    Never raises on a bad document.  Raises `UsageError` for a code no rule has.
    """
    document = what if isinstance(what, Document) else load(what)
    return list(lint_all([document], select, ignore, limit).diagnostics)


def lint_flow(
    flow: CallFlow, select: Codes = None, ignore: Codes = None, limit: int = LIMIT
) -> list[Diagnostic]:
    """What the rules find in a call flow by itself, without the text it came from.

    The diagnostics have no line and column.  Raises as `lint`.
    """
    view = DocumentView((FlowView(flow),))
    locator = Locator(view, None, flow.name)
    return _diagnostics(view, locator, selected(select, ignore), limit)


def lint_all(
    documents: Iterable[Document],
    select: Codes = None,
    ignore: Codes = None,
    limit: int = LIMIT,
) -> LintResult:
    """What the rules find in several documents; `limit` holds for each of them.

    A document without any call flow says why, whatever is selected: a file that could
    not be looked at never passes for a clean one.  Raises as `lint`.
    """
    rules, every = selected(select, ignore), selected(None, ignore)
    looked_at = tuple(documents)
    found: list[Diagnostic] = []
    for document in looked_at:
        view = DocumentView.of(document)
        chosen = rules if document.flows else every
        found += _diagnostics(view, Locator(view, document), chosen, limit)
    return LintResult(looked_at, tuple(found))


def selected(select: Codes = None, ignore: Codes = None) -> tuple[Rule, ...]:
    """The rules that are asked for, by code.

    Raises `UsageError` for a text that names no rule.
    """
    wanted, unwanted = _texts(select), _texts(ignore)
    for text in (*wanted, *unwanted):
        _check_names_a_rule(text)
    every = select is None
    return tuple(
        rule
        for rule in RULES.values()
        if _length(rule, unwanted) < max(_length(rule, wanted), 1 if every else 0)
    )


def _texts(codes: Codes) -> list[str]:
    texts = [codes] if isinstance(codes, str) else list(codes or ())
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]


def _length(rule: Rule, texts: Sequence[str]) -> int:
    """How exactly the texts name the rule: the longest that does; 0 for none."""
    return max((_names(rule, text) for text in texts), default=0)


def _names(rule: Rule, text: str) -> int:
    if text == rule.name:
        return len(rule.code)
    return len(text) if rule.code.startswith(text.upper()) else 0


def _check_names_a_rule(text: str) -> None:
    if not any(_names(rule, text) for rule in RULES.values()):
        raise UsageError(
            f"{text!r} names no rule.",
            hint="Give a code (IVR201), the beginning of codes (IVR2) or a rule's name.",
        )


def _diagnostics(
    view: DocumentView, locator: Locator, rules: Sequence[Rule], limit: int
) -> list[Diagnostic]:
    found = [
        Found(rule, flow, finding)
        for rule in rules
        for flow, finding in rule.check.findings(rule.code, view)
    ]
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
