"""`ivrsim lint`: find faults in call flow files."""

from __future__ import annotations

import argparse

from ivrsim.cli.linting import choosing, inputs, outputs, running
from ivrsim.lazy import fetch

SUMMARY = "find faults in call flows before their callers do"
EXAMPLES = """\
  ivrsim lint campaign.json
  ivrsim lint campaigns/ --format concise
  ivrsim lint campaign.json --select IVR2,IVR301 --ignore IVR202
  ivrsim lint campaign.json --format invoca    the vendor's 403 answer to this tree
  ivrsim lint campaigns/ --output text --output sarif=report.sarif
  ivrsim lint --staged                         what the next commit holds
  ivrsim lint - --stdin-filename campaign.json < campaign.json
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files, the rules, the output."""
    for part in (inputs, choosing, outputs):
        part.arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Lint every file; 0 clean, 1 something found, 2 a file cannot be read."""
    outputs.outputs_of(args)
    if not args.watch:
        return _once(args)
    inputs.refuse_stdin(args)
    watch = fetch("ivrsim.cli.linting.watching:watch")
    return int(watch(lambda: _once(args), lambda: inputs.stamps(args)))


def _once(args: argparse.Namespace) -> int:
    files = inputs.files_of(args)
    result = running.linted(
        files,
        lambda file: choosing.settings_of(args, file),
        jobs=args.jobs,
        cache=inputs.cache_of(args, files),
    )
    outputs.write(args, result)
    return choosing.exit_code(args, result)
