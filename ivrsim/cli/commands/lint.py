"""`ivrsim lint`: find faults in call flow files."""

from __future__ import annotations

import argparse
import sys

from ivrsim.cli.linting import choosing, fixing, inputs, outputs, running
from ivrsim.lazy import fetch
from ivrsim.lint.config import settings_for
from ivrsim.lint.settings import LintSettings

SUMMARY = "find faults in call flows before their callers do"
EXAMPLES = """\
  ivrsim lint campaign.json
  ivrsim lint campaigns/ --format concise
  ivrsim lint campaign.json --select IVR2,IVR301 --ignore IVR202
  ivrsim lint campaigns/ --baseline known.json --update-baseline
  ivrsim lint campaign.json --format invoca    the vendor's 403 answer to this tree
  ivrsim lint campaigns/ --output text --output sarif=report.sarif
  ivrsim lint campaign.json --fix              mend what is safe; --diff only shows it
  ivrsim lint --staged                         what the next commit holds
  ivrsim lint - --stdin-filename campaign.json < campaign.json
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files, the rules, the output."""
    parser.usage = "ivrsim lint [OPTIONS] FILE ..."
    for part in (inputs, choosing, fixing, outputs):
        part.arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Lint every file; 0 clean, 1 something found, 2 a file cannot be read."""
    outputs.outputs_of(args)
    fixing.refuse(args)
    if not args.watch:
        return _once(args)
    inputs.refuse_stdin(args)
    watching = fetch("ivrsim.cli.linting.watching")
    return int(watching.watch(lambda: _once(args), lambda: watching.stamps(args)))


def _once(args: argparse.Namespace) -> int:
    files = inputs.looked_at(args)

    words = choosing.asked(args)

    def settings_of(file: str) -> LintSettings:
        return settings_for(file, words)

    done = choosing.instead(args, files)
    if done is not None:
        return done
    if args.diff:
        return fixing.shown(args, files, settings_of)
    mended = fixing.mended(args, files, settings_of)
    cache = inputs.cache_of(args, files)
    result = running.linted(mended.files, settings_of, jobs=args.jobs, cache=cache)
    with fixing.report_apart(args):
        if args.statistics:
            sys.stdout.write(choosing.statistics(result))
        else:
            outputs.write(args, result)
    choosing.tell_gone(args, files, result)
    fixing.tell(result, mended)
    return max(choosing.exit_code(args, result), mended.code)
