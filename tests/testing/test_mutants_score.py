"""The score: which mutants the tests kill, which nobody could, and what would kill the rest."""

from __future__ import annotations

from collections.abc import Sequence

import ivrsim
from ivrsim.delta.experience import experience_of
from ivrsim.flow.flow import CallFlow
from ivrsim.simulate import session
from ivrsim.simulate.session import Call
from ivrsim.testing.mutation import Score, Trial, Verdict, killing_call, score
from ivrsim.testing.mutation_stage import Stage, instead, playing
from tests.simulate.flows import connect, flow_of

SHOP = flow_of(
    (
        "Menu",
        {"prompt": "Press 1 or 2."},
        ("Condition", {"condition": "mobile"}, connect("8005550101"), connect("8005550102")),
        ("Condition", {"condition": "pressed[1]"}, connect("8005550103"), connect("8005550104")),
    )
)


class Calls:
    """A bench of single calls: each test presses keys and knows how that ends."""

    def __init__(self, *keys: str, blind: bool = False) -> None:
        self.keys = keys
        self.blind = blind
        self.ran: list[tuple[str, str]] = []

    def trials(self) -> Sequence[Trial]:
        found = [
            Trial.of(keys, () if self.blind else [self.call(keys, SHOP)]) for keys in self.keys
        ]
        return found[::-1]

    def call(self, keys: str, flow: CallFlow) -> Call:
        mobile = keys.startswith("m")
        return flow.call(mobile=mobile).press(*keys.removeprefix("m"))

    def passes(self, trial: Trial, flow: CallFlow) -> bool:
        self.ran.append((trial.id, flow.outline()))
        wanted, found = (experience_of(self.call(trial.id, f), prompts=True) for f in (SHOP, flow))
        return wanted.same(found)


def verdicts(found: Score) -> dict[str, str]:
    """What became of each mutant."""
    return {one.mutant.id: str(one.verdict) for one in found.judged}


def test_a_suite_that_looks_everywhere_kills_all_that_a_caller_would_notice() -> None:
    found = score(SHOP, Calls("1", "m1", "2", "999"))
    survivors = [one.mutant.id for one in found.of(Verdict.SURVIVED)]
    assert survivors == ["flip:settings:asr_enabled"]
    assert not found.of(Verdict.UNDECIDED)
    assert found.tests == 4


def test_what_no_caller_can_notice_is_proven_and_left_out() -> None:
    found = verdicts(score(SHOP, Calls("1", "m1", "2")))
    assert found["never:/2:condition"] == "equivalent"
    assert found["number:/2/true:destination_phone_number"] == "equivalent"
    assert found["always:/2:condition"] == "killed"
    assert found["flip:settings:call_activity_tracking"] == "equivalent"


def test_without_tests_every_noticeable_mutant_survives_and_its_call_would_kill_it() -> None:
    found = score(SHOP, Calls())
    survivors = found.of(Verdict.SURVIVED)
    assert found.percent == 0
    assert len(survivors) > 15
    for one in survivors:
        assert one.region is not None
        before, after = one.region.witness.before(), one.region.witness.after()
        assert not experience_of(before, prompts=True).same(experience_of(after, prompts=True))
        command, expected, got = killing_call(one, "shop.json")
        assert command.startswith("ivrsim call shop.json")
        assert expected != got
        assert not one.ran


def test_the_killing_call_is_the_smallest() -> None:
    found = {one.mutant.id: one for one in score(SHOP, Calls()).judged}
    one = found["negate:/1:condition"]
    assert killing_call(one, "f")[0] == "ivrsim call f --press 1"
    assert killing_call(found["never:/1:condition"], "f")[0] == "ivrsim call f --mobile --press 1"


def test_only_tests_that_come_to_the_fault_are_run_the_cheapest_first() -> None:
    bench = Calls("2", "1", "m1")
    found = {one.mutant.id: one for one in score(SHOP, bench).judged}
    number = found["number:/2/false:destination_phone_number"]
    assert (number.killer, number.ran) == ("2", 1)
    assert found["drop-key:/:prompt:1"].ran == 1
    never = found["never:/1:condition"]
    assert (never.killer, never.ran) == ("m1", 2)


def test_a_test_that_makes_no_call_may_look_at_anything() -> None:
    found = {one.mutant.id: one for one in score(SHOP, Calls("2", blind=True)).judged}
    assert found["number:/1/true:destination_phone_number"].ran == 1


def test_prompts_count_only_if_they_are_to() -> None:
    heard = verdicts(score(SHOP, Calls()))
    ends = verdicts(score(SHOP, Calls(), compare="outcome"))
    assert heard["drop-key:/:prompt:1"] == "survived"
    assert ends["drop-key:/:prompt:1"] == "equivalent"


def test_what_takes_too_long_to_prove_is_not_decided_and_not_counted() -> None:
    found = score(SHOP, Calls(), budget=1)
    assert found.of(Verdict.UNDECIDED)
    assert all(one.doubts for one in found.of(Verdict.UNDECIDED))
    assert len(found.of(Verdict.KILLED)) + len(found.of(Verdict.SURVIVED)) < len(found.judged)


def test_the_score_is_the_same_on_every_run() -> None:
    assert score(SHOP, Calls("1", "2")) == score(SHOP, Calls("1", "2"))


def test_a_flow_without_faults_to_make_scores_100() -> None:
    assert score(CallFlow({}, {}, root=None), Calls()).percent == 100


def test_a_mutant_plays_for_every_flow_that_is_equal_to_the_original() -> None:
    document = {"node_type": "EndCall", "prompt": "Bye."}
    one, other = ivrsim.load(document).flow, ivrsim.load(document).flow
    mutant = ivrsim.load({**document, "prompt": "Hello."}).flow
    begin = session.call
    with playing(Stage(one, mutant)) as stage:
        assert instead(other) is mutant
        assert instead(SHOP) is SHOP
        assert other.call().prompt == "Hello."
        assert SHOP.call().prompt == "Press 1 or 2."
    assert [call.prompt for call in stage.calls] == ["Hello."]
    assert session.call is begin
    assert instead(other) is other
