"""What the analysis needs to know of how calls are handled."""

from __future__ import annotations

from typing import Literal, Protocol, cast

from ivrsim.conditions.evaluation import Meaning
from ivrsim.lazy import fetch


class Rules(Protocol):
    """The part of `ivrsim.CallSettings` that decides where a call can go.

    The others decide when things happen.  The vendor's limit for the length of a call
    is left out: an analysis is about calls that stay below it.
    """

    @property
    def attempts(self) -> int:
        """Tries at one question before a failover."""

    @property
    def wrong_failover(self) -> Literal["after-attempts", "at-once"]:
        """When a wrong key leads to the failover."""

    @property
    def repeats(self) -> Literal["in-a-row", "after-silence"]:
        """When a prompt is played again that is to be played several times."""

    @property
    def no_branch(self) -> Literal["hangs-up", "asks-again"]:
        """What a failed answer does that no branch is for, where the vendor does not say."""

    @property
    def overnight(self) -> Literal["wraps", "never"]:
        """What hours mean that close before they open."""

    @property
    def missing_hours(self) -> Literal["closed", "open"]:
        """What a campaign without hours means."""

    @property
    def meaning(self) -> Meaning:
        """The condition language's open questions."""


def rules(settings: Rules | None = None) -> Rules:
    """The settings given, or those a call has by default."""
    return settings or cast("Rules", fetch("ivrsim.simulate.settings:DEFAULTS"))
