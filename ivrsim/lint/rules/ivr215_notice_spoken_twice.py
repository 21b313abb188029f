"""IVR215: callers are told twice that the call is recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ivrsim.lint.node_view import NodeView
from ivrsim.lint.prompts import of_prompt
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.places import Span

SWITCH = "play_call_recorded_prompt"
STEMS = ("record", "monitor", "enregistr", "grab")


@cache
def _notice() -> re.Pattern[str]:
    """A sentence's end that says the call is or may be recorded, in three languages."""
    return re.compile(
        r"\b(?:call|line|conversation)s?\b[^.!?]{0,60}?\b(?:recorded|monitored)\b"
        r"|\b(?:appel|conversation)s?\b[^.!?]{0,60}?\benregistr\w*"
        r"|\bllamadas?\b[^.!?]{0,60}?\bgrab\w*",
        re.IGNORECASE,
    )


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each prompt that says what the vendor's own notice said before."""
    settings = flow.flow.settings
    if not (settings.record_calls and settings.play_call_recorded_prompt):
        return
    for node in flow.where(_said):
        span = _said(node)
        if span is not None:
            yield of_prompt(
                node,
                f"The prompt says that the call is recorded; callers were told at the start "
                f"({SWITCH} is on)",
                within=span,
                hint="Say it once: take it out of the prompt, or switch the vendor's notice off.",
            )


def _said(node: NodeView) -> Span | None:
    text = node.heard.text if node.heard else ""
    lower = text.lower()
    if not any(stem in lower for stem in STEMS):
        return None
    found = _notice().search(text)
    return Span(*found.span()) if found else None


RULE = Rule(
    code="IVR215",
    name="notice-spoken-twice",
    severity=Severity.INFO,
    kind=Kind.CALLER_EXPERIENCE,
    confidence=Confidence.LIKELY,
    summary="The vendor's notice and a prompt both say that the call is recorded.",
    why=(
        "Where calls are recorded, the vendor says so at the start of each, unless that is "
        "switched off. A prompt that says it again costs every caller some seconds. Whoever "
        "switches the vendor's notice off answers for saying it in time on every path (IVR601)."
    ),
    bad="""\
{
  "ivr_tree": {
    "record_calls": true,
    "root": {
      "node_type": "Connect",
      "prompt": "This call may be recorded. Please hold for the next agent.",
      "destination_phone_number": "8004377950"
    }
  }
}""",
    good="""\
{
  "ivr_tree": {
    "record_calls": true,
    "root": {
      "node_type": "Connect",
      "prompt": "Please hold for the next agent.",
      "destination_phone_number": "8004377950"
    }
  }
}""",
    source=(
        "Invoca, Call Recorded Prompt (the default notice at the start of the call, and what "
        "switching it off means)"
    ),
    check=EachFlow(check),
)
