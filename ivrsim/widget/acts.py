"""What a caller does, as a browser writes it: a method of `Call` with its arguments."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from ivrsim.errors import UsageError
from ivrsim.flow.question import KEYS
from ivrsim.simulate.state import Act, Enter, HangUp, Press, Silence, Speak

Written: TypeAlias = list[str | float]
"""`["press", "1"]`, `["say", "yes"]`, `["silence"]`; a number at the end is the moment in the
prompt, in seconds."""

_NAMES: Mapping[type[Act], str] = {
    Press: "press",
    Speak: "say",
    Enter: "enter",
    Silence: "silence",
    HangUp: "hang_up",
}
_MAKERS: Mapping[str, Callable[..., Act]] = {name: act for act, name in _NAMES.items()}
_TEXTS = ("press", "say", "enter")
LONGEST = 1_000
"""Characters of one act."""


def written(act: Act) -> Written:
    """An act as a row of values."""
    fields = (getattr(act, name, None) for name in ("key", "text", "digits", "after"))
    return [_NAMES[type(act)], *(value for value in fields if value is not None)]


def act_of(row: Any) -> Act:
    """The act that a row of values writes.  Raises `UsageError` for any other row."""
    name, *rest = row if isinstance(row, list | tuple) and row else (None,)
    after = rest.pop() if rest and _is_moment(rest[-1]) and name != "silence" else None
    fits = isinstance(name, str) and name in _MAKERS and len(rest) == (name in _TEXTS)
    if not fits or any(not isinstance(text, str) or len(text) > LONGEST for text in rest):
        raise UsageError(
            f"{row!r:.80} is nothing a caller does.",
            hint='Acts are rows such as ["press", "1"], ["say", "yes"], ["silence"], ["hang_up"].',
        )
    if name in ("press", "enter") and not _is_typed(name, rest[0]):
        raise UsageError(f"{rest[0]!r} cannot be typed.", hint=f"The keys are {', '.join(KEYS)}.")
    return _MAKERS[name]() if name == "silence" else _MAKERS[name](*rest, after=after)


def _is_moment(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_typed(name: str, text: str) -> bool:
    keys = [text] if name == "press" else list(text)
    return bool(text) and all(key in KEYS for key in keys)
