"""`ivrsim schema`: the JSON Schema of a campaign, or of the linter's configuration."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from typing import Any

from ivrsim.lazy import fetch

SUMMARY = "print the JSON Schema (2020-12) of an Invoca campaign or of ivrsim.toml, for editors"
EXAMPLES = """\
  ivrsim schema > campaign.schema.json
  ivrsim schema config > ivrsim.schema.json
"""

SCHEMAS: Mapping[str, str] = {
    "campaign": "ivrsim.vendors.invoca.schema:campaign_schema",
    "config": "ivrsim.lint.config_schema:full_config_schema",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which schema."""
    parser.add_argument("what", nargs="?", choices=list(SCHEMAS), default="campaign")


def run(args: argparse.Namespace) -> int:
    """Print the schema."""
    schema: Callable[[], dict[str, Any]] = fetch(SCHEMAS[args.what])
    print(json.dumps(schema(), indent=2, ensure_ascii=False))
    return 0
