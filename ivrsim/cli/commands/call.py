"""`ivrsim call`: walk a call, from a script or key by key at the terminal."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ivrsim.cli.terminal import read_bytes
from ivrsim.errors import CallEnded, UsageError
from ivrsim.flow.flow import CallFlow
from ivrsim.flow.question import KEYS
from ivrsim.simulate.caller import PLACE_PARTS, SIGNALS, TEXTS
from ivrsim.simulate.session import SETTINGS, Call, call
from ivrsim.simulate.trace import clock, describe
from ivrsim.text import clean
from ivrsim.vendors.load import load

SUMMARY = "walk a caller through the flow: scripted, or key by key at a terminal"
EXAMPLES = """\
  ivrsim call campaign.json --mobile --at "2026-11-23 10:00"
  ivrsim call campaign.json --at "2026-11-23 10:00" --press 2 --silence --press 1
  ivrsim call campaign.json --during-hours --region "West Coast" --enter 93101 -o call.svg
"""

ACTS = {"press": "KEY", "say": "TEXT", "enter": "DIGITS"}


class _Next(argparse.Action):
    """Keeps the caller's acts in the order they stand on the command line."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        namespace.acts = [*(namespace.acts or []), (self.dest, values)]


def arguments(parser: argparse.ArgumentParser) -> None:
    """The caller, the acts, the output."""
    parser.add_argument("file", help="the campaign's JSON file, or - for standard input")
    parser.add_argument("--terms", help="which flow: future_terms (default), current_terms, ...")
    caller = parser.add_argument_group("the caller")
    for flag in ("mobile", "landline", "repeat"):
        caller.add_argument(f"--{flag}", action="store_true", default=None)
    caller.add_argument("--at", metavar="TIME", help='"2026-11-23 10:00", the campaign\'s zone')
    hours = caller.add_mutually_exclusive_group()
    hours.add_argument("--during-hours", dest="during_hours", action="store_true", default=None)
    hours.add_argument("--after-hours", dest="during_hours", action="store_false", default=None)
    caller.add_argument("--region", metavar="NAME", action="append", help="the caller is in it")
    caller.add_argument("--out-of-region", action="store_true", help="in none of the regions")
    for part in ("number", *PLACE_PARTS, "branch", *TEXTS, *SIGNALS):
        caller.add_argument(f"--{part.replace('_', '-')}", metavar="TEXT")
    caller.add_argument("--data", metavar="FIELD=VALUE", action="append", default=[])
    caller.add_argument("--unanswered", metavar="NUMBER", action="append", default=[])
    acts = parser.add_argument_group("what the caller does, in this order")
    parser.set_defaults(acts=None)
    for name, metavar in ACTS.items():
        acts.add_argument(f"--{name}", metavar=metavar, action=_Next)
    for name in ("silence", "hang-up"):
        acts.add_argument(f"--{name}", dest=name.replace("-", "_"), nargs=0, action=_Next)
    parser.add_argument("--set", metavar="NAME=VALUE", action="append", default=[],
                        help="a setting the vendor leaves open, such as attempts=2")  # fmt: skip
    parser.add_argument("-o", "--output", metavar="PICTURE", help="draw the call: .svg, .png, ...")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    """Walk the call and print its trace; 1 where the flow cannot go on."""
    document = load(read_bytes(args.file), name=args.file)
    flow = document.flow_named(args.terms)
    talk = args.acts is None and sys.stdin.isatty() and args.format == "text"
    started = call(flow, **_words(args))
    if talk:
        converse(started)
    else:
        for name, value in args.acts or ():
            _act(started, name, value)
        print(as_json(started) if args.format == "json" else _report(started))
    if args.output:
        print(f"Picture: {started.show(args.output)}", file=sys.stderr)
    return int(started.outcome is not None and started.outcome.kind == "fault")


def _words(args: argparse.Namespace) -> dict[str, Any]:
    flags = ("mobile", "landline", "repeat", "during_hours")
    names = (*flags, "at", "number", *PLACE_PARTS, "branch", *TEXTS, *SIGNALS)
    words: dict[str, Any] = {n: getattr(args, n) for n in names if getattr(args, n) is not None}
    if args.out_of_region:
        words["in_region"] = False
    if args.region:
        words["in_region"] = args.region
    words["custom_data"] = dict(_pair(pair, "--data") for pair in args.data)
    words["unanswered"] = args.unanswered
    return words | dict(_setting(pair) for pair in args.set)


def _pair(text: str, option: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise UsageError(f"{option} takes NAME=VALUE, not {text!r}.")
    return name, value


def _setting(text: str) -> tuple[str, Any]:
    name, value = _pair(text, "--set")
    if name not in SETTINGS:
        raise UsageError(
            f"No setting is named {name!r}.", hint=f"Settings: {', '.join(sorted(SETTINGS))}."
        )
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _act(walked: Call, name: str, value: str) -> None:
    if name in ACTS:
        getattr(walked, name)(value)
    else:
        getattr(walked, name)()


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
