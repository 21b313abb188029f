"""The result for one document as JSON data and back: what a cache keeps, what a worker sends.

JSON, not pickles: a cache lies in a folder that anybody may have written to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ivrsim.lazy import fetch
from ivrsim.lint.check import LintResult
from ivrsim.lint.diagnostic import Diagnostic, Replay
from ivrsim.lint.edit import TextEdit, TextFix
from ivrsim.lint.finding import Confidence, Kind, Severity
from ivrsim.lint.settings import LintSettings
from ivrsim.source import read_bytes
from ivrsim.values import names
from ivrsim.vendors.load import load
from ivrsim.vendors.port import Document

if TYPE_CHECKING:
    from ivrsim.lint.hiding import Hidden

NAMES = names(Diagnostic)
"""The members of a packed diagnostic, in this order."""

MEMBERS = frozenset(names(Document))
MAYBE = frozenset({"node", "field", "witness", "fixes"})
NUMBERS = frozenset({"line", "column", "end_line", "end_column"})
KINDS = {name: int if name in NUMBERS else str for name in NAMES if name not in MAYBE}
"""What the plain members are made of."""

BROKEN = (TypeError, ValueError, KeyError, IndexError, AttributeError)
"""What unpacking raises for data that nobody packed."""


class LaterDocument(Document):
    """A document that was linted elsewhere: read when somebody wants more than its name."""

    def __init__(self, name: str, data: bytes) -> None:
        vars(self).update(_name=name, _data=data)

    @property
    def name(self) -> str:
        """The file's name, or what stands for it."""
        return str(vars(self)["_name"])

    def __getattribute__(self, name: str) -> Any:
        if name in MEMBERS and name not in vars(self):
            self._open(name)
        return super().__getattribute__(name)

    def _open(self, name: str) -> None:
        """The text alone is cheap, and all that most reports want."""
        known = vars(self)
        text = {"source": read_bytes(known["_data"], known["_name"])} if name == "source" else None
        known.update(text or vars(load(known["_data"], known["_name"])))


def packed(result: LintResult, settings: LintSettings) -> Any:
    """The result for one document.  Raises `ValueError` where it names an unknown ignore."""
    hiding = [*settings.ignores, *settings.known]
    hidden = [[hiding.index(item.by), item.count] for item in result.hidden]
    return [[_packed(diagnostic) for diagnostic in result.diagnostics], hidden]


def unpacked(data: Any, document: Document, settings: LintSettings) -> LintResult:
    """What was packed, for the same document and settings.  Raises one of `BROKEN`."""
    diagnostics, hidden = data
    hiding = [*settings.ignores, *settings.known]
    return LintResult(
        (document,),
        tuple(map(_unpacked, diagnostics)),
        tuple(_hidden(hiding[number], count) for number, count in hidden),
    )


def _hidden(by: Any, count: int) -> Hidden:
    made: Hidden = fetch("ivrsim.lint.hiding:Hidden")(by, count)
    return made


def _packed(diagnostic: Diagnostic) -> list[Any]:
    values = {name: getattr(diagnostic, name) for name in NAMES}
    if replay := diagnostic.witness:
        values["witness"] = [dict(replay.caller), replay.acts, replay.command]
    values["fixes"] = [
        [fix.title, [[edit.start, edit.end, edit.text] for edit in fix.edits], fix.safe]
        for fix in diagnostic.fixes
    ]
    return list(values.values())


def _unpacked(data: list[Any]) -> Diagnostic:
    values = dict(zip(NAMES, data, strict=True))
    if wrong := [name for name, kind in KINDS.items() if not isinstance(values[name], kind)]:
        raise ValueError(f"not of a diagnostic: {wrong}")
    values["severity"] = Severity(values["severity"])
    values["confidence"] = Confidence(values["confidence"])
    values["kind"] = Kind(values["kind"])
    values["fixes"] = tuple(
        TextFix(title, tuple(TextEdit(*edit) for edit in edits), safe)
        for title, edits, safe in values["fixes"]
    )
    if values["witness"]:
        caller, acts, command = values["witness"]
        values["witness"] = Replay(caller, tuple(map(tuple, acts)), command)
    return Diagnostic(**values)
