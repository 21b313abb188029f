"""One of two flows on a common walk: where its call stands, and how it goes on."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import NamedTuple

from ivrsim.analysis.answers import Choice
from ivrsim.analysis.env import Env
from ivrsim.analysis.space import FREE_NUMBER, CallerSpace
from ivrsim.analysis.walk import Walk, Way
from ivrsim.conditions.ast import Answer
from ivrsim.conditions.symbolic.formula import Formula
from ivrsim.delta.align import Side
from ivrsim.delta.experience import Experience, Target, target_of
from ivrsim.delta.response import Asked
from ivrsim.flow import action
from ivrsim.flow.action import Action, Ask
from ivrsim.flow.flow import NodeId
from ivrsim.flow.question import NONE, WRONG, Question
from ivrsim.flow.spoken import speech_seconds
from ivrsim.simulate.hearing import DIGIT_WORDS, key_said
from ivrsim.simulate.settings import CallSettings
from ivrsim.values import replace

ALIKE = 10_000
"""Questions in their different circumstances whose ways are remembered."""

ROUNDING = 1.0
"""Seconds that sums of the same times may differ by."""


class Standing(NamedTuple):
    """Where a call stands: on its way at `node`, waiting for its caller there, or ended.

    `texts` were sent and `heard` was said since the last question; `alone` counts the
    nodes passed without asking; `seconds` have passed on this way at the least, however
    the caller hurries.
    """

    node: NodeId | None
    env: Env
    texts: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    end: Experience | None = None
    waiting: bool = False
    alone: int = 0
    seconds: float = 0.0

    @property
    def on_its_way(self) -> bool:
        """Whether the call goes on without its caller."""
        return not self.waiting and self.end is None


class Step(NamedTuple):
    """What happens to the callers of whom `when` holds; `way` is None where they are asked."""

    when: Formula
    then: Standing
    way: Way | None = None


class Party(Walk):
    """One flow of a space, walked in step with another."""

    def __init__(
        self, space: CallerSpace, number: int, side: Side, prompts: bool, settings: CallSettings
    ) -> None:
        super().__init__(space, number)
        self.looks = side.looks
        self.prompts = prompts
        self.settings = settings
        self._offered: tuple[Choice, ...] = ()
        self._asks: dict[Hashable, Ask | None] = {}
        self._asked: dict[Hashable, Asked] = {}
        self._questions: dict[Question, Question] = {}
        self._seconds: dict[str, float] = {}
        self._alike: dict[Hashable, tuple[Choice, Env, list[Way]]] = {}

    def choices_at(self, node: NodeId, question: Question) -> tuple[Choice, ...]:
        """What the common response comes to here."""
        return self._offered

    def natural_choices(self, node: NodeId, question: Question) -> tuple[Choice, ...]:
        """What a caller of this flow alone can do, as odds count it."""
        return super().choices_at(node, question)

    def same_at(self, node: NodeId, asked: Asked) -> Callable[[str, str], bool]:
        """Whether two rows of digits are the same to all conditions, once they are stored."""
        stored = self.stored_at(node, asked.question)
        slot = f"custom_data[{stored}]"

        def value(digits: str) -> int | None:
            return self.space.value(slot, {"custom_data": {stored: digits}}) if stored else None

        return lambda one, other: value(one) == value(other)

    def arrival(self) -> Standing:
        """The call before it does anything."""
        if self.flow.root is None:
            return Standing(None, self.start, end=Experience("fault"))
        settings = self.flow.settings
        notice = settings.record_calls and settings.play_call_recorded_prompt
        heard = self._said("recording notice") if notice else ()
        return self._arrived(Standing(self.flow.root, self.start, heard=heard))

    def asked(self, node: NodeId) -> Ask | None:
        """What the node asks, if it asks."""
        look = self.looks[node]
        if look not in self._asks:
            actions = self.flow.nodes[node].actions()
            ask = next((act for act in actions if isinstance(act, Ask)), None)
            if ask is not None:
                question = self._questions.setdefault(ask.question, ask.question)
                ask = replace(ask, question=question)
            self._asks[look] = ask
        return self._asks[look]

    def alone(self, at: Standing) -> Iterator[Step]:
        """How a call that is on its way goes on."""
        assert at.node is not None
        self._offered = ()
        for way in self.ways(at.node, at.env):
            yield Step(way.when, self._then(at, way, at.alone + 1), way)
        ask, mobile = self.asked(at.node), self.space.mobile(self.number)[0]
        if ask is not None and mobile is not False:
            yield Step(mobile, self._waits(at, ask))

    def _arrived(self, at: Standing) -> Standing:
        """A call that came to a node: it waits if everybody is asked there."""
        ask = None if at.node is None or at.end is not None else self.asked(at.node)
        return at if ask is None or ask.question.mobile_only else self._waits(at, ask)

    def _waits(self, at: Standing, ask: Ask) -> Standing:
        heard = (*at.heard, *self._said(ask.text, ask.recording))
        return at._replace(waiting=True, heard=heard)

    def answered(self, at: Standing, choice: Choice) -> Iterator[Step]:
        """How a call that waits goes on after what its caller does."""
        assert at.node is not None
        for way in self._ways(at.node, at.env, choice):
            yield Step(way.when, self._then(at, way, 0), way)

    def _ways(self, node: NodeId, env: Env, choice: Choice) -> Iterator[Way]:
        """The ways of those who are asked; nodes that look alike have them in common."""
        wires = self.flow.out[node]
        key = self.looks[node], tuple(wires), id(env), id(choice)
        known = self._alike.get(key)
        if known is None:
            self._offered = (choice,)
            ways = [way for way in self.ways(node, env) if way.choice is not None]
            known = choice, env, ways
            if len(self._alike) < ALIKE:
                self._alike[key] = known
        for way in known[2]:
            wire, stays = wires.get(way.exit), way.target is not None
            target = wire.target if wire is not None else node if stays else None
            yield way._replace(node=node, target=target)

    def question(self, node: NodeId) -> Asked:
        """The question of a node that asks, with what the flow makes of responses."""
        ask = self.asked(node)
        assert ask is not None, "only a node that asks waits"
        exits, wires = self.space.views[self.number].guards[node] or (), self.flow.out[node]
        stored, listens = self.stored_at(node, ask.question), self.flow.settings.asr_enabled
        said = tuple(self._phrases(node)) if listens else ()
        key = id(ask.question), id(exits), tuple(wires), stored, said
        if key not in self._asked:
            whens = [exit_.when for exit_ in exits if exit_.name in wires]
            leading = frozenset(when.key for when in whens if isinstance(when, Answer))
            heard = self._heard(node, ask.question) if listens else None
            typed = self._typed(ask.question, stored)
            self._asked[key] = Asked(ask.question, leading, self.space.settings, heard, typed)
        return self._asked[key]

    def _phrases(self, node: NodeId) -> Iterator[tuple[str, str]]:
        """What may be said for each exit."""
        for wire in self.flow.out[node].values():
            for phrase in self.flow.nodes[wire.target].asr_phrases:
                yield wire.exit, phrase.phrase

    def _heard(self, node: NodeId, question: Question) -> dict[str, str]:
        """What may be said here, and the key it stands for."""
        phrases = [text for text, _ in question.words]
        phrases += [phrase for _, phrase in self._phrases(node)]
        said = dict.fromkeys([*phrases, *DIGIT_WORDS])
        keys = {text: key_said(self.flow, node, question, text, False) for text in said if text}
        return {text: key for text, key in keys.items() if key}

    # -- what comes of a way -----------------------------------------------------------

    def _then(self, at: Standing, way: Way, alone: int) -> Standing:
        acts = self._acts(way)
        sent = tuple(act.copy for act in acts if isinstance(act, action.SendText))
        texts, heard = (*at.texts, *sent), self._hears(at, way, acts)
        end, seconds = None, at.seconds
        if way.target is None:
            end = Experience(way.ending, self._target(way, acts))
        elif alone > len(self.flow):
            end = Experience("fault")
        else:
            seconds += self._least(way, acts)
        there = Standing(way.target, way.env, texts, heard, end, False, alone, seconds)
        return self._arrived(there)

    def is_over(self, at: Standing) -> bool:
        """Whether no call gets here, since it ends earlier, at the vendor's limit."""
        return at.end is None and at.seconds > self.settings.max_call_seconds + ROUNDING

    def _least(self, way: Way, acts: tuple[Action, ...]) -> float:
        """Seconds that this way takes at the least.

        A caller can act as soon as a question begins, and then no time passes.  What
        nobody can cut short is a prompt that asks nothing, ringing where nobody answers,
        and the time-out of each attempt that ends in silence: after the prompt, unless an
        answer was given and is to be confirmed.
        """
        seconds = 0.0
        for act in acts:
            if isinstance(act, action.Say):
                seconds += self._spoken(act.text)
            elif isinstance(act, action.Dial):
                ring = self.settings.ring_seconds if act.timeout is None else act.timeout
                seconds += ring * len(act.destinations)
        ask = self.asked(way.node)
        if ask is not None and way.choice is not None and way.choice.answer == NONE:
            question = ask.question
            prompt = (
                0.0 if question.confirm else self._spoken(ask.text) * question.plays(self.settings)
            )
            wait = self.settings.first_key_seconds if question.seconds is None else question.seconds
            seconds += (ask.pause + prompt + wait) * question.tries(self.settings)
        return seconds

    def _spoken(self, text: str) -> float:
        """How long a text takes to say, in seconds."""
        if text not in self._seconds:
            self._seconds[text] = speech_seconds(text, self.settings.words_per_minute)
        return self._seconds[text]

    def _acts(self, way: Way) -> tuple[Action, ...]:
        """What the node does on this way."""
        node = self.flow.nodes[way.node]
        if way.choice is None:
            return tuple(node.actions())
        return tuple(node.answered(way.choice.answer))

    def _target(self, way: Way, acts: tuple[Action, ...]) -> Target:
        for act in acts:
            match act:
                case action.Dial() if way.ending == "connected":
                    return target_of(act.destinations[way.key[-1]])
                case action.DialField(field) if way.ending == "transferred":
                    source = f"custom_data[{field}]" if way.number == FREE_NUMBER else ""
                    return Target(way.number, source=source)
                case action.DialNearest() if way.ending == "transferred":
                    return Target(way.number, source="branch")
                case _:
                    continue
        return Target()

    def _hears(self, at: Standing, way: Way, acts: tuple[Action, ...]) -> tuple[str, ...]:
        """Everything said since the last question, where prompts are compared."""
        heard = at.heard
        spoken = (action.Say, action.DialField) if way.ending == "transferred" else action.Say
        for act in acts if self.prompts else ():
            if isinstance(act, spoken):
                heard += self._said(act.text, act.recording)
        if way.choice is not None and way.choice.answer in (WRONG, NONE):
            heard += self._error(way.node, way.choice.answer)
        return heard

    def _error(self, node: NodeId, answer: str) -> tuple[str, ...]:
        ask, settings = self.asked(node), self.flow.settings
        own = ask.question.error_prompt if ask else None
        if own is not None:
            return self._said(own)
        if answer == WRONG:
            return self._said(settings.custom_wrong_keypress_error_prompt_text)
        return self._said(settings.custom_no_keypress_error_prompt_text)

    def _said(self, text: str, recording: str = "") -> tuple[str, ...]:
        said = action.played(text, recording)
        return (said,) if said and self.prompts else ()
