"""A caller who waits for no prompt: the witness of what a long call only shows to the quick.

The vendor ends a call after three hours (`CallSettings.max_call_seconds`), and the common
walk knows no time.  A difference that it finds is there for callers of any pace, and so
for those who press each key as soon as its question begins, which takes no time at all in
`ivrsim.simulate`: no number of questions is too many for them.  What they cannot cut
short (see `Party.is_over`) the walk counts, and goes no further where that alone takes
too long: no call gets there.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.analysis.answers import Act
from ivrsim.analysis.witness import Witness
from ivrsim.flow.flow import CallFlow
from ivrsim.simulate.dialogue import ask_at
from ivrsim.simulate.session import Call
from ivrsim.simulate.session import call as begin

UNLIMITED = 1_000_000_000
"""Seconds that no call lasts."""


class Hurried(Witness):
    """A witness who acts as soon as each question begins."""

    def call(self, flow: CallFlow | None = None) -> Call:
        """The simulated call, after the last act; through another flow if one is given."""
        started = begin(flow or self.flow, settings=self.settings, **self.words)
        for act in self.acts:
            for name, *argument in _in_haste(started, act):
                pace = {} if name == "silence" else {"after": 0.0}
                getattr(started, name)(*argument, **pace)
        return started

    def _options(self) -> Iterator[str]:
        """A command line cannot say when a key is pressed: it lifts the limit instead."""
        yield from super()._options()
        yield from ("--set", f"max_call_seconds={UNLIMITED}")


def _in_haste(call: Call, act: Act) -> Iterator[Act]:
    """The act; a number key by key, since who types it takes the time between two keys."""
    ask = ask_at(call.flow, call.node)
    if act[0] == "enter" and ask is not None and ask.question.takes == "digits":
        yield from (("press", key) for key in f"{act[1].rstrip('#')}#")
    else:
        yield act
