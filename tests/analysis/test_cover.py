"""Covering calls: each replays, all that can be is covered, and few are too many."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from ivrsim.analysis.cover import Cover, cover
from ivrsim.analysis.cover_calls import Done
from ivrsim.analysis.cover_targets import Goal, Target
from ivrsim.analysis.profiles import NEUTRAL
from ivrsim.conditions import ast, evaluation
from ivrsim.conditions.ast import Expr
from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow, FlowBuilder, Wire
from ivrsim.flow.node import NODE_TYPES
from ivrsim.simulate.session import Call
from ivrsim.simulate.settings import CallSettings
from ivrsim.simulate.turn import Turn
from ivrsim.vendors.load import load
from tests.analysis.odds_oracle import callers, every_call
from tests.analysis.test_odds import LARGER, OPEN, REGIONS, TEXTS, specs
from tests.simulate.flows import END, OFFICE, SALES_OR_SUPPORT, Spec, connect, decides, flow_of

pytest_plugins = ["pytester"]

DEMO = Path(__file__).parents[2] / "ivrsim" / "demo" / "campaign.json"


@dataclass(frozen=True)
class Decision:
    """A condition that a simulated call worked out, with what its tests said."""

    node: str
    expr: Expr
    truths: tuple[bool, ...]

    def shows(self, goal: Goal) -> Iterator[Target]:
        """The targets met: every test, or (MC/DC) those that alone turn the condition round."""
        for number, atom in enumerate(self.expr.atoms(), 1):
            if goal != "mcdc" or self.value(number) != self.value(0):
                yield Target(self.node, None, str(atom), number, self.truths[number - 1])

    def value(self, turned: int) -> bool:
        """The value of the condition, with one of its tests turned round (0: none)."""
        told = iter(enumerate(self.truths, 1))
        values = [truth != (number == turned) for number, truth in told]
        order = iter(values)

        def join(part: ast.Compound, below: list[bool]) -> bool:
            if isinstance(part, ast.Not):
                return not below[0]
            return all(below) if isinstance(part, ast.And) else any(below)

        # `fold` asks the atoms last to first or first to last, so they are told by identity.
        by_id = {id(atom): next(order) for atom in self.expr.atoms()}
        return ast.fold(self.expr, lambda atom: by_id[id(atom)], join)


@pytest.fixture
def decided(monkeypatch: pytest.MonkeyPatch) -> list[Decision]:
    """What conditions said in simulated calls, as they are worked out."""
    found: list[Decision] = []
    holds = Turn.holds

    def spy(turn: Turn, guard: Expr, answer: str) -> bool:
        if not isinstance(guard, ast.Always | ast.Answer):
            facts = turn.facts(answer)
            truths = (evaluation.atom_truth(atom, facts) is True for atom in guard.atoms())
            found.append(Decision(str(turn.state.node), guard, tuple(truths)))
        return holds(turn, guard, answer)

    monkeypatch.setattr(Turn, "holds", spy)
    return found


def met(calls: list[Call]) -> set[Target]:
    """The nodes and exits of calls."""
    places = {Target(v.node) for call in calls for v in call.visits}
    steps = [step for call in calls for step in call.trace]
    return places | {Target(step.node, step.exit) for step in steps if step.node and step.exit}


def possible(flow: CallFlow) -> set[str]:
    """Every node that some call comes to, by making every call there is."""
    profile = NEUTRAL.but(texts=TEXTS, branch_near="1/2", corrects_place="1/2")
    found = every_call(flow, profile, callers(profile, REGIONS, OPEN, []))
    return {node for node, share in found.nodes.items() if share}


# -- nodes and exits ---------------------------------------------------------------


@settings(max_examples=20)
@given(specs(depth=2))
def test_calls_come_to_every_node_that_any_call_comes_to(spec: Spec) -> None:
    flow = flow_of(spec, campaign=OFFICE)
    found = cover(flow)
    claimed = set(found.targets)
    shown = met([call.call() for call in found])
    assert claimed <= shown
    assert possible(flow) <= {target.node for target in claimed if target.exit is None}
    assert found.undecided == ()


@settings(max_examples=30)
@given(specs())
def test_each_call_ends_deepest_and_none_can_be_spared(spec: Spec) -> None:
    found = cover(flow_of(spec, campaign=OFFICE))
    assert (found.gap, len(found)) == (0, found.least)
    every = met([call.call() for call in found])
    for left_out in range(len(found)):
        rest = [call.call() for n, call in enumerate(found) if n != left_out]
        assert met(rest) < every


@pytest.mark.parametrize("goal", ["nodes", "exits"])
def test_the_office_needs_one_call_for_each_leaf(goal: Goal) -> None:
    found = cover(flow_of(SALES_OR_SUPPORT), goal)
    assert len(found) == 4
    assert {call.call().node for call in found} == {"/1", "/2", "/W", "/N"}


def test_what_no_caller_can_do_is_told() -> None:
    inner = ("Condition", {"condition": "landline"}, connect("1"), connect("2"))
    found = cover(flow_of(("Condition", {"condition": "mobile"}, inner, connect("3"))))
    assert found.impossible == (Target("/true", "true"),)
    assert [call.call().connected_to for call in found] == ["2", "3"]


def test_a_goal_that_is_none_is_refused() -> None:
    goal: Any = "everything"
    with pytest.raises(UsageError, match="everything"):
        cover(decides("mobile"), goal)


def test_a_flow_without_nodes_needs_no_calls() -> None:
    found = cover(CallFlow({}, {}, root=None))
    assert (len(found), found.least, found.undecided) == (0, 0, ())


# -- conditions --------------------------------------------------------------------


def shown_by(found: Cover, decided: list[Decision]) -> set[Target]:
    """What the calls meet, as the simulator tells it."""
    calls = [call.call() for call in found]
    said = {t for d in decided for goal in (found.goal,) for t in d.shows(goal)}
    return said | met(calls)


@pytest.mark.parametrize("goal", ["conditions", "mcdc"])
@settings(max_examples=30)
@given(spec=specs())
def test_what_is_claimed_of_conditions_shows_in_the_calls(goal: Goal, spec: Spec) -> None:
    flow = flow_of(spec, campaign=OFFICE)
    with pytest.MonkeyPatch.context() as patch:
        decided = decided_in(patch)
        found = cover(flow, goal)
        decided.clear()
        assert set(found.targets) <= shown_by(found, decided)
    assert found.undecided == ()
    assert found.least <= len(found)


def decided_in(patch: pytest.MonkeyPatch) -> list[Decision]:
    return decided.__wrapped__(patch)  # type: ignore[attr-defined]


@pytest.mark.parametrize("goal", ["conditions", "mcdc"])
def test_all_that_any_caller_can_show_of_a_condition_is_claimed(
    goal: Goal, decided: list[Decision]
) -> None:
    flow = flow_of(LARGER, campaign=OFFICE)
    found = cover(flow, goal)
    decided.clear()
    every_call(flow, NEUTRAL, callers(NEUTRAL, REGIONS, OPEN, []))
    anybody = {target for decision in decided for target in decision.shows(goal)}
    claimed = {target for target in found.targets if target.test}
    assert claimed == anybody
    not_shown = {target for target in found.impossible if target.test}
    assert not not_shown & anybody
    assert not_shown | claimed == {
        Target(node, None, str(atom), number, value)
        for node in flow.nodes
        for _, text in flow[node].conditions()
        for number, atom in enumerate(flow[node].ways_out()[0].when.atoms(), 1)
        for value in (True, False)
    }


def test_and_of_three_needs_four_calls_for_mcdc() -> None:
    found = cover(decides("mobile and repeat and in_region[West]"), "mcdc")
    assert (len(found), found.gap) == (4, 0)


def test_a_test_that_can_never_decide_is_impossible() -> None:
    found = cover(decides("mobile or mobile and repeat"), "mcdc")
    assert [(target.number, target.value) for target in found.impossible] == [
        (2, True),
        (3, True),
        (3, False),
    ]


@pytest.mark.parametrize(
    "condition",
    [
        "mobile and repeat or in_region[Gold]",
        "not (mobile or landline) and repeat",
        "mobile and not in_region or landline and in_region[West]",
    ],
)
def test_no_smaller_set_of_callers_than_the_lower_bound(
    condition: str, decided: list[Decision]
) -> None:
    """All sets of concrete callers with one call fewer are tried."""
    flow = decides(condition)
    found = cover(flow, "mcdc")
    decided.clear()
    wanted = {target for target in found.targets if target.test}
    known = callers(NEUTRAL.but(open=1), REGIONS, OPEN, [])
    every_call(flow, NEUTRAL, known)
    single = {frozenset(decision.shows("mcdc")) for decision in decided}
    smaller = combinations(sorted(single, key=sorted), found.least - 1)
    assert not any(wanted <= frozenset().union(*some) for some in smaller)


# -- loops, settings, files --------------------------------------------------------


def test_a_flow_with_a_loop_is_covered() -> None:
    flow = flow_of(SALES_OR_SUPPORT)
    wires = {**flow.out["/"], "3": Wire("/", "3", "/", 9)}
    looped = CallFlow(flow.nodes, {**flow.out, "/": wires})
    found = cover(looped)
    assert {target.exit for target in found.targets} >= {"1", "2", "3", "W", "N"}
    assert set(found.targets) <= met([call.call() for call in found])
    assert found.gap == len(found) - 4


def test_settings_are_those_of_the_calls() -> None:
    flow = flow_of(SALES_OR_SUPPORT)
    found = cover(flow, settings=CallSettings(attempts=1))
    assert max(len(call.acts) for call in found) == 1
    assert all("--set attempts=1" in call.command("c.json") for call in found)


def test_a_chain_of_10_000_conditions_is_covered_by_its_ends() -> None:
    depth = 10_000
    kind: Any = NODE_TYPES["Condition"]
    names = ["/", *(f"/{n}" for n in range(1, depth))]
    nodes = {**dict.fromkeys(names, kind(condition="mobile")), "end": NODE_TYPES["EndCall"]()}
    out = {
        name: {"true": Wire(name, "true", following, 0)}
        for name, following in zip(names, [*names[1:], "end"], strict=True)
    } | {"end": {}}
    found = cover(CallFlow(nodes, out))
    assert [call.node for call in found] == ["end"]
    assert found.calls[0].words == {"mobile": True}


@pytest.mark.parametrize("goal", ["exits", "mcdc"])
def test_the_pytest_file_passes(pytester: pytest.Pytester, goal: Goal) -> None:
    path = pytester.path / "campaign.json"
    path.write_bytes(DEMO.read_bytes())
    found = cover(load_flow(path), goal)
    found.as_pytest(pytester.path / "test_ivr.py")
    pytester.runpytest("-q").assert_outcomes(passed=len(found))


def test_the_pytest_file_fails_when_the_flow_changes(pytester: pytest.Pytester) -> None:
    path = pytester.path / "campaign.json"
    path.write_bytes(DEMO.read_bytes())
    cover(load_flow(path)).as_pytest(pytester.path / "test_ivr.py")
    path.write_text(path.read_text().replace("2065550191", "2065550199"))
    outcomes = pytester.runpytest("-q").parseoutcomes()
    assert outcomes["failed"] == 1


def test_the_pytest_file_holds_the_settings(pytester: pytest.Pytester) -> None:
    path = pytester.path / "campaign.json"
    path.write_bytes(DEMO.read_bytes())
    meaning = evaluation.Meaning(pressed_is="exact")
    changed = CallSettings(attempts=1, wrong_failover="at-once", meaning=meaning)
    found = cover(load_flow(path), settings=changed)
    found.as_pytest(pytester.path / "test_ivr.py")
    assert "attempts=1" in (pytester.path / "test_ivr.py").read_text()
    pytester.runpytest("-q").assert_outcomes(passed=len(found))


def load_flow(path: Path) -> CallFlow:
    return load(path).flow


def test_commands_are_the_calls() -> None:
    found = cover(load_flow(DEMO))
    assert len({call.command("c.json") for call in found}) == len(found)
    assert json.dumps([call.command("c.json") for call in found])


def test_a_cover_is_a_sequence() -> None:
    found = cover(flow_of(("YesOrNo", {"prompt": "?"}, END, connect("1"))), "nodes")
    assert found[0] in found
    assert found[:1] == (found[0],)
    assert "2 calls cover 3 targets; no smaller set can" in repr(found)


def test_calls_that_are_too_long_together_are_not_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Done, "LONGEST", 100)
    builder = FlowBuilder()
    asked, end = NODE_TYPES["Menu"].model_validate({"prompt": "Press."}), NODE_TYPES["EndCall"]()
    key = builder.add(asked)
    for _ in range(200):
        builder.add_child(key, end)
        key = builder.add_child(key, asked)
    found = cover(builder.build())
    assert 0 < len(found) < 20
    assert len({target.node for target in (*found.targets, *found.undecided)}) == 401
