"""Statements over all callers, proven or refuted by the exact analysis; never sampled.

The flow is walked with a monitor: a way on which `first` happens is not followed any
further, for there the statement holds; a way on which `bad` happens leads to a place
that is not in the flow.  The statement holds if no caller comes to that place, and the
smallest caller who does is the witness against it.  `where` is a condition put before
the flow.  A witness is called in the simulator before anybody is told of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ivrsim.analysis.env import Env
from ivrsim.analysis.found import Found, descended
from ivrsim.analysis.reach import is_tree
from ivrsim.analysis.search import search
from ivrsim.analysis.space import CallerSpace
from ivrsim.analysis.walk import Walk, Way
from ivrsim.analysis.witness import Witness, Witnesses
from ivrsim.conditions.evaluation import MissingFact
from ivrsim.conditions.symbolic.solver import STEPS
from ivrsim.flow import action
from ivrsim.flow.flow import CallFlow, NodeId, Wire
from ivrsim.flow.node import NODE_TYPES
from ivrsim.flow.question import Question
from ivrsim.simulate.session import Call
from ivrsim.simulate.settings import CallSettings
from ivrsim.simulate.trace import Kind
from ivrsim.testing.script_claims import END, Claim, Moment, What
from ivrsim.values import dataclass, replace

GATE: NodeId = "\0where"
"""The condition that stands before the flow."""
BAD: NodeId = "\0bad"
"""Where the calls go that refute the statement."""
WAY = "\0"
"""The exit that leads there, from any node."""
LOOKED_AT = 20
"""Places at which a statement is refuted, of which the smallest caller is found."""
SOME_TIME = "2026-11-23 10:00"
"""When a witness calls of whom no condition before the end asks the time."""

_DIALS = (action.Dial, action.DialField, action.DialNearest)
_HEARD: dict[Kind, What] = {
    Kind.HEARD: "hear", Kind.NOTICE: "hear", Kind.PRESSED: "press", Kind.TEXT_SENT: "text message",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether a statement holds; None: it was neither proven nor refuted.

    Where it does not hold, `witness` is the smallest caller against it, and `call` what
    happens in their call.
    """

    holds: bool | None
    message: str = ""
    hint: str = ""
    witness: Witness | None = None
    call: Call | None = None


def proof(claim: Claim, flow: CallFlow, settings: CallSettings, budget: int = STEPS) -> Proof:
    """Prove or refute a statement over all callers of a flow.

    Calls in which the caller hangs up, and those that are cut off for their length, are
    not spoken of by `always`.  `budget` counts steps of one question to the solver.
    """
    unknown = _unknown_node(claim, flow)
    if unknown:
        return Proof(False, f"The flow has no node {unknown!r}.", "See ivrsim reach FILE --all.")
    if flow.root is None:
        return Proof(None, "Not decided: the flow has no node to start at.")
    watch = _Watch(claim, flow, settings)
    begun = watch.verdict(_beginning(flow, settings))
    if begun is True:
        return Proof(True)
    found = descended(watch, budget) if is_tree(flow) else search(watch)
    if BAD not in found.visits:
        if BAD in found.unsure or not found.complete:
            return Proof(None, _undecided(claim), "The budget of the analysis does not suffice.")
        return Proof(True)
    witness = _smallest(watch, found)
    if witness is None:
        return Proof(None, _undecided(claim), "The budget of the analysis does not suffice.")
    return _confirmed(claim, replace(witness, flow=flow), flow, settings)


def _smallest(watch: Walk, found: Found) -> Witness | None:
    """The caller with the fewest keys, then the fewest words, of those at the nearest places."""
    ends = [end for (_, name), end in found.exits.items() if name == WAY]
    ends.sort(key=lambda end: sum(move.keys for move in (*end[0].moves(), end[1])))
    witnesses = Witnesses(watch)
    made = (witnesses.of(*end) for end in ends[:LOOKED_AT])
    small = [witness for witness in made if isinstance(witness, Witness)]
    return min(small, key=lambda one: (_keys(one), len(one.words)), default=None)


def _keys(witness: Witness) -> int:
    return sum(len(act[-1]) if act[0] == "enter" else 1 for act in witness.acts)


def _undecided(claim: Claim) -> str:
    return f"Not decided: {claim.text}."


def _unknown_node(claim: Claim, flow: CallFlow) -> str:
    events = (claim.bad, claim.first)
    names = (event.text for event in events if event is not None and event.what == "node")
    return next((name for name in names if name not in flow.nodes), "")


def _beginning(flow: CallFlow, settings: CallSettings) -> Iterator[Moment]:
    """What happens in every call before it comes to a node."""
    if flow.settings.record_calls and flow.settings.play_call_recorded_prompt:
        yield Moment("notice")
        yield Moment("hear", settings.notice)


# -- one way through a node ------------------------------------------------------------


