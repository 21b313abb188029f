"""What a rule says: how grave, how sure, about what, and where in the words of a flow."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ivrsim.flow.flow import NodeId
from ivrsim.lint.edit import Fix
from ivrsim.places import Place, Span
from ivrsim.values import dataclass

if TYPE_CHECKING:
    from ivrsim.analysis.witness import Witness
    from ivrsim.lint.gathered import Gathered


class Severity(StrEnum):
    """How grave a finding is: errors break calls, warnings annoy callers, infos are style."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return _RANKS[self]


_RANKS = {severity: number for number, severity in enumerate(Severity)}


class Confidence(StrEnum):
    """How sure a rule is that what it finds is a fault: certain, likely, or a matter of taste."""

    CERTAIN = "certain"
    LIKELY = "likely"
    CONTESTED = "contested"


class Kind(StrEnum):
    """What suffers if a finding is left alone."""

    CORRECTNESS = "correctness"
    CALLER_EXPERIENCE = "caller experience"
    COMPLIANCE = "compliance"
    MONEY = "money"
    STYLE = "style"
    FILE = "file"


class Preset(StrEnum):
    """How much is looked for: each holds all of those before it."""

    RECOMMENDED = "recommended"
    STRICT = "strict"
    ALL = "all"

    @property
    def rank(self) -> int:
        """0 for the smallest."""
        return _PRESET_RANKS[self]


_PRESET_RANKS = {preset: number for number, preset in enumerate(Preset)}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, and where in the words of a flow.

    - `node`, `field`: the place; `place` where it is not a field of a node;
    - `within`: the stretch of the field's text that is meant; `span` offsets into the
      document's text, where a reader knew them;
    - `severity`: only where this case is less grave than its rule;
    - `refusal`: what the vendor answers to a document with this fault, for the field,
      where the vendor refuses it;
    - `fixes`: ways to mend it, the best first;
    - `witness`: a caller who meets the fault;
    - `gathered`: the places it speaks of, where one finding tells of several.
    """

    message: str
    node: NodeId | None = None
    field: str | None = None
    place: Place | None = None
    within: Span | None = None
    span: Span | None = None
    hint: str = ""
    severity: Severity | None = None
    refusal: str = ""
    fixes: tuple[Fix, ...] = ()
    witness: Witness | None = None
    gathered: Gathered[Any] | None = None
