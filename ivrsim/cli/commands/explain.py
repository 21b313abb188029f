"""`ivrsim explain`: the page of a rule."""

from __future__ import annotations

import argparse

from ivrsim.cli.linting.configuration import add_configuration, here
from ivrsim.lint.explain import explain

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
    settings = here(args)
    print("\n\n".join(explain(rule, settings).rstrip() for rule in args.rule))
    return 0
