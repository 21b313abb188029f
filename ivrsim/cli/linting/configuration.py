"""The options that say which configuration holds, of every command that has rules."""

from __future__ import annotations

import argparse

from ivrsim.cli.named import named
from ivrsim.lint.config import Asked, settings_for
from ivrsim.lint.settings import LintSettings


def add_configuration(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    """The options, in a group of their own that is given back."""
    group = parser.add_argument_group("configuration")
    group.add_argument(
        "--plugins", action="store_true", help="also the rules of installed distributions"
    )
    where = group.add_mutually_exclusive_group()
    where.add_argument(
        "--config",
        type=named,
        metavar="FILE",
        help="the configuration (default: the nearest ivrsim.toml or pyproject.toml)",
    )
    where.add_argument("--isolated", action="store_true", help="no configuration at all")
    return group


def here(args: argparse.Namespace) -> LintSettings:
    """The settings that hold in the current folder.

    Raises `UsageError` for a configuration that makes no sense.
    """
    asked = Asked(plugins=args.plugins, config=args.config, isolated=args.isolated)
    return settings_for("-", asked)
