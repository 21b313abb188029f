"""What of a rule can be set: `menu-seconds = 20`, with a default that its page shows."""

from __future__ import annotations

from typing import Generic, TypeVar

from ivrsim.values import dataclass

T = TypeVar("T", bool, int, float, str)


@dataclass(frozen=True, slots=True, eq=False)
class Option(Generic[T]):
    """A setting of one rule: its name in the configuration, its default, what it means."""

    name: str
    default: T
    about: str
