"""Keys that are offered without any verb: "sales is 1, support is 2", "1 for sales, 2 for ...".

Nothing but the form tells such digits from others, so they count only together: two or
more, all written one way, counting up from 1.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.flow.spoken_language import language_of_tokens
from ivrsim.flow.spoken_offers import Offer, at
from ivrsim.flow.spoken_tokens import Token
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
_SIGNS = frozenset(":=)-–")


def bare_offers(tokens: list[Token]) -> list[Offer]:
    """The offers of a prompt in which no verb asks for a key; none where only one is found."""
    tongue = language_of_tokens(tokens) or "English"
    for read in (_key_first, _purpose_first):
        found = list(read(tokens, tongue))
        keys = "".join(offer.keys[0][0] for offer in found)
        opens = bool(found) and (found[0].leads or _opens(tokens, found[0].start))
        if opens and len(keys) > 1 and KEYS.startswith(keys):
            return found
    return []


def _digits(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    """Where a key from 1 to 9 may be named."""
    for index, token in enumerate(tokens):
        key = token.text if token.kind == "key" else KEY_WORDS.get(token.text, "")
        if key and key in KEYS and token.text not in ONLY_AFTER_VERB:
            yield index, key


def _key_first(tokens: list[Token], tongue: Language) -> Iterator[Offer]:
    """ "1 for sales", "2: support"."""
    for index, key in _digits(tokens):
        end = _past_nouns(tokens, index + 1)
        before, follower = at(tokens, index - 1).text, at(tokens, end).text
        purpose = at(tokens, end + 1)
        leads_on = follower in CONNECTORS or follower in _SIGNS
        leads_on = leads_on or (before in NAMES and follower in LINKS)
        counts = before in COUNTED and before not in NAMES
        if leads_on and not counts and purpose.kind == "word" and purpose.text not in KEY_WORDS:
            yield _offer(tokens, index, key, index, end, tongue, leads=False)


def _purpose_first(tokens: list[Token], tongue: Language) -> Iterator[Offer]:
    """ "sales is 1", "for sales 1", "sales: 1"."""
    for index, key in _digits(tokens):
        end = _past_nouns(tokens, index + 1)
        after = at(tokens, end)
        start = _before_links(tokens, index)
        closed = after.kind in ("comma", "stop") or after.text in JOINS
        if closed and at(tokens, end + 1).text not in MISFITS and _is_purpose(tokens, start, index):
            yield _offer(tokens, index, key, start, end, tongue, leads=True)


def _opens(tokens: list[Token], index: int) -> bool:
    """Whether a clause opens with the key at an index, or with "option" before it."""
    index -= at(tokens, index - 1).text in NAMES
    before = at(tokens, index - 1)
    return before.kind in ("comma", "stop") or before.text in OPENERS


def _past_nouns(tokens: list[Token], index: int) -> int:
    return index + (at(tokens, index).text in KEY_NOUNS)


def _before_links(tokens: list[Token], index: int) -> int:
    """Where "is", "es el", ":" before a key begins."""
    start = index
    while start > index - 3 and (at(tokens, start - 1).text in LINKS):
        start -= 1
    return start


def _is_purpose(tokens: list[Token], end: int, key: int) -> bool:
    """Whether a short clause that can name a purpose ends at `end`."""
    head = end
    while end - head <= _LONGEST_NAME and at(tokens, head - 1).kind == "word":
        if tokens[head - 1].text in OPENERS:
            break
        head -= 1
    words = [token.text for token in tokens[head:end]]
    if not words or len(words) > _LONGEST_NAME or (end == key and words[-1] in COUNTED):
        return False
    named = words[words[0] in CONNECTORS :]
    odd = CONNECTORS.keys() | VERBS.keys() | KEY_WORDS.keys() | HOLDING
    return bool(named) and odd.isdisjoint(named)


def _offer(
    tokens: list[Token], index: int, key: str, start: int, end: int, tongue: Language, leads: bool
) -> Offer:
    span = Span(tokens[index].start, tokens[index].end)
    return Offer(((key, span),), start, end, tongue, leads=leads)
