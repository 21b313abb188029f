"""IVR114: a key that leads to a node which is not there."""

from __future__ import annotations

from ivrsim.lint.rule import Kind, Reported, Rule, Severity

RULE = Rule(
    code="IVR114",
    name="no-such-node",
    severity=Severity.ERROR,
    kind=Kind.CORRECTNESS,
    summary="A keypress belongs to, or leads to, a node that its tree does not have.",
    why=(
        "Where keys name the node they lead to, nothing keeps the name right: the node is deleted "
        "and the key stays, or it was copied from another tree. No page says what becomes of such "
        "a call. If only some pages of the answer were saved, the node may be on another one."
    ),
    bad="""\
{
  "ivrNodes": [
    {
      "id": "NO_1", "tree": "TR_1", "isRootNode": true, "node_name": "Main",
      "node_play_mode": "talk", "node_play_content": "For sales, press 1."
    }
  ],
  "ivrNodeKeys": [
    {"node": "NO_1", "node_key": "1", "action": 2, "queue_id": "QU_1"},
    {"node": "NO_1", "node_key": "INVALID_KEY", "action": 4, "next_node": "NO_2"},
    {"node": "NO_1", "node_key": "EMPTY_KEY", "action": 2, "queue_id": "QU_1"}
  ]
}""",
    good="""\
{
  "ivrNodes": [
    {
      "id": "NO_1", "tree": "TR_1", "isRootNode": true, "node_name": "Main",
      "node_play_mode": "talk", "node_play_content": "For sales, press 1."
    }
  ],
  "ivrNodeKeys": [
    {"node": "NO_1", "node_key": "1", "action": 2, "queue_id": "QU_1"},
    {"node": "NO_1", "node_key": "INVALID_KEY", "action": 4, "next_node": "NO_1"},
    {"node": "NO_1", "node_key": "EMPTY_KEY", "action": 2, "queue_id": "QU_1"}
  ]
}""",
    source="Stringee, IVR keypress management (next_node); IVR tree node management (delete)",
    check=Reported(),
)
