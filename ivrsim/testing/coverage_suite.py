"""Coverage of all the flows that a run of tests called, by flow, and as one JSON document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from json import dumps
from typing import Any

from ivrsim.analysis.cover_targets import Goal
from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow
from ivrsim.jsontext import plain
from ivrsim.lazy import Door
from ivrsim.simulate.session import Call
from ivrsim.source import read
from ivrsim.testing.coverage import Coverage, Tally, first
from ivrsim.testing.coverage_data import count_data, counted, data_of, tally_data
from ivrsim.testing.coverage_identity import FlowKey, Origin, key_of, origins_of
from ivrsim.vendors.port import Document

VERSION = 1
"""Of the JSON document."""


class Suite:
    """The coverage of several flows, each known by its content and its name."""

    def __init__(self, goal: Goal = "conditions") -> None:
        self.goal = goal
        self._flows: dict[FlowKey, Coverage] = {}
        self._origins: dict[FlowKey, Origin] = {}

    def __iter__(self) -> Iterator[Coverage]:
        """The coverage of each flow, by file and name."""
        order = {c.key: (not c.origin.file, c.origin.file, *c.key) for c in self._flows.values()}
        return iter(sorted(self._flows.values(), key=lambda c: order[c.key]))

    def __len__(self) -> int:
        return len(self._flows)

    def learn(self, document: Document, file: str | None = None) -> None:
        """Remember where the flows of a document are written; `file` is what to call it."""
        for key, origin in origins_of(document, file):
            known = self._origins.get(key)
            self._origins[key] = first([known, origin]) if known else origin
            if key in self._flows:
                self._flows[key].origin = self._origins[key]

    def of(self, flow: CallFlow) -> Coverage:
        """The coverage of a flow, from now on one of the suite."""
        key = key_of(flow)
        if key not in self._flows:
            origin = self._origins.get(key)
            self._flows[key] = Coverage(flow, goal=self.goal, origin=origin)
        return self._flows[key]

    _repr_mimebundle_ = Door("ivrsim.testing.coverage_notebook:suite_mimebundle")

    def count(self, calls: Iterable[Call], test: str = "", passed: bool = True) -> None:
        """Count the calls of one test, through whichever flows."""
        known: dict[int, Coverage] = {}
        for call in calls:
            coverage = known.get(id(call.flow)) or self.of(call.flow)
            known[id(call.flow)] = coverage
            coverage.add(call, test, passed)

    def only(self, keys: Iterable[FlowKey]) -> Suite:
        """The suite with no other flows than these."""
        kept = Suite(self.goal)
        kept._origins = self._origins
        kept._flows = {key: self._flows[key] for key in keys if key in self._flows}
        return kept

    def of_documents(self, documents: Iterable[Document]) -> Suite:
        """The suite with the flows of these only; one of which no flow was called counts too."""
        flows: list[CallFlow] = []
        for document in documents:
            called = [f for f in document.flows.values() if key_of(f) in self._flows]
            flows += called or [document.flow]
        for flow in flows:
            self.of(flow)
        return self.only(map(key_of, flows))

    def total(self, kind: str = "") -> Tally:
        """How many of how many, in all flows; see `Coverage.tally`."""
        parts = [coverage.tally(kind) for coverage in self]
        return Tally(sum(part.covered for part in parts), sum(part.total for part in parts))

    @property
    def percent(self) -> float:
        """The share of all targets of all flows that tests show, in percent."""
        return self.total().percent

    # -- as JSON -----------------------------------------------------------------------

    def to_json(self, profile: str = "neutral") -> str:
        """Everything, as a JSON document that `read_json` reads again."""
        body = {
            "version": VERSION,
            "goal": self.goal,
            "summary": tally_data(self.total),
            "flows": [data_of(coverage, profile) for coverage in self],
        }
        return dumps(plain(body)[0], indent=2) + "\n"

    def counted_json(self) -> str:
        """What was counted and no more, for `read_json`."""
        body = {"version": VERSION, "flows": [counted(coverage) for coverage in self]}
        return dumps(plain(body)[0])

    def read_json(self, text: str, flows: Iterable[CallFlow]) -> None:
        """Add what a JSON document counted, for those of its flows that are given.

        Raises `UsageError` for what is no such document, and for one of which a flow is
        missing or was changed since.
        """
        known = {key_of(flow): flow for flow in flows}
        data: Any = read(text, "coverage").data
        if not isinstance(data, dict) or data.get("version") != VERSION:
            raise UsageError(
                "This is no coverage of call flows.",
                hint="pytest --ivr-cov --ivr-cov-report json:FILE writes one.",
            )
        for part in data.get("flows", ()):
            self._read(part, known)

    def _read(self, part: Any, known: dict[FlowKey, CallFlow]) -> None:
        try:
            key = FlowKey(part["flow"], part["digest"])
            shown = ": ".join(filter(None, (part["file"], part["flow"])))
            origin = Origin(part["file"], part["terms"], part["lines"])
        except (KeyError, TypeError) as error:
            raise UsageError(f"The coverage file is damaged: {error} is missing.") from error
        if key not in known:
            raise UsageError(
                f"{shown or 'A flow'} is not as it was when it was tested.",
                hint="Run the tests again; coverage of another text of the flow says nothing.",
            )
        self._origins.setdefault(key, origin)
        count_data(self.of(known[key]), part)
