"""Calls that go on without anybody: who waits, and who is asked again and again.

The calls are simulated with the settings a call has by default; speech rate, time-outs
and the number of attempts are published by no vendor.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.analysis.answers import SILENCE, Act
from ivrsim.analysis.witness import Witness
from ivrsim.conditions.ast import Compare, Expr
from ivrsim.conditions.evaluation import MissingFact
from ivrsim.flow.flow import NodeId
from ivrsim.flow.question import NONE, WRONG
from ivrsim.lint.loss import case_of
from ivrsim.lint.views import FlowView
from ivrsim.lint.witnesses import witness_of
from ivrsim.simulate.session import Call
from ivrsim.values import replace

QUESTIONS = 50
"""Questions, in reading order, at which callers are tried who say nothing."""
MOST_SILENCES = 60
"""Time-outs that one caller waits through."""
ROUNDS = 4
"""How often the caller goes round: more than there are attempts at a question."""
YES: Act = ("press", "1")
NO: Act = ("press", "2")


def paid_for_waiting(flow: FlowView, expr: Expr, limit: int) -> tuple[Witness, int] | None:
    """A caller whose call meets the condition before anybody is reached, and its seconds."""
    for witness in _silent(flow):
        call: Call = witness.call()
        seconds = int(call.outcome.time if call.outcome is not None else call.time)
        if seconds >= limit and _is_met(expr, call, seconds):
            return witness, seconds
    return None


def _silent(flow: FlowView) -> Iterator[Witness]:
    """Callers who come to a question, each silent from there to the end of the call."""
    asking = (node.id for node in flow.asking)
    nodes = dict.fromkeys([flow.flow.root, *asking])
    for node, _ in zip(nodes, range(QUESTIONS), strict=False):
        found = witness_of(flow, node) if node is not None else None
        if found is not None:
            yield from _waiting(found)


def _waiting(witness: Witness) -> Iterator[Witness]:
    acts: tuple[Act, ...] = witness.acts
    try:
        call: Call = witness.call()
        while not call.ended and len(acts) < len(witness.acts) + MOST_SILENCES:
            call.silence()
            acts = (*acts, SILENCE)
    except MissingFact:
        return
    if call.ended:
        yield replace(witness, acts=acts)


def _is_met(expr: Expr, call: Call, seconds: int) -> bool:
    """Whether the condition holds, and does not hold for the same call if it were short."""
    try:
        return case_of([expr], call, seconds, 0)[expr] and not case_of([expr], call, 0, 0)[expr]
    except MissingFact:
        return False


def threshold(expr: Expr) -> int:
    """The fewest seconds that a duration is compared with; 0 where none is."""
    tests = [a for a in expr.atoms() if isinstance(a, Compare) and a.field == "duration"]
    return min((test.seconds for test in tests), default=0)


# -- asked again and again -----------------------------------------------------------------


def never_confirmed(flow: FlowView, node: NodeId) -> Witness | None:
    """A caller who answers a question and says no when it is read back, time and again.

    None where nobody comes there, or where saying no does end it.
    """
    ask = flow.all_nodes[node].ask
    found = witness_of(flow, node)
    if ask is None or found is None:
        return None
    choices = flow.reach.walk.choices_at(node, ask.question)
    good = (choice.acts for choice in choices if choice.answer not in (WRONG, NONE))
    answer = next((acts[:-1] for acts in good if acts[-1] == YES), None)
    if answer is None:
        return None
    acts = (*found.acts, *((*answer, NO) * ROUNDS))
    witness = replace(found, acts=acts)
    call: Call = witness.call()
    return witness if not call.ended and call.node == node else None
