"""IVR207: a prompt that takes too long to hear."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.flow.spoken import speech_seconds
from ivrsim.flow.spoken_words import KEY_WORDS
from ivrsim.lazy import pattern
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.option import Option
from ivrsim.lint.prompts import STOPS, choice, of_prompt, sentence_start
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Preset, Rule, Severity
from ivrsim.lint.views import FlowView

MENU_SECONDS = Option("menu-seconds", 20.0, "Seconds that a prompt with choices may take.")
GREETING_SECONDS = Option(
    "greeting-seconds", 8.0, "Seconds that may pass before the first choice of the call is offered."
)
WORD, STOP, KEY = 60 / 165, 0.5, 0.75
"""Seconds at most: for a word, after a sentence, and around the name of a key."""
PIECE = pattern(r"[^\W\d_]+|\d|[^\w\s,;:()\[\]/|–—-]")


def check(flow: FlowView) -> Iterator[Finding]:
    """The greeting of the call, then the prompt of every node with choices."""
    root = flow.flow.root
    if root is not None and flow.all_nodes[root].known:
        yield from _greeting(flow.all_nodes[root])
    for node in flow.where(lambda node: choice(node) is not None and any(_menu(node))):
        yield from _menu(node)


def _greeting(node: NodeView) -> Iterator[Finding]:
    limit = node.flow.settings.of(GREETING_SECONDS)
    text = _before_choices(node)
    seconds = _seconds(text, limit)
    if seconds > limit:
        yield of_prompt(
            node,
            f"The call begins with about {seconds:.0f} seconds of greeting; {limit:g} is the limit",
            hint="Say who they called, and come to the point; the rest can wait or go.",
        )


def _menu(node: NodeView) -> Iterator[Finding]:
    limit = node.flow.settings.of(MENU_SECONDS)
    seconds = _seconds(node.heard.text if node.heard else "", limit)
    if seconds > limit:
        yield of_prompt(
            node,
            f"The prompt takes about {seconds:.0f} seconds to hear; {limit:g} is the limit",
            hint="Shorten it, or move some choices into a menu of their own.",
        )


def _before_choices(node: NodeView) -> str:
    """What is said before the first key and what it is for; all of it where none is named."""
    text = node.heard.text if node.heard else ""
    if not node.spoken:
        return text
    first = node.spoken[0]
    said = text.rfind(first.caption, 0, first.span.start) if first.caption_first else -1
    return text[: sentence_start(text, said if said >= 0 else first.span.start)]


def _seconds(text: str, limit: float) -> float:
    """How long the text takes; 0 for one that cannot reach the limit, which is seen at once."""
    if len(text) * (WORD + KEY) <= limit or _at_most(text) <= limit:
        return 0.0
    return speech_seconds(text)


def _at_most(text: str) -> float:
    """Seconds that the text takes if every word that can name a key does."""
    pieces = PIECE.findall(text.lower())
    stops = sum(piece in STOPS for piece in pieces)
    keys = sum(piece in KEY_WORDS or not piece.isalpha() for piece in pieces) - stops
    return len(pieces) * WORD + keys * KEY + stops * STOP


RULE = Rule(
    code="IVR207",
    name="long-prompt",
    severity=Severity.WARNING,
    kind=Kind.CALLER_EXPERIENCE,
    confidence=Confidence.LIKELY,
    preset=Preset.STRICT,
    summary="A greeting or a menu takes longer to hear than callers listen.",
    why=(
        "Attention is gone after some ten seconds of greeting, and the first choices of a long "
        "menu are forgotten before the last is heard. The time is estimated for a voice of 165 "
        "words a minute, with pauses. The limits are rules of thumb, and can be set."
    ),
    bad="""\
{
  "node_type": "Menu",
  "prompt": "Thank you for calling Larkspur Home Comfort, your trusted partner for heating, \
cooling and plumbing in the whole Pacific Northwest for more than thirty years, open every day \
of the week. For sales, press 1. For support, press 2.",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {"node_type": "Connect", "destination_phone_number": "8004377951"}
  ]
}""",
    good="""\
{
  "node_type": "Menu",
  "prompt": "Thank you for calling Larkspur. For sales, press 1. For support, press 2.",
  "children": [
    {"node_type": "Connect", "destination_phone_number": "8004377950"},
    {"node_type": "Connect", "destination_phone_number": "8004377951"}
  ]
}""",
    source=(
        "CallHippo, IVR statistics (under 8 seconds, lost past 10); sipintercom (greeting of 7 to "
        "10 seconds)"
    ),
    check=EachFlow(check),
    options=(MENU_SECONDS, GREETING_SECONDS),
)
