"""IVR217: a node plays a recording that no list knows, or that is not made yet."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.campaign.prompt_recordings import PromptRecording
from ivrsim.campaign.reading import did_you_mean
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import quoted

FIELD = "prompt_id_from_network"


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each node with such a recording, where lists are given."""
    listed = {
        recording.id_from_network: recording
        for library in flow.settings.libraries
        for recording in library.prompt_recordings
    }
    for node in flow.nodes if flow.settings.libraries else ():
        recording = node.heard.recording if node.heard else ""
        if recording:
            yield from _node(node, recording, listed)


def _node(node: NodeView, recording: str, listed: dict[str, PromptRecording]) -> Iterator[Finding]:
    found = listed.get(recording)
    if found is None:
        near = did_you_mean(recording, list(listed))
        yield Finding(
            f"No list has a recording {quoted(recording)}",
            node=node.id,
            field=FIELD,
            hint=near or "It was removed, or belongs to another advertiser: assign one of yours.",
        )
    elif found.on_order:
        yield Finding(
            f"The recording {quoted(recording)} is still on order",
            node=node.id,
            field=FIELD,
            hint="Go live when it is there, or take it out and let the prompt's text be read.",
            severity=Severity.WARNING,
        )


RULE = Rule(
    code="IVR217",
    name="unknown-recording",
    severity=Severity.ERROR,
    kind=Kind.CORRECTNESS,
    summary="A node plays a recording that is in no list given, or that is not made yet.",
    why=(
        "A recording is assigned by its id alone. One that was removed, or that belongs to "
        "another advertiser, cannot be played: those of a network may be assigned to any of its "
        "campaigns, those of an advertiser to its own only. A recording without a date is on "
        "order, which is a warning. It is checked where --recordings names the lists."
    ),
    bad="""\
{
  "node_type": "EndCall",
  "prompt_id_from_network": "rec73"
}""",
    good="""\
{
  "node_type": "EndCall",
  "prompt_id_from_network": "rec736"
}""",
    recordings="""\
{
  "prompt_recordings": [
    {"id_from_network": "rec736", "prompt_text": "Thank you.", "prompt_received": "2015-08-02"}
  ]
}""",
    source="Invoca, Prompt Recordings (network and advertiser level; prompt_received)",
    check=EachFlow(check),
)
