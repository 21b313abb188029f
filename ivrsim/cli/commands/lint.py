"""`ivrsim lint`: find faults in call flow files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from ivrsim.cli.terminal import (
    add_colour,
    named_files,
    progress,
    progress_done,
    read_bytes,
    wants_colour,
)
from ivrsim.lint.check import lint_all
from ivrsim.lint.reports import REPORTS
from ivrsim.vendors.load import load
from ivrsim.vendors.port import Document

SUMMARY = "find faults in call flows before their callers do"
EXAMPLES = """\
  ivrsim lint campaign.json
  ivrsim lint campaigns/ --format concise
  ivrsim lint campaign.json --select IVR2,IVR301 --ignore IVR202
  ivrsim lint campaign.json --format invoca    the vendor's 403 answer to this tree
  ivrsim lint - < campaign.json
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files, the rules, the output."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="JSON files, folders, or -")
    parser.add_argument(
        "--select", metavar="CODES", help="only these: codes, their beginnings (IVR2), names"
    )
    parser.add_argument("--ignore", metavar="CODES", help="all but these")
    parser.add_argument("--format", choices=list(REPORTS), default="text", help="default: text")
    add_colour(parser)


def run(args: argparse.Namespace) -> int:
    """Lint every file; 0 clean, 1 something found, 2 a file cannot be read."""
    files = named_files(args.files)
    result = lint_all(_documents(files), args.select, args.ignore)
    progress_done()
    report = REPORTS[args.format](result, colour=wants_colour(args.colour))
    sys.stdout.write(report)
    unreadable = any(p.code == "IVR919" for d in result.documents for p in d.problems)
    return 2 if unreadable else int(bool(result.diagnostics))


def _documents(files: list[str]) -> Iterator[Document]:
    for number, name in enumerate(files, 1):
        if len(files) > 1:
            progress(f"{number}/{len(files)} {name}")
        if name == "-":
            yield load(read_bytes(name), name="<stdin>")
        else:
            yield load(Path(name))
