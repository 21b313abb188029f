"""The vendor's published examples, restated: each reads, and is written back as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ivrsim.vendors.load import dump, load
from ivrsim.vendors.port import Document

FOLDER = Path(__file__).parents[1] / "data" / "invoca"
EXAMPLES = sorted(FOLDER.glob("*.json"))

# Codes the reader reports; every other example is read without a word.
REPORTED = {
    "a_get_response_has_the_future_tree_inside_its_budgets": ["IVR922"],
    "a_voice_is_chosen_and_the_prompt_is_called_prompt_text": ["IVR106"],
    "an_empty_prompt_is_refused_with_403": ["IVR106", "IVR106", "IVR106"],
}


def example(stem: str) -> Document:
    return load(FOLDER / f"{stem}.json")


def test_there_is_an_example_of_every_published_kind() -> None:
    assert len(EXAMPLES) == 12
    assert {path.stem for path in EXAMPLES} >= set(REPORTED)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_reads_with_the_problems_it_is_known_for(path: Path) -> None:
    document = load(path)
    assert document.source.ok
    assert document.flow.root == "/"
    assert [problem.code for problem in document.problems] == REPORTED.get(path.stem, [])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_written_back_byte_for_byte(path: Path) -> None:
    assert dump(load(path)) == path.read_text(encoding="utf-8")


def test_wrong_keys_and_silence_stand_behind_their_failovers() -> None:
    flow = example("wrong_keys_and_silence_fail_over").flow
    children = {exit_name: flow[target] for (_, exit_name), target in flow.wires.items()}
    assert list(children) == ["1", "2", "W", "N"]
    assert [node.raw.get("destination_phone_number") for node in children.values()] == [
        "8004377950",
        "8004377951",
        "8004377952",
        None,
    ]
    assert children["N"].kind == "EndCall"


def test_each_set_of_terms_of_a_get_response_is_a_flow_with_its_campaign() -> None:
    document = example("a_get_response_has_the_future_tree_inside_its_budgets")
    assert list(document.flows) == ["current_terms", "future_terms"]
    assert document.flow is document.flows["future_terms"]
    for flow in document.flows.values():
        assert flow.campaign.name == "Season tickets"
        assert flow.campaign.custom_data == {"channel": "Online lead"}
        assert [region.name for region in flow.campaign.named_regions] == [
            "West Coast",
            "East Coast",
        ]
    assert document.flows["current_terms"].campaign.default_creative_id_from_network == "222"
    assert document.flow.campaign.default_creative_id_from_network == "123"


def test_a_recording_is_read_with_its_companions() -> None:
    node: Any = example("a_recording_is_listed_with_its_text_and_date").flow["/"]
    assert (node.recording, node.prompt_received) == ("rec34", "2015-08-02 08:49:28 -0700")
    assert node.said == "Thank you. We are glad about your interest."


def test_the_body_answered_with_403_is_a_bare_node() -> None:
    document = example("an_empty_prompt_is_refused_with_403")
    assert list(document.flows) == ["node"]
    assert list(document.flow.nodes) == ["/", "/1", "/1/1"]
    assert not document.tree_places
    assert json.loads(dump(document))["children"][0]["prompt"] == ""
