"""Hypothesis strategies for callers, calls, conditions, nodes, call flows and campaigns.

They are derived from the declarations of the node types, so that a new type is drawn
as soon as it is registered: fields from their kinds, children from the exits.

    @given(flows())
    def test_every_flow_has_a_root(flow): ...

Calls through a flow of your own are drawn by `callers_for(flow)`, and
`ivrsim.testing.machine` walks one step by step.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from ivrsim.flow.flow import CallFlow
from ivrsim.flow.node import FAILOVER_EXITS, Exit, Node, types_of
from ivrsim.flow.reading import Problems, read_flat
from ivrsim.flow.settings import Settings
from ivrsim.models import Model
from ivrsim.models.plan import Inner, Kind, plan_of
from ivrsim.places import ROOT
from ivrsim.testing.strategies_calls import NUMBERS, acts, callers, callers_for, keys
from ivrsim.testing.strategies_conditions import CONDITIONS, conditions, expressions
from ivrsim.vendors.load import load

__all__ = [
    "CONDITIONS",
    "acts",
    "callers",
    "callers_for",
    "campaigns",
    "conditions",
    "expressions",
    "flows",
    "keys",
    "nodes",
    "texts",
    "trees",
]

JSONObject = dict[str, Any]

PROMPTS = (
    "For sales, press 1. For support, press 2.",
    "Please hold.",
    "Thank you for calling. Goodbye.",
    "To get the offer as a text message, press 9.",
    "Merci. Pour continuer, appuyez sur le 1.",
)
REGIONS = (("West Coast", ("CA", "OR", "WA")), ("East Coast", ("NY", "NJ")))
ZONES = ("Pacific Time (US & Canada)", "Eastern Time (US & Canada)", "London", "UTC")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def texts() -> st.SearchStrategy[str]:
    """What somebody may say in a prompt; at times anything, never nothing."""
    return st.one_of(st.sampled_from(PROMPTS), st.text(min_size=1, max_size=30))


_BY_NAME: tuple[tuple[str, Callable[[], st.SearchStrategy[Any]]], ...] = (
    ("condition", conditions),
    ("_number", lambda: st.sampled_from(NUMBERS)),
    ("country_code", lambda: st.sampled_from(("", "1"))),
    ("_extension", lambda: st.sampled_from(("12", "1,,,234"))),
    ("partner_name", lambda: st.just("product")),
)
"""Fields whose name says what belongs into them, by the end of the name."""


def _value(name: str, kind: Kind) -> st.SearchStrategy[Any]:
    for end, strategy in _BY_NAME:
        if name.endswith(end):
            return strategy()
    ways: list[st.SearchStrategy[Any]] = []
    if kind.words:
        ways.append(st.sampled_from(sorted((word for _, word in kind.words), key=repr)))
    of_type: dict[type, st.SearchStrategy[Any]] = {
        str: texts(),
        bool: st.booleans(),
        int: st.integers(1, 120),
        float: st.integers(1, 400).map(lambda quarters: quarters / 4),
    }
    ways += [strategy for type_, strategy in of_type.items() if type_ in kind.types]
    return st.one_of(ways)


def _plain(cls: type[Model], required: set[str]) -> st.SearchStrategy[JSONObject]:
    """An object's plain fields: the required ones always, the others at times."""
    kinds = plan_of(cls).kinds
    return st.fixed_dictionaries(
        {name: _value(name, kind) for name, kind in kinds.items() if name in required},
        optional={name: _value(name, kind) for name, kind in kinds.items() if name not in required},
    )


def _inner(inner: Inner) -> st.SearchStrategy[Any]:
    one = _plain(inner.cls, set(plan_of(inner.cls).kinds))
    return st.lists(one, min_size=1, max_size=3) if inner.many else one


@st.composite
def _fields(
    draw: st.DrawFn, cls: type[Model], required: set[str], never: frozenset[str]
) -> JSONObject:
    """The fields of an object that fit its class."""
    body = draw(_plain(cls, required))
    for name, inner in plan_of(cls).inner.items():
        if name in required or draw(st.booleans()):
            body[name] = draw(_inner(inner))
    return {name: value for name, value in body.items() if name not in never}


def _node_fields(cls: type[Node]) -> st.SearchStrategy[JSONObject]:
    """The JSON of a node of this type without children: nothing required is missing."""
    fields = _fields(cls, set(cls().missing()), frozenset({"keypress_failover_type"}))
    return fields.map(lambda body: {"node_type": cls.node_type, **body})


