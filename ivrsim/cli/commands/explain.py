"""`ivrsim explain`: the page of a rule."""

from __future__ import annotations

import argparse

from ivrsim.cli.linting.configuration import add_configuration, here
from ivrsim.errors import UsageError
from ivrsim.lint.explain import explain, find
from ivrsim.lint.settings import DEFAULTS, LintSettings

SUMMARY = "print the page of a rule: why, a bad and a good example, the source"
EXAMPLES = """\
  ivrsim explain IVR201
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The rule, and the configuration that may declare it."""
    parser.add_argument("rule", nargs="+", metavar="CODE", help="a rule's code or name: IVR201")
    add_configuration(parser)


def run(args: argparse.Namespace) -> int:
    """Print the pages."""
    settings = _settings(args)
    print("\n\n".join(explain(rule, settings).rstrip() for rule in args.rule))
    return 0


def _settings(args: argparse.Namespace) -> LintSettings:
    """Our own rules have pages whatever the configuration says; what it declares, it says."""
    try:
        for rule in args.rule:
            find(rule)
    except UsageError:
        return here(args)
    return DEFAULTS
