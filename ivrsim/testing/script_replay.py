"""Command lines that make the call of a script again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import Any

from ivrsim.analysis.witness import Witness
from ivrsim.simulate.settings import DEFAULTS
from ivrsim.simulate.state import Act, Enter, HangUp, Press, Silence, Speak
from ivrsim.testing.script_ast import Case

FLAGS = ("mobile", "landline", "repeat")


def command(case: Case, acts: Sequence[Act], file: str, terms: str | None) -> str:
    """`ivrsim call ...` with the same caller and acts; empty where it has no option for one."""
    options = [*_caller(case), *_settings(case), *map(_act, acts)]
    if None in options:
        return ""
    more = ["--terms", terms] if terms else []
    words = (word for option in options for word in option or ())
    return shlex.join(["ivrsim", "call", file, *more, *words])


def witness_command(witness: Witness, file: str, terms: str | None) -> str:
    """The same for a witness."""
    return witness.command(file) + (f" --terms {shlex.quote(terms)}" if terms else "")


def _caller(case: Case) -> Iterator[list[str] | None]:
    for name, value in case.caller.items():
        yield _said(name, value)


def _said(name: str, value: Any) -> list[str] | None:
    """The options for one word of `flow.call`; None where there is none."""
    if name in ("sms_sent", "phone"):
        return [] if value in (False, "unknown") else None
    if name == "during_hours":
        return ["--during-hours" if value else "--after-hours"]
    if name == "in_region" and isinstance(value, bool):
        return None if value else ["--out-of-region"]
    if isinstance(value, bool):
        return [f"--{name}"] if value else [] if name == "repeat" else None
    if name == "custom_data":
        return [word for key, text in value.items() for word in ("--data", f"{key}={text}")]
    option = "--region" if name == "in_region" else f"--{name.replace('_', '-')}"
    several = [value] if isinstance(value, str) else value
    return [word for one in several for word in _option(option, str(one))]


def _option(option: str, value: str) -> list[str]:
    """A value that begins with a hyphen would be read as an option."""
    return [f"{option}={value}"] if value.startswith("-") else [option, value]


def _settings(case: Case) -> Iterator[list[str] | None]:
    for name in ("attempts", "wrong_failover", "repeats", "no_branch", "first_key_seconds",
                 "between_keys_seconds", "reaction_seconds", "words_per_minute", "ring_seconds",
                 "max_call_seconds", "notice", "overnight", "missing_hours",
                 "max_steps"):  # fmt: skip
        value = getattr(case.settings, name)
        if value != getattr(DEFAULTS, name):
            yield ["--set", f"{name}={value}"]


def _act(act: Act) -> list[str] | None:
    match act:
        case Press(key, None):
            return ["--press", key]
        case Enter(digits, None):
            return ["--enter", digits]
        case Speak(text, None):
            return _option("--say", text)
        case Silence():
            return ["--silence"]
        case HangUp(None):
            return ["--hang-up"]
    return None
