"""The demo campaign: realistic, and wrong in six places that are known."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from ivrsim.conditions.parse import parse_condition
from ivrsim.flow.arity import arity_faults
from ivrsim.flow.node import types_of
from ivrsim.vendors.load import dump, load

TEXT = (files("ivrsim.demo") / "campaign.json").read_text(encoding="utf-8")
DOCUMENT = load(TEXT)
FLOW = DOCUMENT.flow


def node(key: str) -> Any:
    return FLOW[key]


def test_the_demo_has_every_common_node_type_and_no_fault_of_form() -> None:
    kinds = {node.kind for node in FLOW.nodes.values()}
    assert set(types_of("invoca")) - kinds == {"DynamicRoute", "NearestBranch"}
    assert 25 <= len(FLOW) <= 30
    assert list(arity_faults(FLOW.graph)) == []
    assert all(not list(node.missing()) for node in FLOW.nodes.values())
    assert all(parse_condition(text) for n in FLOW.nodes.values() for _, text in n.conditions())


def test_the_only_problem_of_reading_is_the_misspelt_property() -> None:
    assert [(p.code, p.hint) for p in DOCUMENT.problems] == [
        ("IVR106", "Did you mean custom_error_prompt_text?")
    ]


def test_the_other_planted_faults_are_where_they_are_said_to_be() -> None:
    menu, billing = "/true/true", "/true/true/3"
    assert "press 5" in node(menu).prompt
    assert FLOW.target(menu, "5") is None
    assert "press 3" not in node(billing).prompt
    assert list(FLOW.out[billing]) == ["1", "2", "3"]
    assert len(node(f"{billing}/2").destination_phone_number) == 9
    regions = [region.name for region in FLOW.campaign.named_regions]
    assert "Puget Sund" in node(f"{menu}/2/next").condition
    assert "Puget Sund" not in regions


def test_the_demo_is_written_back_with_its_meaning() -> None:
    assert DOCUMENT.write() == DOCUMENT.source.data
    assert load(dump(DOCUMENT)).flow == FLOW
