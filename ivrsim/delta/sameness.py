"""Which parts of two flows are surely the same to every caller, without walking them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping

from ivrsim.analysis.space import CallerSpace, View
from ivrsim.conditions import ast
from ivrsim.conditions.symbolic import cells
from ivrsim.delta.align import Alignment, Side
from ivrsim.delta.likeness import Palette
from ivrsim.delta.party import Standing
from ivrsim.flow import action
from ivrsim.flow.action import Action, Ask
from ivrsim.flow.flow import NodeId
from ivrsim.flow.node import Node
from ivrsim.flow.question import Question
from ivrsim.values import replace

ENDING = (action.Dial, action.DialField, action.DialNearest, action.HangUp)
"""What ends a call, or may."""

PRESSED = "pressed"
SETTINGS = "settings"
"""Topics beside those of conditions: the keys pressed, and what holds for all questions."""


class Sameness:
    """Answers for two standings whether all that follows is the same.

    It is if the nodes below are equal, and if everything that they ask was the same for
    both calls so far.  A no says nothing.
    """

    def __init__(self, space: CallerSpace, aligned: Alignment, prompts: bool) -> None:
        self.space = space
        self.prompts = prompts
        self.sides = (aligned.old, aligned.new)
        self.pairs = aligned.pairs
        self._topics = Palette()
        self._looks: dict[Hashable, Hashable] = {}
        self._ending: dict[Hashable, bool] = {}
        self._topics_of: dict[int, int] = {}
        self._of_settings_mask = self._mask([SETTINGS])
        known: dict[Hashable, int] = {}
        self._asks = [
            self._gathered(view, side, known)
            for view, side in zip(space.views, self.sides, strict=True)
        ]
        self._differing = self._mask(self._differ())
        self._keys = min(space.longest_press(0), space.longest_press(1))

    def same(self, one: Standing, other: Standing) -> bool:
        """Whether the two calls surely go on alike."""
        if one.node is None or other.node is None or one.waiting is not other.waiting:
            return False
        if self.sides[0].colours[one.node] != self.sides[1].colours[other.node]:
            return False
        if (one.texts, one.heard) != (other.texts, other.heard):
            return False
        return self._same_facts(self._asks[0][one.node], one, other)

    def parted(self, one: Standing, other: Standing) -> bool:
        """Whether the calls come to different things here, not to two versions of one.

        Nodes that only decide part nobody: it is what they lead to that counts.
        """
        if not (self._does_something(0, one) and self._does_something(1, other)):
            return False
        at_rest = not (one.on_its_way or other.on_its_way)
        if one.node is None or other.node is None or (at_rest and one.texts != other.texts):
            return True
        if self.sides[0].looks[one.node] == self.sides[1].looks[other.node]:
            return False
        if self._look(0, one.node) == self._look(1, other.node):
            return False
        return not (one.waiting and other.waiting and self.pairs.get(one.node) == other.node)

    def is_shared(self, expr: ast.Expr) -> bool:
        """Whether both flows see a condition alike when the call arrives."""
        return not self._mask(_topics(expr)) & self._differing

    def _same_facts(self, asks: int, one: Standing, other: Standing) -> bool:
        if asks & self._differing:
            return False
        keys = self._keys
        pressed = one.env.pressed[:keys] == other.env.pressed[:keys]
        if not pressed and asks & self._mask([PRESSED]):
            return False
        ours, theirs = one.env.changes, other.env.changes
        changed = {slot for slot in (*ours, *theirs) if ours.get(slot) != theirs.get(slot)}
        return not asks & self._mask(changed)

    def facts(self, number: int, at: Standing) -> tuple[Hashable, ...]:
        """What the call has changed so far of all that is asked from here on."""
        asks = 0 if at.node is None else self._asks[number][at.node]
        pressed = at.env.pressed if at.env.pressed and asks & self._mask([PRESSED]) else ()
        changes = at.env.changes
        return pressed, *((s, changes[s]) for s in sorted(changes) if asks & self._mask([s]))

    # -- what nodes do -----------------------------------------------------------------

    def _does_something(self, number: int, at: Standing) -> bool:
        if not at.on_its_way or at.node is None:
            return True
        look = self.sides[number].looks[at.node]
        if look not in self._ending:
            actions = self.space.views[number].flow[at.node].actions()
            self._ending[look] = any(isinstance(act, ENDING) for act in actions)
        return self._ending[look]

    def _look(self, number: int, key: NodeId) -> Hashable:
        """What a node does to callers by itself, wherever its exits lead."""
        look = self.sides[number].looks[key]
        if look not in self._looks:
            view = self.space.views[number]
            guards = tuple((e.name, e.when) for e in view.guards[key] or ())
            done = tuple(self._done(view.flow[key]))
            self._looks[look] = (view.guards[key] is None, guards, done)
        return self._looks[look]

    def _done(self, node: Node) -> Iterator[Hashable]:
        for act in node.actions():
            yield self._seen(act)
            if isinstance(act, Ask):
                yield from map(self._seen, _consequences(node, act.question))

    def _seen(self, act: Action) -> Hashable:
        """What an action is to a caller."""
        match act:
            case action.Say():
                return (act.text, act.recording) if self.prompts else ""
            case action.Ask():
                told = (act.text, act.recording) if self.prompts else ()
                return told, replace(act.question, error_prompt=None), act.pause
            case action.Dial():
                return tuple(replace(dialled, name="") for dialled in act.destinations)
            case action.DialField():
                return replace(act, text="", recording="")
            case _:
                return act

    # -- what nodes ask ----------------------------------------------------------------

    def _gathered(self, view: View, side: Side, known: dict[Hashable, int]) -> Mapping[NodeId, int]:
        """For each node the topics that it and everything below it ask.

        Nodes that look alike ask alike.  Before a circle, anything may be asked.
        """
        own: dict[NodeId, int] = {}
        for key, seen in side.looks.items():
            if seen not in known:
                known[seen] = self._asked(view, key)
            own[key] = known[seen]
        found: dict[NodeId, int] = {}
        for key in side.order:
            asked = own[key]
            for wire in view.flow.out[key].values():
                asked |= found[wire.target]
            found[key] = asked
        anything = 0
        for asked in own.values():
            anything |= asked
        return {**dict.fromkeys(view.flow.nodes, anything), **found}

    def _asked(self, view: View, key: NodeId) -> int:
        """The topics that a node asks; exits and conditions are the same object for many."""
        exits, node = view.guards[key] or (), view.flow[key]
        found = self._topics_of.get(id(exits))
        if found is None:
            found = 0
            for exit_ in exits:
                if id(exit_.when) not in self._topics_of:
                    self._topics_of[id(exit_.when)] = self._mask(_topics(exit_.when))
                found |= self._topics_of[id(exit_.when)]
            self._topics_of[id(exits)] = found
        for act in (*node.actions(), *node.answered("")):
            if isinstance(act, action.DialField):
                found |= self._mask([f"custom_data[{act.field}]"])
            elif isinstance(act, Ask):
                found |= self._of_settings_mask
        return found

    def _differ(self) -> Iterator[str]:
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
                yield f"custom_data[{name}]"
        if self._of_settings(one) != self._of_settings(other):
            yield SETTINGS

    def _of_settings(self, view: View) -> Hashable:
        """What questions take from the flow's settings: who listens, and error prompts."""
        settings = view.flow.settings
        wrong = settings.custom_wrong_keypress_error_prompt_text
        errors = wrong, settings.custom_no_keypress_error_prompt_text
        return settings.asr_enabled, errors if self.prompts else ()

    def _mask(self, topics: Iterable[str]) -> int:
        found = 0
        for name in topics:
            found |= 1 << self._topics.number(name)
        return found


def _topics(expr: ast.Expr) -> Iterator[str]:
    """The topics that a condition asks."""
    for atom in expr.atoms():
        if isinstance(atom, ast.Pressed):
            yield PRESSED
        elif not isinstance(atom, ast.Always | ast.Answer):
            yield cells.topic(atom, text_apart=True)


def _consequences(node: Node, question: Question) -> tuple[Action, ...]:
    """What the answers to a question set off, beside the way they open."""
    answers = dict.fromkeys((question.answer, question.silence, *question.keys))
    return tuple(act for answer in answers if answer for act in node.answered(answer))
