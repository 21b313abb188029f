"""Which flow a call went through, however often it was loaded, and where it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import NamedTuple

from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.models import Model
from ivrsim.values import dataclass, field
from ivrsim.vendors.port import Document


class FlowKey(NamedTuple):
    """What a flow is known by: its name, and a digest of all that calls can meet in it."""

    name: str
    digest: str


def key_of(flow: CallFlow) -> FlowKey:
    """The key of a flow: the same for the same content, wherever it was loaded from."""
    digest = sha256()
    for key, node in flow.nodes.items():
        digest.update(_text([key, node.kind, node]))
    for wire in flow.all_wires():
        digest.update(_text([wire.source, wire.exit, wire.target]))
    digest.update(_text([flow.root, flow.settings, flow.campaign]))
    return FlowKey(flow.name, digest.hexdigest()[:16])


def _text(value: object) -> bytes:
    return "\n".join([*_tokens(value), ""]).encode(errors="surrogatepass")


def _tokens(value: object) -> Iterator[str]:
    """A value as words from which no other value gives the same."""
    todo = [value]
    while todo:
        part = todo.pop()
        match part:
            case Model():
                todo.append(_members(part))
            case Mapping():
                yield f"{{{len(part)}"
                todo.extend(side for item in part.items() for side in item)
            case list() | tuple():
                yield f"[{len(part)}"
                todo.extend(part)
            case set() | frozenset():
                todo.append(sorted(map(repr, part)))
            case _:
                yield repr(part)


def _members(model: Model) -> dict[str, object]:
    """The fields, without what the object worked out for itself."""
    declared = {name: getattr(model, name) for name in type(model).model_fields}
    return declared | dict(model.model_extra)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a flow is written: its file, which flow of the file (`terms`, None: the one
    that is deployed), and the line each node begins on, counted from 1.
    """

    file: str = ""
    terms: str | None = None
    lines: Mapping[NodeId, int] = field(default_factory=dict)

    def line(self, node: NodeId) -> int | None:
        """The line of a node, None where it is not known."""
        return self.lines.get(node)


def origins_of(document: Document, file: str | None = None) -> Iterator[tuple[FlowKey, Origin]]:
    """The key and the origin of each flow of a document; `file` is what to call it."""
    for name, flow in document.flows.items():
        span = document.source.span
        lines = {
            node: document.source.position(span(place).start).line
            for node, place in flow.places.items()
        }
        terms = None if flow is document.flow else name
        yield key_of(flow), Origin(document.name if file is None else file, terms, lines)
