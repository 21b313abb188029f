"""Which conditions make a question at all: what can be said without any proof.

The exact analysis costs more to load than most documents cost to lint.  It is asked
only where a condition asks the same fact twice, on one path or by itself: facts that are
asked once can have any value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from weakref import WeakKeyDictionary

from ivrsim.conditions.ast import (
    Always,
    Answer,
    Atom,
    Compare,
    Expr,
    Flag,
    InRegion,
    Pressed,
    TextTest,
)
from ivrsim.conditions.format import field_text
from ivrsim.conditions.parse import read_condition
from ivrsim.flow.action import Ask, SendText, Store
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.flow.node import Node
from ivrsim.lazy import fetch
from ivrsim.lint.views import ConditionView, FlowView
from ivrsim.places import Span
from ivrsim.values import dataclass

PHONE = frozenset({"mobile", "landline", "sms_sent"})
"""Flags that ask the phone type; only a mobile phone is sent a text."""
Topics = frozenset[str]
NOTHING: Topics = frozenset()


@dataclass(frozen=True, slots=True)
class Death:
    """A proof that something never happens: the code that reports it, where, and why.

    `node` is the place, `exit` the way out of it that nobody takes; `said` is what is
    never (or always) so, `reason` why, `places` where that stands.
    """

    code: str
    node: NodeId
    reason: str
    exit: str | None = None
    said: str = ""
    places: tuple[str, ...] = ()
    field: str = ""
    span: Span | None = None


_DEATHS: WeakKeyDictionary[FlowView, tuple[Death, ...]] = WeakKeyDictionary()
"""The proofs are worked out once for all the rules that tell of them."""


def deaths(flow: FlowView, code: str) -> Iterator[Death]:
    """What calls of this flow never do, as far as the rule of this code tells of it."""
    known = _DEATHS.get(flow)
    if known is None:
        known = fetch("ivrsim.lint.proofs:deaths")(flow) if makes_a_question(flow) else ()
        _DEATHS[flow] = known
    return (death for death in known if death.code == code)


def topic(atom: Atom) -> str:
    """The fact an atom asks; atoms of different topics are independent of each other."""
    match atom:
        case Flag(name):
            return "phone" if name in PHONE else name
        case InRegion():
            return "in_region"
        case Pressed():
            return "pressed"
        case Compare():
            return "duration"
        case TextTest(field):
            return field_text(field)
        case Always() | Answer():
            return ""


def is_policy(condition: ConditionView) -> bool:
    """Whether a payin or payout depends on it: it is asked after the call, not during it."""
    return condition.node is None and condition.field == "condition"


def asks_the_phone(flow: FlowView) -> bool:
    """Whether any node's condition asks what kind of phone a caller has."""
    exprs = [view.expr for view in flow.conditions if view.node is not None]
    atoms = (atom for expr in exprs if expr is not None for atom in expr.atoms())
    return any(topic(atom) == "phone" for atom in atoms)


def asks_a_fact_twice(exprs: Iterable[Expr]) -> bool:
    """Whether the tests may have to do with each other, or one be always the same."""
    seen: set[str] = set()
    for atom in (atom for expr in exprs for atom in expr.atoms()):
        name = topic(atom)
        alone = isinstance(atom, Compare) and atom.seconds == 0
        empty = isinstance(atom, TextTest) and atom.value == ""
        if name in seen or alone or empty or isinstance(atom, Always):
            return True
        seen.add(name)
    return False


# -- paths -----------------------------------------------------------------------------


def makes_a_question(flow: FlowView) -> bool:
    """Whether some exit might be one that no call takes.

    Never False where one is, but for what other rules tell of: hours that decide nothing,
    regions without a place, times that are not known, and children that do not fit.
    """
    if not is_tree(flow.flow):
        return bool(flow.flow.parents)  # nodes without any wire are no flow yet
    if not any(condition.node is not None for condition in flow.conditions):
        return False
    odd = odd_topics(flow)
    regions = {region.name for region in flow.campaign.named_regions}
    nodes, parents = flow.flow.nodes, flow.flow.parents
    seen: dict[NodeId, Topics] = {}
    for key, node in nodes.items():
        wire = parents.get(key)
        before = seen.get(wire.source, NOTHING) if wire is not None else NOTHING
        asked = topics_of(node, regions)
        if asked & before or asked & odd:
            return True
        changed = _changed(node)
        seen[key] = before | asked | changed if asked or changed else before
    return False


def is_tree(flow: CallFlow) -> bool:
    """Whether one way leads to each node but the root."""
    wires = sum(map(len, flow.out.values()))
    alone = len(flow.parents) == wires == max(len(flow.nodes) - 1, 0)
    return alone and flow.root not in flow.parents


def odd_topics(flow: FlowView) -> Topics:
    """What is decided even if it is asked once: the keys of a path, hours that never close."""
    schedule = flow.campaign.schedule
    whole_week = schedule.always_open and not schedule.always
    return frozenset({"pressed", "during_hours"} if whole_week else {"pressed"})


def topics_of(node: Node, regions: Collection[str]) -> Topics:
    """What a node's conditions ask, as far as they can be read.

    Left out are regions that the campaign does not have, which are IVR402, and times, which
    are IVR407.
    """
    texts = [text for _, text in node.conditions() if text]
    exprs = [expr for text in texts if (expr := read_condition(text).expr) is not None]
    atoms = (atom for expr in exprs for atom in expr.atoms())
    return frozenset(topic(atom) for atom in atoms if _differs(atom, regions))


def _differs(atom: Atom, regions: Collection[str]) -> bool:
    if isinstance(atom, InRegion):
        return bool(regions) and (atom.name is None or atom.name in regions)
    return not isinstance(atom, Compare)


def _changed(node: Node) -> Topics:
    """What a caller settles by answering the node's question."""
    found: list[str] = []
    for ask in (act for act in node.actions() if isinstance(act, Ask)):
        if ask.question.takes == "place":
            found.append("in_region")
        if ask.question.answer:
            stored = (a for a in node.answered(ask.question.answer) if isinstance(a, Store))
            found += (f"custom_data[{act.field}]" for act in stored)
    return frozenset(found)


def text_offered_before(flow: CallFlow) -> set[NodeId]:
    """The nodes behind one that sends text messages, by any way."""
    senders = [key for key, node in flow.nodes.items() if sends_text(node)]
    todo = [wire.target for key in senders for wire in flow.out[key].values()]
    found: set[NodeId] = set()
    while todo:
        node = todo.pop()
        if node not in found:
            found.add(node)
            todo.extend(wire.target for wire in flow.out[node].values())
    return found


def sends_text(node: Node) -> bool:
    """Whether the node may send a text message."""
    asked = [act.question.answer for act in node.actions() if isinstance(act, Ask)]
    return any(isinstance(act, SendText) for answer in asked for act in node.answered(answer))
