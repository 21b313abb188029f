"""Which keys a prompt must name, may name and must not: question by question."""

from __future__ import annotations

from typing import Any

import pytest

from ivrsim.lint import lint

END = {"node_type": "EndCall"}
CAUGHT = [
    {**END, "keypress_failover_type": "Wrong"},
    {**END, "keypress_failover_type": "None"},
]
LINES = ["Sales is closed.", "Support is closed.", "Billing is closed."]


def menu(prompt: str, keys: int = 2, **fields: Any) -> dict[str, Any]:
    children = [{**END, "prompt": line} for line in LINES[:keys]]
    return {"node_type": "Menu", "prompt": prompt, "children": children + CAUGHT, **fields}


def found(node: dict[str, Any], asr: bool = False) -> list[str]:
    tree = {"ivr_tree": {"asr_enabled": asr, "root": node}}
    return [d.code for d in lint(tree, ignore="IVR3")]


@pytest.mark.parametrize(
    ("prompt", "codes"),
    [
        ("For sales, press 1. For support, press 2.", []),
        ("Press one for sales or two for 24 hour support.", []),
        ("For sales press 1, for support 2.", []),
        ("For sales, press 1.", ["IVR202"]),
        ("For sales, press 1. For support, press 2. For billing, press 3.", ["IVR201"]),
        ("For sales, press 1. For support, press 3.", ["IVR201", "IVR202"]),
        ("For sales, press 1. Press 0 for support.", ["IVR205", "IVR202"]),
        ("Press 3, press 3, or press 3 or 1 or 2.", ["IVR201", "IVR203"]),
        ("Good morning.", ["IVR202"]),
        ("Call 1 800 437 7950, we are open 24 hours.", ["IVR202"]),
        ("", ["IVR105"]),
    ],
)
def test_a_menu_names_its_keys_and_no_others(prompt: str, codes: list[str]) -> None:
    assert sorted(found(menu(prompt))) == sorted(codes)


def test_a_recording_without_its_text_is_not_judged() -> None:
    assert found(menu("", prompt_id_from_network="main-menu")) == []
    known = menu("For sales, press 1.", prompt_id_from_network="main-menu")
    assert found(known) == ["IVR202"]


def test_speech_recognition_lets_phrases_stand_for_keys() -> None:
    node = menu("Do you want sales, or support?")
    for child, phrase in zip(node["children"], ["sales", "support"], strict=False):
        child["asr_phrases"] = [{"phrase": phrase}]
    assert found(node, asr=True) == []
    assert found({**node, "prompt": "For sales, press 1."}, asr=True) == ["IVR202"]
    assert found({**node, "prompt": "How can we help?"}, asr=True) == []
    assert set(found(node, asr=False)) == {"IVR111", "IVR202"}


@pytest.mark.parametrize(
    ("prompt", "asr", "codes"),
    [
        ("Is it urgent? For yes, press 1. For no, press 2.", False, []),
        ("Is it urgent? Say yes or no.", True, []),
        ("Is it urgent now?", True, []),
        ("Is it urgent?", False, ["IVR211"]),
        ("Is it urgent? For yes, press 1.", False, ["IVR202"]),
        ("Is it urgent? Press 1 for yes, 2 for no, or 3 to wait.", False, ["IVR201"]),
    ],
)
def test_yes_or_no_takes_1_and_2_or_the_words(prompt: str, asr: bool, codes: list[str]) -> None:
    assert found({**menu(prompt), "node_type": "YesOrNo"}, asr) == codes


@pytest.mark.parametrize(
    ("prompt", "codes"),
    [
        ("To continue, press any key.", []),
        ("To continue, press 5.", []),
        ("To continue, press the pound key.", []),
        ("Are you there?", ["IVR202"]),
    ],
)
def test_a_node_that_takes_any_key_must_ask_for_one(prompt: str, codes: list[str]) -> None:
    node = {"node_type": "AnyKeyPress", "prompt": prompt, "children": [END, {**END}]}
    assert found(node) == codes


