"""IVR203: keys that are offered out of order, or with one left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ivrsim.flow.spoken import SpokenKey, language_of
from ivrsim.lint.node_view import KEYS, NodeView
from ivrsim.lint.prompts import choice, of_prompt, sentence_start, usable
from ivrsim.lint.rule import Confidence, EachAlike, Finding, Kind, Rule, Severity
from ivrsim.lint.wording import the_keys

BY_HABIT = "9"
"""To hear it again, or in another language: offered anywhere, in whatever menu."""


def check(node: NodeView) -> Iterator[Finding]:
    """One finding for the first key out of order, else one for the first gap."""
    said = "".join([key.key for key in node.spoken])
    if choice(node) is None or len(said) < 2 or KEYS.startswith(said):
        return
    counted = [key for key in usable(node.spoken) if key.key != BY_HABIT]
    late = next((pair for pair in pairwise(counted) if pair[0].key > pair[1].key), None)
    if late is None:
        yield from _gap(node, counted)
    elif not _other_language(node, counted[0]):
        yield of_prompt(
            node,
            f"Key {late[1].key} is offered after key {late[0].key}",
            within=late[1].span,
            hint="Offer keys in the order 1, 2, 3: callers count along while they listen.",
        )


def _gap(node: NodeView, counted: list[SpokenKey]) -> Iterator[Finding]:
    """Keys passed over that lead nowhere; those that lead somewhere are IVR202's."""
    keys = [0, *(int(key.key) for key in counted)]
    for (before, after), spoken in zip(pairwise(keys), counted, strict=True):
        skipped = [str(key) for key in range(before + 1, after)]
        if skipped and spoken.key in node.wires and not set(skipped) & set(node.wires):
            said = f"after key {before}" if before else "first"
            yield of_prompt(
                node,
                f"Key {after} is offered {said}: {the_keys(skipped)} left out",
                within=spoken.span,
                hint="Number the choices 1, 2, 3 without a gap.",
            )
            return


def _other_language(node: NodeView, key: SpokenKey) -> bool:
    """Whether the key is offered first because its sentence is for other callers."""
    text = node.heard.text if node.heard else ""
    sentence = text[sentence_start(text, key.span.start) : key.span.end]
    return language_of(sentence) not in (None, language_of(text[key.span.end :]))


RULE = Rule(
    code="IVR203",
    name="keys-out-of-order",
    severity=Severity.WARNING,
    kind=Kind.CALLER_EXPERIENCE,
    confidence=Confidence.LIKELY,
    summary="The prompt offers its keys out of order, or leaves one out.",
    why=(
        "Callers count along while they listen. A key that comes out of turn makes them doubt "
        "what they heard, and they press what they expected. Key 9 may stand anywhere (hear it "
        "again, another language), and so may a first offer in another language."
    ),
    bad="""\
{
  "node_type": "Menu",
  "prompt": "For support, press 2. For sales, press 1.",
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
    source=(
        "ISO/IEC 13714 (menus numbered in ascending order without gaps); Avaya, Best practices "
        "for menus (ascending, no skipped numbers)"
    ),
    check=EachAlike(check, asks=True),
)
