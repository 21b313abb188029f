"""Faults of wiring: ways exchanged, dropped, and led to where another one leads."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.flow.node import Exit
from ivrsim.testing.mutants_change import Change, rewired

Ways = dict[str, NodeId]


def changes(flow: CallFlow, key: NodeId) -> Iterator[Change]:
    """The faults of one node's ways out.

    A node that goes by a condition of its own has none but failovers: to exchange its
    ways is to negate the condition, to lead both to one place is to have it always hold.
    """
    found = {wire.exit: flow.exit_of(wire) for wire in flow.out[key].values()}
    exits = [exit_ for exit_ in found.values() if exit_ is not None]
    ways = {name: wire.target for name, wire in flow.out[key].items()}
    spare = [exit_ for exit_ in exits if exit_.failover or exit_.unanswered]
    plain = [exit_ for exit_ in exits if exit_ not in spare]
    free = [exit_ for exit_ in exits if not exit_.only]
    if not any(text for _, text in flow[key].conditions()):
        yield from _swaps(flow, key, ways, plain)
        yield from _redirects(flow, key, ways, free)
    yield from _swaps(flow, key, ways, [exit_ for exit_ in spare if exit_.failover])
    yield from _drops(flow, key, ways, [*plain[-1:], *spare])


def _swaps(flow: CallFlow, key: NodeId, ways: Ways, exits: list[Exit]) -> Iterator[Change]:
    for one, other in pairwise(exits):
        swapped = {**ways, one.name: ways[other.name], other.name: ways[one.name]}
        says = f"{_named(one)} and {_named(other)} lead to each other's branch"
        make = partial(rewired, flow, key, swapped)
        yield Change("swap", f"{one.name},{other.name}", says, make)


def _redirects(flow: CallFlow, key: NodeId, ways: Ways, exits: list[Exit]) -> Iterator[Change]:
    for number, one in enumerate(exits if len(exits) > 1 else ()):
        other = exits[(number + 1) % len(exits)]
        if ways[one.name] == ways[other.name]:
            continue
        says = f"{_named(one)} leads where {_named(other)} does"
        make = partial(rewired, flow, key, {**ways, one.name: ways[other.name]})
        yield Change("redirect", f"{one.name},{other.name}", says, make)


def _drops(flow: CallFlow, key: NodeId, ways: Ways, exits: list[Exit]) -> Iterator[Change]:
    for exit_ in exits:
        if not exit_.required:
            left = {name: target for name, target in ways.items() if name != exit_.name}
            says = f"{_named(exit_)} leads nowhere any more"
            yield Change("drop", exit_.name, says, partial(rewired, flow, key, left))


def _named(exit_: Exit) -> str:
    return f"{exit_.name} ({exit_.caption})" if exit_.caption else f"exit {exit_.name}"
