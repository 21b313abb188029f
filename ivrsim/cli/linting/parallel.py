"""Work shared out among processes, where the system can fork; the results are those of one.

A worker is a copy of this process, so it knows all that this one knows, plug-ins and
settings too, and nothing is imported twice.  It answers with lines of JSON.  What no
worker answers (it was stopped, or met an error) is left to the caller, who does it again
and so meets the error himself.
"""

from __future__ import annotations

import json
import os
import select
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

CAN_FORK = hasattr(os, "fork") and sys.platform != "darwin"
"""macOS can, but its own libraries may then abort the copy."""

CHUNK = 1 << 16


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def answers(
    work: Callable[[int], Any], sizes: Sequence[int], jobs: int
) -> Iterator[tuple[int, Any]]:
    """`work(number)` for each task, in any order, as JSON data; each with its number.

    The largest tasks are begun first.  Some may be missing.
    """
    order = sorted(range(len(sizes)), key=lambda number: (-sizes[number], number))
    sys.stdout.flush()
    sys.stderr.flush()
    workers = [_started(work, order[first::jobs]) for first in range(min(jobs, len(order)))]
    try:
        for line in _lines([pipe for _, pipe in workers]):
            number, answer = json.loads(line)
            yield number, answer
    finally:
        for process, pipe in workers:
            os.close(pipe)
            os.waitpid(process, 0)


def _started(work: Callable[[int], Any], numbers: Sequence[int]) -> tuple[int, int]:
    """A worker's process and the pipe it answers into."""
    from_worker, to_parent = os.pipe()
    process = os.fork()
    if process:
        os.close(to_parent)
        return process, from_worker
    try:
        with os.fdopen(to_parent, "wb") as pipe:
            for number in numbers:
                pipe.write(json.dumps([number, work(number)]).encode() + b"\n")
                pipe.flush()
    finally:
        os._exit(0)


def _lines(pipes: Sequence[int]) -> Iterator[bytes]:
    """Whole lines from all the pipes, as they come, until the last one ends."""
    parts = dict.fromkeys(pipes, b"")
    while parts:
        ready, _, _ = select.select(list(parts), [], [])
        for pipe in ready:
            read = os.read(pipe, CHUNK)
            *whole, rest = (parts.pop(pipe) + read).split(b"\n")
            if read:
                parts[pipe] = rest
            yield from whole
