"""Stringee as a vendor: documents in and out, and how its API names a node."""

from __future__ import annotations

from typing import Any

from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.lazy import fetch
from ivrsim.source import Source
from ivrsim.vendors.port import Document
from ivrsim.vendors.stringee.shape import is_stringee


class Stringee:
    """IVR trees of Stringee's contact center API."""

    name = "stringee"
    looked_for = '"ivrNodes" and "ivrNodeKeys" (Stringee, IVR tree node management)'

    def detect(self, data: Any) -> bool:
        """Whether nodes or keypresses of Stringee stand in the data."""
        return is_stringee(data)

    def read(self, source: Source) -> Document:
        """The document's flows, one for each tree, and its problems; never raises."""
        document: Document = fetch("ivrsim.vendors.stringee.reader:read")(source, self)
        return document

    def write(self, document: Document) -> Any:
        """The document as JSON data; unchanged, exactly what was read.

        Raises `UsageError` for a flow with other nodes or wires than were read.
        """
        return fetch("ivrsim.vendors.stringee.writer:write")(document)

    def address(self, flow: CallFlow, node: NodeId) -> str:
        """Where the API changes it: `/v1/ivrnode/NO_...` or `/v1/ivrkeypress/NO_KE_...`."""
        raw = flow.nodes[node].raw
        if str(raw.get("id", "")) != node:
            return ""
        return f"/v1/{'ivrkeypress' if 'node_key' in raw else 'ivrnode'}/{node}"


STRINGEE = Stringee()
