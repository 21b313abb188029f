"""A text that is open in an editor, and what stands at a place of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.flow.node import Node
from ivrsim.lint.check import lint
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.settings import DEFAULTS, LintSettings
from ivrsim.places import Place, Span
from ivrsim.values import dataclass
from ivrsim.vendors.load import load
from ivrsim.vendors.port import Document


@dataclass(frozen=True, slots=True)
class Spot:
    """What stands at an offset: a node, maybe one of its fields, maybe a character of its text.

    `at` counts the characters of the field's value before the offset; -1 outside of it.
    """

    flow: CallFlow
    node: NodeId
    field: str = ""
    at: int = -1

    @property
    def what(self) -> Node:
        """The node itself."""
        return self.flow.nodes[self.node]

    @property
    def text(self) -> str:
        """The field's text; empty for another value."""
        value = self.what.raw.get(self.field, "")
        return value if isinstance(value, str) else ""


class Opened:
    """One text at one moment: read once, asked by every feature."""

    def __init__(self, text: str, name: str, settings: LintSettings = DEFAULTS) -> None:
        self.text = text
        self.settings = settings
        self.document: Document = load(text.encode("utf-8", "surrogatepass"), name)

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What the linter finds; also in a text that is no whole JSON yet."""
        return tuple(lint(self.document, settings=self.settings))

    def span(self, place: Place | None) -> Span:
        """Where a place stands; the start of the text for None."""
        return self.document.source.span(place) if place is not None else Span(0, 0)

    def spot(self, offset: int) -> Spot | None:
        """The innermost node around an offset, and its field there."""
        found: tuple[Span, CallFlow, NodeId] | None = None
        for span, flow, node in self._nodes:
            if span.start <= offset < span.end and (found is None or span.start > found[0].start):
                found = span, flow, node
        if found is None:
            return None
        _, flow, node = found
        return self._in_field(Spot(flow, node), offset)

    @cached_property
    def _nodes(self) -> list[tuple[Span, CallFlow, NodeId]]:
        return [
            (self.span(place), flow, node)
            for flow in self.document.flows.values()
            for node, place in flow.places.items()
        ]

    def _in_field(self, spot: Spot, offset: int) -> Spot:
        place = spot.flow.places[spot.node]
        for name in spot.what.raw:
            member = place / name
            value = self.span(member)
            if value.start <= offset < value.end:
                return Spot(spot.flow, spot.node, name, self._character(spot, member, name, offset))
            called = self.span(member.name)
            if called.start <= offset < called.end:
                return Spot(spot.flow, spot.node, name)
        return spot

    def _character(self, spot: Spot, member: Place, name: str, offset: int) -> int:
        """Which character of a text's value an offset is in, found through its escapes."""
        text = spot.what.raw[name]
        low, high = 0, len(text) if isinstance(text, str) else 0
        while low < high:
            middle = (low + high) // 2
            if self.span(member.part(Span(middle, middle + 1))).end <= offset:
                low = middle + 1
            else:
                high = middle
        return low

    def found_at(self, offset: int) -> Iterator[Diagnostic]:
        """The diagnostics whose stretch holds an offset."""
        for diagnostic in self.diagnostics:
            start, end = self.range(diagnostic)
            if start <= offset <= end:
                yield diagnostic

    def range(self, diagnostic: Diagnostic) -> Span:
        """The stretch of a diagnostic as offsets."""
        starts = self.document.source.lines.starts
        first, last = max(diagnostic.line, 1) - 1, max(diagnostic.end_line, 1) - 1
        start = starts[first] + max(diagnostic.column, 1) - 1
        return Span(start, starts[last] + max(diagnostic.end_column, 1) - 1)
