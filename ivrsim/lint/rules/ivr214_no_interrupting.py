"""IVR214: a long or repeated prompt that no key cuts short."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.flow.action import Ask
from ivrsim.lint.edit import Fix, Put
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.people import speech
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Option, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import number_of

SECONDS = Option(
    "uninterrupted-seconds", 8.0, "Seconds that a prompt may take which no key cuts short."
)
FIELD = "bargeIn"


def _has_to_wait(node: NodeView) -> bool:
    return node.ask is not None and not node.ask.question.barge_in


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each question that callers have to hear out."""
    limit = flow.settings.of(SECONDS)
    for node in flow.where(_has_to_wait):
        ask = node.ask
        if ask is None or ask.question.barge_in:
            continue
        seconds = speech(ask.text) * ask.times
        if ask.times > 1 or seconds > limit:
            yield _finding(node, ask, seconds)


def _finding(node: NodeView, ask: Ask, seconds: float) -> Finding:
    long = f"about {number_of(round(seconds), 'second')}" if seconds else "to the end"
    twice = f", {ask.times} times over" if ask.times > 1 else ""
    fix = Fix("Let keys cut the prompt short", (Put(node.place / FIELD, True),))
    return Finding(
        f"Callers have to listen {long}{twice} before a key counts",
        node=node.id,
        field=FIELD,
        hint="Let them press at any time: who calls again knows the way.",
        fixes=(fix,) if FIELD in node.node.raw else (),
    )


RULE = Rule(
    code="IVR214",
    name="no-interrupting",
    severity=Severity.WARNING,
    kind=Kind.CALLER_EXPERIENCE,
    confidence=Confidence.LIKELY,
    summary="A long or repeated prompt does not let callers press a key before its end.",
    why=(
        "Who knows the menu presses at once, and where that does not count, presses again and "
        "hangs up. A prompt that is played several times is repeated for those who missed it; "
        "without barge-in those who did not miss it have to hear it as often. Short notices that "
        "everybody must hear are not told. The time is estimated for a voice of 165 words a "
        "minute; of an uploaded file only the repeats are known."
    ),
    bad="""\
{
  "ivrNodes": [
    {
      "id": "NO_1", "tree": "TR_1", "isRootNode": true, "node_name": "Main",
      "node_play_mode": "talk", "node_play_content": "For sales, press 1.",
      "bargeIn": false,
      "loop_count": 3
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
      "bargeIn": true,
      "loop_count": 3
    }
  ],
  "ivrNodeKeys": [
    {"node": "NO_1", "node_key": "1", "action": 2, "queue_id": "QU_1"},
    {"node": "NO_1", "node_key": "INVALID_KEY", "action": 4, "next_node": "NO_1"},
    {"node": "NO_1", "node_key": "EMPTY_KEY", "action": 2, "queue_id": "QU_1"}
  ]
}""",
    source=(
        "Stringee, IVR tree node management (bargeIn, loop_count); ivrsworld, IVR design "
        "guidelines (let callers interrupt)"
    ),
    check=EachFlow(check),
    options=(SECONDS,),
)
