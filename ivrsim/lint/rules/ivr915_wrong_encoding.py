"""IVR915: the file is not UTF-8."""

from __future__ import annotations

from ivrsim.lint.mended import Mended
from ivrsim.lint.rule import Kind, Rule, Severity

RULE = Rule(
    code="IVR915",
    name="wrong-encoding",
    severity=Severity.ERROR,
    kind=Kind.FILE,
    summary="The file is not encoded in UTF-8.",
    why=(
        "JSON is UTF-8. In another encoding letters such as é and ñ arrive as something else, "
        "and the voice reads that out; a document in UTF-16 is not read at all."
    ),
    bad=b'{"node_type": "EndCall", "prompt": "Adi\xf3s."}',
    good='{"node_type": "EndCall", "prompt": "Adiós."}',
    source="RFC 8259, 8.1",
    check=Mended("resave"),
)
