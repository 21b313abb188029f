"""Which rules `ivrsim lint` applies, from its options and the configuration; its exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ivrsim.cli.linting.configuration import add_configuration
from ivrsim.cli.named import named
from ivrsim.lazy import fetch
from ivrsim.lint.check import LintResult
from ivrsim.lint.config import Asked, baseline_path, config_for, settings_for
from ivrsim.lint.finding import Preset, Severity
from ivrsim.lint.settings import LintSettings

if TYPE_CHECKING:
    from ivrsim.cli.linting.running import Input


def arguments(parser: argparse.ArgumentParser) -> None:
    """The rules, the configuration, what makes a run fail, the known findings."""
    rules = parser.add_argument_group("rules")
    rules.add_argument(
        "--select",
        type=_codes,
        metavar="CODES",
        help="only these: codes, their beginnings (IVR2), names, ALL",
    )
    rules.add_argument("--extend-select", metavar="CODES", help="these too")
    rules.add_argument("--ignore", metavar="CODES", help="all but these")
    rules.add_argument(
        "--preset", choices=list(map(str, Preset)), help="how much is looked for by default"
    )
    rules.add_argument(
        "--recordings",
        type=named,
        action="append",
        default=[],
        metavar="FILE",
        help="a list of prompt recordings to compare with, of the network or the advertiser",
    )
    add_configuration(parser).add_argument(
        "--show-config", action="store_true", help="print the settings in force, and stop"
    )
    outcome = parser.add_argument_group("outcome")
    outcome.add_argument(
        "--fail-on",
        choices=list(map(str, Severity)),
        metavar="SEVERITY",
        help="exit code 1 only for error, warning or info (default), or what is graver",
    )
    outcome.add_argument("--exit-zero", action="store_true", help="exit code 0 for any findings")
    outcome.add_argument(
        "--statistics", action="store_true", help="only count the findings of each rule"
    )
    outcome.add_argument(
        "--baseline", type=named, metavar="FILE", help="leave out the findings it knows"
    )
    outcome.add_argument("--no-baseline", action="store_true", help="show known findings too")
    outcome.add_argument(
        "--update-baseline", action="store_true", help="write what is found into the baseline"
    )


def _codes(text: str) -> str:
    if not text.replace(",", "").strip():
        raise argparse.ArgumentTypeError("it names no rule, so nothing would be looked for")
    return text


def asked(args: argparse.Namespace) -> Asked:
    """What the command line says about rules, as a value that can be pickled."""
    return Asked(
        select=args.select,
        extend_select=args.extend_select,
        ignore=args.ignore,
        preset=Preset(args.preset) if args.preset else None,
        fail_on=Severity(args.fail_on) if args.fail_on else None,
        plugins=args.plugins,
        baseline=args.baseline,
        no_baseline=args.no_baseline,
        recordings=tuple(args.recordings),
        config=args.config,
        isolated=args.isolated,
    )


def settings_of(args: argparse.Namespace, file: str = "-") -> LintSettings:
    """How to lint one file; without one, a text that stands in the current folder.

    Raises `UsageError` for a configuration that makes no sense.
    """
    return settings_for(file, asked(args))


def instead(args: argparse.Namespace, files: Sequence[Input]) -> int | None:
    """Do what is asked for instead of a report of findings; None where it is not.

    Raises as `settings_of`, and `UsageError` where no baseline is named.
    """
    if args.show_config:
        show = fetch("ivrsim.cli.linting.showing:settings_in_force")
        sys.stdout.write(show([file.name for file in files], asked(args)))
        return 0
    if args.update_baseline:
        return int(fetch("ivrsim.cli.linting.baselining:update")(files, asked(args)))
    return None


def statistics(result: LintResult) -> str:
    """How many findings each rule has, a line for each, the most first."""
    counted: str = fetch("ivrsim.cli.linting.showing:statistics")(result)
    return counted


def tell_gone(args: argparse.Namespace, files: Sequence[Input], result: LintResult) -> None:
    """Say on standard error what a baseline knows and nobody finds any more."""
    words, names = asked(args), [file.name for file in files]
    if any(baseline_path(config_for(name, words), words) for name in names):
        fetch("ivrsim.cli.linting.baselining:tell_gone")(result, names, words)


def exit_code(args: argparse.Namespace, result: LintResult) -> int:
    """0 clean, 1 something found that is grave enough, 2 a file cannot be read."""
    if any(diagnostic.code == "IVR919" for diagnostic in result.diagnostics):
        return 2
    if args.exit_zero:
        return 0
    files = {diagnostic.file for diagnostic in result.diagnostics}
    words = asked(args)
    least = {file: settings_for(file, words).fail_on.rank for file in files}
    return int(any(d.severity.rank <= least[d.file] for d in result.diagnostics))
