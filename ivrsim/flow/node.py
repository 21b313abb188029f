"""A node is data; its exits are guarded; guards are conditions.

A node type is one class in one file of `ivrsim/flow/nodes`.  It declares its
fields, its exits and what it does; readers, linter, simulator, analysis, pictures
and test generators read that one declaration and never ask a node its type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from types import ModuleType
from typing import Annotated, Any, ClassVar, Literal

from ivrsim.conditions.ast import ALWAYS, Answer, Expr
from ivrsim.flow.action import NO_ANSWER, Action
from ivrsim.flow.question import NONE, WRONG
from ivrsim.models import NEEDED, Model
from ivrsim.registry import Registry
from ivrsim.values import dataclass


class Role(StrEnum):
    """What a node is to its caller; it gives the colour and the icon's family."""

    ASKS = "asks"
    DECIDES = "decides"
    CONNECTS = "connects"
    ENDS = "ends"
    TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Exit:
    """One way out of a node: tried in order, the first whose guard holds is taken.

    - `name`: how the way is called: `"1"`, `"W"`, `"N"`, `"true"`, `"next"`.
    - `when`: the guard; `Answer("1")` is "the caller's answer to this node is 1".
    - `required`: a node without this exit is incomplete.
    - `failover`: taken when the caller fails to answer; named by the child itself.
    - `only`: the one node type that may stand behind it.
    - `unanswered`: the way a call takes that nobody took where it was forwarded.
    - `caption`: what to write beside it in a picture.
    """

    name: str
    when: Expr = ALWAYS
    required: bool = True
    failover: bool = False
    only: str = ""
    unanswered: bool = False
    caption: str = ""


WRONG_KEY = Exit(WRONG, Answer(WRONG), required=False, failover=True, caption="wrong key")
NO_KEY = Exit(NONE, Answer(NONE), required=False, failover=True, caption="no key pressed")
FAILOVERS = (WRONG_KEY, NO_KEY)
"""Wrong and None of Invoca's `keypress_failover_type`."""
NOBODY_ANSWERS = Exit(
    "failover",
    Answer(NO_ANSWER),
    required=False,
    only="Failover",
    unanswered=True,
    caption="no answer",
)
"""The Failover child of a node that dials, where the vendor allows one."""

Needed = Annotated[str, NEEDED]
"""A parameter the vendor stars as required: present and not empty."""


FailoverType = Literal["Wrong", "None"]
FAILOVER_EXITS: Mapping[str, str] = {"Wrong": WRONG, "None": NONE}


class AsrPhrase(Model):
    """One phrase that may be said instead of pressing the key of a Menu's child."""

    phrase: str = ""


