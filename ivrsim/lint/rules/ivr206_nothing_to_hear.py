"""IVR206: a recording that is not made yet, and no text to read instead."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import EachAlike, Finding, Kind, Rule, Severity
from ivrsim.lint.wording import quoted

RECEIVED = "prompt_received"


def check(node: NodeView) -> Iterator[Finding]:
    """One finding where callers hear nothing until the recording comes."""
    if not node.unknown_words or node.node.raw.get(RECEIVED, "") is not None:
        return
    recording = node.heard.recording if node.heard else ""
    yield Finding(
        f"The recording {quoted(recording)} is still on order, and there is no text to read",
        node=node.id,
        field=RECEIVED,
        hint="Give a prompt as well: it is read until the recording is there.",
    )


RULE = Rule(
    code="IVR206",
    name="nothing-to-hear",
    severity=Severity.WARNING,
    kind=Kind.CALLER_EXPERIENCE,
    summary="The recording is not received yet, and there is no text to read instead.",
    why=(
        "A prompt_received of null means that the recording is on order. Until it comes there is "
        "nothing to play, and without a prompt nothing to read: callers hear silence and hang "
        "up, or something else is played that was never meant for them."
    ),
    bad="""\
{
  "node_type": "Connect",
  "destination_phone_number": "8004377950",
  "prompt_id_from_network": "pr_342",
  "prompt_received": null
}""",
    good="""\
{
  "node_type": "Connect",
  "destination_phone_number": "8004377950",
  "prompt": "Thank you. Your call is being connected.",
  "prompt_id_from_network": "pr_342",
  "prompt_received": null
}""",
    source=(
        "Invoca, Prompt Recordings (prompt_received: the date when the prompt was created; null "
        "while it is on order); mikopbx/Core issue 1121 (another greeting was played)"
    ),
    check=EachAlike(check),
)
