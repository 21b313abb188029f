"""`ivrsim`: finds the command, reads its options, and answers with an exit code.

| code | meaning |
|------|---------|
| 0    | clean: nothing found, or done |
| 1    | something was found: diagnostics, a flow that cannot go on |
| 2    | wrong use, or a file that cannot be read or written |

Only the module of the command that runs is imported; start-up time is measured.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from types import ModuleType
from typing import NoReturn

from ivrsim import __version__
from ivrsim.errors import IvrsimError
from ivrsim.lazy import fetch
from ivrsim.registry import Registry
from ivrsim.text import clean

CLEAN, FOUND, FAILED = 0, 1, 2

_UNMEASURED = partial(argparse.RawDescriptionHelpFormatter, width=80)
"""Asked once for every option that is added, when the width of the terminal does not matter."""


def _command_in(module: ModuleType) -> Mapping[str, ModuleType]:
    return {module.__name__.rpartition(".")[2].removeprefix("ivrsim_plugin_"): module}


COMMANDS: Registry[ModuleType] = Registry(
    "ivrsim.cli.commands", key_of_file=str, entries_in=_command_in, group="ivrsim.commands"
)

EPILOG = """\
examples:
  ivrsim demo                         see it work on a bundled campaign
  ivrsim lint campaign.json           find faults before callers do
  ivrsim call campaign.json --mobile --press 2
  ivrsim show campaign.json -o flow.svg

exit codes: 0 clean, 1 something found, 2 wrong use or an unreadable file
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code.  Never raises on bad input."""
    _open_streams()
    try:
        code = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
        return code
    except IvrsimError as error:
        print(_lines(error), file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        _forget_output()
        return CLEAN
    except OSError as error:  # a full disk behind `>`
        _forget_output()
        print(f"ivrsim: the output cannot be written: {error.strerror or error}.", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("\nivrsim: stopped.", file=sys.stderr)
        return FAILED


def _open_streams() -> None:
    """A stream that the caller's shell closed (`>&-`) leads nowhere, as /dev/null does."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def _forget_output() -> None:
    """Let nothing be written any more, not even when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: list[str]) -> int:
    name = arguments[0] if arguments else ""
    parser, commands = _parser([name] if name in COMMANDS else list(COMMANDS))
    if not arguments:
        parser.print_help()
        return FAILED
    try:
        if name not in COMMANDS:
            _check_first(parser, name)
        args, more = parser.parse_known_args(arguments)
        if more:
            _refuse(commands[args.command], more)
    except SystemExit as stop:
        return int(stop.code or CLEAN)
    return int(COMMANDS[args.command].run(args))


def _check_first(parser: argparse.ArgumentParser, name: str) -> None:
    """Ends with the usage where the first word is neither a command nor an option."""
    if not name.startswith("-"):
        near = _near(name, COMMANDS) or f" See {parser.prog} --help."
        parser.error(f"No command is named {clean(name)!r}.{near}")
    if name.startswith("--") and not any(o.startswith(name) for o in _options(parser)):
        _refuse(parser, [name])


def _refuse(command: argparse.ArgumentParser, unknown: Sequence[str]) -> NoReturn:
    """End with the usage of the command, and the option that may have been meant."""
    option = next((text for text in unknown if text.startswith("-")), "").partition("=")[0]
    if option:
        near = _near(option, _options(command)) or f" See {command.prog} --help."
        command.error(f"There is no option {clean(option)}.{near}")
    command.error(f"Not understood: {clean(' '.join(unknown))}")


def _options(parser: argparse.ArgumentParser) -> Iterable[str]:
    return parser._option_string_actions


def _near(text: str, known: Iterable[str]) -> str:
    """A question for the known word that is most like a text; empty where none is."""
    near: list[str] = fetch("difflib:get_close_matches")(text, list(known), n=1)
    return f" Did you mean {near[0]}?" if near else ""


Parsers = Mapping[str, argparse.ArgumentParser]


def _parser(names: Sequence[str]) -> tuple[argparse.ArgumentParser, Parsers]:
    """A parser that knows the named commands only, and the parser of each."""
    parser = argparse.ArgumentParser(
        prog="ivrsim",
        description="Find the faults of an IVR call flow before its callers do.",
        epilog=EPILOG,
        formatter_class=_UNMEASURED,
    )
    parser.add_argument("--version", "-V", action="version", version=f"ivrsim {__version__}")
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", required=True, prog="ivrsim"
    )
    for name in names:
        command = COMMANDS[name]
        child = commands.add_parser(
            name,
            help=command.SUMMARY,
            description=command.SUMMARY[0].upper() + command.SUMMARY[1:] + ".",
            epilog=f"examples:\n{command.EXAMPLES}",
            formatter_class=_UNMEASURED,
        )
        command.arguments(child)
        child.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    return parser, commands.choices


def _lines(error: IvrsimError) -> str:
    return "\n".join(clean(line) for line in f"ivrsim: {error}".splitlines())
