"""What the analysis says of dead places, of witnesses, of loops and of very deep flows."""

from __future__ import annotations

import pytest

from ivrsim.analysis.reach import reach
from ivrsim.analysis.witness import Witness
from ivrsim.conditions.symbolic import UNDECIDED
from ivrsim.flow.flow import ROOT_ID, CallFlow, FlowBuilder, Wire
from ivrsim.flow.node import NODE_TYPES
from tests.simulate.flows import END, OFFICE, Spec, connect, flow_of


def decision(condition: str, yes: Spec = END, no: Spec = END) -> Spec:
    return ("Condition", {"condition": condition}, yes, no)


def menu(*children: Spec) -> Spec:
    return ("Menu", {"prompt": "Press."}, *children)


@pytest.mark.parametrize(
    ("spec", "where", "because"),
    [
        (decision("mobile", decision("landline or repeat and not mobile")),
         ("/true", "true"), ['"mobile" was true at /']),
        (menu(END, decision("repeat", decision("pressed[1]"))),
         ("/2/true", "true"), ['"pressed[1]" is false: the keys pressed are 2']),
        (decision("sms_sent"), ("/", "true"),
         ['"sms_sent" is false: no text message was accepted before']),
        (decision("duration > 60"), ("/", "true"),
         ['"duration > 1 min" is false: a duration is not known while the call runs']),
        (decision("in_region[Gold]", decision("repeat", decision("in_region[West]"))),
         ("/true/true", "false"), ['"in_region[Gold]" was true at /']),
        (("NumberQuestion",
          {"prompt": "ZIP?", "number_question_type": "ZipCode",
           "caller_response_custom_data_partner_name": "zip"},
          decision('custom_data[zip] = "x"')),
         ("/next", "true"), [
             '"custom_data[zip] = "x"" is false: custom_data[zip] holds what the caller typed'
         ]),
    ],
)  # fmt: skip
def test_a_dead_exit_has_the_fewest_reasons(
    spec: Spec, where: tuple[str, str], because: list[str]
) -> None:
    (dead,) = reach(flow_of(spec, campaign=OFFICE)).dead
    assert (dead.node, dead.exit) == where
    assert [reason.text for reason in dead.reason.because] == because


def test_only_the_top_of_what_is_dead_is_named() -> None:
    below = decision("mobile", menu(decision("repeat"), END), END)
    found = reach(flow_of(decision("mobile", END, below)))
    assert [(dead.node, dead.exit) for dead in found.dead] == [("/false", "true")]
    assert found.reachable("/false/true/1") is False
    assert found.witness("/false/true/1") is None


def test_a_condition_that_cannot_be_read_ends_the_call() -> None:
    found = reach(flow_of(decision("mobil and")))
    assert [str(dead.reason) for dead in found.dead] == [
        "its condition cannot be read, so a call ends here"
    ] * 2


def test_a_surplus_child_is_dead() -> None:
    (dead,) = reach(flow_of(("Condition", {"condition": "mobile"}, END, END, END))).dead
    assert (dead.node, dead.exit) == ("/", "+3")


def test_a_witness_is_written_as_a_command() -> None:
    spec = menu(END, decision("in_region[Gold] and not repeat and during_hours"))
    witness = reach(flow_of(spec, campaign=OFFICE)).witness("/2/true")
    assert isinstance(witness, Witness)
    assert witness.command("my file.json") == (
        "ivrsim call 'my file.json' --city sacramento --state CA --at '2026-11-23 10:00' --press 2"
    )
    assert witness.call().node == "/2/true"


def test_a_number_nobody_takes_leads_to_the_failover() -> None:
    spec = (*connect("8004377950"), ("Failover", {"destination_phone_number": "8004377951"}))
    witness = reach(flow_of(spec)).witness("/failover")
    assert isinstance(witness, Witness)
    assert witness.words == {"unanswered": ["8004377950"]}
    assert witness.call().connected_to == "8004377951"


def graph(
    nodes: dict[str, tuple[str, dict[str, str]]], wires: dict[tuple[str, str], str]
) -> CallFlow:
    """A flow with ids of its own, in which wires may go anywhere."""
    out: dict[str, dict[str, Wire]] = {name: {} for name in nodes}
    for (source, exit_name), target in wires.items():
        out[source][exit_name] = Wire(source, exit_name, target, len(out[source]))
    built = {
        name: NODE_TYPES[kind].model_validate(fields) for name, (kind, fields) in nodes.items()
    }
    return CallFlow(built, out, root=next(iter(nodes)), campaign=OFFICE)


LOOP = graph(
    {"start": ("Menu", {"prompt": "1 to go round, 2 to go on"}),
     "sms": ("SmsPromo", {"prompt": "9?", "sms_promo_copy": "hi"}),
     "sent": ("Condition", {"condition": "sms_sent"}),
     "twice": ("Condition", {"condition": "pressed[1 1 2]"}),
     "deep": ("Condition", {"condition": "landline"}),
     "end": ("EndCall", {}), "other": ("EndCall", {}), "never": ("EndCall", {})},
    {("start", "1"): "sms", ("start", "2"): "sent", ("sms", "next"): "start",
     ("sent", "true"): "twice", ("sent", "false"): "other", ("twice", "true"): "deep",
     ("twice", "false"): "other", ("deep", "true"): "never", ("deep", "false"): "end"},
)  # fmt: skip


def test_a_loop_is_gone_round_as_often_as_it_takes() -> None:
    found = reach(LOOP)
    assert [(dead.node, dead.exit) for dead in found.dead] == [("deep", "true")]
    witness = found.witness("end")
    assert isinstance(witness, Witness)
    assert witness.words == {"mobile": True}
    assert witness.keys.split().count("9") == 1
    assert witness.call().node == "end"
    assert witness.call().keypresses == "1 1 2"


def test_a_flow_very_deep_is_walked() -> None:
    texts = ("repeat or not mobile", "not landline", "mobile or repeat")
    asked = [NODE_TYPES["Condition"].model_validate({"condition": text}) for text in texts]
    end = NODE_TYPES["EndCall"]()
    builder = FlowBuilder()
    key = builder.add(asked[2])
    for number in range(100_000):
        above, key = key, builder.add_child(key, asked[number % 3])
        builder.add_child(above, end)
    found = reach(builder.build())
    assert found.reachable(key) is True
    assert found.reachable(ROOT_ID) is True
    assert len(found.dead_places) == 99_997


def test_past_the_budget_places_are_undecided() -> None:
    tests = [f"custom_data[f{i}] present" for i in range(12)]
    signs = [[(number >> bit) & 1 for bit in range(3)] for number in range(8)]
    clauses = [
        " or ".join(
            f"{'not ' * sign}{tests[(3 * n + k) % 12]}" for k, sign in enumerate(signs[n % 8])
        )
        for n in range(40)
    ]
    hard = " and ".join(f"({clause})" for clause in clauses)
    found = reach(flow_of(decision(hard)), budget=3)
    assert found.undecided
    assert found.reachable("/true") is UNDECIDED
    assert found.witness("/true") is UNDECIDED
    assert not found.dead
