"""What a page tells of each card when somebody asks: the whole text, its place, the findings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.lint.check import lint
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.finding import Severity
from ivrsim.lint.settings import DEFAULTS, LintSettings
from ivrsim.render.cards import captions_of, icon_of, text_of, title_of
from ivrsim.render.marks import Marks
from ivrsim.render.picture import Card, Picture
from ivrsim.text import clean
from ivrsim.values import dataclass, field
from ivrsim.vendors.port import Document

MOST = 10_000
"""Characters of a prompt that a page keeps."""
FINDINGS = 50
"""Findings of one node that a page keeps."""


@dataclass(frozen=True)
class Known:
    """What is known of a flow beside itself: the document it stands in, and its faults."""

    document: Document | None = None
    findings: Mapping[NodeId, Sequence[Diagnostic]] = field(default_factory=dict)
    counts: tuple[int, int, int] = (0, 0, 0)
    """Errors, warnings and infos, those that speak of no node included."""

    @classmethod
    def of(cls, document: Document, flow: CallFlow, settings: LintSettings = DEFAULTS) -> Known:
        """What the document and the rules say of one of its flows."""
        own = [d for d in lint(document, settings=settings) if d.flow in ("", flow.name)]
        at: dict[NodeId, list[Diagnostic]] = {}
        for found in own:
            if found.node is not None:
                at.setdefault(found.node, []).append(found)
        errors, warnings, infos = (sum(d.severity is grave for d in own) for grave in Severity)
        return cls(document, at, (errors, warnings, infos))

    def where(self, flow: CallFlow, node: NodeId) -> str:
        """`campaign.json:12:7`, or nothing where it is not known."""
        place = flow.places.get(node)
        if self.document is None or place is None:
            return ""
        source = self.document.source
        line, column = source.position(source.span(place).start)
        return f"{self.document.name}:{line}:{column}"


NOTHING = Known()


def facts(flow: CallFlow, drawn: CallFlow, marks: Marks, picture: Picture, known: Known) -> str:
    """The facts of each card, in the order of the cards, as JSON that may stand in HTML.

    `drawn` is what the picture shows: the flow itself, or with what another one had.
    """
    number = {card.node: place for place, card in enumerate(picture.cards) if card.node}
    teller = _Teller(flow, drawn, marks, known, number)
    body = json.dumps([teller.card(card) for card in picture.cards], separators=(",", ":"))
    return body.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")


@dataclass(frozen=True)
class _Teller:
    flow: CallFlow
    drawn: CallFlow
    marks: Marks
    known: Known
    number: Mapping[NodeId, int]

    def card(self, card: Card) -> dict[str, Any]:
        """The facts of one card; of one that stands for many there are few."""
        node = self.drawn.nodes.get(card.node)
        if node is None:
            return _fact("", card.title, notes=card.tip.splitlines()[1:])
        own = self.flow.nodes.get(card.node) is node
        said, summary = clean(node.said[: MOST + 1]), clean(node.summary()[:MOST])
        found = self.known.findings.get(card.node, ()) if own else ()
        told = set(map(_told, found))
        return _fact(
            card.node,
            _headed(self.drawn, card.node),
            _cut(said) or text_of(node),
            summary if said else "",
            at=self.known.where(self.flow, card.node) if own else "",
            ways=list(self._ways(card.node)),
            notes=[clean(tip) for tip in self.marks.node(card.node).tip if tip not in told],
            findings=list(map(_finding, found[:FINDINGS])),
        )

    def _ways(self, node: NodeId) -> Iterator[dict[str, Any]]:
        captions = captions_of(self.drawn.nodes[node])
        for exit_, wire in self.drawn.out.get(node, {}).items():
            yield {
                "key": clean(self.marks.edge(node, exit_).keycap or exit_),
                "caption": clean(captions.get(exit_, "")),
                "title": _headed(self.drawn, wire.target),
                "to": self.number.get(wire.target, -1),
            }


def _told(found: Diagnostic) -> str:
    return f"{found.severity} {found.code} {found.name}: {found.message}"


def _finding(found: Diagnostic) -> dict[str, str]:
    line = f" (line {found.line})" if found.line else ""
    return {"severity": str(found.severity), "text": clean(f"{_told(found)}{line}")}


def _fact(node: NodeId, title: str, said: str = "", summary: str = "",
          at: str = "", **lists: list[Any]) -> dict[str, Any]:  # fmt: skip
    return {
        "node": clean(node), "title": title, "said": said, "summary": summary, "at": clean(at),
        "ways": [], "notes": [], "findings": [], **lists,
    }  # fmt: skip


def _headed(flow: CallFlow, node: NodeId) -> str:
    return f"{icon_of(flow.nodes[node])} {title_of(flow.nodes[node])}".strip()


def _cut(text: str) -> str:
    return text if len(text) <= MOST else f"{text[:MOST]}…"
