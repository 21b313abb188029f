"""A folder of files, written whole or not at all; nothing that others wrote is lost."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from ivrsim.errors import UnreadableError, UsageError
from ivrsim.text import clean

SUMS = "SHA256SUMS"
"""Lists the files of a folder with their digests, as `sha256sum --check` reads them."""


def write_folder(path: Path, files: Mapping[str, str]) -> Path:
    """Write a folder that holds these files and nothing else; the path written.

    A folder that is there already is replaced if it is empty, or if every file in it is
    as it was once written here.  Raises `UsageError` for one that holds anything else,
    `UnreadableError` where it cannot be written.
    """
    target = path.resolve()
    try:
        old = _written(target) if os.path.lexists(target) else None
        _replace(target, {**files, SUMS: _sums(files)}, old)
    except OSError as error:
        raise UnreadableError(
            f"{path} cannot be written: {error.strerror or error}.",
            hint="Check that the folder around it exists and that you may write there.",
        ) from error
    return path


def _sums(files: Mapping[str, str]) -> str:
    return "".join(f"{_digest(files[name].encode())}  {name}\n" for name in sorted(files))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _written(folder: Path) -> list[str]:
    """The files of a folder that was written here.  Raises `UsageError` for another one."""
    if not folder.is_dir():
        raise UsageError(f"{clean(str(folder))} is no folder.", hint="Name another one with -o.")
    held = sorted(os.listdir(folder))  # noqa: PTH208
    listed = dict(_listed(folder / SUMS)) if SUMS in held else {}
    for name in held:
        if name != SUMS and not _is_as_written(folder / name, listed.get(name)):
            raise UsageError(
                f"{clean(str(folder))} holds {clean(name)}, which is not as ivrsim wrote it.",
                hint="Name another folder with -o, or take away what you want to keep.",
            )
    return held


def _listed(sums: Path) -> Iterator[tuple[str, str]]:
    for line in sums.read_text("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        yield name, digest


def _is_as_written(file: Path, digest: str | None) -> bool:
    return not file.is_symlink() and file.is_file() and _digest(file.read_bytes()) == digest


def _replace(target: Path, files: Mapping[str, str], old: list[str] | None) -> None:
    """Make the folder beside its place, then put it there."""
    with tempfile.TemporaryDirectory(
        prefix=f".{target.name}.", dir=target.parent, ignore_cleanup_errors=True
    ) as around:
        fresh, away = Path(around, "new"), Path(around, "old")
        fresh.mkdir()
        for name, text in files.items():
            (fresh / name).write_bytes(text.encode())
        if old is None:
            fresh.rename(target)
            return
        target.rename(away)
        try:
            fresh.rename(target)
        except OSError:
            away.rename(target)
            raise
        _remove(away, old, target)


def _remove(away: Path, old: list[str], target: Path) -> None:
    """Remove what was written here; what came in between is put back into its place."""
    for name in os.listdir(away):  # noqa: PTH208
        if name in old or (target / name).exists():
            (away / name).unlink()
        else:
            (away / name).rename(target / name)
