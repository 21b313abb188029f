"""IVR608: who misses the prompt does not hear it again."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.conditions.ast import Answer
from ivrsim.flow.question import NONE
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import Confidence, EachQuestion, Finding, Kind, Preset, Rule, Severity

FIELD = "loop_count"


def check(node: NodeView) -> Iterator[Finding]:
    """One finding for each question that is asked once, and then given up."""
    ask = node.ask
    if ask is None or ask.question.attempts != 1 or ask.times > 1 or not node.wired_keys:
        return
    silent = next((e.name for e in node.exits if e.when == Answer(NONE)), "")
    after = node.wires.get(silent)
    if after is None or after.target != node.id:
        yield Finding(
            "The prompt is played once, and silence does not play it again",
            node=node.id,
            field=FIELD,
            hint="Play it twice, or let EMPTY_KEY lead back here.",
        )


RULE = Rule(
    code="IVR608",
    name="heard-once",
    severity=Severity.INFO,
    kind=Kind.COMPLIANCE,
    confidence=Confidence.CONTESTED,
    preset=Preset.STRICT,
    summary="A question is asked once: who misses it is treated as silent.",
    why=(
        "A noisy street, a bad line, another language: many callers need to hear choices twice. "
        "The law on accessible telephony lets callers ask for more time. Playing the prompt once "
        "is the vendor's default, so this is a strict rule."
    ),
    bad="""\
{
  "ivrNodes": [
    {
      "id": "NO_1", "tree": "TR_1", "isRootNode": true, "node_name": "Main",
      "node_play_mode": "talk", "node_play_content": "For sales, press 1.",
      "loop_count": 1
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
      "loop_count": 2
    }
  ],
  "ivrNodeKeys": [
    {"node": "NO_1", "node_key": "1", "action": 2, "queue_id": "QU_1"},
    {"node": "NO_1", "node_key": "INVALID_KEY", "action": 4, "next_node": "NO_1"},
    {"node": "NO_1", "node_key": "EMPTY_KEY", "action": 2, "queue_id": "QU_1"}
  ]
}""",
    source="36 CFR 1194.23(d); Stringee, IVR tree node management (loop_count, 1 by default)",
    check=EachQuestion(check),
)
