"""One keypress: the key, what it does, and the node the call comes to by it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from ivrsim.flow.flow import NodeId
from ivrsim.flow.node import NODE_TYPES, Node, UnknownNode
from ivrsim.flow.nodes.ivr_node import IvrNode
from ivrsim.flow.reading import Names, Problems, read_flat
from ivrsim.models import Model
from ivrsim.places import Place

NEXT_NODE = 4
DONE_BY: Mapping[int, str] = {
    1: "VoiceMail",
    2: "RouteToQueue",
    3: "ForwardToPhone",
    5: "SmsToCaller",
    6: "StopCall",
}
"""The node type that stands for each action but 4, which leads to another node."""

ORDER: Mapping[str, int] = {exit_.name: n for n, exit_ in enumerate(IvrNode.exits)}
"""The keys in the order in which they are tried, read and drawn."""

OTHERS_READ = frozenset({"id", "account", "project", "tree", "node", "next_node"})
NAMES = Names(beside=OTHERS_READ)


class Keypress(Model):
    """What a keypress says (Stringee, IVR keypress management)."""

    node_key: (
        Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"]
        | Literal["EMPTY_KEY", "INVALID_KEY"]
        | None
    ) = None
    action: Literal[1, 2, 3, 4, 5, 6] | None = None
    queue_id: str | int | None = None
    from_number_callout_to_agent: str | int | None = None
    to_phone_number: str | int | None = None
    sms: str | None = None


def read_keypress(raw: Mapping[str, Any], place: Place, problems: Problems) -> Keypress:
    """What the object says; what is wrong goes to `problems`."""
    key = raw.get("node_key")
    plain = {**raw, "node_key": str(key)} if type(key) is int else raw
    return read_flat(Keypress, plain, place, problems, NAMES, "A keypress")


def node_of(press: Keypress, raw: Mapping[str, Any]) -> Node:
    """The node a call comes to by a keypress that does not lead to another node."""
    kind = DONE_BY.get(press.action or 0)
    if kind is None:
        node: Node = Nothing(found=f"action {raw.get('action')!r}")
    else:
        cls = NODE_TYPES[kind]
        given = ((name, getattr(press, name, None)) for name in cls.model_fields)
        texts = {name: str(value) for name, value in given if value is not None}
        node = read_flat(cls, texts, Place(), Problems())
    node.keep_raw(raw)
    return node


class LooseNode(IvrNode):
    """A node of a document without keypresses: which keys lead on from it is not known."""

    node_type: ClassVar[str] = ""

    @property
    def kind(self) -> str:
        """It is a node like others."""
        return IvrNode.node_type


class Nothing(UnknownNode):
    """Stands where a key leads that does nothing which can be told."""

    def summary(self) -> str:
        """What is missing there."""
        return self.found


def missing(node: NodeId) -> Nothing:
    """Stands for a node that the document does not have, or that is of another tree."""
    nothing = Nothing(found=f"no node {node}")
    nothing.keep_raw({"next_node": node})
    return nothing
