"""Where a prompt offers keys: the scan behind `spoken_keys`.

An offer is one mention of one or more keys.  It is *told* by a verb ("press 1 or
2") or leans on an earlier verb: *listed*, "2 for support" after "press 1 for
sales", or *trailing*, "support 2" after "for sales press 1".
"""

from __future__ import annotations

from ivrsim.flow.spoken_language import language_of_words
from ivrsim.flow.spoken_tokens import Tokens
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
from ivrsim.values import NamedTuple

Keys = tuple[tuple[str, Span], ...]

_FAR = 12  # tokens looked around for a boundary or for company: keeps the scan linear
_LONGEST_NAME = 4  # words in a purpose that no "for" introduces
_NUMERIC = ("key", "number", "range")
_PAUSES = ("comma", "stop")
_BETWEEN_KEYS = FILLERS | JOINS | {",", "/"}
_JOINS_KEYS = JOINS | {",", "/"}
_AFTER_KEY = KEY_NOUNS | {")", "]"}
_RANGES = frozenset(f"{first}-{last}" for first in range(10) for last in range(10))
_KEYS = KEY_WORDS.keys() | frozenset("0123456789*#") | _RANGES
_STARTS = VERBS.keys() | FILLERS | JOINS | _KEYS
_BEFORE_NEXT = LEAD_INS | JOINS
_NO_NAME = CONNECTORS.keys() | VERBS.keys() | HOLDING | SAYING


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


def offers(tokens: Tokens, language: str | None = None) -> list[Offer]:
    """All offers of keys, in order; `language` decides words of two languages."""
    if VERBS.keys().isdisjoint(tokens.texts):
        return []  # every offer leans on a verb
    return _Scan(tokens, language).offers()


def asking_verb(tokens: Tokens, index: int, language: str | None) -> Verb | None:
    """The verb at an index, if it asks for a key and no "not" stands by it."""
    text = tokens.texts[index]
    verb = VERBS.get(text)
    if not verb or _negated(tokens.texts, index, verb):
        return None
    if text in HOMOGRAPHS and not _speaks(tokens, index, verb.language, language):
        return None
    return verb


def _speaks(tokens: Tokens, index: int, tongue: Language, language: str | None) -> bool:
    """Whether a homograph is a verb here: by its clause, else by the campaign's language."""
    kinds, texts = tokens.kinds, tokens.texts
    start = end = index
    while start > index - _FAR and kinds[start - 1] not in _PAUSES:
        start -= 1
    while end < index + _FAR and kinds[end] not in _PAUSES:
        end += 1
    around = language_of_words(texts[start:end])
    return texts[index - 1] not in ARTICLES and (around or language or tongue) == tongue


def skip_fillers(texts: tuple[str, ...], index: int, verb: Verb) -> int:
    """The index of the first token after "the", "sur la touche", "el número" ..."""
    limit = index + _FAR
    while index < limit and (
        (text := texts[index]) in FILLERS
        or (text == "un" and texts[index + 1] in FILLERS)
        or (text == "o" and verb.language == "Spanish")
    ):
        index += 1
    return index


def _negated(texts: tuple[str, ...], index: int, verb: Verb) -> bool:
    before, earlier = texts[index - 1], texts[index - 2]
    if verb.language == "French" and texts[index + 1] == "pas":
        return True
    if verb.language == "Spanish" and before == "no":
        return earlier != "si"
    if before in NEGATIONS:
        return earlier not in CONDITIONS
    return earlier in NEGATIONS and before not in LEAD_INS and bool(before.strip(",;:.!?"))


