"""IVR116: seconds where milliseconds are meant, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.edit import Fix, Put
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView

TIMEOUT, PAUSE = "keypress_timeout", "sched"
THOUSAND = 1000
LONGEST_PAUSE = 30
"""A smaller pause, read in milliseconds, is not heard; read in seconds, it is one."""


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each time that makes sense only in the other unit."""
    for node in flow.of_types(lambda kind: TIMEOUT in kind.model_fields):
        raw = node.node.raw
        timeout, pause = raw.get(TIMEOUT), raw.get(PAUSE)
        if type(timeout) is int and timeout >= THOUSAND:
            said = f"The time-out is {timeout:,} seconds: milliseconds may be meant"
            yield _finding(node, TIMEOUT, said, "seconds", timeout // THOUSAND)
        if type(pause) is int and 0 < pause <= LONGEST_PAUSE:
            said = f"The pause is {pause} milliseconds: seconds may be meant"
            yield _finding(node, PAUSE, said, "milliseconds", pause * THOUSAND)


def _finding(node: NodeView, field: str, message: str, unit: str, meant: int) -> Finding:
    fix = Fix(f"Write {meant:,} {unit}", (Put(node.place / field, meant),))
    hint = f"{field} counts {unit}: write {meant}."
    return Finding(message, node=node.id, field=field, hint=hint, fixes=(fix,))


RULE = Rule(
    code="IVR116",
    name="other-unit",
    severity=Severity.WARNING,
    kind=Kind.CORRECTNESS,
    confidence=Confidence.LIKELY,
    summary="A time-out of thousands of seconds, or a pause of a few milliseconds.",
    why=(
        "Side by side stand keypress_timeout in seconds and sched in milliseconds. A time-out of "
        "5000 keeps a silent caller waiting for more than an hour; a pause of 3 is none."
    ),
    bad="""\
{
  "ivrNodes": [
    {
      "id": "NO_1", "tree": "TR_1", "isRootNode": true, "node_name": "Main",
      "node_play_mode": "talk", "node_play_content": "For sales, press 1.",
      "keypress_timeout": 5000
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
      "keypress_timeout": 5
    }
  ],
  "ivrNodeKeys": [
    {"node": "NO_1", "node_key": "1", "action": 2, "queue_id": "QU_1"},
    {"node": "NO_1", "node_key": "INVALID_KEY", "action": 4, "next_node": "NO_1"},
    {"node": "NO_1", "node_key": "EMPTY_KEY", "action": 2, "queue_id": "QU_1"}
  ]
}""",
    source=(
        'Stringee, IVR tree node management ("Sleep before play message (mili seconds)", "Keypress '
        'timeout (seconds)")'
    ),
    check=EachFlow(check),
)
