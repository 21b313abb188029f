"""What a diff costs: edits in trees of growing size, rewrites that nobody notices, chains.

Run it: `python -m tests.benchmarks.diff_growth [nodes ...]`. CPU seconds of this process, the
best of three turns (one from 100,000 nodes on). `edits` is the alignment, `callers` everything
else: the space of callers, the common walk, a replayed witness for each region. A chain is one
question below the other, with another number to connect to at its end. The exponents at the end
are the slopes of time over nodes, from the smallest but one to the largest: 1 is linear.
"""

from __future__ import annotations

import copy
import math
import sys
import time
from collections.abc import Callable, Iterator
from random import Random

from ivrsim.delta.align import align
from ivrsim.delta.between import diff
from ivrsim.delta.region import Delta
from ivrsim.delta.structure import edits_between
from ivrsim.flow.flow import CallFlow, FlowBuilder
from ivrsim.flow.node import NODE_TYPES
from tests.delta import trees

SIZES = (100, 1_000, 10_000, 100_000)
LARGE = 100_000
MOST_REWRITTEN = 10_000
TURNS = 3


def rewritten(root: trees.Tree) -> trees.Tree:
    """The same tree with every condition the other way round: equivalent, and all edited."""
    changed = copy.deepcopy(root)
    for node in trees.nodes(changed):
        if node["node_type"] == "Condition":
            node["condition"] = f"not ({node['condition']})"
            node["children"].reverse()
    return changed


def chain(length: int, number: str) -> CallFlow:
    """So many questions, one below the other, and a number to connect to."""
    builder = FlowBuilder()
    node = builder.add(NODE_TYPES["Menu"].model_validate({"prompt": "Press 1."}))
    for place in range(length):
        fields = {"prompt": f"Press 1 for part {place}."}
        node = builder.add_child(node, NODE_TYPES["Menu"].model_validate(fields))
    fields = {"destination_phone_number": number}
    builder.add_child(node, NODE_TYPES["Connect"].model_validate(fields))
    return builder.build()


def cpu(work: Callable[[], object], turns: int) -> float:
    """The best of some turns, in CPU seconds."""
    best = float("inf")
    for _ in range(turns):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def row(name: str, old: CallFlow, new: CallFlow) -> float:
    """Print one line of the table; the time of the whole."""
    told: list[Delta] = []
    turns = 1 if len(old) >= LARGE else TURNS
    edits = cpu(lambda: edits_between(align(old, new)), turns)
    whole = cpu(lambda: told.append(diff(old, new)), turns)
    found = told[-1]
    print(
        f"{name:>9} {len(old):>8,} {len(found.edits):>7,} {len(found.regions):>7,} "
        f"{found.steps:>9,} {edits:>8.3f} {whole - edits:>8.3f} {whole:>8.3f} "
        f"{1e6 * whole / len(old):>9.1f}  {found.equivalent!r}",
        flush=True,
    )
    return whole


def exponent(points: list[tuple[int, float]]) -> float:
    """The slope of time over nodes between the second point and the last, both as logarithms."""
    (few, short), (many, long) = points[min(1, len(points) - 2)], points[-1]
    return math.log(long / short) / math.log(many / few)


def main(sizes: tuple[int, ...]) -> None:
    """Measure and print the table."""
    print(f"{'':>9} {'nodes':>8} {'edits':>7} {'regions':>7} {'steps':>9} {'edits':>8} "
          f"{'callers':>8} {'all, s':>8} {'µs/node':>9}  equivalent")  # fmt: skip
    points: dict[str, list[tuple[int, float]]] = {}
    for size in sizes:
        for name, old, new in pairs(size):
            points.setdefault(name, []).append((len(old), row(name, old, new)))
    for name, found in points.items():
        if len(found) > 1:
            print(f"{name:>9} grows with the nodes to the power of {exponent(found):.2f}")


def pairs(size: int) -> Iterator[tuple[str, CallFlow, CallFlow]]:
    """What is compared at a size, each made when its turn comes."""
    random = Random(1)
    root = trees.tree(size, random)
    old = trees.flow(root)
    for edits in (50, 10):
        yield f"{edits} edits", old, trees.flow(trees.edited(root, edits, random))
    yield "the same", old, trees.flow(copy.deepcopy(root))
    if size <= MOST_REWRITTEN:
        yield "rewritten", old, trees.flow(rewritten(root))
    yield "chain", chain(size, "8004377951"), chain(size, "8004377952")


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
