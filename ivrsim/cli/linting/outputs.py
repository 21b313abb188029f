"""Where `ivrsim lint` writes what it found, in which formats."""

from __future__ import annotations

import argparse
import os
import sys

from ivrsim.cli.named import real
from ivrsim.cli.terminal import add_colour, wants_colour
from ivrsim.errors import UsageError
from ivrsim.files import write_whole
from ivrsim.lazy import Path
from ivrsim.lint.check import LintResult
from ivrsim.lint.reports import REPORTS
from ivrsim.values import NamedTuple

STEP_SUMMARY = "GITHUB_STEP_SUMMARY"
"""Names the file that a GitHub Actions runner shows; every command of a step adds to it."""


INSTEAD = ("statistics", "diff", "show_config", "update_baseline")
"""Options that print something of their own instead of a report."""


class Output(NamedTuple):
    """A report: its format, and its file; empty is standard output."""

    format: str
    file: str = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The formats."""
    parser.add_argument(
        "--output",
        action="append",
        default=[],
        metavar="FORMAT[=FILE]",
        help=f"a report, to a file or to standard output; several may be given: "
        f"{', '.join(REPORTS)}",
    )
    parser.add_argument(
        "--format",
        choices=list(REPORTS),
        metavar="FORMAT",
        help="the report on standard output (default: text)",
    )
    add_colour(parser)


def outputs_of(args: argparse.Namespace) -> list[Output]:
    """The reports asked for.

    Raises `UsageError` for an unknown format, for two reports in one place, for a report
    that would be written over one of the files to be linted, and where none is made.
    """
    found = [_output(text) for text in args.output]
    if args.format:
        found.append(Output(args.format))
    instead = [name for name in INSTEAD if getattr(args, name)]
    if found and instead:
        raise UsageError(
            f"--{instead[0].replace('_', '-')} makes no report.",
            hint="Leave it out, or leave out --format and --output.",
        )
    places = [real(output.file) for output in found]
    if len(set(places)) < len(places):
        raise UsageError(
            "Two reports would go to the same place.",
            hint="One may go to standard output; give the others files: --output sarif=FILE.",
        )
    if any(places):
        inputs = {real(name) for name in args.files if name != "-"} - {""}
        for output, place in zip(found, places, strict=True):
            if place in inputs:
                raise UsageError(f"The report would replace {output.file}, which is to be linted.")
    return found or [Output("text")]


def _output(text: str) -> Output:
    format_, _, file = text.partition("=")
    if format_ not in REPORTS:
        raise UsageError(f"There is no format {format_!r}.", hint=f"Known: {', '.join(REPORTS)}.")
    if "=" in text and not file:
        raise UsageError(f"--output {text} names no file.", hint=f"Give {format_}=FILE.")
    return Output(format_, "" if file == "-" else file)


def write(args: argparse.Namespace, result: LintResult) -> None:
    """Write every report; files are written whole or not at all.

    Raises as `outputs_of`, and `UnreadableError` for a file that cannot be written.
    """
    for output in outputs_of(args):
        if output.file:
            text = REPORTS[output.format](result, colour=args.colour == "always")
            write_whole(output.file, _before(output.file) + text)
        else:
            sys.stdout.write(REPORTS[output.format](result, colour=wants_colour(args.colour)))


def _before(file: str) -> str:
    """What the step has put into its summary already, which must stay."""
    summary = os.environ.get(STEP_SUMMARY)
    if not summary or real(summary) != real(file):
        return ""
    path = Path(file)
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
