"""A node as rules see it: what several of them ask about it, each worked out once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from ivrsim.flow import question
from ivrsim.flow.action import Action, Ask, Destination, Dial, DialField, Say
from ivrsim.flow.flow import NodeId, Wire
from ivrsim.flow.node import Exit, Node
from ivrsim.flow.spoken import SpokenKey, spoken_keys
from ivrsim.lazy import once
from ivrsim.places import ROOT, Place
from ivrsim.text import shorten

if TYPE_CHECKING:
    from ivrsim.lint.views import FlowView

REMEMBERED = 1024
"""How many different prompts are not scanned again: "Please hold" stands everywhere."""
KEYS = "123456789"
"""The keys a caller can be offered; letters and failovers are not pressed."""


@lru_cache(maxsize=REMEMBERED)
def _spoken(text: str, language: str | None) -> tuple[SpokenKey, ...]:
    return spoken_keys(text, language)


Shape: TypeAlias = "tuple[NodeView, list[NodeId]]"
"""The first of some nodes that are alike, and all of them."""


class NodeViews(Mapping[NodeId, "NodeView"]):
    """The views of a flow's nodes, each made when it is asked for."""

    def __init__(self, flow: FlowView) -> None:
        self._flow = flow
        self._made: dict[NodeId, NodeView] = {}
        self._first: dict[int, NodeView] = {}

    def __getitem__(self, key: NodeId) -> NodeView:
        made = self._made.get(key)
        if made is None:
            node = self._flow.flow.nodes[key]
            made = self._made[key] = NodeView(self._flow, key, node, self._first.get(id(node)))
            self._first.setdefault(id(node), made)
        return made

    def __iter__(self) -> Iterator[NodeId]:
        return iter(self._flow.flow.nodes)

    def __len__(self) -> int:
        return len(self._flow.flow.nodes)


class NodeView:
    """One node in its flow; `twin` is another one of the very same value, if one was seen."""

    def __init__(
        self, flow: FlowView, key: NodeId, node: Node, twin: NodeView | None = None
    ) -> None:
        self.flow = flow
        self.id = key
        self.node = node
        self.twin = twin

    @property
    def place(self) -> Place:
        """Where the node stands in its document."""
        return self.flow.flow.places.get(self.id, ROOT)

    @property
    def known(self) -> bool:
        """Whether the node's type is a registered one."""
        return bool(type(self.node).node_type)

    @property
    def title(self) -> str:
        """What the node is called in messages: its type, as the document names it."""
        return self.node.kind or "a node without a type"

    @property
    def exits(self) -> tuple[Exit, ...]:
        """The exits the node's type declares."""
        return type(self.node).exits

    @once
    def wires(self) -> Mapping[str, Wire]:
        """The wires out of the node, by the name of their exit."""
        return self.flow.flow.out[self.id]

    @once
    def wired_keys(self) -> tuple[str, ...]:
        """The keys something stands behind, in order."""
        return tuple(name for name in self.wires if name in question.KEYS)

    @once
    def actions(self) -> tuple[Action, ...]:
        """What happens when a call arrives."""
        return self.twin.actions if self.twin else tuple(self.node.actions())

    @once
    def ask(self) -> Ask | None:
        """The question the node asks, if it asks one."""
        if self.twin:
            return self.twin.ask
        return next((action for action in self.actions if isinstance(action, Ask)), None)

    @property
    def dialled(self) -> Iterator[Dial]:
        """The telephone numbers the node dials."""
        return (act for act in self.actions if isinstance(act, Dial) and not act.queue)

    @once
    def destinations(self) -> tuple[Destination, ...]:
        """Where the node forwards calls to."""
        if self.twin:
            return self.twin.destinations
        return tuple(to for dial in self.dialled for to in dial.destinations)

    @once
    def heard(self) -> Say | Ask | DialField | None:
        """The action that speaks to the caller."""
        if self.twin:
            return self.twin.heard
        return next((a for a in self.actions if isinstance(a, Say | Ask | DialField)), None)

    @once
    def spoken(self) -> tuple[SpokenKey, ...]:
        """The keys the prompt tells the caller to press, in spoken order."""
        if self.twin:
            return self.twin.spoken
        return _spoken(self.heard.text, self.language) if self.heard else ()

    @property
    def language(self) -> str | None:
        """The campaign's language, to understand the prompt by."""
        return self.flow.campaign.campaign_language or None

    @property
    def unknown_words(self) -> bool:
        """A recording plays whose text the document does not give: anything may be said."""
        return bool(self.heard and self.heard.recording and not self.heard.text.strip())

    @once
    def prompt_field(self) -> str | None:
        """The field that holds what the caller hears."""
        text = self.heard.text if self.heard else ""
        names = type(self.node).model_fields
        return next((name for name in names if text and getattr(self.node, name) == text), None)

    def place_of(self, value: str) -> Place | None:
        """Where the node's document writes this text: in a field, or in a list of objects."""
        place: Place | None = self.flow.flow.places.get(self.id)
        if place is None:
            return None
        for name, found in self.node.raw.items():
            if found == value:
                return place / name
            for index, item in enumerate(found if isinstance(found, list) else ()):
                for inner, text in item.items() if isinstance(item, dict) else ():
                    if text == value:
                        return place / name / index / str(inner)
        return place

    @property
    def words(self) -> str:
        """The node in its own words: type and the start of what it says."""
        said = self.node.said or self.node.summary()
        return f"{self.title} “{shorten(said, 48)}”" if said else self.title
