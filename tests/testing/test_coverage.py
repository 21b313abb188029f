"""Coverage of a flow by calls: counted against the exact reachable set."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ivrsim
from ivrsim.analysis.cover_targets import GOALS, Goal, Target
from ivrsim.cli.main import main
from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow, Wire
from ivrsim.testing.coverage import Coverage, Tally, suggestions
from ivrsim.testing.coverage_data import counted
from ivrsim.testing.coverage_identity import key_of, origins_of
from ivrsim.testing.coverage_rows import Standing, rows
from ivrsim.testing.coverage_seen import seen
from ivrsim.testing.coverage_suite import Suite
from ivrsim.testing.strategies import flows
from ivrsim.vendors.load import load

DEMO = Path(ivrsim.__file__).parent / "demo" / "campaign.json"


@pytest.fixture(scope="module")
def demo() -> CallFlow:
    return load(DEMO).flow


def menu(condition: str = "mobile and not repeat") -> CallFlow:
    """A condition, a menu with two keys, and two ends."""
    tree = {
        "node_type": "Condition",
        "condition": condition,
        "children": [
            {
                "node_type": "Menu",
                "prompt": "Press 1 or 2.",
                "children": [
                    {"node_type": "Connect", "destination_phone_number": "8005550101"},
                    {"node_type": "EndCall"},
                ],
            },
            {"node_type": "EndCall"},
        ],
    }
    return load(tree).flow


def test_a_call_covers_the_nodes_and_exits_it_came_by() -> None:
    coverage = Coverage(menu()).add(menu().call(mobile=True).press("1"), test="sales")
    assert coverage.tally("nodes") == Tally(3, 5)
    assert coverage.tally("exits") == Tally(2, 4)
    assert coverage.tally("outcomes") == Tally(2, 4)
    assert coverage.who("/true", "1") == ("sales",)
    assert coverage.who("/true", "2") == ()


def test_the_node_a_call_waits_at_is_covered_though_nothing_is_heard_there() -> None:
    flow = load({"node_type": "Menu", "children": [{"node_type": "EndCall"}]}).flow
    assert Coverage(flow).add(flow.call()).hits("/")


def test_each_single_test_counts_in_conditions_and_only_the_deciding_one_in_mcdc() -> None:
    calls = [menu().call(mobile=True), menu().call(repeat=True)]
    plain, strict = Coverage(menu(), goal="conditions"), Coverage(menu(), goal="mcdc")
    for call in calls:
        plain.add(call)
        strict.add(call)
    assert plain.tally("outcomes") == Tally(4, 4)
    assert strict.tally("outcomes") == Tally(2, 4), "both were false at once: neither decided"
    strict.add(menu().call(mobile=True, repeat=True)).add(menu().call())
    assert strict.tally("outcomes") == Tally(4, 4)


def test_dead_places_do_not_count_and_are_named_with_their_reason(demo: CallFlow) -> None:
    coverage = Coverage(demo)
    dead = next(found for found in coverage.dead if found.target.exit)
    assert (dead.target.node, dead.target.exit) == ("/true/true/2/next", "true")
    assert "Puget Sund" in dead.reason
    assert coverage.tally("nodes").total == len(demo) - 1
    assert [row.node for row in rows(coverage) if row.at.standing is Standing.DEAD] == [
        "/true/true/2/next/true"
    ]


def test_a_call_that_no_caller_makes_is_named_and_counts_for_nothing(demo: CallFlow) -> None:
    call = demo.call(during_hours=True, in_region=["Puget Sund"]).press("2")
    coverage = Coverage(demo).add(call.enter("93101"))
    assert Target("/true/true/2/next", "true") in coverage.beyond
    assert not set(coverage.covered) & set(coverage.beyond)


def test_passing_and_failing_tests_are_told_apart() -> None:
    flow = menu()
    coverage = Coverage(flow).add(flow.call(mobile=True).press("1"), "good")
    coverage.add(flow.call(mobile=True).press("2"), "bad", passed=False)
    assert [str(t) for t in coverage.failing] == ["exit 2 of /true", "/true/2"]
    assert coverage.passed.tally("exits") == Tally(2, 4)
    assert coverage.tally("exits") == Tally(3, 4)


def test_volume_is_the_exact_share_of_calls_on_covered_ways() -> None:
    flow = menu("mobile")
    coverage = Coverage(flow)
    assert coverage.volume().share == 0
    coverage.add(flow.call())
    volume = coverage.volume("neutral")
    assert volume.share == Fraction(25, 100), "all who do not call by mobile"
    assert volume.lost == {("/", "true"): Fraction(75, 100)}
    for key in ("1", "2"):
        coverage.add(flow.call(mobile=True).press(key))
    assert coverage.volume().share == 1


def test_volume_counts_a_call_once_however_often_it_goes_round() -> None:
    flow = menu("mobile")
    back = Wire("/true", "2", "/true", 1)
    out = {node: dict(wires) for node, wires in flow.out.items()}
    out["/true"]["2"] = back
    looping = replace(flow, out=out)
    coverage = Coverage(looping).add(looping.call())
    assert coverage.volume().lost == {("/", "true"): Fraction(75, 100)}
    coverage.add(looping.call(mobile=True).press("1"))
    (lost,) = coverage.volume().lost.values()
    assert lost < Fraction(75, 100), "a call that presses 2 leaves what is covered, once"
    coverage.add(looping.call(mobile=True).press("2"))
    assert coverage.volume().share > Fraction(99, 100)


def test_every_gap_has_a_call_that_closes_it_and_the_suggestions_close_all(demo: CallFlow) -> None:
    coverage = Coverage(demo)
    for gap in coverage.missing:
        assert gap.witness is not None
        assert gap.target in {what.target for what in seen(gap.witness.call())}
    found = suggestions(coverage)
    assert len(found) < len(coverage.missing)
    for one in found:
        coverage.add(one.witness.call())
    assert coverage.percent == 100
    assert not coverage.missing
    assert not suggestions(coverage)


def test_a_command_names_the_file_and_the_flow_and_replays(
    demo: CallFlow, capsys: pytest.CaptureFixture[str]
) -> None:
    document = load(DEMO)
    origin = dict(origins_of(document))[key_of(demo)]
    for one in Coverage(demo, origin=origin).suggest():
        program, *arguments = shlex.split(one.command)
        assert program == "ivrsim"
        assert main([*arguments, "--format", "json"]) == 0
        steps = json.loads(capsys.readouterr().out)["trace"]
        nodes = {step["node"] for step in steps}
        assert {t.node for t in one.covers} <= nodes


def test_a_gap_knows_the_line_of_its_node(demo: CallFlow) -> None:
    origin = dict(origins_of(load(DEMO)))[key_of(demo)]
    lines = DEMO.read_text().splitlines()
    for row in rows(Coverage(demo, origin=origin)):
        assert row.line is not None
        assert lines[row.line - 1].strip().endswith("{")
        assert demo[row.node].kind in lines[row.line]


# -- one flow, however often it is loaded ---------------------------------------------------


def test_the_same_content_loaded_twice_is_one_flow() -> None:
    suite = Suite()
    suite.count([menu().call(mobile=True), menu().call()], "test")
    (coverage,) = suite
    assert coverage.tally("exits") == Tally(2, 4)


def test_another_word_in_a_prompt_is_another_flow() -> None:
    other = replace(menu(), campaign=load(DEMO).flow.campaign)
    changed = {**menu().nodes, "/false": menu()["/false"].model_copy(update={"prompt": "Bye."})}
    keys = {key_of(menu()), key_of(other), key_of(replace(menu(), nodes=changed))}
    assert len(keys) == 3
    with pytest.raises(UsageError, match="another flow"):
        Coverage(menu()).add(other.call())
    with pytest.raises(UsageError, match="another flow"):
        Coverage(menu()).merge(Coverage(other))


def test_a_goal_that_there_is_not_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot be covered"):
        Coverage(menu(), goal="lines")  # type: ignore[arg-type]


# -- JSON ------------------------------------------------------------------------------------


def test_json_reads_back_to_the_same_bytes(demo: CallFlow) -> None:
    suite = Suite()
    suite.learn(load(DEMO), "campaign.json")
    for number, witness in enumerate(ivrsim.cover(demo)[:5]):
        suite.count([witness.call()], f"test_{number}", number != 3)
    again = Suite()
    again.read_json(suite.to_json(), [demo])
    assert again.to_json() == suite.to_json()
    again.read_json(suite.to_json(), [demo])
    assert [c.calls for c in again] == [dict.fromkeys(c.calls, 2) for c in suite]


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"version": 2}', "[" * 100_000])
def test_what_is_no_coverage_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no coverage of call flows"):
        Suite().read_json(text, [])


def test_damaged_json_never_ends_in_a_traceback(demo: CallFlow) -> None:
    suite = Suite()
    suite.count([demo.call(during_hours=False)])
    body = json.loads(suite.counted_json())
    damages = [("runs", 3), ("hits", [{}]), ("hits", [[]]), ("hits", None), ("runs", [{"test": 1}])]
    for name, value in damages:
        damaged = {**body["flows"][0], name: value}
        with pytest.raises(UsageError, match="damaged"):
            Suite().read_json(json.dumps({"version": 1, "flows": [damaged]}), [demo])
    with pytest.raises(UsageError, match="damaged"):
        Suite().read_json('{"version": 1, "flows": [7]}', [demo])


def test_coverage_of_a_flow_that_was_changed_since_is_refused(demo: CallFlow) -> None:
    suite = Suite()
    suite.count([demo.call(during_hours=False)])
    with pytest.raises(UsageError, match="not as it was"):
        Suite().read_json(suite.to_json(), [menu()])


# -- laws ------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(flows(), st.sampled_from(GOALS))
def test_the_covering_calls_cover_all_that_can_be(flow: CallFlow, goal: Goal) -> None:
    coverage = Coverage(flow, goal=goal)
    for witness in ivrsim.cover(flow, goal):
        coverage.add(witness.call())
    assert [str(gap.target) for gap in coverage.missing] == []
    assert coverage.percent == 100


@settings(max_examples=25)
@given(flows(), st.randoms(use_true_random=False))
def test_coverage_only_grows_and_merges_in_any_order(flow: CallFlow, chance: Random) -> None:
    parts: list[Coverage] = []
    whole = Coverage(flow)
    for number, witness in enumerate(ivrsim.cover(flow, "mcdc")[:6]):
        before = set(whole.covered), whole.volume().share
        whole.add(witness.call(), f"test_{number % 3}", number % 2 == 0)
        assert before[0] <= set(whole.covered)
        assert before[1] <= whole.volume().share
        parts.append(Coverage(flow).add(witness.call(), f"test_{number % 3}", number % 2 == 0))
    chance.shuffle(parts)
    if len(parts) > 1:
        left = reduce(Coverage.merge, parts)
        right = reduce(lambda one, other: other.merge(one), reversed(parts))
        at_once = parts[0].merge(*parts[1:])
        assert counted(left) == counted(right) == counted(at_once) == counted(whole)


def test_a_tree_too_deep_for_recursion_is_counted() -> None:
    tree = '{"node_type": "Menu", "prompt": "Press 1.", "children": [' * 3000
    flow = load(tree + '{"node_type": "EndCall"}' + "]}" * 3000).flow
    coverage = Coverage(flow).add(flow.call().press("1"))
    assert coverage.tally("nodes").covered == 2
    assert coverage.tally("nodes").total > 100


def test_the_documented_snippet_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).parents[2] / "docs" / "coverage.md").read_text()
    snippet = page.partition("```python\n")[2].partition("```")[0]
    tree = {"node_type": "Menu", "prompt": "1 or 2", "children": [{"node_type": "EndCall"}] * 2}
    monkeypatch.chdir(tmp_path)
    Path("campaign.json").write_text(json.dumps({"root": tree}))
    names: dict[str, Any] = {}
    exec(compile(snippet, "coverage.md", "exec"), names)
    assert names["coverage"].percent == 60
    assert names["coverage"].who("/", "1") == ("test_sales",)
