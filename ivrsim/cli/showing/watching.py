"""Drawing again whenever a file changes, until somebody presses Ctrl-C."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from ivrsim.cli.showing.asking import faults, inputs_of, is_broken, kind_asked, shown, theme_asked
from ivrsim.cli.showing.changing import Contents, contents
from ivrsim.cli.showing.opening import open_address, open_file
from ivrsim.cli.showing.serving import Board, Server
from ivrsim.cli.terminal import read_bytes
from ivrsim.errors import IvrsimError, UsageError
from ivrsim.files import write_whole
from ivrsim.lint.config_file import candidates
from ivrsim.render.page import page
from ivrsim.render.picture import Picture
from ivrsim.render.show import FORMATS, Shown
from ivrsim.text import clean
from ivrsim.values import dataclass
from ivrsim.vendors.load import load


@dataclass(frozen=True)
class _Watched:
    """A file that is watched, with the others that its picture is made from."""

    args: argparse.Namespace
    file: str
    names: Sequence[str]
    kind: str

    @property
    def looked_at(self) -> Sequence[str]:
        """The files a change of which matters: those, and what configures the linter."""
        return [*self.names, *(str(path) for path in candidates(self.file) if path.is_file())]

    def shown(self, held: Contents) -> Shown:
        """What is to be drawn now.

        Raises `UsageError` for whatever cannot be: a file that is not there, or is just
        now no whole JSON text.
        """
        data = {name: raw for name, raw in held.items() if raw is not None}
        missing = [name for name in self.names if name not in data]
        if missing:
            raise UsageError(f"{missing[0]} cannot be read.")
        document = load(data[self.file], name=self.file)
        if is_broken(document):
            raise UsageError("\n".join(faults(document)) or f"{self.file} cannot be read.")
        return shown(self.args, self.file, data, self.kind)


def watch(args: argparse.Namespace, file: str) -> int:
    """Keep a picture up to date, in the browser or in a file; 0 at Ctrl-C.

    Raises `UsageError` where that cannot be from the start.
    """
    names = inputs_of(args, file)
    if "-" in names:
        raise UsageError("Standard input cannot be watched.", hint="Name a file.")
    kind = kind_asked(args)
    if args.output is None and kind != "html":
        raise UsageError(
            "What is watched in a browser is a page.",
            hint="Leave out --format, or name a file to write with -o.",
        )
    theme_asked(args, kind)
    for name in names:
        read_bytes(name)  # one that is not there from the start is a slip
    watched = _Watched(args, file, names, kind)
    try:
        (_in_browser if args.output is None else _in_file)(watched)
    except KeyboardInterrupt:
        return 0
    return 0


def _in_browser(watched: _Watched) -> None:
    board = Board()
    with Server(board) as server:
        for held in contents(watched.looked_at):
            _tell(_post(watched, held, board))
            if board.state.number == 1:
                print(f"Watching {clean(watched.file)} at {server.address} (Ctrl-C ends it)",
                      flush=True)  # fmt: skip
                if watched.args.open:
                    open_address(server.address)


def _post(watched: _Watched, held: Contents, board: Board) -> Sequence[str]:
    """Put up the page as it is now, or the last good one with what is wrong now."""
    last, version = board.state, str(board.state.number + 1)
    try:
        html = watched.shown(held).page(version=version)
        board.post(html, version)
        return ()
    except IvrsimError as error:
        problems = tuple(map(clean, str(error).splitlines()))
        html = last.html or _empty(watched, version)
        board.post(html, last.version if last.html else version, problems)
        return problems


def _empty(watched: _Watched, version: str) -> str:
    """The page before there is anything to draw."""
    nothing = Picture(clean(watched.file), "waiting for a call flow", (), (), 400.0, 80.0)
    return page(nothing, [], theme_asked(watched.args, "html"), version=version)


def _in_file(watched: _Watched) -> None:
    path, opened = Path(watched.args.output), False
    for held in contents(watched.looked_at):
        problems = _tried(lambda held=held: _write(watched, held, path))  # type: ignore[misc]
        _tell(problems, f"Wrote {path}.")
        if watched.args.open and not problems and not opened:
            opened = True
            open_file(path)


def _write(watched: _Watched, held: Contents, path: Path) -> None:
    write_whole(path, FORMATS[watched.kind](watched.shown(held)))


def _tried(action: Callable[[], None]) -> Sequence[str]:
    try:
        action()
    except IvrsimError as error:
        return [clean(line) for line in str(error).splitlines()]
    return ()


def _tell(problems: Sequence[str], done: str = "Drawn.") -> None:
    for line in problems or [done]:
        print(clean(line), file=sys.stderr, flush=True)
