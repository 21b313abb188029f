"""`ivrsim show FOLDER -o GALLERY`: a page for each call flow, and one that leads to them."""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from ivrsim.cli.showing.asking import faults, given_for, is_broken, shown, view_of
from ivrsim.cli.showing.folder import write_folder
from ivrsim.cli.showing.opening import open_file, temporary_folder
from ivrsim.cli.terminal import progress, progress_done, read_bytes
from ivrsim.errors import UnreadableError, UsageError
from ivrsim.render.gallery import Broken, Entry, gallery
from ivrsim.text import clean
from ivrsim.values import dataclass, field
from ivrsim.vendors.load import load

INDEX = "index"
LONGEST = 60
"""Characters of the name of a page's file."""
TAKEN = frozenset({INDEX, "con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt")
                                                         for n in range(10)})  # fmt: skip
"""Names that a page cannot have: its own index, and what Windows keeps for devices."""


@dataclass
class _Pages:
    """What is drawn so far."""

    args: argparse.Namespace
    entries: list[Entry] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)

    def add(self, name: str) -> None:
        """Draw one file, or keep why it cannot be drawn."""
        try:
            data = read_bytes(name)
        except UnreadableError as error:
            self.broken.append(Broken(name, [error.message]))
            return
        document = load(data, name=name)
        if is_broken(document):
            self.broken.append(Broken(name, faults(document)))
            return
        try:
            self._draw(name, data)
        except UsageError as error:
            self.broken.append(Broken(name, str(error).splitlines()))

    def _draw(self, name: str, data: bytes) -> None:
        drawn = shown(self.args, name, {name: data}, "html")
        picture, html = drawn.pages(home=f"{INDEX}.html")
        href = f"{self._free(slug(Path(name).stem))}.html"
        self.files[href] = html
        flow = drawn.asked.flow
        title = flow.campaign.name or Path(name).stem
        self.entries.append(Entry(title, name, href, len(flow), drawn.known.counts, picture))

    def _free(self, wanted: str) -> str:
        """The name, with a number where another page has it."""
        names = (wanted, *(f"{wanted}-{number}" for number in range(2, len(self.files) + 3)))
        return next(n for n in names if f"{n}.html" not in self.files and n not in TAKEN)


def slug(name: str) -> str:
    """A file name that every system takes: small letters, digits and hyphens.

    `Été 2026 (new)` is `ete-2026-new`; what nothing is left of is `flow`.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST].strip("-") or "flow"


def write_gallery(args: argparse.Namespace, files: Sequence[str]) -> int:
    """Draw every file; 2 where one cannot be drawn, which the gallery says too.

    Raises `UsageError` for options that mean one picture, and as `write_folder`.
    """
    _refuse(args, files)
    made = _Pages(args)
    for count, name in enumerate(files, 1):
        progress(f"{count}/{len(files)} {clean(name)}")
        made.add(name)
    progress_done()
    made.files[f"{INDEX}.html"] = gallery(_title(args), made.entries, made.broken)
    folder = Path(args.output) if args.output is not None else temporary_folder() / "gallery"
    write_folder(folder, made.files)
    _tell(made, folder)
    if args.open:
        if args.output is None:
            print(folder / f"{INDEX}.html")
        open_file(folder / f"{INDEX}.html")
    return 2 if made.broken else 0


def _refuse(args: argparse.Namespace, files: Sequence[str]) -> None:
    if args.output is None and not args.open:
        raise UsageError("Several call flows are drawn into a folder.", hint="Name it: -o gallery/")
    if args.watch:
        raise UsageError("--watch keeps one call flow up to date.", hint="Name one file.")
    if args.format not in (None, "html"):
        raise UsageError("A gallery holds pages.", hint="Leave out --format.")
    if args.dark or args.theme not in (None, "auto"):
        raise UsageError("A gallery follows its reader's theme.", hint="Leave out --theme.")
    if given := given_for(args):
        raise UsageError(f"The view `{given[0]}` shows one call flow.", hint="Name one file.")
    if "-" in files:
        raise UsageError("Standard input has no place in a gallery.", hint="Name files.")
    view_of(args)


def _title(args: argparse.Namespace) -> str:
    names = [Path(name).name or Path(name).resolve().name for name in args.files]
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"Call flows of {names[0]}{more}"


def _tell(made: _Pages, folder: Path) -> None:
    for one in made.broken:
        for problem in one.problems:
            print(clean(problem), file=sys.stderr)
    pages = f"{len(made.entries):,} call flow{'s' * (len(made.entries) != 1)}"
    left_out = f", {len(made.broken):,} not drawn" if made.broken else ""
    print(f"Wrote {clean(str(folder / INDEX))}.html: {pages}{left_out}.", file=sys.stderr)
