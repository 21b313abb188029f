"""`ivrsim test`: run call scripts, without pytest."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from ivrsim.cli.named import refuse_empty
from ivrsim.cli.terminal import progress, progress_done
from ivrsim.errors import UsageError
from ivrsim.files import write_whole
from ivrsim.lazy import pattern
from ivrsim.testing.coverage import Coverage, percent_text
from ivrsim.testing.coverage_identity import Origin
from ivrsim.testing.script_report import FORMATS, Ran, junit, summary
from ivrsim.testing.script_suite import (
    SUFFIX,
    BadScript,
    Library,
    Loaded,
    chosen,
    scripts_below,
)
from ivrsim.text import clean

SUMMARY = "run call scripts: plain-text tests of a call flow"
EXAMPLES = """\
  ivrsim test campaign.call
  ivrsim test calls/                          every script of a folder
  ivrsim test campaign.call:12                the call that stands at line 12
  ivrsim test calls/ -k support               calls by a part of their name
  ivrsim test campaign.call --update          record what happens as what is expected
  ivrsim test calls/ --suggest                the calls that would show what these do not
  ivrsim test calls/ --junit report.xml --summary "$GITHUB_STEP_SUMMARY"
"""

_AT_LINE = pattern(r"(.+):([1-9][0-9]{0,8})")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The scripts, the choice, the output."""
    parser.add_argument("files", nargs="+", metavar="FILE",
                        help=f"a script, FILE:LINE, or a folder of *{SUFFIX} files")  # fmt: skip
    parser.add_argument("-k", metavar="TEXT", default="", dest="keyword",
                        help="only calls and statements with this in their name")  # fmt: skip
    parser.add_argument("--update", action="store_true",
                        help="write what happens into the scripts, to be expected")  # fmt: skip
    parser.add_argument("--suggest", action="store_true",
                        help="print the calls that would cover what these do not")  # fmt: skip
    parser.add_argument("--format", choices=tuple(FORMATS), default="text")
    parser.add_argument("--junit", metavar="FILE", help="write a JUnit report as well")
    parser.add_argument("--summary", metavar="FILE",
                        help="add Markdown to this file, such as $GITHUB_STEP_SUMMARY")  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Run the scripts: 0 all passed, 1 some failed, 2 a script cannot be run."""
    wanted = _wanted(args.files)
    library, loaded, bad = Library(), list[Loaded](), False
    for path in wanted:
        try:
            loaded.append(library.load(path))
        except BadScript as error:
            bad = True
            for line in error.message.splitlines():
                print(clean(line), file=sys.stderr)
    runs = [ran for one in loaded for ran in _ran(one, args, wanted[one.path])]
    if not runs and not bad:
        hint = f"No name holds {args.keyword!r}." if args.keyword else "Name a line of a call."
        raise UsageError("No call and no statement is chosen.", hint=hint)
    if runs or not bad:
        sys.stdout.write(FORMATS[args.format](runs))
    if args.suggest:
        out = sys.stdout if args.format == "text" else sys.stderr
        out.writelines(f"{clean(line)}\n" for line in _suggested(loaded, runs))
    _written(args, runs)
    return 2 if bad else int(any(not ran.result.passed for ran in runs))


def _ran(one: Loaded, args: argparse.Namespace, lines: list[int]) -> list[Ran]:
    """The results of one script; with `--update`, those after it was written."""
    meant = chosen(one.script, args.keyword, lines)
    items = [item for item in one.script.items if meant(item)]
    results = []
    for number, item in enumerate(items, 1):
        progress(f"{clean(one.path)}: {number} of {len(items)}")
        results.append(one.run(item))
    progress_done()
    if args.update and one.record(results):
        print(f"Recorded: {clean(one.path)}", file=sys.stderr)
        again = Library().load(one.path)
        places = [one.script.items.index(item) for item in items]
        results = [again.run(again.script.items[place]) for place in places]
    return [Ran(one.path, result) for result in results]


def _suggested(loaded: list[Loaded], runs: list[Ran]) -> Iterator[str]:
    """For each flow, the calls that would show what its scripts do not."""
    suite: dict[tuple[str, str | None], Coverage] = {}
    for one in loaded:
        key = one.file, one.script.terms
        if key not in suite:
            suite[key] = Coverage(one.flow, origin=Origin(*key))
        for ran in runs:
            for made in ran.result.calls if ran.path == one.path else ():
                suite[key].add(made, test=ran.result.item.name, passed=ran.result.passed)
    for (file, _), coverage in suite.items():
        left = coverage.suggest()
        yield ""
        more = "; these calls cover the rest:" if left else "."
        yield f"{file}: {percent_text(coverage.percent)} covered{more}"
        yield from (f"  {suggestion.command}" for suggestion in left)


def _wanted(names: list[str]) -> dict[str, list[int]]:
    """The files that are named, each with the lines that are; no line: all of it."""
    found: dict[str, list[int]] = {}
    for name in names:
        refuse_empty(name)
        match = _AT_LINE.fullmatch(name)
        if match and not Path(match[0]).exists():
            found.setdefault(match[1], []).append(int(match[2]))
        elif "\0" not in name and Path(name).is_dir():
            below = scripts_below(name)
            if not below:
                raise UsageError(f"{name} holds no {SUFFIX} file.", hint="Name a script.")
            found.update({path: [] for path in below})
        else:
            found[name] = []
    return found


def _written(args: argparse.Namespace, runs: list[Ran]) -> None:
    if args.junit:
        write_whole(args.junit, junit(runs))
    if args.summary:
        file = Path(args.summary)
        old = file.read_bytes() if file.is_file() else b""
        write_whole(file, old + summary(runs).encode())
