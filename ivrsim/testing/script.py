"""Call scripts: tests of a call flow that a call-centre manager can read and write.

    flow: campaign.json

    call: Support is one key away
      caller: mobile, from Seattle, WA, at 2026-11-23 10:00
      hear "For sales, press 1"
      press 2
      expect connected to 8004377950

    never: disconnected where during_hours

`read_script` reads one, line by line, and collects all that is wrong with it.
`docs/call-scripts.md` is the page for writers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from ivrsim.errors import UsageError
from ivrsim.lazy import pattern
from ivrsim.simulate.settings import DEFAULTS, CallSettings
from ivrsim.testing.script_ast import Case, Cell, Item, Line, Script
from ivrsim.testing.script_caller import Said, over, read_caller
from ivrsim.testing.script_claims import Claim, read_claim
from ivrsim.testing.script_steps import STEPS, read_step
from ivrsim.testing.script_table import Table, read_row
from ivrsim.testing.script_words import Slip, Unreadable, Words, nearest, without_comment
from ivrsim.values import dataclass, field, names, replace

__all__ = ["Case", "Cell", "Claim", "Item", "Line", "Script", "Slip", "read_script"]

MOST_SLIPS = 200
"""So many faults of one script are told; it is not read on after them."""

_LINE_END = pattern(r"\r\n?|\n")
_KEY = pattern(r"([ \t]*)([A-Za-z]+)[ \t]*:")
SETTABLE = tuple(name for name in names(CallSettings) if name != "meaning")


def read_script(text: str, name: str = "<script>") -> Script:
    """A script with all its calls and statements, and all that is wrong with it."""
    reader = _Reader()
    for number, line in enumerate(_LINE_END.split(text.removeprefix("\ufeff")), 1):
        reader.read(number, line)
        if len(reader.slips) >= MOST_SLIPS:
            reader.slips.append(Slip(number, 1, "So much is wrong that it is not read on."))
            break
    return reader.script(text, name)


@dataclass
class _Block:
    """A call or a table on its way: what was read of it so far."""

    name: str
    line: int
    last: int
    table: Table | None = None
    caller: Said = field(default_factory=dict)
    caller_at: tuple[int, int] = (1, 1)
    settings: dict[str, Any] = field(default_factory=dict)
    steps: list[Line] = field(default_factory=list)
    indent: str = "  "


class _Reader:
    """Reads line after line; what is wrong with one line does not keep it from the next."""

    def __init__(self) -> None:
        self.slips: list[Slip] = []
        self.items: list[Item] = []
        self.usual = _Block("", 1, 1)
        self.block: _Block | None = None
        self.flow: str = ""
        self.flow_at = (1, 1)
        self.terms: str | None = None
        self.names: dict[str, int] = {}

    def read(self, number: int, line: str) -> None:
        """One more line."""
        row = line.lstrip().startswith("|")
        plain = line.rstrip() if row else without_comment(line)
        if not plain.strip():
            return
        try:
            if row:
                self._row(number, plain)
            else:
                self._line(number, plain)
        except Unreadable as error:
            self.slips.append(Slip(number, error.column, error.message, error.hint))

    def script(self, text: str, name: str) -> Script:
        """All that was read."""
        self._finish()
        if not self.flow and not self.slips:
            hint = "Write flow: campaign.json, the file beside the script."
            self.slips.append(Slip(1, 1, "The script does not name its call flow.", hint))
        if not self.items and not self.slips:
            hint = "A call begins with call: and its name."
            self.slips.append(Slip(1, 1, "The script holds no call and no statement.", hint))
        slips = tuple(sorted(self.slips))
        settings = _changed(self.usual.settings)
        items = tuple(self.items)
        return Script(name, text, self.flow, self.flow_at, self.terms, settings, items, slips)

    # -- lines -----------------------------------------------------------------------

    def _line(self, number: int, line: str) -> None:
        match = _KEY.match(line)
        key = match[2].casefold() if match else ""
        if match and key in _KEYS:
            words = Words(line[match.end() :], match.end() + 1)
            _KEYS[key](self, words, number)
            return
        indent = line[: len(line) - len(line.lstrip())]
        words = Words(line.strip(), len(indent) + 1)
        self._step(words, number, indent)

    def _step(self, words: Words, number: int, indent: str) -> None:
        known = (*_KEYS, *STEPS)
        if self.block is None or self.block.table is not None:
            if not any(words.take(step) for step in STEPS):
                keys = ", ".join(f"{key}:" for key in _KEYS)
                raise words.expected(f"a step, or one of {keys}", known)
            instead = "is a column of the table" if self.block else "stands in a call"
            raise Unreadable(words.first, f"A step {instead}.", "Begin a call with call: NAME.")
        if not any(Words(words.text, words.first).take(step) for step in STEPS):
            what = f"a step ({', '.join(STEPS)}) or a new call:"
            raise words.expected(what, known)
        end = words.first + len(words.text)
        step = read_step(words)
        self.block.steps.append(Line(number, words.first, end, step))
        self.block.last, self.block.indent = number, indent

    def _row(self, number: int, line: str) -> None:
        block = self.block
        if block is None or block.table is None:
            column = len(line) - len(line.lstrip()) + 1
            raise Unreadable(column, "A row of a table stands under calls: NAME.")
        block.last = number
        row = read_row(block.table, number, line)
        if row is None:
            return
        case = Case(
            self._own_name(f"{block.name}: {row.name}"), number, row.column,
            over(self.usual.caller, over(block.caller, row.caller)), row.caller_at,
            self._settings(block), row.steps, number, "", row.cells,
        )  # fmt: skip
        self.items.append(case)

    def _own_name(self, name: str) -> str:
        """A row may read as another; then it is told by a number."""
        count = self.names[name] = self.names.get(name, 0) + 1
        return name if count == 1 else f"{name} ({count})"

    # -- headings --------------------------------------------------------------------

    def _finish(self) -> None:
        """The call that was read is complete."""
        block, self.block = self.block, None
        if block is None or block.table is not None:
            if block and block.table and not block.table.rows:
                hint = "Under its heading, write | caller | press | connected to |, then rows."
                self.slips.append(Slip(block.line, 1, "The table has no row.", hint))
            return
        case = Case(
            block.name, block.line, 1, over(self.usual.caller, block.caller), block.caller_at,
            self._settings(block), tuple(block.steps), block.last, block.indent,
        )  # fmt: skip
        self.items.append(case)

    def _settings(self, block: _Block) -> CallSettings:
        return _changed({**self.usual.settings, **block.settings})

    def _begin(self, words: Words, number: int, table: Table | None) -> None:
        self._finish()
        self.block = _Block("", number, number, table)
        self.block.caller_at = (number, words.column)
        self.block.name = words.phrase("a name")
        if table is None:
            first = self.names.setdefault(self.block.name, number)
            if first != number:
                raise words.fault(f"The call of line {first} has this name too.")

    def on_call(self, words: Words, number: int) -> None:
        """`call: NAME`."""
        self._begin(words, number, None)

    def on_calls(self, words: Words, number: int) -> None:
        """`calls: NAME`."""
        self._begin(words, number, Table())

    def on_flow(self, words: Words, number: int) -> None:
        """`flow: FILE`."""
        self._only_once("flow", bool(self.flow), words)
        self.flow_at = (number, words.column)
        self.flow = words.phrase("the file of the call flow")
        words.end()

    def on_terms(self, words: Words, number: int) -> None:
        """`terms: NAME`."""
        self._only_once("terms", self.terms is not None, words)
        self.terms = words.phrase("future_terms, current_terms, or another name")
        words.end()

    def _only_once(self, key: str, known: bool, words: Words) -> None:
        if known or self.block is not None or self.items:
            raise Unreadable(1, f"{key}: stands once, before the first call.")

    def on_caller(self, words: Words, number: int) -> None:
        """`caller: WHO`: of this call, or of all of them."""
        block = self._open(words)
        if block.caller:
            raise Unreadable(1, "The caller is described twice.", "Say all of it in one line.")
        block.caller_at = (number, words.column)
        block.caller, block.last = read_caller(words), number

    def on_set(self, words: Words, number: int) -> None:
        """`set: NAME = VALUE`."""
        block = self._open(words)
        name, value = _setting(words)
        block.settings[name], block.last = value, number

    def _open(self, words: Words) -> _Block:
        """What a line belongs to: the call it stands in, or all of the script."""
        if self.block is None and self.items:
            raise Unreadable(1, "After a statement a new call begins.", "Write it above the calls.")
        return self.block or self.usual

    def on_always(self, words: Words, number: int) -> None:
        """`always: STATEMENT`."""
        self._finish()
        self.items.append(read_claim(words, True, number))

    def on_never(self, words: Words, number: int) -> None:
        """`never: STATEMENT`."""
        self._finish()
        self.items.append(read_claim(words, False, number))


def _setting(words: Words) -> tuple[str, Any]:
    """`attempts = 2`; the value as JSON, or as a text."""
    column, name = words.column, words.before("=", "a setting, such as attempts = 2")
    if name not in SETTABLE:
        hint = nearest(name, SETTABLE) or f"Settings: {', '.join(SETTABLE)}."
        raise Unreadable(column, f"No setting is named {name!r}.", hint)
    words.sign("=")
    column, is_text = words.column, words.rest.startswith('"')
    text = words.phrase("a value")
    words.end()
    value = text if is_text else _value(text)
    try:
        _changed({name: value})
    except UsageError as error:
        raise Unreadable(column, error.message, error.hint) from None
    return name, value


def _changed(settings: Mapping[str, Any]) -> CallSettings:
    return replace(DEFAULTS, **settings)


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


_KEYS: Mapping[str, Callable[[_Reader, Words, int], None]] = {
    "flow": _Reader.on_flow,
    "terms": _Reader.on_terms,
    "set": _Reader.on_set,
    "caller": _Reader.on_caller,
    "call": _Reader.on_call,
    "calls": _Reader.on_calls,
    "always": _Reader.on_always,
    "never": _Reader.on_never,
}
"""What may stand before a colon at the start of a line."""
