"""`ivrsim rules`: the table of all rules."""

from __future__ import annotations

import argparse

from ivrsim.cli.linting.configuration import add_configuration, here
from ivrsim.lint.explain import rules_table

SUMMARY = "list all rules"
EXAMPLES = """\
  ivrsim rules
  ivrsim rules --format markdown
  ivrsim rules --format json --plugins
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The format, and the configuration whose rules count too."""
    parser.add_argument("--format", choices=("text", "markdown", "json"), default="text")
    add_configuration(parser)


def run(args: argparse.Namespace) -> int:
    """Print the table."""
    print(rules_table(args.format, here(args)).rstrip())
    return 0
