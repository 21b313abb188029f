"""Which rules `ivrsim lint` applies, from its options and the configuration; its exit code."""

from __future__ import annotations

import argparse

from ivrsim.lint.check import LintResult
from ivrsim.lint.settings import LintSettings


def arguments(parser: argparse.ArgumentParser) -> None:
    """The rules."""
    parser.add_argument(
        "--select", metavar="CODES", help="only these: codes, their beginnings (IVR2), names"
    )
    parser.add_argument("--ignore", metavar="CODES", help="all but these")


def settings_of(args: argparse.Namespace) -> LintSettings:
    """What the run is told.  Raises `UsageError` for a configuration that makes no sense."""
    return LintSettings(select=args.select, ignore=args.ignore)


def exit_code(args: argparse.Namespace, result: LintResult) -> int:
    """0 clean, 1 something found, 2 a file cannot be read."""
    unreadable = any(p.code == "IVR919" for d in result.documents for p in d.problems)
    return 2 if unreadable else int(bool(result.diagnostics))
