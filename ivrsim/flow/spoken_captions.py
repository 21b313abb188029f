"""What each offered key is for: the words before or after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ivrsim.flow.spoken_offers import Offer, at
from ivrsim.flow.spoken_tokens import Token
from ivrsim.flow.spoken_words import (
    ARTICLES,
    ASIDES,
    CONDITIONS,
    CONNECTORS,
    GREETINGS,
    HOLDING,
    JOINS,
    LEAD_INS,
    NO_PURPOSE,
    OPENERS,
    SAYING,
    SUBJECTS,
    VERBS,
)

_ASIDE = 6  # words of "on your telephone keypad"
_LONGEST_NAME = 4  # words of a purpose without "for" or "to"
_LONGEST_ITEM = 5  # words of one item in "hours, directions, and parking"
_MOST_ITEMS = 8
_MARKUP = re.compile(r"<[^<>]*>")


class Caption(NamedTuple):
    """What a key is for, and whether that was said before the key."""

    text: str = ""
    first: bool = False


class _Words(NamedTuple):
    """A stretch of tokens: after a word such as "for", else `bare`; or only a guess."""

    start: int
    end: int
    bare: bool = False
    guess: bool = False


def captions(prompt: str, tokens: list[Token], offers: list[Offer]) -> Iterator[Caption]:
    """The caption of each offer, in order."""
    used = 0
    for number, offer in enumerate(offers, start=1):
        following = offers[number] if number < len(offers) else None
        limit = following.start if following else len(tokens)
        before = _before(tokens, used, offer)
        after = _after(tokens, offer, limit)
        if before and after and before.guess:
            before = None
        if before and after and following and _leads_on(tokens, after, following):
            after = None  # "for sales press 1 for support press 2": it belongs to the next
        used = after.end if after else offer.end
        chosen = before or after
        text = _text(prompt, tokens, chosen) if chosen else ""
        yield Caption(text, bool(before and text))


def _leads_on(tokens: list[Token], after: _Words, following: Offer) -> bool:
    """Whether the words after a key run straight into the next offer's verb."""
    gap = tokens[after.end : following.start]
    return following.told and all(token.kind == "comma" for token in gap[:2]) and len(gap) < 2


def _before(tokens: list[Token], floor: int, offer: Offer) -> _Words | None:
    """The purpose said before the key, since the end of the last offer."""
    if offer.closing or not (offer.told or offer.leads):
        return None
    end = offer.start
    while end > floor and (tokens[end - 1].kind == "comma" or tokens[end - 1].text in JOINS):
        end -= 1
    joined = any(token.text in JOINS for token in tokens[end : offer.start])
    start = end
    while start > floor and tokens[start - 1].kind != "stop":
        start -= 1
    return _introduced(tokens, start, end, joined) or _named(tokens, start, end, joined)


def _introduced(tokens: list[Token], floor: int, end: int, joined: bool) -> _Words | None:
    """A clause opening with "for", "to", "if"; further clauses of a list may follow it."""
    stop = end
    while stop > floor:
        start = _clause_start(tokens, floor, stop)
        head = _past(tokens, start, stop, OPENERS)
        if at(tokens, head).text in CONNECTORS and head + 1 < stop:
            return _Words(head, _said_from(tokens, head, end) if joined else end)
        if stop - head > _LONGEST_ITEM and not (joined and tokens[head].text in SAYING):
            return None
        stop = start - 1
    return None


def _named(tokens: list[Token], floor: int, end: int, joined: bool) -> _Words | None:
    """A purpose without "for": "say yes or press 1", "existing customers press 1"."""
    start = _clause_start(tokens, floor, end)
    head = _past(tokens, start, end, OPENERS - GREETINGS)
    if head >= end:
        return None
    if joined and tokens[head].text in SAYING:
        return _Words(head + 1, end, bare=True) if head + 1 < end else None
    if end - head > _LONGEST_NAME:
        greets = tokens[head].text in GREETINGS
        return _last_introduced(tokens, head, end) if greets else None
    words = tokens[head:end]
    odd = any(word.text in VERBS or word.kind != "word" for word in words)
    pointless = words[0].text in NO_PURPOSE or words[0].text in CONNECTORS
    return None if odd or pointless else _Words(head, end, bare=True, guess=True)


