"""Faults within one node or the settings: conditions, numbers, texts, switches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from ivrsim.conditions.ast import ALWAYS, Not
from ivrsim.conditions.parse import ConditionSyntaxError, parse_condition
from ivrsim.flow.action import Action, Ask, Dial, SendText
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.flow.node import Node
from ivrsim.flow.spoken import spoken_keys
from ivrsim.lazy import pattern
from ivrsim.models import Model
from ivrsim.models.plan import plan_of
from ivrsim.testing.mutants_change import Change, with_node, with_settings
from ivrsim.text import shorten

NEVER = "repeat and not repeat"
"""A condition that no caller meets; whether a caller repeats is known of everyone."""

STRUCTURE = frozenset({"keypress_failover_type"})
"""A field that says where its node stands: that is a matter of wires."""

_SENTENCES = pattern(r"[.;!?]+\s*")
_CLAUSES = pattern(r"[.;!?]+\s*|,\s+")


def changes(flow: CallFlow, key: NodeId) -> Iterator[Change]:
    """The faults of one node's fields."""
    node = flow[key]
    for kind, detail, says, within, values in (
        *_conditions(node),
        *_numbers(node),
        *_offers(node),
        *_texts(node),
        *_switches(node),
    ):
        yield Change(kind, detail, says, partial(with_node, flow, key, **values), within)


def of_settings(flow: CallFlow) -> Iterator[Change]:
    """The faults of what holds for the whole flow."""
    for kind, detail, says, within, values in _switches(flow.settings):
        yield Change(kind, detail, says, partial(with_settings, flow, **values), within)


Fault = tuple[str, str, str, tuple[str | int, ...], dict[str, Any]]
"""Kind, detail, sentence, the way to the part, and the values that make the fault."""


def _fault(kind: str, name: str, value: Any, says: str) -> Fault:
    return kind, name, says, (name,), {name: value}


def _conditions(node: Node) -> Iterator[Fault]:
    for name, text in node.conditions():
        try:
            expr = parse_condition(text)
        except ConditionSyntaxError:
            continue
        if expr == ALWAYS:
            continue
        told = shorten(text, 60)
        opposite = expr.operand if isinstance(expr, Not) else Not(expr)
        yield _fault("negate", name, str(opposite), f"“{told}” is negated")
        yield _fault("always", name, "", f"“{told}” always holds")
        yield _fault("never", name, NEVER, f"“{told}” never holds")


def _numbers(node: Node) -> Iterator[Fault]:
    """Each text that is dialled, with another last digit."""
    dials = [act for act in node.actions() if isinstance(act, Dial)]
    rings = [d for act in dials for d in act.destinations]
    dialled = {d.number for d in rings} | {d.extension for d in rings}
    for name, value in _of(node, dialled):
        yield _fault("number", name, _misdialled(value), f"{value} is {_misdialled(value)}")
    for name, inner in plan_of(type(node)).inner.items():
        if inner.many:
            yield from _listed(node, name, dialled)


def _listed(node: Node, name: str, dialled: set[str]) -> Iterator[Fault]:
    """The same for the objects of a list."""
    items: tuple[Model, ...] = getattr(node, name)
    for place, item in enumerate(items):
        for part, value in _of(item, dialled):
            wrong = _misdialled(value)
            changed = (*items[:place], item.model_copy(update={part: wrong}), *items[place + 1 :])
            detail = f"{name}[{place}].{part}"
            yield "number", detail, f"{value} is {wrong}", (name, place, part), {name: changed}


def _of(model: Model, wanted: set[str]) -> Iterator[tuple[str, str]]:
    """The fields that hold one of these texts with a digit in it."""
    for name in plan_of(type(model)).kinds:
        value = getattr(model, name)
        if isinstance(value, str) and value in wanted and re.search(r"[0-9]", value):
            yield name, value


def _misdialled(number: str) -> str:
    """The number with its last digit one higher."""
    last = max(place for place, char in enumerate(number) if char in "0123456789")
    return f"{number[:last]}{(int(number[last]) + 1) % 10}{number[last + 1 :]}"


def _offers(node: Node) -> Iterator[Fault]:
    """The prompt without one of the keys it offers."""
    asks = [act for act in node.actions() if isinstance(act, Ask)]
    for name, prompt in _of(node, {act.text for act in asks}):
        for key in dict.fromkeys(offer.key for offer in spoken_keys(prompt)):
            left = _without_key(prompt, key)
            if left != prompt:
                says = f"the prompt does not offer {key} any more"
                yield "drop key", f"{name}:{key}", says, (name,), {name: left}


def _without_key(prompt: str, key: str) -> str:
    """The prompt without the sentence, else without the clause, that offers only this key."""
    offers = spoken_keys(prompt)
    others = [offer.key for offer in offers if offer.key != key]
    span = next(offer.span for offer in offers if offer.key == key)
    for ends in (_SENTENCES, _CLAUSES):
        cuts = [0, *(match.end() for match in ends.finditer(prompt)), len(prompt)]
        start = max(cut for cut in cuts if cut <= span.start)
        end = min(cut for cut in cuts if cut >= span.end)
        left = f"{prompt[:start]}{prompt[end:]}".strip()
        if [offer.key for offer in spoken_keys(left)] == others:
            return left
    return prompt[: span.start] + prompt[span.end :]


def _texts(node: Node) -> Iterator[Fault]:
    """The text messages that answers set off: gone, and another."""
    copies = {act.copy for act in _consequences(node) if isinstance(act, SendText) if act.copy}
    for name in plan_of(type(node)).kinds:
        value = getattr(node, name)
        if isinstance(value, str) and value in copies:
            yield _fault("drop text", name, "", "the text message is empty")
            yield _fault("alter text", name, f"{value} (altered)", "the text message is another")


def _consequences(node: Node) -> Iterator[Action]:
    for act in node.actions():
        if isinstance(act, Ask):
            question = act.question
            for answer in dict.fromkeys((question.answer, question.silence, *question.keys)):
                yield from node.answered(answer) if answer else ()


def _switches(model: Model) -> Iterator[Fault]:
    """Switches turned, and the next word where a field takes one of a few."""
    for name, kind in plan_of(type(model)).kinds.items():
        value = getattr(model, name)
        if isinstance(value, bool):
            yield _fault("flip", name, not value, f"{name} is {str(not value).lower()}")
        elif kind.words and name not in STRUCTURE:
            other = _next_word(kind.words, value)
            yield _fault("flip", name, other, f"{name} is {other}, not {value}")


def _next_word(words: frozenset[tuple[type, object]], value: object) -> object:
    """The word after this one, in the order of the alphabet."""
    ordered = sorted((word for _, word in words), key=repr)
    found: Mapping[object, int] = {word: place for place, word in enumerate(ordered)}
    return ordered[(found.get(value, -1) + 1) % len(ordered)]
