"""All callers of small flows, one by one: what the common walk has to agree with."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

from ivrsim.delta.experience import Experience, experience_of
from ivrsim.delta.response import Response
from ivrsim.flow.action import Dial
from ivrsim.flow.flow import CallFlow
from ivrsim.simulate.session import Call
from ivrsim.simulate.session import call as begin

KEYS = [Response("press", key) for key in "12345679"]
RESPONSES = [*KEYS, Response("silence"), Response("enter", "93101")]

FACTS: dict[str, list[dict[str, Any]]] = {
    "mobile": [{}, {"mobile": True}, {"landline": True}],
    "repeat": [{}, {"repeat": True}],
    "during_hours": [{"at": "2026-11-23 10:00"}, {"at": "2026-11-23 20:00"}],
    "in_region": [{}, {"state": "CA"}, {"state": "NY"}, {"city": "Sacramento", "state": "CA"}],
    "product": [{}, {"product": "Chair"}, {"product": "Lamp"}, {"product": "other"}],
    "campaign": [{}, {"campaign": "spring 26"}],
    "media_type": [{}, {"media_type": "Online"}],
}
"""What makes a difference, by a word of the conditions that ask for it."""

DATA = {"product", "campaign"}


def callers(*flows: CallFlow) -> Iterator[dict[str, Any]]:
    """Every caller these flows can tell apart, as words of `flow.call`."""
    said = " ".join(n.summary() + n.kind for flow in flows for n in flow.nodes.values())
    asked = [name for name in FACTS if name in said]
    if ("SmsPromo" in said or "landline" in said) and "mobile" not in asked:
        asked.append("mobile")
    for chosen in product(*(FACTS[name] for name in asked)):
        words: dict[str, Any] = {}
        for name, found in zip(asked, chosen, strict=True):
            if name in DATA:
                words.setdefault("custom_data", {}).update(found)
            else:
                words |= found
        for dead in _unanswered(flows):
            yield words | ({"unanswered": dead} if dead else {})


def _unanswered(flows: tuple[CallFlow, ...]) -> list[tuple[str, ...]]:
    """Nobody; where a call can go on after ringing in vain, every one and every two numbers."""
    rings = any("failover" in wires for flow in flows for wires in flow.out.values())
    acts = (a for flow in flows for node in flow.nodes.values() for a in node.actions())
    dialled = (d.number for act in acts if isinstance(act, Dial) for d in act.destinations)
    numbers = sorted(set(dialled)) if rings else []
    return [pick for size in (0, 1, 2) for pick in combinations(numbers, size)]


def respond(call: Call, response: Response, after: float | None = None) -> None:
    """Do the same until the question is done with; confirm what is read back.

    `after` is how long the caller listens to a prompt, in seconds; none: to its end.
    """
    left = _exits(call)
    while not call.ended and _exits(call) == left:
        name, *argument = response.act
        pace = {} if name == "silence" else {"after": after}
        if call.state.confirming:
            call.press("1", after=after)
        elif name == "press" and call.state.node and _takes_digits(call):
            call.enter(*argument, after=after)
        else:
            getattr(call, name)(*argument, **pace)


def _exits(call: Call) -> int:
    return sum(bool(step.exit) for step in call.trace)


def _takes_digits(call: Call) -> bool:
    return call.flow[call.state.node or ""].kind == "NumberQuestion"


def noticed(
    old: CallFlow,
    new: CallFlow,
    words: dict[str, Any],
    *,
    prompts: bool = False,
    after: float | None = None,
) -> Iterator[tuple[Experience, Experience]]:
    """Every pair of endings that this caller can get, by any responses, and notices."""
    todo: list[tuple[Response, ...]] = [()]
    while todo:
        done = todo.pop()
        calls = [begin(flow, **words) for flow in (old, new)]
        for response in done:
            for call in calls:
                if not call.ended:
                    respond(call, response, after)
        if all(call.ended for call in calls):
            one, other = (experience_of(call, prompts=prompts) for call in calls)
            if not one.same(other):
                yield one, other
        else:
            todo += [(*done, response) for response in RESPONSES]


def anybody_notices(old: CallFlow, new: CallFlow, *, prompts: bool = False) -> bool:
    """Whether one of all callers gets something else from the new flow."""
    everybody = callers(old, new)
    return any(next(noticed(old, new, w, prompts=prompts), None) for w in everybody)
