"""IVR405: a condition asks for a key that is not pressed on the way to it."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.questions import deaths
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each test of keys that can never hold where it stands."""
    for death in deaths(flow, "IVR405"):
        yield Finding(
            f"{death.said} is never true here: {death.reason}",
            node=death.node,
            field=death.field,
            within=death.span,
            hint="Keys count from the first menu; name those that lead here, or ask elsewhere.",
        )


RULE = Rule(
    code="IVR405",
    name="key-not-on-this-path",
    severity=Severity.WARNING,
    kind=Kind.CORRECTNESS,
    summary="A condition asks for a key that no caller has pressed who comes to it.",
    why=(
        "pressed[2] means: pressed 2 at the first menu of the call. In a tree the keys of a call "
        "are those on the way to the node, so behind key 1 it is never true. Letters in a key path "
        "are not judged: the vendor does not say what they stand for."
    ),
    bad="""\
{
  "node_type": "Menu",
  "prompt": "For sales, press 1.",
  "children": [
    {
      "node_type": "Condition",
      "condition": "pressed[2] or mobile",
      "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
    }
  ]
}""",
    good="""\
{
  "node_type": "Menu",
  "prompt": "For sales, press 1.",
  "children": [
    {
      "node_type": "Condition",
      "condition": "repeat or mobile",
      "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
    }
  ]
}""",
    source="Invoca, IVR Tree Conditions (pressed); proven by ivrsim",
    check=EachFlow(check),
)
