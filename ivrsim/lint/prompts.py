"""What several rules ask of a prompt: whether a key is chosen there, and which it names."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from ivrsim.flow.question import Question
from ivrsim.flow.spoken import SpokenKey
from ivrsim.lint.edit import Fix, Reword
from ivrsim.lint.finding import Finding
from ivrsim.lint.node_view import KEYS, NodeView
from ivrsim.places import Span

STOPS = ".!?\n"


def choice(node: NodeView) -> Question | None:
    """The question of a node where each key leads a way of its own, as in a Menu."""
    question = node.ask.question if node.ask else None
    chosen = question is not None and question.takes == "key" and not question.answer
    return question if chosen else None


def is_menu(node: NodeView) -> bool:
    """Whether callers choose between two keys or more."""
    return choice(node) is not None and len(node.wired_keys) > 1


def listens(node: NodeView) -> bool:
    """Whether callers may say what they want instead of pressing a key."""
    return node.flow.flow.settings.asr_enabled


def each_once(spoken: Iterable[SpokenKey]) -> list[SpokenKey]:
    """The first mention of each key, in spoken order."""
    first: dict[str, SpokenKey] = {}
    for key in spoken:
        first.setdefault(key.key, key)
    return list(first.values())


def usable(spoken: Iterable[SpokenKey], keys: Collection[str] = ()) -> list[SpokenKey]:
    """The first mention of each of the keys 1 to 9, and of those that may be pressed as well."""
    return [key for key in each_once(spoken) if key.key in KEYS or key.key in keys]


def is_understood(text: str) -> bool:
    """Whether a prompt may be in a language whose keys are heard: no letter is of another."""
    return not any(char > "\xff" and char.isalpha() and char not in "œŒ" for char in text)


def of_prompt(node: NodeView, message: str, *, within: Span | None = None, **more: Any) -> Finding:
    """A finding about what the node's caller hears, or a stretch of it."""
    return Finding(message, node=node.id, field=node.prompt_field, within=within, **more)


def sentence_start(text: str, index: int) -> int:
    """Where the sentence begins that holds the character at an index."""
    return max(text.rfind(stop, 0, index) for stop in STOPS) + 1


def said_too(node: NodeView, sentence: str) -> tuple[Fix, ...]:
    """The fix that lets the prompt end with one more sentence; none where it has no text."""
    field, text = node.prompt_field, node.heard.text if node.heard else ""
    if field not in node.node.raw or not text.strip():
        return ()
    end = len(text.rstrip())
    joint = " " if text[end - 1] in STOPS else ". "
    more = Reword(node.place / str(field), Span(end, end), joint + sentence)
    return (Fix("Say it at the end of the prompt", (more,)),)


def said_no_more(node: NodeView, key: SpokenKey) -> tuple[Fix, ...]:
    """The fix that takes a key out of the prompt; none unless a sentence is all about it."""
    field, text = node.prompt_field, node.heard.text if node.heard else ""
    start = sentence_start(text, key.span.start)
    end = min((n for n in (text.find(s, key.span.end) for s in STOPS) if n >= 0), default=-1) + 1
    others = (k for k in node.spoken if k != key and start <= k.span.start < (end or len(text)))
    if field not in node.node.raw or not end or any(others) or start == 0:
        return ()
    if text[start:end].strip()[:1].islower():
        return ()
    gone = Reword(node.place / str(field), Span(start, end), "")
    return (Fix(f"Take key {key.key} out of the prompt", (gone,)),)
