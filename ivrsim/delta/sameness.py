"""Which parts of two flows are surely the same to every caller, without walking them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace

from ivrsim.analysis.space import CallerSpace, View
from ivrsim.conditions import ast
from ivrsim.conditions.format import field_text
from ivrsim.conditions.symbolic import cells
from ivrsim.delta.likeness import Colour, Palette, leaves_first
from ivrsim.delta.party import Standing
from ivrsim.flow import action
from ivrsim.flow.action import Action, Ask, Destination
from ivrsim.flow.flow import NodeId
from ivrsim.flow.node import Exit, Node
from ivrsim.flow.question import Question

PRESSED = "pressed"
ENDING = (action.Dial, action.DialField, action.DialNearest, action.HangUp)
"""What ends a call, or may."""


class Sameness:
    """Answers for two standings whether all that follows is the same.

    It is if the nodes below do the same behind the same exits, and if everything that
    they ask was the same for both calls so far.  A no says nothing.

    For each flow: `looks`, equal for nodes that do the same themselves; `colours`, equal
    where all below does; `asks`, the topics asked below; `dialling`, what ends calls.
    """

    def __init__(self, space: CallerSpace, prompts: bool) -> None:
        self.space = space
        self.prompts = prompts
        self.palette = Palette()
        self._topics = Palette()
        self._exits: dict[int, tuple[tuple[Exit, ...], int, int]] = {}
        self._questions: dict[Question, int] = {}
        self.colours: list[dict[NodeId, Colour]] = []
        self.asks: list[dict[NodeId, int]] = []
        self.looks: list[dict[NodeId, Hashable]] = []
        self.dialling: list[set[NodeId]] = []
        for view in space.views:
            self._add(view)
        self._differing = self._mask(self._differ())
        self._pressed = self._mask([PRESSED])
        self._keys = min(space.longest_press(0), space.longest_press(1))

    def same(self, one: Standing, other: Standing) -> bool:
        """Whether the two calls surely go on alike."""
        if one.node is None or other.node is None or one.waiting is not other.waiting:
            return False
        if self.colours[0][one.node] != self.colours[1][other.node]:
            return False
        if (one.texts, one.heard) != (other.texts, other.heard):
            return False
        return self._same_facts(self.asks[0][one.node], one, other)

    def is_shared(self, expr: ast.Expr) -> bool:
        """Whether both flows see a condition alike when the call arrives."""
        return not self._asked_by(expr) & self._differing

    def _same_facts(self, asks: int, one: Standing, other: Standing) -> bool:
        if asks & self._differing:
            return False
        keys = self._keys
        if asks & self._pressed and one.env.pressed[:keys] != other.env.pressed[:keys]:
            return False
        ours, theirs = one.env.changes, other.env.changes
        changed = {slot for slot in (*ours, *theirs) if ours.get(slot) != theirs.get(slot)}
        return not asks & self._mask(changed)

    def _differ(self) -> Iterable[str]:
        """The topics that the two flows see otherwise when the call arrives."""
        one, other = self.space.views
        shared = {a for e in one.conditions for a in e.atoms()} & {
            a for e in other.conditions for a in e.atoms()
        }
        plain = (ast.Always, ast.Answer, ast.Pressed)
        for atom in shared:
            if not isinstance(atom, plain) and self.space.test(0, atom) != self.space.test(1, atom):
                yield cells.topic(atom, text_apart=True)
        for name in {*one.fixed, *other.fixed}:
            if one.fixed.get(name) != other.fixed.get(name):
                yield field_text(ast.TextField("custom_data", name))

    # -- colours ---------------------------------------------------------------------

    def _add(self, view: View) -> None:
        looks: dict[NodeId, Hashable] = {}
        own: dict[NodeId, int] = {}
        dialling: set[NodeId] = set()
        for key, node in view.flow.nodes.items():
            exits, asked = self._exits_of(view.guards[key])
            actions = tuple(node.actions())
            looks[key] = self._look(view, key, node, actions, exits)
            own[key] = asked | self._fields(node, actions)
            if any(isinstance(act, ENDING) for act in actions):
                dialling.add(key)
        self.looks.append(looks)
        self.dialling.append(dialling)
        self.colours.append(self.palette.colours(view.flow, looks))
        self.asks.append(_gathered(view, own))

    def _look(
        self, view: View, key: NodeId, node: Node, actions: tuple[Action, ...], exits: int
    ) -> Hashable:
        done: list[Hashable] = []
        for act in actions:
            done.append(self._done(act))
            if isinstance(act, Ask):
                done.append(self._question(act.question))
                done += [self._done(a) for a in _consequences(node, act.question)]
                done.append(_phrases(view, key))
                done.append(_errors(view) if self.prompts else ())
        return self.palette.number((exits, tuple(done)))

    def _done(self, act: Action) -> Hashable:
        """What an action is to a caller."""
        match act:
            case action.Say() | action.Ask():
                return (act.text, act.recording) if self.prompts else ""
            case action.Dial():
                return tuple(
                    Destination(d.number, d.country_code, d.extension) for d in act.destinations
                )
            case action.DialField():
                said = (act.text, act.recording) if self.prompts else ()
                return ("field", act.field, act.many, said)
            case action.DialNearest():
                return "nearest"
            case _:
                return act

    def _question(self, question: Question) -> int:
        known = self._questions.get(question)
        if known is None:
            told = question if self.prompts else replace(question, error_prompt=None)
            known = self._questions[question] = self.palette.number(told)
        return known

    def _exits_of(self, exits: tuple[Exit, ...] | None) -> tuple[int, int]:
        """A number for the guarded exits, and what the guards ask."""
        known = self._exits.get(id(exits))
        if known is None or exits is None:
            guards = tuple((e.name, e.when) for e in exits or ())
            asked = 0
            for _, guard in guards:
                asked |= self._asked_by(guard)
            number = self.palette.number((exits is None, guards))
            if exits is None:
                return number, asked
            known = self._exits[id(exits)] = exits, number, asked
        return known[1], known[2]

    def _asked_by(self, expr: ast.Expr) -> int:
        """The topics that a condition asks."""
        return self._mask(
            PRESSED if isinstance(atom, ast.Pressed) else cells.topic(atom, text_apart=True)
            for atom in expr.atoms()
            if not isinstance(atom, ast.Always | ast.Answer)
        )

    def _fields(self, node: Node, actions: tuple[Action, ...]) -> int:
        fields = [act.field for act in actions if isinstance(act, action.DialField)]
        return self._mask(field_text(ast.TextField("custom_data", name)) for name in fields)

    def _mask(self, topics: Iterable[str]) -> int:
        found = 0
        for name in topics:
            found |= 1 << self._topics.number(name)
        return found


def _consequences(node: Node, question: Question) -> tuple[Action, ...]:
    """What the answers to a question set off, beside the way they open."""
    if type(node).answered is Node.answered:
        return ()
    answers = dict.fromkeys((question.answer, question.silence, *question.keys))
    return tuple(act for answer in answers if answer for act in node.answered(answer))


def _phrases(view: View, key: NodeId) -> Hashable:
    """What may be said instead of keys; None where nobody listens."""
    if not view.flow.settings.asr_enabled:
        return None
    wires = view.flow.out[key].values()
    return tuple((w.exit, p.phrase) for w in wires for p in view.flow[w.target].asr_phrases)


def _errors(view: View) -> Hashable:
    """What the flow says after a wrong key and after silence."""
    settings = view.flow.settings
    wrong = settings.custom_wrong_keypress_error_prompt_text
    return wrong, settings.custom_no_keypress_error_prompt_text


def _gathered(view: View, own: Mapping[NodeId, int]) -> dict[NodeId, int]:
    """For each node what it and everything below it ask; before a circle, anything."""
    found: dict[NodeId, int] = {}
    for key in leaves_first(view.flow):
        asked = own[key]
        for wire in view.flow.out[key].values():
            asked |= found[wire.target]
        found[key] = asked
    anything = 0
    for asked in own.values():
        anything |= asked
    return {key: found.get(key, anything) for key in view.flow.nodes}
