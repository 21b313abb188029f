"""What a caller does at a question, whichever flow asks it.

Two flows are compared question by question: what a caller does at the third question
of one is what they do at the third question of the other.  They do it until the
question is done with: a wrong key is pressed again while attempts are left, and an
answer that is read back is confirmed.  They stay on the line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from ivrsim.analysis.answers import EXAMPLES, SILENCE, Act, Choice
from ivrsim.analysis.settings import Rules
from ivrsim.flow.question import KEYS, NONE, WRONG, Question, accepts
from ivrsim.values import dataclass, field, replace

Effect: TypeAlias = tuple[str, str, bool]
"""An answer, the digits that go with it, and whether they are the caller's place."""

CONFIRM: Act = ("press", "1")


@dataclass(frozen=True, slots=True)
class Response:
    """One key pressed, a row of digits typed, something said, or silence."""

    kind: Literal["press", "enter", "say", "silence"]
    text: str = ""

    @property
    def act(self) -> Act:
        """The response as a method of `Call` with its argument."""
        return (self.kind, self.text) if self.text else SILENCE

    def __str__(self) -> str:
        words = {"say": f'say "{self.text}"', "silence": "stay silent"}
        return words.get(self.kind, f"{self.kind} {self.text}")


STAY_SILENT = Response("silence")
PRESSES = tuple(Response("press", key) for key in KEYS)


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A question as one flow asks it; made once for all nodes that ask it alike.

    - `leading`: the keys behind which a branch stands;
    - `heard`: what may be said and the key it stands for; None: nobody listens;
    - `typed`: digits that make a difference later.
    """

    question: Question
    leading: Collection[str]
    rules: Rules
    heard: Mapping[str, str] | None = None
    typed: Sequence[str] = field(default=())

    def choice(self, response: Response) -> Choice:
        """The answer that comes of a response, and everything the caller does for it."""
        match response.kind:
            case "silence":
                return self._silent(SILENCE)
            case "press":
                return self._key(response.text, response.act)
            case "enter":
                return self._typed(response.text, response.act)
            case "say":
                return self._said(response.text, response.act)

    def effect(self, choice: Choice) -> Effect:
        """What tells a choice from others: digits only where they make a difference later."""
        kept = choice.typed if self.question.takes == "digits" and self.typed else ""
        return choice.answer, kept, choice.place and bool(self.typed)

    def _key(self, key: str, act: Act) -> Choice:
        question = self.question
        if question.takes == "place":
            return Choice(question.answer, (act,))
        if question.takes == "digits":
            return self._digits(key.rstrip("#"), ("enter", key))
        if key in question.keys and (question.answer or key in self.leading):
            return self._good(question.answer or key, act)
        return self._not_understood(act)

    def _typed(self, digits: str, act: Act) -> Choice:
        if self.question.takes == "key":
            return self._key(digits[0], act)
        if self.question.takes == "place":
            return Choice(self.question.answer, (act,), digits, place=True)
        return self._digits(digits, act)

    def _digits(self, digits: str, act: Act) -> Choice:
        if accepts(self.question.form, digits):
            return self._good(self.question.answer, act, digits)
        return self._wrong(act)

    def _said(self, text: str, act: Act) -> Choice:
        if self.heard is None:
            return self._silent(act)
        key = self.heard.get(text)
        if key is None:
            return self._not_understood(act)
        if self.question.takes == "key":
            return self._key(key, act)
        return self._typed(re.sub(r"\D", "", key) or key, act)

    def _good(self, answer: str, act: Act, typed: str = "") -> Choice:
        acts = (act, CONFIRM) if self.question.confirm else (act,)
        return Choice(answer, acts, typed)

    def _silent(self, act: Act) -> Choice:
        if not self.question.asks_again:
            return Choice(self.question.silence, (act,))
        return Choice(NONE, (act,) * self._tries)

    def _not_understood(self, act: Act) -> Choice:
        question = self.question
        return self._wrong(act) if question.asks_again else Choice(question.silence, (act,))

    def _wrong(self, act: Act) -> Choice:
        once = self.rules.wrong_failover == "at-once"
        return Choice(WRONG, (act,) * (1 if once else self._tries))

    @property
    def _tries(self) -> int:
        return self.question.tries(self.rules)


@dataclass(frozen=True, slots=True)
class Joint:
    """All responses of which the same comes in both flows.

    `response` is the one with the fewest keys, `choices` what comes of it in each flow
    (None where nothing is asked); `alike` counts the keys and rows of digits among them.
    """

    response: Response
    choices: tuple[Choice | None, ...]
    alike: int = 0


def responses(asked: Sequence[Asked | None]) -> list[Joint]:
    """One response for everything that can come of it in the two flows, fewest keys first."""
    found: dict[tuple[Effect | None, ...], Joint] = {}
    for response in _all(asked):
        choices = tuple(one.choice(response) if one else None for one in asked)
        both = zip(asked, choices, strict=True)
        effects = tuple(one.effect(choice) if one and choice else None for one, choice in both)
        known = found.get(effects, Joint(response, choices))
        found[effects] = replace(known, alike=known.alike + (response.kind != "say"))
    return list(found.values())


def _all(asked: Sequence[Asked | None]) -> Iterator[Response]:
    here = [one for one in asked if one is not None]
    yield from PRESSES
    yield STAY_SILENT
    if any(one.question.takes != "key" for one in here):
        typed = dict.fromkeys(digits for one in here for digits in one.typed)
        yield from (Response("enter", digits) for digits in (*typed, *EXAMPLES[1:]))
    spoken = [one.heard for one in here if one.heard is not None]
    yield from (Response("say", text) for text in dict.fromkeys(t for h in spoken for t in h))
    if spoken:
        yield Response("say", "xyzzy")
