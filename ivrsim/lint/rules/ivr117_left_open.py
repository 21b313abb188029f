"""IVR117: the document leaves open what the vendor knows."""

from __future__ import annotations

from ivrsim.lint.rule import Kind, Preset, Reported, Rule, Severity

RULE = Rule(
    code="IVR117",
    name="left-open",
    severity=Severity.INFO,
    kind=Kind.FILE,
    preset=Preset.STRICT,
    summary="The document does not say where keys lead or where calls start, or is not whole.",
    why=(
        "Nodes and keypresses are fetched one by one, and in pages. Without the keypresses only "
        "the nodes themselves are checked. Where no node is marked as the root, calls are taken "
        "to start at the first one: no page says how the vendor chooses. It is told where "
        "somebody asks for strictness, for a single request is no fault."
    ),
    bad="""\
{
  "tree": "TR_1",
  "node_name": "Main",
  "node_play_mode": "talk",
  "node_play_content": "For sales, press 1."
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
    source="Stringee, IVR tree node management (isRootNode, totalPages); IVR keypress management",
    check=Reported(),
)
