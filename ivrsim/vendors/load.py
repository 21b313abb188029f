"""Documents from files, texts and data, and back: whichever vendor they belong to."""

from __future__ import annotations

from typing import Any

from ivrsim import source as sources
from ivrsim.errors import Problem
from ivrsim.files import write_whole
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.jsontext import dumps
from ivrsim.lazy import Path
from ivrsim.source import Source
from ivrsim.vendors.invoca.vendor import INVOCA
from ivrsim.vendors.port import Document, Vendor
from ivrsim.vendors.stringee.vendor import STRINGEE

VENDORS: tuple[Vendor, ...] = (INVOCA, STRINGEE)
"""The vendors whose documents are known, in the order in which they are asked."""

NOT_A_CALL_FLOW = "IVR920"


class NoVendor:
    """Stands for the vendor of a document that nobody knows: it is kept as it is."""

    name = ""
    looked_for = ""

    def detect(self, data: Any) -> bool:
        """Every document will do."""
        return True

    def read(self, source: Source) -> Document:
        """No flow, and a problem that says what was looked for."""
        looked_for = " or ".join(vendor.looked_for for vendor in VENDORS)
        missing = Problem(
            NOT_A_CALL_FLOW,
            "No call flow was found in this document",
            hint=f"Looked for {looked_for}.",
        )
        problems = (*source.problems, missing) if source.ok else source.problems
        return Document(source, self, {}, problems)

    def write(self, document: Document) -> Any:
        """What was read."""
        return document.source.data

    def address(self, flow: CallFlow, node: NodeId) -> str:
        """There are no nodes."""
        return ""


def load(what: object, name: str | None = None) -> Document:
    """Read a document: a path, a text, bytes, or data made of dicts and lists.

    A `str` with a line break or a `{` in it is JSON text, any other a path if there is
    such a file.  `name` is what messages call it.  Whatever a document holds, reading
    does not raise; see `Document.problems`.  Raises `UsageError` for an object that
    cannot be a document at all.
    """
    source = sources.read(what, name)
    vendors = (vendor for vendor in VENDORS if vendor.detect(source.data))
    return next(vendors, NoVendor()).read(source)


def dump(document: Document) -> str:
    """The document as JSON text, indented by two blanks, with its flows as they are.

    Raises `UsageError` for a flow that its vendor cannot express.
    """
    return dumps(document.write()) + "\n"


def save(document: Document, path: Path | str) -> Path:
    """Write the document to a file, whole or not at all; the path written.

    Raises `UnreadableError` where it cannot be written, else as `dump`.
    """
    return write_whole(path, dump(document))
