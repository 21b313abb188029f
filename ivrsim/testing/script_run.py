"""One call of a script is made, and what happens is held against what is expected."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from ivrsim.errors import IvrsimError
from ivrsim.flow.flow import CallFlow
from ivrsim.flow.numbers import same_number
from ivrsim.simulate.session import Call, call
from ivrsim.simulate.settings import DEFAULTS, CallSettings
from ivrsim.simulate.trace import Kind
from ivrsim.testing.script_ast import Case, Item, Line
from ivrsim.testing.script_claims import Claim, folded, says
from ivrsim.testing.script_proof import proof
from ivrsim.testing.script_replay import command, witness_command
from ivrsim.testing.script_steps import (
    AtNode,
    Do,
    Ended,
    Expectation,
    Hear,
    Keys,
    Step,
    Told,
    Within,
    step_text,
)
from ivrsim.testing.script_words import quoted
from ivrsim.text import shorten
from ivrsim.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Failure:
    """What was not as the script says: where in the script, and where in the call.

    - `seen`: so many steps of the call's trace had happened;
    - `of`: the step that failed; `instead`: the step that would have held, or None
      where the line is only to be taken away;
    - `mendable`: recording expectations can mend it.
    """

    line: int
    column: int
    message: str
    hint: str = ""
    seen: int | None = None
    of: Line | None = None
    instead: Step | None = None
    mendable: bool = False


@dataclass(frozen=True)
class Result:
    """What came of a call or of a statement.

    `calls` are the calls that were made: the one of the script, or the witness against a
    statement; `command` makes the call again, empty where no command line can.
    `undecided`: a statement was neither proven nor refuted.  `missing` are expectations
    that a call without any would have.
    """

    item: Item
    failures: tuple[Failure, ...] = ()
    calls: tuple[Call, ...] = ()
    command: str = ""
    undecided: bool = False
    missing: tuple[Step, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether all was as the script says."""
        return not self.failures


def run(
    item: Item,
    flow: CallFlow,
    file: str = "campaign.json",
    terms: str | None = None,
    settings: CallSettings = DEFAULTS,
) -> Result:
    """Make the call of a case, or prove a statement about all calls.

    `file` and `terms` are for the command that makes the call again; `settings` are
    those of a statement, a case has its own.
    """
    if isinstance(item, Claim):
        return _claimed(item, flow, file, terms, settings)
    return _Run(item).result(flow, file, terms)


def _claimed(
    claim: Claim, flow: CallFlow, file: str, terms: str | None, settings: CallSettings
) -> Result:
    found = proof(claim, flow, settings)
    if found.holds is True:
        return Result(claim)
    made = found.call
    failure = Failure(claim.line, claim.column, found.message, found.hint,
                      len(made.trace) if made else None)  # fmt: skip
    replay = witness_command(found.witness, file, terms) if found.witness else ""
    return Result(claim, (failure,), (made,) if made else (), replay, found.holds is None)


class _Where(NamedTuple):
    """How far the caller has listened: a step of the trace, and a place in its text."""

    step: int = 0
    offset: int = 0


