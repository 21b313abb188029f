"""What git knows: which files are staged or changed, what they hold, what is ignored."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ivrsim.errors import UsageError
from ivrsim.text import clean, shorten

# A repository's own configuration names a program for `fsmonitor`, which git would run.
GIT = ("git", "-c", "core.fsmonitor=false", "--no-optional-locks", "--literal-pathspecs")
OF_A_HOOK = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"})
FILES = frozenset({"100644", "100755"})
"""The modes of files; links and submodules have others."""


class Change(NamedTuple):
    """A file that is there after a change: its way from the top, and its blob in the index."""

    way: str
    blob: str


def staged(names: Sequence[str], suffix: str) -> list[tuple[str, bytes]]:
    """The changed files that are staged and their bytes in the index, not in the work tree.

    Only those among `names` (files, folders), where any are given, and those that are
    named or end in `suffix`.  Raises `UsageError` outside a repository.
    """
    top = _top()
    changes = [*_changes(["--cached"], names)]
    wanted = [(_shown(top, change.way), change.blob) for change in changes]
    kept = [(name, blob) for name, blob in wanted if _is_wanted(name, names, suffix)]
    contents = _blobs(blob for _, blob in kept)
    return list(zip((name for name, _ in kept), contents, strict=True))


def since(revision: str, names: Sequence[str], suffix: str) -> list[str]:
    """The files changed since this line of work left the revision, and those git does not know.

    Chosen as by `staged`.  Raises `UsageError` outside a repository, for an unknown
    revision, and where the two lines of work have no common ancestor (a shallow clone).
    """
    top = _top()
    base = _common_ancestor(revision)
    changed = {change.way for change in _changes([base], names)}
    listing = ["-C", top, "ls-files", "-z", "--others", "--exclude-standard", "--"]
    unknown = _split(_git(*listing, *map(_absolute, names)))
    found = sorted(_shown(top, way) for way in changed.union(unknown))
    return [name for name in found if _is_wanted(name, names, suffix)]


def ignored(folder: str, files: Iterable[str]) -> frozenset[str]:
    """Those of the files in a folder that git ignores; none if the folder itself is ignored.

    None either where git is missing or the folder is in no repository.
    """
    ways = {_absolute(file): file for file in (*files, folder)}
    environment = {name: text for name, text in os.environ.items() if name not in OF_A_HOOK}
    command = [*GIT[:-1], "-C", folder, "check-ignore", "-z", "--stdin"]
    asked = "\0".join(ways).encode(errors="surrogateescape") + b"\0"
    try:
        run = subprocess.run(
            command, input=asked, capture_output=True, check=False, env=environment
        )
    except OSError:
        return frozenset()
    found = {ways[way] for way in _split(run.stdout) if way in ways} if not run.returncode else ()
    return frozenset() if folder in found else frozenset(found)


def _top() -> str:
    return _git("rev-parse", "--show-toplevel").decode(errors="surrogateescape").rstrip("\n")


def _shown(top: str, way: str) -> str:
    """The file as one would name it from the current folder."""
    return os.path.relpath(Path(top, way))


def _absolute(name: str) -> str:
    return str(Path(name).absolute())


def _is_wanted(name: str, names: Sequence[str], suffix: str) -> bool:
    return name.lower().endswith(suffix) or name in {os.path.relpath(given) for given in names}


def _changes(against: Sequence[str], names: Sequence[str]) -> Iterator[Change]:
    """The files that differ and are there, in git's order: by their bytes."""
    options = ["--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--diff-filter=AMT"]
    fields = _split(_git("diff", *options, *against, "--", *map(_absolute, names)))
    for about, way in zip(fields[::2], fields[1::2], strict=True):
        _, mode, _, blob, _ = about.split(" ")
        if mode in FILES:
            yield Change(way, blob)


def _common_ancestor(revision: str) -> str:
    commit = f"{revision}^{{commit}}"
    try:
        _git("rev-parse", "--verify", "--quiet", "--end-of-options", commit)
    except UsageError:
        raise UsageError(
            f"git knows no revision {shorten(clean(revision), 60)!r}.",
            hint="Name a branch, a tag or a commit; a shallow clone knows only the last.",
        ) from None
    try:
        return _git("merge-base", "--end-of-options", revision, "HEAD").decode().strip()
    except UsageError:
        raise UsageError(
            f"{shorten(clean(revision), 60)!r} and the current commit have no common ancestor.",
            hint="A shallow clone does not hold it: fetch the whole history (fetch-depth: 0).",
        ) from None


def _blobs(names: Iterable[str]) -> Iterator[bytes]:
    """The contents of blobs, by one process."""
    answer = _git("cat-file", "--batch", given="".join(f"{name}\n" for name in names).encode())
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        size = int(answer[at:end].rpartition(b" ")[2])
        yield answer[end + 1 : end + 1 + size]
        at = end + size + 2


def _split(answer: bytes) -> list[str]:
    return answer.decode(errors="surrogateescape").split("\0")[:-1]


def _git(*words: str, given: bytes = b"") -> bytes:
    """What git answers.  Raises `UsageError` with git's own words where it refuses."""
    try:
        run = subprocess.run([*GIT, *words], input=given, capture_output=True, check=False)
    except OSError as error:
        raise UsageError(f"git cannot be run: {error.strerror}.", hint="Install git.") from error
    if run.returncode:
        said = run.stderr.decode(errors="replace").partition("\n")[0].removeprefix("fatal: ")
        raise UsageError(
            f"git says: {clean(said)}.", hint="Run it inside a git repository, or name the files."
        )
    return run.stdout
