"""What the linter says: one value per finding, with every address of its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivrsim.flow.flow import NodeId
from ivrsim.lazy import Door
from ivrsim.lint.edit import TextFix
from ivrsim.lint.rule import Confidence, Kind, Severity
from ivrsim.values import dataclass


@dataclass(frozen=True, slots=True)
class Replay:
    """A caller who meets a fault.

    - `caller`: who they are, as keyword arguments of `flow.call`;
    - `acts`: what they do, each a method of `Call` with its argument;
    - `command`: the command line that makes the same call.
    """

    caller: Mapping[str, Any]
    acts: tuple[tuple[str, ...], ...]
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding, made concrete.

    - `code`, `name`, `severity`, `message`, `hint`: what, how grave, what to do;
    - `file`, `flow`: the document and which of its flows (`future_terms`, ...);
    - `node`, `field`: the node's id and the field; `None` where no node is meant;
    - `pointer`: the RFC 6901 JSON pointer of node and field.  Of a place more than a
      thousand steps deep only the end is given, after an ellipsis;
    - `line`, `column`, `end_line`, `end_column`: from 1, in characters, the end not
      included; 0 where the flow was not read from a text;
    - `keys`: what a caller presses to get there, as the vendor reports it: `1 2 W`;
    - `index`: how the vendor's own error messages name the node;
    - `words`: the node's type and the start of its prompt;
    - `refusal`: what the vendor answers to a document with this fault; empty where it
      accepts it;
    - `confidence`, `kind`: how sure the rule is, and what suffers;
    - `witness`: a caller who meets the fault, and the command that replays the call;
    - `fixes`: edits of the text that mend it, the best first.
    """

    code: str
    name: str
    severity: Severity
    message: str
    hint: str = ""
    file: str = ""
    flow: str = ""
    node: NodeId | None = None
    field: str | None = None
    pointer: str = ""
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    keys: str = ""
    index: str = ""
    words: str = ""
    refusal: str = ""
    confidence: Confidence = Confidence.CERTAIN
    kind: Kind = Kind.CORRECTNESS
    witness: Replay | None = None
    fixes: tuple[TextFix, ...] = ()

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """What diagnostics are sorted by: file, place, code, message."""
        return (self.file, self.line, self.column, self.code, self.message)

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{where}: {self.severity} {self.code} [{self.name}] {self.message}"


class Findings(list[Diagnostic]):
    """Diagnostics in the order of the text; a notebook shows them as a table."""

    __slots__ = ()
    _repr_mimebundle_ = Door("ivrsim.render.notebook.values:findings_mimebundle")
    _repr_pretty_ = Door("ivrsim.render.notebook.values:findings_pretty")
