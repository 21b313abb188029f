"""Exact odds: which share of calls comes to each node, takes each exit, ends how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from ivrsim.analysis.odds_count import Count, End, Path, add
from ivrsim.analysis.odds_weights import ZERO, Weights
from ivrsim.analysis.profile import Profile
from ivrsim.analysis.profiles import profile_of
from ivrsim.analysis.settings import Rules
from ivrsim.analysis.space import CallerSpace
from ivrsim.analysis.walk import Walk
from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.lazy import Door
from ivrsim.values import dataclass, field


@dataclass(frozen=True)
class Odds:
    """Shares of all calls, as exact fractions.

    - `nodes`: of each node, the share of calls that come there; in a flow with loops, how
      often a call comes there; `exits` the same by (node, exit);
    - `outcomes`: by kind of outcome (`connected`, `hung_up`, ...); `ends`: by kind, node
      and number; both sum to exactly 1 with `undecided`;
    - `numbers`: by the number that calls are forwarded to;
    - `paths`: the most likely keypresses, at most 100; in a flow with loops four keys of
      each, and an ellipsis for all that follow;
    - `undecided`: the share whose end was not worked out within the budget.
    """

    flow: CallFlow = field(repr=False)
    profile: Profile = field(repr=False)
    nodes: Mapping[NodeId, Fraction] = field(repr=False)
    exits: Mapping[tuple[NodeId, str], Fraction] = field(repr=False)
    ends: Mapping[End, Fraction] = field(repr=False)
    paths: tuple[Path, ...] = field(repr=False)
    undecided: Fraction = ZERO

    @property
    def outcomes(self) -> Mapping[str, Fraction]:
        """The share of calls by kind of outcome, the most likely first."""
        return _summed((end.kind, share) for end, share in self.ends.items())

    @property
    def numbers(self) -> Mapping[str, Fraction]:
        """The share of calls by the number they are forwarded to, the most likely first.

        Empty text: a number that the caller's data or place gives.
        """
        connected = ("connected", "transferred")
        return _summed((e.number, share) for e, share in self.ends.items() if e.kind in connected)

    _repr_mimebundle_ = Door("ivrsim.render.notebook.values:odds_mimebundle")


def _summed(parts: Iterator[tuple[str, Fraction]]) -> Mapping[str, Fraction]:
    found: dict[str, Fraction] = {}
    for name, share in parts:
        add(found, name, share)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def odds(
    flow: CallFlow,
    profile: str | Profile = "neutral",
    settings: Rules | None = None,
    *,
    budget: int | None = None,
) -> Odds:
    """The exact odds of a flow for callers of a profile.

    `settings` are those of a call (`CallSettings`); the vendor's limit for the length of
    a call is left out.  `budget` counts states of a call (by default a million, 5,000 in
    a flow with loops).  Raises `UsageError` for a profile that there is not, or whose
    callers this flow cannot have.
    """
    space = CallerSpace(flow, settings=settings)
    count = Count(Walk(space), Weights(space, profile_of(profile)), budget)
    count.run()
    nodes = {node: count.nodes.get(node, ZERO) for node in flow.nodes}
    return Odds(
        flow, count.profile, nodes, count.exits, count.ends, count.likely(), count.undecided
    )
