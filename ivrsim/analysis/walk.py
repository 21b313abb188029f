"""The ways a call can take from a node: symbolic execution of what a node declares.

The counterpart of `ivrsim.simulate.turn`, for all callers at once.  Nothing here knows
a node type: only actions, questions, answers and guarded exits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple, TypeAlias, assert_never

from ivrsim.analysis.answers import Choice, choices
from ivrsim.analysis.env import Effect, Env
from ivrsim.analysis.fields import data_field
from ivrsim.analysis.places import TYPED
from ivrsim.analysis.space import FREE_NUMBER, PLACE, TEXT_SENT, CallerSpace
from ivrsim.conditions.ast import Answer, Expr
from ivrsim.conditions.format import field_text
from ivrsim.conditions.symbolic.cells import text_fragment
from ivrsim.conditions.symbolic.formula import Formula
from ivrsim.flow import action
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.flow.node import Exit
from ivrsim.flow.question import NONE, WRONG, Question

Ending: TypeAlias = str
"""How a call ends at a node, as `ivrsim.simulate.trace.OutcomeKind`; empty: it goes on."""


class Way(NamedTuple):
    """One way out of a node, or one end of a call there.

    - `exit`: the exit taken; empty where the call ends before one is;
    - `target`: the node that follows, or None where the call ends;
    - `when`: which callers take it, once `choice` is made; never False;
    - `choice`: what the caller does here; None where nothing is asked;
    - `effects`: what the call changes about its facts;
    - `env`: the facts afterwards, if all callers here make this choice;
    - `guards`: the conditions that were worked out, in order, with `answer`;
    - `ending`, `number`: how the call ends, and the number it is forwarded to
      (`FREE_NUMBER`: one that the caller's data or place gives);
    - `key`: tells the ways of one node apart, whatever the facts are.
    """

    node: NodeId
    exit: str
    target: NodeId | None
    when: Formula
    choice: Choice | None
    effects: tuple[Effect, ...]
    env: Env
    answer: str
    guards: tuple[Expr, ...] = ()
    ending: Ending = ""
    number: str = ""
    key: tuple[int, ...] = ()


class _Part(NamedTuple):
    """Some of the callers at a node, on their way through its actions."""

    when: Formula
    env: Env
    answer: str = ""
    choice: Choice | None = None
    effects: tuple[Effect, ...] = ()
    key: tuple[int, ...] = ()


class Walk:
    """All ways through one flow of a caller space."""

    def __init__(self, space: CallerSpace, number: int = 0) -> None:
        self.space = space
        self.number = number
        self.flow: CallFlow = space.views[number].flow
        self._tables: dict[int, Mapping[str, tuple[int, Exit]] | None] = {}
        self._choices: dict[tuple[Question, int, tuple[str, ...], str], tuple[Choice, ...]] = {}

    @property
    def start(self) -> Env:
        """The facts when the call arrives."""
        return Env(self.space, self.number)

    @cached_property
    def asks_again(self) -> bool:
        """Whether a failed answer that no branch is for stays at its node, at some of them."""
        nodes = self.flow.nodes.values()
        return self.space.settings.no_branch == "asks-again" and any(n.may_stay for n in nodes)

    def target(self, node: NodeId, exit_name: str, answer: str) -> NodeId | None:
        """Where an exit leads with an answer: None where the call ends."""
        target = self.flow.target(node, exit_name)
        stays = target is None and self.asks_again and answer in (WRONG, NONE)
        return node if stays and self.flow.nodes[node].may_stay else target

    def ways(self, node: NodeId, env: Env, endings: bool = True) -> Iterator[Way]:
        """Every way out of a node for a call that arrives with these facts.

        For one caller and one choice exactly one of them holds.  Without `endings`, those
        that end the call are left out.
        """
        if not endings and not self.flow.out[node] and not self.asks_again:
            return iter(())
        return _Visit(self, node, env, endings).found()

    def by_answer(self, exits: tuple[Exit, ...]) -> Mapping[str, tuple[int, Exit]] | None:
        """The exit each answer leads to; None where conditions decide as well."""
        if id(exits) not in self._tables:
            keys = [exit_.when.key for exit_ in exits if isinstance(exit_.when, Answer)]
            first = dict(zip(reversed(keys), reversed([*enumerate(exits)]), strict=False))
            self._tables[id(exits)] = first if len(keys) == len(exits) else None
        return self._tables[id(exits)]

    def choices_at(self, node: NodeId, question: Question) -> tuple[Choice, ...]:
        """What a caller can do at the question that this node asks."""
        exits = self.space.views[self.number].guards[node] or ()
        wired = self.flow.out[node]
        stored = self.stored_at(node, question)
        key = question, id(exits), tuple(wired), stored
        known = self._choices.get(key)
        if known is None:
            whens = [exit_.when for exit_ in exits if exit_.name in wired]
            leading = frozenset(when.key for when in whens if isinstance(when, Answer))
            asr = self.flow.settings.asr_enabled
            typed = self._typed(question, stored)
            known = choices(question, leading, self.space.settings, asr, typed)
            self._choices[key] = known
        return known

    def stored_at(self, node: NodeId, question: Question) -> str:
        """The custom data field that a good answer to the question is kept in."""
        actions = self.flow.nodes[node].answered(question.answer) if question.answer else ()
        return next((a.field for a in actions if isinstance(a, action.Store)), "")

    def _typed(self, question: Question, stored: str) -> tuple[str, ...]:
        """Digits that make a difference: to the caller's place, or to a field they go to."""
        if question.takes == "place":
            known = self.space.value(PLACE, {"place": TYPED})
            return (TYPED.postal_code or "",) if known is not None else ()
        field = data_field(stored) if stored else None
        if field is None or self.space.cells.get(field_text(field)) is None:
            return ()
        return self.space.typed(field, question.form)


class _Visit:
    """A call at one node."""

    def __init__(self, walk: Walk, node: NodeId, env: Env, endings: bool = True) -> None:
        self.walk = walk
        self.endings = endings
        self.space = walk.space
        self.join = walk.space.space
        self.node = node
        self.flow = walk.flow
        self.env = env
        self.exits = walk.space.views[walk.number].guards[node]
        self.table = walk.by_answer(self.exits) if self.exits is not None else None

    def found(self) -> Iterator[Way]:
        """From the node's actions to its exits."""
        part = _Part(True, self.env)
        arriving = tuple(self.flow.nodes[self.node].actions())
        todo: list[tuple[_Part, tuple[action.Action, ...]]] = [(part, arriving)]
        while todo:
            part, actions = todo.pop()
            if not actions:
                for way in self._leave(part):
                    if self.endings or way.target is not None:
                        yield way
                continue
            following = []
            for item in self._do(part, actions[0]):
                if isinstance(item, Way):
                    if self.endings or item.target is not None:
                        yield item
                elif item.choice is part.choice:
                    following.append((item, actions[1:]))
                else:
                    answered = self.flow.nodes[self.node].answered(item.answer)
                    following.append((item, tuple(answered)))
            todo.extend(reversed(following))

    # -- actions -------------------------------------------------------------------

    def _do(self, part: _Part, act: action.Action) -> Iterator[_Part | Way]:
        match act:
            case action.Say():
                yield part
            case action.Ask():
                yield from self._ask(part, act.question)
            case action.Dial():
                yield from self._dial(part, act)
            case action.DialField():
                yield from self._dial_field(part, act)
            case action.DialNearest():
                yield from self._dial_nearest(part)
            case action.SendText():
                yield self._change(part, TEXT_SENT, {TEXT_SENT: True})
            case action.Store(name):
                field = data_field(name)
                typed = part.choice.typed if part.choice and not part.choice.place else ""
                yield self._change(part, field_text(field), text_fragment(field, typed))
            case action.HangUp():
                yield self._end(part, "ended")
            case _:
                assert_never(act)

    def _ask(self, part: _Part, question: Question) -> Iterator[_Part]:
        asked = part.when
        if question.mobile_only:
            mobile, other = self.space.mobile(self.walk.number)
            asked = self.join.all_of(part.when, mobile)
            unasked = self.join.all_of(part.when, other)
            if unasked is not False:
                answer = question.silence or part.answer
                yield part._replace(when=unasked, answer=answer, key=(*part.key, -1))
        if asked is False:
            return
        for number, choice in enumerate(self.walk.choices_at(self.node, question)):
            if not self.endings and self._ends(choice.answer):
                continue
            key = (*part.key, number)
            env, effects = part.env, part.effects
            if question.reported and choice.answer in question.keys:
                env = env.report(choice.answer)
            if choice.place:
                value = self.space.value(PLACE, {"place": TYPED})
                effects = (*effects, *(() if value is None else (Effect(PLACE, value),)))
                env = env.change(True, effects)
            yield _Part(asked, env, choice.answer, choice, effects, key)

    def _ends(self, answer: str) -> bool:
        """Whether the call surely ends with this answer, before anything else happens."""
        if self.table is None:
            return False
        taken = self.table.get(answer)
        if taken is not None and self.walk.target(self.node, taken[1].name, answer) is not None:
            return False
        return next(self.flow.nodes[self.node].answered(answer), None) is None

    def _change(self, part: _Part, slot: str, fragment: dict[str, object]) -> _Part:
        """The call changes a fact, if anything asks for it."""
        value = self.space.value(slot, fragment)
        if value is None:
            return part
        effect = Effect(slot, value)
        env = part.env.change(True, (effect,))
        return part._replace(env=env, effects=(*part.effects, effect))

    def _dial(self, part: _Part, act: action.Dial) -> Iterator[_Part | Way]:
        """The first number that somebody takes."""
        rest: Formula = part.when
        for place, destination in enumerate(act.destinations):
            number = destination.number
            dead = self.space.unanswered(number)
            taken = self.join.all_of(rest, self.join.negation(dead))
            if taken is not False:
                yield self._end(part._replace(when=taken), "connected", number, place)
            rest = self.join.all_of(rest, dead)
            if rest is False:
                return
        yield part._replace(when=rest, answer=action.NO_ANSWER, key=(*part.key, -2))

    def _dial_field(self, part: _Part, act: action.DialField) -> Iterator[_Part | Way]:
        """The numbers in a data field, told apart by what the field holds now."""
        slot = field_text(data_field(act.field))
        known = self.space.cells[slot]
        if known is None:
            unsure = self.join.opaque(f"a number in {slot}")
            yield self._end(part._replace(when=self.join.all_of(part.when, unsure)), "transferred")
            rest = self.join.all_of(part.when, self.join.negation(unsure))
            yield part._replace(when=rest, answer=action.UNROUTABLE)
            return
        lost: list[Formula] = []
        for place, (numbers, mask) in enumerate(self.space.routes(self.walk.number, act)):
            here = part.env.among(slot, mask)
            dead = self.join.all_of(*map(self.space.unanswered, numbers))
            lost.append(self.join.all_of(here, dead))
            taken = self.join.all_of(part.when, here, self.join.negation(dead))
            if taken is not False:
                yield self._end(part._replace(when=taken), "transferred", numbers[0], place)
        when = self.join.all_of(part.when, self.join.any_of(*lost))
        if when is not False:
            yield part._replace(when=when, answer=action.UNROUTABLE, key=(*part.key, -2))

    def _dial_nearest(self, part: _Part) -> Iterator[_Part | Way]:
        near = self.space.branch()
        yield self._end(
            part._replace(when=self.join.all_of(part.when, near)), "transferred", FREE_NUMBER
        )
        when = self.join.all_of(part.when, self.join.negation(near))
        yield part._replace(when=when, answer=action.NO_BRANCH, key=(*part.key, -2))

    # -- exits ---------------------------------------------------------------------

    def _leave(self, part: _Part) -> Iterator[Way]:
        """The first exit whose guard holds."""
        if self.exits is None:
            yield self._end(part, "fault")
        elif self.table is None:
            yield from self._decide(part, self.exits)
        elif part.answer in self.table:
            place, exit_ = self.table[part.answer]
            yield self._taken(part, exit_.name, part.when, (), place)
        else:
            yield self._end(part, self._dead_end(part.answer))

    def _decide(self, part: _Part, exits: tuple[Exit, ...]) -> Iterator[Way]:
        """Conditions decide, in order."""
        rest: Formula = part.when
        guards: tuple[Expr, ...] = ()
        for place, exit_ in enumerate(exits):
            yes, no = part.env.both(exit_.when, part.answer)
            if not isinstance(yes, bool):
                guards = (*guards, exit_.when)
            taken = self.join.all_of(rest, yes) if yes is not True else rest
            if taken is not False:
                yield self._taken(part, exit_.name, taken, guards, place)
            if no is False:
                return
            if no is not True:
                rest = self.join.all_of(rest, no)
            if rest is False:
                return
        yield self._end(part._replace(when=rest), self._dead_end(part.answer))

    def _taken(
        self, part: _Part, exit_name: str, when: Formula, guards: tuple[Expr, ...], place: int
    ) -> Way:
        target = self.walk.target(self.node, exit_name, part.answer)
        env = part.env
        if target is not None and part.answer in (WRONG, NONE):
            env = env.report(part.answer)
        ending = "" if target is not None else self._dead_end(part.answer)
        return Way(
            self.node, exit_name, target, when, part.choice, part.effects, env, part.answer,
            guards, ending, "", (*part.key, place),
        )  # fmt: skip

    def _dead_end(self, answer: str) -> Ending:
        if answer in (WRONG, NONE):
            return "disconnected"
        return "unanswered" if answer == action.NO_ANSWER else "fault"

    def _end(self, part: _Part, ending: Ending, number: str = "", place: int = 0) -> Way:
        return Way(
            self.node, "", None, part.when, part.choice, part.effects, part.env, part.answer,
            (), ending, number, (*part.key, -3, place),
        )  # fmt: skip
