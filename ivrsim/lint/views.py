"""A document as rules see it: flows, nodes and conditions, each worked out once.

The views answer what several rules ask (which keys does the prompt name? what does the
condition say?), so that a document is scanned once however many rules look at it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import chain, count
from typing import TYPE_CHECKING

from ivrsim.campaign.campaign import Campaign
from ivrsim.conditions.ast import Expr
from ivrsim.conditions.parse import Reading, read_condition
from ivrsim.errors import Problem
from ivrsim.flow.action import Destination
from ivrsim.flow.arity import ArityFault, flow_faults
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.flow.node import Node
from ivrsim.lazy import fetch, once
from ivrsim.lint.alike import are_same, likenesses, print_of
from ivrsim.lint.finding import Finding, Severity
from ivrsim.lint.node_view import NodeView, NodeViews, Shape
from ivrsim.lint.settings import DEFAULTS, LintSettings
from ivrsim.places import Place, Span
from ivrsim.values import dataclass
from ivrsim.vendors.port import Document

if TYPE_CHECKING:
    from ivrsim.analysis.reach import Reach

LONGEST_SHOWN = 200
"""Characters of a condition that a message repeats."""


class DocumentView:
    """One document: its flows, and what the readers found."""

    def __init__(
        self,
        flows: tuple[FlowView, ...],
        problems: tuple[Problem, ...] = (),
        settings: LintSettings = DEFAULTS,
        document: Document | None = None,
    ) -> None:
        self.flows = flows
        self.problems = problems
        self.settings = settings
        self.document = document

    @classmethod
    def of(cls, document: Document, settings: LintSettings = DEFAULTS) -> DocumentView:
        """The view of a document that was read."""
        places, terms = document.tree_places, document.term_places
        flows = tuple(
            FlowView(flow, places.get(name), terms.get(name), settings)
            for name, flow in document.flows.items()
        )
        return cls(flows, document.problems, settings, document)


class FlowView:
    """One call flow, and where its settings and the terms of its campaign stand."""

    def __init__(
        self,
        flow: CallFlow,
        tree: Place | None = None,
        terms: Mapping[str, Place] | None = None,
        settings: LintSettings = DEFAULTS,
    ) -> None:
        self.flow = flow
        self.settings = settings
        self.tree_place = tree
        self._terms = terms or {}

    def term(self, name: str) -> Place | None:
        """Where a property of the campaign stands; `None` where the document has none."""
        holder = self._terms.get(name)
        return holder / name if holder is not None else None

    @property
    def campaign(self) -> Campaign:
        """The campaign the flow belongs to; empty where the document has none."""
        return self.flow.campaign

    @property
    def has_campaign(self) -> bool:
        """Whether the document says anything about the campaign beside the tree."""
        return bool(self.campaign.raw)

    @property
    def has_settings(self) -> bool:
        """Whether the document has an `ivr_tree`, where the settings would stand."""
        flow, tree = self.flow, self.tree_place
        root = flow.places.get(flow.root) if flow.root is not None else None
        apart = tree is not None and root is not None and root.pointer != tree.pointer
        return apart or bool(flow.settings.raw)

    @once
    def all_nodes(self) -> Mapping[NodeId, NodeView]:
        """Every node by id, in reading order."""
        return NodeViews(self)

    @once
    def nodes(self) -> tuple[NodeView, ...]:
        """The nodes whose type is known, in reading order."""
        return tuple(view for view in self.all_nodes.values() if view.known)

    def where(
        self, test: Callable[[NodeView], object], types: Callable[[type[Node]], bool] | None = None
    ) -> list[NodeView]:
        """The nodes of known types for which a test holds, in reading order.

        The test looks at a node, at the names of the exits that lead on, and at what holds
        for the whole flow; it is asked once for all nodes that are alike in that.
        """
        if types is None:
            return self._where(self._shapes, test)
        wanted = {kind for kind in self._types if types(kind)}
        if not wanted:
            return []
        return self._where([s for s in self._shapes if type(s[0].node) in wanted], test)

    def questions(self, test: Callable[[NodeView], object] = bool) -> list[NodeView]:
        """The same of the nodes that ask their callers something."""
        return self._where(self._asking, test)

    def _where(self, shapes: Sequence[Shape], test: Callable[[NodeView], object]) -> list[NodeView]:
        found = [keys for view, keys in shapes if test(view)]
        if not found:
            return []
        (keys,) = found if len(found) == 1 else ([*chain.from_iterable(found)],)
        if len(found) > 1:
            keys.sort(key=self._order.__getitem__)
        views = self.all_nodes
        return [views[key] for key in keys]

    @once
    def _shapes(self) -> tuple[Shape, ...]:
        """The nodes of known types that are the same value with the same exits wired."""
        groups: dict[tuple[object, ...], list[NodeId]] = {}
        out = self.flow.out
        for key, node in self.flow.nodes.items():
            groups.setdefault((id(node), *out[key]), []).append(key)
        firsts = [(self.all_nodes[keys[0]], keys) for keys in groups.values()]
        return tuple((view, keys) for view, keys in firsts if view.known)

    @once
    def _asking(self) -> tuple[Shape, ...]:
        return tuple(shape for shape in self._shapes if shape[0].ask is not None)

    @once
    def _dialling(self) -> tuple[Shape, ...]:
        return tuple(shape for shape in self._shapes if shape[0].destinations)

    @once
    def _order(self) -> Mapping[NodeId, int]:
        """The number of each node in reading order."""
        return dict(zip(self.flow.nodes, count(), strict=False))

    @property
    def all_known(self) -> bool:
        """Whether the type of every node is a registered one."""
        return all(kind.node_type for kind in self._types)

    @once
    def asking(self) -> tuple[NodeView, ...]:
        """The nodes that ask their callers something, in reading order."""
        return tuple(self.questions())

    def dialled(
        self, test: Callable[[Destination], object] = bool
    ) -> Iterator[tuple[NodeView, Destination]]:
        """The numbers dialled for which a test holds, each with the node that dials it.

        Equal destinations are asked about once, as `where` does.
        """
        for view in self._where(self._dialling, lambda node: any(map(test, node.destinations))):
            yield from ((view, to) for to in view.destinations if test(to))

    def of_types(self, wanted: Callable[[type[Node]], bool]) -> Iterator[NodeView]:
        """The nodes whose type is wanted, in reading order; each type is asked about once."""
        return iter(self.where(lambda _: True, wanted))

    @once
    def _types(self) -> frozenset[type[Node]]:
        """The types that the nodes are of."""
        return frozenset(map(type, self.flow.nodes.values()))

    @once
    def reach(self) -> Reach:
        """Which nodes and exits calls can come to, worked out exactly."""
        work_out: Callable[[CallFlow], Reach] = fetch("ivrsim.analysis.reach:reach")
        return work_out(self.flow)

    def look(self, node: NodeId) -> Hashable:
        """What a node says by itself: different for nodes that are not the same."""
        value = self.flow.nodes[node]
        found = self._looks.get(id(value))
        if found is None:
            found = self._looks[id(value)] = (value.kind, print_of(value.raw))
        return found

    @once
    def _looks(self) -> dict[int, Hashable]:
        return {}

    @once
    def likenesses(self) -> Mapping[NodeId, int]:
        """Equal numbers for nodes that are the same in every detail, with all below them."""
        return likenesses(self.flow)

    def same(self, one: NodeId, other: NodeId) -> bool:
        """Whether two nodes are the same in every detail, with all below them.

        Only where a few nodes do not tell are those of the whole flow numbered.
        """
        known = None if "likenesses" in vars(self) else are_same(self.flow, one, other)
        return self.likenesses[one] == self.likenesses[other] if known is None else known

    @once
    def arity(self) -> tuple[ArityFault, ...]:
        """Children that do not fit their parents; nothing about nodes of unknown type."""
        return tuple(f for f in flow_faults(self.flow) if self.all_nodes[f.node].known)

    @once
    def conditions(self) -> tuple[ConditionView, ...]:
        """Every condition with any text: of nodes, settings, payin and payout."""
        found = (*self._of_nodes(), *self._of_settings(), *self._of_policies())
        return tuple(view for view in found if view.text.strip())

    def _of_nodes(self) -> Iterator[ConditionView]:
        for view in self.of_types(lambda kind: bool(kind.condition_fields())):
            for field, text in view.node.conditions():
                yield ConditionView(self, text, field, node=view.id)

    def _of_settings(self) -> Iterator[ConditionView]:
        for field, text in self.flow.settings.conditions():
            place = self.tree_place / field if self.tree_place is not None else None
            yield ConditionView(self, text, field, place=place)

    def _of_policies(self) -> Iterator[ConditionView]:
        for name in ("advertiser_payin", "affiliate_payout"):
            for index, policy in enumerate(getattr(self.campaign, name).policies):
                place = self.term(name)
                at = place / "policies" / index / "condition" if place else None
                yield ConditionView(self, policy.condition, "condition", place=at)


@dataclass(frozen=True, eq=False)
class ConditionView:
    """One condition: its text, the field it stands in, and what reading it gave."""

    flow: FlowView
    text: str
    field: str
    node: NodeId | None = None
    place: Place | None = None

    @once
    def reading(self) -> Reading:
        """The expression, or the error, and the notes."""
        return read_condition(self.text)

    def finding(
        self,
        message: str,
        span: Span | None,
        hint: str = "",
        severity: Severity | None = None,
        refusal: str = "",
    ) -> Finding:
        """A finding at a stretch of this condition."""
        field = self.field if self.node is not None else None
        return Finding(
            message,
            node=self.node,
            field=field,
            place=self.place,
            within=span,
            hint=hint,
            severity=severity,
            refusal=refusal,
        )

    @property
    def is_short(self) -> bool:
        """Whether the condition is short enough to be repeated in a message."""
        return len(self.text) <= LONGEST_SHOWN

    @property
    def expr(self) -> Expr | None:
        """The expression; `None` where the text cannot be read."""
        return self.reading.expr
