"""`ivrsim show`: draw the flow, or print it as an outline."""

from __future__ import annotations

import argparse
import sys

from ivrsim.cli.terminal import read_bytes
from ivrsim.vendors.load import load

SUMMARY = "draw the flow as a picture, or print its outline"
EXAMPLES = """\
  ivrsim show campaign.json                    the outline, in the terminal
  ivrsim show campaign.json -o flow.svg        a picture; also .png, .dot, .txt, .html, .pdf
  ivrsim show campaign.json --dark -o flow.png
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, the picture."""
    parser.add_argument("file", help="the campaign's JSON file, or - for standard input")
    parser.add_argument("--terms", help="which flow: future_terms (default), current_terms, ...")
    parser.add_argument("-o", "--output", metavar="FILE", help="where to draw; the suffix decides")
    parser.add_argument("--dark", action="store_true", help="the dark theme")


def run(args: argparse.Namespace) -> int:
    """Draw, or print the outline."""
    flow = load(read_bytes(args.file), name=args.file).flow_named(args.terms)
    if not args.output:
        print(flow.outline())
        return 0
    written = flow.show(args.output, theme="dark" if args.dark else "light")
    nodes = "1 node" if len(flow) == 1 else f"{len(flow):,} nodes"
    print(f"Wrote {written}: {nodes}.", file=sys.stderr)
    return 0
