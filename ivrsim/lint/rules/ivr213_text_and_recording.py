"""IVR213: a prompt's text and its recording do not say the same, or only one is heard."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.campaign.prompt_recordings import PromptRecording
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.prompts import of_prompt
from ivrsim.lint.rule import EachFlow, Finding, Kind, Preset, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import quoted

WRITTEN_BY_VENDOR = "prompt_url"
"""Stands in what the vendor answers, where a text beside the recording is usual."""


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding where the recording is not the text, or nobody knows whether it is."""
    strict = flow.settings.preset is not Preset.RECOMMENDED
    listed = _listed(flow)
    for node in flow.where(lambda node: node.heard and node.heard.recording):
        heard = node.heard
        if heard is None or not heard.recording or not heard.text.strip():
            continue
        found = listed.get(heard.recording)
        if found is not None and found.prompt_text.strip():
            if _said(found.prompt_text) != _said(heard.text):
                yield _differs(node, found)
        elif strict and WRITTEN_BY_VENDOR not in node.node.raw:
            yield _side_by_side(node, heard.recording)


def _listed(flow: FlowView) -> dict[str, PromptRecording]:
    """The recordings of the lists that were given; of equal ids the first."""
    found: dict[str, PromptRecording] = {}
    for library in flow.settings.libraries:
        for recording in library.prompt_recordings:
            found.setdefault(recording.id_from_network, recording)
    return found


def _side_by_side(node: NodeView, recording: str) -> Finding:
    return of_prompt(
        node,
        f"The recording {quoted(recording)} is played; this text is not read",
        hint="Keep one of them, or keep the text the same as what the recording says.",
    )


def _said(text: str) -> list[str]:
    """The words, whatever signs and spaces stand between them."""
    return "".join(c if c.isalnum() else " " for c in text.casefold()).split()


def _differs(node: NodeView, found: PromptRecording) -> Finding:
    return of_prompt(
        node,
        f"The recording {quoted(found.id_from_network)} says something else than this text: "
        f"{quoted(found.prompt_text)}",
        severity=Severity.WARNING,
        hint="Callers hear the recording. Assign the right one, or mend the text.",
    )


RULE = Rule(
    code="IVR213",
    name="text-and-recording",
    severity=Severity.INFO,
    kind=Kind.CALLER_EXPERIENCE,
    summary="A prompt has a text and a recording: the text is not read, and may differ.",
    why=(
        "Where a recording is assigned it is played, and whoever changes the text changes "
        "nothing. With the lists of recordings (`--recordings`) the words are compared, and "
        "other words are a warning. Without the lists, a strict run tells where the two stand "
        "side by side, though not in what the vendor itself wrote (which has a prompt_url)."
    ),
    bad="""\
{
  "node_type": "Connect",
  "destination_phone_number": "8056173768",
  "prompt": "We are connecting you.",
  "prompt_id_from_network": "rec34"
}""",
    good="""\
{
  "node_type": "Connect",
  "destination_phone_number": "8056173768",
  "prompt_id_from_network": "rec34"
}""",
    source="Invoca, Prompt Recordings (Assign prompt to advertiser campaign)",
    check=EachFlow(check),
)
