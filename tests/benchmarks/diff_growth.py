"""What a diff costs: 50 edits in trees of growing size, and rewrites that nobody notices.

Run it: `python -m tests.benchmarks.diff_growth [nodes ...]`. CPU seconds of this process, the
best of three turns; the time per node beside it shows the growth. `edits` is the alignment,
`callers` everything else: the space of callers, the common walk, a replayed witness for each
region.
"""

from __future__ import annotations

import copy
import sys
import time
from collections.abc import Callable
from random import Random

from ivrsim.delta.align import align
from ivrsim.delta.between import diff
from ivrsim.delta.region import Delta
from ivrsim.delta.structure import edits_between
from ivrsim.flow.flow import CallFlow
from tests.delta import trees

SIZES = (100, 1_000, 10_000, 100_000)
EDITS = 50
TURNS = 3


def rewritten(root: trees.Tree) -> trees.Tree:
    """The same tree with every condition the other way round: equivalent, and all edited."""
    changed = copy.deepcopy(root)
    for node in trees.nodes(changed):
        if node["node_type"] == "Condition":
            node["condition"] = f"not ({node['condition']})"
            node["children"].reverse()
    return changed


def cpu(work: Callable[[], object]) -> float:
    """The best of some turns, in CPU seconds."""
    best = float("inf")
    for _ in range(TURNS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def row(name: str, old: CallFlow, new: CallFlow) -> str:
    """One line of the table."""
    told: list[Delta] = []
    edits = cpu(lambda: edits_between(align(old, new)))
    whole = cpu(lambda: told.append(diff(old, new)))
    found = told[-1]
    return (
        f"{name:>9} {len(old):>8,} {len(found.edits):>7,} {len(found.regions):>7,} "
        f"{found.steps:>9,} {edits:>8.3f} {whole - edits:>8.3f} {whole:>8.3f} "
        f"{1e6 * whole / len(old):>9.1f}  {found.equivalent!r}"
    )


def main(sizes: tuple[int, ...]) -> None:
    """Measure and print the table."""
    print(f"{'':>9} {'nodes':>8} {'edits':>7} {'regions':>7} {'steps':>9} {'edits':>8} "
          f"{'callers':>8} {'all, s':>8} {'µs/node':>9}  equivalent")  # fmt: skip
    for size in sizes:
        random = Random(1)
        root = trees.tree(size, random)
        old = trees.flow(root)
        print(row("50 edits", old, trees.flow(trees.edited(root, EDITS, random))), flush=True)
        print(row("the same", old, trees.flow(copy.deepcopy(root))), flush=True)
        if size <= 10_000:
            print(row("rewritten", old, trees.flow(rewritten(root))), flush=True)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
