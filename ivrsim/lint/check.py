"""The linter: every selected rule over every document, in one deterministic order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

from ivrsim.errors import RegistryError, UsageError
from ivrsim.flow.flow import CallFlow
from ivrsim.lazy import Door, fetch
from ivrsim.lint.diagnostic import Diagnostic, Findings
from ivrsim.lint.locate import Found, Locator
from ivrsim.lint.rule import RULES, Finding, Preset, Rule, Severity
from ivrsim.lint.settings import DEFAULTS, Codes, LintSettings
from ivrsim.lint.views import DocumentView, FlowView
from ivrsim.values import dataclass, replace
from ivrsim.vendors.load import load
from ivrsim.vendors.port import Document

if TYPE_CHECKING:
    from ivrsim.lint.hiding import Hidden

EVERY = "ALL"
"""Names every rule, of whatever preset."""

NOT_LISTED = "IVR910"
"""The rule whose page explains the closing diagnostic of a file with too many."""

UNUSED_IGNORE = "IVR930"
"""The rule of ignores that leave nothing out."""


@dataclass(frozen=True)
class LintResult:
    """What linting some documents gave.

    - `documents`: those looked at; `diagnostics`: all that was found in them;
    - `hidden`: what ignores and a baseline left out of them.
    """

    documents: tuple[Document, ...]
    diagnostics: tuple[Diagnostic, ...]
    hidden: tuple[Hidden, ...] = ()

    @classmethod
    def joined(cls, results: Iterable[LintResult]) -> LintResult:
        """Several results as one, in their order."""
        parts = list(results)
        return cls(
            tuple(document for part in parts for document in part.documents),
            tuple(diagnostic for part in parts for diagnostic in part.diagnostics),
            tuple(hidden for part in parts for hidden in part.hidden),
        )

    def count(self, severity: Severity) -> int:
        """How many diagnostics are of this severity."""
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)

    _repr_mimebundle_ = Door("ivrsim.render.notebook.values:lint_mimebundle")


def lint(
    what: Any,
    select: Codes = None,
    ignore: Codes = None,
    limit: int | None = None,
    *,
    settings: LintSettings = DEFAULTS,
) -> Findings:
    """What the rules find in a document, in the order of its text.

    `what` is a `Document` or anything `ivrsim.load` takes: a path, text, bytes or data.
    `select` and `ignore` name rules; where both name one, the longer text counts.
    `settings` say everything else; `select`, `ignore` and `limit` go before theirs.
    Never raises on a bad document.  Raises `UsageError` for a code no rule has.
    """
    document = what if isinstance(what, Document) else load(what)
    asked = _asked(settings, select, ignore, limit)
    return Findings(lint_all([document], asked).diagnostics)


def lint_flow(
    flow: CallFlow,
    select: Codes = None,
    ignore: Codes = None,
    limit: int | None = None,
    *,
    settings: LintSettings = DEFAULTS,
) -> Findings:
    """What the rules find in a call flow by itself, without the text it came from.

    The diagnostics have no line and column, and no fixes.  Raises as `lint`.
    """
    asked = _asked(settings, select, ignore, limit)
    view = DocumentView((FlowView(flow, settings=asked),), settings=asked)
    locator = Locator(view, None, flow.name)
    shown, _ = _shown(view, locator, _found(view, selected(asked)))
    return Findings(_diagnostics(view, locator, shown))


def lint_all(documents: Iterable[Document], settings: LintSettings = DEFAULTS) -> LintResult:
    """What the rules find in several documents; the limit holds for each of them.

    Ends with the ignores of the settings that left nothing out.  Raises as `lint`.
    """
    result = LintResult.joined(lint_one(document, settings) for document in documents)
    return ended(result, settings) if settings.ignores else result


def lint_one(document: Document, settings: LintSettings = DEFAULTS) -> LintResult:
    """What the rules find in one document, which may be a part of a larger run.

    A document without any call flow says why, whatever is selected or left out: a file
    that could not be looked at never passes for a clean one.  Raises as `lint`.
    """
    view = DocumentView.of(document, settings)
    locator = Locator(view, document)
    if not document.flows:
        every = selected(replace(settings, select=None, preset=Preset.ALL))
        return LintResult((document,), tuple(_diagnostics(view, locator, _found(view, every))))
    shown, hidden = _shown(view, locator, _found(view, selected(settings)))
    return LintResult((document,), tuple(_diagnostics(view, locator, shown)), hidden)


def ended(result: LintResult, settings: LintSettings = DEFAULTS) -> LintResult:
    """The result of a whole run, with a diagnostic for each ignore that left nothing out."""
    unused = RULES[UNUSED_IGNORE]
    if unused not in selected(settings):
        return result
    tell = fetch("ivrsim.lint.hiding:unused_ignores")
    more: list[Diagnostic] = tell(result.hidden, unused, settings)
    return replace(result, diagnostics=(*result.diagnostics, *more))


def found_in(document: Document, settings: LintSettings = DEFAULTS) -> tuple[Locator, list[Found]]:
    """All findings in a document before any is left out, and what makes them concrete."""
    view = DocumentView.of(document, settings)
    return Locator(view, document), _found(view, selected(settings))


def _found(view: DocumentView, rules: Sequence[Rule]) -> list[Found]:
    found = [
        Found(rule, flow, finding)
        for rule in rules
        for flow, finding in rule.check.findings(rule.code, view)
    ]
    return found if len(view.flows) < 2 else list(_each_once(found))


def _each_once(found: Iterable[Found]) -> Iterator[Found]:
    """What two flows have in common (the hours above both terms) is told of the first."""
    told: set[tuple[str, str, str]] = set()
    for item in found:
        finding = item.finding
        if item.flow and finding.node is None and finding.place is not None:
            key = (item.rule.code, finding.message, finding.place.pointer)
            if key in told:
                continue
            told.add(key)
        yield item


def _shown(
    view: DocumentView, locator: Locator, found: list[Found]
) -> tuple[list[Found], tuple[Hidden, ...]]:
    """The findings that are shown, and what was left out."""
    settings = view.settings
    if not settings.ignores and not settings.known:
        return found, ()
    shown: tuple[list[Found], tuple[Hidden, ...]]
    shown = fetch("ivrsim.lint.hiding:shown")(locator, found)
    return shown


def _asked(settings: LintSettings, select: Codes, ignore: Codes, limit: int | None) -> LintSettings:
    given: dict[str, Any] = {"select": select, "ignore": ignore, "limit": limit}
    return replace(settings, **{name: value for name, value in given.items() if value is not None})


def selected(settings: LintSettings = DEFAULTS) -> tuple[Rule, ...]:
    """The rules that are asked for, by code.

    Raises `UsageError` for a text that names no rule.
    """
    known = all_rules(settings)
    rules = RULES.entries() if known is RULES else tuple(known.values())
    for asked, among, chosen in _CHOSEN:
        if asked is settings and among is rules:
            return chosen
    found = _selected(settings, rules)
    _CHOSEN[:] = [(settings, rules, found)]
    return found


_CHOSEN: list[tuple[LintSettings, tuple[Rule, ...], tuple[Rule, ...]]] = []
"""The settings that were asked about last, the rules there were, and those they chose."""


def _selected(settings: LintSettings, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    wanted = [*_texts(settings.select), *_texts(settings.extend_select)]
    unwanted = _texts(settings.ignore)
    for text in (*wanted, *unwanted):
        check_names_a_rule(text, rules)
    rank = settings.preset.rank if settings.select is None else -1
    if not wanted and not unwanted:
        return tuple(rule for rule in rules if rule.preset.rank <= rank)

    def is_asked(rule: Rule) -> bool:
        return _length(rule, unwanted) < max(_length(rule, wanted), int(rule.preset.rank <= rank))

    return tuple(rule for rule in rules if is_asked(rule))


def all_rules(settings: LintSettings = DEFAULTS) -> Mapping[str, Rule]:
    """Every rule there is under these settings, by code: ours, of plug-ins, declared."""
    if settings.plugins:
        add_plugins()
    if not settings.declared:
        return RULES
    rules = {**RULES, **{rule.code: rule for rule in settings.declared}}
    return dict(sorted(rules.items()))


@cache
def add_plugins() -> tuple[str, ...]:
    """Look once for the rules that installed distributions offer (`ivrsim.rules`); their codes.

    Raises `RegistryError` for a distribution whose rule cannot be taken.
    """
    try:
        return tuple(RULES.add_entry_points())
    except (ImportError, SyntaxError) as error:
        raise RegistryError(
            f"A plug-in cannot be imported: {error}.", hint="Is its distribution installed whole?"
        ) from error


def exactness(rule: Rule, codes: Codes) -> int:
    """How exactly the codes name the rule: the length of the longest that does; 0 for none."""
    return _length(rule, _texts(codes))


def _texts(codes: Codes) -> list[str]:
    texts = [codes] if isinstance(codes, str) else list(codes or ())
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]


def _length(rule: Rule, texts: Sequence[str]) -> int:
    """How exactly the texts name the rule: the longest that does; 0 for none."""
    return max((names(rule, text) for text in texts), default=0)


def names(rule: Rule, text: str) -> int:
    """How exactly a text names the rule: by how many characters of its code; 0: not at all."""
    if text.upper() == EVERY:
        return 1
    if text == rule.name:
        return len(rule.code)
    return len(text) if text and rule.code.startswith(text.upper()) else 0


def check_names_a_rule(text: str, rules: Collection[Rule]) -> None:
    """Raises `UsageError` where the text names none of the rules."""
    if not any(names(rule, text) for rule in rules):
        known = [rule.name for rule in rules]
        near = fetch("difflib:get_close_matches")(text.lower()[:100], known, n=1)
        usual = "Give a code (IVR201), the beginning of codes (IVR2) or a rule's name."
        raise UsageError(
            f"{text!r} names no rule.", hint=f"Did you mean {near[0]}?" if near else usual
        )


def _diagnostics(view: DocumentView, locator: Locator, found: list[Found]) -> list[Diagnostic]:
    limit = view.settings.limit
    kept = _gravest(found, view, limit) if len(found) > limit else found
    diagnostics = sorted(map(locator.diagnostic, kept), key=lambda d: d.order)
    return [*diagnostics, *_not_listed(len(found) - len(kept), locator)]


def _gravest(found: list[Found], view: DocumentView, limit: int) -> list[Found]:
    """The gravest findings, of equal ones the first: worked out before any line is."""
    order = {
        id(flow): (number, dict(zip(flow.flow.nodes, count(), strict=False)))
        for number, flow in enumerate(view.flows)
    }

    def rank(item: Found) -> tuple[int, tuple[int, int], str]:
        own = item.finding.severity or item.rule.severity
        severity = view.settings.severities.get(item.rule.code, own)
        number, known = order.get(id(item.flow), (0, {}))
        node = item.finding.node
        place = (number, known[node]) if node in known else (-1, -1)
        return severity.rank, place, item.rule.code

    return sorted(found, key=rank)[:limit]


def _not_listed(more: int, locator: Locator) -> Iterator[Diagnostic]:
    if more > 0 and NOT_LISTED in RULES:
        message = f"{more:,} more problems of this file are not listed"
        finding = Finding(message, hint="Mend some of those above and lint again.")
        yield locator.diagnostic(Found(RULES[NOT_LISTED], None, finding))
