"""Why a call is not what a test expected: where it parted, and the nearest call that passes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise
from typing import get_args

from ivrsim.analysis.reach import Reach, reach
from ivrsim.analysis.witness import Witness
from ivrsim.flow.action import Action, Ask, Dial, HangUp, Say, SendText
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.flow.node import Node
from ivrsim.simulate.session import Call
from ivrsim.simulate.trace import Kind, OutcomeKind, Step, clock, describe
from ivrsim.testing.assertions_replay import again, command, python
from ivrsim.text import clean, shorten
from ivrsim.values import dataclass

LARGEST = 20_000
"""Nodes of a flow up to which a call that passes is looked for."""

TRIED = 20
"""Places at which a call may pass that are looked at."""

LONGEST = 100
"""Characters of a step that are shown where a call parted."""

KINDS: tuple[str, ...] = get_args(OutcomeKind)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a test expects of a call: in words, whether a call has it, which nodes give it.

    `known` are other things of the same kind that the flow has, for a likely slip.
    """

    text: str
    holds: Callable[[Call], bool]
    at: Callable[[NodeId, Node], bool]
    wanted: str = ""
    known: Callable[[CallFlow], Collection[str]] = lambda _: ()


def connected_to(number: str) -> Wish:
    """The call is forwarded to a number."""
    return Wish(
        f"connected to {number}",
        lambda call: call.connected_to == number,
        lambda _, node: number in _numbers(node),
        number,
        lambda flow: {n: None for node in flow.nodes.values() for n in _numbers(node)},
    )


def comes_to(place: NodeId) -> Wish:
    """The call is at a node, or ended there."""
    return Wish(
        f"at {place}",
        lambda call: call.node == place,
        lambda key, _: key == place,
        place,
        lambda flow: flow.nodes.keys(),
    )


def ends(kind: str) -> Wish:
    """The call ends in a way: `connected`, `ended`, ... (`Outcome.kind`)."""
    gives = {"connected": Dial, "ended": HangUp}.get(kind)
    return Wish(
        f"the outcome {kind!r}",
        lambda call: call.outcome is not None and call.outcome.kind == kind,
        lambda _, node: gives is not None and any(isinstance(d, gives) for d in _deeds(node)),
    )


def hears(text: str) -> Wish:
    """The caller hears a text, in capitals or not, in a prompt or a notice."""
    wanted = text.casefold()
    return Wish(
        f"that the caller hears “{text}”",
        lambda call: any(
            wanted in step.played.casefold()
            for step in call.trace
            if step.kind in (Kind.HEARD, Kind.NOTICE)
        ),
        lambda _, node: any(
            wanted in deed.text.casefold() for deed in _deeds(node) if isinstance(deed, Say | Ask)
        ),
    )


def texts(text: str) -> Wish:
    """The caller is sent a text message that holds a text, in capitals or not."""
    wanted = text.casefold()
    return Wish(
        f"a text message with “{text}”",
        lambda call: any(wanted in sent.casefold() for sent in call.texts_sent),
        lambda _, node: any(
            wanted in deed.copy.casefold() for deed in _deeds(node) if isinstance(deed, SendText)
        ),
    )


def _deeds(node: Node) -> Iterator[Action]:
    """All that a node does, whatever it is answered."""
    for act in node.actions():
        yield act
        if isinstance(act, Ask):
            for key in act.question.keys:
                yield from node.answered(act.question.answer or key)


def _numbers(node: Node) -> Iterator[str]:
    dials = (deed for deed in _deeds(node) if isinstance(deed, Dial))
    return (place.number for dial in dials for place in dial.destinations)


# -- the message -------------------------------------------------------------------


def explained(call: Call, wish: Wish, file: str = "", terms: str | None = None) -> list[str]:
    """Lines that tell what came instead, where the call parted, and which call passes.

    `file` and `terms` are where the flow was read from, for the command.
    """
    flow = call.flow
    told = [f"expected {wish.text}; the call {_came(call)}"]
    nodes = [key for key, node in flow.nodes.items() if wish.at(key, node)]
    if not nodes:
        return told + _nowhere(flow, wish)
    told += _parted(call, nodes)
    if len(flow) > LARGEST:
        return told
    return told + _passing(call, wish, nodes, file, terms)


def _came(call: Call) -> str:
    return str(call.outcome) if call.outcome else f"waits for its caller at {call.node}"


