"""The dialogue at one question: attempts, time-outs, confirmation, errors.

What comes of it is one answer; the node's exits do the rest.
"""

from __future__ import annotations

import re
from typing import assert_never

from ivrsim.campaign.regions import Locality
from ivrsim.conditions.ast import Answer
from ivrsim.flow.action import Ask
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.flow.question import NONE, WRONG, Question, accepts, expected
from ivrsim.simulate.hearing import key_said
from ivrsim.simulate.state import Act, Enter, HangUp, Press, Silence, Speak
from ivrsim.simulate.trace import Kind
from ivrsim.simulate.turn import Turn

KEY_SECONDS = 0.5
"""What each further digit takes when several are typed."""


def ask_at(flow: CallFlow, node: NodeId | None) -> Ask | None:
    """What the node asks, if it asks."""
    if node is None:
        return None
    return next((a for a in flow.nodes[node].actions() if isinstance(a, Ask)), None)


def take(turn: Turn, act: Act) -> None:
    """The caller acts.  The call must be waiting on a question."""
    ask = ask_at(turn.world.flow, turn.state.node)
    assert ask is not None, "a call without an outcome waits on a question"
    dialogue = Dialogue(turn, ask)
    match act:
        case Press(key, after):
            dialogue.react(after)
            turn.note(Kind.PRESSED, key)
            dialogue.key(key)
        case Enter(digits, after):
            dialogue.react(after)
            turn.wait((len(digits) - 1) * KEY_SECONDS)
            turn.note(Kind.TYPED, digits)
            dialogue.typed(digits)
        case Speak(text, after):
            dialogue.react(after)
            turn.note(Kind.SAID, text)
            dialogue.spoken(text)
        case Silence():
            dialogue.silent()
        case HangUp(after):
            dialogue.react(after)
            turn.end("hung_up")
        case _:
            assert_never(act)


