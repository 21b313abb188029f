"""Where `ivrsim lint` writes what it found, in which formats."""

from __future__ import annotations

import argparse
import sys

from ivrsim.cli.terminal import add_colour, wants_colour
from ivrsim.lint.check import LintResult
from ivrsim.lint.reports import REPORTS


def arguments(parser: argparse.ArgumentParser) -> None:
    """The formats."""
    parser.add_argument("--format", choices=list(REPORTS), default="text", help="default: text")
    add_colour(parser)


def write(args: argparse.Namespace, result: LintResult) -> None:
    """Write the report."""
    sys.stdout.write(REPORTS[args.format](result, colour=wants_colour(args.colour)))
