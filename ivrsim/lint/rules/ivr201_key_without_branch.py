"""IVR201: the prompt names a key that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ivrsim.lint.node_view import NodeView
from ivrsim.lint.prompts import choice, of_prompt, said_no_more, usable
from ivrsim.lint.rule import EachAlike, Finding, Kind, Rule, Severity
from ivrsim.lint.wording import quoted, the_keys


def check(node: NodeView) -> Iterator[Finding]:
    """One finding for each key that is spoken and has nothing behind it."""
    if node.ask is None:
        yield from _unasked(node)
    elif choice(node) is not None:
        yield from _unwired(node)


def _unwired(node: NodeView) -> Iterator[Finding]:
    wired = node.wired_keys
    asked = choice(node)
    for spoken in usable(node.spoken, asked.keys if asked else ()):
        if spoken.key not in wired:
            what = f" for {quoted(spoken.caption, 40)}" if spoken.caption else ""
            yield of_prompt(
                node,
                f"The prompt offers key {spoken.key}{what}, "
                f"but it leads nowhere: {_leading(wired)}",
                within=spoken.span,
                hint=_way_out(node, spoken.key),
                fixes=said_no_more(node, spoken),
            )


def _leading(wired: Sequence[str]) -> str:
    return f"{the_keys(wired)} {'do' if len(wired) > 1 else 'does'}" if wired else "no key does"


def _way_out(node: NodeView, key: str) -> str:
    if any(exit_.name == key for exit_ in node.exits):
        return f"Add the child for key {key}, or take it out of the prompt."
    return f"{node.title} has no key {key}: take it out of the prompt, or ask in a Menu."


def _unasked(node: NodeView) -> Iterator[Finding]:
    """A prompt that asks for a key where no key is listened for: the first one."""
    for spoken in node.spoken[:1]:
        yield of_prompt(
            node,
            f"The prompt asks for key {spoken.key}, but {node.title} listens for no key",
            within=spoken.span,
            severity=Severity.WARNING,
            hint="Ask in a node that takes keys, such as Menu, or change the prompt.",
        )


RULE = Rule(
    code="IVR201",
    name="key-without-branch",
    severity=Severity.ERROR,
    kind=Kind.CALLER_EXPERIENCE,
    summary="The prompt tells the caller to press a key that leads nowhere.",
    why=(
        "The caller does as told and is treated as having pressed a wrong key: an error tone, "
        "the menu again, and in the end the failover or a call cut off. It happens when a branch "
        "is removed and the prompt stays. Keys are understood in English, French and Spanish, as "
        'digits and as words; "24 hour" and telephone numbers are not taken for keys. A prompt '
        "that asks for a key where none is listened for is a warning: the agent's own system "
        "may be meant."
    ),
    bad="""\
{
  "node_type": "Menu",
  "prompt": "For sales, press 1. For support, press 2.",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"}
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
    source="Invoca, Advertiser Campaigns, Node Details (Menu: keys 1-9 by position)",
    check=EachAlike(check),
)
