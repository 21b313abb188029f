"""What is reachable, by proof and by trying: they must agree, and every witness must replay."""

from __future__ import annotations

from hypothesis import given, settings

from ivrsim.analysis.reach import reach
from ivrsim.analysis.search import search
from ivrsim.analysis.walk import Walk
from ivrsim.analysis.witness import Witness
from ivrsim.flow.flow import CallFlow
from tests.analysis.trees import ONCE, flows, places, tried


@settings(max_examples=20)
@given(flows())
def test_what_is_reachable_is_what_some_caller_reaches(flow: CallFlow) -> None:
    found = reach(flow, settings=ONCE)
    assert not found.undecided
    assert {*found.found.visits, *found.found.exits} == tried(flow)


@settings(max_examples=80)
@given(flows())
def test_every_witness_replays_and_both_engines_find_the_same(flow: CallFlow) -> None:
    found = reach(flow)
    for node, exit_name in [*((n, None) for n in found.found.visits), *found.found.exits]:
        witness = found.witness(node, exit_name)
        assert isinstance(witness, Witness)
        steps = witness.call().trace
        wanted = node if exit_name is None else (node, exit_name)
        assert wanted in set(places(steps)) | {witness.call().node}
    again = search(Walk(found.walk.space))
    assert again.complete
    assert again.visits.keys() == found.found.visits.keys()
    assert again.exits.keys() == found.found.exits.keys()