@st.composite
def nodes(draw: st.DrawFn) -> Node:
    """A node of any type of Invoca's, with nothing required missing."""
    known = types_of("invoca")
    cls = known[draw(st.sampled_from(list(known)))]
    body = draw(_node_fields(cls))
    body.pop("node_type")
    return read_flat(cls, body, ROOT, Problems())


def _may_stand(cls: type[Node], exit_: Exit | None, last: bool) -> bool:
    """Whether a type may stand behind an exit (none: at the root); leaves only at the last."""
    if exit_ is not None and exit_.only:
        return cls.node_type == exit_.only
    is_leaf = not any(way.required for way in cls.exits)
    return not cls.only_unanswered and (is_leaf or not last)


@st.composite
def trees(draw: st.DrawFn, max_nodes: int = 12) -> JSONObject:
    """The JSON of a tree whose every node has the children its type must have.

    No more nodes are opened after `max_nodes`; those that are open get their leaves.
    """
    budget = draw(st.integers(1, max_nodes))
    known = types_of("invoca")
    above: JSONObject = {"children": []}
    todo: list[tuple[JSONObject, Exit | None]] = [(above, None)]
    for parent, exit_ in todo:
        last = len(todo) >= budget
        fitting = [name for name, cls in known.items() if _may_stand(cls, exit_, last)]
        cls = known[draw(st.sampled_from(fitting))]
        body = draw(_node_fields(cls))
        if exit_ is not None and exit_.failover:
            types = {name: failover for failover, name in FAILOVER_EXITS.items()}
            body["keypress_failover_type"] = types[exit_.name]
        parent["children"].append(body)
        ways = draw(_ways(cls, last))
        if ways:
            body["children"] = []
        todo.extend((body, way) for way in ways)
    root: JSONObject = above["children"][0]
    return root


@st.composite
def _ways(draw: st.DrawFn, cls: type[Node], last: bool) -> list[Exit]:
    """The exits of a node that get a child: the required ones, and some of the others."""
    plain = [exit_ for exit_ in cls.exits if not exit_.failover]
    failovers = [exit_ for exit_ in cls.exits if exit_.failover]
    least = sum(exit_.required for exit_ in plain)
    if last:
        return plain[:least]
    count = draw(st.integers(least, min(len(plain), max(least, 3))))
    return plain[:count] + [exit_ for exit_ in failovers if draw(st.booleans())]


def _hours() -> st.SearchStrategy[JSONObject]:
    day = st.one_of(st.just(None), st.sampled_from(((32400, 61200), (28800, 75600), (0, 86400))))
    return st.tuples(*(day for _ in DAYS)).map(_week)


def _week(times: tuple[tuple[int, int] | None, ...]) -> JSONObject:
    hours: JSONObject = {}
    for day, time in zip(DAYS, times, strict=True):
        hours[f"{day}_closed"] = time is None
        if time is not None:
            hours[f"{day}_open"], hours[f"{day}_close"] = time
    return hours


def _policies() -> st.SearchStrategy[JSONObject]:
    lasting = st.sampled_from(("", "duration > 60", "connect_duration >= 1 min 30 sec and mobile"))
    policy = st.fixed_dictionaries(
        {
            "type": st.sampled_from(("Base", "Bonus")),
            "currency": st.just("USD"),
            "amount": st.integers(1, 400).map(lambda quarters: quarters / 4),
            "condition": lasting,
        }
    )
    return st.fixed_dictionaries({"policies": st.lists(policy, min_size=1, max_size=3)})


@st.composite
def campaigns(draw: st.DrawFn, max_nodes: int = 12) -> JSONObject:
    """The JSON of an Invoca campaign as a POST or PUT sends it, with its tree."""
    terms = st.fixed_dictionaries(
        {"name": st.text(max_size=20), "timezone": st.sampled_from(ZONES), "hours": _hours()},
        optional={
            "campaign_type": st.sampled_from(("AffiliateEnabled", "DirectOnly")),
            "operating_24_7": st.booleans(),
            "custom_data": st.fixed_dictionaries(
                {"product": st.sampled_from(("Printer", "Chair"))}
            ),
            "advertiser_payin": _policies(),
            "affiliate_payout": _policies(),
        },
    )
    regions = [
        {"name": name, "regions": [{"region_type": "State", "value": v} for v in values]}
        for name, values in REGIONS
    ]
    tree = {**draw(_fields(Settings, set(), frozenset())), "root": draw(trees(max_nodes))}
    return {**draw(terms), "named_regions": regions, "ivr_tree": tree}


def flows(max_nodes: int = 12) -> st.SearchStrategy[CallFlow]:
    """A call flow that breaks no rule of its node types, with settings and campaign."""
    return campaigns(max_nodes).map(lambda campaign: load(campaign).flow)
