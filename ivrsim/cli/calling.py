"""A call on a command line: who calls and what they do, for every command that makes one."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from ivrsim.cli import setting
from ivrsim.flow.flow import CallFlow
from ivrsim.simulate.caller import PLACE_PARTS, SIGNALS, TEXTS
from ivrsim.simulate.session import Call, call

ACTS = {"press": "KEY", "say": "TEXT", "enter": "DIGITS"}
FLAGS = ("mobile", "landline", "repeat", "during_hours")


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
    """The caller, the acts, the settings of a call."""
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
    setting.arguments(parser)


def is_described(args: argparse.Namespace) -> bool:
    """Whether the command line says anything of a call."""
    return bool(args.acts) or any(value not in ({}, []) for value in _words(args).values())


def begun(flow: CallFlow, args: argparse.Namespace) -> Call:
    """The call as it arrives.  Raises `UsageError` for a caller that cannot be."""
    return call(flow, **_words(args))


def walked(started: Call, args: argparse.Namespace) -> Call:
    """The same call after all that the caller does.  Raises as the methods of `Call`."""
    for name, value in args.acts or ():
        getattr(started, name)(*([value] if name in ACTS else []))
    return started


def _words(args: argparse.Namespace) -> dict[str, Any]:
    names = (*FLAGS, "at", "number", *PLACE_PARTS, "branch", *TEXTS, *SIGNALS)
    words: dict[str, Any] = {n: getattr(args, n) for n in names if getattr(args, n) is not None}
    if args.out_of_region:
        words["in_region"] = False
    if args.region:
        words["in_region"] = args.region
    words["custom_data"] = dict(setting.parted(pair, "--data") for pair in args.data)
    words["unanswered"] = args.unanswered
    return words | dict(map(setting.setting, args.set))