class Node(Model):
    """The parent of every node type: fields only, never its children.

    Unknown fields are kept.  A field whose value could not be read stands at its
    default, and `raw` has what the document says, of the children only an empty list.
    """

    node_type: ClassVar[str] = ""
    vendor: ClassVar[str] = "invoca"
    """Whose documents have nodes of this type."""
    lists_children: ClassVar[bool] = True
    """Whether the place of a child in a list says which exit leads to it."""
    title: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    role: ClassVar[Role]
    exits: ClassVar[tuple[Exit, ...]] = ()
    since: ClassVar[str] = ""
    """The first API version that has the type; empty: as old as any."""
    fields_since: ClassVar[Mapping[str, str]] = {}
    """The same for fields that came later than their type."""
    voices: ClassVar[tuple[str, ...]] = ()
    """The values of `voice`, where nodes have one and the vendor lists them."""
    only_unanswered: ClassVar[bool] = False
    """Whether this type may only stand where a call goes that nobody took."""
    may_stay: ClassVar[bool] = False
    """Whether its vendor leaves open what a failed answer does that no branch is for."""

    asr_phrases: tuple[AsrPhrase, ...] = ()
    keypress_failover_type: FailoverType | None = None

    @property
    def kind(self) -> str:
        """The node type as the document names it."""
        return type(self).node_type

    @property
    def failover_exit(self) -> str:
        """The failover exit of its parent this node asks to stand behind; empty: none."""
        return FAILOVER_EXITS.get(self.keypress_failover_type or "", "")

    def ways_out(self) -> tuple[Exit, ...]:
        """The exits of this very node, in the order they are tried.

        Raises `ConditionSyntaxError` where a guard is a condition that cannot be read.
        """
        return type(self).exits

    def actions(self) -> Iterator[Action]:
        """What happens when a call arrives, in order; at most the last one asks or ends."""
        return iter(())

    def answered(self, answer: str) -> Iterator[Action]:
        """What the answer sets off, before the exit is taken."""
        return iter(())

    def summary(self) -> str:
        """The one line that matters beside the prompt: a number, a condition."""
        return ""

    @property
    def said(self) -> str:
        """The text a caller hears first here; empty when nothing is said."""
        return str(getattr(self, "prompt", "") or "")

    def conditions(self) -> Iterator[tuple[str, str]]:
        """(field, text) of every condition this node holds."""
        for name in self.condition_fields():
            yield name, getattr(self, name)

    def missing(self) -> Iterator[str]:
        """The required parameters that are absent or empty."""
        return (name for name in self.needed_fields() if not getattr(self, name))

    @classmethod
    @cache
    def condition_fields(cls) -> tuple[str, ...]:
        """The fields that hold a condition."""
        names = cls.model_fields
        return tuple(n for n in names if n == "condition" or n.endswith("_condition"))

    @classmethod
    @cache
    def needed_fields(cls) -> tuple[str, ...]:
        """The parameters the vendor stars as required."""
        return tuple(n for n, field in cls.model_fields.items() if NEEDED in field.metadata)


class Spoken(Node):
    """A node with a prompt: a text, or a professional recording of one.

    `prompt_url` and `prompt_received` are the vendor's to write (Invoca, Prompt
    Recordings); a `prompt_received` of null is a recording still on order.
    """

    prompt: str = ""
    prompt_id_from_network: str = ""
    prompt_url: str | None = None
    prompt_received: str | None = None

    @property
    def recording(self) -> str:
        """The id of the recording played instead of the text; empty: none assigned."""
        return self.prompt_id_from_network

    def missing(self) -> Iterator[str]:
        """A recording stands for the text, so it also fills an empty prompt."""
        for name in super().missing():
            if name != "prompt" or not self.recording:
                yield name


class UnknownNode(Node):
    """A node whose type nobody registered: kept whole, reported, never simulated."""

    role: ClassVar[Role] = Role.ENDS
    icon: ClassVar[str] = "!"
    exits: ClassVar[tuple[Exit, ...]] = (
        *(Exit(key, Answer(key), required=False) for key in "123456789"),
        *FAILOVERS,
    )
    found: str = ""

    @property
    def instead(self) -> tuple[Any, ...]:
        """The value that stands where a node should: none, or one that is not an object."""
        there: Any = self._raw
        return () if isinstance(there, Mapping) else (there,)

    @property
    def raw(self) -> Mapping[str, Any]:
        """The object that stands there; empty where it is none."""
        return {} if self.instead else self._raw

    def keep_instead(self, value: Any) -> None:
        """Remember what stands there and is no object; for readers."""
        self.keep_raw(value)

    @property
    def kind(self) -> str:
        """The type as the document names it; empty where it names none."""
        return self.found

    def summary(self) -> str:
        """What the document calls it."""
        return f"unknown node type {self.found!r}" if self.found else "no node_type"


def _camel(stem: str) -> str:
    return "".join(part.capitalize() for part in stem.split("_"))


def _node_types_in(module: ModuleType) -> dict[str, type[Node]]:
    return {
        value.node_type: value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, Node)
        and value.__module__ == module.__name__
        and value.node_type
    }


NODE_TYPES: Registry[type[Node]] = Registry(
    "ivrsim.flow.nodes",
    key_of_file=_camel,
    entries_in=_node_types_in,
    group="ivrsim.nodes",
)
"""Every node type by its name: `NODE_TYPES["Menu"]`."""


def types_of(vendor: str) -> Mapping[str, type[Node]]:
    """The node types that a vendor's documents have, by name."""
    return {name: cls for name, cls in NODE_TYPES.items() if cls.vendor == vendor}
