"""From the words of a rule to a place: pointer, line and column, keys, vendor's index.

This is the last step, done only for what is shown.  A place more than `DEEPEST` steps
down is addressed by its end, so that a tree 100,000 deep costs no more than a wide one.
"""

from __future__ import annotations

from functools import cached_property

from ivrsim.flow.flow import LONGEST_WAY, CallFlow, NodeId
from ivrsim.lazy import fetch
from ivrsim.lint.diagnostic import Diagnostic, Replay
from ivrsim.lint.edit import TextFix
from ivrsim.lint.rule import Finding, Rule, Severity
from ivrsim.lint.views import DocumentView, FlowView
from ivrsim.places import ROOT, Place, Position, Span, Step, written
from ivrsim.source import Source
from ivrsim.values import dataclass
from ivrsim.vendors.port import Document, Vendor

DEEPEST = 1_000
"""Steps of a JSON pointer that are spelled out."""

NOWHERE = Position(0, 0)


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with the rule that made it and the flow it belongs to."""

    rule: Rule
    flow: FlowView | None
    finding: Finding


class Locator:
    """Makes the findings of one document concrete; of a flow without one, what it can."""

    def __init__(self, view: DocumentView, document: Document | None, name: str = "") -> None:
        self.view = view
        self.source: Source | None = document.source if document else None
        self.vendor: Vendor | None = document.vendor if document else None
        self.file = document.name if document else name

    def diagnostic(self, found: Found) -> Diagnostic:
        """The finding with every address of its place."""
        rule, finding, view = found.rule, found.finding, found.flow
        node, field = finding.node, finding.field
        if view is None and finding.place is not None and finding.span is None:
            view, node, field = self._owner(finding.place)
        flow = view.flow if view else None
        place, shown = self._places(flow, finding)
        start, end = self._range(finding, shown)
        return Diagnostic(
            code=rule.code,
            name=rule.name,
            severity=self._severity(rule, finding),
            confidence=rule.confidence,
            kind=rule.kind,
            message=_without_stop(finding.message),
            hint=finding.hint,
            file=self.file,
            flow=flow.name if flow else "",
            node=node,
            field=field,
            pointer=pointer(place),
            line=start.line,
            column=start.column,
            end_line=end.line,
            end_column=end.column,
            keys=keys(flow, node),
            index=self._index(flow, node),
            words=_words(view, node),
            refusal=finding.refusal,
            witness=self._replay(flow, finding),
            fixes=self._fixes(finding),
        )

    def address(self, found: Found) -> tuple[str, NodeId | None, str | None]:
        """The flow, the node and the field a finding belongs to, as far as it does."""
        view, node, field = found.flow, found.finding.node, found.finding.field
        if found.finding.place is not None and (node is None or field is None):
            owner, near, within = self._owner(found.finding.place)
            view, node, field = owner or view, node or near, field or within
        return view.flow.name if view else "", node, field

    def _severity(self, rule: Rule, finding: Finding) -> Severity:
        own = finding.severity or rule.severity
        return self.view.settings.severities.get(rule.code, own)

    def _replay(self, flow: CallFlow | None, finding: Finding) -> Replay | None:
        if finding.witness is None or flow is None:
            return None
        witness = finding.witness
        terms = f" --terms {flow.name}" if len(self.view.flows) > 1 else ""
        command = witness.command(self.file) + terms
        return Replay(witness.words, witness.acts, command)

    def _fixes(self, finding: Finding) -> tuple[TextFix, ...]:
        if self.source is None or not finding.fixes:
            return ()
        concrete = (
            fetch("ivrsim.lint.textfix:text_fix")(fix, self.source) for fix in finding.fixes
        )
        return tuple(fix for fix in concrete if fix is not None)

    def _places(self, flow: CallFlow | None, finding: Finding) -> tuple[Place, Place]:
        """The place that is meant, and the one to show: a node shows its type."""
        node = flow.places.get(finding.node) if flow and finding.node is not None else None
        if finding.place is not None or node is None:
            place = finding.place or ROOT
            return place, place.part(finding.within) if finding.within else place
        raw = flow.nodes[finding.node].raw if flow and finding.node is not None else {}
        if finding.field is not None and (finding.field in raw or finding.field == "children"):
            place = node / finding.field
            return place, place.part(finding.within) if finding.within else place
        return node, node / "node_type" if "node_type" in raw else node

    def _range(self, finding: Finding, shown: Place) -> tuple[Position, Position]:
        if self.source is None:
            return NOWHERE, NOWHERE
        span = finding.span or self._span(shown) or Span(0, 0)
        return self.source.positions(Span(span.start, max(span)))

    def _span(self, place: Place) -> Span | None:
        return self.source.span(place) if self.source is not None else None

    def _index(self, flow: CallFlow | None, node: NodeId | None) -> str:
        if flow is None or node is None or self.vendor is None or is_deep(node):
            return ""
        return self.vendor.address(flow, node)

    @cached_property
    def _nodes(self) -> dict[Place, tuple[FlowView, NodeId]]:
        return {
            place: (view, node)
            for view in self.view.flows
            for node, place in view.flow.places.items()
        }

    def _owner(self, place: Place) -> tuple[FlowView | None, NodeId | None, str | None]:
        """The node and field a reader's problem belongs to: the nearest around its place."""
        at: Place | None = place
        field: str | None = None
        while at is not None and at not in self._nodes:
            field = str(at.step)
            at = at.parent
        return (*self._nodes[at], field) if at is not None else (None, None, None)


def _without_stop(message: str) -> str:
    """Readers end their messages with a full stop, rules do not."""
    return message[:-1] if message.endswith(".") and not message.endswith("..") else message


def _words(view: FlowView | None, node: NodeId | None) -> str:
    return view.all_nodes[node].words if view and node is not None else ""


def is_deep(node: NodeId) -> bool:
    """Whether the node lies so deep that its id does not spell the way to it."""
    return node.startswith("/…")


def pointer(place: Place) -> str:
    """The JSON pointer; of a very deep place its end, after an ellipsis."""
    steps: list[Step] = []
    at: Place | None = place
    while at is not None and at.step is not None and len(steps) < DEEPEST:
        steps.append(at.step)
        at = at.parent
    steps.reverse()
    whole = at is None or at.step is None
    return written(steps) if whole else "…" + written(steps)


def keys(flow: CallFlow | None, node: NodeId | None) -> str:
    """What the caller presses to get to the node, as the vendor reports it: `1 2 W`.

    Ways that are no key (`true`, `next`, `any key`) are left out.  Of a node very far
    from the root only the last keys are told.
    """
    if flow is None or node is None:
        return ""
    found: list[str] = []
    wire = flow.parents.get(node)
    while wire is not None and len(found) < LONGEST_WAY:
        found.append(wire.exit)
        wire = flow.parents.get(wire.source)
    pressed = [name for name in reversed(found) if len(name) == 1]
    return " ".join(["…", *pressed] if wire is not None else pressed)
