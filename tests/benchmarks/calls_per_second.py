"""Calls a test can make in a second, beside state machines that walk the same flow.

    python -m tests.benchmarks.calls_per_second [calls]

Everybody walks the same random callers with the same keys in the same run, and must come
to the same number.  CPU time, one core.  A machine is *fresh* if each caller has one of
their own, as a call in a test has; *reused* if one is set back for each caller.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any, NamedTuple

from statemachine import State, StateMachine
from transitions import Machine

from ivrsim.flow.flow import CallFlow, FlowBuilder
from ivrsim.flow.node import NODE_TYPES
from ivrsim.simulate.caller import caller_from
from ivrsim.simulate.session import Call

FLAGS = ("mobile", "repeat", "during_hours", "sms_sent", "in_region")
MENUS, CONDITIONS, KEYS, DEPTH = 140, 81, 6, 6
TURNS = 3


class Caller(NamedTuple):
    """What is said of a caller, the keys, and the number they are forwarded to."""

    words: dict[str, bool]
    keys: tuple[str, ...]
    number: str


Walk = Callable[[Caller], str | None]


def tree(seed: int = 1) -> CallFlow:
    """A tree of 1,003 nodes, six below one another: menus of six keys, conditions, numbers."""
    chance = random.Random(seed)
    builder = FlowBuilder()
    kinds = ["Menu"] * (MENUS - 1) + ["Condition"] * CONDITIONS
    chance.shuffle(kinds)
    slots = [(builder.add(_menu()), 1)] * KEYS
    while kinds:
        parent, depth = slots.pop(chance.randrange(len(slots)))
        if depth > DEPTH - 2:
            slots.append((parent, depth))
            continue
        kind = kinds.pop()
        inner = _menu() if kind == "Menu" else _node("Condition", condition=_condition(chance))
        slots += [(builder.add_child(parent, inner), depth + 1)] * (KEYS if kind == "Menu" else 2)
    for parent, _ in slots:
        number = str(8_002_000_000 + len(builder.nodes))
        builder.add_child(parent, _node("Connect", destination_phone_number=number))
    return builder.build()


def _condition(chance: random.Random) -> str:
    one, other = chance.sample(FLAGS, 2)
    return chance.choice((one, f"not {one}", f"{one} and {other}", f"{one} or not {other}"))


def _menu() -> Any:
    return _node("Menu", prompt="To go on, press any key from 1 to 6.")


def _node(kind: str, **fields: str) -> Any:
    return NODE_TYPES[kind].model_validate(fields)


def callers(flow: CallFlow, seed: int = 2) -> Iterator[Caller]:
    """Random callers: any facts, any keys that lead on."""
    chance = random.Random(seed)
    while True:
        words = {flag: chance.random() < 0.5 for flag in FLAGS}
        call, keys = flow.call(**words), []
        while not call.ended:
            keys.append(str(chance.randint(1, KEYS)))
            call.press(keys[-1])
        yield Caller(words, tuple(keys), str(call.connected_to))


# -- ours --------------------------------------------------------------------------


def by_session(flow: CallFlow) -> Walk:
    """`flow.call(...).press(...)`, as tests write it."""

    def walk(caller: Caller) -> str | None:
        call = flow.call(**caller.words)
        for key in caller.keys:
            call.press(key)
        return call.connected_to if call.outcome else None

    return walk


def by_new_callers(flow: CallFlow) -> Walk:
    """The same, and each caller has a number that nobody called from before."""
    fresh = iter(range(2_065_550_000, 9_999_999_999))

    def walk(caller: Caller) -> str | None:
        call = flow.call(number=str(next(fresh)), **caller.words)
        for key in caller.keys:
            call.press(key)
        return call.connected_to

    return walk


def by_step(flow: CallFlow) -> Walk:
    """The pure step, which works out every prompt and condition anew."""

    def walk(caller: Caller) -> str | None:
        return Call(flow, caller_from(caller.words)).press(*caller.keys).connected_to

    return walk


# -- the peers ---------------------------------------------------------------------


class Facts:
    """What a machine knows of its caller."""

    facts: dict[str, bool]


def _guards(flow: CallFlow) -> dict[str, Callable[[dict[str, bool]], bool]]:
    """The conditions as Python, so that nobody pays for a language but us."""
    conditions = {n: str(getattr(node, "condition", "")) for n, node in flow.nodes.items()}
    return {
        node: eval(f"lambda f: {' '.join(_python(text))}")
        for node, text in conditions.items()
        if text
    }


def _python(text: str) -> Iterator[str]:
    return (f"f[{word!r}]" if word in FLAGS else word for word in text.split())


def with_transitions(flow: CallFlow, *, reused: bool) -> Walk:
    """`transitions.Machine`: a trigger for each key, and one that decides."""
    guards = _guards(flow)
    rows: list[dict[str, Any]] = []
    for wire in flow.all_wires():
        row: dict[str, Any] = {"source": wire.source, "dest": wire.target}
        if wire.source in guards:
            side = "conditions" if wire.exit == "true" else "unless"
            row |= {"trigger": "decide", side: _of_event(guards[wire.source])}
        else:
            row["trigger"] = f"press_{wire.exit}"
        rows.append(row)
    leaves = {node: flow[node].destination_phone_number for node in flow.leaves()}  # type: ignore[attr-defined]

    def made() -> tuple[Machine, Any]:
        model: Any = Facts()
        machine = Machine(
            model, [*flow.nodes], transitions=rows, initial=flow.root, send_event=True,
            auto_transitions=False,
        )  # fmt: skip
        return machine, model

    kept = made()

    def walk(caller: Caller) -> str | None:
        machine, model = kept if reused else made()
        machine.set_state(str(flow.root))
        model.facts = caller.words
        keys = iter(caller.keys)
        while model.state not in leaves:
            model.trigger("decide" if model.state in guards else f"press_{next(keys)}")
        return leaves[model.state]

    return walk


def _of_event(asked: Callable[[dict[str, bool]], bool]) -> Callable[[Any], bool]:
    return lambda event: asked(event.model.facts)


def with_statemachine(flow: CallFlow, *, reused: bool) -> Walk:
    """python-statemachine: an event for each key, and one that decides."""
    guards = _guards(flow)
    numbers = {node: number for number, node in enumerate(flow.nodes)}
    leaves = {
        f"n{numbers[node]}": flow[node].destination_phone_number  # type: ignore[attr-defined]
        for node in flow.leaves()
    }
    asking = {f"n{numbers[node]}" for node in guards}
    kind = _machine(flow, guards, numbers)

    def made() -> Any:
        return kind(Facts())

    kept = made()

    def walk(caller: Caller) -> str | None:
        machine = kept if reused else made()
        machine.model.facts = caller.words
        machine.current_state_value = "n0"
        keys = iter(caller.keys)
        while (here := machine.current_state_value) not in leaves:
            machine.send("decide" if here in asking else f"press_{next(keys)}")
        return leaves[here]

    return walk


def _machine(
    flow: CallFlow, guards: dict[str, Callable[..., bool]], numbers: dict[str, int]
) -> type[StateMachine]:
    states = {node: State(initial=node == flow.root) for node in flow.nodes}
    body: dict[str, Any] = {f"n{numbers[node]}": state for node, state in states.items()}
    back = (states[leaf].to(states[flow.root or ""]) for leaf in flow.leaves())
    events: dict[str, Any] = {"again": reduce(or_, back)}  # a final state cannot be set back
    for wire in flow.all_wires():
        event, guard = f"press_{wire.exit}", {}
        if wire.source in guards:
            name = f"asks_{numbers[wire.source]}"
            body[name] = _of_machine(guards[wire.source])
            event, guard = "decide", {"cond" if wire.exit == "true" else "unless": name}
        way = states[wire.source].to(states[wire.target], **guard)
        events[event] = events[event] | way if event in events else way
    return type("Walked", (StateMachine,), body | events)


def _of_machine(asked: Callable[[dict[str, bool]], bool]) -> Callable[[Any], bool]:
    return lambda machine: asked(machine.model.facts)


# -- the race ----------------------------------------------------------------------


def rate(walk: Walk, people: list[Caller]) -> float:
    """Calls per CPU second; the best of a few turns, as the machine has other work."""
    best = 0.0
    for _ in range(TURNS):
        start = time.process_time()
        reached = [walk(caller) for caller in people]
        best = max(best, len(people) / (time.process_time() - start))
        assert reached == [caller.number for caller in people]
    return best


def main() -> None:
    """Print calls per CPU second, and how many times as many ours are."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    flow = tree()
    people = list(islice(callers(flow), count))
    pressed = sum(len(caller.keys) for caller in people) / count
    print(f"{len(flow):,} nodes, {count:,} random callers, {pressed:.1f} keys each")
    ours = {
        "flow.call, random callers": rate(by_session(flow), people),
        "flow.call, one caller again and again": rate(by_session(flow), people[:1] * count),
        "flow.call, each from a number of their own": rate(by_new_callers(flow), people[:2000]),
        "begin and step, nothing remembered": rate(by_step(flow), people[:2000]),
    }
    peers = {
        "transitions, fresh": rate(with_transitions(flow, reused=False), people[:10]),
        "transitions, reused": rate(with_transitions(flow, reused=True), people[:2000]),
        "python-statemachine, fresh": rate(with_statemachine(flow, reused=False), people[:10]),
        "python-statemachine, reused": rate(with_statemachine(flow, reused=True), people[:1000]),
    }
    best = ours["flow.call, random callers"]
    for name, found in (ours | peers).items():
        print(f"{name:45} {found:10,.0f} calls/s  {best / found:10,.1f}")


if __name__ == "__main__":
    main()