@dataclass
class _Run:
    """A case on its way."""

    case: Case
    failures: list[Failure] = field(default_factory=list)
    heard: _Where = field(default_factory=_Where)
    lost: bool = False

    def result(self, flow: CallFlow, file: str, terms: str | None) -> Result:
        """All steps, one after the other."""
        case = self.case
        try:
            self.call = call(flow, settings=case.settings, **case.caller)
        except IvrsimError as error:
            self.failures = [Failure(*case.caller_at, error.message, error.hint)]
            return Result(case, tuple(self.failures))
        try:
            for line in case.steps:
                self._take(line)
        except IvrsimError as error:
            self._fail(line, error.message, error.hint)
        missing = self._missing()
        replay = command(case, self.call.acts, file, terms)
        return Result(case, tuple(self.failures), (self.call,), replay, missing=missing)

    def _take(self, line: Line) -> None:
        match line.step:
            case Do(acts):
                for done, act in enumerate(acts):
                    if self.call.ended:
                        self._unused(line, done)
                        return
                    self.heard = _Where(len(self.call.trace))
                    self.call.act(act)
            case Hear():
                if not self.lost:
                    self._hear(line, line.step)
            case _:
                self._expect(line, line.step)

    def _unused(self, line: Line, done: int) -> None:
        text = step_text(line.step)
        message = f"The call is over ({self.call.outcome}), so “{text}” is not reached."
        if done:
            message = f"The call is over ({self.call.outcome}) after {done} of “{text}”."
        self._fail(line, message, "Take the step away, or see why the call ends before it.")
        self.lost = True

    def _fail(
        self, line: Line, message: str, hint: str = "", instead: Step | None = None,
        mendable: bool = False,
    ) -> None:  # fmt: skip
        seen = len(self.call.trace)
        failure = Failure(line.line, line.column, message, hint, seen, line, instead, mendable)
        self.failures.append(failure)

    # -- hearing -----------------------------------------------------------------------

    def _hear(self, line: Line, step: Hear) -> None:
        found = next(self._found(step), None)
        if found is not None:
            self.heard = found
            return
        rest = list(self._rest())
        what = "exactly " if step.exact else ""
        told = " and ".join(_short(text) for _, text, _ in rest) or "nothing more"
        message = f"Expected the caller to hear {what}{_short(step.text)}; they hear {told}."
        instead = None
        if rest:
            _, text, offset = rest[0]
            after = folded(text)[offset:].strip()
            instead = Hear(after) if offset else Hear(text, step.exact)
            self.heard = next(self._found(instead), self.heard)
        self._fail(line, message, self._elsewhere(step), instead, mendable=True)

    def _rest(self) -> Iterator[tuple[int, str, int]]:
        """What is heard since the last act, and was not asked for yet: from which letter."""
        for place in range(self.heard.step, len(self.call.trace)):
            step = self.call.trace[place]
            if step.kind in (Kind.HEARD, Kind.NOTICE):
                offset = self.heard.offset if place == self.heard.step else 0
                if folded(step.text)[offset:].strip():
                    yield place, step.text, offset

    def _found(self, step: Hear) -> Iterator[_Where]:
        wanted = folded(step.text)
        for place, text, offset in self._rest():
            at = folded(text).find(wanted, offset)
            if step.exact and text == step.text and not offset:
                yield _Where(place + 1)
            elif not step.exact and at >= 0:
                yield _Where(place, at + len(wanted))

    def _elsewhere(self, step: Hear) -> str:
        heard = (s for s in self.call.trace if s.kind in (Kind.HEARD, Kind.NOTICE))
        known = any(says(s.text, step.text, step.exact) for s in heard)
        return "It is heard earlier in the call." if known else ""

    # -- expecting ---------------------------------------------------------------------

    def _expect(self, line: Line, wanted: Expectation) -> None:
        if not holds(wanted, self.call):
            instead = actual(wanted, self.call)
            said = step_text(wanted).removeprefix("expect ")
            message = f"Expected {said}; found {_told(instead, self.call)}."
            hint = self._nearest(wanted)
            self._fail(line, message, hint, instead, mendable=True)

    def _nearest(self, wanted: Expectation) -> str:
        """What may have been meant."""
        flow = self.call.flow
        if isinstance(wanted, AtNode) and wanted.node not in flow.nodes:
            return f"The flow has no node {wanted.node!r}."
        return ""

    def _missing(self) -> tuple[Step, ...]:
        """What a case that expects nothing could expect; then it fails."""
        if any(not isinstance(line.step, Do) for line in self.case.steps):
            return ()
        message = "The call expects nothing, so it cannot fail."
        hint = "Write expect connected to NUMBER, or let --update record what happens."
        seen = len(self.call.trace)
        self.failures.append(
            Failure(self.case.line, self.case.column, message, hint, seen, mendable=True)
        )
        return expectations(self.call)


def _short(text: str) -> str:
    return quoted(shorten(text, 100))


def _told(instead: Step | None, made: Call) -> str:
    if instead is None:
        return "nothing of the kind"
    if isinstance(instead, Within):
        return f"{made.time:.1f} seconds"
    return step_text(instead).removeprefix("expect ")


# -- what holds in a call --------------------------------------------------------------


def holds(wanted: Expectation, made: Call) -> bool:
    """Whether an expectation holds in a call as far as it has come."""
    match wanted:
        case Ended(kind, number):
            return _kind(made) == kind and (not number or _same(number, made.connected_to))
        case AtNode(node):
            return made.node == node
        case Within(seconds):
            return made.time <= seconds
        case Keys(keys):
            return made.keypresses == " ".join(keys)
        case Told(_, wants, text, exact):
            told = _all_told(wanted, made)
            some = any(text is None or says(one, text, exact) for one in told)
            return some == wants


def _same(one: str, other: str | None) -> bool:
    return other is not None and (one == other or same_number(one, other))


def _kind(made: Call) -> str:
    return made.outcome.kind if made.outcome else "waiting"


def _all_told(wanted: Told, made: Call) -> list[str]:
    kinds = {
        "text message": (Kind.TEXT_SENT,),
        "agent hears": (Kind.WHISPERED,),
        "heard": (Kind.HEARD, Kind.NOTICE),
    }[wanted.subject]
    return [step.text for step in made.trace if step.kind in kinds]


def actual(wanted: Expectation, made: Call) -> Step | None:
    """What would have to be expected in its place; None: there is nothing of the kind."""
    match wanted:
        case Ended():
            return _ended(made)
        case AtNode():
            return AtNode(made.node) if made.node is not None else None
        case Within():
            return Within(ceil(made.time))
        case Keys():
            return Keys(tuple(made.keypresses.split()))
        case Told(subject, wants, text, exact):
            told = _all_told(wanted, made)
            if subject == "heard":
                return Told(subject, not wants, text, exact)
            return Told(subject, True, told[0], exact) if told else Told(subject, False)


def _ended(made: Call) -> Ended:
    return Ended(made.outcome.kind if made.outcome else "waiting", made.connected_to or "")


def expectations(made: Call) -> tuple[Step, ...]:
    """What a call shows when it is over, or waits: for a script that expects nothing yet."""
    found: list[Step] = [_ended(made)]
    if made.outcome is None and made.node is not None:
        found.append(AtNode(made.node))
    found += [Told("text message", True, text) for text in made.texts_sent if text.strip()]
    return tuple(found)
