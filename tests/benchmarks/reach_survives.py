"""Dead means dead: random callers who do random things never come to what is called dead.

python -m tests.benchmarks.reach_survives [callers]
"""

from __future__ import annotations

import random
import sys
from typing import Any

from ivrsim.analysis.reach import Reach, reach
from ivrsim.flow.flow import CallFlow
from ivrsim.simulate.caller import caller_from
from ivrsim.simulate.settings import DEFAULTS
from ivrsim.simulate.state import Act, Enter, Press, Silence, World
from ivrsim.simulate.step import begin, step
from tests.benchmarks.reach_flows import grown


def survives(flow: CallFlow, callers: int, seed: int = 1) -> int:
    """How many different dead exits were stayed clear of.  Raises where one was taken."""
    found: Reach = reach(flow)
    dead = {(dead.node, dead.exit) for dead in found.dead}
    chance = random.Random(seed)
    for _ in range(callers):
        world = World(flow, caller_from(somebody(chance)), DEFAULTS)
        state, steps = begin(world)
        while True:
            taken = {(done.node, done.exit) for done in steps if done.exit}
            assert not taken & dead, f"{taken & dead} is said to be dead, for {world.caller}"
            if state.outcome is not None:
                break
            state, steps = step(world, state, something(chance))
    return len(dead)


def somebody(chance: random.Random) -> dict[str, Any]:
    """A caller at random, often with what the generated flows ask for."""
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
        words["media_type"] = chance.choice(["Online: Email", "Online", "TV"])
    if chance.random() < 0.5:
        words["affiliate_name"] = "Acme"
    return words


def something(chance: random.Random) -> Act:
    """What a caller does, mostly a low key."""
    dice = chance.random()
    if dice < 0.1:
        return Silence()
    return Enter("93101") if dice < 0.15 else Press(chance.choice("1112223334590"))


if __name__ == "__main__":
    COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    for SEED in (1, 2, 3):
        FLOW = grown(2_000, seed=SEED)
        print(f"{survives(FLOW, COUNT // 3, SEED)} dead exits of {len(FLOW)} nodes: none taken")
