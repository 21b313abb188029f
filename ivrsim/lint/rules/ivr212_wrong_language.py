"""IVR212: the campaign, the voice and the prompts are not of one language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ivrsim.flow.spoken import language_of
from ivrsim.flow.spoken_words import TELLTALES
from ivrsim.lint.gathered import Gathered
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.prompts import of_prompt
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import number_of

VOICE = "tts_voice_talent_id"
VOICES = {
    "English": frozenset({3, *range(7, 22)}),
    "French": frozenset(range(22, 26)),
    "Spanish": frozenset(range(26, 33)),
}
"""The voices of each language (Invoca, Prompt Voice)."""
FEWEST_WORDS = 5
"""A shorter prompt may be a name, and tells no language."""


def check(flow: FlowView) -> Iterator[Finding]:
    """The voice against the campaign, then the prompts against the voice."""
    campaign, voice = flow.campaign.campaign_language, _of_voice(flow)
    if campaign and voice and campaign != voice:
        yield _voice(flow, campaign, voice)
        return
    spoken = voice or campaign
    if spoken:
        yield from _prompts(flow, spoken, VOICE if voice else "campaign_language")


def _of_voice(flow: FlowView) -> str:
    """The language of the voice that the document chooses; empty: none, or a new one."""
    number = flow.flow.settings.raw.get(VOICE)
    return next((name for name, ids in VOICES.items() if number in ids), "")


def _voice(flow: FlowView, campaign: str, voice: str) -> Finding:
    number = flow.flow.settings.tts_voice_talent_id
    wanted = sorted(VOICES[campaign])
    return Finding(
        f"Voice {number} speaks {voice}, but the campaign_language is {campaign}",
        place=flow.tree_place / VOICE if flow.tree_place is not None else None,
        hint=f"The voices {wanted[0]} to {wanted[-1]} speak {campaign}.",
    )


def _prompts(flow: FlowView, spoken: str, named: str) -> Iterator[Finding]:
    """One finding at the first prompt of another language, with the number of the others."""

    def told(node: NodeView, others: Sequence[NodeView]) -> Finding:
        also = f" ({number_of(len(others), 'other prompt')} here the same)" if others else ""
        language = language_of(node.heard.text) if node.heard else ""
        return of_prompt(
            node,
            f"The prompt is {language}, but {named} makes it be read in {spoken}{also}",
            hint="Callers hardly understand it. Use a recording, or a campaign of that language.",
        )

    foreign = flow.where(lambda node: _is_read(node) and _other(node, spoken))
    if foreign:
        yield Gathered(foreign, told).finding()


def _is_read(node: NodeView) -> bool:
    return node.heard is not None and not node.heard.recording


def _other(node: NodeView, spoken: str) -> bool:
    """Whether most of a prompt is in another language; what cannot be is seen at once."""
    text = node.heard.text if node.heard else ""
    words = text.lower().replace("'", " ").split()
    if len(words) < FEWEST_WORDS:
        return False
    foreign = (known for name, known in TELLTALES.items() if name != spoken)
    if all(known.isdisjoint(words) for known in foreign):
        return False
    return language_of(text) not in (None, spoken)


RULE = Rule(
    code="IVR212",
    name="wrong-language",
    severity=Severity.WARNING,
    kind=Kind.CALLER_EXPERIENCE,
    confidence=Confidence.LIKELY,
    summary="A prompt or the voice is of another language than the campaign.",
    why=(
        "A text is read by one voice, and a voice speaks one language: French words read by an "
        "English voice are hardly understood. The language of a prompt is told by its common "
        "words; prompts that are recorded, short, or half in another language are not judged."
    ),
    bad="""\
{
  "name": "Ski Trips",
  "campaign_language": "French",
  "ivr_tree": {
    "tts_voice_talent_id": 7,
    "root": {
      "node_type": "EndCall",
      "prompt": "Merci de votre appel. Nous sommes en vacances."
    }
  }
}""",
    good="""\
{
  "name": "Ski Trips",
  "campaign_language": "French",
  "ivr_tree": {
    "tts_voice_talent_id": 22,
    "root": {
      "node_type": "EndCall",
      "prompt": "Merci de votre appel. Nous sommes en vacances."
    }
  }
}""",
    source=(
        "Invoca, Prompt Voice (voices 3 and 7-21 are English, 22-25 French, 26-32 Spanish; the "
        "voice must match the campaign's language)"
    ),
    check=EachFlow(check),
)
