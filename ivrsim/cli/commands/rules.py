"""`ivrsim rules`: the table of all rules."""

from __future__ import annotations

import argparse

from ivrsim.lint.explain import rules_table

SUMMARY = "list all rules"
EXAMPLES = """\
  ivrsim rules
  ivrsim rules --format markdown
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The format."""
    parser.add_argument("--format", choices=("text", "markdown", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    """Print the table."""
    print(rules_table(args.format).rstrip())
    return 0
