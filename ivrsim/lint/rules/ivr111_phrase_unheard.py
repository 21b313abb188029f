"""IVR111: phrases nobody listens for, or that mean two keys."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.edit import Fix, Put
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import quoted

FIELD = "asr_phrases"
SWITCH = "asr_enabled"


def check(flow: FlowView) -> Iterator[Finding]:
    """Phrases while speech recognition is off, and one phrase for two ways."""
    heard = flow.flow.settings.asr_enabled or not flow.has_settings
    spoken = {key for key, node in flow.flow.nodes.items() if node.asr_phrases}
    for node in flow.nodes if spoken else ():
        if node.id in spoken and not heard:
            yield Finding(
                "asr_phrases are given, but speech recognition is off (asr_enabled)",
                node=node.id,
                field=FIELD,
                hint='Set "asr_enabled": true beside "root", or remove the phrases.',
                fixes=_listen(flow),
            )
        yield from _doubles(node)


def _listen(flow: FlowView) -> tuple[Fix, ...]:
    if flow.tree_place is None or not flow.has_settings:
        return ()
    return (Fix("Turn speech recognition on", (Put(flow.tree_place / SWITCH, True),)),)


def _doubles(parent: NodeView) -> Iterator[Finding]:
    meant: dict[str, str] = {}
    for exit_name, wire in parent.wires.items():
        child = parent.flow.all_nodes[wire.target]
        for phrase in child.node.asr_phrases:
            said = " ".join(phrase.phrase.casefold().split())
            first = meant.setdefault(said, exit_name)
            if said and first != exit_name:
                yield Finding(
                    f"The phrase {quoted(phrase.phrase)} is given for key {first} "
                    f"and for key {exit_name}",
                    node=child.id,
                    field=FIELD,
                    hint="Give every way phrases of its own, which do not sound alike.",
                )


RULE = Rule(
    code="IVR111",
    name="phrase-unheard",
    severity=Severity.WARNING,
    kind=Kind.CALLER_EXPERIENCE,
    summary="Phrases are given while speech recognition is off, or one phrase for two keys.",
    why=(
        "asr_phrases let a caller say a word instead of pressing a key. They are ignored unless "
        "asr_enabled is true for the call flow, and a phrase that stands for two keys cannot "
        "lead to both. Spoken choices must be told apart by ear."
    ),
    bad="""\
{
  "ivr_tree": {
    "asr_enabled": false,
    "root": {
      "node_type": "Menu",
      "prompt": "For sales, press 1 or say sales.",
      "children": [
        {"node_type": "EndCall", "asr_phrases": [{"phrase": "sales"}]}
      ]
    }
  }
}""",
    good="""\
{
  "ivr_tree": {
    "asr_enabled": true,
    "root": {
      "node_type": "Menu",
      "prompt": "For sales, press 1 or say sales.",
      "children": [
        {"node_type": "EndCall", "asr_phrases": [{"phrase": "sales"}]}
      ]
    }
  }
}""",
    source=(
        'Invoca, Advertiser Campaigns, Parameter Details: "Can only be used when speech '
        'recognition is enabled"; ISO 9241-154, 7.2'
    ),
    check=EachFlow(check),
)
