"""`ivrsim show`: draw a flow, keep its picture up to date, or draw a folder of them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ivrsim.cli import calling
from ivrsim.cli.named import PATTERN, named_files
from ivrsim.cli.showing import asking
from ivrsim.cli.terminal import read_bytes
from ivrsim.errors import UsageError
from ivrsim.files import write_whole
from ivrsim.lazy import fetch
from ivrsim.render.show import FORMATS, Shown
from ivrsim.text import clean

SUMMARY = "draw the flow as a picture, or print its outline"
EXAMPLES = """\
  ivrsim show campaign.json                    the outline, in the terminal
  ivrsim show campaign.json -o flow.svg        a picture; also .png, .html, .dot, .mmd, .txt, .pdf
  ivrsim show campaign.json --open             a page, in the browser
  ivrsim show campaign.json --watch --open     drawn again whenever the file changes
  ivrsim show campaign.json --mobile --press 2 -o call.svg
  ivrsim show campaign.json --view traffic --dark -o flow.png
  ivrsim show campaign.json --coverage ivr-coverage.json -o tested.html
  ivrsim show new.json --against old.json --format mermaid
  ivrsim show campaign.json --detail icicle --view traffic -o flow.svg
  ivrsim show campaign.json --focus /2/1 -o part.svg
  ivrsim show campaigns/ -o gallery/           a page for each, and one that leads to them
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files, the view, the picture."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="a campaign's JSON file, - for standard input, "
        "or folders and patterns for a gallery")  # fmt: skip
    parser.add_argument("--terms", help="which flow: future_terms (default), current_terms, ...")
    parser.add_argument("--view", metavar="NAME",
                        help="plain, path, traffic, dead, lint, diff or coverage")  # fmt: skip
    parser.add_argument("--against", metavar="OLD", help="the file as it was before, for a diff")
    parser.add_argument("--coverage", metavar="FILE", action="append", default=[],
                        help="what pytest --ivr-cov-report json wrote")  # fmt: skip
    parser.add_argument("--profile", default="neutral", metavar="NAME",
                        help="whose calls traffic, diff and coverage count "
                        "(default: neutral)")  # fmt: skip
    parser.add_argument("--detail", metavar="NAME", default="auto",
                        help="full, lines, folded, icicle, or auto: by size")  # fmt: skip
    parser.add_argument("--focus", metavar="NODE", default="",
                        help="draw what follows a node such as /2/1; or `marked`: fold the "
                        "rest")  # fmt: skip
    parser.add_argument("-o", "--output", metavar="FILE", help="where to draw; the suffix decides")
    parser.add_argument("--format", metavar="NAME",
                        help="svg, png, html, dot, mermaid, text, tree or pdf")  # fmt: skip
    parser.add_argument("--theme", metavar="NAME",
                        help="auto (the reader's), light or dark; a page is auto")  # fmt: skip
    parser.add_argument("--dark", action="store_true", help="the same as --theme dark")
    parser.add_argument("--open", action="store_true", help="show it in the browser")
    parser.add_argument("--watch", action="store_true", help="draw again whenever a file changes")
    calling.arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Draw, or print."""
    files = named_files(args.files)
    if _are_several(args.files):
        return int(fetch("ivrsim.cli.showing.galleries:write_gallery")(args, files))
    asking.view_of(args)
    if args.watch:
        return int(fetch("ivrsim.cli.showing.watching:watch")(args, files[0]))
    return _once(args, files[0])


def _are_several(names: list[str]) -> bool:
    """Whether a gallery is meant: by several files, a folder or a pattern."""
    if len(names) > 1 or Path(names[0]).is_dir():
        return True
    return bool(PATTERN & set(names[0])) and not Path(names[0]).exists()


def _once(args: argparse.Namespace, file: str) -> int:
    if args.output is not None and Path(args.output).is_dir():
        raise UsageError(
            f"{args.output} is a folder.", hint="Name a file in it; a folder is for several flows."
        )
    kind = asking.kind_asked(args)
    data = {name: read_bytes(name) for name in asking.inputs_of(args, file)}
    shown = asking.shown(args, file, data, kind)
    drawn = FORMATS[kind](shown)
    if args.output is not None or args.open:
        _keep(args, shown, drawn, kind)
    elif isinstance(drawn, str):
        print(drawn, end="")
    elif sys.stdout.isatty():
        raise UsageError(f"A terminal shows no {kind.upper()}.", hint=f"-o flow.{kind} writes it.")
    else:
        sys.stdout.buffer.write(drawn)
    return 0


def _keep(args: argparse.Namespace, shown: Shown, drawn: str | bytes, kind: str) -> None:
    """Write the picture to a file, and open that where it is asked for."""
    if args.output is not None:
        path = Path(args.output)
    else:
        path = fetch("ivrsim.cli.showing.opening:temporary_folder")() / f"flow.{kind}"
    write_whole(path, drawn)
    count = len(shown.asked.flow)
    nodes = "1 node" if count == 1 else f"{count:,} nodes"
    print(f"Wrote {clean(str(path))}: {nodes}.", file=sys.stderr)
    if args.open:
        if args.output is None:
            print(path)
        fetch("ivrsim.cli.showing.opening:open_file")(path)
