"""What a run of the linter is told: which rules, how they are set, what else they may read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from ivrsim.lazy import fetch
from ivrsim.lint.finding import Preset, Severity
from ivrsim.lint.option import Option
from ivrsim.values import dataclass, field, names

if TYPE_CHECKING:
    from ivrsim.campaign.prompt_recordings import PromptLibrary
    from ivrsim.lint.baseline import Entry
    from ivrsim.lint.ignores import Ignore
    from ivrsim.lint.rule import Rule

T = TypeVar("T", bool, int, float, str)

LIMIT = 1_000
"""The most diagnostics of one file; a closing one says how many more there are."""

NOT_IN_KEY = frozenset({"fail_on"})
"""What does not change the diagnostics of a document."""

Codes: TypeAlias = str | Iterable[str] | None
"""Rule codes, the beginnings of codes (`IVR1`), rule names, or `ALL`; one text may hold
several, with commas between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LintSettings:
    """How to lint; a value that can be pickled, and that `key` names.

    - `preset`: the rules looked for where `select` names none;
    - `select`, `extend_select`, `ignore`: rules; where two name one, the longer text counts;
    - `severities`: other severities than the rules' own, by code;
    - `options`: other values than the defaults of rule options, by `Option` or its name;
    - `circles`: numbers that ring other files of the run which forward back to this one, in
      the form of `number_key`, and those files;
    - `libraries`: the prompt recordings of the network and of the advertiser;
    - `limit`: the most diagnostics of one document;
    - `declared`: rules of the configuration itself; `plugins`: whether the rules that
      installed distributions offer count too;
    - `ignores`: findings left out at some nodes or in some files, with their reasons;
    - `known`: the findings of this document that a baseline has;
    - `fail_on`: the least grave severity that makes a run fail.
    """

    preset: Preset = Preset.RECOMMENDED
    select: Codes = None
    extend_select: Codes = None
    ignore: Codes = None
    severities: Mapping[str, Severity] = field(default_factory=dict)
    options: Mapping[Any, Any] = field(default_factory=dict)
    circles: Mapping[str, str] = field(default_factory=dict)
    libraries: tuple[PromptLibrary, ...] = ()
    limit: int = LIMIT
    declared: tuple[Rule, ...] = ()
    plugins: bool = False
    ignores: tuple[Ignore, ...] = ()
    known: tuple[Entry, ...] = ()
    fail_on: Severity = Severity.INFO

    def __post_init__(self) -> None:
        named = {getattr(key, "name", key): value for key, value in self.options.items()}
        object.__setattr__(self, "options", named)

    def of(self, option: Option[T]) -> T:
        """The value of a rule's option."""
        value: T = self.options.get(option.name, option.default)
        return value

    def key(self) -> str:
        """A short text that is the same for settings which give the same diagnostics.

        It stays the same between runs, so that results may be kept by it.  The files of
        plug-ins and of the linter itself are not part of it.
        """
        parts = [
            f"{name}={_steady(getattr(self, name))!r}"
            for name in names(self)
            if name not in NOT_IN_KEY
        ]
        digest: str = fetch("hashlib:sha256")("\n".join(parts).encode()).hexdigest()
        return digest[:32]


def _steady(value: Any) -> Any:
    """The value in a form whose `repr` does not depend on the order it was written in."""
    if isinstance(value, Mapping):
        return sorted(value.items())
    return value if isinstance(value, tuple | str | int) or value is None else sorted(value)


DEFAULTS = LintSettings()
