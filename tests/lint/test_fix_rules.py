"""The fixes of every rule: they remove what they are for, and the safe ones change no call."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ivrsim
from ivrsim.conditions.parse import read_condition
from ivrsim.conditions.symbolic.questions import equivalent
from ivrsim.lint import RULES, LintSettings, Preset, TextFix, fix, lint
from ivrsim.lint.mended import Mended
from ivrsim.lint.textfix import edited
from ivrsim.lint.views import DocumentView
from ivrsim.testing import strategies
from ivrsim.vendors.load import load
from ivrsim.vendors.port import Document

ROOT = Path(__file__).parents[2]
EVERY_RULE = LintSettings(preset=Preset.ALL, ignore="IVR8")
"""But for those that count calls: they take long and have no fixes."""
HUGE = 100_000

NOT_GOOD = {
    "IVR201": "the author's Good says more than the fix can know",
    "IVR205": "the words around the key are the author's",
    "IVR210": "the author's Good has other words",
    "IVR912": "which number was meant nobody knows",
    "IVR918": "the author's Good has another id",
}
"""Rules whose Bad, fixed, is not their Good, with the reason."""

EXAMPLES = {code: rule.bad for code, rule in RULES.items() if len(rule.bad) < HUGE}
FILES = {
    path.name: path.read_bytes() for path in sorted((ROOT / "tests/data/lint").rglob("*.json"))
}
DEMO = {"demo": (ROOT / "ivrsim/demo/campaign.json").read_bytes()}
DOCUMENTS: dict[str, str | bytes] = {**EXAMPLES, **FILES, **DEMO}


def only(code: str) -> LintSettings:
    return LintSettings(select=code)


def fixes(what: str | bytes, code: str) -> list[tuple[TextFix, ...]]:
    """The fixes of each finding of a rule."""
    return [d.fixes for d in lint(what, settings=only(code)) if d.code == code]


def data_of(what: str | bytes) -> Any:
    return load(what).source.data


FIXABLE = sorted(code for code, bad in EXAMPLES.items() if any(fixes(bad, code)))
DECLARED = sorted(
    code
    for code, rule in RULES.items()
    for path in (ROOT / "ivrsim/lint/rules").glob(f"{code.lower()}_*.py")
    if "safe=True" in path.read_text("utf-8") or isinstance(rule.check, Mended)
)
NEVER_SAFE = {
    "IVR912": "the number is lost",
    "IVR918": "a number becomes a text",
}


def assert_no_call_changes(old: Document, new: Document) -> None:
    """No caller gets anything else, no call pays anything else."""
    assert list(old.flows) == list(new.flows)
    for name, flow in old.flows.items():
        assert ivrsim.diff(flow, new.flows[name]).equivalent is True
    before, after = (
        [view for flow in DocumentView.of(document).flows for view in flow.conditions]
        for document in (old, new)
    )
    for one, other in zip(before, after, strict=False):
        if one.node is None and one.field == other.field == "condition":
            assert_same_condition(one.text, other.text)


def assert_same_condition(one: str, other: str) -> None:
    old, new = read_condition(one).expr, read_condition(other).expr
    if old is not None:
        assert new is not None
        assert equivalent(old, new) is True


def safe_fixes(what: str | bytes) -> Iterator[tuple[str, TextFix]]:
    for diagnostic in lint(what, settings=EVERY_RULE):
        yield from ((diagnostic.code, fix) for fix in diagnostic.fixes if fix.safe)


@pytest.mark.parametrize("code", FIXABLE)
def test_bad_fixed_does_not_give_the_finding_and_reads_as_json(code: str) -> None:
    bad = EXAMPLES[code]
    fixed = fix(bad, unsafe=True, settings=only(code))
    assert fixed.applied
    assert {applied.code for applied in fixed.applied} == {code}
    assert fixed.stuck == ()
    assert fixed.document.source.ok
    left = [d for d in lint(fixed.text, settings=only(code)) if d.code == code]
    assert len(left) == sum(not found for found in fixes(bad, code))


@pytest.mark.parametrize("code", FIXABLE)
def test_bad_fixed_is_good_or_says_why_not(code: str) -> None:
    fixed = fix(EXAMPLES[code], unsafe=True, settings=only(code))
    is_good = fixed.document.source.data == data_of(RULES[code].good)
    assert is_good != (code in NOT_GOOD), fixed.text


@pytest.mark.parametrize("code", FIXABLE)
def test_each_fix_by_itself_leaves_fewer_findings(code: str) -> None:
    bad = EXAMPLES[code]
    text = load(bad).source.text
    before = fixes(bad, code)
    for one in (one for found in before for one in found if one.edits):
        assert len(fixes(edited(text, one.edits), code)) < len(before), one.title


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_safe_fix_changes_no_call(name: str) -> None:
    old = load(DOCUMENTS[name])
    for code, one in safe_fixes(DOCUMENTS[name]):
        new = load(edited(old.source.text, one.edits))
        assert new.source.ok, code
        assert_no_call_changes(old, new)


def test_every_safe_fix_that_a_rule_declares_is_among_those() -> None:
    covered = {code for what in DOCUMENTS.values() for code, _ in safe_fixes(what)}
    assert set(DECLARED) - set(NEVER_SAFE) - {"IVR915"} <= covered
    assert not set(NEVER_SAFE) & covered
    assert [fix.safe for fix in fixes("\ufeff".encode("utf-16") + b"", "IVR915")[0]] == [True]


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("unsafe", [False, True])
def test_fixing_twice_is_fixing_once(name: str, unsafe: bool) -> None:
    once = fix(DOCUMENTS[name], unsafe, settings=EVERY_RULE)
    twice = fix(once.text, unsafe, settings=EVERY_RULE)
    assert once.stuck == twice.stuck == ()
    assert (twice.applied, twice.text) == ((), once.text)
    assert once.document.source.ok >= load(DOCUMENTS[name]).source.ok


@pytest.mark.parametrize("name", FILES)
def test_the_result_does_not_depend_on_anything_else(name: str) -> None:
    results = [fix(FILES[name], True, settings=EVERY_RULE) for _ in range(2)]
    assert results[0].text == results[1].text
    assert results[0].applied == results[1].applied


FAULTY = (
    "duration > 60",
    "mobile and repeat or landline",
    "mobile and mobile",
    "mobile AND (repeat or repeat)",
    "mobile && repeat",
    "pressed[1] and pressed[1] or not not mobile.",
    "not (mobile or landline) and landline",
)
SLIPS = {
    "condition": lambda node: node.update(condition="mobile and repeat and mobile"),
    "prompt": lambda node: node.update(prompt="Press 7 for sales."),
    "property": lambda node: node.update(promt="x"),
    "failover": lambda node: node.get("children", []).reverse(),
    "twice": lambda node: node.get("children", []).extend(node.get("children", [])[:1]),
    "number": lambda node: node.update(destination_phone_number="911", destination_extension="x"),
}


@st.composite
def faulty_campaigns(draw: st.DrawFn) -> dict[str, Any]:
    """A campaign with faults of many kinds."""
    campaign = draw(strategies.campaigns(max_nodes=8))
    chance = random.Random(draw(st.integers(0, 2**16)))
    todo = [campaign["ivr_tree"]["root"]]
    for node in todo:
        todo += node.get("children", [])
        if "condition" in node and chance.random() < 0.6:
            node["condition"] = chance.choice(FAULTY)
        elif chance.random() < 0.2:
            SLIPS[chance.choice(list(SLIPS))](node)
    for policies in ("advertiser_payin", "affiliate_payout"):
        for policy in campaign.get(policies, {}).get("policies", []):
            policy["condition"] = chance.choice(FAULTY)
    if chance.random() < 0.5:
        day = chance.choice(strategies.DAYS)
        campaign["hours"] |= {f"{day}_closed": True, f"{day}_open": 50_999, f"{day}_close": 60_000}
    return campaign


@settings(max_examples=40)
@given(faulty_campaigns(), st.sampled_from([None, 2, "\t"]))
def test_safe_fixes_of_any_campaign_change_no_call(
    campaign: dict[str, Any], indent: int | str | None
) -> None:
    text = json.dumps(campaign, indent=indent)
    fixed = fix(text, settings=EVERY_RULE)
    assert fixed.stuck == ()
    assert_no_call_changes(load(text), fixed.document)
    again = fix(fixed.text, settings=EVERY_RULE)
    assert (again.applied, again.text) == ((), fixed.text)
    assert fixed.text == json.dumps(json.loads(fixed.text), indent=indent)


@settings(max_examples=40)
@given(faulty_campaigns(), st.sampled_from([None, 4]))
def test_all_fixes_of_any_campaign_come_to_an_end(
    campaign: dict[str, Any], indent: int | None
) -> None:
    fixed = fix(json.dumps(campaign, indent=indent), unsafe=True, settings=EVERY_RULE)
    assert fixed.stuck == ()
    assert fixed.document.source.ok
    assert fixed.hidden == 0
