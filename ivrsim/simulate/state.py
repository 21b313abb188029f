"""Where a call stands, and what its caller can do: values that `step` takes and gives."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, TypeAlias

from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.simulate.caller import Caller
from ivrsim.simulate.facts import Known
from ivrsim.simulate.settings import CallSettings
from ivrsim.simulate.trace import Outcome
from ivrsim.values import dataclass, field, names


@dataclass(frozen=True, slots=True)
class World:
    """What stays the same during a call."""

    flow: CallFlow
    caller: Caller
    settings: CallSettings


@dataclass(frozen=True, slots=True)
class State:
    """Where a call stands between two acts of its caller.

    `node` is asking since `time`, and its prompt lasts until `heard`; `attempt`
    counts from 1, `wrong` says that an earlier one was a wrong key; `confirming` is
    the answer that was read back, `typed` the digits so far.
    """

    node: NodeId | None = None
    time: float = 0.0
    heard: float = 0.0
    attempt: int = 1
    wrong: bool = False
    confirming: str = ""
    typed: str = ""
    known: Known = field(default_factory=Known)
    outcome: Outcome | None = None

    def but(self, **changes: Any) -> State:
        """The same with other values; a step does little else, and `replace` is slow."""
        return State(**(dict(zip(_NAMES, _VALUES(self), strict=True)) | changes))


_NAMES = names(State)
_VALUES = attrgetter(*_NAMES)


@dataclass(frozen=True, slots=True)
class Press:
    """The caller presses one key, `after` seconds into the prompt (none: after it)."""

    key: str
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Speak:
    """The caller says something; heard only where speech recognition is on."""

    text: str
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Enter:
    """The caller types digits and waits, or ends them with #."""

    digits: str
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """The caller lets one time-out pass."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """The caller hangs up, `after` seconds into the prompt (none: after it)."""

    after: float | None = None


Act: TypeAlias = Press | Speak | Enter | Silence | HangUp
