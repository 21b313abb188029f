"""A witness reads like its call, and its command makes the same call."""

from __future__ import annotations

import copy
import json
import pickle
import shlex
from pathlib import Path

import pytest

import ivrsim
from ivrsim.analysis.witness import Witness
from ivrsim.cli.main import main
from ivrsim.flow.flow import CallFlow
from tests.simulate.flows import SALES_OR_SUPPORT, flow_of

TREE = {
    "node_type": "Condition",
    "condition": 'media_type contains "Online" and affiliate_name = "A B" and in_region[Zone]',
    "children": [
        {
            "node_type": "Condition",
            "condition": 'signal = "x" and custom_data[a b] = "it\'s"',
            "children": [
                {"node_type": "Connect", "destination_phone_number": "8005550101"},
                {"node_type": "EndCall", "prompt": "No."},
            ],
        },
        {"node_type": "EndCall", "prompt": "Bye."},
    ],
}
CAMPAIGN = {
    "named_regions": [{"name": "Zone", "regions": [{"region_type": "Zone", "value": "Z 1"}]}],
    "ivr_tree": {"root": TREE},
}


def witness_of(flow: CallFlow, node: str) -> Witness:
    """The witness of a node that can be reached."""
    found = ivrsim.reach(flow).witness(node)
    assert isinstance(found, Witness)
    return found


def test_a_witness_reads_like_its_call_and_stays_as_it_is() -> None:
    flow = flow_of(SALES_OR_SUPPORT)
    shown = witness_of(flow, "/2")
    assert shown.connected_to == "8004377951"
    assert shown.keypresses == "2"
    waiting = witness_of(flow, "/")
    assert waiting.press("1").connected_to == "8004377950"
    assert not waiting.ended
    with pytest.raises(AttributeError):
        _ = waiting.no_such_thing


def test_a_witness_can_be_copied_and_stored() -> None:
    witness = witness_of(flow_of(SALES_OR_SUPPORT), "/1")
    assert copy.copy(witness) == witness == copy.deepcopy(witness)
    assert pickle.loads(pickle.dumps(witness)).connected_to == "8004377950"


def test_the_command_of_a_witness_makes_the_same_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a campaign.json"
    path.write_text(json.dumps(CAMPAIGN))
    witness = witness_of(ivrsim.load(path).flow, "/true/true")
    command = shlex.split(witness.command(str(path)))
    assert command[:2] == ["ivrsim", "call"]
    assert main([*command[1:], "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["connected_to"] == "8005550101"


@pytest.mark.parametrize("name", ["[", "", "a]b", " "])
def test_a_data_field_that_no_condition_can_name_is_followed_all_the_same(name: str) -> None:
    fields = {"dynamic_route_destination": name, "prompt": "One moment."}
    flow = flow_of(("DynamicRoute", fields, ("EndCall", {})))
    reach = ivrsim.reach(flow)
    assert not reach.dead
    assert witness_of(flow, "/next").ended
    assert sum(ivrsim.odds(flow).outcomes.values()) == 1
    stored = {"number_question_type": "Digits", "caller_response_custom_data_partner_name": name}
    assert ivrsim.diff(flow_of(("NumberQuestion", stored, ("EndCall", {}))), flow)
