"""What the `ivr` fixture hands to a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ivrsim.analysis.witness import Witness
from ivrsim.errors import UnreadableError
from ivrsim.flow.flow import CallFlow
from ivrsim.simulate.caller import caller_from
from ivrsim.simulate.session import Call
from ivrsim.testing.assertions import Wish, connected_to, ends, explained, hears, texts, wish_of
from ivrsim.testing.assertions_replay import command
from ivrsim.testing.mutation_stage import instead
from ivrsim.vendors.load import load
from ivrsim.vendors.port import Document

SHOWN = 20
"""Calls of a failed test that are shown: its last ones."""


class Kit:
    """Loads flows for one test and remembers the calls made through them."""

    def __init__(self, *folders: Path) -> None:
        self.folders = folders
        self.calls: list[Call] = []
        self.documents: list[Document] = []
        """The documents that the test loaded."""
        self.words: dict[str, Any] = {}
        """What is said of every call that does not say otherwise."""
        self._read: dict[int, tuple[CallFlow, str, str | None]] = {}

    def __call__(self, what: Any, *, terms: str | None = None, **settings: Any) -> FlowUnderTest:
        """The flow of a document: a path, JSON text, data, a document or a flow.

        `terms` chooses among several (`current_terms`); `settings` are those of its calls
        (`attempts=2`).  Raises `UnreadableError` where no file of that name is found,
        `UsageError` where it holds no flow.
        """
        if isinstance(what, CallFlow):
            return FlowUnderTest(instead(what), self, settings)
        document = what if isinstance(what, Document) else load(self._found(what))
        self.documents.append(document)
        flow = instead(document.flow_named(terms))
        if document.name.endswith(".json"):
            self._read[id(flow)] = flow, _shown(document.name), terms
        return FlowUnderTest(flow, self, settings)

    def settings(self, **settings: Any) -> Kit:
        """Settings of all calls that the test makes from here on (`attempts=2`)."""
        self.words |= settings
        return self

    def at(self, time: Any) -> Kit:
        """The time of all calls from here on that do not say one: "2026-11-23 10:00".

        Raises `UsageError` for what is no time.
        """
        caller_from({"at": time})
        return self.settings(at=time)

    def expect(self, call: Call) -> Expectation:
        """What is expected of a call: `ivr.expect(call).connected_to("8004377950")`."""
        return Expectation(call, self)

    def sections(self) -> list[tuple[str, str]]:
        """The calls as titled texts, for the report of a failed test."""
        titled = list(enumerate(self.calls, 1))
        told = [(f"call {number}: {call.title}", self._told(call)) for number, call in titled]
        left = len(told) - SHOWN
        return [("calls", f"{left} more calls before these"), *told[-SHOWN:]] if left > 0 else told

    def commands(self) -> list[str]:
        """For each call the command that makes it again, the last one first, if there is one."""
        made = (self.command(call) for call in reversed(self.calls[-SHOWN:]))
        return list(dict.fromkeys(filter(None, made)))

    def command(self, call: Call) -> str:
        """The command that makes a call again; empty where the flow came from no file."""
        return command(call, *self.file(call))

    def file(self, call: Call) -> tuple[str, str | None]:
        """The file of a call's flow, and which of its terms; empty: it came from no file."""
        _, file, terms = self._read.get(id(call.flow), (None, "", None))
        return file, terms

    def explained(self, op: str, left: object, right: object) -> list[str] | None:
        """Lines about the call of a failed `left == right`; none: it is about no call."""
        found = wish_of(self.calls, left, right) if op == "==" else None
        if found is None:
            return None
        call, wish = found
        where = f'its steps are below, as "call {self.calls.index(call) + 1}"'
        return [*explained(call, wish, *self.file(call)), where]

    def _told(self, call: Call) -> str:
        made = self.command(call)
        return call.outline() + (f"\n\nAgain:  {made}" if made else "")

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


def _shown(name: str) -> str:
    """A file as a command names it: from the current folder, if it is below it."""
    path = Path(name)
    near = path.is_absolute() and path.is_relative_to(Path.cwd())
    return str(path.relative_to(Path.cwd())) if near else name


class FlowUnderTest:
    """A call flow whose calls are shown when the test fails; otherwise the flow itself."""

    def __init__(self, flow: CallFlow, kit: Kit, settings: dict[str, Any] | None = None) -> None:
        self.flow = flow
        self._kit = kit
        self._settings = settings or {}

    def call(self, **words: Any) -> Call:
        """Start a call; the words are those of `CallFlow.call`."""
        usual = self._kit.words | self._settings
        if "caller" in words:
            usual.pop("at", None)
        started: Call = self.flow.call(**(usual | words))
        self._kit.calls.append(started)
        return started

    def replay(self, witness: Witness) -> Call:
        """The call of a witness: the caller it describes, and what they do."""
        started = self.call(settings=witness.settings, **witness.words)
        for name, *argument in witness.acts:
            getattr(started, name)(*argument)
        return started

    def __len__(self) -> int:
        return len(self.flow)

    def __getitem__(self, node: str) -> Any:
        return self.flow[node]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.flow, name)

    def __repr__(self) -> str:
        return repr(self.flow)


class Expectation:
    """What is expected of a call; each raises `AssertionError` that tells why it is not so."""

    def __init__(self, call: Call, kit: Kit) -> None:
        self.call = call
        self._kit = kit

    def connected_to(self, number: str) -> Expectation:
        """It is forwarded to a number."""
        __tracebackhide__ = True
        return self._holds(connected_to(number))

    def ends(self, kind: str) -> Expectation:
        """It ends so: `connected`, `ended`, `disconnected`, ... (`Outcome.kind`)."""
        __tracebackhide__ = True
        return self._holds(ends(kind))

    def hears(self, text: str) -> Expectation:
        """The caller hears a text, in capitals or not."""
        __tracebackhide__ = True
        return self._holds(hears(text))

    def texts(self, text: str) -> Expectation:
        """The caller is sent a text message that holds a text, in capitals or not."""
        __tracebackhide__ = True
        return self._holds(texts(text))

    def _holds(self, wish: Wish) -> Expectation:
        __tracebackhide__ = True
        if not wish.holds(self.call):
            told = explained(self.call, wish, *self._kit.file(self.call))
            raise AssertionError("\n".join([*told, "the call:", self.call.outline()]))
        return self
