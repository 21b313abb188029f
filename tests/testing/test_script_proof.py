"""Statements over all callers: proven, refuted with a witness, or not decided."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivrsim import load
from ivrsim.flow.flow import CallFlow, Wire
from ivrsim.simulate.session import call
from ivrsim.simulate.settings import DEFAULTS
from ivrsim.simulate.state import Act, Press, Silence
from ivrsim.simulate.trace import Kind
from ivrsim.testing.script_claims import Claim, read_claim
from ivrsim.testing.script_proof import proof
from ivrsim.testing.script_words import Words
from ivrsim.testing.strategies import flows

CONNECT = {"node_type": "Connect", "destination_phone_number": "8004377950"}
OFFER = {
    "node_type": "SmsPromo",
    "prompt": "For a text message, press 9.",
    "sms_promo_copy": "Ask for Joe.",
    "children": [CONNECT],
}
MENU = {
    "node_type": "Menu",
    "prompt": "Calls are recorded. Press 1 or 2.",
    "children": [OFFER, {"node_type": "EndCall", "prompt": "Goodbye."}],
}
FLOW = {
    "root": {"node_type": "Condition", "condition": "mobile", "children": [MENU, CONNECT]},
    "record_calls": True,
}


def claim(text: str) -> Claim:
    kind, _, rest = text.partition(": ")
    return read_claim(Words(rest, len(kind) + 3), kind == "always", 1)


def flow_of(tree: dict[str, object]) -> CallFlow:
    return load({"ivr_tree": tree}).flow


PROVEN = [
    "always: text message only after press 9",
    "always: press 9 before text message",
    "always: node /true before text message",
    "never: text message where not mobile",
    "never: connected to 8005550101",
    'always: hear "calls are recorded" before connected where mobile',
    "never: ended where landline",
    "never: transferred",
    "always: connected where not mobile and not landline and repeat and not repeat",
    'never: hear "nobody says this"',
]


@pytest.mark.parametrize("text", PROVEN)
def test_what_holds_for_all_callers_is_proven(text: str) -> None:
    assert proof(claim(text), flow_of(FLOW), DEFAULTS).holds is True


REFUTED = [
    ("never: text message", "--mobile --press 1 --press 9"),
    ("never: ended", "--mobile --press 2"),
    ("never: connected", ""),
    ("never: connected to 1-800-437-7950 where mobile", "--mobile --press 1 --silence"),
    ('always: hear "Calls are recorded" before connected', ""),
    ("always: press 9 before connected where mobile", "--mobile --press 1 --silence"),
    ("always: connected where mobile", "--mobile --press 2"),
    ('never: hear "goodbye"', "--mobile --press 2"),
    ("always: text message", ""),
    ("never: unanswered", "--unanswered 8004377950"),
    ("never: node /true/1/next", "--mobile --press 1 --silence"),
]


@pytest.mark.parametrize(("text", "options"), REFUTED)
def test_what_does_not_hold_has_the_smallest_caller_against_it(text: str, options: str) -> None:
    found = proof(claim(text), flow_of(FLOW), DEFAULTS)
    assert found.holds is False
    assert found.witness is not None
    assert found.witness.command("x").removeprefix("ivrsim call x").strip() == options


def test_the_recording_notice_counts_when_it_is_played() -> None:
    notice = claim("always: hear the recording notice before connected")
    assert proof(notice, flow_of({**FLOW, "play_call_recorded_prompt": True}), DEFAULTS).holds
    silent = proof(notice, flow_of({**FLOW, "play_call_recorded_prompt": False}), DEFAULTS)
    assert silent.holds is False


def test_a_witness_says_the_time_only_where_the_call_needs_it() -> None:
    after = {"node_type": "Condition", "condition": "during_hours", "children": [CONNECT, CONNECT]}
    tree = {"root": {**OFFER, "children": [after]}}
    campaign = {"hours": {"monday_open": 32400, "monday_close": 61200}, "ivr_tree": tree}
    found = proof(claim("never: text message"), load(campaign).flow, DEFAULTS)
    assert found.holds is False
    assert found.witness is not None
    assert found.witness.words["at"] == "2026-11-23 10:00"


def test_a_node_that_is_not_there_is_told() -> None:
    found = proof(claim("never: node /9"), flow_of(FLOW), DEFAULTS)
    assert found.holds is False
    assert "no node '/9'" in found.message


def test_an_error_prompt_that_may_be_heard_is_not_decided() -> None:
    tree = {**FLOW, "custom_wrong_keypress_error_prompt_text": "Sorry."}
    assert proof(claim('never: hear "sorry"'), flow_of(tree), DEFAULTS).holds is None


def test_a_flow_that_goes_round_is_decided_too() -> None:
    tree = flow_of(FLOW)
    out = {node: dict(wires) for node, wires in tree.out.items()}
    out["/true"]["W"] = Wire("/true", "W", "/", 2)
    round_ = CallFlow(tree.nodes, out, tree.root, tree.settings, tree.campaign)
    assert proof(claim("always: text message only after press 9"), round_, DEFAULTS).holds is True
    assert proof(claim("never: text message"), round_, DEFAULTS).holds is False


def test_a_flow_without_a_node_is_not_decided() -> None:
    assert proof(claim("never: ended"), CallFlow({}, {}, None), DEFAULTS).holds is None


def test_a_deep_flow_is_decided_without_recursion() -> None:
    node: dict[str, object] = {**CONNECT}
    for _ in range(3000):
        node = {"node_type": "AnyKeyPress", "prompt": "Go on.", "children": [node]}
    flow = flow_of({"root": node})
    assert proof(claim("never: ended"), flow, DEFAULTS).holds is True
    assert proof(claim('always: hear "go on" before connected'), flow, DEFAULTS).holds is True


CLAIMS = [
    "never: connected",
    "never: connected where mobile",
    "never: ended where not during_hours",
    "never: disconnected",
    "never: text message where not mobile",
    "never: text message",
    'never: hear "press 1"',
    'never: hear "merci" where repeat',
    "never: fault",
    "always: connected",
    "always: text message only after press 9",
    "always: press 1 before connected",
    'always: hear "press" before connected',
    "always: hear the recording notice before connected",
    "always: node / before ended",
]
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(Press, st.sampled_from("129")), st.just(Silence())
)


def breaks(text: str, flow: CallFlow, words: dict[str, object], acts: list[Act]) -> bool:
    """Whether a call breaks a statement, by its trace alone."""
    made = call(flow, **words)
    for act in acts:
        if not made.ended:
            made.act(act)
    heard = [s for s in made.trace if s.kind in (Kind.HEARD, Kind.NOTICE)]
    said = " ".join(s.text.casefold() for s in heard)
    kind = made.outcome.kind if made.outcome else ""
    pressed = [s.text for s in made.trace if s.kind is Kind.PRESSED]
    texted, connected = bool(made.texts_sent), kind == "connected"
    told = bool(heard) and heard[0].node is None
    return {
        CLAIMS[0]: connected,
        CLAIMS[1]: connected and bool(words.get("mobile")),
        CLAIMS[2]: kind == "ended" and made.flow.campaign.schedule.never_open,
        CLAIMS[3]: kind == "disconnected",
        CLAIMS[4]: texted and not words.get("mobile"),
        CLAIMS[5]: texted,
        CLAIMS[6]: "press 1" in said,
        CLAIMS[7]: "merci" in said and bool(words.get("repeat")),
        CLAIMS[8]: kind == "fault",
        CLAIMS[9]: made.ended and not connected,
        CLAIMS[10]: texted and "9" not in pressed,
        CLAIMS[11]: connected and "1" not in pressed,
        CLAIMS[12]: connected and "press" not in said,
        CLAIMS[13]: connected and not told,
        CLAIMS[14]: False,
    }[text]


@settings(max_examples=60)
@given(
    flows(max_nodes=6),
    st.sampled_from(CLAIMS),
    st.fixed_dictionaries(
        {"at": st.sampled_from(["2026-11-23 10:00", "2026-11-29 03:00"])},
        optional={"mobile": st.just(True), "repeat": st.booleans(), "state": st.just("CA")},
    ),
    st.lists(st.lists(ACTS, max_size=8), min_size=3, max_size=3),
)
def test_no_call_breaks_what_is_proven_and_each_witness_shows_it(
    flow: CallFlow, text: str, words: dict[str, object], many: list[list[Act]]
) -> None:
    found = proof(claim(text), flow, DEFAULTS)
    if found.holds is True:
        assert not any(breaks(text, flow, words, acts) for acts in many)
    elif found.holds is False:
        assert found.call is not None
        assert found.witness is not None
        assert found.call.trace == found.witness.call(flow).trace
    else:
        assert "hear" in text or "press" in text, found
