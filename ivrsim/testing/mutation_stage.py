"""The mutant on the stage: while it plays, tests that load the flow get the mutant.

A test names its flow by a file, or holds one that was loaded before; either way it is the
flow itself that is known again, and exchanged.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ivrsim.flow.flow import CallFlow
from ivrsim.simulate import session
from ivrsim.simulate.session import Call
from ivrsim.values import dataclass, field


@dataclass
class Stage:
    """One run of one test: `now` plays the part of `original`.

    `used` says whether the test asked for the flow; `calls` are those it made through it.
    """

    original: CallFlow
    now: CallFlow
    used: bool = False
    calls: list[Call] = field(default_factory=list)
    _known: CallFlow | None = None

    def cast(self, flow: CallFlow) -> CallFlow:
        """What plays the flow: `now`, if it is the original."""
        if flow is self.now:
            self.used = True
            return flow
        if flow is not self._known:
            if flow != self.original:
                return flow
            self._known = flow
        self.used = True
        return self.now


_STAGES: list[Stage] = []


def instead(flow: CallFlow) -> CallFlow:
    """The flow that plays the part of this one; outside of a mutation run, itself."""
    return _STAGES[-1].cast(flow) if _STAGES else flow


@contextmanager
def playing(stage: Stage) -> Iterator[Stage]:
    """Exchange the flow while a test runs, in all calls that are begun, and note them."""
    begin = session.call

    def call(flow: CallFlow, **words: Any) -> Call:
        played = stage.cast(flow)
        begun = begin(played, **words)
        if played is stage.now:
            stage.calls.append(begun)
        return begun

    _STAGES.append(stage)
    session.call = call
    try:
        yield stage
    finally:
        session.call = begin
        _STAGES.pop()
