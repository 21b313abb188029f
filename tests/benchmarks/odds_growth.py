"""How long exact odds and covering calls take as flows grow, beside calls made one by one.

    python -m tests.benchmarks.odds_growth [plot.svg] [largest]

The peer of odds is sampling: real calls through the same flow in the same run, and how
far their shares of nodes are still off.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from collections import Counter
from pathlib import Path

from ivrsim.analysis.cover import cover
from ivrsim.analysis.odds import Odds, odds
from ivrsim.analysis.profiles import NEUTRAL
from ivrsim.flow.flow import CallFlow
from ivrsim.simulate.session import Call, call
from tests.benchmarks.reach_flows import Family, grown
from tests.benchmarks.reach_growth import FAMILIES, SIZES, Row, plot

LARGEST_COVER = {"realistic": 20_000, "dense": 20_000, "adversarial": 2_000}
"""Nodes; the smallest callers of adversarial conditions take a while to find."""
CALLS = 2_000


def sampled(flow: CallFlow, calls: int, chance: random.Random) -> Counter[str]:
    """How many of some random calls of the neutral profile come to each node."""
    found: Counter[str] = Counter()
    for _ in range(calls):
        found.update({visit.node for visit in one_call(flow, chance).visits})
    return found


def one_call(flow: CallFlow, chance: random.Random) -> Call:
    """A caller without marketing data who presses keys at random."""
    phone = chance.choices(("mobile", "landline", "unknown"), (75, 20, 5))[0]
    weekday = chance.choices(range(7), (31, 31, 31, 31, 31, 20, 20))[0]
    at = f"2026-11-{23 + weekday} {chance.randrange(24):02}:30"
    state = chance.choice(("CA", "NV", "HI", "NY", ""))
    made = call(flow, phone=phone, repeat=chance.random() < 0.2, at=at, state=state)
    while not made.ended:
        roll = chance.random()
        asked = made.node
        while made.outcome is None and made.node == asked:
            if roll < 0.01:
                made.hang_up()
            elif roll < 0.06:
                made.silence()
            else:
                made.press("0" if roll < 0.09 else key(flow, str(asked), chance))
    return made


def key(flow: CallFlow, node: str, chance: random.Random) -> str:
    """One of the keys that lead on."""
    return chance.choice([name for name in flow.out[node] if name.isdecimal()] or ["9"])


def furthest_off(exact: Odds, counted: Counter[str], calls: int) -> float:
    """The largest difference of a node's share, in percentage points."""
    return max(abs(100 * float(s) - 100 * counted[n] / calls) for n, s in exact.nodes.items())


def seconds(started: float) -> float:
    """CPU seconds since."""
    return time.process_time() - started


def main(arguments: list[str]) -> None:
    """Print the table, and draw it where a file is named."""
    largest = int(arguments[1]) if len(arguments) > 1 else SIZES[-1]
    head = "odds s", "us/node", "not decided", f"{CALLS} calls s", "off by %", "cover s", "calls"
    print(f"{'family':12} {'nodes':>7}", *(f"{name:>12}" for name in head), "   least")
    sizes = [size for size in SIZES if size <= largest]
    rows = [measured(family, grown(size, family)) for family in FAMILIES for size in sizes]
    if arguments:
        picture = plot(rows).replace("z3", f"{CALLS} sampled calls")
        Path(arguments[0]).write_text(picture, encoding="utf-8")


def measured(family: Family, flow: CallFlow) -> Row:
    """Measure and print one line; the CPU seconds of the odds and of sampling."""
    gc.collect()
    started = time.process_time()
    exact = odds(flow, NEUTRAL)
    spent = seconds(started)
    started = time.process_time()
    counted = sampled(flow, CALLS, random.Random(1))
    sampling = seconds(started)
    off = furthest_off(exact, counted, CALLS)
    cells = [f"{spent:12.3f}", f"{1e6 * spent / len(flow):12.0f}"]
    cells += [f"{float(exact.undecided):12.1g}", f"{sampling:12.3f}", f"{off:12.2f}"]
    if len(flow) <= LARGEST_COVER[family]:
        started = time.process_time()
        found = cover(flow)
        cells += [f"{seconds(started):12.3f}", f"{len(found):12}", f"{found.least:8}"]
    print(f"{family:12} {len(flow):7}", *cells, flush=True)
    return family, len(flow), spent, sampling, 0


if __name__ == "__main__":
    main(sys.argv[1:])
