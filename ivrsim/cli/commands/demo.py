"""`ivrsim demo`: lint a bundled campaign, walk one call through it, draw it."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path

from ivrsim.cli.terminal import add_colour, wants_colour
from ivrsim.errors import UnreadableError
from ivrsim.files import write_whole
from ivrsim.lint.check import lint_all
from ivrsim.lint.reports import REPORTS
from ivrsim.simulate.session import Call, call
from ivrsim.simulate.trace import clock, describe
from ivrsim.text import clean, shorten
from ivrsim.vendors.load import load

SUMMARY = "see it work: lint a bundled campaign, walk one call, draw the picture"
EXAMPLES = """\
  ivrsim demo
  ivrsim demo --into somewhere
"""

BUNDLED = Path(__file__).parents[2] / "demo" / "campaign.json"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write."""
    parser.add_argument(
        "--into", metavar="FOLDER", default="ivrsim-demo", help="default: %(default)s"
    )
    add_colour(parser)


def run(args: argparse.Namespace) -> int:
    """The main job, start to end; 0 even though the campaign has faults: it is meant to."""
    folder = _folder(args.into)
    campaign = write_whole(folder / "campaign.json", BUNDLED.read_bytes())
    print(f"1. Lint {campaign}: the faults that callers would have found.\n")
    result = lint_all([load(campaign)])
    print(REPORTS["text"](result, colour=wants_colour(args.colour)))
    print("2. Walk a call: a mobile caller from Seattle, Monday morning, heating, not urgent.\n")
    walked = walk(campaign)
    for step in walked.trace:
        print(f"{clock(step.time):>6}  {shorten(clean(describe(step)), 90)}")
    print(f"{'':>6}  keypresses: {walked.keypresses}\n")
    print("3. Draw it.\n")
    for suffix in ("svg", "png") if find_spec("resvg_py") else ("svg",):
        print(f"   {load(campaign).flow.show(folder / f'flow.{suffix}')}")
        print(f"   {walked.show(folder / f'call.{suffix}')}")
    print(NEXT.format(campaign=campaign))
    return 0


def walk(campaign: Path | str) -> Call:
    """The demo's call."""
    flow = load(campaign).flow
    caller = {"mobile": True, "at": "2026-11-23T10:00", "city": "Seattle", "state": "WA"}
    return call(flow, **caller).press("1").press("2")


def _folder(name: str) -> Path:
    folder = Path(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnreadableError(
            f"{folder} cannot be made: {error.strerror}.", hint="Choose another with --into."
        ) from error
    return folder


NEXT = """
Next:
   mend {campaign} and lint it again:   ivrsim lint {campaign}
   read why a rule exists:              ivrsim explain IVR201
   be the caller yourself:              ivrsim call {campaign} --at "2026-11-23 10:00"
   lint your own campaign:              ivrsim lint FILE.json
"""
