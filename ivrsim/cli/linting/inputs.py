"""Which files `ivrsim lint` looks at: by name, from standard input, or by what git knows."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ivrsim.cli.linting import choosing, outputs
from ivrsim.cli.linting.running import Input
from ivrsim.cli.named import SUFFIX, named, named_files, real
from ivrsim.cli.terminal import read_bytes
from ivrsim.errors import UsageError
from ivrsim.lazy import Path, fetch
from ivrsim.lint.config import lists

if TYPE_CHECKING:
    from ivrsim.lint.cache import Cache

STDIN = "<stdin>"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files, and how they are gone through."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="JSON files, folders, patterns, or - for stdin"
    )
    parser.add_argument(
        "--stdin-filename", type=named, metavar="NAME", help="what reports call standard input"
    )
    changed = parser.add_mutually_exclusive_group()
    changed.add_argument(
        "--staged", action="store_true", help="only what is staged in git, as it is staged"
    )
    changed.add_argument(
        "--since", metavar="REV", help="only files changed since the work left this revision"
    )
    parser.add_argument(
        "--watch",
        action="store_true",
        help="lint again whenever a file or its configuration changes",
    )
    parser.add_argument(
        "--jobs", type=_jobs, default=0, metavar="N", help="processes (default: as many as pay)"
    )
    parser.add_argument("--no-cache", action="store_true", help="neither use nor keep results")
    parser.add_argument(
        "--cache-dir",
        type=named,
        metavar="FOLDER",
        help="where results of runs over several files are kept",
    )


def _jobs(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 1_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes, 1 to 1000")
    return int(text)


def files_of(args: argparse.Namespace) -> list[Input]:
    """The files to look at, with the bytes of those that are not read from the disk.

    Empty only where nothing is staged, or nothing changed.  Raises `UsageError` where
    nothing is named, or what is named is not there to be gone through.
    """
    if args.stdin_filename is not None and not args.files:
        args.files = ["-"]
    if args.stdin_filename is not None and "-" not in args.files:
        raise UsageError(
            "--stdin-filename names what comes from standard input, and files are named.",
            hint="Leave it out, or add - to look at standard input as well.",
        )
    if args.staged or args.since is not None:
        return list(_changed(args))
    if not args.files:
        raise UsageError(
            "A FILE is required.",
            hint="Name files, folders or patterns; - is standard input; or give --staged.",
        )
    return [_input(name, args.stdin_filename) for name in named_files(args.files)]


def looked_at(args: argparse.Namespace) -> list[Input]:
    """As `files_of`, without what the run itself reads and writes, unless it is named.

    A report, a baseline or a list of recordings that lies in a folder is no call flow.
    """
    files, named = files_of(args), set(args.files)
    if all(file.name in named for file in files):
        return files
    asked = choosing.asked(args)
    own = {real(output.file) for output in outputs.outputs_of(args)}
    one_of_folder = {os.path.dirname(file.name): file.name for file in files}  # noqa: PTH120
    own.update(real(path) for file in one_of_folder.values() for path in lists(file, asked))
    own -= set(map(real, named))
    kept = [file for file in files if real(file.name) not in own]
    if not kept:
        raise UsageError(
            "Nothing is left to look at.",
            hint="Reports, a baseline and lists of recordings are linted only if they are named.",
        )
    return kept


def _changed(args: argparse.Namespace) -> Iterator[Input]:
    """Raises `UsageError` for a name of nothing that is there or has changed."""
    found = list(_known_to_git(args))
    places = {real(file.name) for file in found}
    for name in args.files:
        if not os.path.lexists(name) and real(name) not in places:
            raise UsageError(f"There is no file {name!r}.", hint="Check its name and its folder.")
    return iter(found)


def _known_to_git(args: argparse.Namespace) -> Iterator[Input]:
    if "-" in args.files:
        raise UsageError("Standard input is not in git.", hint="Leave out - or --staged/--since.")
    if args.staged:
        found = fetch("ivrsim.cli.linting.git:staged")(args.files, SUFFIX)
        yield from (Input(name, data) for name, data in found)
    else:
        yield from map(Input, fetch("ivrsim.cli.linting.git:since")(args.since, args.files, SUFFIX))


def _input(name: str, stdin_name: str | None) -> Input:
    if name == "-":
        return Input(stdin_name or STDIN, read_bytes(name))
    return Input(name)


def refuse_stdin(args: argparse.Namespace) -> None:
    """Raises `UsageError` where nothing is to be watched, or standard input, which stays."""
    if not args.files and args.stdin_filename is None and args.since is None and not args.staged:
        files_of(args)
    if "-" in args.files or args.stdin_filename is not None:
        raise UsageError("Standard input cannot be watched.", hint="Name files or folders.")


def cache_of(args: argparse.Namespace, files: Sequence[Input]) -> Cache | None:
    """Where results are kept: only for several files, as one is linted in no time."""
    if args.no_cache or (len(files) < 2 and args.cache_dir is None):
        return None
    if args.cache_dir is not None and Path(args.cache_dir).is_file():
        raise UsageError(f"--cache-dir {args.cache_dir} is a file.", hint="Name a folder.")
    made: Cache = fetch("ivrsim.lint.cache:Cache")(*filter(None, [args.cache_dir]))
    return made
