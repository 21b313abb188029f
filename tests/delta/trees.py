"""Call flows of any size to compare, and small things to do to them; all by a seed."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from ivrsim.flow.flow import CallFlow
from ivrsim.vendors.load import load

Tree = dict[str, Any]

SUBJECTS = "sales support billing parts service returns warranty booking news jobs".split()
ATOMS = (
    "mobile", "landline", "repeat", "during_hours", "in_region[West]", "in_region[East]",
    "in_region[Gold]", 'custom_data[product] = "Chair"', 'custom_data[product] = "Lamp"',
    'custom_data[campaign] contains "spring"', 'media_type = "Online"', "sms_sent", "pressed[1]",
)  # fmt: skip
CAMPAIGN: Tree = {
    "name": "Office",
    "timezone": "Pacific Time (US & Canada)",
    "hours": {"monday_open": 32400, "monday_close": 61200},
    "named_regions": [
        {"name": "West", "regions": [{"region_type": "State", "value": "CA"}]},
        {"name": "East", "regions": [{"region_type": "State", "value": "NY"}]},
        {"name": "Gold", "regions": [{"region_type": "City", "value": "Sacramento, CA"}]},
    ],
}


def condition(random: Random) -> str:
    """A condition of one to three atoms."""
    parts = [
        random.choice(("", "not ")) + random.choice(ATOMS)
        for _ in range(random.choice((1, 1, 2, 3)))
    ]
    return random.choice((" and ", " or ")).join(parts)


def leaf(random: Random) -> Tree:
    """A node that ends the call."""
    if random.random() < 0.15:
        return {"node_type": "EndCall", "prompt": f"Goodbye from {random.choice(SUBJECTS)}."}
    number = f"20655501{random.randrange(100):02}"
    return {
        "node_type": "Connect",
        "prompt": f"Connecting you to {random.choice(SUBJECTS)}.",
        "destination_phone_number": number,
    }


def inner(random: Random) -> tuple[Tree, int]:
    """A node that leads on, and the number of its children."""
    kind = random.choices(
        ("Menu", "Condition", "YesOrNo", "SmsPromo", "AnyKeyPress", "VerifyLocation"),
        (5, 5, 2, 1, 1, 0.5),
    )[0]
    node: Tree = {"node_type": kind, "children": []}
    if kind == "Condition":
        return node | {"condition": condition(random)}, 2
    words = " ".join(random.choices(SUBJECTS, k=4))
    node["prompt"] = f"About {words}: press a key."
    if kind == "SmsPromo":
        node["sms_promo_copy"] = f"See {random.choice(SUBJECTS)}.example"
    return node, {"Menu": random.randint(2, 5), "SmsPromo": 1, "VerifyLocation": 1}.get(kind, 2)


def tree(size: int, random: Random) -> Tree:
    """A tree of about `size` nodes, wide rather than deep."""
    root, ways = inner(random)
    open_ends = [(root, ways)]
    made = 1
    for node, count in open_ends:
        for _ in range(count):
            made += 1
            if made + len(open_ends) < size:
                child, below = inner(random)
                open_ends.append((child, below))
            else:
                child = leaf(random)
            node["children"].append(child)
    return root


def document(root: Tree, **campaign: Any) -> Tree:
    """A campaign with this tree."""
    return {**CAMPAIGN, **campaign, "ivr_tree": {"root": root}}


def flow(root: Tree, **campaign: Any) -> CallFlow:
    """The call flow of a tree."""
    return load(document(root, **campaign)).flow


def nodes(root: Tree) -> Iterator[Tree]:
    """Every node of a tree, the root first."""
    todo = [root]
    while todo:
        node = todo.pop()
        yield node
        todo.extend(reversed(node.get("children", [])))


Mutation = Callable[[Tree, Random], None]
"""Does something to a node that fits it."""


def other_number(node: Tree, random: Random) -> None:
    """Another number to dial."""
    node["destination_phone_number"] = f"50355501{random.randrange(100):02}"


def other_condition(node: Tree, random: Random) -> None:
    """Another condition."""
    node["condition"] = condition(random)


def other_prompt(node: Tree, random: Random) -> None:
    """Other words."""
    node["prompt"] = f"Please listen: {random.choice(SUBJECTS)}."


def swapped(node: Tree, random: Random) -> None:
    """Two children change places."""
    node["children"][0], node["children"][1] = node["children"][1], node["children"][0]


def cut(node: Tree, random: Random) -> None:
    """Everything below becomes one goodbye."""
    kept = {k: v for k, v in node.items() if k == "keypress_failover_type"}
    node.clear()
    node |= {"node_type": "EndCall", "prompt": "Closed.", **kept}


def wrapped(node: Tree, random: Random) -> None:
    """A condition is put before the node."""
    below = dict(node)
    node.clear()
    node |= {"node_type": "Condition", "condition": condition(random)}
    node["children"] = [below, leaf(random)]


def negated(node: Tree, random: Random) -> None:
    """The condition is turned round, and what stands behind it is not."""
    node["condition"] = f"not ({node['condition']})"


def dropped(node: Tree, random: Random) -> None:
    """One child is gone, and those after it move up."""
    node["children"].pop(random.randrange(len(node["children"])))


def lifted(node: Tree, random: Random) -> None:
    """One child, with all below it, takes the place of its parent."""
    child = random.choice(node["children"])
    node.clear()
    node |= child


def exchanged(root: Tree, random: Random) -> None:
    """Two subtrees, neither of them in the other, change places."""
    one = random.choice(list(nodes(root)))
    inside = {id(node) for node in nodes(one)}
    apart = [n for n in nodes(root) if id(n) not in inside and all(b is not one for b in nodes(n))]
    if apart:
        other = random.choice(apart)
        kept = dict(one)
        one.clear()
        one.update(other)
        other.clear()
        other.update(kept)


def fitting(node: Tree) -> list[Mutation]:
    """What can be done to a node."""
    found: list[Mutation] = [wrapped, cut]
    if "condition" in node:
        found.append(other_condition)
    if "prompt" in node:
        found.append(other_prompt)
    if "destination_phone_number" in node:
        found.append(other_number)
    if len(node.get("children", [])) > 1:
        found.append(swapped)
    return found


def edited(root: Tree, times: int, random: Random) -> Tree:
    """A copy of a tree with so many things done to it, at nodes far apart in the document."""
    copied = copy.deepcopy(root)
    for _ in range(times):
        node = random.choice(list(nodes(copied)))
        small = sum(1 for _ in nodes(node)) <= max(10, times)
        ways = [way for way in fitting(node) if small or way is not cut]
        random.choice(ways)(node, random)
    return copied
