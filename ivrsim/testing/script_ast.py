"""A call script as values: its calls and statements, each with its line and column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from ivrsim.simulate.settings import DEFAULTS, CallSettings
from ivrsim.testing.script_claims import Claim
from ivrsim.testing.script_steps import Step
from ivrsim.testing.script_words import Slip
from ivrsim.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """A step where it stands: its line, its column, and the column after it, from 1."""

    line: int
    column: int
    end: int
    step: Step
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: `prefix` is what its column puts before it, to make a step."""

    header: str
    prefix: str
    column: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """One call: who calls, what is done and what is expected of it.

    - `line`: its heading, or its row of a table; `last`: its last line;
    - `caller`: the caller as words of `flow.call`; `caller_at`: line and column of it;
    - `cells`: all cells of its row, for one of a table.
    """

    name: str
    line: int
    column: int = 1
    caller: Mapping[str, Any] = field(default_factory=dict)
    caller_at: tuple[int, int] = (1, 1)
    settings: CallSettings = DEFAULTS
    steps: tuple[Line, ...] = ()
    last: int = 0
    indent: str = "  "
    cells: tuple[Cell, ...] = ()


Item: TypeAlias = Case | Claim
"""What is tested: one call, or one statement over all callers."""


@dataclass(frozen=True)
class Script:
    """A script as it was read; with `slips` it is not to be run.

    `flow` is the file of the call flow as the script names it, `flow_at` where it does;
    `settings` are those of the statements, and of calls that have none of their own.
    """

    name: str
    text: str
    flow: str = ""
    flow_at: tuple[int, int] = (1, 1)
    terms: str | None = None
    settings: CallSettings = DEFAULTS
    items: tuple[Item, ...] = ()
    slips: tuple[Slip, ...] = ()

    @property
    def cases(self) -> tuple[Case, ...]:
        """The calls, in the order of their lines."""
        return tuple(item for item in self.items if isinstance(item, Case))

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The statements over all callers."""
        return tuple(item for item in self.items if isinstance(item, Claim))

    def at(self, line: int) -> Item | None:
        """What stands at a line."""
        return next((item for item in self.items if item.line <= line <= item.last), None)
