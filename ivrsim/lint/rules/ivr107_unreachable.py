"""IVR107: a part of the flow that no call comes to."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.questions import deaths
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import number_of


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each dead exit, at what stands behind it; nothing for what is below."""
    for death in deaths(flow, "IVR107"):
        below = _below(flow, death.node)
        them = f" or to the {number_of(below, 'node')} below it" if below else ""
        yield Finding(
            f"No call comes here{them}: {death.reason}",
            node=death.node,
            hint="Take it out, or mend what keeps callers away from it.",
        )


def _below(flow: FlowView, node: str) -> int:
    seen, todo = {node}, [node]
    while todo:
        targets = (wire.target for wire in flow.flow.out[todo.pop()].values())
        fresh = [target for target in targets if target not in seen]
        seen.update(fresh)
        todo += fresh
    return len(seen) - 1


RULE = Rule(
    code="IVR107",
    name="unreachable",
    severity=Severity.WARNING,
    kind=Kind.CORRECTNESS,
    summary="No call can come to a node, whoever calls and whatever they press.",
    why=(
        "It is proven from all conditions and questions of the flow together. A branch that "
        "nobody reaches costs nothing, but somebody wrote it for callers who are now treated "
        "otherwise. Told here is what no other rule explains: a condition that is always the "
        "same is IVR403, one that is decided by those before it IVR404, a key that is never "
        "pressed IVR405."
    ),
    bad="""\
{
  "node_type": "NumberQuestion",
  "prompt": "Please enter your ZIP code.",
  "number_question_type": "ZipCode",
  "caller_response_custom_data_partner_name": "zip",
  "children": [
    {
      "node_type": "Condition",
      "condition": "custom_data[zip] = \\"unknown\\"",
      "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
    }
  ]
}""",
    good="""\
{
  "node_type": "NumberQuestion",
  "prompt": "Please enter your ZIP code.",
  "number_question_type": "ZipCode",
  "caller_response_custom_data_partner_name": "zip",
  "children": [
    {
      "node_type": "Condition",
      "condition": "custom_data[zip] = \\"93101\\"",
      "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
    }
  ]
}""",
    source="Amazon Bedrock Flows, UnreachableNode; ivrsim's exact analysis (`ivrsim reach`)",
    check=EachFlow(check),
)
