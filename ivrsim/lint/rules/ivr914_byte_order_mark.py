"""IVR914: a byte order mark."""

from __future__ import annotations

from ivrsim.lint.mended import Mended
from ivrsim.lint.rule import Kind, Rule, Severity

RULE = Rule(
    code="IVR914",
    name="byte-order-mark",
    severity=Severity.WARNING,
    kind=Kind.FILE,
    summary="The file begins with a byte order mark.",
    why=(
        "Some editors put this invisible character in front of a UTF-8 file. JSON must not "
        "have it, and some readers refuse the document because of it."
    ),
    bad='\ufeff{"node_type": "EndCall", "prompt": "Goodbye."}',
    good='{"node_type": "EndCall", "prompt": "Goodbye."}',
    source="RFC 8259, 8.1",
    check=Mended("resave"),
)
