"""Large flows for benchmarks, grown so that nearly all of each can be reached.

Each place knows a few callers who come to it.  A condition is kept there if some of
them, or callers made from them, go either way: so growing needs no solver.  Conditions
taken at random would leave a tree dead almost everywhere, and every engine look fast.
About one condition in a hundred repeats one above it, which makes one of its exits dead.
In the adversarial family as many are puzzles: several conditions below one another that
nobody meets all of, although any of them can be left out.
"""

from __future__ import annotations

import random
from collections import deque
from typing import Literal, NamedTuple

from ivrsim.campaign.campaign import Campaign
from ivrsim.conditions.parse import parse_condition
from ivrsim.conditions.symbolic.formula import Formula, holds, variables
from ivrsim.conditions.symbolic.space import Space, Theory
from ivrsim.flow.flow import CallFlow, FlowBuilder, NodeId
from ivrsim.flow.node import NODE_TYPES, Node

Family = Literal["realistic", "dense", "adversarial"]
Said = tuple[str, Formula, Formula]
"""A condition as text, as a formula, and its opposite."""

Caller = list[int]
"""A value for each variable."""

CONDITIONS = {"realistic": 0.45, "dense": 0.9, "adversarial": 0.97}
"""How many of the inner nodes are conditions; the others are menus of two to four keys."""

REPEATED = 0.01
"""How many conditions say again what one above says."""

PUZZLES: dict[str, tuple[str, ...]] = {
    "equal and contains": (
        'media_type contains "Online"',
        'media_type contains "Email"',
        'media_type = "Online: Display" or media_type = "Offline: Email" or media_type = "TV"',
    ),
    "present": (
        "affiliate_name present or custom_data[lead] present",
        "not custom_data[lead] present",
        'not affiliate_name present or affiliate_name = "Acme"',
        'not affiliate_name contains "cm"',
    ),
    "regions in regions": (
        "in_region[Coast] or in_region[East]",
        "not in_region[West]",
        "not in_region[Pacific]",
        "not in_region[East]",
    ),
    "any region": (
        "in_region",
        "not in_region[Coast] or in_region[East]",
        "not in_region[East]",
    ),
    "phones": (
        "not mobile or repeat",
        "not landline or repeat",
        "mobile or landline",
        "not repeat",
    ),
    "mobile and landline": (
        "mobile or in_region[West]",
        "landline or in_region[East]",
        "not in_region[West] or landline and mobile",
        "not in_region[East] or repeat",
        "not repeat",
    ),
    "durations": (
        "duration > 60 or connect_duration < 10 sec or custom_data[quote] present",
        'not custom_data[quote] present or media_type = "TV" and duration = 0 sec',
    ),
    "odd circle": tuple(
        f"({one} or {other}) and (not {one} or not {other})"
        for one, other in (("repeat", "mobile"), ("mobile", "custom_data[o1] present"),
                           ("custom_data[o1] present", "repeat"))
    ),
    "four pigeons, three holes": (
        *(" or ".join(f'custom_data[p{pigeon}] = "{hole}"' for hole in "123")
          for pigeon in "1234"),
        *(f'not (custom_data[p{one}] = "{hole}" and custom_data[p{other}] = "{hole}")'
          for one, other in ("12", "13", "14", "23", "24", "34") for hole in "123"),
    ),
}  # fmt: skip
"""Conditions that nobody meets all of, only because of what the facts of a call have to do
with each other; whoever leaves one of them out finds somebody."""

PLANTED = 8_009_000_000
"""Numbers from here on are forwarded to behind puzzles: no call ever is."""

KNOWN = 64
"""Callers that come to the first menu; each condition parts them."""

TRIES = 20
"""Callers that are made from a known one before none is thought to go the other way."""

CAMPAIGN = Campaign.model_validate({
    "name": "Grown",
    "timezone": "Pacific Time (US & Canada)",
    "hours": {f"{day}_{end}": second for day in ("monday", "tuesday", "friday")
              for end, second in (("open", 32400), ("close", 61200))},
    "named_regions": [
        {"name": name, "regions": [{"region_type": "State", "value": s} for s in states.split()]}
        for name, states in (("West", "CA OR WA NV"), ("Pacific", "CA OR WA HI"), ("East", "NY NJ"),
                             ("Coast", "CA OR WA NV HI"))
    ],
})  # fmt: skip

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


def planted(flow: CallFlow) -> list[NodeId]:
    """The nodes behind puzzles, which nobody comes to."""
    numbers = ((n, getattr(node, "destination_phone_number", "")) for n, node in flow.nodes.items())
    return [node for node, number in numbers if number >= str(PLANTED)]


class _Place(NamedTuple):
    """Where a node can be added: the conditions above it with what they ask, and some callers."""

    parent: NodeId
    path: tuple[tuple[Formula, set[int]], ...]
    said: tuple[Said, ...]
    callers: list[Caller]


