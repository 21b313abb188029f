"""`ivrsim schema`: the JSON Schema of a campaign."""

from __future__ import annotations

import argparse
import json

from ivrsim.vendors.invoca.schema import campaign_schema

SUMMARY = "print the JSON Schema (2020-12) of an Invoca campaign, for editors"
EXAMPLES = """\
  ivrsim schema > campaign.schema.json
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose yet."""


def run(args: argparse.Namespace) -> int:
    """Print the schema."""
    print(json.dumps(campaign_schema(), indent=2, ensure_ascii=False))
    return 0
