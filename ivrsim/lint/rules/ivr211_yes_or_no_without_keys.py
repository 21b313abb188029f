"""IVR211: a yes-or-no question that does not say which keys answer it."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lint.node_view import NodeView
from ivrsim.lint.prompts import choice, listens, of_prompt, said_too
from ivrsim.lint.rule import Confidence, EachAlike, Finding, Kind, Rule, Severity
from ivrsim.lint.wording import the_keys

KEYS_SAID = {
    "English": "For yes, press 1. For no, press 2.",
    "French": "Pour oui, appuyez sur le 1. Pour non, appuyez sur le 2.",
    "Spanish": "Para sí, oprima el 1. Para no, oprima el 2.",
}


def check(node: NodeView) -> Iterator[Finding]:
    """One finding where no key is named and none of the words can be said."""
    question = choice(node)
    if question is None or not question.words or listens(node):
        return
    if node.spoken or not node.wired_keys or not node.heard or not node.heard.text.strip():
        return  # a key left out of several is IVR202's
    said = KEYS_SAID.get(node.language or "English", KEYS_SAID["English"])
    yield of_prompt(
        node,
        "The prompt asks yes or no, but callers cannot know which key is which",
        hint=f'Speech recognition is off, so {the_keys(question.keys)} must be named: "{said}"',
        fixes=said_too(node, said),
    )


RULE = Rule(
    code="IVR211",
    name="yes-or-no-without-keys",
    severity=Severity.WARNING,
    kind=Kind.CALLER_EXPERIENCE,
    confidence=Confidence.LIKELY,
    summary="A yes-or-no question names no keys, and speech recognition is off.",
    why=(
        "1 is yes and 2 is no, but callers do not know that, and without speech recognition "
        "saying yes does nothing. They wait, or guess. A prompt that names one of the two keys "
        "only is told by IVR202."
    ),
    bad="""\
{
  "node_type": "YesOrNo",
  "prompt": "Is it urgent?",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {"node_type": "Connect", "destination_phone_number": "8004377951"}
  ]
}""",
    good="""\
{
  "node_type": "YesOrNo",
  "prompt": "Is it urgent? For yes, press 1. For no, press 2.",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {"node_type": "Connect", "destination_phone_number": "8004377951"}
  ]
}""",
    source=(
        'Invoca, Advertiser Campaigns, Node Details (YesOrNo: 1 is yes, 2 is no; "If speech '
        'recognition is enabled, the caller can also say"); ISO/IEC 13714 (yes is 1, no is 2)'
    ),
    check=EachAlike(check, asks=True),
)
