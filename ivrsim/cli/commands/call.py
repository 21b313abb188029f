"""`ivrsim call`: walk a call, from a script or key by key at the terminal."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from ivrsim.cli import calling
from ivrsim.cli.terminal import read_bytes
from ivrsim.errors import CallEnded, UsageError
from ivrsim.flow.flow import CallFlow
from ivrsim.flow.question import KEYS
from ivrsim.simulate.session import Call
from ivrsim.simulate.trace import clock, describe
from ivrsim.text import clean
from ivrsim.vendors.load import load

SUMMARY = "walk a caller through the flow: scripted, or key by key at a terminal"
EXAMPLES = """\
  ivrsim call campaign.json --mobile --at "2026-11-23 10:00"
  ivrsim call campaign.json --at "2026-11-23 10:00" --press 2 --silence --press 1
  ivrsim call campaign.json --during-hours --region "West Coast" --enter 93101 -o call.svg
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The caller, the acts, the output."""
    parser.add_argument("file", help="the campaign's JSON file, or - for standard input")
    parser.add_argument("--terms", help="which flow: future_terms (default), current_terms, ...")
    calling.arguments(parser)
    parser.add_argument("-o", "--output", metavar="PICTURE", help="draw the call: .svg, .png, ...")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    """Walk the call and print its trace; 1 where the flow cannot go on."""
    document = load(read_bytes(args.file), name=args.file)
    flow = document.flow_named(args.terms)
    talk = args.acts is None and sys.stdin.isatty() and args.format == "text"
    started = calling.begun(flow, args)
    if talk:
        converse(started)
    else:
        calling.walked(started, args)
        print(as_json(started) if args.format == "json" else _report(started))
    if args.output:
        print(f"Picture: {started.show(args.output)}", file=sys.stderr)
    return int(started.outcome is not None and started.outcome.kind == "fault")


def _report(walked: Call) -> str:
    waiting = "" if walked.ended else f"\n{'':>8}waiting for the caller at {walked.node}"
    keys = f"\n{'':>8}keypresses: {walked.keypresses}" if walked.keypresses else ""
    return f"{walked.outline()}{waiting}{keys}"


def as_json(walked: Call) -> str:
    """The call as JSON: outcome, keypresses and every step."""
    body = {
        "version": 1,
        "outcome": asdict(walked.outcome) if walked.outcome else None,
        "node": walked.node,
        "connected_to": walked.connected_to,
        "keypresses": walked.keypresses,
        "texts_sent": walked.texts_sent,
        "seconds": round(walked.time, 3),
        "trace": [asdict(step) | {"time": round(step.time, 3)} for step in walked.trace],
    }
    return json.dumps(body, indent=2, ensure_ascii=False)


# -- at a terminal -----------------------------------------------------------------

HELP = "Press 1-9, 0, * or #; Enter alone: stay silent; say WORDS; enter DIGITS; q: hang up."


def converse(walked: Call) -> None:
    """A call at the terminal: what is heard is printed, what is typed is pressed."""
    print(clean(f"{_title(walked.flow)}. {HELP}"))
    shown = 0
    while True:
        for step in walked.trace[shown:]:
            print(f"{clock(step.time):>6}  {clean(describe(step))}")
        shown = len(walked.trace)
        if walked.ended:
            print(f"{'':>8}keypresses: {walked.keypresses or 'none'}")
            return
        try:
            _typed(walked, input("> ").strip())
        except EOFError:
            walked.hang_up()
        except (UsageError, CallEnded) as problem:
            print(clean(problem.message), HELP)


def _title(flow: CallFlow) -> str:
    return f"Calling {flow.campaign.name or 'the call flow'}"


def _typed(walked: Call, line: str) -> None:
    word, _, rest = line.partition(" ")
    if not line:
        walked.silence()
    elif line in ("q", "quit", "hang up"):
        walked.hang_up()
    elif word == "say" and rest:
        walked.say(rest)
    elif word == "enter" and rest:
        walked.enter(rest.strip())
    elif all(key in KEYS for key in line) and len(line) > 1:
        walked.enter(line)
    else:
        walked.press(line)
