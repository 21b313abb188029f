"""The file that configures the linter: found, read, and every place in it known by line.

`ivrsim.toml`, or the table `tool.ivrsim` of a `pyproject.toml`, in the folder of the
linted file or the nearest one above it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any

from ivrsim.errors import UnreadableError, UsageError
from ivrsim.lazy import Path, fetch, pattern
from ivrsim.lint.config_schema import Fault
from ivrsim.lint.config_schema import Path as Way
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.rule import RULES
from ivrsim.places import Position
from ivrsim.values import dataclass, replace

OWN, SHARED = "ivrsim.toml", "pyproject.toml"
NOWHERE = Position(0, 0)
LARGEST = 1_000_000
"""Bytes of a configuration; a larger one is not read."""
MOST_TRIES = 400
"""So often a part of the file is read to find the line of a setting."""

UNUSABLE = "IVR931"
"""The rule whose page tells what a configuration may say."""
HELP = f"`ivrsim explain {UNUSABLE}` tells what a configuration may say."

_MAY_BE_OURS = pattern(
    rb"""tool["']?\s*\.\s*["']?ivrsim|\[\s*["']?tool["']?\s*\]|^\s*tool\s*=""", re.MULTILINE
)


_WHERE = pattern(r" \(at line ([0-9]+), column ([0-9]+)\)")
"""Where the slip is, as Python's reader of TOML says it."""


class ConfigError(UsageError):
    """A configuration that cannot be used: `faults` are all that is wrong with it."""

    def __init__(self, file: ConfigFile, faults: tuple[Fault, ...]) -> None:
        self.file = file
        self.faults = faults
        first, *others = [f"{found}. {found.hint}".rstrip() for found in self.diagnostics]
        super().__init__(first, hint="\n".join([*others, HELP]))

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """The faults as findings of the rule that is their page."""
        return list(map(self.file.diagnostic, self.faults))


@dataclass(frozen=True, eq=False)
class ConfigFile:
    """A configuration as it was read: its text, and the table that is ours."""

    path: Path
    text: str
    table: dict[str, Any]

    @property
    def prefix(self) -> Way:
        """The way to our table in the file."""
        return () if self.path.name != SHARED else ("tool", "ivrsim")

    def diagnostic(self, fault: Fault) -> Diagnostic:
        """A fault as the finding it is told as."""
        path = (*self.prefix, *fault.path)
        message = ": ".join(filter(None, [key_path(path), fault.message]))
        found = _diagnostic(self.path, message, self.position(fault.path))
        return replace(found, hint=fault.hint, pointer="".join(f"/{step}" for step in path))

    def where(self, path: Way) -> str:
        """A setting as messages name it: `pyproject.toml:12: tool.ivrsim.limit`."""
        line = self.position(path).line
        at = f":{line}" if line else ""
        way = key_path((*self.prefix, *path))
        return f"{display(self.path)}{at}" + (f": {way}" if way else "")

    def position(self, path: Way) -> Position:
        """Where a setting stands; `Position(0, 0)` where it cannot be told."""
        if not path and not self.prefix:
            return Position(1, 1)
        return _position(self._lines, (*self.prefix, *path))

    @cached_property
    def _lines(self) -> tuple[str, ...]:
        return tuple(self.text.split("\n"))


def _diagnostic(path: Path, message: str, at: Position = NOWHERE) -> Diagnostic:
    rule = RULES[UNUSABLE]
    return Diagnostic(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        kind=rule.kind,
        message=message,
        file=display(path),
        line=at.line,
        column=at.column,
        end_line=at.line,
        end_column=at.column,
    )


def display(path: Path) -> str:
    """The file's name from the current folder, where it lies in it."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def key_path(path: Way) -> str:
    """`tool.ivrsim.rule[0].assert`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


@lru_cache(maxsize=256)
def _position(lines: tuple[str, ...], path: Way) -> Position:
    """The statement that first gives the path: it follows the last start of the file without.

    The starts of a file that are TOML themselves are tried by halving: no second reader
    of TOML is needed to know a line.
    """
    low, high, tries = 0, len(lines), 0
    while high - low > 1 and tries < MOST_TRIES:
        middle = probe = (low + high) // 2
        found = None
        while found is None and probe < high and tries < MOST_TRIES:
            found = _holds("\n".join(lines[:probe]), path)
            probe, tries = probe + 1, tries + 1
        if found is None:
            high = middle
        elif found:
            high = probe - 1
        else:
            low = probe - 1
    statement = lines[low] if low < len(lines) else ""
    return Position(low + 1, len(statement) - len(statement.lstrip()) + 1)


