"""Results kept between runs, by the content of the file and of everything they depend on.

An entry is a file of its own, named by a hash of: the linter (its files, the installed
distributions), the settings, the file's name and its bytes.  So nothing has to be thrown
away when something changes: it is not found any more.  Each entry is written whole; one
that cannot be read, or is damaged, is as if it were not there.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import ivrsim
from ivrsim.errors import UnreadableError
from ivrsim.files import write_whole
from ivrsim.lint.check import LintResult
from ivrsim.lint.packing import BROKEN, packed, unpacked
from ivrsim.lint.settings import LintSettings
from ivrsim.vendors.port import Document

FOLDER = ".ivrsim_cache"
MOST = 4_096
"""Entries of a cache; past that the ones written first go."""

IGNORE = "# Results of `ivrsim lint`, to be deleted at will.\n*\n"


class Cache:
    """Kept results in a folder, which is made when the first one is kept."""

    def __init__(self, folder: Path | str = FOLDER) -> None:
        self.folder = Path(folder)
        self._can_write = True

    def entry(self, name: str, data: bytes, settings: LintSettings) -> str:
        """What the entry is called of a file of that name and content."""
        parts = (self.state, settings.key(), name)
        digest = sha256("\0".join(parts).encode(errors="surrogateescape"))
        digest.update(b"\0" + data)
        return digest.hexdigest()

    def find(self, entry: str, document: Document, settings: LintSettings) -> LintResult | None:
        """The result that is kept in the entry, if it can be read."""
        try:
            return unpacked(json.loads(self._path(entry).read_bytes()), document, settings)
        except (OSError, RecursionError, *BROKEN):
            return None

    def keep(self, entry: str, result: LintResult, settings: LintSettings) -> None:
        """Keep a result; where nothing can be written, or it is no JSON, nothing is kept."""
        if not self._can_write:
            return
        try:
            text = json.dumps(packed(result, settings))
            self._made()
            write_whole(self._path(entry), text)
        except (TypeError, ValueError):
            return
        except (OSError, UnreadableError):
            self._can_write = False

    def tidy(self) -> None:
        """Remove the oldest entries where there are more than `MOST`."""
        entries = list(self.folder.glob("*.json")) if self.folder.is_dir() else []
        if len(entries) > MOST:
            for path in sorted(entries, key=_age)[: len(entries) - MOST // 2]:
                path.unlink(missing_ok=True)

    @cached_property
    def state(self) -> str:
        """Changes with the linter itself and with the distributions beside it."""
        found = sha256(f"{ivrsim.__version__} {sys.version}".encode())
        for text in _files():
            found.update(text.encode(errors="surrogateescape"))
        return found.hexdigest()

    def _path(self, entry: str) -> Path:
        return self.folder / f"{entry}.json"

    def _made(self) -> None:
        if not self.folder.is_dir():
            self.folder.mkdir(parents=True)
            write_whole(self.folder / ".gitignore", IGNORE)


def _age(path: Path) -> tuple[float, str]:
    try:
        return path.stat().st_mtime, path.name
    except OSError:  # another run has removed it
        return 0.0, path.name


def _files() -> Iterator[str]:
    """Every source file of the package and every folder of distributions, with its time."""
    for folder, below, names in os.walk(Path(ivrsim.__file__).parent):
        below[:] = sorted(name for name in below if name != "__pycache__")
        for name in sorted(names):
            yield _stamp(Path(folder, name))
    for entry in sys.path:
        if entry.endswith("-packages"):
            yield _stamp(Path(entry))


def _stamp(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return f"\0{path}"
    return f"\0{path}\0{found.st_size}\0{found.st_mtime_ns}"
