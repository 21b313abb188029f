"""Every answer a question can get, with the least a caller has to do for it.

The dialogue is that of `ivrsim.simulate.dialogue`; here it is turned round: from the
answer to the acts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeAlias

from ivrsim.analysis.settings import Rules
from ivrsim.flow.question import KEYS, NONE, WRONG, Question, accepts
from ivrsim.values import dataclass

Act: TypeAlias = tuple[str, ...]
"""What a caller does, as a method of `Call` with its argument: `("press", "1")`,
`("enter", "93101")`, `("say", "...")`, `("silence",)`."""

SILENCE: Act = ("silence",)
NONSENSE: Act = ("say", "xyzzy")
"""Something that is not understood."""

EXAMPLES = ("1", "93101", "0930", "01152026", "8005550142")
"""Digits to type where any will do; every form takes one of them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a caller does at a question, and the answer that comes of it.

    `typed` are the digits of a good answer, for what is stored of it; `place` says that
    they are the caller's place.
    """

    answer: str
    acts: tuple[Act, ...]
    typed: str = ""
    place: bool = False

    @property
    def keys(self) -> int:
        """How many keys it takes; something said counts as one."""
        return sum(len(act[1]) if act[0] == "enter" else act != SILENCE for act in self.acts)


def choices(
    question: Question, leading: Collection[str], rules: Rules, asr: bool, typed: Collection[str]
) -> tuple[Choice, ...]:
    """Every answer the question can get, each in the way that takes the fewest keys.

    `leading` are the keys behind which a branch stands; `asr` says that spoken answers
    are heard; `typed` are digits that make a difference later, or a place's ZIP code.
    """
    good = tuple(_good(question, leading, typed))
    failed = _Failures(question, leading, rules, asr, good).choices()
    found: dict[tuple[str, str, bool], Choice] = {}
    for choice in (*good, *failed):
        key = choice.answer, choice.typed, choice.place
        if key not in found or choice.keys < found[key].keys:
            found[key] = choice
    return tuple(found.values())


def _good(question: Question, leading: Collection[str], typed: Collection[str]) -> Iterator[Choice]:
    """What answers the question as it wants to be answered."""
    confirmed = (("press", "1"),) if question.confirm else ()
    if question.takes == "key":
        for key in question.keys:
            if question.answer or key in leading:
                yield Choice(question.answer or key, (("press", key), *confirmed))
    elif question.takes == "digits":
        wanted = [digits for digits in typed if accepts(question.form, digits)]
        for digits in wanted or [d for d in EXAMPLES if accepts(question.form, d)][:1]:
            yield Choice(question.answer, (("enter", digits), *confirmed), digits)
    else:
        yield Choice(question.answer, (("press", "1"),))
        for digits in typed:
            yield Choice(question.answer, (("enter", digits),), digits, place=True)


@dataclass(frozen=True, slots=True)
class _Failures:
    """What comes of silence and of what is no answer."""

    question: Question
    leading: Collection[str]
    rules: Rules
    asr: bool
    good: tuple[Choice, ...]

    def choices(self) -> Iterator[Choice]:
        """Silence where it is an answer, no answer, wrong answers."""
        tries = self.question.tries(self.rules)
        wrong, silent = self._wrong(), self._silent()
        if not self.question.asks_again:
            yield Choice(self.question.silence, (SILENCE,))
        if silent:
            yield Choice(NONE, silent * tries)
        if wrong:
            once = self.rules.wrong_failover == "at-once"
            more = 0 if once else tries - 1
            yield Choice(WRONG, (*wrong, *(silent or wrong) * more))

    def _silent(self) -> tuple[Act, ...]:
        """The least that ends one attempt without an answer; nothing: it cannot be."""
        if self.question.asks_again:
            return (SILENCE,)
        return (*self._unconfirmed(), SILENCE) if self._unconfirmed() else ()

    def _wrong(self) -> tuple[Act, ...]:
        """The least that ends one attempt with a wrong answer; nothing: it cannot be."""
        question = self.question
        if question.takes == "digits":
            return (("press", "#"),)
        if question.takes == "key" and question.asks_again:
            leads = set(question.keys) & ({*KEYS} if question.answer else {*self.leading})
            wrong = next((key for key in KEYS if key not in leads), None)
            if wrong is not None:
                return (("press", wrong),)
        if self.asr and question.asks_again:
            return (NONSENSE,)
        return (*self._unconfirmed(), ("press", "3")) if self._unconfirmed() else ()

    def _unconfirmed(self) -> tuple[Act, ...]:
        """An answer that is read back and still to be confirmed."""
        if not self.question.confirm or self.question.takes == "place" or not self.good:
            return ()
        return self.good[0].acts[:-1]


def digit_texts(texts: Collection[str], form: str) -> Iterator[str]:
    """Digits to try in place of these texts, which show the values of a field.

    Each text's own digits, put together and filled up in several ways; and more
    examples of the form than there are texts, since one of them has to be another one.
    """
    yield from EXAMPLES
    for number in range(2 * len(texts) + 12):
        day, month = number % 28 + 1, number // 28 % 12 + 1
        yield from (str(number), f"{number:05}", f"800555{number:04}", f"8{number:09}")
        yield from (f"{month:02}{day:02}2026", f"{number // 60 % 24:02}{number % 60:02}")
    for text in texts:
        yield text
        pieces = "".join(char if char in "0123456789*" else " " for char in text).split()
        for filler in ("", "0", "7", "8", "9"):
            joined = filler.join(pieces)
            for length in range(12):
                yield joined.ljust(length, filler or "0")
                yield joined.rjust(length, filler or "2")
                yield f"800{joined}".ljust(length, filler or "0")
