"""What a node says, and how alike two nodes are."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from ivrsim.conditions.parse import ConditionSyntaxError, parse_condition
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.flow.node import Node
from ivrsim.flow.numbers_written import number_key
from ivrsim.lazy import pattern
from ivrsim.models import Model

POSITION = frozenset({"keypress_failover_type", "node_type", "children"})
"""What the wires and the kind of a node say too."""

NOTHING: tuple[Any, ...] = (None, "", [], (), {})
"""Values that say no more than an absent field."""

ALIKE = 0.5
"""From here on two nodes are taken for one that was changed."""

WORDS = 60
"""Words of a prompt that are compared."""

Colour = int
"""A number for everything below a node: equal numbers are equal subtrees."""


def said_by(node: Node) -> dict[str, Any]:
    """The fields of a node that say something: name and value, defaults left out.

    What the document says and no field could take, and what nobody knows, is there as
    the document has it.
    """
    return _said(node, POSITION)


def said_in(model: Model) -> dict[str, Any]:
    """The same of settings or of a campaign."""
    return _said(model, frozenset())


def _said(model: Model, beside: frozenset[str]) -> dict[str, Any]:
    defaults = _defaults(type(model))
    given = model.model_fields_set
    raw: Mapping[str, Any] = getattr(model, "raw", {})
    read = {name: value for name, value in vars(model).items() if name in given}
    found = {name: raw[name] for name in raw if name not in given and name not in beside}
    if found:
        known = list(read.values())
        found = {name: v for name, v in found.items() if name in defaults or v not in known}
    found |= read | dict(model.model_extra)
    return {
        name: value
        for name, value in found.items()
        if value not in NOTHING and name not in beside and not _is(value, defaults.get(name))
    }


@cache
def _defaults(cls: type[Model]) -> dict[str, Any]:
    return {name: info.default for name, info in cls.model_fields.items()}


def _is(value: Any, default: Any) -> bool:
    return type(value) is type(default) and bool(value == default)


def plain(value: Any) -> Any:
    """A value as the document has it: models become objects; one level at a time."""
    if isinstance(value, Model):
        return said_in(value)
    if isinstance(value, tuple) and any(isinstance(item, Model) for item in value):
        return [said_in(item) if isinstance(item, Model) else item for item in value]
    return value


def token(value: Any) -> Hashable:
    """A value that is equal for equal values, however deep they are; 1 is not true."""
    if isinstance(value, str):
        return value
    return tuple(_tokens(value))


def _tokens(value: Any) -> Iterator[Hashable]:
    todo: list[Any] = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, Model):
            item = said_in(item)
        if isinstance(item, Mapping):
            yield "{", len(item)
            for key in sorted(item, reverse=True, key=str):
                todo += [item[key], f"{key}:"]
        elif isinstance(item, list | tuple):
            yield "[", len(item)
            todo.extend(reversed(item))
        else:
            yield type(item).__name__, str(item)


def meaning(name: str, value: Any) -> Hashable:
    """A field's value by its meaning: conditions in canonical form, all else as it is."""
    if name == "condition" or name.endswith("_condition"):
        return _canonical(str(value))
    return token(value)


@lru_cache(maxsize=8192)
def _canonical(text: str) -> str:
    try:
        return str(parse_condition(text))
    except ConditionSyntaxError:
        return text


def look(node: Node) -> Hashable:
    """The node itself by its meaning, nothing of its place or of what is below it."""
    given = node.model_fields_set
    raw = node.raw
    if node.model_extra or raw.keys() - given - POSITION:
        said = sorted(said_by(node).items())
        return node.kind, tuple((name, meaning(name, value)) for name, value in said)
    values = vars(node)
    found: list[tuple[str, Hashable]] = []
    for name, default, is_plain in _fields(type(node)):
        if name in given:
            value = values[name]
            if is_plain and type(value) is str:
                if value and value != default:
                    found.append((name, value))
            elif value not in NOTHING and not _is(value, default):
                found.append((name, meaning(name, value)))
    return node.kind, tuple(found)


