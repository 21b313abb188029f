"""What happened in a call, step by step: values that are shown, compared and stored."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from ivrsim.flow.action import played
from ivrsim.flow.flow import NodeId
from ivrsim.values import dataclass


class Kind(StrEnum):
    """The kinds of step a trace holds."""

    HEARD = "heard"
    """A prompt, read to the end or to the key that cut it short."""
    NOTICE = "notice"
    """Something the system says on its own: recording notice, error, confirmation."""
    PRESSED = "pressed"
    SAID = "said"
    TYPED = "typed"
    SILENT = "silent"
    NOT_ASKED = "not asked"
    DECIDED = "decided"
    """A condition was worked out."""
    TEXT_SENT = "text sent"
    STORED = "stored"
    DIALLED = "dialled"
    WHISPERED = "whispered"
    """Something only the agent hears."""
    PASSED = "passed"
    """A node that did nothing but lead on."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, at `time` seconds from the start of the call.

    - `text`: what was said, pressed, sent or dialled; for a condition, its text;
    - `recording`: the id of the recording that was played for the text;
    - `exit`: the exit the node was left by at this step, if it was;
    - `value`, `reason`: for a condition; a `reason` also says why a key was wrong.
    """

    time: float
    node: NodeId | None
    kind: Kind
    text: str = ""
    exit: str = ""
    value: bool | None = None
    reason: str = ""
    recording: str = ""

    @property
    def played(self) -> str:
        """What the caller hears: the recording where there is one, else the text."""
        return played(self.text, self.recording)


OutcomeKind = Literal[
    "connected",
    "transferred",
    "ended",
    "hung_up",
    "disconnected",
    "unanswered",
    "too_long",
    "fault",
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call ended.

    - `connected`: forwarded to `number`; `transferred`: forwarded to a number that
      the caller's data or place gave;
    - `ended`: by an EndCall node; `hung_up`: by the caller;
    - `disconnected`: by the system, for want of a way out ("IVR: Hang-up");
    - `unanswered`: nobody took it where it was forwarded; `too_long`: the vendor's
      limit; `fault`: the flow cannot go on, and `reason` says why.
    """

    kind: OutcomeKind
    node: NodeId | None
    time: float
    number: str = ""
    reason: str = ""

    def __str__(self) -> str:
        where = f" to {self.number}" if self.number else ""
        why = f": {self.reason}" if self.reason else ""
        return f"{self.kind.replace('_', ' ')}{where}{why}"


@dataclass(frozen=True, slots=True)
class Visit:
    """A node the call came through, for pictures: left by `exit` at `time` seconds."""

    node: NodeId
    exit: str | None
    time: float
    note: str


def clock(seconds: float) -> str:
    """Seconds as people read a call's clock: `0:31`, `1:02:03`."""
    whole = int(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


_VERBS = {
    Kind.HEARD: "hears", Kind.NOTICE: "hears", Kind.PRESSED: "presses", Kind.SAID: "says",
    Kind.TYPED: "types", Kind.SILENT: "stays silent", Kind.NOT_ASKED: "is not asked",
    Kind.DECIDED: "if", Kind.TEXT_SENT: "text sent", Kind.STORED: "stored",
    Kind.DIALLED: "dials", Kind.WHISPERED: "agent hears", Kind.PASSED: "passes",
    Kind.ENDED: "call",
}  # fmt: skip


def describe(step: Step) -> str:
    """One step as a line of an outline, without its time."""
    quoted = step.kind in (Kind.HEARD, Kind.NOTICE, Kind.SAID, Kind.WHISPERED, Kind.TEXT_SENT)
    text = f'"{step.text}"' if quoted and step.text else step.text
    parts = [_VERBS[step.kind], text]
    if step.recording:
        parts.append(played("", step.recording))
    if step.value is not None:
        parts.append("is true" if step.value else "is false")
    if step.reason:
        parts.append(f"({step.reason})")
    if step.exit:
        parts.append(f"→ {step.exit}")
    return " ".join(part for part in parts if part)
