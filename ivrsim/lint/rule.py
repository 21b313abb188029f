"""A rule is a page: code, name, severity, why, Bad, Good, source and check in one file.

A rule holds no state and knows no lines: it speaks of nodes and fields, and
`ivrsim.lint.locate` finds the place last.  What it looks at (the document, each flow,
each node, each condition, or what the readers already found) is declared by the kind
of its `check`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, Protocol

from ivrsim.errors import Problem, RegistryError
from ivrsim.flow.node import Node
from ivrsim.lint.finding import Confidence, Finding, Kind, Preset, Severity
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.option import Option
from ivrsim.lint.views import ConditionView, DocumentView, FlowView
from ivrsim.registry import PLUGIN, SLIPS, Registry
from ivrsim.values import dataclass, replace

__all__ = [
    "RULES",
    "Check",
    "Confidence",
    "EachAlike",
    "EachCondition",
    "EachDocument",
    "EachFlow",
    "EachNode",
    "EachQuestion",
    "Finding",
    "Foreign",
    "Kind",
    "Option",
    "Preset",
    "Reported",
    "Rule",
    "Severity",
    "finds",
]


def finds(check: Callable[[NodeView], Iterator[Finding]]) -> Callable[[NodeView], bool]:
    """Whether a check finds anything at a node."""
    return lambda node: next(check(node), None) is not None


class Check(Protocol):
    """What a rule looks at: gives its findings, each with the flow it belongs to."""

    def findings(self, code: str, view: DocumentView) -> Iterator[tuple[FlowView | None, Finding]]:
        """All findings in one document, in the order of the document."""


@dataclass(frozen=True, slots=True)
class EachDocument:
    """The rule looks at each document as a whole."""

    check: Callable[[DocumentView], Iterator[Finding]]

    def findings(self, code: str, view: DocumentView) -> Iterator[tuple[FlowView | None, Finding]]:
        """What the rule finds in the document."""
        for finding in self.check(view):
            yield None, finding


@dataclass(frozen=True, slots=True)
class EachFlow:
    """The rule looks at each call flow as a whole."""

    check: Callable[[FlowView], Iterator[Finding]]

    def findings(self, code: str, view: DocumentView) -> Iterator[tuple[FlowView | None, Finding]]:
        """What the rule finds in every flow."""
        for flow in view.flows:
            for finding in self.check(flow):
                yield flow, finding


@dataclass(frozen=True, slots=True)
class EachNode:
    """The rule looks at each node of a known type, or only of the types it is about."""

    check: Callable[[NodeView], Iterator[Finding]]
    types: Callable[[type[Node]], bool] | None = None

    def findings(self, code: str, view: DocumentView) -> Iterator[tuple[FlowView | None, Finding]]:
        """What the rule finds in every node."""
        check, types = self.check, self.types
        for flow in view.flows:
            for node in flow.nodes if types is None else flow.of_types(types):
                for finding in check(node):
                    yield flow, finding


@dataclass(frozen=True, slots=True)
class EachAlike:
    """The rule looks at each node by itself, or only at those of the types it is about.

    Whether it finds something hangs on nothing but the node, the names of the exits that
    lead on from it, and what holds for the whole flow.  So of nodes that are alike in
    that only the first is looked at, and the others only if something is found there.
    `asks`: only nodes that ask their callers something are looked at.
    """

    check: Callable[[NodeView], Iterator[Finding]]
    types: Callable[[type[Node]], bool] | None = None
    asks: bool = False

    def findings(self, code: str, view: DocumentView) -> Iterator[tuple[FlowView | None, Finding]]:
        """What the rule finds in every node."""
        check = self.check
        for flow in view.flows:
            found = finds(check)
            for node in flow.questions(found) if self.asks else flow.where(found, self.types):
                for finding in check(node):
                    yield flow, finding


@dataclass(frozen=True, slots=True)
class EachQuestion:
    """The rule looks at each node that asks its callers something.

    `suspects`, if given, is asked before: it does without looking at other nodes, as the
    check of `EachAlike` does.
    """

    check: Callable[[NodeView], Iterator[Finding]]
    suspects: Callable[[NodeView], object] | None = None

    def findings(self, code: str, view: DocumentView) -> Iterator[tuple[FlowView | None, Finding]]:
        """What the rule finds in every node that asks."""
        suspects = self.suspects
        for flow in view.flows:
            for node in flow.asking if suspects is None else flow.questions(suspects):
                for finding in self.check(node):
                    yield flow, finding


@dataclass(frozen=True, slots=True)
class EachCondition:
    """The rule looks at each condition that is not empty, wherever it stands."""

    check: Callable[[ConditionView], Iterator[Finding]]

    def findings(self, code: str, view: DocumentView) -> Iterator[tuple[FlowView | None, Finding]]:
        """What the rule finds in every condition."""
        for flow in view.flows:
            for condition in flow.conditions:
                for finding in self.check(condition):
                    yield flow, finding


@dataclass(frozen=True, slots=True)
class Reported:
    """The readers report this already; the rule is the page of their problems.

    `refusal` is what the vendor answers to a node with such a problem.
    """

    refusal: str = ""

    def findings(self, code: str, view: DocumentView) -> Iterator[tuple[FlowView | None, Finding]]:
        """The problems of this code."""
        for problem in view.problems:
            if problem.code == code:
                yield None, _of_problem(problem, self.refusal)


@dataclass(frozen=True, slots=True)
class Foreign:
    """The check of a plug-in, of which nobody here knows whether it is sound."""

    check: Check

    def findings(self, code: str, view: DocumentView) -> Iterator[tuple[FlowView | None, Finding]]:
        """What the plug-in finds.  Raises `RegistryError` where it fails."""
        try:
            for flow, finding in self.check.findings(code, view):
                if not isinstance(finding, Finding):
                    raise TypeError(f"found {finding!r}, which is no Finding")
                yield flow, finding
        except SLIPS as error:
            raise RegistryError(
                f"The rule {code} of a plug-in fails: {type(error).__name__}: {error}.",
                hint=f"Tell its authors, or leave it out: --ignore {code}.",
            ) from error


def _of_problem(problem: Problem, refusal: str) -> Finding:
    return Finding(
        problem.message,
        place=problem.place,
        within=problem.place.within,
        span=problem.span,
        hint=problem.hint,
        refusal=refusal,
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule and its page.  A published code never changes its meaning.

    `bad` and `good` are documents (or flows, or nodes) as text: linting `bad` gives
    this rule's code, linting `good` does not.  `source` names the vendor's page or the
    public evidence that says so.  `preset` is the smallest set the rule belongs to:
    what is contested is not in the recommended one, unless as an info.  `recordings` is
    a list of prompt recordings that the examples are linted with.
    """

    code: str
    name: str
    severity: Severity
    kind: Kind
    summary: str
    why: str
    bad: str | bytes
    good: str | bytes
    source: str
    check: Check
    confidence: Confidence = Confidence.CERTAIN
    preset: Preset = Preset.RECOMMENDED
    options: tuple[Option[Any], ...] = ()
    recordings: str = ""


def _code_of_file(stem: str) -> str:
    return stem.partition("_")[0].upper()


def _rules_in(module: ModuleType) -> dict[str, Rule]:
    rules = [value for value in vars(module).values() if isinstance(value, Rule)]
    if module.__name__.startswith(PLUGIN):
        rules = [replace(rule, check=Foreign(rule.check)) for rule in rules]
    return {rule.code: rule for rule in rules}


RULES: Registry[Rule] = Registry(
    "ivrsim.lint.rules",
    key_of_file=_code_of_file,
    entries_in=_rules_in,
    group="ivrsim.rules",
)
"""Every rule by its code: `RULES["IVR201"]`.  A new file in the folder is a new rule."""
