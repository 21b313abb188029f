"""What was worked out before is not worked out again: the calls of a flow, as trees.

`begin` and `step` are pure and give frozen values, so callers of whom the same words are
said share them: a call is a way down a tree of `Moment`s, and an act that somebody made
there before is looked up.  A flow's memory lives as long as the flow, and forgets
everything when it has grown to `ROOM`, so it stays flat in the number of callers.

Threads may share a flow: at worst two of them work out the same moment, and either is kept.
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ivrsim.flow.flow import CallFlow
from ivrsim.simulate.caller import Caller
from ivrsim.simulate.settings import CallSettings
from ivrsim.simulate.state import Act, Press, State, World
from ivrsim.simulate.step import begin, step
from ivrsim.simulate.trace import Step
from ivrsim.values import names

ROOM = 100_000
"""Moments and steps that a flow's memory holds before it forgets: some 25 MB."""


class Moment:
    """A call that waits for its caller, or is over: the steps since `act`, and the state.

    `then` are the moments that follow: by the key for a key pressed after the prompt, by
    the act for any other.
    """

    __slots__ = ("act", "state", "steps", "then")

    def __init__(self, act: Act | None, state: State, steps: tuple[Step, ...]) -> None:
        self.act = act
        self.state = state
        self.steps = steps
        self.then: dict[str | Act, Moment] = {}


class Arrival:
    """A call that somebody began: who calls, how it is handled, and where it came to."""

    __slots__ = ("caller", "moment", "settings")

    def __init__(self, caller: Caller, settings: CallSettings, moment: Moment) -> None:
        self.caller = caller
        self.settings = settings
        self.moment = moment


class Memory:
    """The calls of one flow: `arrivals` by what was said of the caller."""

    __slots__ = ("arrivals", "room")

    def __init__(self) -> None:
        self.arrivals: dict[object, Arrival] = {}
        self.room = ROOM

    def keep_arrival(self, key: object, arrival: Arrival) -> None:
        """Remember how a call begins."""
        if self._has_room_for(arrival.moment):
            self.arrivals[key] = arrival

    def keep(self, way: str | Act, before: Moment, after: Moment) -> None:
        """Remember what comes of an act."""
        if self._has_room_for(after):
            before.then[way] = after

    def _has_room_for(self, moment: Moment) -> bool:
        """Whether it fits; where it does not fit any more, all else is forgotten."""
        size = 1 + len(moment.steps)
        if size > ROOM:
            return False
        if size > self.room:
            self.arrivals = {}
            self.room = ROOM
        self.room -= size
        return True


_MEMORIES: dict[int, Memory] = {}
"""By the identity of the flow, which is no longer there when the flow is not."""


def memory_of(flow: CallFlow) -> Memory:
    """The memory of a flow; empty at first."""
    found = _MEMORIES.get(id(flow))
    if found is None:
        found = _MEMORIES.setdefault(id(flow), Memory())
        weakref.finalize(flow, _MEMORIES.pop, id(flow), None).atexit = False
    return found


def first(flow: CallFlow, caller: Caller, settings: CallSettings) -> Arrival:
    """The call arrives.  Raises as `begin`."""
    return Arrival(caller, settings, Moment(None, *begin(World(flow, caller, settings))))


def after(world: World, moment: Moment, act: Act, memory: Memory | None) -> Moment:
    """What comes of an act, remembered if there is a memory.  Raises as `step`."""
    way = _way(act) if memory is not None else None
    known = moment.then.get(way) if way is not None else None
    if known is not None:
        return known
    found = Moment(act, *step(world, moment.state, act))
    if memory is not None and way is not None:
        memory.keep(way, moment, found)
    return found


def _way(act: Act) -> str | Act | None:
    """What an act is known by; none: it holds something whose equals may differ."""
    if type(act) is Press and type(act.key) is str and act.after is None:
        return act.key
    names = _ACT_FIELDS.get(type(act))
    if names is None or not _ACT_TYPES.issuperset(type(getattr(act, name)) for name in names):
        return None
    return act


_ACT_FIELDS = {kind: names(kind) for kind in Act.__args__}
_ACT_TYPES = frozenset({str, float, int, type(None)})


def key_of(words: Mapping[str, Any]) -> object:
    """What a call is known by, from what is said of it.

    The types are part of it: `1` is no `True` to a call, although they are equal.
    """
    return (*words.items(), *map(type, words.values()))


def safe_key_of(words: Mapping[str, Any]) -> object | None:
    """The same, with what dicts and lists hold now; none: something may be changed later."""
    frozen = [_frozen(value) for value in words.values()]
    if _UNSAFE in frozen:
        return None
    return (*zip(words, frozen, strict=True), *map(type, words.values()))


_KEPT = frozenset({str, bool, int, type(None), CallSettings})
_UNSAFE = object()


def _frozen(value: Any) -> object:
    """The value or what it holds, if it cannot be changed and equals only its likes."""
    kind = type(value)
    if kind in _KEPT:
        return value
    if kind is float:
        return repr(value)
    if kind in (list, tuple) and all(type(item) is str for item in value):
        return tuple(value)
    if kind is dict and all(type(part) is str for pair in value.items() for part in pair):
        return tuple(value.items())
    if kind is datetime and value.tzinfo is None:
        return value.isoformat(), value.fold
    return _UNSAFE