@pytest.mark.parametrize(
    ("prompt", "codes"),
    [
        ("For a coupon, press 9.", []),
        ("For a coupon press nine, to go on press 1 or pound.", []),
        ("For a coupon, press 1.", ["IVR210"]),
        ("We will send you a coupon.", ["IVR210"]),
    ],
)
def test_a_text_offer_must_name_9_and_may_name_others(prompt: str, codes: list[str]) -> None:
    node = {"node_type": "SmsPromo", "prompt": prompt, "sms_promo_copy": "x", "children": [END]}
    assert found(node) == codes


def test_digits_may_be_ended_with_pound() -> None:
    node = {
        "node_type": "NumberQuestion",
        "prompt": "Enter your ZIP code, then press pound.",
        "number_question_type": "ZipCode",
        "children": [END, *CAUGHT],
    }
    assert found(node) == []


def test_a_node_that_listens_for_no_key_should_not_ask_for_one() -> None:
    assert found({**END, "prompt": "To hear this again, press 1 or 2."}) == ["IVR201"]
    assert found({**END, "prompt": "Goodbye. We are open 24 hours."}) == []


def test_equal_branches_are_found_however_their_fields_are_written() -> None:
    node = menu("For sales, press 1. For support, press 2. For billing, press 3.", keys=3)
    assert found(node) == []
    node["children"][2] = {"prompt": LINES[0], "children": [], "condition": "", **END}
    (same,) = lint(node, select="IVR110")
    assert same.keys == "3"
    assert same.message == "Key 3 does exactly what key 1 does"


def test_regions_are_judged_only_where_the_campaign_names_them() -> None:
    asks = {"node_type": "Condition", "condition": "in_region[West]", "children": [END, END]}
    assert [d.code for d in lint(asks, select="IVR402")] == []
    assert [d.code for d in lint({"name": "x", "ivr_tree": {"root": asks}}, select="IVR402")] == []
    named = {"named_regions": [{"name": "West", "regions": []}], "ivr_tree": {"root": asks}}
    assert [d.code for d in lint(named, select="IVR402")] == []
    none = {"named_regions": [], "ivr_tree": {"root": asks}}
    assert [d.code for d in lint(none, select="IVR402")] == ["IVR402"]


def test_hours_are_judged_only_where_there_is_a_campaign() -> None:
    asks = {"node_type": "Condition", "condition": "during_hours", "children": [END, END]}
    assert [d.code for d in lint({"ivr_tree": {"root": asks}}, select="IVR501")] == []
    bare = {"name": "x", "ivr_tree": {"root": asks}}
    assert [d.code for d in lint(bare, select="IVR501")] == ["IVR501"]
    closed = {f"{day}_closed": True for day in ("monday", "tuesday")}
    assert [d.code for d in lint({**bare, "hours": closed}, select="IVR501")] == ["IVR501"]
    opened = {"monday_open": 32400, "monday_close": 61200}
    assert [d.code for d in lint({**bare, "hours": opened}, select="IVR501")] == []


def test_numbers_of_fiction_are_told_once() -> None:
    numbers = ["2065550131", "2065550132", "2065550131"]
    destinations = [{"ring_group_number": number} for number in numbers]
    group = {
        "node_type": "RingGroup",
        "ring_group_connect_timeout": 20,
        "ring_group_destinations": destinations,
    }
    (only,) = lint(group, select="IVR303")
    assert (only.code, str(only.severity)) == ("IVR303", "info")
    assert only.pointer == "/ring_group_destinations/0/ring_group_number"
    assert "(1 other number here the same)" in only.message


def test_a_key_that_the_question_can_never_have_is_to_be_taken_out() -> None:
    node = {**menu("For yes, press 1, for no, 2, for help, 3."), "node_type": "YesOrNo"}
    (diagnostic,) = lint({"ivr_tree": {"root": node}}, ignore="IVR3")
    assert diagnostic.code == "IVR201"
    assert diagnostic.hint == "YesOrNo has no key 3: take it out of the prompt, or ask in a Menu."
