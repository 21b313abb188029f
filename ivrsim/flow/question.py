"""How a node asks its caller: what counts as an answer, and what the answer is called.

A question is data; `ivrsim.simulate` holds the dialogue (attempts, time-outs,
confirmation, errors) and comes back with one *answer*: a key, `W` (wrong keys),
`N` (no key) or a word the node declares.  The node's exits are guarded by it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal, Protocol

from ivrsim.lazy import fetch, pattern
from ivrsim.values import dataclass

WRONG = "W"
"""A wrong key was pressed (Invoca reports it as keypress "W")."""
NONE = "N"
"""No key was pressed (Invoca reports it as keypress "N")."""

KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*", "#")
"""The twelve keys of a telephone, in the order they are offered."""


class Attempts(Protocol):
    """The settings of a call that say how often a question is asked."""

    @property
    def attempts(self) -> int:
        """Tries at one question before a failover."""

    @property
    def repeats(self) -> Literal["in-a-row", "after-silence"]:
        """When a prompt is played again that is to be played several times."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question to the caller.

    - `takes`: one key, a row of digits, or the caller's place (a ZIP code).
    - `keys`: the keys that answer; every other key is wrong.  Empty with `digits`.
    - `answer`: the one answer every valid response gives; `""`: the key itself.
    - `silence`: the answer when the caller stays silent; `N` means "no answer yet,
      ask again while attempts are left".
    - `words`: what may be said instead, with the key it stands for.
    - `form`: the name of the form a row of digits must have (`DIGIT_FORMS`).
    - `confirm`: the answer is read back, and the caller confirms with 1 or 2.
    - `error_prompt`: said after a bad answer; `None` is the vendor's error tone,
      `""` is nothing at all.
    - `mobile_only`: callers without a mobile phone are not asked.
    - `reported`: the key shows in the vendor's report and in `pressed[...]`;
    - `attempts`: tries before a failover, where the node says so and no setting of the call;
    - `seconds`: the time-out for the first key, the same way;
    - `barge_in`: whether a key counts that is pressed while the prompt is read;
    - `times`: how often the prompt is played, as the setting `repeats` has it.
    """

    takes: Literal["key", "digits", "place"] = "key"
    keys: tuple[str, ...] = ()
    answer: str = ""
    silence: str = NONE
    words: tuple[tuple[str, str], ...] = ()
    form: str = ""
    confirm: bool = False
    error_prompt: str | None = None
    mobile_only: bool = False
    reported: bool = True
    attempts: int | None = None
    seconds: float | None = None
    barge_in: bool = True
    times: int = 1

    def tries(self, rules: Attempts) -> int:
        """How often it is asked before a failover; as usual where the node does not say."""
        tries = max(rules.attempts if self.attempts is None else self.attempts, 1)
        return tries * self.times if rules.repeats == "after-silence" else tries

    def plays(self, rules: Attempts) -> int:
        """How often the prompt is played in a row each time it is asked."""
        return 1 if rules.repeats == "after-silence" else self.times

    @property
    def asks_again(self) -> bool:
        """Whether silence and wrong keys lead to another attempt."""
        return self.silence == NONE


def error_prompt(disabled: bool, text: str) -> str | None:
    """A node's own error prompt: nothing at all, a text, or (`None`) the vendor's tone.

    "If set to true, no error sound or prompt will play when the caller provides an
    invalid response or no response" (Invoca, Parameter Details).
    """
    return "" if disabled else text or None


def _is_date(digits: str) -> bool:
    if not re.fullmatch(r"\d{8}", digits):
        return False
    month, day, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if not (1 <= month <= 12 and year > 0):
        return False
    return 1 <= day <= int(fetch("calendar:monthrange")(year, month)[1])


def _is_time(digits: str) -> bool:
    return bool(re.fullmatch(r"(0?\d|1\d|2[0-3])[0-5]\d", digits))


def _like(form: str) -> Callable[[str], bool]:
    compiled = pattern(form)
    return lambda digits: compiled.fullmatch(digits) is not None


DIGIT_FORMS: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "Digits": ("any digits", _like(r"[0-9]+")),
    "Number": ("a number", _like(r"[0-9]+")),
    "PhoneNumber": ("a phone number of 10 or 11 digits", _like(r"1?[2-9][0-9]{9}")),
    "Date": ("a date as MMDDYYYY", _is_date),
    "Currency": ("an amount, * for the decimal point", _like(r"[0-9]+(\*[0-9]{1,2})?")),
    "Time": ("a time as HHMM", _is_time),
    "ZipCode": ("a ZIP code of 5 digits", _like(r"[0-9]{5}")),
}
"""The `number_question_type`s of Invoca (Advertiser Campaigns, Parameter Details).

The page names the types and says the answer is validated "if applicable", not how:
these forms are ours, [INFER].
"""

ANY_DIGITS = ("any digits", DIGIT_FORMS["Digits"][1])


def accepts(form: str, digits: str) -> bool:
    """Whether the digits have the form; an unknown form takes any digits."""
    return DIGIT_FORMS.get(form, ANY_DIGITS)[1](digits)


def expected(form: str) -> str:
    """The form in words, for messages."""
    return DIGIT_FORMS.get(form, ANY_DIGITS)[0]
