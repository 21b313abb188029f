"""What the `ivr` fixture hands to a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ivrsim.errors import UnreadableError
from ivrsim.flow.flow import CallFlow
from ivrsim.simulate.session import Call
from ivrsim.testing.mutation_stage import instead
from ivrsim.vendors.load import load
from ivrsim.vendors.port import Document


class Kit:
    """Loads flows for one test and remembers the calls made through them."""

    def __init__(self, *folders: Path) -> None:
        self.folders = folders
        self.calls: list[Call] = []

    def __call__(self, what: Any, *, terms: str | None = None) -> FlowUnderTest:
        """The flow of a document: a path, JSON text, data, a document or a flow.

        `terms` chooses among several (`current_terms`).  Raises `UnreadableError`
        where no file of that name is found, `UsageError` where it holds no flow.
        """
        if isinstance(what, CallFlow):
            return FlowUnderTest(instead(what), self.calls)
        document = what if isinstance(what, Document) else load(self._found(what))
        return FlowUnderTest(instead(document.flow_named(terms)), self.calls)

    def sections(self) -> list[tuple[str, str]]:
        """The calls as titled texts, for the report of a failed test."""
        titled = enumerate(self.calls, 1)
        return [(f"call {number}: {call.title}", call.outline()) for number, call in titled]

    def _found(self, what: Any) -> Any:
        if not isinstance(what, str | Path) or str(what).lstrip()[:1] in ("{", "["):
            return what
        tried = [folder / what for folder in (*self.folders, Path.cwd())]
        for path in tried:
            if path.is_file():
                return path
        places = sorted({str(path.parent) for path in tried})
        raise UnreadableError(
            f"There is no file {str(what)!r}.", hint=f"Looked in: {', '.join(places)}."
        )


class FlowUnderTest:
    """A call flow whose calls are shown when the test fails; otherwise the flow itself."""

    def __init__(self, flow: CallFlow, calls: list[Call]) -> None:
        self.flow = flow
        self._calls = calls

    def call(self, **words: Any) -> Call:
        """Start a call; the words are those of `CallFlow.call`."""
        started: Call = self.flow.call(**words)
        self._calls.append(started)
        return started

    def __len__(self) -> int:
        return len(self.flow)

    def __getitem__(self, node: str) -> Any:
        return self.flow[node]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.flow, name)

    def __repr__(self) -> str:
        return repr(self.flow)
