"""Where a prompt offers keys: the scan behind `spoken_keys`.

An offer is one mention of one or more keys.  It is *told* by a verb ("press 1 or
2") or leans on an earlier verb: *listed*, "2 for support" after "press 1 for
sales", or *trailing*, "support 2" after "for sales press 1".
"""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

from ivrsim.flow.spoken_language import language_of_tokens
from ivrsim.flow.spoken_tokens import Token
from ivrsim.flow.spoken_words import (
    ARTICLES,
    BETWEEN,
    COMPANIONS,
    CONDITIONS,
    CONNECTORS,
    COUNTED,
    FILLERS,
    HOLDING,
    HOMOGRAPHS,
    JOINS,
    KEY_NOUNS,
    KEY_WORDS,
    LEAD_INS,
    LOOSE_ONE,
    MISFITS,
    NEGATIONS,
    ONLY_AFTER_VERB,
    OPENERS,
    OWNERS,
    RANGE_WORDS,
    SAYING,
    VERBS,
    Language,
    Verb,
)
from ivrsim.places import Span

Keys = tuple[tuple[str, Span], ...]

_FAR = 12  # tokens looked around for a boundary or for company: keeps the scan linear
_LONGEST_NAME = 4  # words in a purpose that no "for" introduces
_END = Token("stop", "", -1, -1)
_NUMERIC = ("key", "number", "range")


class Offer(NamedTuple):
    """One mention of keys.

    `start` and `end` are token numbers: from the first polite word before the verb
    to the token after the key's name.  A `told` offer has its own verb; `leads` says
    that the purpose is expected before the key; a `closing` key ends a number.
    """

    keys: Keys
    start: int
    end: int
    language: Language
    told: bool = False
    leads: bool = False
    closing: bool = False


def at(tokens: list[Token], index: int) -> Token:
    """The token at an index; past either end, the end of a sentence."""
    return tokens[index] if 0 <= index < len(tokens) else _END


def offers(tokens: list[Token], language: str | None = None) -> list[Offer]:
    """All offers of keys, in order; `language` decides words of two languages."""
    if VERBS.keys().isdisjoint(token.text for token in tokens):
        return []  # every offer leans on a verb
    scan = _Scan(tokens, language)
    index = 0
    while index < len(tokens):
        offer = scan.told(index) if tokens[index].text in VERBS else None
        if offer is None and scan.ruled >= 0:
            offer = scan.leaning(index)
        if offer:
            scan.found.append(offer)
        index = offer.end if offer else index + 1
    return scan.found


def asking_verb(tokens: list[Token], index: int, language: str | None) -> Verb | None:
    """The verb at an index, if it asks for a key and no "not" stands by it."""
    verb = VERBS.get(at(tokens, index).text)
    if not verb or _negated(tokens, index, verb):
        return None
    if tokens[index].text in HOMOGRAPHS and not _speaks(tokens, index, verb.language, language):
        return None
    return verb


def _speaks(tokens: list[Token], index: int, tongue: Language, language: str | None) -> bool:
    """Whether a homograph is a verb here: by its clause, else by the campaign's language."""
    start = end = index
    while start > index - _FAR and at(tokens, start - 1).kind not in ("comma", "stop"):
        start -= 1
    while end < index + _FAR and at(tokens, end).kind not in ("comma", "stop"):
        end += 1
    around = language_of_tokens(tokens[start:end])
    return at(tokens, index - 1).text not in ARTICLES and (around or language or tongue) == tongue


def skip_fillers(tokens: list[Token], index: int, verb: Verb) -> int:
    """The index of the first token after "the", "sur la touche", "el número" ..."""
    for position in range(index, index + _FAR):
        text = at(tokens, position).text
        article = text == "un" and at(tokens, position + 1).text in FILLERS
        spanish_or = text == "o" and verb.language == "Spanish"
        if not (text in FILLERS or article or spanish_or):
            return position
    return index + _FAR


def _negated(tokens: list[Token], index: int, verb: Verb) -> bool:
    before, earlier = at(tokens, index - 1).text, at(tokens, index - 2).text
    if verb.language == "French" and at(tokens, index + 1).text == "pas":
        return True
    if verb.language == "Spanish" and before == "no":
        return earlier != "si"
    if before in NEGATIONS:
        return earlier not in CONDITIONS
    return earlier in NEGATIONS and before not in LEAD_INS and bool(before.strip(",;:.!?"))


