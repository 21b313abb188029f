"""What each offered key is for: the words before or after it."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.flow.spoken_offers import Offer
from ivrsim.flow.spoken_tokens import Tokens
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
from ivrsim.lazy import pattern
from ivrsim.values import NamedTuple

_ASIDE = 6  # words of "on your telephone keypad"
_LONGEST_NAME = 4  # words of a purpose without "for" or "to"
_LONGEST_ITEM = 5  # words of one item in "hours, directions, and parking"
_MOST_ITEMS = 8
_OPENERS = OPENERS - GREETINGS
_POINTLESS = NO_PURPOSE | CONNECTORS.keys()
_LEAVES_NAME = HOLDING | SAYING | LEAD_INS | CONNECTORS.keys()
_LEADS_ON = JOINS | ASIDES | CONNECTORS.keys()
_LEAVES_LIST = _LEAVES_NAME | VERBS.keys()
_OF = frozenset({"de", "d"})
_MARKUP = pattern(r"<[^<>]*>")


class _Words(NamedTuple):
    """A stretch of tokens: after a word such as "for", else `bare`; or only a guess."""

    start: int
    end: int
    bare: bool = False
    guess: bool = False


def captions(prompt: str, tokens: Tokens, offers: list[Offer]) -> Iterator[tuple[str, bool]]:
    """What the key of each offer is for, in order; and whether that was said before the key."""
    used = 0
    for number, offer in enumerate(offers, start=1):
        following = offers[number] if number < len(offers) else None
        limit = following.start if following else tokens.size
        before = _before(tokens, used, offer)
        after = _after(tokens, offer, limit)
        if before and after and before.guess:
            before = None
        if before and after and following and _leads_on(tokens, after, following):
            after = None  # "for sales press 1 for support press 2": it belongs to the next
        used = after.end if after else offer.end
        chosen = before or after
        text = _text(prompt, tokens, chosen) if chosen else ""
        yield text, bool(before and text)


def _leads_on(tokens: Tokens, after: _Words, following: Offer) -> bool:
    """Whether the words after a key run straight into the next offer's verb."""
    gap = tokens.kinds[after.end : following.start]
    return following.told and gap in ((), ("comma",))


def _before(tokens: Tokens, floor: int, offer: Offer) -> _Words | None:
    """The purpose said before the key, since the end of the last offer."""
    if offer.closing or not (offer.told or offer.leads):
        return None
    kinds, texts = tokens.kinds, tokens.texts
    end = offer.start
    while end > floor and (kinds[end - 1] == "comma" or texts[end - 1] in JOINS):
        end -= 1
    if end == floor:
        return None
    joined = not JOINS.isdisjoint(texts[end : offer.start])
    start = end
    while start > floor and kinds[start - 1] != "stop":
        start -= 1
    return _introduced(tokens, start, end, joined) or _named(tokens, start, end, joined)


def _introduced(tokens: Tokens, floor: int, end: int, joined: bool) -> _Words | None:
    """A clause opening with "for", "to", "if"; further clauses of a list may follow it."""
    texts = tokens.texts
    stop = end
    while stop > floor:
        start = _clause_start(tokens, floor, stop)
        head = _past(texts, start, stop, OPENERS)
        if texts[head] in CONNECTORS and head + 1 < stop:
            return _Words(head, _said_from(tokens, head, end) if joined else end)
        if stop - head > _LONGEST_ITEM and not (joined and texts[head] in SAYING):
            return None
        stop = start - 1
    return None


def _named(tokens: Tokens, floor: int, end: int, joined: bool) -> _Words | None:
    """A purpose without "for": "say yes or press 1", "existing customers press 1"."""
    texts = tokens.texts
    head = _past(texts, _clause_start(tokens, floor, end), end, _OPENERS)
    if head >= end:
        return None
    if joined and texts[head] in SAYING:
        return _Words(head + 1, end, bare=True) if head + 1 < end else None
    if end - head > _LONGEST_NAME:
        return _last_introduced(texts, head, end) if texts[head] in GREETINGS else None
    odd = not VERBS.keys().isdisjoint(texts[head:end]) or {*tokens.kinds[head:end]} != {"word"}
    return None if odd or texts[head] in _POINTLESS else _Words(head, end, bare=True, guess=True)


