"""Large flows for benchmarks, grown so that nearly all of each can be reached.

A condition is kept only if callers can go both ways at its place, most of the time;
otherwise random trees are dead almost everywhere, and every engine looks fast.
"""

from __future__ import annotations

import random
from collections import deque
from typing import Literal

from ivrsim.campaign.campaign import Campaign
from ivrsim.conditions.parse import parse_condition
from ivrsim.conditions.symbolic.formula import Formula
from ivrsim.conditions.symbolic.solver import Solver
from ivrsim.conditions.symbolic.space import Space, Theory
from ivrsim.flow.flow import CallFlow, FlowBuilder, NodeId
from ivrsim.flow.node import NODE_TYPES, Node

Family = Literal["realistic", "dense", "adversarial"]

CAMPAIGN = Campaign(
    name="Grown",
    timezone="Pacific Time (US & Canada)",
    hours={f"{day}_{end}": second for day in ("monday", "tuesday", "friday")
           for end, second in (("open", 32400), ("close", 61200))},
    named_regions=[
        {"name": name, "regions": [{"region_type": "State", "value": s} for s in states.split()]}
        for name, states in (("West", "CA OR WA NV"), ("Pacific", "CA OR WA HI"), ("East", "NY NJ"))
    ],
)  # fmt: skip

USUAL = [
    "mobile", "landline", "repeat", "during_hours", "in_region", "in_region[West]",
    "in_region[Pacific]", "in_region[East]", 'media_type contains "Online"',
    'media_type = "Online: Email"', "affiliate_name present",
    *(f'custom_data[product] = "{name}"' for name in ("Printer", "Chair", "Fax Machine")),
    *(f"custom_data[{field}] present" for field in ("lead", "quote", "order")),
]  # fmt: skip
MANY = [f'custom_data[f{number}] = "{value}"' for number in range(60) for value in "abc"]


def grown(size: int, family: Family = "realistic", seed: int = 1) -> CallFlow:
    """A tree of about `size` nodes, of which about 99 in 100 can be reached."""
    return _Grower(size, family, seed).grow()


class _Grower:
    """Adds nodes from the top; a place knows the formulas of its path."""

    def __init__(self, size: int, family: Family, seed: int) -> None:
        self.size = size
        self.family = family
        self.chance = random.Random(seed)
        self.tests = USUAL if family == "realistic" else USUAL + MANY
        theory = Theory(running=True, regions=None)
        self.space = Space(map(parse_condition, self.tests), theory)
        self.builder = FlowBuilder()
        self.places: deque[tuple[NodeId, str, tuple[Formula, ...]]] = deque()

    def grow(self) -> CallFlow:
        """The flow."""
        self._open(None, ())
        while self.places and len(self.builder.nodes) + len(self.places) < self.size:
            parent, _, path = self.places.popleft()
            self._open(parent, path)
        while self.places:
            parent, _, path = self.places.popleft()
            self.builder.add_child(parent, _connect(len(self.builder.nodes)))
        return self.builder.build(campaign=CAMPAIGN)

    def _open(self, parent: NodeId | None, path: tuple[Formula, ...]) -> None:
        share = {"realistic": 0.45, "dense": 0.9, "adversarial": 0.97}[self.family]
        if parent is not None and self.chance.random() < share:
            text = self._condition(path)
            if text is not None:
                node = NODE_TYPES["Condition"](condition=text)
                key = self.builder.add_child(parent, node)
                yes, no = self.space.both(parse_condition(text))
                self.places.append((key, "true", (*path, yes)))
                self.places.append((key, "false", (*path, no)))
                return
        menu = NODE_TYPES["Menu"](prompt="Choose.")
        key = self.builder.add(menu) if parent is None else self.builder.add_child(parent, menu)
        for number in range(self.chance.randint(2, 4)):
            self.places.append((key, str(number + 1), path))

    def _condition(self, path: tuple[Formula, ...]) -> str | None:
        """A condition that splits the callers of its place, or now and then one that does not."""
        text = ""
        for _ in range(5):
            text = self._text()
            sides = self.space.both(parse_condition(text))
            if all(self._possible((*path, side)) for side in sides):
                return text
        return text if self.chance.random() < 0.02 else None

    def _possible(self, formulas: tuple[Formula, ...]) -> bool:
        return Solver(self.space.domain).add(self.space.all_of(*formulas)) is True

    def _text(self) -> str:
        pick = self._test
        if self.family == "adversarial":
            return f"({pick()} or {pick()} or {pick()}) and ({pick()} or {pick()} or {pick()})"
        shape = self.chance.choice(["{}", "{}", "{} and {}", "{} or {}", "{} and ({} or {})"])
        return shape.format(*(pick() for _ in range(shape.count("{}"))))

    def _test(self) -> str:
        return ("not " if self.chance.random() < 0.3 else "") + self.chance.choice(self.tests)


def _connect(number: int) -> Node:
    return NODE_TYPES["Connect"](destination_phone_number=str(8_002_000_000 + number))