def _holds(text: str, path: Way) -> bool | None:
    """Whether a start of the file gives the path; None where it ends within a value."""
    try:
        value: Any = fetch("tomllib:loads")(text)
    except (ValueError, RecursionError):
        return None
    for step in path:
        if isinstance(step, int):
            if not isinstance(value, list) or len(value) <= step:
                return False
        elif not isinstance(value, dict) or step not in value:
            return False
        value = value[step]
    return True


def find(file: str) -> ConfigFile | None:
    """The configuration for a linted file: the nearest above it, if there is any.

    Raises as `read`.
    """
    for way in filter(os.path.isfile, _ways(file)):
        path = Path(way)
        if path.name == OWN or _is_ours(*_stamped(path)):
            return read(path)
    return None


def candidates(file: str) -> Iterator[Path]:
    """Where a configuration for a linted file may stand, the nearest first.

    `-` and names such as `<stdin>` stand in the current folder.
    """
    return map(Path, _ways(file))


def _ways(file: str) -> Iterator[str]:
    here = file == "-" or file.startswith("<")
    folder = os.getcwd() if here else os.path.dirname(os.path.abspath(file))
    above = ""
    while folder != above:
        yield from (os.path.join(folder, name) for name in (OWN, SHARED))
        folder, above = os.path.dirname(folder), folder


def read(path: Path) -> ConfigFile:
    """The configuration that a file holds.

    Raises `UnreadableError` for a file that cannot be read or is not TOML, `UsageError`
    for a `pyproject.toml` that says nothing about ivrsim.
    """
    return _read(*_stamped(path.absolute()))


def _stamped(path: Path) -> tuple[Path, int, int]:
    """The path with what changes when the file does, for what is remembered of it."""
    try:
        stat = path.stat()
    except (OSError, ValueError) as error:
        raise _unreadable(path, getattr(error, "strerror", None) or str(error)) from error
    return path, stat.st_mtime_ns, stat.st_size


def _unreadable(path: Path, why: str, at: Position = NOWHERE) -> UnreadableError:
    found = _diagnostic(path, f"This cannot be read as a configuration: {why}", at)
    wanted = "It should be a TOML file: ivrsim.toml, or pyproject.toml with [tool.ivrsim]."
    return UnreadableError(f"{found}.", hint=f"{wanted}\n{HELP}")


def _bytes(path: Path, size: int) -> bytes:
    if size > LARGEST:
        raise _unreadable(path, f"it is larger than {LARGEST:,} bytes")
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error


@lru_cache(maxsize=64)
def _is_ours(path: Path, changed: int, size: int) -> bool:
    """Whether a pyproject.toml has a table of ours; TOML is only read where it may."""
    if size > LARGEST or not _MAY_BE_OURS.search(_bytes(path, size)):
        return False
    return _table(_data(path, _text(path, size))) is not None


@lru_cache(maxsize=64)
def _read(path: Path, changed: int, size: int) -> ConfigFile:
    text = _text(path, size)
    data = _data(path, text)
    table = _table(data) if path.name == SHARED else data
    if not isinstance(table, dict):
        found = _diagnostic(path, "There is no table [tool.ivrsim] in this file")
        raise UsageError(f"{found}.", hint=f"Add one, or name another file.\n{HELP}")
    return ConfigFile(path, text, table)


def _text(path: Path, size: int) -> str:
    try:
        return _bytes(path, size).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _unreadable(path, f"byte {error.start} is not UTF-8") from error


def _data(path: Path, text: str) -> dict[str, Any]:
    try:
        data: dict[str, Any] = fetch("tomllib:loads")(text)
    except RecursionError as error:
        raise _unreadable(path, "it is nested too deeply") from error
    except ValueError as error:  # also a number of too many digits
        said = str(error).rstrip(".")
        where = _WHERE.search(said)
        at = Position(*map(int, where.groups())) if where else NOWHERE
        raise _unreadable(path, _WHERE.sub("", said), at) from error
    return data


def _table(data: dict[str, Any]) -> Any:
    tool = data.get("tool")
    return tool.get("ivrsim") if isinstance(tool, dict) else None
