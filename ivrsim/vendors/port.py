"""The port every vendor implements, and the document it reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from ivrsim.campaign.campaign import Campaign
from ivrsim.errors import Problem, UsageError
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.lazy import Door
from ivrsim.places import Place
from ivrsim.source import Source
from ivrsim.values import dataclass, field, replace


class Vendor(Protocol):
    """What a vendor knows: its documents, both ways, and how it names a place."""

    name: str
    looked_for: str
    """What makes a document this vendor's, in words."""

    def detect(self, data: Any) -> bool:
        """Whether the document looks like this vendor's."""

    def read(self, source: Source) -> Document:
        """The document's flows, campaign and problems; never raises."""

    def write(self, document: Document) -> Any:
        """The document as JSON data: everything that was read, and nothing else."""

    def address(self, flow: CallFlow, node: NodeId) -> str:
        """How the vendor's own error messages name the node."""


@dataclass(frozen=True, eq=False)
class Document:
    """A file as a vendor understands it.

    - `flows`: each flow by where it stands: `future_terms`, `current_terms`,
      `ivr_tree`, `root`, in the document's order;
    - `problems`: what reading found: first in the text, then in the order of reading;
    - `source`: the text, for lines and columns;
    - `tree_places`: where each flow's `ivr_tree` (its settings) stands;
    - `campaign_places`: where the campaign terms of each flow stand;
    - `term_places`: the same for each property by itself: some stand in the terms, some
      around them (`custom_data`), some where they should not;
    - `campaigns`: the campaign of each flow, as it was read.
    """

    source: Source
    vendor: Vendor
    flows: Mapping[str, CallFlow]
    problems: tuple[Problem, ...] = ()
    tree_places: Mapping[str, Place] = field(default_factory=dict)
    campaign_places: Mapping[str, Place] = field(default_factory=dict)
    term_places: Mapping[str, Mapping[str, Place]] = field(default_factory=dict)
    campaigns: Mapping[str, Campaign] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file's name, or what stands for it."""
        return self.source.name

    @property
    def flow(self) -> CallFlow:
        """The flow to be deployed: `future_terms`, else the first.  Raises `UsageError`."""
        if not self.flows:
            raise UsageError(
                f"{self.name} holds no call flow.",
                hint="; ".join(problem.message for problem in self.problems[:3]),
            )
        names = (name for name in self.flows if name.endswith("future_terms"))
        return self.flows[next(names, next(iter(self.flows)))]

    def flow_named(self, name: str | None = None) -> CallFlow:
        """The flow of that name; without one, the flow to be deployed.  Raises `UsageError`."""
        if name is None:
            return self.flow
        if name not in self.flows:
            known = ", ".join(self.flows) or "none"
            raise UsageError(f"{self.name} has no flow {name!r}.", hint=f"It has: {known}.")
        return self.flows[name]

    def with_flow(self, name: str, flow: CallFlow) -> Document:
        """The document with another flow in the place of one; `write` writes it there.

        Raises `UsageError` where it has no flow of that name.
        """
        self.flow_named(name)
        return replace(self, flows={**self.flows, name: flow})

    def term_place(self, flow: str, name: str) -> Place | None:
        """Where a property of the campaign stands, `None` where it is not given."""
        around = self.term_places.get(flow, {}).get(name)
        return None if around is None else around / name

    def __repr__(self) -> str:
        flows = ", ".join(f"{name} ({len(flow)} nodes)" for name, flow in self.flows.items())
        return f"<Document {self.name}: {flows or 'no call flow'}; {len(self.problems)} problems>"

    def write(self) -> Any:
        """The document as JSON data, with its flows as they are.

        What did not change is not copied: change the result only from its top.  Raises
        `UsageError` for a flow that its vendor cannot express.
        """
        return self.vendor.write(self)

    lint = Door("ivrsim.lint.check:lint")
    widget = Door("ivrsim.widget.opening:document_widget")
    _repr_mimebundle_ = Door("ivrsim.render.notebook.values:document_mimebundle")
