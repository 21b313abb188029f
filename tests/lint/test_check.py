"""The linter as a whole: selection, order, limits, and that nothing makes it fail."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ivrsim.lint
from ivrsim.errors import UsageError
from ivrsim.flow.node import NODE_TYPES
from ivrsim.lint import RULES, Diagnostic, LintSettings, Preset, Severity, lint, lint_all, lint_flow
from ivrsim.lint.check import selected
from ivrsim.lint.reports import REPORTS
from ivrsim.vendors.load import load

BAD = {
    "node_type": "Menu",
    "prompt": "For sales, press 1. For help, press 0.",
    "children": [
        {"node_type": "Connect", "destination_phone_number": "800437795"},
        {"node_type": "Condition", "condition": "mobil", "children": []},
    ],
}


def codes(found: list[Diagnostic]) -> list[str]:
    return sorted({d.code for d in found})


def test_all_rules_look_unless_some_are_named() -> None:
    assert codes(lint(BAD)) == ["IVR101", "IVR202", "IVR205", "IVR301", "IVR401"]
    assert codes(lint(BAD, select="IVR2")) == ["IVR202", "IVR205"]
    assert codes(lint(BAD, select=["ivr2", "IVR401"], ignore="IVR205")) == ["IVR202", "IVR401"]
    assert codes(lint(BAD, select="no-failover, IVR101")) == ["IVR101", "IVR301"]
    assert codes(lint(BAD, ignore="IVR")) == []


def test_the_more_exact_of_two_names_counts() -> None:
    assert codes(lint(BAD, select="IVR202", ignore="IVR2")) == ["IVR202"]
    assert codes(lint(BAD, select="IVR2", ignore="IVR2")) == []


@given(st.lists(st.sampled_from([code[:n] for code in RULES for n in (4, 5, 6)]), max_size=4))
def test_what_is_selected_and_what_is_ignored_are_all(names: list[str]) -> None:
    kept = selected(LintSettings(preset=Preset.ALL, ignore=names))
    dropped = selected(LintSettings(select=names))
    assert {rule.code for rule in (*kept, *dropped)} == set(RULES)
    assert not {rule.code for rule in kept} & {rule.code for rule in dropped}


@pytest.mark.parametrize("name", ["IVR000", "no-such-rule", "X"])
def test_a_name_that_no_rule_has_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match=name):
        lint(BAD, select=name)
    with pytest.raises(UsageError, match=name):
        lint(BAD, ignore=[name])


def test_a_file_without_a_call_flow_never_passes_for_clean() -> None:
    assert codes(lint("{", select="IVR2")) == ["IVR901"]
    assert codes(lint("no such file.json", select="IVR2")) == ["IVR919"]


def test_data_text_bytes_and_document_give_the_same() -> None:
    text = json.dumps(BAD, indent=2)
    wanted = [(d.code, d.pointer) for d in lint(text)]
    for what in (text.encode(), load(text), BAD):
        assert [(d.code, d.pointer) for d in lint(what)] == wanted


def test_the_package_is_the_function_too() -> None:
    assert callable(ivrsim.lint)
    assert ivrsim.lint(BAD) == lint(BAD)
    assert load(BAD).lint() == lint(BAD)


def test_a_flow_is_linted_without_its_text() -> None:
    flow = load(BAD).flow
    found = lint_flow(flow)
    assert codes(found) == codes(lint(BAD))
    assert flow.lint() == found
    assert {d.line for d in found} == {0}
    wrong = next(d for d in found if d.code == "IVR401")
    assert (wrong.node, wrong.keys, wrong.pointer) == ("/2", "2", "/children/1/condition")


def test_the_order_is_that_of_the_text() -> None:
    found = lint(json.dumps(BAD, indent=2))
    assert found == sorted(found, key=lambda d: (d.line, d.column, d.code, d.message))


def test_past_the_limit_the_gravest_are_kept_and_the_rest_is_counted() -> None:
    every = lint(BAD)
    errors = [d for d in every if d.severity is Severity.ERROR]
    found = lint(BAD, limit=len(errors))
    assert found[:-1] == errors
    assert found[-1].code == "IVR910"
    assert (
        found[-1].message == f"{len(every) - len(errors)} more problems of this file are not listed"
    )
    assert lint(BAD, limit=len(every)) == every


def test_keys_are_told_as_the_vendor_reports_them() -> None:
    tree = {
        "node_type": "Condition",
        "condition": "mobile",
        "children": [
            {"node_type": "Menu", "prompt": "Press 1.", "children": [
                {"node_type": "EndCall"},
                {"node_type": "Menu", "prompt": "Press 1.", "keypress_failover_type": "Wrong",
                 "children": [{"node_type": "Connect"}]},
            ]},
            {"node_type": "EndCall"},
        ],
    }  # fmt: skip
    (found,) = lint(tree, select="IVR105")
    assert (found.node, found.keys) == ("/true/W/1", "W 1")
    assert found.index == "children[0].children[1].children[0]"


def chain(node: str, deep: int, leaf: str) -> str:
    """A tree of one node in another, as text."""
    return f'{{{node},"children":[' * deep + leaf + "]}" * deep


def test_a_tree_100_000_deep_is_linted_and_reported() -> None:
    text = chain('"node_type":"VerifyLocation"', 100_000, '{"node_type":"Connect"}')
    result = lint_all([load(text)])
    (found,) = result.diagnostics
    assert found.code == "IVR105"
    assert found.column == text.index('"Connect"') + 1
    assert found.pointer.startswith("…/")
    assert found.pointer.endswith("/children/0")
    assert len(found.pointer) < 20_000
    for report in REPORTS.values():
        assert report(result)


def test_a_fault_at_every_level_costs_no_more_than_the_limit() -> None:
    menu = '"node_type":"Menu","prompt":"For sales, press 1."'
    found = lint(chain(menu, 3_000, '{"node_type":"EndCall"}'), select="IVR301,IVR910")
    assert len(found) == 1001
    assert found[-1].message.startswith("2,000 more problems")
    assert found[0].node == "/"
    assert found[-2].keys.startswith("… 1 1") or found[-2].keys == "1 " * 498 + "1"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=6), inside, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = sorted({name for cls in NODE_TYPES.values() for name in cls.model_fields})
TEXTS = st.sampled_from(
    ["Press 1 or 2.", "mobile", "mobil and", "Wrong", "None", "8005550100", "during_hours", ""]
)
NODES = st.recursive(
    st.just({"node_type": "EndCall"}),
    lambda inside: st.builds(
        lambda kind, fields, children: {"node_type": kind, **fields, "children": children},
        st.sampled_from([*NODE_TYPES, "Nothing"]),
        st.dictionaries(st.sampled_from(FIELDS), TEXTS | VALUES, max_size=5),
        st.lists(inside | VALUES, max_size=4),
    ),
    max_leaves=12,
)
TERMS = ["timezone", "hours", "named_regions", "operating_24_7", "advertiser_payin", "custom_data"]
DOCUMENTS = st.builds(
    lambda terms, tree, root: {**terms, "ivr_tree": {**tree, "root": root}},
    st.dictionaries(st.sampled_from(TERMS), VALUES, max_size=3),
    st.dictionaries(st.sampled_from(["asr_enabled", "call_recording_condition"]), TEXTS | VALUES),
    NODES,
)


@settings(max_examples=150)
@given(DOCUMENTS | NODES | VALUES.filter(lambda value: isinstance(value, dict | list)))
def test_nothing_makes_the_linter_fail_and_it_says_the_same_twice(document: Any) -> None:
    result = lint_all([load(document)])
    assert result.diagnostics == lint_all([load(document)]).diagnostics
    for report in REPORTS.values():
        assert report(result) == report(result)
    for d in result.diagnostics:
        assert d.line >= 1
        assert d.column >= 1
        assert d.message


@settings(max_examples=150)
@given(st.text(max_size=60) | st.text(alphabet='{}[]",:1a\\u \n\t', max_size=60) | st.binary())
def test_no_text_makes_the_linter_fail(text: str | bytes) -> None:
    result = lint_all([load(text if isinstance(text, bytes) else "{" + text)])
    for report in REPORTS.values():
        report(result)


def test_what_two_flows_have_in_common_is_told_once() -> None:
    end = {"node_type": "EndCall", "prompt": "Goodbye."}
    terms = {"ivr_tree": {"root": end}}
    both = {"timezone": "Utopia", "current_terms": terms, "future_terms": terms}
    assert [(d.code, d.pointer) for d in lint(both)] == [("IVR504", "/timezone")]
    own = {name: {**terms, "timezone": "Utopia"} for name in ("current_terms", "future_terms")}
    assert len(lint(own)) == 2
