"""Which files `ivrsim lint` looks at, and how they are read and linted."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from ivrsim.cli.terminal import named_files, progress, progress_done, read_bytes
from ivrsim.lint.check import LintResult, lint_all
from ivrsim.lint.settings import LintSettings
from ivrsim.vendors.load import load
from ivrsim.vendors.port import Document


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="JSON files, folders, or -")


def files_of(args: argparse.Namespace) -> list[str]:
    """The names of the files to look at.  Raises `UsageError` where there is none."""
    return named_files(args.files)


def linted(files: Sequence[str], settings: LintSettings) -> LintResult:
    """All files linted, in the order given."""
    result = lint_all(_documents(files), settings)
    progress_done()
    return result


def _documents(files: Sequence[str]) -> Iterator[Document]:
    for number, name in enumerate(files, 1):
        if len(files) > 1:
            progress(f"{number}/{len(files)} {name}")
        if name == "-":
            yield load(read_bytes(name), name="<stdin>")
        else:
            yield load(Path(name))
