"""A call as a conversation: the friendly coat around `step`."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import groupby
from typing import Any

from ivrsim.errors import CallEnded, UsageError
from ivrsim.flow.flow import CallFlow
from ivrsim.flow.numbers import display_number
from ivrsim.flow.question import KEYS
from ivrsim.lazy import Door
from ivrsim.simulate.caller import WORDS, Caller, caller_from
from ivrsim.simulate.memory import (
    Arrival,
    Memory,
    after,
    first,
    key_of,
    memory_of,
    safe_key_of,
)
from ivrsim.simulate.settings import DEFAULTS, CallSettings
from ivrsim.simulate.state import Act, Enter, HangUp, Press, Silence, Speak, State, World
from ivrsim.simulate.trace import Kind, Outcome, Step, Visit, clock, describe
from ivrsim.text import clean
from ivrsim.values import names, replace

SETTINGS = names(CallSettings)


class Call:
    """One call through a flow, from the moment it arrives.

    Everything up to the first question has happened when the object is made.  Every
    act of the caller returns the call, so that acts can be chained; acting on a call
    that has ended raises `CallEnded`.
    """

    __slots__ = ("__weakref__", "_arrival", "_flow", "_memory", "_moments")

    def __init__(
        self, flow: CallFlow, caller: Caller | None = None, settings: CallSettings = DEFAULTS
    ) -> None:
        self._begin(flow, first(flow, caller or Caller(), settings), None)

    def _begin(self, flow: CallFlow, arrival: Arrival, memory: Memory | None) -> None:
        self._flow = flow
        self._arrival = arrival
        self._memory = memory
        self._moments = [arrival.moment]

    # -- what the caller does ------------------------------------------------------

    def press(self, *keys: str, after: float | None = None) -> Call:
        """Press keys, one after the other: 1-9, 0, * or #.

        `after` is the number of seconds into the prompt at which the (first) key is
        pressed; without it the caller listens to the end and then reacts.  Raises
        `UsageError` for what is no key, `CallEnded` on a call that is over.
        """
        if after is None and len(keys) == 1:
            moments = self._moments
            known = moments[-1].then.get(str(keys[0]))
            if known is not None:
                moments.append(known)
                return self
        for key in keys:
            if str(key) not in KEYS:
                raise UsageError(
                    f"{key!r} is not one key of a telephone.",
                    hint=f"The keys are {', '.join(KEYS)}; use enter() for several digits.",
                )
        for index, key in enumerate(keys):
            self.act(Press(str(key), after if index == 0 else None))
        return self

    def say(self, text: str, *, after: float | None = None) -> Call:
        """Say something; understood only where the flow has speech recognition on."""
        return self.act(Speak(text, after))

    def enter(self, digits: str, *, after: float | None = None) -> Call:
        """Type a row of digits; a final # says that it is complete, and so does a wait."""
        typed = str(digits)
        if not typed or any(key not in KEYS for key in typed):
            raise UsageError(f"{digits!r} cannot be typed: the keys are {', '.join(KEYS)}.")
        return self.act(Enter(typed, after))

    def silence(self, times: int = 1) -> Call:
        """Let `times` time-outs pass; a menu asks again until its attempts are used up."""
        if times not in range(1, 1_000_000):
            raise UsageError(f"A caller is silent once or more often, not {times!r} times.")
        for _ in range(times):
            self.act(Silence())
        return self

    def hang_up(self, *, after: float | None = None) -> Call:
        """Hang up."""
        return self.act(HangUp(after))

    def act(self, act: Act) -> Call:
        """Any act, as a value; the way engines and replays drive a call."""
        now = self._moments[-1]
        if now.state.outcome is not None:
            raise CallEnded(
                f"The call is over ({now.state.outcome}), so the caller cannot act any more.",
                hint="Its last steps:\n" + "\n".join(self.outline().splitlines()[-4:]),
            )
        self._moments.append(after(self.world, now, act, self._memory))
        return self

    # -- what can be asked of it ---------------------------------------------------

    @property
    def world(self) -> World:
        """Flow, caller and settings: what stays the same during the call."""
        return World(self._flow, self._arrival.caller, self._arrival.settings)

    @property
    def flow(self) -> CallFlow:
        """The flow the call walks."""
        return self._flow

    @property
    def caller(self) -> Caller:
        """Who calls."""
        return self._arrival.caller

    @property
    def settings(self) -> CallSettings:
        """How the system and the caller behave where no document says."""
        return self._arrival.settings

    @property
    def state(self) -> State:
        """Where the call stands."""
        return self._moments[-1].state

    @property
    def acts(self) -> list[Act]:
        """What the caller did so far, as values."""
        return [moment.act for moment in self._moments if moment.act is not None]

    @property
    def trace(self) -> list[Step]:
        """Every step so far: times in seconds, prompts, keys, conditions, the end."""
        return [step for moment in self._moments for step in moment.steps]

    @property
    def ended(self) -> bool:
        """Whether the call is over."""
        return self._moments[-1].state.outcome is not None

    @property
    def outcome(self) -> Outcome | None:
        """How the call ended; `None` while it waits for its caller."""
        return self._moments[-1].state.outcome

    @property
    def connected_to(self) -> str | None:
        """The number the call was forwarded to, as the document writes it."""
        outcome = self._moments[-1].state.outcome
        return outcome.number if outcome and outcome.number else None

    @property
    def keypresses(self) -> str:
        """The keys as the vendor's report shows them: `1 2 W`."""
        return " ".join(self.state.known.keypresses)

    @property
    def node(self) -> str | None:
        """The id of the node the call is at, or ended at."""
        return self.state.node

    @property
    def heard(self) -> list[str]:
        """What the caller heard: prompts, notices, errors; a recording without text by its id."""
        return [s.text or s.played for s in self.trace if s.kind in (Kind.HEARD, Kind.NOTICE)]

    @property
    def prompt(self) -> str:
        """What the caller heard last."""
        heard = (s.text for s in reversed(self.trace) if s.kind in (Kind.HEARD, Kind.NOTICE))
        return next(heard, "")

    @property
    def time(self) -> float:
        """Seconds since the call arrived."""
        return self.state.time

    @property
    def texts_sent(self) -> list[str]:
        """The text messages sent to the caller."""
        return [s.text for s in self.trace if s.kind is Kind.TEXT_SENT]

    @property
    def visits(self) -> list[Visit]:
        """The nodes the call came through, in order, with how it left each."""
        at_nodes = (s for s in self.trace if s.node is not None)
        return [_visit(node, list(steps)) for node, steps in groupby(at_nodes, lambda s: s.node)]

    @property
    def title(self) -> str:
        """The call in a few words, for the head of a picture."""
        outcome = self._moments[-1].state.outcome
        if outcome is None:
            return f"Call waiting at {self.node}"
        if outcome.number:
            return f"Call → {display_number(outcome.number)}"
        return f"Call → {outcome}"

    @property
    def subtitle(self) -> str:
        """How long it took and what was pressed."""
        keys = f" · pressed {self.keypresses}" if self.keypresses else ""
        return f"{clock(self.time)} · {len(self.visits)} nodes{keys}"

    def outline(self) -> str:
        """The trace as text, a line a step."""
        return "\n".join(f"{clock(s.time):>6}  {clean(describe(s))}" for s in self.trace)

    def __str__(self) -> str:
        return self.outline()

    def __repr__(self) -> str:
        return f"<Call at {self.node}: {self.outcome or 'waiting for the caller'}>"

    show = Door("ivrsim.render.show:show_call")
    widget = Door("ivrsim.widget.opening:call_widget")
    _repr_mimebundle_ = Door("ivrsim.render.notebook:call_mimebundle")


