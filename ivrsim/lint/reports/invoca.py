"""The vendor's own answer: the body of the 403 it would send for each call flow.

One body is published (Invoca, Advertiser Campaigns, Error Handling): an empty required
parameter gives "cannot be empty".  What the vendor says to wrong children, unreadable
conditions and bad numbers is not published; those messages are ours, in its shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ivrsim.errors import UsageError
from ivrsim.jsontext import dumps
from ivrsim.lint.check import LintResult
from ivrsim.vendors.invoca.addresses import error_body
from ivrsim.vendors.port import Document

OF_NODE = "base"
"""The field of faults that belong to a node as a whole."""


def report(result: LintResult, *, colour: bool = False) -> str:
    """A JSON object for each call flow that is refused, `{}` where none is; never coloured.

    Invoca answers to its own documents only.  Raises `UsageError` where there are none
    among those of other vendors.
    """
    others = [document for document in result.documents if document.flows and not _own(document)]
    if others and not any(document.flows for document in result.documents if _own(document)):
        raise UsageError(
            f"{others[0].name} is no document of Invoca's, so Invoca answers nothing to it.",
            hint="Choose another format.",
        )
    bodies = list(_bodies(result)) or [{}]
    return "".join(dumps(body) + "\n" for body in bodies)


def _own(document: Document) -> bool:
    return document.vendor.name == "invoca"


def _bodies(result: LintResult) -> Iterator[dict[str, Any]]:
    for document in filter(_own, result.documents):
        for name, flow in document.flows.items():
            refused = [
                (d.node, d.field or OF_NODE, d.refusal)
                for d in result.diagnostics
                if d.file == document.name and d.flow == name and d.refusal and d.node is not None
            ]
            if refused:
                yield error_body(refused, flow)
