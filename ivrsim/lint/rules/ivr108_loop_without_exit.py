"""IVR108: a loop that callers never get out of."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.circles import circles_without_end
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.witnesses import witness_of
from ivrsim.lint.wording import number_of
from ivrsim.text import clean, listed

NAMED = 4
"""Nodes of a loop that a message names."""


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each loop, at the first of its nodes."""
    for loop in circles_without_end(flow):
        shown = [clean(node) for node in loop[:NAMED]]
        if len(loop) > NAMED:
            shown.append(number_of(len(loop) - NAMED, "other"))
        them = f"{listed(shown)} lead only to each other"
        leads = them if loop[1:] else "it leads only to itself"
        yield Finding(
            f"Who comes here never gets out: {leads}",
            node=loop[0],
            hint="Let a key of the loop, or its time-out, lead to a person or to the end.",
            witness=witness_of(flow, loop[0]),
        )


RULE = Rule(
    code="IVR108",
    name="loop-without-exit",
    severity=Severity.ERROR,
    kind=Kind.CORRECTNESS,
    summary="A loop of nodes from which no call comes to a person, a message or its end.",
    why=(
        "Where keys may lead back, a flow can have circles. One that nothing leads out of holds "
        "its callers, whatever they press, until they hang up or the vendor's limit ends the "
        "call; the line is paid for all the time. It happens when the only way out is taken "
        "away, or was never drawn. A circle with one way out is fine."
    ),
    bad="""\
{
  "ivrNodes": [
    {
      "id": "NO_1", "tree": "TR_1", "isRootNode": true, "node_name": "Main",
      "node_play_mode": "talk", "node_play_content": "For prices, press 1."
    },
    {
      "id": "NO_2", "tree": "TR_1", "node_name": "Prices",
      "node_play_mode": "talk", "node_play_content": "A visit is 50 dollars. To go back, press 1."
    }
  ],
  "ivrNodeKeys": [
    {"node": "NO_1", "node_key": "1", "action": 4, "next_node": "NO_2"},
    {"node": "NO_2", "node_key": "1", "action": 4, "next_node": "NO_1"}
  ]
}""",
    good="""\
{
  "ivrNodes": [
    {
      "id": "NO_1", "tree": "TR_1", "isRootNode": true, "node_name": "Main",
      "node_play_mode": "talk", "node_play_content": "For prices, press 1."
    },
    {
      "id": "NO_2", "tree": "TR_1", "node_name": "Prices",
      "node_play_mode": "talk", "node_play_content": "A visit is 50 dollars. To go back, press 1."
    }
  ],
  "ivrNodeKeys": [
    {"node": "NO_1", "node_key": "1", "action": 4, "next_node": "NO_2"},
    {"node": "NO_1", "node_key": "EMPTY_KEY", "action": 2, "queue_id": "QU_1"},
    {"node": "NO_2", "node_key": "1", "action": 4, "next_node": "NO_1"}
  ]
}""",
    source=(
        "Stringee, IVR keypress management (next_node may lead anywhere); nyaruka/floweditor issue "
        "651, glific issue 4031 (ran on until the balance was used up)"
    ),
    check=EachFlow(check),
)
