"""What the system makes of something a caller says."""

from __future__ import annotations

from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.flow.question import Question
from ivrsim.lazy import pattern

DIGIT_WORDS = {
    "zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "star": "*", "pound": "#",
}  # fmt: skip
_WORD = pattern(r"\d|[^\W\d]+")


def key_said(flow: CallFlow, node: NodeId, question: Question, text: str, confirming: bool) -> str:
    """The key that what was said stands for, or the digits said; empty: not understood.

    "the caller can say "sales" or "one" for 1" (Invoca, Node Details, Menu): the
    phrases of the branch behind a key, the key's own name, or a word the question
    declares.
    """
    said = " ".join(_WORD.findall(text.casefold()))
    if confirming:
        return {"yes": "1", "no": "2"}.get(said, _digits(said))
    phrases = dict(question.words) | _phrases(flow, node)
    by_phrase = {" ".join(_WORD.findall(p.casefold())): key for p, key in phrases.items()}
    return by_phrase.get(said) or _digits(said)


def _phrases(flow: CallFlow, node: NodeId) -> dict[str, str]:
    found: dict[str, str] = {}
    for wire in flow.out[node].values():
        for phrase in flow.nodes[wire.target].asr_phrases:
            found.setdefault(phrase.phrase, wire.exit)
    return found


def _digits(said: str) -> str:
    words = said.split()
    digits = [DIGIT_WORDS.get(word, word if word.isdecimal() else "") for word in words]
    return "".join(digits) if all(digits) else ""