def _last_introduced(texts: tuple[str, ...], head: int, end: int) -> _Words | None:
    """ "Thank you for calling Acme for sales": what the second "for" introduces."""
    places = [n for n in range(head, end - 1) if texts[n] in CONNECTORS]
    return _Words(places[-1], end) if len(places) > 1 else None


def _said_from(tokens: Tokens, start: int, end: int) -> int:
    """The end of the purpose, before "say sales or" (press 1)."""
    position = end
    while position > start and tokens.texts[position - 1] not in SAYING:
        position -= 1
    if position <= start:
        return end
    position -= 1
    return position - 1 if tokens.kinds[position - 1] == "comma" else position


def _clause_start(tokens: Tokens, floor: int, end: int) -> int:
    while end > floor and tokens.kinds[end - 1] != "comma":
        end -= 1
    return end


def _past(texts: tuple[str, ...], start: int, end: int, words: frozenset[str]) -> int:
    while start < end and texts[start] in words:
        start += 1
    return start


def _after(tokens: Tokens, offer: Offer, limit: int) -> _Words | None:
    """The purpose said after the key: "for sales", "to repeat", "or say yes"."""
    texts = tokens.texts
    start = _after_start(tokens, offer, limit) if texts[offer.end] in _LEADS_ON else None
    if start is None:
        return None
    end = start + 1
    while end < limit and not _breaks(tokens, end, limit, offer):
        listed = _list_end(tokens, end, limit) if texts[end] == "," else None
        end = listed or end + 1
    while end > start and texts[end - 1] in JOINS:
        end -= 1
    bare = texts[start - 1] in SAYING
    return _Words(start, end, bare) if bare or end > start + 1 else None


def _after_start(tokens: Tokens, offer: Offer, limit: int) -> int | None:
    start, texts = offer.end, tokens.texts
    if texts[start] in JOINS and texts[start + 1] in SAYING:
        return start + 2 if start + 2 < limit else None
    for position in range(start, min(limit, start + _ASIDE)):
        if texts[position] in CONNECTORS:
            return position
        if tokens.kinds[position] != "word" or texts[start] not in ASIDES:
            return None
    return None


def _breaks(tokens: Tokens, index: int, limit: int, offer: Offer) -> bool:
    """Whether the purpose ends here: a pause, or "or stay on the line"."""
    kind, text = tokens.kinds[index], tokens.texts[index]
    if kind == "stop":
        return True
    if kind == "comma":
        return text != "/" and not (text == "," and _list_end(tokens, index, limit))
    if text in JOINS and index + 1 < limit:
        return tokens.texts[index + 1] in _LEAVES_NAME
    foreign = CONNECTORS.get(text) or offer.language
    return foreign != offer.language and tokens.texts[index - 1] not in CONNECTORS


def _list_end(tokens: Tokens, index: int, limit: int) -> int | None:
    """Where "sales, service, or parts" ends, if the comma at `index` is inside a list."""
    texts = tokens.texts
    for _ in range(_MOST_ITEMS):
        start = index + 1
        end = start
        while end < limit and tokens.kinds[end] not in ("comma", "stop"):
            end += 1
            if end - start > _LONGEST_ITEM:
                return None
        last = start < end and texts[start] in JOINS
        head = start + 1 if last else start
        if head >= end or texts[head] in _LEAVES_LIST:
            return None
        if last:
            return end
        if texts[end] != ",":
            return None
        index = end
    return None


def _text(prompt: str, tokens: Tokens, words: _Words) -> str:
    """The words as written, without "for the" and "if you want to"."""
    start, end, texts = words.start, words.end, tokens.texts
    opener = texts[start]
    if not words.bare:
        start += 1
        if opener == "afin":
            start = _past(texts, start, end - 1, _OF)
        if opener in CONDITIONS:
            start = _past(texts, start, end - 1, SUBJECTS)
    start = _past(texts, start, end - 1, ARTICLES)
    while end > start and tokens.kinds[end - 1] == "comma":
        end -= 1
    if end <= start:
        return ""
    written = prompt[tokens.starts[start] : tokens.ends[end - 1]]
    if "<" in written:
        written = _MARKUP.sub(" ", written)
    return " ".join(written.split())
