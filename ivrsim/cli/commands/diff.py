"""`ivrsim diff`: what changed between two call flows, and which callers notice."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from ivrsim.analysis.profile import percent
from ivrsim.analysis.profiles import PROFILES
from ivrsim.cli import setting
from ivrsim.cli.terminal import read_bytes
from ivrsim.conditions.symbolic.formula import UNDECIDED
from ivrsim.delta.between import BUDGET, Compare, diff, flows_of
from ivrsim.delta.edits import Edit
from ivrsim.delta.experience import Experience
from ivrsim.delta.region import Delta, Region
from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow
from ivrsim.text import clean
from ivrsim.vendors.load import load

SUMMARY = "show what changed between two call flows, and prove which callers notice"
EXAMPLES = """\
  ivrsim diff old.json new.json
  ivrsim diff campaign.json                    its current_terms against its future_terms
  ivrsim diff old.json new.json --prompts      what is said counts too
  ivrsim diff old.json new.json --format json
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files, what counts, the output."""
    parser.add_argument("old", help="the campaign's JSON file as it was, or - for standard input")
    parser.add_argument("new", nargs="?", help="as it becomes; left out: OLD's future_terms")
    parser.add_argument(
        "--terms", help="which flow of both files: future_terms, current_terms, ..."
    )
    parser.add_argument("--prompts", action="store_true", help="a changed prompt is noticed too")
    parser.add_argument("--profile", default="neutral", metavar="NAME",
                        help=f"whose calls: {', '.join(PROFILES)} (default: neutral)")  # fmt: skip
    parser.add_argument("--budget", type=int, default=BUDGET, metavar="STEPS",
                        help=f"work after which to give up (default: {BUDGET:,})")  # fmt: skip
    setting.arguments(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    """Print the difference; 0 where there is none, 1 where there is, or may be."""
    old, new = _flows(args)
    compare: Compare = "prompts" if args.prompts else "outcome"
    settings = setting.settings_of(args.set)
    found = diff(old, new, args.profile, compare=compare, settings=settings, budget=args.budget)
    files = [_file(name, flow) for name, flow in ((args.old, old), (args.new or args.old, new))]
    if args.format == "json":
        print(json.dumps(_body(found, files), indent=2, ensure_ascii=False))
    else:
        print("\n".join(clean(line) for line in _lines(found, files)))
    return int(bool(found))


def _flows(args: argparse.Namespace) -> tuple[CallFlow, CallFlow]:
    if args.old == args.new == "-":
        raise UsageError("Only one of the two files can be standard input.")
    old = load(read_bytes(args.old), name=args.old)
    if args.new is None:
        if args.terms:
            raise UsageError("--terms names one flow in each of two files.")
        return flows_of(old)
    new = load(read_bytes(args.new), name=args.new)
    return old.flow_named(args.terms), new.flow_named(args.terms)


def _file(name: str, flow: CallFlow) -> tuple[str, str]:
    """A file, and the option that names the flow in it."""
    return name, f" --terms {flow.name}" if flow.name.endswith("_terms") else ""


Files = list[tuple[str, str]]


def _commands(region: Region, files: Files) -> list[str]:
    """The two commands that replay a witness."""
    sides = (region.witness.old, region.witness.new)
    return [
        witness.command(file) + terms for witness, (file, terms) in zip(sides, files, strict=True)
    ]


def _lines(found: Delta, files: Files) -> Iterator[str]:
    yield from map(str, found.edits)
    if found.edits:
        yield f"{len(found.edits)} edits; {found.kept} nodes as before."
        yield ""
    yield found.verdict
    for region in found.regions:
        old, new = _commands(region, files)
        before, after = region.told
        yield ""
        yield f"{region.who}{_share(region)}"
        yield f"  before  {before}"
        yield f"          {old}"
        yield f"  after   {after}"
        yield f"          {new}"
    yield from found.doubts


def _share(region: Region) -> str:
    return f": {percent(region.share)} of calls" if region.share is not None else ""


def _body(found: Delta, files: Files) -> dict[str, Any]:
    verdict = None if found.equivalent is UNDECIDED else found.equivalent
    return {
        "version": 1,
        "equivalent": verdict,
        "edits": [_edit(edit) for edit in found.edits],
        "kept": found.kept,
        "regions": [_region(region, files) for region in found.regions],
        "undecided": list(found.doubts),
    }


def _edit(edit: Edit) -> dict[str, Any]:
    return {"edit": type(edit).__name__.lower(), **asdict(edit)}


def _region(region: Region, files: Files) -> dict[str, Any]:
    before, after = _commands(region, files)
    return {
        "callers": region.who,
        "everybody": region.everybody,
        "endings": region.ends,
        "share": None if region.share is None else float(region.share),
        "exact": None if region.share is None else str(region.share),
        "no_share": region.no_share,
        "before": _experience(region.before, before),
        "after": _experience(region.after, after),
    }


def _experience(had: Experience, command: str) -> dict[str, Any]:
    return {
        "outcome": had.kind,
        "number": had.number or None,
        "extension": had.target.extension or None,
        "texts_sent": list(had.texts),
        "command": command,
    }
