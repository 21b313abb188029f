"""A flow as a Hypothesis state machine: callers walk it, and what must hold is asked
after every step.

    def never_lost(call):
        "Nobody is cut off by the system."
        return not call.ended or call.outcome.kind != "disconnected"

    TestNobodyIsLost = machine_for(flow, invariant=never_lost).TestCase
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from ivrsim.analysis.answers import Act as Doing
from ivrsim.flow.flow import CallFlow
from ivrsim.simulate.session import Call
from ivrsim.simulate.settings import DEFAULTS, CallSettings
from ivrsim.simulate.state import Act
from ivrsim.testing.strategies_calls import MOMENTS, Known, acts

Holds = Callable[[Call], object]
"""What must hold of a call after each step: it raises, or gives back False, if it does not."""


class FlowMachine(RuleBasedStateMachine):
    """Callers who walk a flow; made by `machine_for`.

    Who calls is drawn from those who come to an end that calls can come to.  They go on
    their way there, or else give any answer that makes a difference, or do anything at all.
    """

    known: ClassVar[Known]
    holds: ClassVar[Holds]

    def __init__(self) -> None:
        super().__init__()
        self.reachable = type(self).known.reachable()
        self.call: Call
        self.plan: list[Doing] = []

    @initialize(data=st.data())
    def arrives(self, data: st.DataObject) -> None:
        """Somebody calls."""
        known = self.reachable
        index = data.draw(st.integers(0, len(known.ways) - 1), label="on the way to number")
        witness = known.witness(known.line(index))
        words = {**witness.words}
        if not words.keys() & {"at", "during_hours"}:
            words["at"] = MOMENTS[0]
        self.call = known.flow.call(settings=known.settings, **words)
        self.plan = list(witness.acts)

    @precondition(lambda self: self.plan and not self.call.ended)
    @rule()
    def goes_on(self) -> None:
        """The caller does what leads to where they want to go."""
        self._do([self.plan.pop(0)])

    @precondition(lambda self: not self.call.ended)
    @rule(data=st.data())
    def answers(self, data: st.DataObject) -> None:
        """The caller answers the question, or fails to."""
        answers = [choice.acts for choice in self.reachable.choices(self.call)]
        self.plan = []
        self._do(data.draw(st.sampled_from(answers), label="the caller"))

    def _do(self, acts: Sequence[Doing]) -> None:
        for name, *argument in acts:
            if not self.call.ended:
                note(" ".join((f"# {name}", *argument)))
                getattr(self.call, name)(*argument)

    @precondition(lambda self: not self.call.ended)
    @rule(act=acts())
    def does(self, act: Act) -> None:
        """The caller does anything at all."""
        self.plan = []
        self.call.act(act)

    @precondition(lambda self: not self.call.ended)
    @rule()
    def hangs_up(self) -> None:
        """The caller hangs up."""
        self.call.hang_up()

    @precondition(lambda self: self.call.ended)
    @rule(data=st.data())
    def calls_again(self, data: st.DataObject) -> None:
        """The call is over: somebody else calls."""
        self.arrives(data)

    @invariant()
    def keeps_its_promise(self) -> None:
        """What must hold, holds."""
        holds = type(self).holds
        if holds(self.call) is False:
            said = str(holds.__doc__ or getattr(holds, "__name__", "")).strip()
            raise AssertionError(f"It does not hold: {said}\n{self.call.outline()}")


def machine_for(
    flow: CallFlow, *, invariant: Holds, settings: CallSettings = DEFAULTS
) -> type[FlowMachine]:
    """A state machine that walks a flow, and asks after every step whether something holds.

    `invariant` gets the call; it raises, or gives back False, where it does not hold.
    The machine's `TestCase` is what pytest collects.
    """
    parts = {"known": Known(flow, settings), "holds": staticmethod(invariant)}
    return type("FlowMachine", (FlowMachine,), {**parts, "__doc__": FlowMachine.__doc__})
