"""How callers of a profile answer a question: the chance of each choice they have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from ivrsim.analysis.answers import Choice
from ivrsim.analysis.profile import Profile, Shares
from ivrsim.analysis.settings import Rules
from ivrsim.flow.question import NONE, WRONG, Question
from ivrsim.values import dataclass

ZERO = Fraction(0)


class Results(NamedTuple):
    """How a menu is left: by a valid answer, by W, by N, or by hanging up."""

    valid: Fraction
    wrong: Fraction
    none: Fraction
    hang_up: Fraction

    def after(self, tries: int, at_once: bool) -> Results:
        """From the results of one attempt to those of a menu with several.

        By W leave those whose attempts all failed and not all in silence; or, `at_once`,
        those who at last pressed a wrong key.
        """
        again = self.none if at_once else self.wrong + self.none
        rounds = sum((again**n for n in range(tries)), ZERO)
        wrong = self.wrong * rounds if at_once else again**tries - self.none**tries
        return Results(self.valid * rounds, wrong, self.none**tries, self.hang_up * rounds)


class Chances(NamedTuple):
    """The chance of each choice among all who are asked, and of hanging up instead.

    Whole numbers, in parts of `parts`.
    """

    of: Mapping[Choice, int]
    hang_up: int
    parts: int

    @classmethod
    def exact(cls, of: Mapping[Choice, Fraction], hang_up: Fraction) -> Chances:
        """From fractions to parts of one whole."""
        parts = lcm(hang_up.denominator, *(chance.denominator for chance in of.values()))
        return cls(
            {c: int(chance * parts) for c, chance in of.items()}, int(hang_up * parts), parts
        )


Same = Callable[[str, str], bool]
"""Whether two texts are the same to every condition, for the field they are stored in."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Callers of a profile at one question; `keys` are its own shares of the keys there."""

    profile: Profile
    rules: Rules
    question: Question
    keys: Shares | None
    same: Same

    def chances(self, choices: tuple[Choice, ...]) -> Chances:
        """The chance of each choice.

        Where no valid answer leads on every key is a wrong one, and where none can be
        wrong every key is valid.
        """
        if not self.question.asks_again:
            return Chances.exact(self._asked_once(choices), self.profile.hang_up.share)
        good = [choice for choice in choices if choice.answer not in (WRONG, NONE)]
        can_fail = any(choice.answer == WRONG for choice in choices)
        result = self._results(bool(good), can_fail)
        found = self._good(good, result.valid)
        failed = {WRONG: result.wrong, NONE: result.none}
        found |= {c: failed[c.answer] for c in choices if c.answer in failed}
        return Chances.exact(found, result.hang_up)

    def _results(self, can_succeed: bool, can_fail: bool) -> Results:
        profile = self.profile
        pressing = profile.valid + profile.wrong.share
        valid = profile.valid if can_fail and can_succeed else pressing if can_succeed else ZERO
        once = Results(valid, pressing - valid, profile.none.share, profile.hang_up.share)
        if profile.errors_per == "menu":
            return once
        tries = self.question.tries(self.rules)
        return once.after(tries, self.rules.wrong_failover == "at-once")

    def _asked_once(self, choices: tuple[Choice, ...]) -> Mapping[Choice, Fraction]:
        """Questions that take whatever comes: any key, a text message, the caller's place."""
        profile, stays = self.profile, 1 - self.profile.hang_up.share
        if self.question.takes == "place":
            typing = profile.corrects_place.share
            return _split(choices, stays, typing, [c.place for c in choices])
        accepted = [c.answer == self.question.answer for c in choices]
        if self.question.mobile_only:
            return _split(choices, stays, profile.accepts_text.share, accepted)
        silent = [c.answer == self.question.silence for c in choices]
        return _split(choices, Fraction(1), profile.none.share, silent, profile.hang_up.share)

    def _good(self, good: list[Choice], share: Fraction) -> dict[Choice, Fraction]:
        """Valid answers: the keys alike or as the profile says, the digits it types."""
        if self.question.takes == "digits":
            table = self.profile.typed.get(self.question.form) or self.profile.typed["Digits"]
            return {c: share * self._typed(c, good, table) for c in good}
        if self.keys is None:
            return {choice: share / len(good) for choice in good}
        return {choice: share * self.keys.of.get(choice.answer, ZERO) for choice in good}

    def _typed(self, choice: Choice, good: list[Choice], table: Shares) -> Fraction:
        if len(good) == 1:
            return Fraction(1)
        return sum((s for text, s in table.of.items() if self.same(text, choice.typed)), ZERO)


def _split(
    choices: tuple[Choice, ...],
    stays: Fraction,
    share: Fraction,
    first: Iterable[bool],
    lost: Fraction = ZERO,
) -> Mapping[Choice, Fraction]:
    """`share` to the choices marked first, the rest to the others, alike among each."""
    marked = list(first)
    if not any(marked) or all(marked):
        return {choice: (stays - lost) / len(choices) for choice in choices}
    sizes = {True: sum(marked), False: len(marked) - sum(marked)}
    parts = {True: stays * share, False: stays * (1 - share) - lost}
    return {c: parts[m] / sizes[m] for c, m in zip(choices, marked, strict=True)}
