"""Which rules `ivrsim lint` applies, from its options and the configuration; its exit code."""

from __future__ import annotations

import argparse

from ivrsim.lint.check import LintResult
from ivrsim.lint.config import Asked, settings_for
from ivrsim.lint.finding import Preset
from ivrsim.lint.settings import LintSettings


def arguments(parser: argparse.ArgumentParser) -> None:
    """The rules."""
    rules = parser.add_argument_group("rules")
    rules.add_argument(
        "--select", metavar="CODES", help="only these: codes, their beginnings (IVR2), names, ALL"
    )
    rules.add_argument("--extend-select", metavar="CODES", help="these too")
    rules.add_argument("--ignore", metavar="CODES", help="all but these")
    rules.add_argument(
        "--preset", choices=list(map(str, Preset)), help="how much is looked for by default"
    )
    rules.add_argument(
        "--plugins", action="store_true", help="also the rules of installed distributions"
    )
    where = rules.add_mutually_exclusive_group()
    where.add_argument(
        "--config",
        metavar="FILE",
        help="the configuration (default: the nearest ivrsim.toml or pyproject.toml)",
    )
    where.add_argument("--isolated", action="store_true", help="no configuration at all")


def asked(args: argparse.Namespace) -> Asked:
    """What the command line says about rules, as a value that can be pickled."""
    return Asked(
        select=args.select,
        extend_select=args.extend_select,
        ignore=args.ignore,
        preset=Preset(args.preset) if args.preset else None,
        plugins=args.plugins,
        config=args.config,
        isolated=args.isolated,
    )


def settings_of(args: argparse.Namespace, file: str = "-") -> LintSettings:
    """How to lint one file; without one, a text that stands in the current folder.

    Raises `UsageError` for a configuration that makes no sense.
    """
    return settings_for(file, asked(args))


def exit_code(args: argparse.Namespace, result: LintResult) -> int:
    """0 clean, 1 something found, 2 a file cannot be read."""
    unreadable = any(d.code == "IVR919" for d in result.diagnostics)
    return 2 if unreadable else int(bool(result.diagnostics))
