"""IVR115: one key with two meanings, or one id for two nodes."""

from __future__ import annotations

from ivrsim.lint.rule import Kind, Reported, Rule, Severity

RULE = Rule(
    code="IVR115",
    name="listed-twice",
    severity=Severity.ERROR,
    kind=Kind.CORRECTNESS,
    summary="A node has two entries for one key, or two nodes have the same id.",
    why=(
        "Keys are entries of a list, so the same key can stand there twice, and nothing says which "
        "of the two counts. Half of the work that went into the flow is then lost, and which half "
        "may change. For the simulation and all other checks the first one is taken."
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
    {"node": "NO_1", "node_key": "INVALID_KEY", "action": 4, "next_node": "NO_1"},
    {"node": "NO_1", "node_key": "1", "action": 6}
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
    source="Stringee, IVR keypress management; Voicent IVR Studio (identical touch tone key)",
    check=Reported(),
)
