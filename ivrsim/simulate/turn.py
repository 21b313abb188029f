"""The work of one step: a call that moves on through the flow, and what is noted meanwhile.

A node is interpreted by what it declares: its actions, its exits, their guards.
Nothing here knows a node type.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, assert_never

from ivrsim.conditions.ast import Always, Answer, Expr
from ivrsim.conditions.evaluation import explain, fact_name
from ivrsim.conditions.parse import ConditionSyntaxError
from ivrsim.flow import action
from ivrsim.flow.flow import NodeId
from ivrsim.flow.question import NONE, WRONG
from ivrsim.flow.spoken import speech_seconds
from ivrsim.simulate import forward
from ivrsim.simulate.facts import Facts
from ivrsim.simulate.state import State, World
from ivrsim.simulate.trace import Kind, Outcome, OutcomeKind, Step
from ivrsim.values import replace


@lru_cache(maxsize=1024)
def _seconds(text: str, words_per_minute: float) -> float:
    return speech_seconds(text, words_per_minute=words_per_minute)


class Turn:
    """A state that moves on, and the steps noted on the way."""

    def __init__(self, world: World, state: State) -> None:
        self.world = world
        self.state = state
        self.steps: list[Step] = []

    # -- small moves ---------------------------------------------------------------

    def note(self, kind: Kind, text: str = "", **more: Any) -> None:
        """Something happened now, at this node; `more` are the fields of a `Step`."""
        self.steps.append(Step(self.state.time, self.state.node, kind, text, **more))

    def mark_reason(self, reason: str) -> None:
        """The last step happened for that reason."""
        self.steps[-1] = replace(self.steps[-1], reason=reason)

    def wait(self, seconds: float) -> None:
        """The clock goes on."""
        self.state = self.state.but(time=self.state.time + seconds)

    def say(self, kind: Kind, text: str, recording: str = "") -> None:
        """Something is heard to its end; how long a recording without a text takes is unknown."""
        if text or recording:
            self.note(kind, text, recording=recording)
            self.wait(self.seconds_of(text))

    def seconds_of(self, text: str) -> float:
        """How long the text takes to say."""
        return _seconds(text, self.world.settings.words_per_minute)

    def know(self, **more: object) -> None:
        """Something more is known of the call."""
        self.state = self.state.but(known=replace(self.state.known, **more))  # type: ignore[arg-type]

    def report(self, key: str) -> None:
        """A key counts as pressed, for the report and for `pressed[...]`."""
        self.know(keypresses=(*self.state.known.keypresses, key))

    def facts(self, answer: str = "") -> Facts:
        """What a condition may ask at this moment."""
        world = self.world
        return Facts(world.flow, world.caller, world.settings, self.state.known, answer)

    def end(self, kind: OutcomeKind, number: str = "", reason: str = "") -> None:
        """The call is over."""
        outcome = Outcome(kind, self.state.node, self.state.time, number, reason)
        self.note(Kind.ENDED, str(outcome))
        self.state = self.state.but(outcome=outcome)

    @property
    def too_long(self) -> bool:
        """Whether the vendor's limit for a call is reached; then the call ends."""
        if self.state.time <= self.world.settings.max_call_seconds:
            return False
        self.end("too_long", reason="the vendor's limit for a call is reached")
        return True

    # -- through the flow ----------------------------------------------------------

    def go_to(self, node: NodeId | None) -> None:
        """Arrive at a node and go on until the caller is asked or the call ends."""
        for _ in range(self.world.settings.max_steps):
            if node is None:
                self.end("fault", reason="the call flow holds no node to start at")
                return
            if self.too_long:
                return
            self.state = self.state.but(node=node, attempt=1, wrong=False, confirming="", typed="")
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
            done = self._do(act)
            if done is None:
                return None
            answer = done or answer
        return answer

    def _do(self, act: action.Action) -> str | None:
        match act:
            case action.Say(text, recording):
                self.say(Kind.HEARD, text, recording)
                return ""
            case action.Ask():
                return self._ask(act)
            case action.Dial():
                return forward.dial(self, act)
            case action.DialField():
                return forward.dial_field(self, act)
            case action.DialNearest():
                return forward.transfer(self, self.world.caller.branch, action.NO_BRANCH)
            case action.SendText(copy):
                self.note(Kind.TEXT_SENT, copy)
                self.know(sms_sent=True)
                return ""
            case action.Store(name):
                self._store(name, self.state.typed)
                return ""
            case action.HangUp():
                self.end("ended")
                return None
            case _:
                assert_never(act)

    def _store(self, name: str, digits: str) -> None:
        self.note(Kind.STORED, f"custom_data[{name}] = {digits}")
        self.know(custom_data={**self.state.known.custom_data, name: digits})

    def _ask(self, ask: action.Ask) -> str | None:
        if ask.question.mobile_only and not self.world.caller.is_mobile:
            self.note(Kind.NOT_ASKED, reason="only mobile phones are asked")
            return ask.question.silence
        self.prompt(ask)
        return None

    def prompt(self, ask: action.Ask) -> None:
        """A question is read; the caller may act at any moment of it."""
        if ask.pause:
            self.wait(ask.pause)
        if ask.text or ask.recording:
            self.note(Kind.HEARD, ask.text, recording=ask.recording)
        lasting = self.seconds_of(ask.text) * ask.question.plays(self.world.settings)
        self.state = self.state.but(heard=self.state.time + lasting)

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
        target = self._target(state.node, taken.name, answer) if taken else None
        if taken is None or target is None:
            self._dead_end(answer, taken.name if taken else "")
            return None
        if answer in (WRONG, NONE):
            self.report(answer)
        self._mark_exit(taken.name)
        return target

    def _target(self, node: NodeId, exit_name: str, answer: str) -> NodeId | None:
        """Where an exit leads; a failed answer stays where it is, if the settings say so."""
        target, settings = self.world.flow.target(node, exit_name), self.world.settings
        stays = answer in (WRONG, NONE) and settings.no_branch == "asks-again"
        return node if target is None and stays and self.world.flow[node].may_stay else target

    def _mark_exit(self, exit_name: str) -> None:
        """The node's last step tells by which exit it was left."""
        if not self.steps or self.steps[-1].node != self.state.node:
            self.note(Kind.PASSED)
        self.steps[-1] = replace(self.steps[-1], exit=exit_name)

    def holds(self, guard: Expr, answer: str) -> bool:
        """Whether a guard holds now; a real condition is noted with its reason.

        Raises `MissingFact` where it asks what nobody said of the caller.
        """
        if isinstance(guard, Always):
            return True
        if isinstance(guard, Answer):
            return guard.key == answer
        facts = self.facts(answer)
        reason = explain(guard, facts, self.world.settings.meaning)
        names = dict.fromkeys(fact_name(atom) for atom, _ in reason.atoms)
        because = [why for why in map(facts.because, filter(None, names)) if why]
        told = because if because and not guard.operands else [reason.text, *because]
        why = "; ".join(told)
        self.note(Kind.DECIDED, str(guard), value=reason.value, reason=why)
        return reason.value

    def _dead_end(self, answer: str, exit_name: str) -> None:
        if answer == WRONG:
            self.end("disconnected", reason="a wrong key, and no branch for wrong keys")
        elif answer == NONE:
            self.end("disconnected", reason="no key pressed, and no branch for that")
        elif answer == action.NO_ANSWER:
            self.end("unanswered", reason="nobody takes the call")
        else:
            way = f"exit {exit_name!r}" if exit_name else "any exit it could take"
            self.end("fault", reason=f"there is no branch behind {way}")
