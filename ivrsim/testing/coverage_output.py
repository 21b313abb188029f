"""Which coverage reports are asked for, where they go, and how workers send flows."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ivrsim.analysis.profiles import profile_of
from ivrsim.errors import UnreadableError, UsageError
from ivrsim.files import write_whole
from ivrsim.testing.coverage_identity import FlowKey
from ivrsim.testing.coverage_reports import FILES, REPORTS
from ivrsim.testing.coverage_suite import Suite
from ivrsim.text import clean, listed
from ivrsim.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Outputs:
    """Reports by name with the file each is written to; an empty one is the terminal."""

    asked: tuple[tuple[str, str], ...]
    profile: str = "neutral"

    def write(self, suite: Suite, root: Path) -> None:
        """Write the files; a relative name is one below `root`.  Raises `UnreadableError`."""
        for name, file in self.asked:
            if file:
                _make_folder((root / file).parent)
                write_whole(root / file, REPORTS[name](suite, self.profile))

    def lines(self, suite: Suite) -> Iterator[str]:
        """What the terminal shows: the reports for it, and where the others are."""
        if not len(suite):
            yield "No call went through a call flow, so there is nothing to cover."
            return
        for name, file in self.asked:
            if file:
                yield f"Coverage {name} written to {clean(file)}"
                left_out = [c.title for c in suite if not c.origin.file and name in LINED]
                yield from (
                    f"  without {clean(title)}: its file is not known" for title in left_out
                )
            else:
                yield from REPORTS[name](suite, self.profile).splitlines()


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnreadableError(f"{path} cannot be written: it is no folder.") from error


LINED = ("lcov", "cobertura")
"""Reports that speak of the lines of files, and of nothing else."""


def outputs_of(asked: Sequence[str], profile: str = "neutral") -> Outputs:
    """`html`, `json:build/calls.json`, ... as values; nothing asked: the table.

    Raises `UsageError` for a report or a profile that there is not.
    """
    profile_of(profile)
    found: list[tuple[str, str]] = []
    for text in asked or ("term",):
        name, _, file = text.partition(":")
        if name not in REPORTS:
            raise UsageError(
                f"There is no coverage report {name!r}.",
                hint=f"There are {listed([*REPORTS])}.",
            )
        found.append((name, file or FILES.get(name, "")))
    return Outputs(tuple(dict.fromkeys(found)), profile)


def packed(suite: Suite) -> dict[str, Any]:
    """What another process needs to go on counting, as execnet can send it.

    `json` is for `Suite.read_json`, `flows` are its flows, pickled; `lost` says, in
    words, what cannot be sent.
    """
    flows: list[bytes] = []
    lost: list[str] = []
    keys: list[FlowKey] = []
    for coverage in suite:
        try:
            flows.append(pickle.dumps(replace(coverage.flow, places={})))
            keys.append(coverage.key)
        except (pickle.PicklingError, RecursionError, TypeError, AttributeError) as error:
            lost.append(f"calls through {coverage.title}, which cannot leave a worker: {error}")
    return {"json": suite.only(keys).counted_json(), "flows": flows, "lost": lost}
