"""Keys that are offered without any verb: "sales is 1, support is 2", "1 for sales, 2 for ...".

Nothing but the form tells such digits from others, so they count only together: two or
more, all written one way, counting up from 1.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.flow.spoken_language import language_of_words
from ivrsim.flow.spoken_offers import Offer
from ivrsim.flow.spoken_tokens import Tokens
from ivrsim.flow.spoken_words import (
    CONNECTORS,
    COUNTED,
    HOLDING,
    JOINS,
    KEY_NOUNS,
    KEY_WORDS,
    LINKS,
    MISFITS,
    NAMES,
    ONLY_AFTER_VERB,
    OPENERS,
    VERBS,
    Language,
)
from ivrsim.places import Span

KEYS = "123456789"
_LONGEST_NAME = 6  # words of a purpose, "for" among them
_LEADS_ON = CONNECTORS.keys() | frozenset(":=)-–")
_NO_NAME = CONNECTORS.keys() | VERBS.keys() | KEY_WORDS.keys() | HOLDING


def bare_offers(tokens: Tokens) -> list[Offer]:
    """The offers of a prompt in which no verb asks for a key; none where only one is found."""
    named = list(_named(tokens))
    if len(named) < 2:
        return []
    tongue = language_of_words(tokens.texts) or "English"
    for read in (_key_first, _purpose_first):
        found = list(read(tokens, named, tongue))
        keys = "".join(offer.keys[0][0] for offer in found)
        opens = bool(found) and (found[0].leads or _opens(tokens, found[0].start))
        if opens and len(keys) > 1 and KEYS.startswith(keys):
            return found
    return []


def _named(tokens: Tokens) -> Iterator[tuple[int, str]]:
    """Where a key from 1 to 9 may be named."""
    for index, (kind, text) in enumerate(zip(tokens.kinds, tokens.texts, strict=True)):
        key = text if kind == "key" else KEY_WORDS.get(text, "")
        if key and key in KEYS and text not in ONLY_AFTER_VERB:
            yield index, key


def _key_first(tokens: Tokens, named: list[tuple[int, str]], tongue: Language) -> Iterator[Offer]:
    """ "1 for sales", "2: support"."""
    texts = tokens.texts
    for index, key in named:
        end = _past_nouns(tokens, index + 1)
        before, follower, purpose = texts[index - 1], texts[end], texts[end + 1]
        leads_on = follower in _LEADS_ON or (before in NAMES and follower in LINKS)
        counts = before in COUNTED and before not in NAMES
        if leads_on and not counts and tokens.kinds[end + 1] == "word" and purpose not in KEY_WORDS:
            yield _offer(tokens, index, key, index, end, tongue, leads=False)


def _purpose_first(
    tokens: Tokens, named: list[tuple[int, str]], tongue: Language
) -> Iterator[Offer]:
    """ "sales is 1", "for sales 1", "sales: 1"."""
    for index, key in named:
        end = _past_nouns(tokens, index + 1)
        start = _before_links(tokens, index)
        closed = tokens.kinds[end] in ("comma", "stop") or tokens.texts[end] in JOINS
        fits = closed and tokens.texts[end + 1] not in MISFITS
        if fits and _is_purpose(tokens, start, index):
            yield _offer(tokens, index, key, start, end, tongue, leads=True)


def _opens(tokens: Tokens, index: int) -> bool:
    """Whether a clause opens with the key at an index, or with "option" before it."""
    index -= tokens.texts[index - 1] in NAMES
    return tokens.kinds[index - 1] in ("comma", "stop") or tokens.texts[index - 1] in OPENERS


def _past_nouns(tokens: Tokens, index: int) -> int:
    return index + (tokens.texts[index] in KEY_NOUNS)


def _before_links(tokens: Tokens, index: int) -> int:
    """Where "is", "es el", ":" before a key begins."""
    start = index
    while start > index - 3 and tokens.texts[start - 1] in LINKS:
        start -= 1
    return start


def _is_purpose(tokens: Tokens, end: int, key: int) -> bool:
    """Whether a short clause that can name a purpose ends at `end`."""
    head = end
    while end - head <= _LONGEST_NAME and tokens.kinds[head - 1] == "word":
        if tokens.texts[head - 1] in OPENERS:
            break
        head -= 1
    words = tokens.texts[head:end]
    if not words or len(words) > _LONGEST_NAME or (end == key and words[-1] in COUNTED):
        return False
    named = words[words[0] in CONNECTORS :]
    return bool(named) and _NO_NAME.isdisjoint(named)


def _offer(
    tokens: Tokens, index: int, key: str, start: int, end: int, tongue: Language, leads: bool
) -> Offer:
    span = Span(tokens.starts[index], tokens.ends[index])
    return Offer(((key, span),), start, end, tongue, leads=leads)
