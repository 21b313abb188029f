"""One step of a call, as a pure function: (world, state, act) -> (state, steps)."""

from __future__ import annotations

from ivrsim.simulate.dialogue import take
from ivrsim.simulate.state import Act, State, World
from ivrsim.simulate.trace import Kind, Step
from ivrsim.simulate.turn import Turn


def begin(world: World) -> tuple[State, tuple[Step, ...]]:
    """The call arrives: everything up to the first question, or to the end.

    Raises `MissingFact` where a condition asks what nobody said of the caller.
    """
    turn = Turn(world, State())
    settings = world.flow.settings
    if settings.record_calls and settings.play_call_recorded_prompt:
        turn.say(Kind.NOTICE, world.settings.notice)
    turn.go_to(world.flow.root)
    return turn.state, tuple(turn.steps)


def step(world: World, state: State, act: Act) -> tuple[State, tuple[Step, ...]]:
    """The caller acts, and the call goes on to the next question or to the end.

    The state must be one that waits for the caller (no outcome).  Raises as `begin`.
    """
    turn = Turn(world, state)
    take(turn, act)
    return turn.state, tuple(turn.steps)
