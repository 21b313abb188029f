"""Scripts as files: found in folders, read with their flows, run, written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ivrsim.errors import IvrsimError, UnreadableError
from ivrsim.files import write_whole
from ivrsim.flow.flow import CallFlow
from ivrsim.testing.mutation_stage import instead
from ivrsim.testing.script import read_script
from ivrsim.testing.script_ast import Item, Script
from ivrsim.testing.script_run import Result, run
from ivrsim.testing.script_update import updated
from ivrsim.testing.script_words import Slip
from ivrsim.values import dataclass, field, replace
from ivrsim.vendors.load import load

SUFFIX = ".call"


@dataclass(frozen=True)
class Loaded:
    """A script with its flow; `file` is the flow's file, as a command line names it."""

    path: str
    script: Script
    flow: CallFlow
    file: str

    def run(self, item: Item) -> Result:
        """One call or statement."""
        flow = instead(self.flow)
        return run(item, flow, self.file, self.script.terms, self.script.settings)

    def recorded(self, results: Iterable[Result]) -> Loaded:
        """The script with what happened in place of what it expected."""
        return replace(self, script=read_script(updated(self.script, results), self.path))

    def record(self, results: Iterable[Result]) -> bool:
        """Write what happened into the script, whole or not at all; whether it changed."""
        text = updated(self.script, results)
        if text == self.script.text:
            return False
        write_whole(self.path, text)
        return True


class BadScript(IvrsimError):
    """A script that cannot be run; `slips` are all that is wrong with it."""

    def __init__(self, path: str, slips: tuple[Slip, ...]) -> None:
        super().__init__("\n".join(self.lines(path, slips)))
        self.path = path
        self.slips = slips

    @staticmethod
    def lines(path: str, slips: Iterable[Slip]) -> Iterator[str]:
        """A line for each slip, as compilers write them."""
        for slip in slips:
            hint = f" {slip.hint}" if slip.hint else ""
            yield f"{path}:{slip.line}:{slip.column}: {slip.message}{hint}"


@dataclass
class Library:
    """Loads scripts; a flow that several name is read once."""

    flows: dict[tuple[str, str | None], CallFlow] = field(default_factory=dict)

    def load(self, path: str) -> Loaded:
        """The script of a file.  Raises `UnreadableError`, or `BadScript` with all slips."""
        script = read_script(read_text(path), path)
        if script.slips:
            raise BadScript(path, script.slips)
        try:
            file = _found(script.flow, Path(path).parent)
            key = str(Path(file).resolve()), script.terms
            if key not in self.flows:
                self.flows[key] = load(Path(file)).flow_named(script.terms)
        except IvrsimError as error:
            slip = Slip(*script.flow_at, error.message, error.hint)
            raise BadScript(path, (slip,)) from None
        return Loaded(path, script, self.flows[key], file)


def read_text(path: str) -> str:
    """The text of a script, with the ends of its lines.  Raises `UnreadableError`."""
    try:
        return Path(path).read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{path} is not text in UTF-8 (byte {error.start}).", hint="Save it as UTF-8."
        ) from None
    except FileNotFoundError:
        raise UnreadableError(
            f"There is no file {path!r}.", hint="Check the name and the folder."
        ) from None
    except (OSError, ValueError) as error:
        raise UnreadableError(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or error}."
        ) from None


def _found(name: str, folder: Path) -> str:
    """The file of a flow: beside the script, or in the current folder."""
    tried = [os.path.normpath(folder / name), os.path.normpath(name)]
    found = next((path for path in tried if Path(path).is_file()), None)
    if found is None:
        places = ", ".join(sorted({str(Path(path).parent) for path in tried}))
        raise UnreadableError(f"There is no file {name!r}.", hint=f"Looked in: {places}.")
    return found


def scripts_below(folder: str) -> list[str]:
    """The scripts of a folder and of the folders in it, without hidden ones, sorted."""
    found: list[str] = []
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name[0] != "." and name != "node_modules"]
        found += [str(Path(here, file)) for file in files if file.endswith(SUFFIX)]
    return sorted(found)


def chosen(script: Script, keyword: str, lines: Iterable[int]) -> Callable[[Item], bool]:
    """Whether an item is meant: by a part of its name, and by a line it stands at."""
    at = [script.at(line) for line in lines]

    def is_chosen(item: Item) -> bool:
        named = keyword.casefold() in item.name.casefold()
        return named and (not at or any(item is one for one in at))

    return is_chosen
