"""What is said of the callers who notice: who they are, one of them, before and after."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby, starmap

from ivrsim.analysis.witness import Witness
from ivrsim.conditions.symbolic.formula import UNDECIDED, Verdict
from ivrsim.delta.edits import Edit
from ivrsim.delta.experience import Experience
from ivrsim.delta.response import Response
from ivrsim.flow.flow import CallFlow
from ivrsim.lazy import Door
from ivrsim.simulate.session import Call
from ivrsim.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Contrast:
    """One caller who notices, and what they do in each flow: `old` and `new` replay it.

    The acts are the same but for the attempts a question takes: a key that leads on in
    one flow may be a wrong key in the other, pressed until the attempts are used up.
    `hurried` callers wait for no prompt (`ivrsim.delta.hurried`), since their calls would
    last longer than allowed.
    """

    old: Witness
    new: Witness
    hurried: bool = False

    def before(self) -> Call:
        """Their call through the old flow."""
        return self.old.call()

    def after(self) -> Call:
        """Their call through the new flow."""
        return self.new.call()

    def commands(self, old: str, new: str) -> tuple[str, str]:
        """The command lines that make both calls; `old`, `new`: a file, with its options."""
        return self.old.command(old), self.new.command(new)


@dataclass(frozen=True, slots=True)
class Region:
    """A set of callers who notice the difference: those who come where the flows part.

    - `responses`: what they all do first; `callers`: what else is true of all of them,
      in the words of conditions; empty: nothing;
    - `everybody`: whether all callers of whom that is true notice, or only some;
    - `witness`: one who notices, with the fewest keys; who gets `before` and `after`;
    - `ends`: how many sets of callers with an ending of their own there are among them;
    - `share`: how many calls of the profile, exactly; None: `no_share` says why.
    """

    responses: tuple[Response, ...]
    callers: str
    witness: Contrast
    before: Experience
    after: Experience
    ends: int = 1
    everybody: bool = True
    share: Fraction | None = None
    no_share: str = ""

    @property
    def who(self) -> str:
        """The callers in words."""
        runs = ((said, len(list(run))) for said, run in groupby(map(str, self.responses)))
        done = ", ".join(starmap(_times, runs))
        told = [f"who {done}"] if done else []
        told += [f"where {self.callers}"] if self.callers else []
        some = "" if self.everybody else "some of the "
        return f"{some}callers {', '.join(told)}" if told else f"{some or 'all '}callers"

    @property
    def told(self) -> tuple[str, str]:
        """Before and after in words that differ."""
        return self.before.beside(self.after), self.after.beside(self.before)

    def __str__(self) -> str:
        others = self.ends - 1
        more = f" (and {others} other ending{'s' * (others > 1)})" if others else ""
        hurry = " (if they wait for no prompt)" if self.witness.hurried else ""
        before, after = self.told
        return f"{self.who}{hurry}: {before} → {after}{more}"


def _times(said: str, number: int) -> str:
    """Something done over and over, said once."""
    if number < 4:
        return ", ".join([said] * number)
    return f"{said} ({number:,} times)"


@dataclass(frozen=True, slots=True)
class Delta:
    """What differs between two flows.

    - `edits`: what was done to the document; `kept`: how many nodes are as before;
    - `regions`: the callers who notice;
    - `doubts`: what could not be decided, in words; empty: everything was;
    - `steps`: the work of the common walk;
    - `old`, `new`: the flows, where they are kept, for a picture of both.
    """

    edits: tuple[Edit, ...]
    kept: int
    regions: tuple[Region, ...]
    doubts: tuple[str, ...] = ()
    steps: int = field(default=0, compare=False)
    old: CallFlow | None = field(default=None, compare=False, repr=False)
    new: CallFlow | None = field(default=None, compare=False, repr=False)

    @property
    def equivalent(self) -> Verdict:
        """True: proven, no caller notices.  False: one does.  Else `UNDECIDED`."""
        if self.regions:
            return False
        return UNDECIDED if self.doubts else True

    def __bool__(self) -> bool:
        """Whether there is any difference, or may be."""
        return bool(self.edits or self.regions or self.doubts)

    @property
    def verdict(self) -> str:
        """Whether callers notice, in a sentence."""
        if self.regions:
            groups = len(self.regions)
            return f"Callers notice: {groups} group{'s' * (groups > 1)} of them."
        if self.doubts:
            return "Not decided whether a caller notices."
        return "No caller notices: proven."

    def __str__(self) -> str:
        return "\n".join(map(str, (*self.edits, self.verdict, *self.regions, *self.doubts)))

    _repr_mimebundle_ = Door("ivrsim.render.notebook.values:delta_mimebundle")
