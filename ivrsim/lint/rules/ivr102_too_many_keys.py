"""IVR102: a menu with more children than a telephone has usable keys."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ivrsim.lint.node_view import KEYS
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import children


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each node that would need a tenth key, at the first child without one."""
    surplus = (f for f in flow.arity if f.kind == "too-many" and f.allowed[1] == len(KEYS))
    for _, faults in groupby(surplus, key=lambda fault: fault.node):
        fault = next(faults)
        yield Finding(
            f"{flow.all_nodes[fault.node].title} has {children(fault.found)}, "
            f"but only the keys 1 to 9 can lead to one: no key leads here",
            node=fault.child,
            hint="Move some of them into a menu of their own.",
            refusal=f"cannot be child {len(KEYS) + 1}: only keys 1 to 9 are available",
        )


_CHILD = '    {"node_type": "EndCall"}'

RULE = Rule(
    code="IVR102",
    name="too-many-keys",
    severity=Severity.ERROR,
    kind=Kind.CORRECTNESS,
    summary="A menu has more than nine keyed children.",
    why=(
        "Children of a menu are reached by their position: the first by key 1, the ninth by key "
        "9. The keys 0, * and # are never mapped, so a tenth child has no key. No caller keeps "
        "ten options in mind anyway."
    ),
    bad='{\n  "node_type": "Menu",\n  "prompt": "Press 1 to 9.",\n  "children": [\n'
    + ",\n".join([_CHILD] * 10)
    + "\n  ]\n}",
    good='{\n  "node_type": "Menu",\n  "prompt": "Press 1 to 9.",\n  "children": [\n'
    + ",\n".join([_CHILD] * 9)
    + "\n  ]\n}",
    source='Invoca, Advertiser Campaigns, Node Details: "Can have 1-9 child nodes"',
    check=EachFlow(check),
)