def _nowhere(flow: CallFlow, wish: Wish) -> list[str]:
    known = list(wish.known(flow))
    near = get_close_matches(wish.wanted, known, n=1) if known else []
    if near:
        return [f"no node of the flow does that; did you mean {near[0]!r}?"]
    return ["no node of the flow does that"]


def _parted(call: Call, nodes: Sequence[NodeId]) -> list[str]:
    """The step from which no way leads to any of the nodes."""
    leading = _leading_to(call.flow, nodes)
    if call.flow.root not in leading:
        return ["no way leads there from the start"]
    at_nodes = [step for step in call.trace if step.node is not None]
    for step, after in pairwise(at_nodes):
        if after.node not in leading:
            return [f"parted at {step.node}, {_told(step)}; no way leads there any more"]
    if call.ended and at_nodes:
        return [f"ended at {at_nodes[-1].node}, {_told(at_nodes[-1])}"]
    return []


def _leading_to(flow: CallFlow, nodes: Sequence[NodeId]) -> set[NodeId]:
    """The nodes themselves, and all from which wires lead to them."""
    before: dict[NodeId, list[NodeId]] = {}
    for wire in flow.all_wires():
        before.setdefault(wire.target, []).append(wire.source)
    found, todo = set(nodes), [*nodes]
    while todo:
        fresh = [source for source in before.get(todo.pop(), ()) if source not in found]
        found.update(fresh)
        todo += fresh
    return found


def _told(step: Step) -> str:
    return f"{clock(step.time)}: {clean(shorten(describe(step), LONGEST))}"


def _passing(
    call: Call, wish: Wish, nodes: Sequence[NodeId], file: str, terms: str | None
) -> list[str]:
    """The nearest call that passes, as Python and as a command; or why there is none."""
    found = reach(call.flow, settings=call.settings)
    live = [node for node in nodes if found.reachable(node) is True]
    if not live:
        return _dead(found, nodes)
    for tried in _tried(call, found, live[:TRIED]):
        if wish.holds(tried):
            lines = [f"a call that passes: {python(tried, file, terms)}"]
            return [*lines, *filter(None, [command(tried, file, terms)])]
    return []


def _tried(call: Call, found: Reach, nodes: Sequence[NodeId]) -> Iterator[Call]:
    """Calls to the nodes: by the same caller if they can get there, else by the smallest.

    Some go on with a key: what a node does may need an answer.
    """
    witnesses = (found.witness(node) for node in nodes)
    made = [witness for witness in witnesses if isinstance(witness, Witness)]
    for witness in sorted(made, key=lambda one: (len(one.acts), len(one.words))):
        for more in ((), *((("press", key),) for key in _keys(call.flow, witness.node))):
            acts = (*witness.acts, *more)
            for caller in (call, witness.call(call.flow)):
                tried = again(caller, acts)
                if tried is not None:
                    yield tried


def _keys(flow: CallFlow, node: NodeId) -> tuple[str, ...]:
    asks = (act for act in flow[node].actions() if isinstance(act, Ask))
    return next((ask.question.keys for ask in asks), ())


def _dead(found: Reach, nodes: Sequence[NodeId]) -> list[str]:
    if any(found.reachable(node) is not False for node in nodes):
        return []
    below = (dead for dead in found.dead if _leads(found.flow, dead.node, dead.exit, nodes[0]))
    reason = next(below, None)
    return [f"no caller can get there{f': {reason}' if reason else ''}"]


def _leads(flow: CallFlow, node: NodeId, exit_name: str | None, goal: NodeId) -> bool:
    start = node if exit_name is None else flow.target(node, exit_name)
    return start in _leading_to(flow, [goal])


# -- plain assertions --------------------------------------------------------------


def wish_of(calls: Sequence[Call], left: object, right: object) -> tuple[Call, Wish] | None:
    """The call and the expectation of `left == right`, as far as they can be told.

    The values are all that an assertion leaves; the last call of the test that has the
    left one, and is expected to have the right one, is meant.
    """
    for call in reversed(calls):
        if not isinstance(right, str):
            return None
        if call.connected_to == left and right.strip("+").isdigit():
            return call, connected_to(right)
        if call.outcome is not None and call.outcome.kind == left and right in KINDS:
            return call, ends(right)
        if call.node == left and right.startswith("/"):
            return call, comes_to(right)
    return None
