"""How long reachability takes as flows grow, beside z3 in the same run.

    python -m tests.benchmarks.reach_growth [--plot plot.svg] [--largest 100000]

Both are asked of every node: can a call come here?  Ours is all of `reach`: reading the
conditions, none of which was read before, making the space of callers, walking; the least
of a few runs where one is short, since other programs only add to it.  z3 walks the
same tree with push and pop and gets its formulas ready made; only turning them into its
own is counted.  It is left out of flows above `LARGEST_Z3`, which take it minutes each.
Ours has to decide everything, and no node behind a puzzle may be said to be reachable.
"""

from __future__ import annotations

import argparse
import gc
import math
import time
from pathlib import Path
from typing import Any

import z3  # type: ignore[import-untyped]

from ivrsim.analysis.path import Visit, moves
from ivrsim.analysis.reach import Reach, reach
from ivrsim.analysis.space import CallerSpace
from ivrsim.analysis.walk import Walk
from ivrsim.conditions import parse
from ivrsim.conditions.symbolic.formula import Formula, fold
from ivrsim.flow.flow import CallFlow, NodeId
from tests.benchmarks.reach_flows import Family, grown, planted

SIZES = (100, 1_000, 10_000, 100_000)
FAMILIES: tuple[Family, ...] = ("realistic", "dense", "adversarial")
COLOURS = ("#2563eb", "#d97706", "#dc2626")
LARGEST_Z3 = 10_000
REPEATS = {100: 5, 1_000: 5, 10_000: 3}
Row = tuple[Family, int, float, float | None, int]
"""Family, nodes, our CPU seconds, those of z3 (None: not asked), dead exits."""


def z3_seconds(flow: CallFlow) -> tuple[float, set[NodeId]]:
    """CPU seconds z3 takes for the same question, and the nodes it reaches."""
    walk = Walk(CallerSpace(flow))
    assert flow.root is not None
    started, spent, reached = time.process_time(), 0.0, set[NodeId]()
    solver, named = z3.Solver(), dict[int, Any]()
    todo: list[Visit | None] = [Visit(flow.root, walk.start)]
    while todo:
        visit = todo.pop()
        if visit is None:
            solver.pop()
            continue
        solver.push()
        todo.append(None)
        if visit.move:
            solver.add(told(visit.move.when, named))
            if solver.check() != z3.sat:
                continue
        reached.add(visit.node)
        paused = time.process_time()
        found = moves(walk, visit.node, visit.env, endings=False)
        spent += time.process_time() - paused
        todo += [Visit(m.target, m.env, visit, m) for m in reversed(found) if m.target is not None]
    return time.process_time() - started - spent, reached


def told(formula: Formula, named: dict[int, Any]) -> Any:
    """A formula as z3 has it: a whole number for each variable."""
    if isinstance(formula, bool):
        return z3.BoolVal(formula)

    def test(part: Any) -> Any:
        known = named.setdefault(part.variable, z3.Int(f"v{part.variable}"))
        values = [i for i in range(part.mask.bit_length()) if part.mask >> i & 1]
        return z3.Or([known == value for value in values])

    return fold(formula, test, lambda every, below: (z3.And if every else z3.Or)(below))


def cold(flow: CallFlow) -> tuple[float, Reach]:
    """CPU seconds of one run that has read none of the conditions before, and its result."""
    parse._remembered.cache_clear()
    gc.collect()
    started = time.process_time()
    found = reach(flow)
    return time.process_time() - started, found


def measured(family: Family, size: int) -> Row:
    """One size of one family.  Raises AssertionError where a verdict is wrong."""
    flow = grown(size, family)
    ours, found = min((cold(flow) for _ in range(REPEATS.get(size, 1))), key=lambda run: run[0])
    dead = len(found.dead_places)
    assert not found.undecided, "nothing is left open"
    assert not any(found.reachable(node) for node in planted(flow)), "nobody solves a puzzle"
    if size > LARGEST_Z3:
        return family, len(flow), ours, None, dead
    theirs, reached = z3_seconds(flow)
    assert reached == set(found.found.visits), "the two disagree"
    return family, len(flow), ours, theirs, dead


def plot(rows: list[Row]) -> str:
    """The rows as an SVG, both axes logarithmic; ours solid, z3 dashed."""

    def x(nodes: float) -> float:
        return 60 + 150 * (math.log10(nodes) - 2)

    def y(seconds: float) -> float:
        return 330 - 70 * (math.log10(max(seconds, 1e-3)) + 3)

    lines = [f'<text x="{x(10**n)}" y="350">{10**n:,}</text>' for n in (2, 3, 4, 5)] + [
        f'<text x="5" y="{y(10**n)}">{10.0**n:g} s</text>' for n in (-3, -2, -1, 0, 1)
    ]
    for family, colour in zip(FAMILIES, COLOURS, strict=True):
        mine = [row for row in rows if row[0] == family]
        ours = [(row[1], row[2]) for row in mine]
        theirs = [(row[1], row[3]) for row in mine if row[3] is not None]
        for known, dash in ((ours, ""), (theirs, ' stroke-dasharray="5 4"')):
            points = " ".join(f"{x(nodes):.1f},{y(seconds):.1f}" for nodes, seconds in known)
            lines.append(f'<polyline points="{points}" fill="none" stroke="{colour}"{dash}/>')
        place = 20 + 16 * FAMILIES.index(family)
        lines.append(f'<text x="80" y="{place}" fill="{colour}">{family} (dashed: z3)</text>')
    body = "\n".join(lines)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="370" '
        f'font-family="sans-serif" font-size="12">\n{body}\n</svg>\n'
    )


def line(row: Row) -> str:
    """A row of the table."""
    family, nodes, ours, theirs, dead = row
    peer = f"{theirs:9.3f} {theirs / ours:7.1f}" if theirs is not None else f"{'-':>9} {'-':>7}"
    return f"{family:12} {nodes:8,} {ours:9.4f} {1e6 * ours / nodes:8.0f} {peer} {dead:6}"


def main() -> None:
    """Measure, print a table, write the plot if a path is given."""
    parser = argparse.ArgumentParser(description="Reachability as flows grow, beside z3.")
    parser.add_argument("--plot", type=Path, help="where to write the SVG")
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="nodes at most")
    chosen = parser.parse_args()
    measured("realistic", 50)
    rows: list[Row] = []
    print("CPU seconds; -: z3 is not asked above", f"{LARGEST_Z3:,} nodes")
    print(f"{'family':12} {'nodes':>8} {'ours':>9} {'us/node':>8} {'z3':>9} {'z3/ours':>7}   dead")
    for family in FAMILIES:
        for size in (size for size in SIZES if size <= chosen.largest):
            rows.append(measured(family, size))
            print(line(rows[-1]), flush=True)
    if chosen.plot:
        chosen.plot.write_text(plot(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
