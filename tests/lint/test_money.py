"""Money and recording: whoever calls, by proof and by trying it all; and who shows it."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivrsim.campaign.campaign import Campaign
from ivrsim.cli.main import main
from ivrsim.conditions import parse_condition
from ivrsim.flow.flow import CallFlow
from ivrsim.lint import RULES, LintSettings, Preset, connections, lint, lint_flow
from ivrsim.lint.pay import BONUS_NEEDS_BASE, UNCONNECTED
from ivrsim.simulate.caller import caller_from
from ivrsim.simulate.facts import Facts
from ivrsim.simulate.settings import DEFAULTS
from ivrsim.simulate.state import Act, Enter, Press, Silence, State, World
from ivrsim.simulate.step import begin, step
from ivrsim.simulate.trace import Kind
from tests.simulate.flows import OFFICE, Spec, connect, flow_of

EVERY = LintSettings(preset=Preset.ALL)
ACTS: tuple[Act, ...] = (Press("1"), Press("2"), Press("3"), Silence(), Enter("93101"))
CALLERS: tuple[dict[str, Any], ...] = tuple(
    {**phone, "repeat": repeat}
    for phone in ({}, {"mobile": True}, {"landline": True})
    for repeat in (False, True)
)
THROUGH = ("connected", "transferred")


def ended(flow: CallFlow) -> Iterator[tuple[World, State, tuple[str, ...]]]:
    """Every call that is put through, whatever its caller does; with what they heard."""
    for words in CALLERS:
        world = World(flow, caller_from(words), DEFAULTS)
        state, steps = begin(world)
        todo = [(state, heard(steps))]
        seen: set[str] = set()
        while todo:
            state, said = todo.pop()
            key = repr((state.node, state.attempt, state.wrong, state.known, said))
            if state.outcome is not None:
                if state.outcome.kind in THROUGH:
                    yield world, state, said
            elif key not in seen:
                seen.add(key)
                for act in ACTS:
                    after, steps = step(world, state, act)
                    todo.append((after, said + heard(steps)))


def heard(steps: Any) -> tuple[str, ...]:
    return tuple(
        s.text for s in steps if s.kind in (Kind.HEARD, Kind.NOTICE) and "record" in s.text
    )


def decision(text: str, yes: Spec, no: Spec) -> Spec:
    return ("Condition", {"condition": text}, yes, no)


def specs() -> st.SearchStrategy[Spec]:
    """Small trees, some of whose prompts say that the call may be recorded."""
    prompts = st.sampled_from(["Please wait.", "This call may be recorded."])
    leaves = st.one_of(
        prompts.map(lambda text: connect("8004377950", prompt=text)),
        st.just(("EndCall", {"prompt": "Goodbye."})),
    )
    return st.recursive(leaves, lambda inner: _above(inner, prompts), max_leaves=4)


def _above(
    inner: st.SearchStrategy[Spec], prompts: st.SearchStrategy[str]
) -> st.SearchStrategy[Spec]:
    tests = st.sampled_from(["mobile", "not landline", "repeat", "pressed[1] or repeat"])
    return st.one_of(
        st.builds(decision, tests, inner, inner),
        st.builds(lambda t, a, b: ("Menu", {"prompt": t}, a, b), prompts, inner, inner),
        st.builds(
            lambda t, a: ("SmsPromo", {"prompt": t, "sms_promo_copy": "hi"}, a), prompts, inner
        ),
    )


# -- recorded without notice -------------------------------------------------------------


@settings(max_examples=40)
@given(specs(), st.sampled_from(["", "mobile", "repeat and not mobile", "pressed[2]"]))
def test_who_is_recorded_untold_is_found_if_there_is_one(spec: Spec, condition: str) -> None:
    flow = flow_of(
        spec, record_calls=True, play_call_recorded_prompt=False, call_recording_condition=condition
    )
    recorded = parse_condition(condition)
    untold = [
        world
        for world, state, said in ended(flow)
        if not said and recorded.evaluate(Facts(flow, world.caller, DEFAULTS, state.known))
    ]
    found = lint_flow(flow, select="IVR601")
    assert bool(found) == bool(untold)
    for diagnostic in found:
        assert diagnostic.witness is not None
        call = flow.call(**diagnostic.witness.caller)
        for name, *argument in diagnostic.witness.acts:
            getattr(call, name)(*argument)
        assert call.outcome is not None
        assert call.outcome.kind in THROUGH
        assert heard(call.trace) == ()
        assert recorded.evaluate(Facts(flow, call.caller, DEFAULTS, call.state.known))


@pytest.mark.parametrize(
    "settings_of_tree",
    [
        {"record_calls": False, "play_call_recorded_prompt": False},
        {"record_calls": True},
        {"record_calls": True, "play_call_recorded_prompt": False,
         "call_recording_condition": "mobile and landline"},
    ],
)  # fmt: skip
def test_who_is_told_or_not_recorded_is_no_matter(settings_of_tree: dict[str, Any]) -> None:
    assert lint_flow(flow_of(connect("8004377950"), **settings_of_tree), select="IVR601") == []


# -- payin and payout ----------------------------------------------------------------------

POLICY_TESTS = (
    "", "mobile", "repeat", "pressed[1]", "not pressed[2]", "duration > 60 sec",
    "mobile and repeat", "connect_duration > 30 sec", "mobile and duration >= 2 min", "sms_sent",
    "not mobile or repeat",
)  # fmt: skip
MORE = st.tuples(st.sampled_from(POLICY_TESTS), st.integers(1, 6))


def sums() -> st.SearchStrategy[list[dict[str, Any]]]:
    """A base, and perhaps a bonus."""
    return st.lists(MORE, min_size=1, max_size=2).map(
        lambda pairs: [
            {"type": kind, "condition": text, "amount": amount, "currency": "USD"}
            for kind, (text, amount) in zip(("Base", "Bonus"), pairs, strict=False)
        ]
    )


def campaign(payin: list[dict[str, Any]], payout: list[dict[str, Any]]) -> Campaign:
    policies = {"advertiser_payin": {"policies": payin}, "affiliate_payout": {"policies": payout}}
    return OFFICE.model_copy(update=dict(Campaign.model_validate(policies)) | {"name": "Money"})


def total(policies: list[dict[str, Any]], facts: dict[str, Any]) -> Decimal:
    """The base if its condition holds, and then the bonus if its own does."""
    held = [parse_condition(p["condition"]).evaluate(facts) for p in policies]
    if not held[0]:
        return Decimal(0)
    return sum((Decimal(p["amount"]) for p, holds in zip(policies, held, strict=True) if holds),
               Decimal(0))  # fmt: skip


def losses(flow: CallFlow, payin: Any, payout: Any) -> Iterator[tuple[Decimal, Decimal]]:
    """What is paid in and out for each call that is put through and loses money."""
    for world, state, _ in ended(flow):
        assert state.outcome is not None
        before = ceil(state.outcome.time)
        known = dict(Facts(flow, world.caller, DEFAULTS, state.known))
        for talked in (0, 30, 31, 120):
            for whole in {before + talked, max(before + talked, 61), max(before + talked, 120)}:
                facts = {**known, "duration": whole, "connect_duration": talked}
                if total(payout, facts) > total(payin, facts):
                    yield total(payin, facts), total(payout, facts)


@settings(max_examples=60)
@given(specs(), sums(), sums())
def test_a_loss_is_found_if_some_call_makes_one(
    spec: Spec, payin: list[dict[str, Any]], payout: list[dict[str, Any]]
) -> None:
    flow = flow_of(spec, campaign=campaign(payin, payout))
    made = set(losses(flow, payin, payout))
    found = lint_flow(flow, select="IVR701")
    assert bool(found) == bool(made)
    for diagnostic in found:
        paid, earned = map(Decimal, re.findall(r"([0-9.]+) USD", diagnostic.message))
        assert (earned, paid) in made


def test_the_published_example_loses_money() -> None:
    path = (
        Path(__file__).parents[1] / "data/invoca/a_post_body_creates_a_campaign_with_payouts.json"
    )
    (found,) = lint(path, select="IVR701")
    assert "pays 7.25 USD out and brings 0.00 USD in" in found.message


def two(payin: str, payout: str, amounts: tuple[float, float] = (7, 4)) -> CallFlow:
    policies = [
        [{"type": "Base", "condition": text, "amount": amount, "currency": "USD"}]
        for text, amount in zip((payin, payout), amounts, strict=True)
    ]
    return flow_of(connect("8004377950"), campaign=campaign(*policies))


def test_two_currencies_are_not_compared() -> None:
    flow = two("mobile", "")
    assert lint_flow(flow, select="IVR701")
    payout = flow.campaign.affiliate_payout.policies[0].model_copy(update={"currency": "EUR"})
    policies = flow.campaign.affiliate_payout.model_copy(update={"policies": (payout,)})
    other = flow.campaign.model_copy(update={"affiliate_payout": policies})
    assert lint_flow(flow_of(connect("8004377950"), campaign=other), select="IVR701") == []


def test_calls_that_reach_nobody_count_where_it_is_said() -> None:
    flow = flow_of(("EndCall", {}), campaign=two("mobile", "").campaign)
    assert lint_flow(flow, select="IVR701") == []
    counting = LintSettings(options={UNCONNECTED: True})
    assert lint_flow(flow, select="IVR701", settings=counting)


def test_a_call_cannot_be_shorter_than_its_prompts() -> None:
    long = "Please wait until somebody is here for you. " * 20
    policies = two("duration > 10 sec", "").campaign
    slow = flow_of(connect("8004377950", prompt=long), campaign=policies)
    assert lint_flow(slow, select="IVR701") == []
    assert lint_flow(flow_of(connect("8004377950"), campaign=policies), select="IVR701")


def test_what_is_not_decided_is_no_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    clauses = " and ".join(
        f"(custom_data[f{n % 5}] present or not custom_data[f{(n + 1) % 5}] present)"
        for n in range(5)
    )
    flow = two(f"{clauses} and repeat", clauses)
    assert lint_flow(flow, select="IVR701")
    monkeypatch.setattr(connections, "STEPS", 1)
    assert lint_flow(flow, select="IVR701") == []


@pytest.mark.parametrize(
    ("base", "bonus", "said"),
    [
        ("mobile", "landline", "never"),
        ("mobile", "not landline", "every base"),
        ("duration > 60 sec", "duration > 30 sec", "every base"),
        ("connect_duration > 60 sec", "duration < 30 sec", "never"),
        ("", "", "every base"),
        ("", "duration > 60 sec", ""),
        ("mobile", "mobile and repeat", ""),
        ("mobile or landline", "not mobile", ""),
        ("mobile", "mobile and landline", ""),
    ],
)
def test_a_bonus_says_something_of_its_own(base: str, bonus: str, said: str) -> None:
    policies = [
        {"type": kind, "condition": text, "amount": 1, "currency": "USD"}
        for kind, text in (("Base", base), ("Bonus", bonus))
    ]
    flow = flow_of(connect("8004377950"), campaign=campaign(policies, []))
    found = lint_flow(flow, select="IVR703")
    assert len(found) == bool(said)
    assert all(said in d.message for d in found)
    alone = LintSettings(options={BONUS_NEEDS_BASE: False})
    assert lint_flow(flow, select="IVR703", settings=alone) == []


@settings(max_examples=60)
@given(specs(), st.lists(st.sampled_from("12W"), min_size=1, max_size=2))
def test_a_key_is_called_impossible_if_no_call_presses_it(spec: Spec, keys: list[str]) -> None:
    policy = {"type": "Base", "condition": f"pressed[{' '.join(keys)}]", "amount": 1}
    flow = flow_of(spec, campaign=campaign([policy], []))
    found = lint_flow(flow, select="IVR704")
    pressed = {state.known.keypresses[: len(keys)] for _, state, _ in ended(flow)}
    if found:
        assert tuple(keys) not in pressed


# -- who shows it ----------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["IVR601", "IVR701", "IVR705"])
def test_the_witness_of_a_bad_example_makes_its_claim_true(
    code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "campaign.json"
    file.write_text(str(RULES[code].bad))
    found = next(d for d in lint(file, settings=EVERY) if d.code == code)
    assert found.witness is not None
    assert main([*shlex.split(found.witness.command)[1:], "--format", "json"]) == 0
    call = json.loads(capsys.readouterr().out)
    if code == "IVR705":
        assert call["outcome"]["kind"] == "disconnected"
        assert call["seconds"] > 20
    else:
        assert call["connected_to"] == "8004377950"
        assert not any("record" in told["text"] for told in call["trace"])