class _Grower:
    """Adds nodes from the top, level by level."""

    def __init__(self, size: int, family: Family, seed: int) -> None:
        self.size = size
        self.family = family
        self.chance = random.Random(seed)
        texts = USUAL if family == "realistic" else USUAL + MANY
        tests = list(map(parse_condition, texts))
        self.space = Space(tests, Theory(running=True))
        self.tests = [(t, *self.space.both(e)) for t, e in zip(texts, tests, strict=True)]
        self.builder = FlowBuilder()
        self.places: deque[_Place] = deque()
        self.open_ends: list[_Place] = []

    def grow(self) -> CallFlow:
        """The flow."""
        root = self.builder.add(_node("Menu", prompt="Choose."))
        self._menu(_Place(root, (), (), [self._anybody() for _ in range(KNOWN)]))
        while self.places and len(self.builder.nodes) + len(self.places) < self.size:
            self._open(self.places.popleft())
        for place in (*self.open_ends, *self.places):
            self._close(place)
        return self.builder.build(campaign=CAMPAIGN)

    def _open(self, place: _Place) -> None:
        if not place.callers:
            self._close(place)
        elif self.chance.random() >= CONDITIONS[self.family] or not self._condition(place):
            menu = _node("Menu", prompt="Choose.")
            self._menu(place._replace(parent=self.builder.add_child(place.parent, menu)))

    def _close(self, place: _Place) -> None:
        number = str(8_002_000_000 + len(self.builder.nodes))
        self.builder.add_child(place.parent, _node("Connect", destination_phone_number=number))

    def _menu(self, place: _Place) -> None:
        self.places.extend([place] * self.chance.randint(2, 4))

    def _condition(self, place: _Place) -> bool:
        """Add a condition that splits the callers of its place, if one is soon found."""
        if self.family == "adversarial" and self.chance.random() < REPEATED:
            self._puzzle(place)
            return True
        if place.said and self.chance.random() < REPEATED:
            said = self.chance.choice(place.said)
            self._split(place, said, self._sides(place, said))
            return True
        for _ in range(5):
            said = self._said()
            sides = self._sides(place, said)
            if all(sides):
                self._split(place, said, sides)
                return True
        return False

    def _puzzle(self, place: _Place) -> None:
        """Conditions in a chain, in any order; only behind them all is nobody left."""
        texts = list(self.chance.choice([*PUZZLES.values()]))
        self.chance.shuffle(texts)
        for text in texts:
            key = self.builder.add_child(place.parent, _node("Condition", condition=text))
            place = place._replace(parent=key)
            self.open_ends.append(place)
        number = str(PLANTED + len(self.builder.nodes))
        self.builder.add_child(key, _node("Connect", destination_phone_number=number))

    def _sides(self, place: _Place, said: Said) -> list[list[Caller]]:
        return [self._callers(place, side) for side in said[1:]]

    def _split(self, place: _Place, said: Said, sides: list[list[Caller]]) -> None:
        node = self.builder.add_child(place.parent, _node("Condition", condition=said[0]))
        for side, callers in zip(said[1:], sides, strict=True):
            path = (*place.path, (side, variables(side)))
            self.places.append(_Place(node, path, (*place.said, said), callers))

    # -- callers -------------------------------------------------------------------

    def _callers(self, place: _Place, side: Formula) -> list[Caller]:
        """Callers of a place who go this way; where there are none one is made, if soon found."""
        found = [caller for caller in place.callers if holds(side, caller)]
        asked = sorted(variables(side))
        for _ in range(0 if found else TRIES):
            made = list(self.chance.choice(place.callers))
            for variable in asked:
                made[variable] = self._value(variable)
            if holds(side, made) and self._comes(place, made, asked):
                return [made]
        return found

    def _comes(self, place: _Place, caller: Caller, changed: list[int]) -> bool:
        """Whether a caller still comes to a place after some values were changed."""
        return all(
            asked.isdisjoint(changed) or holds(formula, caller) for formula, asked in place.path
        )

    def _anybody(self) -> Caller:
        return [self._value(variable) for variable in range(len(self.space.domain.full))]

    def _value(self, variable: int) -> int:
        return self.chance.randrange(self.space.domain.full[variable].bit_length())

    # -- conditions ----------------------------------------------------------------

    def _said(self) -> Said:
        """A condition as people write them; in the adversarial family three or three, twice."""
        if self.family == "adversarial":
            return self._joined(" and ", self._any(3), self._any(3))
        parts = self.chance.choice(((1,), (1,), (2,), (1, 1), (1, 2)))
        return self._joined(" and ", *map(self._any, parts))

    def _any(self, count: int) -> Said:
        return self._joined(" or ", *(self._test() for _ in range(count)))

    def _joined(self, word: str, *said: Said) -> Said:
        if len(said) == 1:
            return said[0]
        texts, yes, no = zip(*said, strict=True)
        every, some = self.space.all_of, self.space.any_of
        if word == " or ":
            every, some = some, every
        return f"({word.join(texts)})", every(*yes), some(*no)

    def _test(self) -> Said:
        text, yes, no = self.chance.choice(self.tests)
        return (f"not {text}", no, yes) if self.chance.random() < 0.3 else (text, yes, no)


def _node(kind: str, **fields: str) -> Node:
    return NODE_TYPES[kind].model_validate(fields)