class _Scan:
    """The state of one scan: what was found, which verb rules, and in which sentence."""

    def __init__(self, tokens: Tokens, language: str | None) -> None:
        self.tokens = tokens
        self.kinds = tokens.kinds
        self.texts = tokens.texts
        self.language = language
        self.found: list[Offer] = []
        self.sentence = 0  # the number of the sentence that is being read
        self.ruled = self.offered = -1  # the sentences of the last verb and the last offer
        self.verb = VERBS["press"]

    def offers(self) -> list[Offer]:
        """All offers of the prompt."""
        past = counted = 0
        for index, text in enumerate(self.texts):
            if text in _STARTS and index >= past:
                self.sentence += self.kinds[counted:index].count("stop")
                counted = index
                offer = self.told(index) if text in VERBS else None
                offer = offer or (self.leaning(index) if self.ruled >= 0 else None)
                if offer:
                    self.found.append(offer)
                    self.offered, past = self.sentence, offer.end
        return self.found

    def told(self, index: int) -> Offer | None:
        """An offer whose verb stands at `index`."""
        verb = asking_verb(self.tokens, index, self.language)
        if not verb:
            return None
        self.ruled, self.verb = self.sentence, verb
        start = self._polite_start(index)
        read = self._read(skip_fillers(self.texts, index + 1, verb), start)
        if not read:
            return None
        keys, end = read
        connected = self.texts[end] in CONNECTORS
        vague = not verb.firm and self.texts[end - 1] in LOOSE_ONE
        if vague and self._opens(start) and not connected:
            return None
        if verb.closing and keys[0][0] not in "*#":
            return None
        leads = not connected and not verb.closing
        return Offer(keys, start, end, verb.language, True, leads, verb.closing)

    def leaning(self, index: int) -> Offer | None:
        """An offer without a verb of its own."""
        text, offer = self.texts[index], None
        if text in JOINS or self.kinds[index - 1] in _PAUSES:
            offer = self.listed(index)
        if offer is None and (self.kinds[index] == "key" or text in KEY_WORDS):
            offer = self.trailing(index)
        return offer

    def listed(self, index: int) -> Offer | None:
        """An offer such as "2 for support" at the start of a clause, by an earlier verb."""
        if not self._rules():
            return None
        joined = index + (self.texts[index] in JOINS)
        position = skip_fillers(self.texts, joined, self.verb)
        if self.texts[position] in ONLY_AFTER_VERB:
            return None
        read = self._read(position, index)
        if not read or self.texts[read[1]] not in CONNECTORS or self._is_deal(read[1] + 1):
            return None
        return Offer(read[0], index, read[1], self.verb.language)

    def trailing(self, index: int) -> Offer | None:
        """An offer such as "support 2", leaning on "for sales press 1"."""
        last = self.found[-1] if self.found else None
        if not last or not last.leads or not self._rules():
            return None
        key = self._key(index)
        if not key or self.texts[index] in ONLY_AFTER_VERB or self.texts[index - 1] in COUNTED:
            return None
        end = self._past_nouns(index + 1)
        start = self._back_over_articles(index)
        if not self._closes(end) or not self._purpose_before(start, last.end, end):
            return None
        return Offer(((key, self._span(index)),), start, end, self.verb.language, leads=True)

    def _span(self, index: int) -> Span:
        return Span(self.tokens.starts[index], self.tokens.ends[index])

    def _rules(self) -> bool:
        """Whether a verb still rules: in this sentence, or by an offer in the last."""
        if self.ruled == self.sentence:
            return True
        return bool(self.found) and self.offered >= self.sentence - 1

    def _opens(self, index: int) -> bool:
        return self.kinds[index - 1] == "stop"

    def _polite_start(self, index: int) -> int:
        if self.texts[index - 1] not in LEAD_INS:
            return index
        floor = max(self.found[-1].end if self.found else 0, index - _FAR)
        while index > floor and self.texts[index - 1] in LEAD_INS:
            index -= 1
        return index

    def _key(self, index: int) -> str | None:
        text = self.texts[index]
        if self.kinds[index] == "key":
            return text
        if text in ("o", "oh") and self.verb.language != "English":
            return None
        return KEY_WORDS.get(text)

    def _past_nouns(self, index: int) -> int:
        while self.texts[index] in _AFTER_KEY:
            index += 1
        return index

    def _read(self, index: int, start: int) -> tuple[Keys, int] | None:
        """The keys named from `index` on, and the index after them."""
        key = self._key(index)
        if key and self.kinds[index + 1] == "stop":  # nearly always
            return ((key, self._span(index)),), index + 1
        ranged = self._range(index)
        if ranged or not key:
            return ranged
        end = self._past_nouns(index + 1)
        if not self._fits(end, key):
            return None
        keys = [(key, self._span(index))]
        while following := self._next_in_list(end, start):
            key, position, end = following
            if position >= 0:
                keys.append((key, self._span(position)))
        return None if self._counts(end) else (tuple(keys), end)

    def _next_in_list(self, end: int, start: int) -> tuple[str, int, int] | None:
        """The next key of "1, 2 or 3"; a key that is only said again has position -1."""
        position = end
        while position < end + _FAR and self.texts[position] in _BETWEEN_KEYS:
            position += 1
        between = self.texts[end:position]
        if _JOINS_KEYS.isdisjoint(between):
            return None
        key = self._key(position)
        if not key:
            return None
        after = self._past_nouns(position + 1)
        own_purpose = self.texts[after] in CONNECTORS and not self._opens(start)
        if own_purpose or self.texts[position] in ONLY_AFTER_VERB:
            return None
        if not SAYING.isdisjoint(between):
            return (key, -1, after)
        return (key, position, after) if self._fits(after, key) else None

    def _range(self, index: int) -> tuple[Keys, int] | None:
        """The keys of "1 through 4", each with the span of the whole."""
        texts = self.texts
        if self.kinds[index] == "range":
            first, last, end = texts[index][0], texts[index][2], index + 1
        else:
            word = texts[index + 1]
            paired = word in ("and", "et", "y") and texts[index - 1] in BETWEEN
            if word not in RANGE_WORDS and not paired:
                return None
            end = index + (3 if texts[index + 2] not in ("le", "el") else 4)
            first, last = self._key(index) or "", self._key(end - 1) or ""
        if not (first.isdecimal() and last.isdecimal() and first < last and self._fits(end)):
            return None
        span = Span(self.tokens.starts[index], self.tokens.ends[end - 1])
        return tuple((str(key), span) for key in range(int(first), int(last) + 1)), end

    def _fits(self, end: int, key: str = "") -> bool:
        """Whether what follows a key's name leaves it a key: no unit, no more digits."""
        kind, text = self.kinds[end], self.texts[end]
        if kind == "stop":
            return True
        if kind == "comma":
            return text in ",;:/)]" or self.kinds[end + 1] not in _NUMERIC
        if kind != "word" or (text in KEY_WORDS and text not in ONLY_AFTER_VERB):
            return key in ("*", "#") and kind != "symbol"
        return self._keeps_company(text, self.texts[end + 1])

    def _keeps_company(self, word: str, following: str) -> bool:
        if word in JOINS and following in MISFITS:
            return False  # "2 or more"
        if word in ("of", "de", "del") and following in OWNERS:
            return True  # "the 9 of your phone"
        if self.verb.firm:
            return word not in MISFITS
        return word in COMPANIONS

    def _counts(self, end: int) -> bool:
        """Whether the list of keys turns out to count: "one or two sides"."""
        if self.texts[end] not in JOINS:
            return False
        position = skip_fillers(self.texts, end, self.verb)
        listed = position > end and self._key(position) is not None
        return listed and not self._fits(position + 1)

    def _is_deal(self, index: int) -> bool:
        """Whether "2 for" goes on as "2 for 1 deal" or "2 for the price"."""
        kind, following = self.kinds[index], self.texts[index + 1]
        if kind == "key" or self.texts[index] in KEY_WORDS:
            return following not in MISFITS
        return kind == "symbol" or following == "price"

    def _back_over_articles(self, index: int) -> int:
        while self.texts[index - 1] in ("le", "el", "la", "sur", "the", "number"):
            index -= 1
        return index

    def _closes(self, end: int) -> bool:
        """Whether a clause ends here and its key is not the start of another's."""
        kind, text = self.kinds[end], self.texts[end]
        if kind == "stop":
            return True
        if kind == "comma":
            position = end + 1
            while position < end + _FAR and self.texts[position] in _BEFORE_NEXT:
                position += 1
            following = self.texts[position]
            return text not in "-–—(" and following not in VERBS and following not in SAYING
        return text in JOINS

    def _purpose_before(self, start: int, floor: int, end: int) -> bool:
        """Whether the clause before a bare key can be what the key is for."""
        head = self._clause_head(start, floor)
        if head is None:
            return False
        crossed = self.sentence != self.offered
        if crossed and self.kinds[end] != "stop":
            return False
        words = self.texts[head:start]
        if not words:
            earlier = self._clause_head(start - 1, floor)
            return earlier is not None and self.texts[earlier] in CONNECTORS
        if words[0] in CONNECTORS:
            return len(words) > 1
        short = not crossed and len(words) <= _LONGEST_NAME
        return short and {*self.kinds[head:start]} == {"word"} and _NO_NAME.isdisjoint(words)

    def _clause_head(self, start: int, floor: int) -> int | None:
        """Where the clause that ends at `start` begins, past "or" and "and"."""
        head = start
        while head > floor and self.kinds[head - 1] not in _PAUSES:
            head -= 1
            if start - head > _FAR:
                return None
        while head < start and self.texts[head] in OPENERS:
            head += 1
        return head