class _Watch(Walk):
    """The ways through a flow, as far as the statement is still open on them."""

    def __init__(self, claim: Claim, flow: CallFlow, settings: CallSettings) -> None:
        self.claim = claim
        self.begun = False
        super().__init__(CallerSpace(_prepared(claim, flow), settings=settings))
        self.begun = self.verdict(_beginning(flow, settings)) is False

    def verdict(self, moments: Iterable[Moment]) -> bool | None:
        """True: the statement holds from here on; False: it does not; None: it is open."""
        first, bad = self.claim.first, self.claim.bad
        for moment in moments:
            if bad.is_(moment):
                return False
            if first is not None and moment.sure and first.is_(moment):
                return True
        return None

    def ways(self, node: NodeId, env: Env, endings: bool = True) -> Iterator[Way]:
        """Every way on; those that refute the statement lead to `BAD`, and nothing ends."""
        if node == BAD:
            return
        for way in super().ways(node, env, True):
            if node == GATE:
                verdict = False if self.begun and way.target is not None else None
            else:
                verdict = self.verdict(self._moments(way))
            if verdict is False:
                yield way._replace(target=BAD, exit=WAY, ending="", number="")
            elif verdict is None and way.target is not None:
                yield way

    def _moments(self, way: Way) -> Iterator[Moment]:
        yield Moment("node", way.node)
        node = self.flow.nodes[way.node]
        ended = way.ending in ("connected", "transferred")
        todo = list(node.actions())
        while todo:
            act = todo.pop(0)
            if isinstance(act, action.Ask) and way.choice is not None:
                yield from self._asked(way, act)
                todo = list(node.answered(way.choice.answer))
                continue
            yield from _done(act, ended)
            if ended and isinstance(act, _DIALS) and not any(isinstance(a, _DIALS) for a in todo):
                break
        yield from _ended(way)

    def _asked(self, way: Way, act: action.Ask) -> Iterator[Moment]:
        """The question, what may be said when it goes wrong, and the answer."""
        yield Moment("hear", act.text)
        settings, question = self.flow.settings, act.question
        own = question.error_prompt
        wrong = settings.custom_wrong_keypress_error_prompt_text if own is None else own
        silent = settings.custom_no_keypress_error_prompt_text if own is None else own
        for text in dict.fromkeys((wrong, silent)):
            yield Moment("hear", text or "", sure=False)
        if question.confirm:
            yield Moment("hear", "You entered 1. For yes, press 1. For no, press 2.", sure=False)
        yield from _pressed(way, question)


def _pressed(way: Way, question: Question) -> Iterator[Moment]:
    """The key that answers; where several do the same, it is not known which."""
    assert way.choice is not None, "a question was asked"
    answer = way.choice.answer
    if answer in question.keys:
        yield Moment("press", answer)
    elif answer == question.answer and len(question.keys) == 1:
        yield Moment("press", question.keys[0])


def _done(act: action.Action, ended: bool) -> Iterator[Moment]:
    match act:
        case action.Say(text):
            yield Moment("hear", text)
        case action.DialField(_, text):
            yield Moment("hear", text, sure=ended)
        case action.SendText(copy):
            yield Moment("text message", copy)


def _ended(way: Way) -> Iterator[Moment]:
    if way.target is None:
        ends: dict[str, What] = {
            "connected": "connected", "transferred": "transferred", "ended": "ended",
            "disconnected": "disconnected", "unanswered": "unanswered", "fault": "fault",
        }  # fmt: skip
        yield Moment(ends[way.ending], way.number)
        yield Moment("end")


def _prepared(claim: Claim, flow: CallFlow) -> CallFlow:
    """The flow behind its gate; every node may also lead to `BAD`."""
    assert flow.root is not None, "there is a node to start at"
    condition = "" if claim.where is None else str(claim.where)
    gate = NODE_TYPES["Condition"](condition=condition)  # type: ignore[call-arg]
    out = {node: {**wires, WAY: Wire(node, WAY, BAD, -1)} for node, wires in flow.out.items()}
    inside = {"true": Wire(GATE, "true", flow.root, 0), WAY: Wire(GATE, WAY, BAD, -1)}
    return replace(
        flow, nodes={GATE: gate, **flow.nodes}, out={GATE: inside, **out, BAD: {}}, root=GATE
    )


# -- the witness -----------------------------------------------------------------------


def _confirmed(claim: Claim, witness: Witness, flow: CallFlow, settings: CallSettings) -> Proof:
    """A witness whose simulated call shows it; else nothing is decided."""
    witness = replace(witness, settings=settings)
    try:
        made = witness.call(flow)
    except MissingFact:
        witness = replace(witness, words={**witness.words, "at": SOME_TIME})
        made = witness.call(flow)
    node = _node_against(claim, made)
    if node is None:
        hint = "What the analysis found may be, but a simulated call does not show it."
        return Proof(None, _undecided(claim), hint, witness, made)
    what = "the call ends" if claim.bad == END else f"“{claim.bad}” happens"
    without = "" if claim.first is None else f" without “{claim.first}” before"
    at = f" at {node}" if node else ""
    message = f"Refuted: {what}{at}{without}."
    return Proof(False, message, "The call below shows it.", replace(witness, node=node), made)


def _node_against(claim: Claim, made: Call) -> str | None:
    """The node at which a call refutes the statement; None: it does not."""
    for node, moment in _happened(made):
        if claim.bad.is_(moment):
            return node
        if claim.first is not None and claim.first.is_(moment):
            return None
    return None


def _happened(made: Call) -> Iterator[tuple[str, Moment]]:
    """The moments of a call, each with its node."""
    here = ""
    for place, step in enumerate(made.trace):
        if place == 0 and step.kind is Kind.NOTICE and step.node is None:
            yield here, Moment("notice")
        if step.node is not None and step.node != here:
            here = step.node
            yield here, Moment("node", here)
        if step.kind in _HEARD:
            yield here, Moment(_HEARD[step.kind], step.text)
    if made.outcome is not None:
        what = made.outcome.kind
        if what not in ("hung_up", "too_long"):
            yield here, Moment(what, made.outcome.number)  # type: ignore[arg-type]
            yield here, Moment("end")
