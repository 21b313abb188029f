"""`ivrsim show`: draw the flow, or print it as an outline."""

from __future__ import annotations

import argparse
import sys

from ivrsim.cli.terminal import read_bytes
from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow
from ivrsim.vendors.load import load

SUMMARY = "draw the flow as a picture, or print its outline"
EXAMPLES = """\
  ivrsim show campaign.json                    the outline, in the terminal
  ivrsim show campaign.json -o flow.svg        a picture; also .png, .html, .dot, .mmd, .txt, .pdf
  ivrsim show campaign.json --dark -o flow.png
  ivrsim show campaign.json --view traffic -o flow.svg
  ivrsim show new.json --against old.json --format mermaid
"""

NAMES = ("plain", "traffic", "dead", "lint", "diff")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, the view, the picture."""
    parser.add_argument("file", help="the campaign's JSON file, or - for standard input")
    parser.add_argument("--terms", help="which flow: future_terms (default), current_terms, ...")
    parser.add_argument("--view", metavar="NAME",
                        help=f"what to show of it: {', '.join(NAMES)}")  # fmt: skip
    parser.add_argument("--against", metavar="OLD", help="the file as it was before, for a diff")
    parser.add_argument("--profile", default="neutral", metavar="NAME",
                        help="whose calls traffic and diff count (default: neutral)")  # fmt: skip
    parser.add_argument("-o", "--output", metavar="FILE", help="where to draw; the suffix decides")
    parser.add_argument("--format", metavar="NAME",
                        help="svg, png, html, dot, mermaid, text or pdf")  # fmt: skip
    parser.add_argument("--dark", action="store_true", help="the dark theme")


def run(args: argparse.Namespace) -> int:
    """Draw, or print."""
    if args.file == args.against == "-":
        raise UsageError("Only one of the two files can be standard input.")
    flow, against = _flow(args.file, args.terms), None
    if args.against is not None:
        against = _flow(args.against, args.terms)
    kind = args.format or ("" if args.output else "text")
    drawn = flow.show(
        args.output,
        view=args.view or "",
        against=against,
        profile=args.profile,
        theme="dark" if args.dark else "light",
        format=kind or None,
    )
    if args.output:
        nodes = "1 node" if len(flow) == 1 else f"{len(flow):,} nodes"
        print(f"Wrote {drawn}: {nodes}.", file=sys.stderr)
    elif isinstance(drawn, bytes):
        sys.stdout.buffer.write(drawn)
    else:
        print(drawn, end="")
    return 0


def _flow(file: str, terms: str | None) -> CallFlow:
    return load(read_bytes(file), name=file).flow_named(terms)