@cache
def _fields(cls: type[Model]) -> tuple[tuple[str, Any, bool], ...]:
    """The fields that say something of a node itself: name, default, whether no condition."""
    named = sorted(_defaults(cls).items())
    return tuple((n, d, not n.endswith("condition")) for n, d in named if n not in POSITION)


class Palette:
    """Colours the subtrees of several flows, so that equal ones have equal colours."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, Colour] = {}

    def number(self, thing: Hashable) -> Colour:
        """One number for equal things."""
        return self._numbers.setdefault(thing, len(self._numbers))

    def colours(
        self, flow: CallFlow, looks: Mapping[NodeId, Hashable], order: Iterable[NodeId]
    ) -> dict[NodeId, Colour]:
        """A colour for each node: its look, and the colours behind its exits.

        `order` is `leaves_first(flow)`.  Linear where no way leads in a circle.  Nodes from
        which a circle can be reached are told apart by what is found in ever more steps,
        until nothing new is found.
        """
        found: dict[NodeId, Colour] = {}
        numbers, out = self._numbers, flow.out
        for key in order:
            below = tuple([(wire.exit, found[wire.target]) for wire in out[key].values()])
            found[key] = numbers.setdefault((looks[key], below), len(numbers))
        rest = [key for key in flow.nodes if key not in found]
        if rest:
            self._refine(flow, looks, rest, found)
        return found

    def _colour(
        self, look: Hashable, flow: CallFlow, key: NodeId, known: Mapping[NodeId, Colour]
    ) -> Colour:
        below = tuple((w.exit, known[w.target]) for w in flow.out[key].values())
        return self.number((look, below))

    def _refine(
        self,
        flow: CallFlow,
        looks: Mapping[NodeId, Hashable],
        rest: Iterable[NodeId],
        found: dict[NodeId, Colour],
    ) -> None:
        rest = list(rest)
        found |= {key: self.number(("in a circle", looks[key])) for key in rest}
        for _ in rest:
            newer = {key: self._colour(looks[key], flow, key, found) for key in rest}
            found |= newer


def leaves_first(flow: CallFlow) -> list[NodeId]:
    """The nodes, each after all that its wires lead to; those before a circle are left out."""
    backwards = list(reversed(list(flow.nodes)))
    place = {key: number for number, key in enumerate(backwards)}
    if all(
        place[wire.target] < number
        for number, key in enumerate(backwards)
        for wire in flow.out[key].values()
    ):
        return backwards
    waiting = {key: len(wires) for key, wires in flow.out.items()}
    into: dict[NodeId, list[NodeId]] = {}
    for wire in flow.all_wires():
        into.setdefault(wire.target, []).append(wire.source)
    order = [key for key in backwards if not waiting[key]]
    for key in order:
        for source in into.get(key, ()):
            waiting[source] -= 1
            if not waiting[source]:
                order.append(source)
    return order


_WORD = pattern(r"\w+")


def similarity(one: Node, other: Node) -> float:
    """How alike two nodes are, from 0 to 1: type, prompt, and what matters beside it."""
    if one.kind != other.kind:
        return 0.3 * _overlap(one.said, other.said) if one.said and other.said else 0.0
    parts = [_overlap(one.said, other.said)] if one.said or other.said else []
    if one.summary() or other.summary():
        parts.append(_same_point(one.summary(), other.summary()))
    return 0.4 + 0.6 * (sum(parts) / len(parts) if parts else 1.0)


def _same_point(one: str, other: str) -> float:
    """How alike two numbers, conditions or other summaries are."""
    if one == other or (number_key(one) and number_key(one) == number_key(other)):
        return 1.0
    return 0.8 * _overlap(one, other)


def _overlap(one: str, other: str) -> float:
    """The share of words that two texts have in common."""
    if one == other:
        return 1.0
    ones, others = _words(one), _words(other)
    both = len(ones & others)
    return 2 * both / (len(ones) + len(others)) if both else 0.0


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text[: WORDS * 12].casefold())[:WORDS])
