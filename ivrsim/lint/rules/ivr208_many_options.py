"""IVR208: a menu with more choices than callers keep in mind."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.node_view import NodeView
from ivrsim.lint.option import Option
from ivrsim.lint.prompts import choice, of_prompt
from ivrsim.lint.rule import Confidence, EachAlike, Finding, Kind, Preset, Rule, Severity

MOST = Option("most-options", 5, "Choices that a menu may have.")


def check(node: NodeView) -> Iterator[Finding]:
    """One finding for each menu with too many choices; failovers are none."""
    if choice(node) is None:
        return
    keys, most = node.wired_keys, node.flow.settings.of(MOST)
    if len(keys) > most:
        yield of_prompt(
            node,
            f"{node.title} offers {len(keys)} choices; {most} is the limit",
            hint="Join some of them, or move the rare ones into a menu of their own.",
        )


_CHILDREN = ",\n".join(
    f'    {{"node_type": "Connect", "destination_phone_number": "800437795{n}"}}' for n in range(6)
)

RULE = Rule(
    code="IVR208",
    name="many-options",
    severity=Severity.INFO,
    kind=Kind.CALLER_EXPERIENCE,
    confidence=Confidence.CONTESTED,
    preset=Preset.STRICT,
    summary="A menu has more choices than callers keep in mind.",
    why=(
        "Callers compare each choice with the best one so far. How many are too many is "
        "contested: four or five by most advice, seven by some; and broad menus do better than "
        "deep ones. The limit can be set."
    ),
    bad=f"""\
{{
  "node_type": "Menu",
  "prompt": "For sales, press 1, for support, 2, for parts, 3, for hours, 4, for billing, 5, \
for careers, 6.",
  "children": [
{_CHILDREN}
  ]
}}""",
    good="""\
{
  "node_type": "Menu",
  "prompt": "For sales, press 1. For support, press 2.",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {"node_type": "Connect", "destination_phone_number": "8004377951"}
  ]
}""",
    source=(
        "Avaya, Best practices for menus (4 or 5); ivrsworld (5, at most 7); MyOperator (3 to 5); "
        "Contact Center Pipeline, November 2025 (up to seven)"
    ),
    check=EachAlike(check, asks=True),
    options=(MOST,),
)
