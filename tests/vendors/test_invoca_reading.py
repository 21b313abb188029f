"""Every shape of document, every bad value, and trees beyond all measure."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim import jsontext
from ivrsim.flow.node import UnknownNode
from ivrsim.testing.strategies import campaigns, nodes
from ivrsim.vendors.load import load

NODE = {"node_type": "EndCall", "prompt": "Goodbye."}


@pytest.mark.parametrize(
    ("data", "flows"),
    [
        (NODE, ["node"]),
        ({"children": [NODE]}, ["node"]),
        ({"root": NODE}, ["root"]),
        ({"root": NODE, "record_calls": True}, ["root"]),
        ({"ivr_tree": {"root": NODE}}, ["ivr_tree"]),
        ({"ivr_tree": NODE}, ["ivr_tree"]),
        ({"name": "n", "ivr_tree": {"root": NODE}}, ["ivr_tree"]),
        ({"future_terms": {"ivr_tree": {"root": NODE}}}, ["future_terms"]),
        ({"current_terms": {"ivr_tree": NODE}, "future_terms": None}, ["current_terms"]),
        ([{"ivr_tree": NODE}], ["ivr_tree"]),
        (
            [{"ivr_tree": NODE}, {"future_terms": {"ivr_tree": NODE}}],
            ["0/ivr_tree", "1/future_terms"],
        ),
    ],
)
def test_every_shape_has_its_flows(data: Any, flows: list[str]) -> None:
    document = load(data)
    assert list(document.flows) == flows
    assert all(next(iter(flow.nodes)) == "/" for flow in document.flows.values())
    assert not [problem for problem in document.problems if problem.code != "IVR112"]
    assert document.write() == data


@pytest.mark.parametrize("data", [{}, [], [1, "a"], {"a": {"b": [1]}}, {"ivr_tree": None}])
def test_a_document_without_a_call_flow_says_what_was_looked_for(data: Any) -> None:
    document = load(data)
    assert not document.flows
    assert [problem.code for problem in document.problems] == ["IVR920"]
    assert "ivr_tree" in document.problems[0].hint
    assert document.write() == data


def test_a_tree_without_a_root_has_settings_and_no_nodes() -> None:
    document = load({"ivr_tree": {"record_calls": True}})
    assert document.flow.settings.record_calls
    assert (len(document.flow), document.flow.root) == (0, None)
    assert [problem.code for problem in document.problems] == ["IVR920"]


def test_an_element_of_a_list_without_a_call_flow_is_reported() -> None:
    document = load([{"ivr_tree": NODE}, 7])
    assert [(p.code, p.place.pointer) for p in document.problems] == [("IVR920", "/1")]


@pytest.mark.parametrize(
    ("node_type", "hint"), [("menu", "Did you mean Menu?"), ("Conect", "Did you mean Connect?")]
)
def test_an_unknown_node_type_comes_with_the_nearest_known_one(node_type: str, hint: str) -> None:
    document = load({"root": {"node_type": node_type, "children": [NODE]}})
    (problem,) = document.problems
    assert (problem.code, problem.place.pointer) == ("IVR112", "/root/node_type")
    assert problem.hint == hint
    assert isinstance(document.flow["/"], UnknownNode)
    assert document.flow["/"].kind == node_type
    assert document.flow["/1"].kind == "EndCall"


@pytest.mark.parametrize(
    "found", [{}, {"node_type": 5}, {"node_type": None}, {"node_type": ["Menu"]}]
)
def test_a_missing_or_strange_node_type_is_reported(found: Any) -> None:
    document = load({"root": {**found, "prompt": "kept"}})
    assert [problem.code for problem in document.problems] == ["IVR112"]
    assert document.flow["/"].kind == ""
    assert document.write()["root"] == {**found, "prompt": "kept"}


@pytest.mark.parametrize("value", [None, 5, "Menu", [], True])
def test_a_child_that_is_no_object_is_reported_and_kept(value: Any) -> None:
    data = {"root": {"node_type": "Menu", "prompt": "p", "children": [NODE, value]}}
    document = load(data)
    assert [(p.code, p.place.pointer) for p in document.problems] == [
        ("IVR113", "/root/children/1")
    ]
    assert document.flow["/2"].kind == ""
    assert document.write() == data


@pytest.mark.parametrize("children", [{"node_type": "EndCall"}, "none", 3])
def test_children_that_are_no_list_are_reported_and_kept(children: Any) -> None:
    data = {"root": {"node_type": "Menu", "prompt": "p", "children": children}}
    document = load(data)
    assert [(p.code, p.place.pointer) for p in document.problems] == [("IVR921", "/root/children")]
    assert document.write() == data


@pytest.mark.parametrize(
    ("field", "value", "wanted"),
    [
        ("prompt", 3.5, "a text"),
        ("prompt", ["a"], "a text"),
        ("connect_timeout", "soon", "a whole number"),
        ("connect_timeout", True, "a whole number"),
        ("asr_phrases", "sales", "a list of objects"),
        ("asr_phrases", [{"phrase": "a"}, "b"], "an object"),
        ("keypress_failover_type", "wrong", "one of Wrong, None"),
    ],
)
def test_a_bad_value_leaves_its_field_at_the_default(field: str, value: Any, wanted: str) -> None:
    data = {"root": {"node_type": "Connect", "destination_phone_number": "1", field: value}}
    document = load(data)
    (problem,) = document.problems
    assert problem.code == "IVR921"
    assert problem.message.endswith(f"expected {wanted}")
    assert problem.place.pointer.startswith(f"/root/{field}")
    node: Any = document.flow["/"]
    assert node.destination_phone_number == "1"
    assert field == "asr_phrases" or getattr(node, field) == type(node).model_fields[field].default
    assert document.write() == data


@pytest.mark.parametrize(
    ("node_type", "field", "value", "meant"),
    [
        ("Connect", "destination_phone_number", 8004377950, "8004377950"),
        ("Connect", "destination_country_code", 1, "1"),
        ("Connect", "connect_timeout", "20", 20),
        ("Connect", "connect_timeout", 20.0, 20),
        ("SmsPromo", "sms_promo_delay", "1800", 1800),
        ("Menu", "confirm_response_enabled", "true", True),
    ],
)
def test_a_value_written_as_another_type_is_read_and_reported(
    node_type: str, field: str, value: Any, meant: Any
) -> None:
    data = {"root": {"node_type": node_type, field: value}}
    document = load(data)
    assert getattr(document.flow["/"], field) == meant
    assert type(getattr(document.flow["/"], field)) is type(meant)
    assert [problem.code for problem in document.problems] == ["IVR921"]
    assert "It is read as" in document.problems[0].hint
    assert document.write() == data


@pytest.mark.parametrize("value", [None, ""])
def test_a_property_that_is_not_given_is_no_problem(value: Any) -> None:
    node = {"node_type": "Connect", "keypress_failover_type": value, "connect_timeout": value}
    document = load({"root": {**node, "asr_phrases": value}})
    assert document.problems == ()
    assert document.flow["/"].failover_exit == ""


def test_settings_beside_the_root_are_read_and_unknown_ones_reported() -> None:
    tree = {"root": NODE, "asr_enabeld": True, "caller_id": {"setting": "promo", "msk": 1}}
    document = load({"ivr_tree": {**tree, "tts_voice_talent_id": "16"}})
    assert document.flow.settings.caller_id.setting == "promo"
    assert document.flow.settings.tts_voice_talent_id == 16
    assert [(p.code, p.place.pointer, p.hint) for p in document.problems] == [
        ("IVR106", "/ivr_tree/asr_enabeld", "Did you mean asr_enabled?"),
        ("IVR106", "/ivr_tree/caller_id/msk", "Did you mean mask?"),
        ("IVR921", "/ivr_tree/tts_voice_talent_id", "It is read as 16."),
    ]


def test_every_node_knows_its_place_in_the_document() -> None:
    menu = {"node_type": "Menu", "prompt": "p", "children": [NODE, NODE]}
    places = load({"name": "n", "ivr_tree": {"root": menu}}).flow.places
    assert {key: place.pointer for key, place in places.items()} == {
        "/": "/ivr_tree/root",
        "/1": "/ivr_tree/root/children/0",
        "/2": "/ivr_tree/root/children/1",
    }


def test_problems_beyond_a_thousand_are_counted() -> None:
    bad = [{"node_type": "EndCall", f"unknown{n}": n} for n in range(3000)]
    problems = load({"root": {"node_type": "Menu", "prompt": "p", "children": bad}}).problems
    assert len(problems) == 1001
    assert "2,000 more" in problems[-1].message


DEEP = 100_000


def test_a_tree_100_000_deep_is_read_and_written() -> None:
    text = '{"node_type": "Menu", "prompt": "p", "children": [' * DEEP + "]}" * DEEP
    document = load(text)
    assert len(document.flow) == DEEP
    assert document.flow.depth == DEEP
    assert document.problems == ()
    assert jsontext.dumps(document.write(), indent=None) == text


def test_a_tree_100_000_wide_is_read_and_written() -> None:
    data = {"node_type": "Menu", "prompt": "p", "children": [{"node_type": "EndCall"}] * DEEP}
    document = load(data)
    assert len(document.flow) == DEEP + 1
    assert document.flow.target("/", f"+{DEEP}") == f"/+{DEEP}"
    assert document.write() == data


def test_values_100_000_deep_inside_a_node_are_kept() -> None:
    deep = "[" * DEEP + "]" * DEEP
    text = f'{{"node_type": "EndCall", "prompt": {deep}, "other": {deep}}}'
    document = load(text)
    assert [problem.code for problem in document.problems] == ["IVR921", "IVR106"]
    assert jsontext.dumps(document.write(), indent=None) == text


NAMES = st.sampled_from(
    "ivr_tree root children node_type prompt current_terms future_terms budget_activities"
    " condition asr_phrases phrase keypress_failover_type hours".split()
)
WORDS = st.sampled_from(["Menu", "Connect", "Condition", "Wrong", "None", "during_hours", ""])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS | st.text()
JSON = st.recursive(
    LEAVES.filter(lambda leaf: leaf not in (float("inf"), float("-inf"))),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(NAMES | st.text(max_size=5), inside, max_size=5)
    ),
    max_leaves=25,
)


@given(JSON)
def test_no_json_raises_and_all_of_it_is_written_back(value: Any) -> None:
    text = json.dumps(value)
    document = load(text + "\n")
    assert document.write() == json.loads(text)


@given(JSON, st.sampled_from(["root", "ivr_tree", "future_terms", "node"]))
def test_no_json_in_the_place_of_a_tree_raises(value: Any, where: str) -> None:
    menu = {"node_type": "Menu", "children": value, "asr_phrases": value, "prompt": value}
    wraps = {"root": {"root": value}, "ivr_tree": {"ivr_tree": value}, "node": menu}
    data = wraps.get(where, {"future_terms": value, "hours": value})
    document = load(data)
    assert document.write() == data


@given(st.text() | st.binary())
def test_no_text_raises(text: str | bytes) -> None:
    assert load(text + "\n" if isinstance(text, str) else text).problems


@given(campaigns())
def test_a_campaign_survives_reading_writing_and_reading(data: dict[str, Any]) -> None:
    document = load(data)
    written = document.write()
    assert document.problems == ()
    assert written == data
    assert load(written).flow == document.flow


@given(nodes())
def test_a_node_of_any_type_lacks_nothing(node: Any) -> None:
    assert list(node.missing()) == []
