"""What may stand next in a condition: its words, the regions, the custom data fields."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.conditions.ast import FLAG_NAMES, TEXT_FIELD_NAMES
from ivrsim.conditions.words import DURATIONS, FIELDS, FLAGS
from ivrsim.editor.opened import Opened
from ivrsim.flow.action import Store
from ivrsim.lazy import pattern
from ivrsim.values import dataclass

IN_CONDITION = pattern(r'"\w*condition"\s*:\s*"((?:[^"\\\r\n]|\\.)*)$')
"""The start of a condition on the line, up to the cursor; the line need not be whole."""

NAME = pattern(r"\b(in_region|custom_data)\[([^\[\]]*)$")
WORD = pattern(r"\w*$")
JOINING = ("and", "or", "not")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word to insert for the last `replaces` characters, and what it means."""

    text: str
    about: str
    replaces: int


def proposals(opened: Opened, offset: int) -> list[Proposal]:
    """What may be written at an offset; nothing outside of a condition."""
    line = opened.text.rfind("\n", 0, offset) + 1
    begun = IN_CONDITION.search(opened.text[line:offset])
    return list(_next(opened, begun.group(1))) if begun else []


def _next(opened: Opened, text: str) -> Iterator[Proposal]:
    name = NAME.search(text)
    if name is not None:
        known = _regions(opened) if name.group(1) == "in_region" else _fields(opened)
        for found in known:
            if found.casefold().startswith(name.group(2).casefold()):
                yield Proposal(found, name.group(1), len(name.group(2)))
        return
    word = WORD.search(text)
    begun = word.group() if word else ""
    for candidate, about in _words():
        if candidate.startswith(begun.casefold()):
            yield Proposal(candidate, about, len(begun))


def _words() -> Iterator[tuple[str, str]]:
    yield from ((name, FLAGS[name]) for name in FLAG_NAMES)
    yield "in_region", "the caller is in one of the campaign's regions"
    yield "in_region[", "the caller is in the region of this name"
    yield "pressed[", "the caller pressed these keys, from the first menu on"
    yield from ((name, f"{words} so long") for name, words in DURATIONS.items())
    yield from ((name, FIELDS[name]) for name in TEXT_FIELD_NAMES if name in FIELDS)
    yield "custom_data[", "the custom data field of this name"
    yield from ((word, "joins conditions") for word in JOINING)


def _regions(opened: Opened) -> list[str]:
    flows = opened.document.flows.values()
    return sorted({region.name for flow in flows for region in flow.campaign.named_regions})


def _fields(opened: Opened) -> list[str]:
    found: set[str] = set()
    for flow in opened.document.flows.values():
        found |= set(flow.campaign.custom_data)
        for node in flow.nodes.values():
            answers = {exit_.when.key for exit_ in node.exits if hasattr(exit_.when, "key")}
            for answer in answers:
                stored = (act for act in node.answered(answer) if isinstance(act, Store))
                found |= {act.field for act in stored}
    return sorted(found)
