"""`ivrsim lint`: find faults in call flow files."""

from __future__ import annotations

import argparse

from ivrsim.cli.linting import choosing, inputs, outputs

SUMMARY = "find faults in call flows before their callers do"
EXAMPLES = """\
  ivrsim lint campaign.json
  ivrsim lint campaigns/ --format concise
  ivrsim lint campaign.json --select IVR2,IVR301 --ignore IVR202
  ivrsim lint campaign.json --format invoca    the vendor's 403 answer to this tree
  ivrsim lint - < campaign.json
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files, the rules, the output."""
    for part in (inputs, choosing, outputs):
        part.arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Lint every file; 0 clean, 1 something found, 2 a file cannot be read."""
    settings = choosing.settings_of(args)
    result = inputs.linted(inputs.files_of(args), settings)
    outputs.write(args, result)
    return choosing.exit_code(args, result)
