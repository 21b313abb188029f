"""Invoca as a vendor: documents in and out, and how its errors name a node."""

from __future__ import annotations

from typing import Any

from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.lazy import fetch
from ivrsim.source import Source
from ivrsim.vendors.invoca import reader
from ivrsim.vendors.invoca.addresses import address
from ivrsim.vendors.invoca.shape import sites_of
from ivrsim.vendors.port import Document


class Invoca:
    """Advertiser campaigns of Invoca's Network API, with their IVR trees."""

    name = "invoca"
    looked_for = (
        '"ivr_tree", "root", "current_terms", "future_terms" or "node_type" '
        "(Invoca, Advertiser Campaigns)"
    )

    def detect(self, data: Any) -> bool:
        """Whether a call flow of Invoca stands anywhere in the data."""
        return bool(sites_of(data))

    def read(self, source: Source) -> Document:
        """The document's flows and problems; never raises."""
        return reader.read(source, self)

    def write(self, document: Document) -> Any:
        """The document as JSON data; unchanged, exactly what was read.

        Raises `UsageError` for a flow that is no tree of Invoca's.
        """
        return fetch("ivrsim.vendors.invoca.writer:write")(document)

    def address(self, flow: CallFlow, node: NodeId) -> str:
        """The node by child indices, `children[0].children[2]`; the root is `ivr_tree`."""
        return address(flow, node)


INVOCA = Invoca()
