"""Two branches are compared node by node, or by numbering the whole flow: to one answer."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given

from ivrsim.flow.flow import CallFlow
from ivrsim.lint.alike import are_alike, are_same, likenesses, print_of
from ivrsim.testing.strategies import flows
from ivrsim.vendors.load import load


@given(flows())
def test_both_ways_of_comparing_branches_agree(flow: CallFlow) -> None:
    numbers = likenesses(flow)
    nodes = list(flow.nodes)[:12]
    for one in nodes:
        for other in nodes:
            same = are_same(flow, one, other)
            assert same is None or same == (numbers[one] == numbers[other])


def test_what_says_nothing_makes_no_difference_and_a_number_is_no_text() -> None:
    def alike(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
        flow = load({"root": {"node_type": "Menu", "children": [one, other]}}).flow
        first, second = flow.nodes["/1"], flow.nodes["/2"]
        found = are_alike(first, second)
        assert found == (print_of(first.raw) == print_of(second.raw))
        return found

    end = {"node_type": "EndCall"}
    assert alike(end, {**end, "prompt": ""})
    assert alike({**end, "children": []}, {**end, "x": None})
    assert alike({**end, "asr_phrases": [{"phrase": "bye"}]}, end)
    assert not alike({**end, "prompt": "Bye."}, end)
    assert not alike(end, {**end, "prompt": "Bye."})
    assert not alike({**end, "x": 1}, {**end, "x": "1"})
    assert not alike({**end, "x": 1}, {**end, "x": True})
    assert alike({**end, "x": [{"a": 1}]}, {**end, "x": [{"a": 1}]})
    assert not alike(end, {"node_type": "Connect"})
