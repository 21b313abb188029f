"""Where the vendor's pages disagree with themselves: one test per quirk."""

from __future__ import annotations

from typing import Any

import pytest

from ivrsim.places import ROOT
from ivrsim.vendors.invoca import quirks
from ivrsim.vendors.load import load


def connect(**fields: Any) -> dict[str, Any]:
    return {"node_type": "Connect", "destination_phone_number": "8004377950", **fields}


def tree(root: Any) -> dict[str, Any]:
    return {"ivr_tree": {"root": root}}


def reports(data: Any) -> list[tuple[str, str, str]]:
    return [(p.code, p.place.pointer, p.hint) for p in load(data).problems]


def test_prompt_recieved_is_read_as_prompt_received_and_reported() -> None:
    data = tree(connect(prompt_recieved="2015-08-02"))
    node: Any = load(data).flow["/"]
    assert node.prompt_received == "2015-08-02"
    assert reports(data) == [
        ("IVR106", "/ivr_tree/root/prompt_recieved", "Did you mean prompt_received?")
    ]


def test_of_both_spellings_of_prompt_received_the_right_one_counts() -> None:
    data = tree(connect(prompt_recieved="2001-01-01", prompt_received="2015-08-02"))
    node: Any = load(data).flow["/"]
    assert node.prompt_received == "2015-08-02"
    assert len(reports(data)) == 1
    assert load(data).write() == data


@pytest.mark.parametrize("name", quirks.MEANT)
def test_a_name_that_the_pages_misspell_is_reported_with_the_one_that_is_meant(name: str) -> None:
    node_type = "RingGroup" if name == "distribution_type" else "Connect"
    data = tree({"node_type": node_type, name: "Random"})
    hints = [hint for code, _, hint in reports(data) if code == "IVR106"]
    assert hints == [f"Did you mean {quirks.MEANT[name]}?"]
    assert load(data).write() == data


def test_prompt_text_is_not_taken_for_the_prompt() -> None:
    assert load(tree(connect(prompt_text="Please hold"))).flow["/"].said == ""


def test_terms_inside_budget_activities_are_read_and_reported() -> None:
    data = {
        "name": "Tickets",
        "future_terms": {
            "timezone": "London",
            "budget_activities": {
                "budget_cap_alert": {"budget_amount": 100},
                "ivr_tree": {"root": connect(), "record_calls": True},
                "operating_24_7": True,
            },
        },
    }
    document = load(data)
    campaign = document.flow.campaign
    assert (campaign.name, campaign.timezone, campaign.operating_24_7) == (
        "Tickets",
        "London",
        True,
    )
    assert campaign.budget_activities.budget_cap_alert is not None
    assert document.flow.settings.record_calls
    assert reports(data)[0][:2] == ("IVR922", "/future_terms/budget_activities/ivr_tree")
    assert len(document.problems) == 1
    place = document.term_place("future_terms", "operating_24_7")
    assert place is not None
    assert place.pointer == "/future_terms/budget_activities/operating_24_7"
    assert document.write() == data


def test_a_body_whose_own_tree_is_misplaced_keeps_its_other_terms() -> None:
    data = {"name": "Tickets", "budget_activities": {"ivr_tree": {"root": connect()}}}
    document = load(data)
    assert document.flow.campaign.name == "Tickets"
    assert [problem.code for problem in document.problems] == ["IVR922"]


def test_a_second_tree_in_the_same_terms_is_reported_and_kept() -> None:
    first = {"ivr_tree": {"root": connect()}}
    data = {"future_terms": {"budget_activities": first, "affiliate_payout": first}}
    document = load(data)
    assert list(document.flows) == ["future_terms"]
    assert [problem.place.pointer for problem in document.problems if problem.code == "IVR922"] == [
        "/future_terms/budget_activities/ivr_tree",
        "/future_terms/affiliate_payout/ivr_tree",
    ]
    assert document.write() == data


def test_a_campaign_in_an_envelope_is_found() -> None:
    data = {"status": "ok", "result": {"name": "Tickets", "ivr_tree": {"root": connect()}}}
    document = load(data)
    assert document.flow.campaign.name == "Tickets"
    assert [problem.code for problem in document.problems] == ["IVR922"]
    assert document.write() == data


def test_misplaced_looks_no_further_into_what_it_found() -> None:
    inner: dict[str, Any] = {"ivr_tree": {"ivr_tree": {"root": {}}}}
    found = quirks.misplaced({"a": inner, "b": [inner]}, ROOT)
    assert [place.pointer for _, place in found] == ["/a", "/b/0"]


EMPTY: tuple[Any, ...] = ("", [], None, False, {})


@pytest.mark.parametrize("value", EMPTY)
def test_an_empty_property_of_another_node_type_is_harmless(value: Any) -> None:
    assert reports(tree(connect(condition=value, children=[]))) == []


def test_a_property_of_another_node_type_does_nothing_and_is_reported() -> None:
    data = tree(connect(condition="during_hours"))
    assert reports(data) == [("IVR106", "/ivr_tree/root/condition", "It belongs to Condition.")]
    assert "does nothing" in load(data).problems[0].message


@pytest.mark.parametrize("value", EMPTY)
def test_an_empty_property_that_nobody_knows_is_reported(value: Any) -> None:
    assert [code for code, _, _ in reports(tree(connect(condtion=value)))] == ["IVR106"]


def test_an_empty_country_code_is_no_problem() -> None:
    assert reports(tree(connect(destination_country_code=""))) == []


def test_an_empty_recording_id_is_written_back_as_the_order_it_is() -> None:
    data = tree(connect(prompt_id_from_network=""))
    node: Any = load(data).flow["/"]
    assert node.recording == ""
    assert load(data).write() == data


def test_hours_may_say_closed_in_quotes() -> None:
    data = {"hours": {"sunday_closed": "true", "monday_closed": "false"}, **tree(connect())}
    assert reports(data) == []
    assert load(data).write() == data


@pytest.mark.parametrize("name", ["start_at", "starts_at"])
def test_a_budget_may_start_at_either_name(name: str) -> None:
    alert = {"budget_amount": 5, name: "2014-04-17"}
    data = {"budget_activities": {"budget_cap_alert": alert}, **tree(connect())}
    found = load(data).flow.campaign.budget_activities.budget_cap_alert
    assert found is not None
    assert found.starts_at == "2014-04-17"
    assert reports(data) == []