def _visit(node: str | None, steps: list[Step]) -> Visit:
    last = steps[-1]
    told = [s for s in steps if s.kind not in (Kind.HEARD, Kind.NOTICE, Kind.WHISPERED)] or [last]
    return Visit(node or "", last.exit or None, last.time, _note(told[-1]))


def _note(step: Step) -> str:
    match step.kind:
        case Kind.PRESSED:
            return f"pressed {step.text} at {clock(step.time)}"
        case Kind.TYPED:
            return f"entered {step.text}"
        case Kind.SAID:
            return f"said {step.text!r}"
        case Kind.DECIDED:
            return step.reason
        case Kind.SILENT:
            return f"silent until {clock(step.time)}"
        case _:
            return step.text if step.kind is not Kind.ENDED else ""


def call(flow: CallFlow, **words: Any) -> Call:
    """Start a call through the flow: `flow.call(mobile=True, at="2026-11-23T10:00")`.

    The words describe the caller (`Caller`) and change settings (`CallSettings`);
    `caller=` and `settings=` give either as a whole.  Raises `UsageError` for a word
    that is neither, and `MissingFact` where a condition before the first question
    asks what the words do not say.
    """
    memory = memory_of(flow)
    try:
        arrival = memory.arrivals.get(key_of(words))
    except TypeError:  # a list or a dict
        arrival = None
    begun = _NEW(Call)
    begun._begin(flow, arrival or _arrive(flow, words, memory), memory)
    return begun


_NEW = Call.__new__


def _arrive(flow: CallFlow, words: dict[str, Any], memory: Memory) -> Arrival:
    """A call that nobody began before, as far as can be told; remembered if possible."""
    key = safe_key_of(words)
    arrival = memory.arrivals.get(key)
    if arrival is None:
        arrival = first(flow, *_said(words))
        if key is not None:
            memory.keep_arrival(key, arrival)
    return arrival


def _said(words: dict[str, Any]) -> tuple[Caller, CallSettings]:
    """The caller and the settings that keyword arguments describe."""
    caller = words.pop("caller", None)
    settings = words.pop("settings", DEFAULTS)
    unknown = sorted(set(words) - set(WORDS) - set(SETTINGS))
    if unknown:
        near = get_close_matches(unknown[0], [*WORDS, *SETTINGS], n=1)
        raise UsageError(
            f"Nothing of a caller or a call is named {unknown[0]!r}.",
            hint=f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(sorted(WORDS))}.",
        )
    if not isinstance(settings, CallSettings) or not isinstance(caller, Caller | None):
        raise UsageError("caller= is a Caller, and settings= are CallSettings.")
    about_caller = {k: v for k, v in words.items() if k in WORDS}
    if caller is None:
        caller = caller_from(about_caller)
    elif about_caller:
        raise UsageError("Describe the caller by caller= or by single words, not by both.")
    changed = {k: v for k, v in words.items() if k in SETTINGS}
    return caller, replace(settings, **changed) if changed else settings
