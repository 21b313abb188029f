"""IVR605: callers have less time to answer than they need."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.edit import Fix, Put
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import EachFlow, Finding, Kind, Option, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import number_of

LEAST = Option("least-seconds", 3, "Seconds that callers need to find and press a key.")
FIELD = "keypress_timeout"
USUAL = 5


def _seconds(node: NodeView) -> float | None:
    """The time-out that the node gives itself."""
    return node.ask.question.seconds if node.ask is not None else None


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each question that is given up too soon."""
    least = flow.settings.of(LEAST)
    for node in flow.where(lambda node: _seconds(node) is not None):
        seconds = _seconds(node)
        if seconds is not None and seconds < least:
            fix = Fix(f"Wait {USUAL} seconds", (Put(node.place / FIELD, USUAL),))
            yield Finding(
                f"Callers have {number_of(int(seconds), 'second')} to press a key; "
                f"{least} are the least",
                node=node.id,
                field=FIELD,
                hint=f"Give them {USUAL} seconds, as the vendor does by default.",
                fixes=(fix,) if FIELD in node.node.raw else (),
            )


RULE = Rule(
    code="IVR605",
    name="little-time",
    severity=Severity.WARNING,
    kind=Kind.COMPLIANCE,
    summary="The time-out for a key is shorter than callers need.",
    why=(
        "The telephone is taken from the ear, the keys are looked for, the key is pressed: that "
        "takes seconds, and more for whoever sees or moves badly, or listens through a relay "
        "service. The law on accessible telephony asks for a warning before time runs out. Where "
        "the vendor has no such setting, nothing is told."
    ),
    bad="""\
{
  "ivrNodes": [
    {
      "id": "NO_1", "tree": "TR_1", "isRootNode": true, "node_name": "Main",
      "node_play_mode": "talk", "node_play_content": "For sales, press 1.",
      "keypress_timeout": 1
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
        "36 CFR 1194.23(d) (time to respond); ivrsworld, IVR design guidelines; Stringee, IVR tree "
        "node management (keypress_timeout, 5 by default)"
    ),
    check=EachFlow(check),
    options=(LEAST,),
)
