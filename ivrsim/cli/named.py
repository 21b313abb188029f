"""The files that the arguments of a command name: files, folders and patterns."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator

from ivrsim.errors import UsageError
from ivrsim.lazy import Path, fetch

SUFFIX = ".json"
PATTERN = frozenset("*?[")
NOT_ENTERED = frozenset({"node_modules"})
"""Folders full of other people's files; so are those whose names begin with a dot."""


def named_files(names: Iterable[str]) -> list[str]:
    """The files that the names mean, each once: files as they are, folders, patterns.

    - A folder means its `.json` files and those of its folders, without hidden ones, without
      `node_modules`, and without what git ignores there.
    - A pattern (`flows/**/*.json`) that the shell left alone means the files it fits.

    - A file with several names (`./a.json`, one in a folder that is named too, a link)
      goes by the first of them.

    A named file is always looked at; nothing to look at is an error, not a success.
    """
    found = dict.fromkeys(file for name in names for file in _meant(name))
    if len(found) < 2:
        return list(found)
    folders: dict[str, str] = {}
    files: dict[str, str] = {}
    for name in found:
        files.setdefault(_place(name, folders), name)
    return list(files.values())


def real(name: str | Path) -> str:
    """The file that the name leads to; a name that can lead nowhere stays as it is."""
    try:
        return os.path.realpath(name) if name else ""
    except ValueError:  # a NUL
        return str(name)


def _place(name: str, folders: dict[str, str]) -> str:
    """As `real`, for many files of few folders; - is no file."""
    if name == "-":
        return name
    if os.path.islink(name):
        return real(name)
    folder, base = os.path.split(name)
    if folder not in folders:
        folders[folder] = real(folder or ".")
    return os.path.join(folders[folder], base)


def named(text: str) -> str:
    """The name of a file that an option gives: any but an empty one, as of an unset variable."""
    if not text:
        raise argparse.ArgumentTypeError("the name is empty")
    return text


def refuse_empty(name: str) -> None:
    """Raises `UsageError` for a name without a character."""
    if not name:
        raise UsageError("A file name is empty.", hint="Name a file, or - for standard input.")


def _meant(name: str) -> list[str]:
    refuse_empty(name)
    if name == "-":
        return [name]
    if _is_folder(name):
        return _of_folder(name)
    if PATTERN & set(name) and not os.path.lexists(name):
        return _of_pattern(name)
    return [name]


def _is_folder(name: str) -> bool:
    try:
        return os.path.isdir(name)
    except ValueError:  # a NUL
        return False


def _of_folder(name: str) -> list[str]:
    found = sorted(str(Path(path)) for path in json_below(name))
    if not found:
        raise UsageError(f"{name} holds no {SUFFIX} file.", hint="Name a file or a folder.")
    ignored = _ignored(name, found)
    kept = [file for file in found if file not in ignored]
    if not kept:
        raise UsageError(
            f"git ignores every {SUFFIX} file of {name}.", hint="Name the files themselves."
        )
    return kept


def _of_pattern(name: str) -> list[str]:
    glob = fetch("glob:glob")
    found = sorted(str(Path(path)) for path in glob(name, recursive=True) if Path(path).is_file())
    if not found:
        raise UsageError(f"No file fits {name!r}.", hint="Name a file, a folder or a pattern.")
    return found


def json_below(folder: str) -> Iterator[str]:
    """The JSON files of a folder and of the folders in it; links to folders are not followed."""
    todo = [folder]
    while todo:
        with os.scandir(todo.pop()) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name in NOT_ENTERED:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    todo.append(entry.path)
                elif entry.name.lower().endswith(SUFFIX) and entry.is_file():
                    yield entry.path


def _ignored(folder: str, files: list[str]) -> frozenset[str]:
    """Those that git ignores, where there may be a git repository at all."""
    here = Path(folder).resolve()
    if not any(os.path.lexists(above / ".git") for above in (here, *here.parents)):
        return frozenset()
    ignored: frozenset[str] = fetch("ivrsim.cli.linting.git:ignored")(folder, files)
    return ignored
