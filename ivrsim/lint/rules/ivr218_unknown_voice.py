"""IVR218: a voice that the vendor does not list."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lazy import fetch
from ivrsim.lint.edit import Fix, Put
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import quoted

FIELD = "voice"


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each node with a voice of another name."""
    for node in flow.of_types(lambda kind: bool(kind.voices)):
        known, voice = type(node.node).voices, node.node.raw.get(FIELD)
        if not known or not voice or voice in known or not isinstance(voice, str):
            continue
        near: list[str] = fetch("difflib:get_close_matches")(voice[:100].lower(), known, 1)
        fixes = [Fix(f"Speak with {name}", (Put(node.place / FIELD, name),)) for name in near]
        yield Finding(
            f"{quoted(voice)} is no voice that the vendor lists",
            node=node.id,
            field=FIELD,
            hint=f"Did you mean {near[0]}?" if near else f"Listed are {', '.join(known)}.",
            fixes=tuple(fixes),
        )


RULE = Rule(
    code="IVR218",
    name="unknown-voice",
    severity=Severity.WARNING,
    kind=Kind.CORRECTNESS,
    confidence=Confidence.LIKELY,
    summary="A voice has a name that the vendor does not list.",
    why=(
        "The names of voices are long and easily misspelt. What is played for a name that nobody "
        "has is not published: another voice in another accent, or silence. The list may grow, so "
        "this is a warning."
    ),
    bad="""\
{
  "ivrNodes": [
    {
      "id": "NO_1", "tree": "TR_1", "isRootNode": true, "node_name": "Main",
      "node_play_mode": "talk", "node_play_content": "For sales, press 1.",
      "voice": "hatieumay"
    }
  ],
  "ivrNodeKeys": [
    {"node": "NO_1", "node_key": "1", "action": 2, "queue_id": "QU_1"},
    {"node": "NO_1", "node_key": "INVALID_KEY", "action": 4, "next_node": "NO_1"},
    {"node": "NO_1", "node_key": "EMPTY_KEY", "action": 2, "queue_id": "QU_1"}
  ]
}""",
    good="""\
{
  "ivrNodes": [
    {
      "id": "NO_1", "tree": "TR_1", "isRootNode": true, "node_name": "Main",
      "node_play_mode": "talk", "node_play_content": "For sales, press 1.",
      "voice": "hatieumai"
    }
  ],
  "ivrNodeKeys": [
    {"node": "NO_1", "node_key": "1", "action": 2, "queue_id": "QU_1"},
    {"node": "NO_1", "node_key": "INVALID_KEY", "action": 4, "next_node": "NO_1"},
    {"node": "NO_1", "node_key": "EMPTY_KEY", "action": 2, "queue_id": "QU_1"}
  ]
}""",
    source="Stringee, IVR tree node management (voice) and the list of its text-to-speech voices",
    check=EachFlow(check),
)
