"""What the vendors leave open, as settings with visible defaults and their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Literal

from ivrsim.conditions.evaluation import DEFAULT, Meaning
from ivrsim.errors import UsageError
from ivrsim.text import listed
from ivrsim.values import dataclass, field


@dataclass(frozen=True, slots=True)
class CallSettings:
    """How the system and the caller behave where no document says.

    Invoca publishes no number of attempts, no time-out and no speech rate; Stringee does
    not say how repeats, time-outs and wrong keys go together.

    - `attempts`: tries at one question before a failover (FreeSWITCH's menus: 3);
    - `wrong_failover`: `after-attempts`: the call leaves by W once the attempts are
      used up and any of them was a wrong key, by N if all were silent (the custom
      wrong-key prompt, played and then asked again, favours it); `at-once`: the
      first wrong key leaves by W;
    - `repeats`: Stringee's `loop_count`: the prompt is played so often `in-a-row`, and one
      time-out follows; or again `after-silence`, so that each time is an attempt;
    - `no_branch`: Stringee's nodes without EMPTY_KEY or INVALID_KEY: a time-out or a wrong
      key there `hangs-up`, or the node `asks-again`;
    - `first_key_seconds`, `between_keys_seconds`: time-outs for the first and each
      further key (the Twilio-like 5 s; 3 s);
    - `reaction_seconds`: what a caller takes after a prompt (turn-taking: 1.3 s);
    - `words_per_minute`: speech rate of prompts (DECtalk's range: 160-180);
    - `ring_seconds`: how long a number rings when the node does not say [assumed];
    - `max_call_seconds`: three hours ("Invoca: Max Call Duration");
    - `notice`: the default recording notice, played first where calls are recorded;
    - `overnight`: hours that close before they open: it `wraps` past midnight, or such
      a day is `never` open; `missing_hours`: a campaign without hours is `closed` or `open`;
    - `meaning`: the condition language's own open questions;
    - `max_steps`: nodes one answer may lead through before a loop is assumed.

    Raises `UsageError` for a value that a setting cannot have.
    """

    attempts: int = 3
    wrong_failover: Literal["after-attempts", "at-once"] = "after-attempts"
    repeats: Literal["in-a-row", "after-silence"] = "in-a-row"
    no_branch: Literal["hangs-up", "asks-again"] = "hangs-up"
    first_key_seconds: float = 5.0
    between_keys_seconds: float = 3.0
    reaction_seconds: float = 1.3
    words_per_minute: float = 165.0
    ring_seconds: float = 30.0
    max_call_seconds: float = 3 * 3600.0
    notice: str = "This call may be recorded."
    overnight: Literal["wraps", "never"] = "wraps"
    missing_hours: Literal["closed", "open"] = "closed"
    meaning: Meaning = field(default=DEFAULT)
    max_steps: int = 1_000_000

    def __post_init__(self) -> None:
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                self._refuse(name, listed([*choices], "or"))
        for name in _COUNTS:
            value = getattr(self, name)
            if type(value) is not int or value < 1:
                self._refuse(name, "a whole number from 1")
        for name in _QUANTITIES:
            value = getattr(self, name)
            if type(value) not in (int, float) or not 0 <= value < inf:
                self._refuse(name, "a number from 0")
        for name, kind in (("notice", str), ("meaning", Meaning)):
            if not isinstance(getattr(self, name), kind):
                self._refuse(name, "a text" if kind is str else "a Meaning")
        if not self.words_per_minute:
            self._refuse("words_per_minute", "more than 0")

    def _refuse(self, name: str, expected: str) -> None:
        raise UsageError(f"The setting {name} is {expected}, not {getattr(self, name)!r}.")


_CHOICES: Mapping[str, tuple[str, ...]] = {
    "wrong_failover": ("after-attempts", "at-once"),
    "repeats": ("in-a-row", "after-silence"),
    "no_branch": ("hangs-up", "asks-again"),
    "overnight": ("wraps", "never"),
    "missing_hours": ("closed", "open"),
}
_COUNTS = ("attempts", "max_steps")
_QUANTITIES = (
    "first_key_seconds", "between_keys_seconds", "reaction_seconds", "words_per_minute",
    "ring_seconds", "max_call_seconds",
)  # fmt: skip

DEFAULTS = CallSettings()
