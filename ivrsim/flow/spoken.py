"""Which keys a prompt tells the caller to press, and what each is for.

A scan over tokens, not a grammar: prompts are written by people, often without
punctuation, in three languages at once.  The scan looks for a verb that asks for
a key ("press", "appuyez sur", "oprima") and for the shortened offers that follow
it ("press 1 for sales, 2 for support"), and takes no digit that counts something
("24 hour", "2 for 1") or belongs to a number ("1 800 555 0110").  Where no verb asks,
digits count only together ("sales is 1, support is 2"): see `spoken_bare`.

Everything is linear in the length of the prompt and nothing here raises.
"""

from __future__ import annotations

import re
from functools import cache

from ivrsim.errors import UsageError
from ivrsim.flow.spoken_bare import bare_offers
from ivrsim.flow.spoken_captions import captions
from ivrsim.flow.spoken_language import language_of
from ivrsim.flow.spoken_offers import Offer, asking_verb, offers
from ivrsim.flow.spoken_plain import plain_offers
from ivrsim.flow.spoken_tokens import Tokens, tokenise
from ivrsim.flow.spoken_words import (
    ANY,
    ANY_COUNTS,
    ANY_NOUNS,
    FILLERS,
    KEY_WORDS,
    OTHER,
    SURELY_ANY,
    VERBS,
)
from ivrsim.places import Span
from ivrsim.values import NamedTuple

__all__ = ["SpokenKey", "asks_any_key", "language_of", "speech_seconds", "spoken_keys"]

_NAMES = KEY_WORDS.keys() | frozenset("0123456789")
_ANYWAY = FILLERS | {"n", "importe"}  # may stand between the verb and "any key"
_BLANKED = "".join(chr(code).lower() if chr(code).isalnum() else " " for code in range(128))


class SpokenKey(NamedTuple):
    """A key that a prompt names.

    `key` is one of "0"-"9", "*", "#"; `span` covers the key's name in the prompt;
    `caption` says what the key is for ("billing"; empty where the prompt does not
    say); `caption_first` is true for "for billing, press 2" and false for "press 2
    for billing" and where there is no caption.
    """

    key: str
    span: Span
    caption: str = ""
    caption_first: bool = False


def spoken_keys(prompt: str, language: str | None = None) -> tuple[SpokenKey, ...]:
    """The keys a prompt tells the caller to press, in the order they are spoken.

    `language` ("English", "French", "Spanish", as in a campaign's
    `campaign_language`) only decides words that exist in two languages; every
    clause may be in any of the three.  Of a code such as *69 only the star is
    given; a range ("1 through 4") gives each of its keys, with the span of the
    whole range.
    """
    plain = plain_offers(prompt)
    if plain is not None:
        return tuple([SpokenKey(*told, True) for told in plain])
    return scanned_keys(prompt, language) if _may_name_keys(prompt) else ()


def scanned_keys(prompt: str, language: str | None = None) -> tuple[SpokenKey, ...]:
    """The same by the scan, whatever the prompt is like."""
    tokens = tokenise(prompt)
    found = offers(tokens, language) or bare_offers(tokens)
    return tuple(
        SpokenKey(key, span, caption, first)
        for offer, (caption, first) in zip(found, captions(prompt, tokens, found), strict=True)
        for key, span in offer.keys
    )


def _may_name_keys(prompt: str) -> bool:
    """Whether a prompt can name a key at all: quick, and never wrong when it says no."""
    if not prompt.isascii():
        return True
    pieces = prompt.translate(_BLANKED).split()
    named = len(_NAMES.intersection(pieces)) + ("*" in prompt) + ("#" in prompt)
    return named > 1 or (named == 1 and not VERBS.keys().isdisjoint(pieces))


def asks_any_key(prompt: str, language: str | None = None) -> bool:
    """Whether a prompt says "press any key" (or "any other key") to the caller."""
    tokens = tokenise(prompt)
    verbs = (index for index, text in enumerate(tokens.texts) if text in VERBS)
    return any(_asks_any(tokens, index, language) for index in verbs)


def _asks_any(tokens: Tokens, index: int, language: str | None) -> bool:
    if not asking_verb(tokens, index, language):
        return False
    words = tokens.texts[index + 1 : index + 8]
    for place, word in enumerate(words[:-2]):
        if word in ANY:
            noun, end = _noun_after(words, place + 1)
            return _is_any(word, noun) and words[end] not in ("from", "between", "de", "entre")
        if word not in _ANYWAY:
            return False
    return False


def _noun_after(words: tuple[str, ...], place: int) -> tuple[str, int]:
    place += words[place] in OTHER
    return words[place], min(place + 1, len(words) - 1)


def _is_any(word: str, noun: str) -> bool:
    return noun in ANY_NOUNS or (word in SURELY_ANY and noun in ANY_COUNTS)


@cache
def _spoken() -> re.Pattern[str]:
    """Digits, syllable signs and words: what takes time to say."""
    return re.compile(
        r"\d"
        r"|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
        r"|[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+(?:['’][^\W\d_]+)*"
    )


def speech_seconds(
    text: str,
    words_per_minute: float = 165.0,
    pause_before_press: float = 0.25,
    pause_at_stop: float = 0.5,
) -> float:
    """How many seconds a voice needs for a text.

    Every digit is a spoken word, so that a phone number takes its time; so is every
    symbol that is read out ("%", "#") and every ideograph.  Each verb that asks for
    a key costs `pause_before_press`; each end of a sentence inside the text and each
    further key of the same sentence costs `pause_at_stop`.  Markup is silent.

    The defaults are the middle of what DECtalk speaks (160 to 180 words a minute)
    and the pauses that IBM's VoiceXML guide advises.  Raises `UsageError` for a rate
    that is not above zero.
    """
    if not words_per_minute > 0:
        raise UsageError("The speech rate must be above zero words per minute.")
    tokens = tokenise(text)
    found = offers(tokens)
    words = _spoken_words(text, tokens)
    presses = sum(offer.told for offer in found)
    stops = _pauses(tokens, found)
    return 60.0 * words / words_per_minute + pause_before_press * presses + pause_at_stop * stops


def _spoken_words(text: str, tokens: Tokens) -> int:
    """How many words the tokens are when they are read out."""
    words = 0
    for kind, start, end in zip(tokens.kinds, tokens.starts, tokens.ends, strict=True):
        if kind not in ("comma", "stop"):
            written = text[start:end]
            plain = kind == "symbol" or (written.isascii() and written.isalpha())
            words += 1 if plain else len(_spoken().findall(written)) or 1
    return words


def _pauses(tokens: Tokens, found: list[Offer]) -> int:
    """Ends of sentences with speech after them, and keys that share a sentence."""
    kinds = tokens.kinds
    pauses = 0
    unpaused = False
    starts = {offer.start for offer in found}
    for index in range(tokens.size - 1):
        if kinds[index] == "stop" and kinds[index + 1] != "stop":
            pauses, unpaused = pauses + (index > 0), False
        elif index in starts:
            pauses, unpaused = pauses + unpaused, True
    return pauses