class Dialogue:
    """A caller at a question."""

    def __init__(self, turn: Turn, ask: Ask) -> None:
        self.turn = turn
        self.ask = ask

    @property
    def question(self) -> Question:
        """The question that is asked."""
        return self.ask.question

    def react(self, after: float | None) -> None:
        """The clock moves to the moment the caller acts."""
        state = self.turn.state
        moment = state.heard + self.turn.world.settings.reaction_seconds
        if after is not None:
            moment = state.time + after
        self.turn.state = state.but(time=moment)

    # -- what the caller does ------------------------------------------------------

    def key(self, key: str) -> None:
        """One key is pressed."""
        if self._too_soon:
            self.turn.mark_reason("not heard: this prompt cannot be interrupted")
        elif self.turn.state.confirming:
            self._confirm_with(key)
        elif self.question.takes == "digits" and key != "#":
            state = self.turn.state
            self.turn.state = state.but(typed=state.typed + key, heard=state.time)
        elif self.question.takes == "digits":
            self._number(self.turn.state.typed)
        elif self.question.takes == "place":
            self._answer(self.question.answer)
        elif self._leads_on(key):
            self._confirm_or_answer(self.question.answer or key, key)
        elif self.question.asks_again:
            self._miss(WRONG, f"{key} is not offered here")
        else:
            self._answer(self.question.silence)

    def typed(self, digits: str) -> None:
        """A row of keys is typed; a question for one key hears only the first."""
        if self.turn.state.confirming or self.question.takes == "key":
            self.key(digits[0])
        elif self.question.takes == "place":
            self.turn.know(place=Locality(postal_code=digits.rstrip("#")))
            self._answer(self.question.answer)
        else:
            self._number(self.turn.state.typed + digits.rstrip("#"))

    def spoken(self, text: str) -> None:
        """Something is said; without speech recognition nobody hears it."""
        turn = self.turn
        if not turn.world.flow.settings.asr_enabled:
            turn.mark_reason("speech recognition is off, so it is not heard")
            self.silent()
            return
        assert turn.state.node is not None
        confirming = bool(turn.state.confirming)
        heard = key_said(turn.world.flow, turn.state.node, self.question, text, confirming)
        if not heard and not self.question.asks_again and not confirming:
            turn.mark_reason("not understood")
            self._answer(self.question.silence)
        elif not heard:
            self._miss(WRONG, "not understood")
        elif self.question.takes == "key" or confirming:
            self.key(heard)
        else:
            self.typed(re.sub(r"\D", "", heard) or heard)

    def silent(self) -> None:
        """One time-out passes; digits typed so far are then complete."""
        turn, state = self.turn, self.turn.state
        settings = turn.world.settings
        if state.typed and not state.confirming:
            turn.wait(settings.between_keys_seconds)
            turn.note(Kind.SILENT)
            self._number(state.typed)
            return
        silence_from = max(state.heard, state.time)
        patience = self.question.seconds
        patience = settings.first_key_seconds if patience is None else patience
        turn.state = state.but(time=silence_from + patience)
        turn.note(Kind.SILENT)
        if state.confirming or self.question.asks_again:
            self._miss(NONE)
        else:
            self._answer(self.question.silence)

    # -- what comes of it ----------------------------------------------------------

    @property
    def _too_soon(self) -> bool:
        """Whether the prompt is still read, and no key cuts it short."""
        state = self.turn.state
        return not self.question.barge_in and state.time < state.heard

    def _leads_on(self, key: str) -> bool:
        """Whether the key answers the question, and a branch stands behind it."""
        if key not in self.question.keys:
            return False
        flow, node = self.turn.world.flow, self.turn.state.node
        assert node is not None
        if self.question.answer:
            return True
        guarded = (e for e in flow.nodes[node].ways_out() if e.when == Answer(key))
        return any(flow.target(node, exit_.name) is not None for exit_ in guarded)

    def _number(self, digits: str) -> None:
        state = self.turn.state
        if accepts(self.question.form, digits):
            self.turn.state = state.but(typed=digits)
            self._confirm_or_answer(self.question.answer, digits)
        else:
            self._miss(WRONG, f"expected {expected(self.question.form)}")

    def _confirm_or_answer(self, answer: str, shown: str) -> None:
        if not self.question.confirm:
            self._answer(answer)
            return
        turn = self.turn
        text = f"You entered {' '.join(shown)}. For yes, press 1. For no, press 2."
        turn.note(Kind.NOTICE, text)
        heard = turn.state.time + turn.seconds_of(text)
        turn.state = turn.state.but(confirming=answer, heard=heard)

    def _confirm_with(self, key: str) -> None:
        if key == "1":
            self._answer(self.turn.state.confirming)
        elif key == "2":
            self.turn.state = self.turn.state.but(confirming="", typed="")
            self._again()
        else:
            self._miss(WRONG, f"{key} is neither 1 (yes) nor 2 (no)")

    def _miss(self, kind: str, reason: str = "") -> None:
        """A wrong answer or none: asked again while attempts are left."""
        turn, settings = self.turn, self.turn.world.settings
        if reason:
            turn.mark_reason(reason)
        state = turn.state
        wrong = state.wrong or kind == WRONG
        turn.state = state.but(wrong=wrong, confirming="", typed="")
        turn.say(Kind.NOTICE, self._error_text(kind))
        at_once = kind == WRONG and settings.wrong_failover == "at-once"
        if at_once or state.attempt >= self.question.tries(settings):
            self._answer(WRONG if wrong else NONE)
        else:
            turn.state = turn.state.but(attempt=state.attempt + 1)
            self._again()

    def _again(self) -> None:
        if not self.turn.too_long:
            self.turn.prompt(self.ask)

    def _error_text(self, kind: str) -> str:
        """The question's own error prompt, else the flow's; a tone has no text."""
        settings = self.turn.world.flow.settings
        if self.question.error_prompt is not None:
            return self.question.error_prompt
        if kind == WRONG:
            return settings.custom_wrong_keypress_error_prompt_text
        return settings.custom_no_keypress_error_prompt_text

    def _answer(self, answer: str) -> None:
        """The question has its answer: what it sets off, then the way out."""
        turn, node = self.turn, self.turn.state.node
        assert node is not None
        if self.question.reported and answer in self.question.keys:
            turn.report(answer)
        done = turn.perform(turn.world.flow.nodes[node].answered(answer))
        if done is None:
            return
        target = turn.leave(done or answer)
        if turn.state.outcome is None:
            turn.go_to(target)
