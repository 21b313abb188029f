"""What a caller gets from a call: where it ends, and which texts are sent."""

from __future__ import annotations

from itertools import zip_longest

from ivrsim.flow.action import Action, Destination, Dial
from ivrsim.flow.numbers import display_number, same_number
from ivrsim.flow.numbers_written import calling_code
from ivrsim.simulate.session import Call
from ivrsim.simulate.trace import Kind
from ivrsim.values import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """Who is dialled: a number as written, its country code and extension.

    `source` says where a number comes from that the flow does not know:
    `custom_data[field]`, or `branch`.
    """

    number: str = ""
    country_code: str = ""
    extension: str = ""
    source: str = ""

    def same(self, other: Target) -> bool:
        """Whether the same phone rings; without a country code it rings in North America."""
        written = self.number == other.number or same_number(self.number, other.number)
        return written and self._rest == other._rest

    @property
    def _rest(self) -> tuple[str, str, str]:
        return calling_code(self.country_code) or "1", self.extension, self.source

    def __str__(self) -> str:
        extension = f" extension {self.extension}" if self.extension else ""
        return f"{display_number(self.number, self.country_code)}{extension}"


NOBODY = Target()


def target_of(destination: Destination) -> Target:
    """A destination as the phone that rings."""
    return Target(destination.number, destination.country_code, destination.extension)


@dataclass(frozen=True, slots=True)
class Experience:
    """How a call ends for its caller.

    - `kind`: as `Outcome.kind`; `waiting` where the call stands at a question;
    - `target`: who is dialled; `texts`: the text messages sent, in order;
    - `heard`: every prompt, in order, where prompts are compared.
    """

    kind: str
    target: Target = NOBODY
    texts: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """The number the call is forwarded to, as the document writes it; else empty."""
        return self.target.number

    def same(self, other: Experience) -> bool:
        """Whether the caller notices no difference."""
        ends = self.kind == other.kind and self.target.same(other.target)
        return ends and (self.texts, self.heard) == (other.texts, other.heard)

    def beside(self, other: Experience) -> str:
        """In words, with the first prompt the other did not hear if nothing else differs."""
        told = str(self)
        if told != str(other):
            return told
        pairs = zip_longest(self.heard, other.heard)
        mine = next((one for one, theirs in pairs if one != theirs), None)
        return f'{told}, hears "{mine}"' if mine else f"{told}, hears nothing more"

    def __str__(self) -> str:
        where = f" to {self.target}" if self.target.number else ""
        sent = "".join(f', text sent: "{text}"' for text in self.texts)
        return f"{self.kind.replace('_', ' ')}{where}{sent}"


def experience_of(call: Call, *, prompts: bool = False) -> Experience:
    """What a simulated call was for its caller; prompts, error prompts and notices too."""
    outcome = call.outcome
    told = (Kind.HEARD, Kind.NOTICE)
    heard = tuple(s.played for s in call.trace if s.kind in told) if prompts else ()
    texts = tuple(call.texts_sent)
    if outcome is None:
        return Experience("waiting", NOBODY, texts, heard)
    target = Target(outcome.number)
    if outcome.kind == "connected" and outcome.node is not None:
        target = _dialled(tuple(call.flow[outcome.node].actions()), outcome.number)
    return Experience(outcome.kind, target, texts, heard)


def _dialled(actions: tuple[Action, ...], number: str) -> Target:
    dials = (act for act in actions if isinstance(act, Dial))
    fitting = (d for act in dials for d in act.destinations if d.number == number)
    return next(map(target_of, fitting), Target(number))
