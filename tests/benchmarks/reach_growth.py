"""How long reachability takes as flows grow, beside z3 in the same run.

    python -m tests.benchmarks.reach_growth [plot.svg] [largest]

Both are asked of every node: can a call come here?  z3 walks the same tree with push and
pop; building its formulas is counted, as reading conditions is counted for us.
"""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path
from typing import Any

import z3  # type: ignore[import-untyped]

from ivrsim.analysis.path import Visit, moves
from ivrsim.analysis.reach import reach
from ivrsim.analysis.space import CallerSpace
from ivrsim.analysis.walk import Walk
from ivrsim.conditions.symbolic.formula import Formula, fold
from ivrsim.flow.flow import CallFlow
from tests.benchmarks.reach_flows import Family, grown

SIZES = (100, 1_000, 10_000, 100_000)
FAMILIES: tuple[Family, ...] = ("realistic", "dense", "adversarial")
COLOURS = ("#2563eb", "#d97706", "#dc2626")
Row = tuple[Family, int, float, float, int]


def z3_seconds(flow: CallFlow) -> tuple[float, int]:
    """CPU seconds z3 takes for the same question, and how many nodes it reaches."""
    walk = Walk(CallerSpace(flow))
    assert flow.root is not None
    started, spent, reached = time.process_time(), 0.0, 0
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
        reached += 1
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


def measured(family: Family, size: int) -> Row:
    """One size of one family: (family, nodes, our seconds, z3's seconds, dead exits)."""
    flow = grown(size, family)
    gc.collect()
    started = time.process_time()
    found = reach(flow)
    ours = time.process_time() - started
    theirs, reached = z3_seconds(flow)
    assert reached == len(found.found.visits), "the two disagree"
    return family, len(flow), ours, theirs, len(found.dead)


def plot(rows: list[Row]) -> str:
    """The rows as an SVG, both axes logarithmic; ours solid, z3 dashed."""
    import math

    def x(nodes: float) -> float:
        return 60 + 150 * (math.log10(nodes) - 2)

    def y(seconds: float) -> float:
        return 330 - 70 * (math.log10(max(seconds, 1e-3)) + 3)

    lines = [f'<text x="{x(10**n)}" y="350">{10**n:,}</text>' for n in (2, 3, 4, 5)] + [
        f'<text x="5" y="{y(10**n)}">{10.0**n:g} s</text>' for n in (-3, -2, -1, 0, 1)
    ]
    for family, colour in zip(FAMILIES, COLOURS, strict=True):
        mine = [row for row in rows if row[0] == family]
        for column, dash in ((2, ""), (3, ' stroke-dasharray="5 4"')):
            points = " ".join(f"{x(row[1]):.1f},{y(row[column]):.1f}" for row in mine)
            lines.append(f'<polyline points="{points}" fill="none" stroke="{colour}"{dash}/>')
        place = 20 + 16 * FAMILIES.index(family)
        lines.append(f'<text x="80" y="{place}" fill="{colour}">{family} (dashed: z3)</text>')
    body = "\n".join(lines)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="370" '
        f'font-family="sans-serif" font-size="12">\n{body}\n</svg>\n'
    )


def main(arguments: list[str]) -> None:
    """Measure, print a table, write the plot if a path is given."""
    largest = int(arguments[1]) if len(arguments) > 1 else SIZES[-1]
    measured("realistic", 50)
    rows = []
    print(f"{'family':12} {'nodes':>8} {'ours, s':>9} {'z3, s':>9} {'ratio':>6} {'dead':>6}")
    for family in FAMILIES:
        for size in (size for size in SIZES if size <= largest):
            row = measured(family, size)
            rows.append(row)
            print(f"{row[0]:12} {row[1]:8,} {row[2]:9.4f} {row[3]:9.4f} "
                  f"{row[3] / row[2]:6.1f} {row[4]:6}", flush=True)  # fmt: skip
    if arguments:
        Path(arguments[0]).write_text(plot(rows), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
