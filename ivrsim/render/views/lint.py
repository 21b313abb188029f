"""Lint findings, on the nodes they speak of."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.lint.check import lint, lint_flow
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.rule import Severity
from ivrsim.lint.settings import DEFAULTS, LintSettings
from ivrsim.render.compose import name_of
from ivrsim.render.marks import Mark, Marks
from ivrsim.render.picture import Legend, Note
from ivrsim.render.views import Asked, Marked
from ivrsim.values import replace
from ivrsim.vendors.port import Document

SIGNS = {Severity.ERROR: "×", Severity.WARNING: "!", Severity.INFO: "i"}
"""The gravest first."""
NAMED = 3
"""Findings that a card names; its tooltip has them all."""


def view(asked: Asked) -> Marked:
    """What the rules find in the flow, or what was found in its document (`marks_in`)."""
    flow = asked.flow
    return Marked(flow, marks_of(flow, lint_flow(flow)) if asked.marks is None else asked.marks)


def marks_in(document: Document, flow: CallFlow, settings: LintSettings = DEFAULTS) -> Marks:
    """What the rules find in a document, as far as it concerns one of its flows.

    The marks are for `Asked.marks`: they tell each finding with its line and column.
    """
    others = [
        f"{place.pointer}/" for name, place in document.tree_places.items() if name != flow.name
    ]
    found = lint(replace(document, flows={flow.name: flow}), settings=settings)
    return marks_of(
        flow, [one for one in found if one.flow or not one.pointer.startswith(tuple(others))]
    )


def marks_of(flow: CallFlow, findings: Sequence[Diagnostic]) -> Marks:
    """Findings as marks; those that speak of no node stand in the legend."""
    grave = list(SIGNS)
    at: dict[NodeId, list[Diagnostic]] = {}
    beside = []
    for found in sorted(findings, key=lambda found: grave.index(found.severity)):
        if found.node in flow.nodes and found.node is not None:
            at.setdefault(found.node, []).append(found)
        else:
            beside.append(found)
    legend = (Legend(f"{told(found)}", role=str(found.severity)) for found in beside)
    return Marks(
        {node: _mark(group) for node, group in at.items()},
        rest=Mark(role="neutral"),
        title=f"{name_of(flow)}: what the rules find",
        subtitle=_counted(findings),
        legend=tuple(legend)[:NAMED],
        remarks=tuple(_remark(flow, found) for found in findings),
    )


def told(found: Diagnostic) -> str:
    """`error IVR201 key-without-branch: ...`."""
    return f"{found.severity} {found.code} {found.name}: {found.message}"


def _remark(flow: CallFlow, found: Diagnostic) -> str:
    """As the linter says it, where it knows the line."""
    return str(found) if found.line else f"{found.node or flow.name}: {told(found)}"


def _mark(found: list[Diagnostic]) -> Mark:
    gravest = found[0].severity
    count = f" · {len(found)}" if len(found) > 1 else ""
    plural = "" if gravest is Severity.INFO else "s"
    badge = f"{SIGNS[gravest]} {gravest}{count}"
    return Mark(
        role=str(gravest),
        shade=f"{gravest}-chip",
        width=2.0,
        badge=badge,
        notes=tuple(_notes(found)),
        tip=tuple(map(told, found)),
        said=f"[{badge}: {', '.join(one.code for one in found[:NAMED])}]",
        keep=True,
        counted=f"with {gravest}{plural}",
    )


def _notes(found: list[Diagnostic]) -> list[Note]:
    notes = [
        Note(f"{SIGNS[one.severity]} {one.code} {one.name}", f"{one.severity}-accent")
        for one in found[:NAMED]
    ]
    more = len(found) - NAMED
    return [*notes, Note(f"and {more:,} more", "muted")] if more > 0 else notes


def _counted(findings: Sequence[Diagnostic]) -> str:
    """`2 errors · 1 warning`, or that nothing is found."""
    grave = list(SIGNS)
    severities = sorted((found.severity for found in findings), key=grave.index)
    groups = [(severity, len(list(group))) for severity, group in groupby(severities)]
    parts = (f"{count:,} {severity}{'s' * (count != 1)}" for severity, count in groups)
    return " · ".join(parts) or "nothing found"
