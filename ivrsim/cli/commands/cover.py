"""`ivrsim cover`: few calls that between them show all that a flow can do."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from ivrsim.analysis.cover import Cover, cover
from ivrsim.analysis.cover_targets import GOALS, Target
from ivrsim.cli import setting
from ivrsim.cli.terminal import read_bytes
from ivrsim.errors import UsageError
from ivrsim.files import write_whole
from ivrsim.lazy import fetch
from ivrsim.text import clean
from ivrsim.vendors.load import load

SCRIPT = ".call"
"""How the names of call scripts end."""

SUMMARY = "find few calls that reach every branch, and write them as tests"
EXAMPLES = """\
  ivrsim cover campaign.json                      a call for every node and exit
  ivrsim cover campaign.json --goal mcdc          and for every test of every condition
  ivrsim cover campaign.json --write tests/       the calls as a call script, campaign.call
  ivrsim cover campaign.json --write test_ivr.py  the same as a pytest file
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, the goal, the output."""
    parser.add_argument("file", help="the campaign's JSON file, or - for standard input")
    parser.add_argument("--terms", help="which flow: future_terms (default), current_terms, ...")
    parser.add_argument("--goal", choices=GOALS, default="exits", help="default: exits")
    parser.add_argument(
        "--write", metavar="PATH", help="write the calls as tests: FILE.py, FILE.call or a folder"
    )
    setting.arguments(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    """Print the calls; 1 where something could not be decided within the budget."""
    flow = load(read_bytes(args.file), name=args.file).flow_named(args.terms)
    if args.write and args.file == "-":
        raise UsageError("Tests load a file, and standard input has none.", hint="Name the file.")
    found = cover(flow, args.goal, settings=setting.settings_of(args.set))
    body = _body(found, args.file, args.terms)
    print(json.dumps(body, indent=2, ensure_ascii=False) if args.format == "json" else _text(body))
    if args.write:
        written = _write(found, args.file, args.terms, args.write)
        print(f"Wrote {written}: {len(found)} tests.", file=sys.stderr)
    return int(bool(found.undecided))


def _write(found: Cover, file: str, terms: str | None, to: str) -> Path:
    """The calls as tests: a script, a pytest file, or a script in a folder, by the name."""
    path = Path(to)
    if path.is_dir() or to.endswith(("/", os.sep)):
        path.mkdir(parents=True, exist_ok=True)
        path /= f"{Path(file).stem}{SCRIPT}"
    campaign = Path(os.path.relpath(file, path.parent)).as_posix()
    if path.suffix != SCRIPT:
        return found.as_pytest(path, campaign, terms)
    write_script = fetch("ivrsim.testing.script_write:write_script")
    calls = [witness.call() for witness in found]
    return write_whole(path, write_script(*calls, flow=campaign, terms=terms))


def _body(found: Cover, file: str, terms: str | None) -> dict[str, Any]:
    calls = zip(found.calls, found.covers, strict=True)
    more = f" --terms {terms}" if terms else ""
    return {
        "version": 1,
        "goal": found.goal,
        "targets": len(found.targets),
        "least": found.least,
        "summary": found.summary,
        "calls": [
            {"command": call.command(file) + more, "node": call.node, "covers": _places(targets)}
            for call, targets in calls
        ],
        "impossible": _places(found.impossible),
        "undecided": _places(found.undecided),
    }


def _places(targets: tuple[Target, ...]) -> list[dict[str, Any]]:
    return [{"text": str(target), **_asked(target)} for target in targets]


def _asked(target: Target) -> dict[str, Any]:
    """The parts of a target that it has."""
    return {name: value for name, value in target._asdict().items() if value not in (None, "", 0)}


def _text(body: dict[str, Any]) -> str:
    lines = [call["command"] for call in body["calls"]]
    lines += [f"no caller: {target['text']}" for target in body["impossible"]]
    lines += [f"not decided: {target['text']}" for target in body["undecided"]]
    return "\n".join(clean(line) for line in [*lines, f"{body['summary']}."])
