"""Branches that are dead only by what several facts of a call have to do with each other."""

from __future__ import annotations

import pytest

from ivrsim.analysis.reach import Reach, reach
from ivrsim.analysis.witness import Witness
from tests.benchmarks.reach_flows import CAMPAIGN, PUZZLES, grown, planted
from tests.simulate.flows import Spec, connect, flow_of


def chain(texts: tuple[str, ...]) -> Reach:
    """Conditions below one another, each behind the `true` of the one before."""
    spec: Spec = connect("8004377950")
    for text in reversed(texts):
        spec = ("Condition", {"condition": text}, spec, connect("8004377951"))
    return reach(flow_of(spec, campaign=CAMPAIGN))


@pytest.mark.parametrize("texts", PUZZLES.values(), ids=PUZZLES)
def test_nobody_meets_all_conditions_of_a_puzzle_and_the_reason_names_them_all(
    texts: tuple[str, ...],
) -> None:
    found = chain(texts)
    (dead,) = found.dead
    assert (dead.node, dead.exit) == ("/" + "/".join(["true"] * (len(texts) - 1)), "true")
    assert len({because.node for because in dead.reason.because} - {None}) == len(texts) - 1


@pytest.mark.parametrize("texts", PUZZLES.values(), ids=PUZZLES)
def test_without_any_one_of_its_conditions_a_puzzle_is_solved_by_a_real_call(
    texts: tuple[str, ...],
) -> None:
    for place in range(len(texts)):
        rest = (*texts[:place], *texts[place + 1 :])
        last = "/" + "/".join(["true"] * len(rest))
        witness = chain(rest).witness(last)
        assert isinstance(witness, Witness)
        assert witness.call().trace[-1].node == last


def test_puzzles_deep_in_a_large_flow_are_dead() -> None:
    flow = grown(1_000, "adversarial")
    found = reach(flow)
    assert len(planted(flow)) > 3
    assert not found.undecided
    assert not any(found.reachable(node) for node in planted(flow))
