"""Dead means dead: random callers who do random things never come to what is called dead.

    python -m tests.benchmarks.reach_survives [callers]

Every flow gets as many callers (100,000 if nothing is said), in blocks that are shared
out over the processors; a block has its own seed, so the result is the same on any
machine.  The calls are those of `ivrsim.simulate`, which knows nothing of the analysis.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from typing import Any

from ivrsim.analysis.found import ExitId
from ivrsim.analysis.reach import reach
from ivrsim.flow.flow import CallFlow
from ivrsim.simulate.caller import caller_from
from ivrsim.simulate.settings import DEFAULTS
from ivrsim.simulate.state import Act, Enter, Press, Silence, World
from ivrsim.simulate.step import begin, step
from tests.benchmarks.reach_flows import Family, grown

FLOWS: tuple[tuple[Family, int, int], ...] = (
    ("realistic", 2_000, 1), ("realistic", 2_000, 2), ("realistic", 2_000, 3),
    ("adversarial", 1_000, 1),
)  # fmt: skip
"""Family, nodes, seed."""

BLOCK = 5_000
MEDIA = ("Online: Email", "Online: Display", "Online", "Offline: Email", "TV")


def survives(flow: CallFlow, callers: int, seed: int = 1) -> Counter[ExitId]:
    """For each dead exit how many of the callers came to its node; none went on by it.

    Raises AssertionError where one did.
    """
    dead = {(node, name) for node, name in reach(flow).dead_places if name is not None}
    return _tried(flow, dead, callers, random.Random(seed))


def _tried(
    flow: CallFlow, dead: set[ExitId], callers: int, chance: random.Random
) -> Counter[ExitId]:
    many = any("custom_data[f" in node.summary() for node in flow.nodes.values())
    by_node: dict[str, list[ExitId]] = {}
    for place in sorted(dead):
        by_node.setdefault(place[0], []).append(place)
    came = Counter(dict.fromkeys(sorted(dead), 0))
    for _ in range(callers):
        world = World(flow, caller_from(somebody(chance, many)), DEFAULTS)
        state, steps = begin(world)
        while True:
            for done in steps:
                assert (done.node, done.exit) not in dead, f"{done} is dead, for {world.caller}"
                came.update(by_node.get(done.node or "", ()) if done.exit else ())
            if state.outcome is not None:
                break
            state, steps = step(world, state, something(chance))
    return came


@cache
def _judged(family: Family, size: int, seed: int) -> tuple[CallFlow, set[ExitId]]:
    flow = grown(size, family, seed)
    return flow, {(node, name) for node, name in reach(flow).dead_places if name is not None}


def _block(task: tuple[tuple[Family, int, int], int, int]) -> Counter[ExitId]:
    which, number, callers = task
    return _tried(*_judged(*which), callers, random.Random(f"{which} {number}"))


def main(callers: int) -> None:
    """Try all flows, and tell how often each verdict was put to the test."""
    with ProcessPoolExecutor() as pool:
        for which in FLOWS:
            sizes = [min(BLOCK, callers - start) for start in range(0, callers, BLOCK)]
            tasks = [(which, number, size) for number, size in enumerate(sizes)]
            came: Counter[ExitId] = Counter()
            for found in pool.map(_block, tasks):
                for place, count in found.items():
                    came[place] += count
            often = sorted(came.values())
            tried = sum(count > 0 for count in often)
            print(
                f"{which[0]} {which[1]:,} nodes, seed {which[2]}: {callers:,} callers, "
                f"{len(often)} dead exits, none taken; callers came to the node of {tried}, "
                f"median {often[len(often) // 2]:,}, most {often[-1]:,}",
                flush=True,
            )


def somebody(chance: random.Random, many: bool = False) -> dict[str, Any]:
    """A caller at random, often with what the generated flows ask for.

    `many`: with the many fields of custom data that adversarial flows ask for, too.
    """
    words: dict[str, Any] = {
        "phone": chance.choice(["mobile", "landline", "unknown"]),
        "repeat": chance.random() < 0.5,
        "at": f"2026-11-{chance.randint(1, 30):02} {chance.randint(0, 23):02}:30",
        "custom_data": {
            name: chance.choice(values)
            for name, values in {
                "product": ["Printer", "Chair", "Fax Machine", "Pen"],
                "lead": ["x"], "quote": ["y"], "order": ["z"],
            }.items()
            if chance.random() < 0.6
        },
    }  # fmt: skip
    if chance.random() < 0.7:
        words["state"] = chance.choice(["CA", "OR", "HI", "NY", "TX", "NV"])
    if chance.random() < 0.7:
        words["media_type"] = chance.choice(MEDIA)
    if chance.random() < 0.5:
        words["affiliate_name"] = "Acme"
    if many:
        asked = [(f"f{number}", "abc") for number in range(60)]
        asked += [(f"p{number}", "1234") for number in range(1, 5)] + [("o1", "x")]
        for name, values in asked:
            if chance.random() < 0.7:
                words["custom_data"][name] = chance.choice(values)
    return words


def something(chance: random.Random) -> Act:
    """What a caller does, mostly a low key."""
    dice = chance.random()
    if dice < 0.1:
        return Silence()
    return Enter("93101") if dice < 0.15 else Press(chance.choice("1112223334590"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
