"""`--set NAME=VALUE` on a command line: what the vendors leave open, for every command."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from typing import Any

from ivrsim.errors import UsageError
from ivrsim.lazy import fetch
from ivrsim.simulate.session import SETTINGS
from ivrsim.simulate.settings import DEFAULTS, CallSettings
from ivrsim.values import replace


def arguments(
    parser: argparse.ArgumentParser,
    help: str = "a setting the vendor leaves open, such as attempts=2",
) -> None:
    """The option, which can be given several times."""
    parser.add_argument("--set", metavar="NAME=VALUE", action="append", default=[], help=help)


def settings_of(pairs: Iterable[str]) -> CallSettings:
    """The settings of a call, changed as the pairs say.  Raises `UsageError`."""
    return replace(DEFAULTS, **dict(map(setting, pairs)))


def setting(pair: str) -> tuple[str, Any]:
    """The name and the value of one setting.  Raises `UsageError` for one there is not."""
    name, value = parted(pair, "--set")
    if name not in SETTINGS:
        near: list[str] = fetch("difflib:get_close_matches")(name, SETTINGS, n=1)
        meant = f"Did you mean {near[0]}? " if near else ""
        raise UsageError(
            f"No setting is named {name!r}.",
            hint=f"{meant}Settings: {', '.join(sorted(SETTINGS))}.",
        )
    return name, value_of(value)


def parted(text: str, option: str) -> tuple[str, str]:
    """The name and the value of an option that takes both.  Raises `UsageError`."""
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise UsageError(f"{option} takes NAME=VALUE, not {text!r}.")
    return name, value


def value_of(text: str) -> Any:
    """A number, true or false, or else the text as it is."""
    try:
        return json.loads(text)
    except ValueError:
        return text
