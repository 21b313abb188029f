"""What a run of the linter is told: which rules, how they are set, what else they may read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from ivrsim.lint.finding import Preset, Severity
from ivrsim.lint.option import Option

if TYPE_CHECKING:
    from ivrsim.campaign.prompt_recordings import PromptLibrary

T = TypeVar("T", bool, int, float, str)

LIMIT = 1_000
"""The most diagnostics of one file; a closing one says how many more there are."""

Codes: TypeAlias = str | Iterable[str] | None
"""Rule codes, the beginnings of codes (`IVR1`), rule names, or `ALL`; one text may hold
several, with commas between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LintSettings:
    """How to lint.

    - `preset`: the rules looked for where `select` names none;
    - `select`, `extend_select`, `ignore`: rules; where two name one, the longer text counts;
    - `severities`: other severities than the rules' own, by code;
    - `options`: other values than the defaults of rule options;
    - `libraries`: the prompt recordings of the network and of the advertiser;
    - `limit`: the most diagnostics of one document.
    """

    preset: Preset = Preset.RECOMMENDED
    select: Codes = None
    extend_select: Codes = None
    ignore: Codes = None
    severities: Mapping[str, Severity] = field(default_factory=dict)
    options: Mapping[Option[Any], Any] = field(default_factory=dict)
    libraries: tuple[PromptLibrary, ...] = ()
    limit: int = LIMIT

    def of(self, option: Option[T]) -> T:
        """The value of a rule's option."""
        value: T = self.options.get(option, option.default)
        return value


DEFAULTS = LintSettings()
