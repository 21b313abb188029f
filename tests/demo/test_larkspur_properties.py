"""The demo campaign by properties: what is true of every call there can be."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings

import ivrsim
from ivrsim.simulate.session import Call
from ivrsim.testing import strategies
from ivrsim.testing.machine import machine_for

FLOW = ivrsim.load(Path(__file__).parents[2] / "ivrsim" / "demo" / "campaign.json").flow


@given(strategies.callers_for(FLOW))
def test_nobody_is_connected_without_having_heard_the_notice(call: Call) -> None:
    assert call.heard[0] == "This call may be recorded."


@given(strategies.callers_for(FLOW))
def test_only_mobile_callers_who_pressed_9_get_a_text(call: Call) -> None:
    if call.texts_sent:
        assert call.caller.is_mobile
        assert any(step.text == "9" for step in call.trace)


@given(strategies.callers_for(FLOW))
@settings(max_examples=30)
def test_every_call_is_the_same_when_it_is_made_again(call: Call) -> None:
    again = Call(call.flow, call.caller, call.world.settings)
    for act in call.acts:
        again.act(act)
    assert again.trace == call.trace


def no_fault(call: Call) -> None:
    """The flow always knows how to go on."""
    assert call.outcome is None or call.outcome.kind != "fault"


LarkspurMachine = machine_for(FLOW, invariant=no_fault)
TestLarkspur = LarkspurMachine.TestCase
