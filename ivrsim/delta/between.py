"""`ivrsim.diff`: what differs between two call flows, in the document and for callers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from ivrsim.analysis.profile import Profile
from ivrsim.analysis.profiles import profile_of
from ivrsim.analysis.space import CallerSpace
from ivrsim.conditions.symbolic.diagram import NODES
from ivrsim.delta.align import align
from ivrsim.delta.product import Product
from ivrsim.delta.region import Delta
from ivrsim.delta.structure import edits_between
from ivrsim.delta.telling import Teller
from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow
from ivrsim.simulate.settings import DEFAULTS, CallSettings
from ivrsim.simulate.trace import clock
from ivrsim.vendors.load import load
from ivrsim.vendors.port import Document

BUDGET = 1_000_000
"""Steps of the common walk: a pair of places, with one set of callers."""

Compare = Literal["outcome", "prompts"]

CURRENT, FUTURE = "current_terms", "future_terms"


def diff(
    old: Any,
    new: Any = None,
    profile: str | Profile = "neutral",
    *,
    compare: Compare = "outcome",
    settings: CallSettings = DEFAULTS,
    budget: int = BUDGET,
) -> Delta:
    """What differs between two call flows.

    `old` and `new` are flows, documents, or anything `ivrsim.load` takes; of a document
    the flow to be deployed.  One document alone is compared with itself: its current
    terms with its future ones.

    Two flows are equivalent if every caller who responds alike gets the same: the same
    kind of ending, the same number with its extension, the same text messages in the same
    order; with `compare="prompts"` also the same words on the way.  What no call gets to
    in the time that one may last, whatever its caller does, is no difference.  Responses are
    matched question by question (see `ivrsim.delta.response`): a caller who has to
    answer one question more notices it, if anything but silence changes.  How many
    attempts a question allows, how long things take and what the agent hears is no
    difference, and callers who hang up are left out.

    `profile` says whose calls the shares of the regions count.  `budget` counts steps of
    the walk.  Raises `UsageError` for what holds no call flow, and for a profile that
    there is not.
    """
    if compare not in ("outcome", "prompts"):
        raise UsageError(f"compare is outcome or prompts, not {compare!r}.")
    one, other = flows_of(old, new)
    aligned = align(one, other)
    edits, kept = edits_between(aligned)
    space = CallerSpace(one, other, settings=settings)
    walked = Product(
        space,
        aligned,
        profile_of(profile),
        prompts=compare == "prompts",
        settings=settings,
        budget=budget,
    )
    walked.run()
    teller = Teller(walked, space, NODES)
    regions = tuple(teller.regions())
    doubts = tuple(_doubts(walked, teller))
    return Delta(edits, kept, regions, doubts, walked.steps, one, other)


def flows_of(old: Any, new: Any = None) -> tuple[CallFlow, CallFlow]:
    """The two flows that are meant.  Raises `UsageError` where there are none."""
    if new is not None:
        return _flow(old), _flow(new)
    document = old if isinstance(old, Document) else load(old)
    names = [_ending_in(document, terms) for terms in (CURRENT, FUTURE)]
    if "" in names:
        raise UsageError(
            f"{document.name} does not hold both {CURRENT} and {FUTURE} to compare.",
            hint="Name a second document to compare it with.",
        )
    return document.flows[names[0]], document.flows[names[1]]


def _flow(what: Any) -> CallFlow:
    if isinstance(what, CallFlow):
        return what
    return (what if isinstance(what, Document) else load(what)).flow


def _ending_in(document: Document, terms: str) -> str:
    return next((name for name in document.flows if name.endswith(terms)), "")


def _doubts(walked: Product, teller: Teller) -> Iterator[str]:
    """What was not decided, in words."""
    if walked.exhausted:
        yield f"The walk was broken off after {walked.steps:,} steps: there may be more."
    if walked.undecided:
        yield f"Conditions too hard to decide within the budget: {walked.undecided}."
    if walked.unfollowed:
        yield f"Other ways to places that differ, which were not followed: {walked.unfollowed:,}."
    if teller.untold:
        yield f"Further differences that were found and not replayed: {teller.untold:,}."
    if teller.late:
        limit = clock(walked.settings.max_call_seconds)
        yield (
            f"Differences that no call tried gets to in the {limit} a call may last, "
            f"even if its caller waits for no prompt: {teller.late:,}."
        )
    if teller.unshown:
        yield f"Possible differences that no simulated call could show: {teller.unshown:,}."
