"""Hypothesis strategies for who calls, what they do, and whole calls through a flow.

Callers drawn without looking at the flow are nearly blind: few get past its second
question.  `callers_for` draws from what is proven reachable, every exit alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from hypothesis import note
from hypothesis import strategies as st

from ivrsim.analysis.answers import Act as Doing
from ivrsim.analysis.answers import Choice
from ivrsim.analysis.found import ExitId
from ivrsim.analysis.path import Move, Visit, moves
from ivrsim.analysis.reach import reach
from ivrsim.analysis.witness import Witness, Witnesses
from ivrsim.conditions.evaluation import MissingFact
from ivrsim.errors import IvrsimError
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.flow.question import KEYS
from ivrsim.simulate.caller import PLACE_PARTS, SIGNALS, TEXTS
from ivrsim.simulate.dialogue import ask_at
from ivrsim.simulate.session import Call
from ivrsim.simulate.settings import DEFAULTS, CallSettings
from ivrsim.simulate.state import Act, Enter, Press, Silence, Speak
from ivrsim.testing.mutation_stage import instead
from ivrsim.values import replace

NUMBERS = ("8004377950", "2065550131", "5035550142", "+12065550170")
MOMENTS = ("2026-11-23 10:00", "2026-11-22 03:00", "2026-07-04 17:30Z")
TOLD: Mapping[str, tuple[Any, ...]] = {
    "repeat": (True, False),
    "phone": ("mobile", "landline", "unknown"),
    "at": MOMENTS,
    "state": ("WA", "OR", "CA", "NY"),
    "city": ("Seattle", "Portland"),
    "custom_data": tuple({"product": text} for text in ("Chair", "Printer", NUMBERS[0])),
    "unanswered": ((NUMBERS[0],), NUMBERS, ()),
    "branch": NUMBERS,
    "during_hours": (True, False),
    "sms_sent": (True, False),
    **dict.fromkeys((*TEXTS, *SIGNALS), ("Acme", "Online", "")),
}
"""What may be said of a caller, with some values for each."""
_SINGLE = {**TOLD, "phone": (), "mobile": (True,), "landline": (True,)}
DETAILS = tuple((name, value) for name, values in _SINGLE.items() for value in values)
"""Single details, in the words that witnesses use."""

FAMILIES = (
    {"mobile", "landline", "phone"},
    {"at", "during_hours"},
    {"number", "in_region", *PLACE_PARTS},
)
"""Words that speak of one thing: who has said one of them is asked for no other."""

LONGEST = 4
"""Answers that a drawn call goes on with after it came to what it was drawn for."""
CHOICES = "0123456789ab"
WHOLE = 7
"""How many calls of eight go all the way; the others stop at some question before."""


def keys() -> st.SearchStrategy[tuple[str, ...]]:
    """What a caller presses, key after key: `call.press(*keys)`."""
    return st.lists(st.sampled_from(KEYS), max_size=8).map(tuple)


def acts() -> st.SearchStrategy[Act]:
    """Anything that a caller can do at a question, but to hang up."""
    typed = st.sampled_from(("93101", "1", "8005550100", "02292028", "#", "12*50#"))
    said = st.sampled_from(("sales", "one", "two", "yes", "no", "nine three", "", "§"))
    return st.one_of(
        st.sampled_from(KEYS).map(Press),
        st.builds(Press, st.sampled_from(KEYS), st.floats(0, 60)),
        typed.map(Enter),
        said.map(Speak),
        st.just(Silence()),
    )


def callers() -> st.SearchStrategy[dict[str, Any]]:
    """Who calls, as words of `flow.call`; when they call is always said."""
    told = {name: st.sampled_from(values) for name, values in TOLD.items()}
    return st.fixed_dictionaries({"at": told.pop("at")}, optional=told)


class Way(NamedTuple):
    """A way out of a node, or to the end of the call there, for a call that came to it."""

    visit: Visit
    move: Move

    @property
    def length(self) -> int:
        """How many things the caller does here."""
        choice = self.move.ways[0].choice
        return len(choice.acts) if choice is not None else 0


class Reachable:
    """Everything that calls can come to in a flow, from the shortest call to the longest.

    `ways` begins with none, the call that only arrives.  `above` has for each the number
    of the way that its call takes last before, to cut a call short; `ends` are the numbers
    of those that no other call takes on its way.
    """

    def __init__(self, flow: CallFlow, settings: CallSettings = DEFAULTS) -> None:
        self.flow = flow
        self.settings = settings
        found = reach(flow, settings=settings)
        self.walk = found.walk
        self._maker = Witnesses(found.walk)
        visits = found.found.visits
        least = _least(visits.values())
        ways = [way for visit in visits.values() for way in self._out(visit)]
        ways.sort(key=lambda way: least[way.visit] + way.length)
        self.ways: tuple[Way | None, ...] = (None, *ways)
        number: dict[ExitId | None, int] = {None: 0}
        for index, way in enumerate(ways, 1):
            number.setdefault((way.visit.node, way.move.exit), index)
        self.above = [0, *(number.get(_before(way.visit), 0) for way in ways)]
        inner = {*self.above}
        self.ends = [index for index in range(len(self.ways)) if index not in inner] or [0]
        self._witnesses: dict[int, Witness | None] = {}

    def _out(self, visit: Visit) -> Iterator[Way]:
        """Each way from a visit by itself, those that lead on alike too."""
        for move in moves(self.walk, visit.node, visit.env):
            yield from (Way(visit, Move((way,), way.when, way.env)) for way in move.ways)

    def line(self, index: int) -> list[int]:
        """The ways that a call to one of them takes, from arriving to that one."""
        found = [index]
        while found[-1]:
            found.append(self.above[found[-1]])
        return found[::-1]

    def witness(self, line: Sequence[int]) -> Witness:
        """The smallest caller who takes the last of these ways that anybody can take."""
        for index in reversed(line):
            if index not in self._witnesses:
                self._witnesses[index] = self._found(self.ways[index])
            found = self._witnesses[index]
            if found is not None:
                return found
        words = {"at": MOMENTS[0]}
        return Witness(words, (), self.flow.root or "", flow=self.flow, settings=self.settings)

    def _found(self, way: Way | None) -> Witness | None:
        if way is None:
            visits = (seen for seen in self.ways if seen is not None)
            first = next((seen.visit for seen in visits if seen.visit.before is None), None)
            found = self._maker.of(first) if first is not None else None
        else:
            found = self._maker.of(way.visit, way.move)
        return found if isinstance(found, Witness) else None

    def choices(self, call: Call) -> tuple[Choice, ...]:
        """What the caller of an open call can answer, in ways that differ."""
        ask = None if call.ended else ask_at(call.flow, call.node)
        if ask is None or call.node is None:
            return ()
        return self.walk.choices_at(call.node, ask.question)


def _least(visits: Iterable[Visit]) -> dict[Visit, int]:
    """For each visit how many things a caller does, at the least, to come there."""
    least: dict[Visit, int] = {}
    for visit in visits:
        before = least.get(visit.before, 0) if visit.before is not None else 0
        ways = visit.move.ways if visit.move is not None else ()
        done = (len(way.choice.acts) if way.choice is not None else 0 for way in ways)
        least[visit] = before + min(done, default=0)
    return least


def _before(visit: Visit) -> ExitId | None:
    """The exit by which a visit came."""
    if visit.before is None or visit.move is None:
        return None
    return visit.before.node, visit.move.exit


class Known:
    """A flow, and what is reachable in it; anew where a mutant plays its part."""

    def __init__(self, flow: CallFlow, settings: CallSettings) -> None:
        self._flow = flow
        self._settings = settings
        self._known: Reachable | None = None

    def reachable(self) -> Reachable:
        """What is reachable in the flow as it is now."""
        flow = instead(self._flow)
        if self._known is None or self._known.flow is not flow:
            self._known = Reachable(flow, self._settings)
        return self._known


def callers_for(
    flow: CallFlow, *, settings: CallSettings = DEFAULTS, file: str = "FILE"
) -> st.SearchStrategy[Call]:
    """Calls through a flow, finished or waiting for their caller.

    Each way to an end is drawn as often as any other, by the smallest caller who takes
    it; more may be said of them than is needed, and they may go on, or not go all
    the way.  What
    fails shrinks to the shortest call with the fewest attributes, and its command is
    told; `file` is what that calls the document.

        @given(callers_for(flow))
        def test_nobody_is_cut_off(call):
            assert not call.ended or call.outcome.kind != "disconnected"
    """
    known = Known(flow, settings)

    def begun() -> st.SearchStrategy[Call]:
        known.reachable()  # worked out before Hypothesis begins to take the time
        return _calls(known, file)

    return st.deferred(begun)


# Hypothesis makes half of its examples from others, by repeating what was drawn by one
# strategy twice; so that not half of the calls come to the same exits, each thing that is
# drawn here is drawn by a strategy of its own kind.  What a smallest call does not have is
# drawn first: to be rid of it is what shrinking tries first.
@st.composite
def _calls(draw: st.DrawFn, known: Known, file: str) -> Call:
    more = dict(DETAILS[byte % len(DETAILS)] for byte in draw(st.binary(max_size=LONGEST)))
    onward = draw(st.text(CHOICES, max_size=LONGEST))
    reachable = known.reachable()
    line = reachable.line(reachable.ends[draw(st.integers(0, len(reachable.ends) - 1))])
    last = len(line) - 1
    length = min(draw(st.sampled_from(range((WHOLE + 1) * last + 1))), last)
    witness = reachable.witness(line[: length + 1])
    call, words = _begun(witness, more)
    done = list(witness.acts)
    for number in map(CHOICES.index, onward):
        choices = reachable.choices(call)
        if not choices or not _goes_on(call, choices[number % len(choices)], done):
            break
    said = Witness(words, tuple(done), call.node or "", flow=call.flow, settings=call.settings)
    note(said.command(file))
    return call


def _begun(witness: Witness, more: dict[str, Any]) -> tuple[Call, dict[str, Any]]:
    """The witness's call, with more said of the caller if that leads nowhere else."""
    call, words = witness.call(), _told(witness.words, more)
    if words != witness.words:
        try:
            other = replace(witness, words=words).call()
        except IvrsimError:
            return call, {**witness.words}
        if _way(other) == _way(call):
            return other, words
    return call, {**witness.words}


def _told(words: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """The words, and of the others those that speak of other things."""
    others = {
        name: value
        for name, value in more.items()
        if next((some for some in FAMILIES if name in some), {name}).isdisjoint(words)
    }
    return {**words, **others}


def _way(call: Call) -> list[tuple[NodeId, str | None]]:
    return [(visit.node, visit.exit) for visit in call.visits]


def _goes_on(call: Call, choice: Choice, done: list[Doing]) -> bool:
    """Let the caller answer; false where the call cannot go on without knowing more."""
    for act in choice.acts:
        try:
            getattr(call, act[0])(*act[1:])
        except MissingFact:
            return False
        done.append(act)
        if call.ended:
            break
    return True
