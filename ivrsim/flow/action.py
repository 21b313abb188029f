"""What a node does when a call arrives: a closed set of values that engines interpret."""

from __future__ import annotations

from typing import TypeAlias

from ivrsim.flow.question import Question
from ivrsim.values import dataclass


def played(text: str, recording: str) -> str:
    """What tells a prompt from others: its recording where there is one, else its text."""
    return f"(recording {recording})" if recording else text


@dataclass(frozen=True, slots=True)
class Say:
    """A prompt is read, or its recording played."""

    text: str
    recording: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """The prompt is read and the caller answers; repeated for each attempt.

    Each time it begins after a `pause` in seconds.
    """

    text: str
    question: Question
    recording: str = ""
    pause: float = 0.0

    @property
    def times(self) -> int:
        """How often the prompt is played."""
        return self.question.times


@dataclass(frozen=True, slots=True)
class Destination:
    """A number to dial: digits as written, country code (may be empty), extension."""

    number: str
    country_code: str = ""
    extension: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Dial:
    """The call is forwarded to the first destination that takes it.

    `timeout` seconds of ringing each; nobody takes it: the answer is `no answer`.
    With `queue` the destinations are waiting queues by their ids, not telephone numbers.
    """

    destinations: tuple[Destination, ...]
    timeout: int | None = None
    queue: bool = False


@dataclass(frozen=True, slots=True)
class DialField:
    """The call is forwarded to the number in a custom data field, after the prompt.

    No usable number there: nothing is said and the answer is `unroutable`.
    """

    field: str
    text: str = ""
    recording: str = ""
    many: bool = False


@dataclass(frozen=True, slots=True)
class DialNearest:
    """The call is forwarded to the nearest branch; none near: the answer is `no branch`."""

    radius_miles: float | None = None


@dataclass(frozen=True, slots=True)
class SendText:
    """A text message is sent; only after the answer `accepted`."""

    copy: str
    delay: int
    sender: str


@dataclass(frozen=True, slots=True)
class Store:
    """The caller's digits are kept in a custom data field; only after an answer."""

    field: str


@dataclass(frozen=True, slots=True)
class HangUp:
    """The system ends the call."""


Action: TypeAlias = Say | Ask | Dial | DialField | DialNearest | SendText | Store | HangUp

NO_ANSWER = "no answer"
UNROUTABLE = "unroutable"
NO_BRANCH = "no branch"
ACCEPTED = "accepted"
DECLINED = "declined"
GIVEN = "given"
