"""One file is one entry: open vocabularies that are found, not listed.

A registry reads a folder of modules (the package's own, then any file or entry
point a user adds).  The file's name tells the entry's key, so an entry is imported
only when somebody asks for it, and adding one touches no other file.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Generic, TypeVar

from ivrsim.errors import RegistryError
from ivrsim.lazy import Path

T = TypeVar("T")

PLUGIN = "ivrsim_plugin_"
"""How the names of modules begin that come from elsewhere."""

SLIPS = (ArithmeticError, AssertionError, AttributeError, ImportError, LookupError, NameError,
         OSError, RuntimeError, SyntaxError, TypeError, ValueError)  # fmt: skip
"""What the code of others raises where it is wrong."""


class Registry(Mapping[str, T], Generic[T]):
    """The entries of one vocabulary, by key, in sorted order.

    `key_of_file` turns a module's stem into its key (`any_key_press` ->
    `AnyKeyPress`); `entries_in` finds the entries a module holds, with their keys.
    A file that holds none, several, or one of another key is refused.
    """

    def __init__(
        self,
        package: str,
        *,
        key_of_file: Callable[[str], str],
        entries_in: Callable[[ModuleType], Mapping[str, T]],
        group: str,
    ) -> None:
        self.package = package
        self.group = group
        self._key_of_file = key_of_file
        self._entries_in = entries_in
        self._files: dict[str, str | Path] = {}
        self._loaded: dict[str, T] = {}
        self._entries: tuple[T, ...] | None = None

    def __getitem__(self, key: str) -> T:
        """The entry of that key, imported at first use.  Raises `KeyError`."""
        if key not in self._loaded:
            self._loaded[key] = self._load(key, self._known()[key])
        return self._loaded[key]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._known()))

    def __len__(self) -> int:
        return len(self._known())

    def entries(self) -> tuple[T, ...]:
        """All entries, in the order of their keys."""
        if self._entries is None:
            self._entries = tuple(self[key] for key in self)
        return self._entries

    def __contains__(self, key: object) -> bool:
        return key in self._known()

    def add_file(self, path: Path | str) -> T:
        """Add the one entry that the Python file at `path` holds.  Raises `RegistryError`."""
        path = Path(path)
        key = self._key_of_file(path.stem)
        if key in self._known():
            raise RegistryError(
                f"{path.name} would be a second {key}.",
                hint=f"{key} is already registered in {self.group}; choose another name.",
            )
        entry = self._load(key, path)
        self._files[key] = path
        self._loaded[key] = entry
        self._entries = None
        return entry

    def remove(self, key: str) -> None:
        """Forget an added entry; the package's own come back at the next look."""
        self._loaded.pop(key, None)
        self._files.pop(key, None)
        self._entries = None

    @contextmanager
    def with_file(self, path: Path | str) -> Iterator[T]:
        """`add_file` for the length of a `with` block."""
        entry = self.add_file(path)
        try:
            yield entry
        finally:
            self.remove(self._key_of_file(Path(path).stem))

    def add_entry_points(self) -> list[str]:
        """Add the entries that installed distributions offer under `group`; their keys.

        Reading the metadata of every installed distribution is slow, so this is
        done only where plug-ins are asked for.
        """
        metadata = importlib.import_module("importlib.metadata")
        added = []
        for point in sorted(metadata.entry_points(group=self.group), key=lambda p: str(p.name)):
            file = _import_named(point.module).__file__
            if file is not None and self._key_of_file(Path(file).stem) not in self:
                self.add_file(file)
                added.append(self._key_of_file(Path(file).stem))
        return added

    def _known(self) -> dict[str, str | Path]:
        if not any(isinstance(where, str) for where in self._files.values()):
            self._files = {**self._own_files(), **self._files}
        return self._files

    def _own_files(self) -> dict[str, str | Path]:
        folders = importlib.import_module(self.package).__path__
        names = sorted(name for folder in folders for name in os.listdir(folder))
        stems = (name[:-3] for name in names if name.endswith(".py") and name[0] != "_")
        return {self._key_of_file(stem): f"{self.package}.{stem}" for stem in stems}

    def _load(self, key: str, where: str | Path) -> T:
        module = importlib.import_module(where) if isinstance(where, str) else _import_file(where)
        entries = dict(self._entries_in(module))
        if set(entries) != {key}:
            found = ", ".join(sorted(entries)) or "none"
            raise RegistryError(
                f"{where} should hold exactly one entry, {key}; found: {found}.",
                hint="One file is one entry, and the file is named after it.",
            )
        return entries[key]


def _import_named(name: str) -> ModuleType:
    """A module of a plug-in, which may do anything when it is imported.

    Raises `RegistryError`.
    """
    try:
        return importlib.import_module(name)
    except (*SLIPS, SystemExit) as error:
        raise RegistryError(
            f"The plug-in {name} cannot be imported: {type(error).__name__}: {error}.",
            hint="Is its distribution installed whole, and for this Python?",
        ) from error


def _import_file(path: Path) -> ModuleType:
    name = f"{PLUGIN}{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise RegistryError(f"{path} is not a Python file.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
