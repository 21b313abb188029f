"""`ivrsim odds`: which share of calls goes where, exactly."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ivrsim.analysis.odds import Odds, odds
from ivrsim.analysis.profile import Profile, percent
from ivrsim.analysis.profiles import PROFILES, profile_of
from ivrsim.cli import setting
from ivrsim.cli.terminal import read_bytes
from ivrsim.errors import UsageError
from ivrsim.simulate.session import SETTINGS
from ivrsim.simulate.settings import DEFAULTS, CallSettings
from ivrsim.text import clean
from ivrsim.values import replace
from ivrsim.vendors.load import load

SUMMARY = "work out the exact share of calls for each outcome, node and key path"
EXAMPLES = """\
  ivrsim odds campaign.json
  ivrsim odds campaign.json --profile impatient
  ivrsim odds campaign.json --set wrong=4% --set open=80% --set attempts=2
  ivrsim odds campaign.json --show-profile     every number of the profile with its source
"""

RATES = ("repeat", "open", "wrong", "none", "hang_up", "accepts_text", "corrects_place",
         "answered", "branch_near", "errors_per")  # fmt: skip
"""The numbers of a profile that are one share each."""
NEGLIGIBLE = Fraction(1, 10**9)
"""What is left in a flow with loops, where some callers go round for ever; it is told."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, the callers, the output."""
    parser.add_argument("file", help="the campaign's JSON file, or - for standard input")
    parser.add_argument("--terms", help="which flow: future_terms (default), current_terms, ...")
    parser.add_argument("--profile", default="neutral", metavar="NAME",
                        help=f"who calls: {', '.join(PROFILES)} (default: neutral)")  # fmt: skip
    setting.arguments(parser, "a number of the profile (wrong=4%%) or a call setting")
    parser.add_argument("--show-profile", action="store_true", help="print its numbers first")
    parser.add_argument("--paths", type=int, default=10, metavar="N", help="key paths to print")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    """Print the odds; 1 where a share of the calls that counts is not decided."""
    flow = load(read_bytes(args.file), name=args.file).flow_named(args.terms)
    profile, settings = _changed(profile_of(args.profile), args.set)
    found = odds(flow, profile, settings)
    if args.format == "json":
        print(json.dumps(_body(found, args.paths), indent=2, ensure_ascii=False))
    else:
        print("\n".join(clean(line) for line in _lines(found, args)))
    return int(found.undecided > NEGLIGIBLE)


def _changed(profile: Profile, pairs: list[str]) -> tuple[Profile, CallSettings]:
    """The profile and the settings with what `--set` says."""
    settings = DEFAULTS
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if sign and name in RATES:
            profile = profile.but("--set", **{name: value})
        elif sign and name in SETTINGS:
            settings = replace(settings, **{name: setting.value_of(value)})
        else:
            raise UsageError(
                f"--set cannot change {pair!r}.",
                hint=f"NAME=VALUE, with a name of {', '.join((*RATES, *sorted(SETTINGS)))}.",
            )
    return profile, settings


def _lines(found: Odds, args: argparse.Namespace) -> list[str]:
    lines = [*found.profile.as_text().splitlines(), ""] if args.show_profile else []
    lines += _table("outcomes", found.outcomes)
    if found.numbers:
        lines += _table(
            "connected to", {number or "(given)": s for number, s in found.numbers.items()}
        )
    lines += _table("nodes", found.nodes)
    paths = {path.keys or "(no keys)": path.share for path in found.paths[: args.paths]}
    lines += _table("most likely keys", paths)
    if found.undecided:
        lines.append(f"not decided: {percent(found.undecided)} of the calls")
    source = "its numbers and their sources: --show-profile"
    return [*lines, f"Shares of all calls, for the profile {found.profile.name} ({source})."]


def _table(title: str, shares: Mapping[str, Fraction]) -> list[str]:
    rows = (f"{percent(share):>9}  {name}" for name, share in shares.items())
    return [title, *rows, ""]


def _body(found: Odds, paths: int) -> dict[str, Any]:
    """Shares as floating-point numbers, and exactly as text."""
    profile = found.profile
    numbers = {name: {"value": value, "source": source} for name, value, source in profile.rates()}
    return {
        "version": 1,
        "profile": {"name": profile.name, "errors_per": profile.errors_per, "numbers": numbers},
        "outcomes": _shares(found.outcomes),
        "connected_to": _shares(found.numbers),
        "nodes": _shares(found.nodes),
        "exits": [{"node": node, "exit": exit_, **_share(share)}
                  for (node, exit_), share in found.exits.items()],
        "paths": [{"keys": path.keys, **_share(path.share)} for path in found.paths[:paths]],
        "undecided": _share(found.undecided),
    }  # fmt: skip


def _shares(shares: Mapping[str, Fraction]) -> dict[str, dict[str, Any]]:
    return {name: _share(share) for name, share in shares.items()}


def _share(share: Fraction) -> dict[str, Any]:
    return {"share": float(share), "exact": str(share)}
