"""IVR204: "press 1 for sales" instead of "for sales, press 1"."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.node_view import NodeView
from ivrsim.lint.prompts import is_menu, of_prompt
from ivrsim.lint.rule import Confidence, EachAlike, Finding, Kind, Preset, Rule, Severity
from ivrsim.lint.wording import number_of, quoted


def check(node: NodeView) -> Iterator[Finding]:
    """One finding for each menu, at the first key that is said before its purpose."""
    if not is_menu(node):
        return
    early = [key for key in node.spoken if key.caption and not key.caption_first]
    for key in early[:1]:
        more = len(early) - 1
        also = f" ({number_of(more, 'other key')} here the same)" if more else ""
        yield of_prompt(
            node,
            f"Key {key.key} is said before what it is for, {quoted(key.caption, 40)}{also}",
            within=key.span,
            hint=f'Turn it round: "For {key.caption[:40]}, press {key.key}."',
        )


RULE = Rule(
    code="IVR204",
    name="key-before-purpose",
    severity=Severity.INFO,
    kind=Kind.STYLE,
    confidence=Confidence.CONTESTED,
    preset=Preset.ALL,
    summary='The prompt says "press 1 for sales" instead of "for sales, press 1".',
    why=(
        "Callers listen for what they want, and have forgotten the key once they hear it. The "
        "standard asks for the purpose first. Many published prompts, the vendor's own samples "
        "among them, say it the other way round, so this is a matter of taste."
    ),
    bad="""\
{
  "node_type": "Menu",
  "prompt": "Press 1 for sales. Press 2 for support.",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {"node_type": "Connect", "destination_phone_number": "8004377951"}
  ]
}""",
    good="""\
{
  "node_type": "Menu",
  "prompt": "For sales, press 1. For support, press 2.",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {"node_type": "Connect", "destination_phone_number": "8004377951"}
  ]
}""",
    source='ISO/IEC 13714 ("To ..., press ...": the function, then the action)',
    check=EachAlike(check, asks=True),
)