def _last_introduced(tokens: list[Token], head: int, end: int) -> _Words | None:
    """ "Thank you for calling Acme for sales": what the second "for" introduces."""
    places = [n for n in range(head, end - 1) if tokens[n].text in CONNECTORS]
    return _Words(places[-1], end) if len(places) > 1 else None


def _said_from(tokens: list[Token], start: int, end: int) -> int:
    """The end of the purpose, before "say sales or" (press 1)."""
    position = end
    while position > start and tokens[position - 1].text not in SAYING:
        position -= 1
    if position <= start:
        return end
    position -= 1
    return position - 1 if tokens[position - 1].kind == "comma" else position


def _clause_start(tokens: list[Token], floor: int, end: int) -> int:
    while end > floor and tokens[end - 1].kind != "comma":
        end -= 1
    return end


def _past(tokens: list[Token], start: int, end: int, words: frozenset[str]) -> int:
    while start < end and tokens[start].text in words:
        start += 1
    return start


def _after(tokens: list[Token], offer: Offer, limit: int) -> _Words | None:
    """The purpose said after the key: "for sales", "to repeat", "or say yes"."""
    start = _after_start(tokens, offer, limit)
    if start is None:
        return None
    end = start + 1
    while end < limit and not _breaks(tokens, end, limit, offer):
        listed = _list_end(tokens, end, limit) if tokens[end].text == "," else None
        end = listed or end + 1
    while end > start and tokens[end - 1].text in JOINS:
        end -= 1
    bare = tokens[start - 1].text in SAYING
    return _Words(start, end, bare) if bare or end > start + 1 else None


def _after_start(tokens: list[Token], offer: Offer, limit: int) -> int | None:
    start = offer.end
    if at(tokens, start).text in JOINS and at(tokens, start + 1).text in SAYING:
        return start + 2 if start + 2 < limit else None
    for position in range(start, min(limit, start + _ASIDE)):
        token = tokens[position]
        if token.text in CONNECTORS:
            return position
        if token.kind != "word" or tokens[start].text not in ASIDES:
            return None
    return None


def _breaks(tokens: list[Token], index: int, limit: int, offer: Offer) -> bool:
    """Whether the purpose ends here: a pause, or "or stay on the line"."""
    token, following = tokens[index], at(tokens, index + 1).text
    if token.kind == "stop":
        return True
    if token.kind == "comma":
        return token.text != "/" and not (token.text == "," and _list_end(tokens, index, limit))
    if token.text in JOINS and index + 1 < limit:
        return following in CONNECTORS or following in HOLDING | SAYING | LEAD_INS
    foreign = CONNECTORS.get(token.text) or offer.language
    return foreign != offer.language and tokens[index - 1].text not in CONNECTORS


def _list_end(tokens: list[Token], index: int, limit: int) -> int | None:
    """Where "sales, service, or parts" ends, if the comma at `index` is inside a list."""
    for _ in range(_MOST_ITEMS):
        start = index + 1
        end = start
        while end < limit and tokens[end].kind not in ("comma", "stop"):
            end += 1
            if end - start > _LONGEST_ITEM:
                return None
        last = start < end and tokens[start].text in JOINS
        head = start + 1 if last else start
        if head >= end or _leaves_list(tokens[head].text):
            return None
        if last:
            return end
        if at(tokens, end).text != ",":
            return None
        index = end
    return None


def _leaves_list(word: str) -> bool:
    return word in CONNECTORS or word in HOLDING | SAYING | LEAD_INS or word in VERBS


def _text(prompt: str, tokens: list[Token], words: _Words) -> str:
    """The words as written, without "for the" and "if you want to"."""
    start, end = words.start, words.end
    opener = tokens[start].text
    if not words.bare:
        start += 1
        if opener == "afin":
            start = _past(tokens, start, end - 1, frozenset({"de", "d"}))
        if opener in CONDITIONS:
            start = _past(tokens, start, end - 1, SUBJECTS)
    start = _past(tokens, start, end - 1, ARTICLES)
    while end > start and tokens[end - 1].kind == "comma":
        end -= 1
    if end <= start:
        return ""
    written = prompt[tokens[start].start : tokens[end - 1].end]
    return " ".join(_MARKUP.sub(" ", written).split())