class _Scan:
    """The state of one scan: the tokens, what was found, and which verb rules."""

    def __init__(self, tokens: list[Token], language: str | None) -> None:
        self.tokens = tokens
        self.language = language
        self.found: list[Offer] = []
        self.sentences = list(accumulate(token.kind == "stop" for token in tokens))
        self.ruled = -1
        self.verb = VERBS["press"]

    def told(self, index: int) -> Offer | None:
        """An offer whose verb stands at `index`."""
        verb = asking_verb(self.tokens, index, self.language)
        if not verb:
            return None
        self.ruled, self.verb = self.sentences[index], verb
        start = self._polite_start(index)
        read = self._read(skip_fillers(self.tokens, index + 1, verb), start)
        if not read:
            return None
        keys, end = read
        follower = at(self.tokens, end).text
        vague = not verb.firm and at(self.tokens, end - 1).text in LOOSE_ONE
        if vague and self._opens(start) and follower not in CONNECTORS:
            return None
        if verb.closing and keys[0][0] not in "*#":
            return None
        leads = follower not in CONNECTORS and not verb.closing
        return Offer(keys, start, end, verb.language, True, leads, verb.closing)

    def leaning(self, index: int) -> Offer | None:
        """An offer without a verb of its own."""
        token, offer = self.tokens[index], None
        if token.text in JOINS or self.tokens[index - 1].kind in ("comma", "stop"):
            offer = self.listed(index)
        if offer is None and (token.kind == "key" or token.text in KEY_WORDS):
            offer = self.trailing(index)
        return offer

    def listed(self, index: int) -> Offer | None:
        """An offer such as "2 for support" at the start of a clause, by an earlier verb."""
        if not self._rules(index):
            return None
        joined = index + (self.tokens[index].text in JOINS)
        position = skip_fillers(self.tokens, joined, self.verb)
        if at(self.tokens, position).text in ONLY_AFTER_VERB:
            return None
        read = self._read(position, index)
        if not read or at(self.tokens, read[1]).text not in CONNECTORS:
            return None
        return None if self._is_deal(read[1] + 1) else Offer(*_spread(read, index), self._tongue)

    def trailing(self, index: int) -> Offer | None:
        """An offer such as "support 2", leaning on "for sales press 1"."""
        last = self.found[-1] if self.found else None
        if not last or not last.leads or not self._rules(index):
            return None
        text = self.tokens[index].text
        before = at(self.tokens, index - 1)
        if not self._key(index) or text in ONLY_AFTER_VERB or before.text in COUNTED:
            return None
        end = self._past_nouns(index + 1)
        start = self._back_over_articles(index)
        if not self._closes(end) or not self._purpose_before(start, last.end, end):
            return None
        key = (self._key(index) or "", Span(*self.tokens[index][2:]))
        return Offer((key,), start, end, self._tongue, leads=True)

    @property
    def _tongue(self) -> Language:
        return self.verb.language

    def _rules(self, index: int) -> bool:
        """Whether a verb still rules: in this sentence, or by an offer in the last."""
        here = self.sentences[index]
        if self.ruled == here:
            return True
        return bool(self.found) and self.sentences[self.found[-1].end - 1] >= here - 1

    def _opens(self, index: int) -> bool:
        return at(self.tokens, index - 1).kind == "stop"

    def _polite_start(self, index: int) -> int:
        floor = max(self.found[-1].end if self.found else 0, index - _FAR)
        while index > floor and self.tokens[index - 1].text in LEAD_INS:
            index -= 1
        return index

    def _key(self, index: int) -> str | None:
        token = at(self.tokens, index)
        if token.kind == "key":
            return token.text
        if token.text in ("o", "oh") and self.verb.language != "English":
            return None
        return KEY_WORDS.get(token.text)

    def _past_nouns(self, index: int) -> int:
        while at(self.tokens, index).text in KEY_NOUNS or at(self.tokens, index).text in (")", "]"):
            index += 1
        return index

    def _read(self, index: int, start: int) -> tuple[Keys, int] | None:
        """The keys named from `index` on, and the index after them."""
        ranged = self._range(index)
        if ranged:
            return ranged
        key = self._key(index)
        end = self._past_nouns(index + 1)
        if not key or not self._fits(end, key):
            return None
        keys = [(key, Span(*self.tokens[index][2:]))]
        while following := self._next_in_list(end, start):
            key, position, end = following
            if position >= 0:
                keys.append((key, Span(*self.tokens[position][2:])))
        return None if self._counts(end) else (tuple(keys), end)

    def _next_in_list(self, end: int, start: int) -> tuple[str, int, int] | None:
        """The next key of "1, 2 or 3"; a key that is only said again has position -1."""
        position = end
        while position < end + _FAR and (
            at(self.tokens, position).text in FILLERS | JOINS | {",", "/"}
        ):
            position += 1
        between = {token.text for token in self.tokens[end:position]}
        key = self._key(position)
        if not key or not between & (JOINS | {",", "/"}):
            return None
        after = self._past_nouns(position + 1)
        own_purpose = at(self.tokens, after).text in CONNECTORS and not self._opens(start)
        if own_purpose or at(self.tokens, position).text in ONLY_AFTER_VERB:
            return None
        if between & SAYING:
            return (key, -1, after)
        return (key, position, after) if self._fits(after, key) else None

    def _range(self, index: int) -> tuple[Keys, int] | None:
        """The keys of "1 through 4", each with the span of the whole."""
        token = at(self.tokens, index)
        if token.kind == "range":
            first, last, end = token.text[0], token.text[2], index + 1
        else:
            word = at(self.tokens, index + 1).text
            paired = word in ("and", "et", "y") and at(self.tokens, index - 1).text in BETWEEN
            if word not in RANGE_WORDS and not paired:
                return None
            end = index + (3 if at(self.tokens, index + 2).text not in ("le", "el") else 4)
            first, last = self._key(index) or "", self._key(end - 1) or ""
        if not (first.isdecimal() and last.isdecimal() and first < last and self._fits(end)):
            return None
        span = Span(token.start, self.tokens[end - 1].end)
        return tuple((str(key), span) for key in range(int(first), int(last) + 1)), end

    def _fits(self, end: int, key: str = "") -> bool:
        """Whether what follows a key's name leaves it a key: no unit, no more digits."""
        token, following = at(self.tokens, end), at(self.tokens, end + 1)
        if token.kind == "stop":
            return True
        if token.kind == "comma":
            return token.text in ",;:/)]" or following.kind not in _NUMERIC
        if token.kind != "word" or (token.text in KEY_WORDS and token.text not in ONLY_AFTER_VERB):
            return key in ("*", "#") and token.kind != "symbol"
        return self._keeps_company(token, following)

    def _keeps_company(self, token: Token, following: Token) -> bool:
        if token.text in JOINS and following.text in MISFITS:
            return False  # "2 or more"
        if token.text in ("of", "de", "del") and following.text in OWNERS:
            return True  # "the 9 of your phone"
        if self.verb.firm:
            return token.text not in MISFITS
        return token.text in COMPANIONS

    def _counts(self, end: int) -> bool:
        """Whether the list of keys turns out to count: "one or two sides"."""
        position = skip_fillers(self.tokens, end, self.verb)
        listed = position > end and at(self.tokens, end).text in JOINS
        return listed and self._key(position) is not None and not self._fits(position + 1)

    def _is_deal(self, index: int) -> bool:
        """Whether "2 for" goes on as "2 for 1 deal" or "2 for the price"."""
        token, following = at(self.tokens, index), at(self.tokens, index + 1)
        if token.kind == "key" or token.text in KEY_WORDS:
            return following.text not in MISFITS
        return token.kind == "symbol" or following.text == "price"

    def _back_over_articles(self, index: int) -> int:
        while at(self.tokens, index - 1).text in ("le", "el", "la", "sur", "the", "number"):
            index -= 1
        return index

    def _closes(self, end: int) -> bool:
        """Whether a clause ends here and its key is not the start of another's."""
        token = at(self.tokens, end)
        if token.kind == "stop":
            return True
        if token.kind == "comma":
            position = end + 1
            while at(self.tokens, position).text in LEAD_INS | JOINS and position < end + _FAR:
                position += 1
            following = at(self.tokens, position).text
            return token.text not in "-–—(" and following not in VERBS.keys() | SAYING
        return token.text in JOINS

    def _purpose_before(self, start: int, floor: int, end: int) -> bool:
        """Whether the clause before a bare key can be what the key is for."""
        head = self._clause_head(start, floor)
        if head is None:
            return False
        crossed = self.sentences[start] != self.sentences[floor - 1]
        if crossed and at(self.tokens, end).kind != "stop":
            return False
        words = self.tokens[head:start]
        if not words:
            earlier = self._clause_head(start - 1, floor)
            return earlier is not None and at(self.tokens, earlier).text in CONNECTORS
        if words[0].text in CONNECTORS:
            return len(words) > 1
        return not crossed and len(words) <= _LONGEST_NAME and not any(map(_unlikely, words))

    def _clause_head(self, start: int, floor: int) -> int | None:
        """Where the clause that ends at `start` begins, past "or" and "and"."""
        head = start
        while head > floor and at(self.tokens, head - 1).kind not in ("comma", "stop"):
            head -= 1
            if start - head > _FAR:
                return None
        while head < start and self.tokens[head].text in OPENERS:
            head += 1
        return head


def _unlikely(word: Token) -> bool:
    """Whether a word has no place in a bare name such as "billing"."""
    known = word.text in CONNECTORS or word.text in VERBS
    return known or word.kind != "word" or word.text in HOLDING | SAYING


def _spread(read: tuple[Keys, int], start: int) -> tuple[Keys, int, int]:
    return read[0], start, read[1]
