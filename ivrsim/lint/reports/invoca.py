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

OF_NODE = "base"
"""The field of faults that belong to a node as a whole."""


def report(result: LintResult, *, colour: bool = False) -> str:
    """A JSON object for each call flow that is refused, `{}` where none is; never coloured.

    Raises `UsageError` for a document of another vendor.
    """
    for document in result.documents:
        if document.flows and document.vendor.name != "invoca":
            raise UsageError(
                f"{document.name} is no document of Invoca's, so Invoca answers nothing to it.",
                hint="Choose another format.",
            )
    bodies = list(_bodies(result)) or [{}]
    return "".join(dumps(body) + "\n" for body in bodies)


def _bodies(result: LintResult) -> Iterator[dict[str, Any]]:
    for document in result.documents:
        for name, flow in document.flows.items():
            refused = [
                (d.node, d.field or OF_NODE, d.refusal)
                for d in result.diagnostics
                if d.file == document.name and d.flow == name and d.refusal and d.node is not None
            ]
            if refused:
                yield error_body(refused, flow)
