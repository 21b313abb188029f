"""Rules by proof: what they say is so, each fault is told once, and callers show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivrsim.campaign.campaign import Campaign
from ivrsim.conditions import evaluate, parse_condition
from ivrsim.flow.flow import CallFlow
from ivrsim.flow.node import NODE_TYPES
from ivrsim.lint import RULES, Finding, LintSettings, Preset, lint, lint_flow, proofs
from ivrsim.lint.edit import Reword
from ivrsim.lint.proofs import constant, simpler
from ivrsim.lint.questions import Death, deaths, makes_a_question
from ivrsim.lint.views import DocumentView, FlowView
from ivrsim.vendors.load import load
from tests.analysis.trees import flows, tried
from tests.simulate.flows import OFFICE, Spec, connect, flow_of

EVERY = LintSettings(preset=Preset.ALL)
PROOFS = ("IVR107", "IVR403", "IVR404", "IVR405", "IVR407")
END: Spec = ("EndCall", {"prompt": "Goodbye."})

SURE = (
    "mobile", "landline", "repeat", "pressed[1]", "pressed[2]", "pressed[1 2]", "pressed[W]",
    'custom_data[zip] = "93101"', 'custom_data[zip] contains "x"', "custom_data[zip] present",
    'affiliate_name = "Acme"', 'affiliate_name contains "c"', "in_region[Gold]", "in_region[West]",
)  # fmt: skip
"""Tests whose value no other rule judges: no hours, no times, no names that are unknown."""


def conditions(tests: tuple[str, ...] = SURE) -> st.SearchStrategy[str]:
    """Conditions over few tests, often at odds with each other."""
    atom = st.sampled_from(tests)
    return st.recursive(
        atom | st.builds("not {}".format, atom),
        lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        max_leaves=3,
    )


def _above(inner: st.SearchStrategy[Spec]) -> st.SearchStrategy[Spec]:
    zip_ = {
        "prompt": "ZIP?",
        "number_question_type": "ZipCode",
        "caller_response_custom_data_partner_name": "zip",
    }
    decision = st.builds(
        lambda text, yes, no: ("Condition", {"condition": text}, yes, no),
        conditions(), inner, inner,
    )  # fmt: skip
    return st.one_of(
        decision,
        decision,
        st.builds(lambda one, two: ("Menu", {"prompt": "1 or 2?"}, one, two), inner, inner),
        st.builds(
            lambda one: ("Menu", {"prompt": "1?"}, one, connect("8004377953", failover="W")), inner
        ),
        st.builds(lambda one: ("NumberQuestion", zip_, one), inner),
        st.builds(lambda one: ("VerifyLocation", {}, one), inner),
    )


def sure_flows() -> st.SearchStrategy[CallFlow]:
    """Small trees of which the exact analysis tells everything."""
    leaves = st.sampled_from([END, connect("8004377950")])
    specs = st.recursive(leaves, _above, max_leaves=6)
    return specs.map(lambda spec: flow_of(spec, campaign=OFFICE))


def found_in(view: FlowView) -> list[Death]:
    """Everything that is told by proof."""
    return [death for code in PROOFS for death in deaths(view, code)]


def codes_at(flow: CallFlow) -> set[tuple[str, str | None]]:
    return {(d.code, d.node) for d in lint_flow(flow, select=PROOFS, settings=EVERY)}


# -- what is dead ------------------------------------------------------------------------


@settings(max_examples=25)
@given(sure_flows())
def test_each_dead_exit_is_told_once_and_nothing_else_is(flow: CallFlow) -> None:
    reached = tried(flow)
    view = FlowView(flow)
    told = found_in(view)
    always = {n for code, n in codes_at(flow) if code == "IVR403"}
    for death in told:
        if death.code == "IVR404":
            assert (death.node, death.exit) not in reached
            assert death.node in reached
        elif death.code == "IVR107":
            assert death.node not in reached
    dead = {
        (wire.source, wire.exit, wire.target)
        for wire in flow.all_wires()
        if wire.source in reached and (wire.source, wire.exit) not in reached
    }
    for node, exit_, target in dead:
        of_exit = [d for d in told if d.code == "IVR404" and (d.node, d.exit) == (node, exit_)]
        behind = [d for d in told if d.code == "IVR107" and d.node == target]
        keys = {d.node for d in told if d.code == "IVR405" and d.node == node}
        explained = len(of_exit) + len(behind) + (node in always)
        assert explained == 1 or (explained == 0 and keys)
    assert sum(death.code in ("IVR404", "IVR107") for death in told) <= len(dead)


@settings(max_examples=25)
@given(sure_flows())
def test_a_key_that_is_never_pressed_is_never_true_for_anybody(flow: CallFlow) -> None:
    for death in deaths(FlowView(flow), "IVR405"):
        asks = NODE_TYPES["Condition"].model_validate({"condition": death.said})
        alone = replace(flow, nodes={**flow.nodes, death.node: asks})
        assert death.node in tried(alone)
        assert (death.node, "true") not in tried(alone)


@settings(max_examples=10)
@given(flows())
def test_whatever_is_told_of_any_flow_is_so(flow: CallFlow) -> None:
    reached = tried(flow)
    for death in found_in(FlowView(flow)):
        if death.code == "IVR404":
            assert (death.node, death.exit) not in reached
        elif death.code == "IVR107":
            assert death.node not in reached


@settings(max_examples=25)
@given(sure_flows())
def test_where_no_question_is_made_nothing_is_dead(flow: CallFlow) -> None:
    view = FlowView(flow)
    if not makes_a_question(view):
        told = {node for _, node in codes_at(flow)}
        assert {dead.node for dead in view.reach.dead} <= told


def decision(text: str, yes: Spec = END, no: Spec = END) -> Spec:
    return ("Condition", {"condition": text}, yes, no)


def menu(*children: Spec) -> Spec:
    return ("Menu", {"prompt": "Press."}, *children)


@pytest.mark.parametrize(
    ("spec", "codes"),
    [
        (decision("mobile", decision("landline or repeat and landline")), {("IVR404", "/true")}),
        (decision("mobile and landline", decision("mobile")), {("IVR403", "/")}),
        (decision("in_region[Gold] and not in_region[West]"), {("IVR403", "/")}),
        (decision("in_region[Gold]", decision("in_region[West]")), {("IVR404", "/true")}),
        (menu(END, decision("pressed[1]", decision("repeat"))), {("IVR405", "/2")}),
        (menu(END, decision("pressed[2]")), {("IVR107", "/2/false")}),
        (menu(decision("pressed[a]")), set()),
        (decision("duration > 60"), {("IVR407", "/")}),
        (decision("sms_sent"), {("IVR407", "/")}),
        (decision("mobil and"), set()),
        (decision("in_region[Nowhere]"), set()),
        (("Condition", {"condition": "repeat"}, END, END, END), set()),
        (decision("mobile", END, ("SmsPromo", {"prompt": "9", "sms_promo_copy": "hi"},
                                  decision("sms_sent"))), {("IVR404", "/false/next")}),
    ],
)  # fmt: skip
def test_one_fault_is_one_finding(spec: Spec, codes: set[tuple[str, str]]) -> None:
    assert codes_at(flow_of(spec, campaign=OFFICE)) == codes


def test_a_tree_without_its_campaign_is_not_judged_by_hours_and_regions() -> None:
    spec = decision("during_hours or mobile", decision("not mobile and in_region"))
    assert codes_at(flow_of(spec)) == set()


def test_a_campaign_that_never_closes_by_its_hours_decides_the_test() -> None:
    hours = {f"{day}_{end}": at for day in DAYS for end, at in (("open", 0), ("close", 86400))}
    campaign = Campaign.model_validate({"name": "All", "hours": hours})
    campaign.keep_raw({"name": "All", "hours": hours})
    flow = flow_of(decision("during_hours"), campaign=campaign)
    assert codes_at(flow) == {("IVR107", "/false")}


DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def test_the_reason_names_the_condition_that_decides_and_where_it_is() -> None:
    yes = {**CONDITION, "condition": "landline"}
    tree = {"ivr_tree": {"root": {**CONDITION, "condition": "mobile", "children": [yes, LEAF]}}}
    (found,) = lint(tree, select="IVR404")
    assert found.message == '"landline" is never true here: "mobile" was true at /'
    assert "node / (/ivr_tree/root)" in found.hint
    assert (found.node, found.field) == ("/true", "condition")


LEAF = {"node_type": "EndCall"}
CONDITION: dict[str, Any] = {"node_type": "Condition", "children": [LEAF, LEAF]}


# -- one condition -------------------------------------------------------------------------

ASKED = (
    "mobile", "landline", "sms_sent", "repeat", "during_hours", "pressed[1]", "pressed[1 2]",
    'media_type = "a"', 'media_type contains "a"', "duration > 30", "duration < 20",
    "connect_duration > 40",
)  # fmt: skip


def facts() -> Iterator[dict[str, Any]]:
    """A call for each way in which these tests can come out."""
    lines = [line for line in product((False, True), repeat=3) if not (line[0] and line[1])]
    for (mobile, landline, sent), keys, text, hours, repeat, (whole, talked) in product(
        [line for line in lines if line[0] or not line[2]],
        ["", "1", "1 2"], [None, "a", "bab"], (False, True), (False, True),
        [(0, 0), (25, 0), (31, 0), (50, 50)],
    ):  # fmt: skip
        yield {
            "mobile": mobile, "landline": landline, "sms_sent": sent, "pressed": keys,
            "media_type": text, "during_hours": hours, "repeat": repeat, "duration": whole,
            "connect_duration": talked,
        }  # fmt: skip


FACTS = list(facts())


@settings(max_examples=60)
@given(conditions(ASKED))
def test_a_condition_is_called_constant_if_and_only_if_it_is(text: str) -> None:
    expr = parse_condition(text)
    values = {evaluate(expr, known) for known in FACTS}
    assert constant(expr, OFFICE) is (values.pop() if len(values) == 1 else None)


@settings(max_examples=60)
@given(conditions(ASKED), st.booleans())
def test_a_simpler_condition_is_shorter_and_means_the_same(text: str, running: bool) -> None:
    expr = parse_condition(text)
    found = simpler(expr, running)
    if found is None:
        return
    assert len(str(found.expr)) < len(str(expr))
    for known in FACTS:
        assert evaluate(expr, known) == evaluate(found.expr, known)
        if running:
            still = {**known, "duration": None, "connect_duration": None}
            assert evaluate(expr, still) == evaluate(found.expr, still)


def test_past_its_budget_a_condition_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    signs = [[(number >> bit) & 1 for bit in range(3)] for number in range(8)]
    tests = [f"custom_data[f{i}] present" for i in range(3)]
    clauses = [
        " or ".join(f"{'not ' * sign}{test}" for sign, test in zip(row, tests, strict=True))
        for row in signs
    ]
    node = {**CONDITION, "condition": " and ".join(f"({clause})" for clause in clauses)}
    assert [d.code for d in lint(node, select="IVR403,IVR410,IVR404,IVR107")] == ["IVR403"]
    monkeypatch.setattr(proofs, "STEPS", 1)
    proofs._constant.cache_clear()
    assert [d.code for d in lint(node, select="IVR403,IVR410")] == []
    proofs._constant.cache_clear()


# -- fixes -----------------------------------------------------------------------------------


def mended(text: str, code: str, safe: bool | None = None) -> str:
    """The condition after every fix of the rule."""
    view = DocumentView.of(load({**CONDITION, "condition": text}), EVERY)
    found: list[Finding] = [finding for _, finding in RULES[code].check.findings(code, view)]
    edits = [edit for finding in found for fix in finding.fixes[:1] for edit in fix.edits]
    assert all(fix.safe is safe for f in found for fix in f.fixes if safe is not None)
    rewords = [edit for edit in edits if isinstance(edit, Reword)]
    assert len(rewords) == len(edits)
    for edit in sorted(rewords, key=lambda e: e.within, reverse=True):
        text = text[: edit.within.start] + edit.text + text[edit.within.end :]
    return text


@pytest.mark.parametrize(
    ("code", "text", "better", "safe"),
    [
        ("IVR401", "durring_hours && mobile", "during_hours and mobile", False),
        ("IVR409", "duration > 60 or duration < 5 min",
         "duration > 60 sec or duration < 5 min", True),
        ("IVR411", "mobile AND NOT Repeat.", "mobile and not repeat", True),
        ("IVR411", "media_type == 'Online: \u00e9'", 'media_type = "Online: \u00e9"', True),
        ("IVR411", "media_type = 'say \"hi\"'", "media_type = 'say \"hi\"'", True),
        ("IVR406", "mobile or repeat and not mobile", "mobile or (repeat and not mobile)", True),
        ("IVR406", "(mobile and repeat or landline)", "((mobile and repeat) or landline)", True),
        ("IVR406", "(mobile and repeat) or not (landline or repeat)",
         "(mobile and repeat) or not (landline or repeat)", True),
        ("IVR410", "mobile and (repeat or not landline)", "mobile", True),
    ],
)  # fmt: skip
def test_a_fix_mends_the_condition(code: str, text: str, better: str, safe: bool) -> None:
    assert mended(text, code, safe) == better
    assert mended(better, code) == better


@settings(max_examples=60)
@given(conditions(ASKED), st.integers(0, 2**8 - 1))
def test_added_parentheses_change_nothing_and_satisfy_the_rule(text: str, drop: int) -> None:
    for bit in range(8):
        pairs = [i for i, char in enumerate(text) if char == "("]
        if drop >> bit & 1 and bit < len(pairs):
            text = without_pair(text, pairs[bit])
    better = mended(text, "IVR406", safe=True)
    assert parse_condition(better) == parse_condition(text)
    assert mended(better, "IVR406") == better


def without_pair(text: str, start: int) -> str:
    depth = 0
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return text[:start] + text[start + 1 : at] + text[at + 1 :]
    return text
