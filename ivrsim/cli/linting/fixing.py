"""What `ivrsim lint --fix` writes, what `--diff` shows, and how both are summed up."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ivrsim.cli.linting.running import Input
from ivrsim.errors import UnreadableError, UsageError
from ivrsim.files import write_whole
from ivrsim.lazy import fetch
from ivrsim.lint.check import LintResult
from ivrsim.lint.settings import LintSettings
from ivrsim.text import clean
from ivrsim.values import dataclass
from ivrsim.vendors.load import load

if TYPE_CHECKING:
    from ivrsim.lint.fixing import Fixed

FAILED = 2
ALONE = ("show_config", "update_baseline")
"""Options that look for no faults, or write down those there are."""


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of the files: how they are now, how many problems are gone, the exit code."""

    files: list[Input]
    fixed: int
    code: int = 0


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is done about faults."""
    group = parser.add_argument_group("fixes")
    group.add_argument("--fix", action="store_true", help="make the safe fixes, in place")
    group.add_argument(
        "--unsafe-fixes", action="store_true", help="also fixes that may change what callers get"
    )
    group.add_argument(
        "--diff", action="store_true", help="write nothing; show what --fix would change"
    )


def refuse(args: argparse.Namespace) -> None:
    """Raises `UsageError` where fixes make no sense."""
    if (args.fix or args.diff) and (args.staged or args.watch):
        raise UsageError(
            "--fix and --diff go neither with --staged nor with --watch.",
            hint="Fix the files, look at them, and stage them again.",
        )
    asked = [name for name in ALONE if getattr(args, name)]
    if (args.fix or args.diff) and asked:
        mends = "--diff" if args.diff else "--fix"
        raise UsageError(
            f"{mends} and --{asked[0].replace('_', '-')} do not go together.",
            hint="Run one after the other.",
        )
    if args.diff and args.statistics:
        raise UsageError("--diff shows changes, and --statistics counts.", hint="Give one of them.")
    if args.no_baseline and (args.baseline or args.update_baseline):
        raise UsageError("--no-baseline leaves the baseline out.", hint="Leave one of them out.")


def mended(
    args: argparse.Namespace, files: Sequence[Input], settings_of: Callable[[str], LintSettings]
) -> Mended:
    """The files after `--fix`, written where they stand; standard input, to standard output."""
    if not args.fix or args.diff:
        return Mended(list(files), 0)
    after: list[Input] = []
    fixed, code = 0, 0
    for file in files:
        data = file.read()
        done = _fixed(args, file, data, settings_of(file.name)) if data is not None else None
        now = _bytes(done, data or b"")
        written = done is None or _write(file, data or b"", now)
        code = code if written else FAILED
        after.append(Input(file.name, now) if done and written else file)
        fixed += len(done.applied) if done and written else 0
    return Mended(after, fixed, code)


def shown(
    args: argparse.Namespace, files: Sequence[Input], settings_of: Callable[[str], LintSettings]
) -> int:
    """Show what `--fix` would change; 0 nothing, 1 something, 2 a file cannot be read."""
    code, fixed, hidden = 0, 0, 0
    for file in files:
        data = file.read()
        if data is None:
            _say(f"ivrsim: {file.name} cannot be read.")
            code = FAILED
            continue
        done = _fixed(args, file, data, settings_of(file.name))
        _put(_diff(file.name, data, _bytes(done, data)))
        code = max(code, int(bool(done.applied)))
        fixed, hidden = fixed + len(done.applied), hidden + done.hidden
    _say(f"Would fix {_problems(fixed)}{_also(hidden, ' ({})')}." if fixed or hidden else "")
    return code


def report_apart(args: argparse.Namespace) -> contextlib.AbstractContextManager[object]:
    """The report goes to standard error where the mended text has standard output."""
    taken = args.fix and ("-" in args.files or args.stdin_filename is not None)
    return contextlib.redirect_stdout(sys.stderr) if taken else contextlib.nullcontext()


def tell(result: LintResult, done: Mended) -> None:
    """Say on standard error what was fixed."""
    left = len(result.diagnostics)
    if done.fixed:
        _say(f"Found {_problems(done.fixed + left)} ({done.fixed} fixed, {left} remaining).")


def _fixed(args: argparse.Namespace, file: Input, data: bytes, settings: LintSettings) -> Fixed:
    fix = fetch("ivrsim.lint.fixing:fix")
    done: Fixed = fix(load(data, file.name), args.unsafe_fixes, settings=settings)
    if done.stuck:
        _say(
            f"ivrsim: {file.name}: the fixes of {', '.join(done.stuck)} do not remove what "
            "they are for; none of them was made."
        )
    return done


def _bytes(done: Fixed | None, data: bytes) -> bytes:
    return done.text.encode("utf-8") if done and done.applied else data


def _write(file: Input, before: bytes, after: bytes) -> bool:
    """Put the new text where the old one came from; whether that could be done."""
    if file.held is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(after)
        return True
    try:
        _replace(file, before, after)
    except UnreadableError as error:
        _say(f"ivrsim: {error.message}")
        return False
    return True


def _replace(file: Input, before: bytes, after: bytes) -> None:
    """Write the file, or what a link leads to, if it is what was read.

    Raises `UnreadableError`.
    """
    if after == before:
        return
    if file.read() != before:
        raise UnreadableError(f"{file.name} was changed by somebody else; it is not written.")
    path = os.path.realpath(file.name)
    if not os.access(path, os.W_OK):
        raise UnreadableError(f"{file.name} cannot be written: it is read-only.")
    write_whole(path, after)


def _diff(name: str, before: bytes, after: bytes) -> Iterator[str]:
    """The change as `patch` takes it, for which a line ends at a line feed only."""
    unified: Callable[..., Iterable[str]] = fetch("difflib:unified_diff")
    texts = [_lines(data.decode("utf-8", "replace")) for data in (before, after)]
    for line in unified(*texts, name, name):
        yield line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    lines = [line + "\n" for line in text.split("\n")]
    return [*lines[:-1], *filter(None, [lines[-1].removesuffix("\n")])]


def _put(lines: Iterable[str]) -> None:
    """Lines to standard output: as they are for programs, harmless for people."""
    to_people = sys.stdout.isatty()
    for line in lines:
        text = clean(line.removesuffix("\n")) + "\n" if to_people else line
        sys.stdout.write(text)


def _problems(number: int) -> str:
    return f"{number} problem{'' if number == 1 else 's'}"


def _also(number: int, frame: str) -> str:
    return frame.format(f"{number} more with --unsafe-fixes") if number else ""


def _say(text: str) -> None:
    if text:
        print(clean(text), file=sys.stderr)
