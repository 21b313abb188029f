"""One step of a call, as a pure function: (world, state, act) -> (state, steps).

A node is interpreted by what it declares: its actions, its question, its exits.
Nothing here knows a node type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never

from ivrsim.campaign.regions import Locality
from ivrsim.conditions.ast import ALWAYS, Always, Answer, Expr
from ivrsim.conditions.evaluation import explain, fact_name
from ivrsim.conditions.parse import ConditionSyntaxError, parse_condition
from ivrsim.flow import action
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.flow.numbers import check_number
from ivrsim.flow.question import NONE, WRONG, Question, accepts, expected
from ivrsim.flow.spoken import speech_seconds
from ivrsim.simulate.caller import Caller
from ivrsim.simulate.facts import Facts, Known
from ivrsim.simulate.hearing import key_said
from ivrsim.simulate.settings import CallSettings
from ivrsim.simulate.trace import Kind, Outcome, OutcomeKind, Step


@dataclass(frozen=True, slots=True)
class World:
    """What stays the same during a call."""

    flow: CallFlow
    caller: Caller
    settings: CallSettings


@dataclass(frozen=True, slots=True)
class State:
    """Where a call stands between two acts of its caller.

    `node` is asking since `time`, and its prompt lasts until `heard`; `attempt`
    counts from 1, `wrong` says that an earlier one was a wrong key; `confirming` is
    the answer that was read back, `typed` the digits so far.
    """

    node: NodeId | None = None
    time: float = 0.0
    heard: float = 0.0
    attempt: int = 1
    wrong: bool = False
    confirming: str = ""
    typed: str = ""
    known: Known = field(default_factory=Known)
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """The caller presses one key, `after` seconds into the prompt (none: after it)."""

    key: str
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Speak:
    """The caller says something; heard only where speech recognition is on."""

    text: str
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Enter:
    """The caller types digits and waits, or ends them with #."""

    digits: str
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """The caller lets one time-out pass."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """The caller hangs up, `after` seconds into the prompt (none: after it)."""

    after: float | None = None


Act: TypeAlias = Press | Speak | Enter | Silence | HangUp


def begin(world: World) -> tuple[State, tuple[Step, ...]]:
    """The call arrives: everything up to the first question, or to the end.

    Raises `MissingFact` where a condition asks what nobody said of the caller.
    """
    turn = _Turn(world, State())
    settings = world.flow.settings
    if settings.record_calls and settings.play_call_recorded_prompt:
        turn.say(Kind.NOTICE, world.settings.notice)
    turn.go_to(world.flow.root)
    return turn.state, tuple(turn.steps)


def step(world: World, state: State, act: Act) -> tuple[State, tuple[Step, ...]]:
    """The caller acts, and the call goes on to the next question or the end.

    The state must be one that waits for the caller (no outcome).  Raises as `begin`.
    """
    turn = _Turn(world, state)
    turn.take(act)
    return turn.state, tuple(turn.steps)


def asked(world: World, state: State) -> Question | None:
    """The question a call waits on."""
    ask = _ask(world.flow, state.node)
    return ask.question if ask else None


def _ask(flow: CallFlow, node: NodeId | None) -> action.Ask | None:
    if node is None:
        return None
    return next((a for a in flow.nodes[node].actions() if isinstance(a, action.Ask)), None)


class _Turn:
    """The work of one step: a state that moves on, and the steps noted meanwhile."""

    def __init__(self, world: World, state: State) -> None:
        self.world = world
        self.state = state
        self.steps: list[Step] = []

    # -- small moves ---------------------------------------------------------------

    def note(self, kind: Kind, text: str = "", **more: str | bool) -> None:
        self.steps.append(Step(self.state.time, self.state.node, kind, text, **more))  # type: ignore[arg-type]

    def wait(self, seconds: float) -> None:
        self.state = replace(self.state, time=self.state.time + seconds)

    def say(self, kind: Kind, text: str) -> None:
        """Something is heard to its end."""
        if text:
            self.note(kind, text)
            self.wait(self.seconds_of(text))

    def seconds_of(self, text: str) -> float:
        return speech_seconds(text, words_per_minute=self.world.settings.words_per_minute)

    def end(self, kind: OutcomeKind, number: str = "", reason: str = "") -> None:
        outcome = Outcome(kind, self.state.node, self.state.time, number, reason)
        self.note(Kind.ENDED, str(outcome))
        self.state = replace(self.state, outcome=outcome)

    def facts(self, answer: str = "") -> Facts:
        world = self.world
        return Facts(world.flow, world.caller, world.settings, self.state.known, answer)

    # -- through the flow ----------------------------------------------------------

    def go_to(self, node: NodeId | None) -> None:
        """Arrive at a node and go on until the caller is asked or the call ends."""
        for _ in range(self.world.settings.max_steps):
            if node is None:
                self.end("fault", reason="the call flow holds no node to start at")
                return
            if self.state.time > self.world.settings.max_call_seconds:
                self.end("too_long", reason="the vendor's limit for a call is reached")
                return
            self.state = replace(
                self.state, node=node, attempt=1, wrong=False, confirming="", typed=""
            )
            answer = self.perform(self.world.flow.nodes[node].actions())
            if answer is None:
                return
            node = self.leave(answer)
            if self.state.outcome is not None:
                return
        self.end("fault", reason="the call goes round in a loop that asks nothing")

    def perform(self, actions: Iterator[action.Action]) -> str | None:
        """Do what a node does; its answer, or `None` where the call waits or ended."""
        answer = ""
        for act in actions:
            done = self.do(act)
            if done is None:
                return None
            answer = done or answer
        return answer

    def do(self, act: action.Action) -> str | None:
        match act:
            case action.Say(text):
                self.say(Kind.HEARD, text)
                return ""
            case action.Ask():
                return self.ask(act)
            case action.Dial(destinations, timeout):
                return self.dial(destinations, timeout)
            case action.DialField():
                return self.dial_field(act)
            case action.DialNearest():
                return self.transfer(self.world.caller.branch, action.NO_BRANCH)
            case action.SendText(copy):
                self.note(Kind.TEXT_SENT, copy)
                self.know(sms_sent=True)
                return ""
            case action.Store(name):
                self.note(Kind.STORED, f"custom_data[{name}] = {self.state.typed}")
                self.know(custom_data={**self.state.known.custom_data, name: self.state.typed})
                return ""
            case action.HangUp():
                self.end("ended")
                return None
            case _:
                assert_never(act)

    def know(self, **more: object) -> None:
        self.state = replace(self.state, known=replace(self.state.known, **more))  # type: ignore[arg-type]

    def leave(self, answer: str) -> NodeId | None:
        """Take the first exit whose guard holds; ends the call where there is none."""
        state, flow = self.state, self.world.flow
        assert state.node is not None
        try:
            exits = flow.nodes[state.node].ways_out()
        except ConditionSyntaxError as error:
            self.end("fault", reason=f"the condition cannot be read: {error.message}")
            return None
        taken = next((e for e in exits if self.holds(e.when, answer)), None)
        target = flow.target(state.node, taken.name) if taken else None
        if taken is None or target is None:
            self.dead_end(answer, taken.name if taken else "")
            return None
        if answer in (WRONG, NONE):
            self.report(answer)
        self.mark(taken.name)
        return target

    def mark(self, exit_name: str) -> None:
        """The node's last step tells by which exit it was left."""
        if not self.steps or self.steps[-1].node != self.state.node:
            self.note(Kind.PASSED)
        self.steps[-1] = replace(self.steps[-1], exit=exit_name)

    def holds(self, guard: Expr, answer: str) -> bool:
        if isinstance(guard, Always):
            return True
        if isinstance(guard, Answer):
            return guard.key == answer
        facts = self.facts(answer)
        reason = explain(guard, facts, self.world.settings.meaning)
        names = dict.fromkeys(fact_name(atom) for atom, _ in reason.atoms)
        because = [why for why in map(facts.because, filter(None, names)) if why]
        why = "; ".join([reason.text, *because])
        self.note(Kind.DECIDED, str(guard), value=reason.value, reason=why)
        return reason.value

    def dead_end(self, answer: str, exit_name: str) -> None:
        match answer:
            case "W":
                reason = "a wrong key, and no branch for wrong keys"
                self.end("disconnected", reason=reason)
            case "N":
                self.end("disconnected", reason="no key pressed, and no branch for that")
            case action.NO_ANSWER:
                self.end("unanswered", reason="nobody takes the call")
            case _:
                way = f"exit {exit_name!r}" if exit_name else "any exit it could take"
                self.end("fault", reason=f"there is no branch behind {way}")

    def report(self, key: str) -> None:
        self.know(keypresses=(*self.state.known.keypresses, key))

    # -- asking --------------------------------------------------------------------

    def ask(self, ask: action.Ask) -> str | None:
        question = ask.question
        if question.mobile_only and not self.world.caller.is_mobile:
            self.note(Kind.NOT_ASKED, reason="only mobile phones are asked")
            return question.silence
        self.prompt(ask.text)
        return None

    def prompt(self, text: str) -> None:
        """The question is read; the caller may act at any moment of it."""
        if text:
            self.note(Kind.HEARD, text)
        self.state = replace(self.state, heard=self.state.time + self.seconds_of(text))

    def react(self, after: float | None) -> None:
        """The clock moves to the moment the caller acts."""
        state = self.state
        moment = state.heard + self.world.settings.reaction_seconds
        if after is not None:
            moment = state.time + after
        self.state = replace(state, time=moment)

    def take(self, act: Act) -> None:
        ask = _ask(self.world.flow, self.state.node)
        assert ask is not None, "a call without an outcome waits on a question"
        match act:
            case Press(key, after):
                self.react(after)
                self.note(Kind.PRESSED, key)
                self.key(ask.question, key)
            case Speak(text, after):
                self.speak(ask.question, text, after)
            case Enter(digits, after):
                self.react(after)
                self.wait(max(len(digits) - 1, 0) * 0.5)
                self.note(Kind.TYPED, digits)
                self.entered(ask.question, self.state.typed + digits.rstrip("#"))
            case Silence():
                self.be_silent(ask.question)
            case HangUp(after):
                self.react(after)
                self.end("hung_up")
            case _:
                assert_never(act)

    def key(self, question: Question, key: str) -> None:
        if self.state.confirming:
            self.confirmed(question, key)
        elif question.takes == "digits" and key != "#":
            self.typing(key)
        elif question.takes == "digits":
            self.entered(question, self.state.typed)
        elif question.takes == "place":
            self.answered(question, question.answer)
        elif self.leads_on(question, key):
            self.confirm_or_answer(question, question.answer or key, key)
        elif question.asks_again:
            self.missed(question, WRONG, f"{key} is not offered here")
        else:
            self.answered(question, question.silence)

    def typing(self, key: str) -> None:
        """One digit of a number; the next may follow within the time-out."""
        state = self.state
        self.state = replace(state, typed=state.typed + key, heard=state.time)

    def leads_on(self, question: Question, key: str) -> bool:
        """Whether the key answers the question, and a branch stands behind it."""
        if key not in question.keys:
            return False
        if question.answer:
            return True
        node = self.state.node
        assert node is not None
        guards = (e for e in self.world.flow.nodes[node].ways_out() if e.when == Answer(key))
        return any(self.world.flow.target(node, e.name) is not None for e in guards)

    def entered(self, question: Question, digits: str) -> None:
        if self.state.confirming or question.takes == "key":
            self.key(question, digits[:1])
        elif question.takes == "place":
            self.know(place=Locality(postal_code=digits))
            self.answered(question, question.answer)
        elif accepts(question.form, digits):
            self.state = replace(self.state, typed=digits)
            self.confirm_or_answer(question, question.answer, digits)
        else:
            self.state = replace(self.state, typed="")
            self.missed(question, WRONG, f"expected {expected(question.form)}")

    def speak(self, question: Question, text: str, after: float | None) -> None:
        self.react(after)
        self.note(Kind.SAID, text)
        if not self.world.flow.settings.asr_enabled:
            self.mark_reason("speech recognition is off, so it is not heard")
            self.be_silent(question)
            return
        assert self.state.node is not None
        heard = key_said(self.world.flow, self.state.node, question, text, self.state.confirming)
        if question.takes == "key" or self.state.confirming:
            self.key(question, heard) if heard else self.missed(question, WRONG, "not understood")
        else:
            self.entered(question, re.sub(r"\D", "", heard))

    def mark_reason(self, reason: str) -> None:
        self.steps[-1] = replace(self.steps[-1], reason=reason)

    def be_silent(self, question: Question) -> None:
        state, settings = self.state, self.world.settings
        if state.typed and question.takes == "digits" and not state.confirming:
            self.wait(settings.between_keys_seconds)
            self.entered(question, state.typed)
            return
        silence_from = max(state.heard, state.time)
        self.state = replace(state, time=silence_from + settings.first_key_seconds)
        self.note(Kind.SILENT)
        if state.confirming or question.asks_again:
            self.missed(question, NONE, "")
        else:
            self.answered(question, question.silence)

    def missed(self, question: Question, kind: str, reason: str) -> None:
        """A wrong answer or none: asked again while attempts are left."""
        state, settings = self.state, self.world.settings
        if reason and self.steps:
            self.mark_reason(reason)
        wrong = state.wrong or kind == WRONG
        self.state = replace(self.state, wrong=wrong, confirming="", typed="")
        at_once = kind == WRONG and settings.wrong_failover == "at-once"
        self.say(Kind.NOTICE, self.error_text(question, kind))
        if at_once or state.attempt >= settings.attempts:
            self.answered(question, WRONG if wrong else NONE)
        else:
            self.state = replace(self.state, attempt=state.attempt + 1)
            self.ask_again()

    def ask_again(self) -> None:
        if self.state.time > self.world.settings.max_call_seconds:
            self.end("too_long", reason="the vendor's limit for a call is reached")
            return
        ask = _ask(self.world.flow, self.state.node)
        self.prompt(ask.text if ask else "")

    def error_text(self, question: Question, kind: str) -> str:
        """The error prompt: the question's own, else the flow's; a tone is no text."""
        settings = self.world.flow.settings
        if question.error_prompt is not None:
            return question.error_prompt
        if kind == WRONG:
            return settings.custom_wrong_keypress_error_prompt_text
        return settings.custom_no_keypress_error_prompt_text

    def confirm_or_answer(self, question: Question, answer: str, shown: str) -> None:
        if not question.confirm:
            self.answered(question, answer)
            return
        self.state = replace(self.state, confirming=answer)
        text = f"You entered {' '.join(shown)}. For yes, press 1. For no, press 2."
        self.note(Kind.NOTICE, text)
        self.state = replace(self.state, heard=self.state.time + self.seconds_of(text))

    def confirmed(self, question: Question, key: str) -> None:
        if key == "1":
            self.answered(question, self.state.confirming)
        elif key == "2":
            self.state = replace(self.state, confirming="", typed="")
            self.ask_again()
        else:
            self.missed(question, WRONG, f"{key} is neither 1 (yes) nor 2 (no)")

    def answered(self, question: Question, answer: str) -> None:
        """The question has its answer: what it sets off, then the way out."""
        assert self.state.node is not None
        if question.reported and answer in question.keys:
            self.report(answer)
        done = self.perform(self.world.flow.nodes[self.state.node].answered(answer))
        if done is None:
            return
        target = self.leave(done or answer)
        if self.state.outcome is None:
            self.go_to(target)

    # -- forwarding ----------------------------------------------------------------

    def dial(
        self, destinations: tuple[action.Destination, ...], timeout: int | None
    ) -> str | None:
        for destination in destinations:
            self.note(Kind.DIALLED, destination.number)
            if destination.number not in self.world.caller.unanswered:
                self.connect("connected", destination.number)
                return None
            self.mark_reason("nobody answers")
            self.wait(self.world.settings.ring_seconds if timeout is None else timeout)
        return action.NO_ANSWER

    def dial_field(self, act: action.DialField) -> str | None:
        data = self.facts()["custom_data"]
        value = str(data.get(act.field, "")) if isinstance(data, dict) else ""
        numbers = [part.strip() for part in value.split(",")] if act.many else [value]
        usable = [n for n in numbers if n and not check_number(n, None)]
        if not usable:
            found = f"custom_data[{act.field}] is {value!r}" if value else f"no {act.field}"
            self.note(Kind.DIALLED, "", reason=f"{found}: no valid number")
            return action.UNROUTABLE
        self.say(Kind.HEARD, act.text)
        return self.transfer(usable[0], action.UNROUTABLE)

    def transfer(self, number: str, otherwise: str) -> str | None:
        self.note(Kind.DIALLED, number, reason="" if number else otherwise)
        if not number or number in self.world.caller.unanswered:
            return otherwise
        self.connect("transferred", number)
        return None

    def connect(self, kind: OutcomeKind, number: str) -> None:
        settings = self.world.flow.settings
        if settings.whisper_prompt_text and self.applies(settings.whisper_prompt_condition):
            self.note(Kind.WHISPERED, settings.whisper_prompt_text)
        self.end(kind, number)

    def applies(self, condition: str) -> bool:
        try:
            guard = parse_condition(condition)
        except ConditionSyntaxError:
            return False
        return guard == ALWAYS or self.holds(guard, "")
