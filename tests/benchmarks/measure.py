"""Whole-process CPU time of commands, measured side by side.

Machines are noisy and never alike: only the ratio of two commands that took turns on one
machine says something. CPU time is user plus system time of the process and its children.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

Command = Sequence[str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """CPU seconds of two commands, one entry for each turn."""

    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """Our median divided by theirs: below 1 is less CPU."""
        return statistics.median(self.ours) / statistics.median(self.theirs)


@contextmanager
def compiled() -> Iterator[None]:
    """Every Python program keeps its compiled modules, as one that is installed does.

    A checkout on a machine that forbids it would compile itself on every run, and an
    installed peer would not.
    """
    before = dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = folder
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def cpu_seconds(command: Command, *, codes: frozenset[int] = frozenset({0})) -> float:
    """CPU seconds of one run. Raises `RuntimeError` when the exit code is none of `codes`."""
    before = _children()
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    spent = _children() - before
    if run.returncode not in codes:
        said = run.stderr.decode(errors="replace")
        raise RuntimeError(f"{' '.join(command)} ended with {run.returncode}\n{said}")
    return spent


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def compare(ours: Command, theirs: Command, *, turns: int = 15) -> Comparison:
    """Run two commands by turns, A B A B, after one unmeasured run of each.

    A command may end with 1: it looked at the file and had something to say.
    """
    looked = frozenset({0, 1})
    for command in (ours, theirs):
        cpu_seconds(command, codes=looked)
    pairs = [
        (cpu_seconds(ours, codes=looked), cpu_seconds(theirs, codes=looked)) for _ in range(turns)
    ]
    return Comparison(tuple(a for a, _ in pairs), tuple(b for _, b in pairs))


def table(rows: Mapping[str, Comparison]) -> str:
    """The medians in milliseconds, with the ratio of ours to theirs."""
    width = max(map(len, rows))
    lines = [f"{'CPU ms, median':{width}}  {'ours':>7}  {'theirs':>7}  {'ratio':>6}"]
    for name, found in rows.items():
        ours, theirs = (1000 * statistics.median(side) for side in (found.ours, found.theirs))
        lines.append(f"{name:{width}}  {ours:7.1f}  {theirs:7.1f}  {found.ratio:6.2f}")
    return "\n".join(lines)
