"""IVR202: a key that leads somewhere and is never spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ivrsim.flow.spoken import asks_any_key
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.prompts import choice, is_understood, listens, of_prompt, said_too
from ivrsim.lint.rule import Confidence, EachQuestion, Finding, Kind, Rule, Severity
from ivrsim.lint.wording import the_keys


def check(node: NodeView) -> Iterator[Finding]:
    """One finding for each key left out, or one for a prompt that names none at all."""
    ask = node.ask
    if ask is None or ask.question.takes != "key" or not ask.text.strip():
        return
    if choice(node) is None:
        yield from _any_key(node)
        return
    spoken = {key.key for key in node.spoken}
    silent = [k for k in node.wired_keys if k not in spoken and not _may_be_said(node, k)]
    if silent and not node.spoken:
        yield from _none(node, silent) if is_understood(ask.text) else ()
        return
    for key in silent:
        yield Finding(
            f"Key {key} leads somewhere, but the prompt never says so",
            node=node.wires[key].target,
            hint=f"Announce key {key} in the prompt above, or remove the branch.",
        )


def _suspects(node: NodeView) -> bool:
    """Whether some key may not be told of: what is said instead of it is looked at later."""
    spoken = {key.key for key in node.spoken}
    return choice(node) is None or not spoken.issuperset(node.wired_keys)


def _none(node: NodeView, silent: list[str]) -> Iterator[Finding]:
    question = choice(node)
    if listens(node) and all(_words(node, key) for key in silent):
        return  # an open question: callers say what they want
    if question is not None and question.words and not listens(node):
        return  # yes or no: IVR211 tells it
    wait = "leads" if len(silent) == 1 else "lead"
    yield of_prompt(
        node,
        f"The prompt announces no key, but {the_keys(silent)} {wait} somewhere",
        hint="Tell the caller what each key is for.",
    )


def _may_be_said(node: NodeView, key: str) -> bool:
    """Whether speech recognition is on and the prompt holds a word that stands for the key."""
    if not listens(node) or node.ask is None:
        return False
    said = node.ask.text.casefold()
    return any(re.search(rf"\b{re.escape(word)}\b", said) for word in _words(node, key))


def _words(node: NodeView, key: str) -> list[str]:
    """What may be said instead of pressing the key."""
    child = node.flow.flow.nodes[node.wires[key].target]
    words = [phrase.phrase for phrase in child.asr_phrases]
    if node.ask is not None:
        words += [word for word, meant in node.ask.question.words if meant == key]
    return [word.strip().casefold() for word in words if word.strip()]


def _any_key(node: NodeView) -> Iterator[Finding]:
    """A node that takes any key, or offers a text: does the prompt say to press one?"""
    ask = node.ask
    offers_text = ask is not None and any(node.node.answered(ask.question.answer))
    if ask is None or offers_text or node.spoken or asks_any_key(ask.text, node.language):
        return
    yield of_prompt(
        node,
        f"The prompt does not ask for a key, but {node.title} waits for one",
        hint='Say it: "To continue, press any key."',
        fixes=said_too(node, "To continue, press any key.") if _is_english(node) else (),
    )


def _is_english(node: NodeView) -> bool:
    return node.language in (None, "English")


RULE = Rule(
    code="IVR202",
    name="key-never-announced",
    severity=Severity.WARNING,
    kind=Kind.CALLER_EXPERIENCE,
    confidence=Confidence.LIKELY,
    summary="A key leads somewhere, but the prompt never mentions it.",
    why=(
        "A branch that is not announced is reached by accident only: money spent on a department "
        "nobody is offered. It happens when a branch is added and the prompt stays. Failovers "
        "need no announcement. Where speech recognition is on, a prompt may offer the way by one "
        "of its phrases. A prompt that names no key at all is told once. A recording whose text "
        "the document does not give is not judged."
    ),
    bad="""\
{
  "node_type": "Menu",
  "prompt": "For sales, press 1.",
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
    source="Invoca, Advertiser Campaigns, Node Details (Menu: keys 1-9 by position)",
    check=EachQuestion(check, _suspects),
)
