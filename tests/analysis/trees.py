"""Generated flows, and everything that can happen in one, by trying it all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from hypothesis import strategies as st

from ivrsim.campaign.campaign import Campaign
from ivrsim.flow.flow import CallFlow
from ivrsim.simulate.caller import caller_from
from ivrsim.simulate.settings import CallSettings
from ivrsim.simulate.state import Act, Enter, Press, Silence, State, World
from ivrsim.simulate.step import begin, step
from tests.simulate.flows import OFFICE, Spec, connect, flow_of

ONCE = CallSettings(attempts=1)
ROUND_THE_CLOCK = OFFICE.model_copy(update={"operating_24_7": True})
CAMPAIGNS: tuple[Campaign, ...] = (
    OFFICE,
    ROUND_THE_CLOCK,
    Campaign(name="Never", custom_data={"zip": "93101"}),
)

TESTS = (
    "mobile", "landline", "repeat", "during_hours", "sms_sent", "in_region", "in_region[Gold]",
    "in_region[West]", "in_region[Nowhere]", "pressed[1]", "pressed[2]", "pressed[1 2]",
    "pressed[W]", "pressed[a]", "duration > 5", 'custom_data[zip] = "93101"',
    'custom_data[zip] contains "3"', "custom_data[zip] present", 'custom_data[zip] != "5"',
    'affiliate_name = "Acme"', 'affiliate_name contains "c"',
)  # fmt: skip
SECTS: dict[str, tuple[dict[str, Any], ...]] = {
    "place": ({}, {"state": "CA"}, {"city": "Sacramento", "state": "CA"}, {"city": "Sacramento"}),
    "zip": ({}, *({"custom_data": {"zip": z}} for z in ("93101", "5", "x3", "", "8005550142"))),
    "line": ({}, {"mobile": True}, {"landline": True}),
    "at": ({"at": "2026-11-23 10:00"}, {"at": "2026-11-24 10:00"}),
    "name": ({}, *({"affiliate_name": name} for name in ("Acme", "c", "zz"))),
}
"""What callers differ in; every caller the tests can tell apart is among the combinations."""


def conditions() -> st.SearchStrategy[str]:
    """Conditions over few tests, so that they often have to do with each other."""
    atom = st.sampled_from(TESTS)
    negated = st.builds("not {}".format, atom)
    return st.recursive(
        atom | negated,
        lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        max_leaves=3,
    )


LEAVES: tuple[Spec, ...] = (
    ("EndCall", {"prompt": "Goodbye."}),
    connect("8004377950"),
    connect("(800) 437-7950"),
    ("Connect", {"destination_phone_number": "8004377951"},
     ("Failover", {"destination_phone_number": "8004377952"})),
)  # fmt: skip


def specs() -> st.SearchStrategy[Spec]:
    """Small trees of every node type."""
    return st.recursive(st.sampled_from(LEAVES), _above, max_leaves=7)


def _above(inner: st.SearchStrategy[Spec]) -> st.SearchStrategy[Spec]:
    two = st.tuples(inner, inner)
    return st.one_of(
        st.builds(lambda c, kids: ("Condition", {"condition": c}, *kids), conditions(), two),
        st.builds(lambda c, kids: ("Condition", {"condition": c}, *kids), conditions(), two),
        st.builds(_menu, st.booleans(), st.lists(inner, min_size=1, max_size=3), st.booleans()),
        st.builds(lambda kid: ("SmsPromo", {"prompt": "9?", "sms_promo_copy": "hi"}, kid), inner),
        st.builds(lambda kid: ("VerifyLocation", {}, kid), inner),
        st.builds(lambda kid: ("NearestBranch", {}, kid), inner),
        st.builds(lambda kids: ("AnyKeyPress", {"prompt": "any"}, *kids), two),
        st.builds(lambda kid: ("DynamicRoute", {"dynamic_route_destination": "zip"}, kid), inner),
        st.builds(_number, st.sampled_from(["ZipCode", "Digits"]), st.booleans(), inner),
    )


def _menu(confirm: bool, kids: list[Spec], failover: bool) -> Spec:
    node = ("Menu", {"prompt": "Press.", "confirm_response_enabled": confirm}, *kids)
    return (*node, connect("8004377953", failover="W")) if failover else node


def _number(kind: str, confirm: bool, kid: Spec) -> Spec:
    fields = {
        "prompt": "Enter.",
        "number_question_type": kind,
        "confirm_response_enabled": confirm,
        "caller_response_custom_data_partner_name": "zip",
    }
    return ("NumberQuestion", fields, kid)


def flows() -> st.SearchStrategy[CallFlow]:
    """Small flows with a campaign that has hours, or is always or never open."""
    return st.builds(
        lambda spec, campaign: flow_of(spec, campaign=campaign), specs(), st.sampled_from(CAMPAIGNS)
    )


ACTS: tuple[Act, ...] = (
    *(Press(key) for key in "12390#"),
    Silence(),
    *(Enter(digits) for digits in ("93101", "5", "33333", "8005550142")),
)


def callers(flow: CallFlow) -> Iterator[dict[str, Any]]:
    """Every caller the flow can tell apart; what it does not ask is left as it is."""
    text = "".join(str(node.model_dump()) + node.kind for node in flow.nodes.values())
    asked = {
        "place": "in_region" in text, "zip": "zip" in text,
        "line": any(w in text for w in ("mobile", "landline", "Sms")),
        "at": True, "name": "affiliate" in text,
    }  # fmt: skip
    columns = [SECTS[name] if asked[name] else SECTS[name][:1] for name in SECTS]
    numbers = ("8004377950", "8004377951", "8004377953", "8005550142", "93101")
    unanswered = [*((n,) for n in numbers), numbers] if "Failover" in text or "zip" in text else []
    for row in product(*columns):
        words: dict[str, Any] = {}
        for part in row:
            words |= part
        for repeat, branch in product((False, True)[: 1 + ("repeat" in text)],
                                      ("", "8004377954")[: 1 + ("Branch" in text)]):  # fmt: skip
            for dead in ((), *unanswered):
                yield words | {"repeat": repeat, "branch": branch, "unanswered": dead}


Place = str | tuple[str, str]


def tried(flow: CallFlow, settings: CallSettings = ONCE) -> set[Place]:
    """Every node and exit that any caller comes to, whatever they do."""
    seen: set[Place] = set()
    for words in callers(flow):
        world = World(flow, caller_from(words), settings)
        state, steps = begin(world)
        todo: list[State] = [state]
        known: set[str] = set()
        seen.update(places(steps))
        while todo:
            state = todo.pop()
            key = repr((state.node, state.confirming, state.typed, state.known))
            half_typed = state.typed and not state.confirming
            if state.outcome is not None or key in known or half_typed:
                continue
            known.add(key)
            for act in ACTS:
                after, steps = step(world, state, act)
                seen.update(places(steps))
                todo.append(after)
    return seen


def places(steps: Any) -> Iterator[Place]:
    """The nodes and the exits in some steps of a trace."""
    for done in steps:
        if done.node is not None:
            yield done.node
            if done.exit:
                yield done.node, done.exit
