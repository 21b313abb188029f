"""What the linter finds in Stringee's flows, and what it leaves alone there."""

from __future__ import annotations

from typing import Any

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.flow.flow import CallFlow
from ivrsim.lint import RULES, Diagnostic, Preset, Severity, lint
from ivrsim.lint.circles import circles_without_end
from ivrsim.lint.settings import LintSettings
from ivrsim.lint.views import FlowView
from ivrsim.vendors.load import load

STRICT = LintSettings(preset=Preset.STRICT)
NEXT, QUEUE, STOP = 4, 2, 6


def node(name: str, text: str = "For sales, press 1.", **more: Any) -> dict[str, Any]:
    return {"id": name, "tree": "T", "node_name": name, "node_play_mode": "talk",
            "node_play_content": text, **more}  # fmt: skip


def key(source: str, pressed: str, target: str = "") -> dict[str, Any]:
    """A key that leads to a node, or to a queue where no node is named."""
    done = {"action": NEXT, "next_node": target} if target else {"action": QUEUE, "queue_id": "Q"}
    return {"node": source, "node_key": pressed, **done}


def document(*parts: dict[str, Any]) -> dict[str, Any]:
    """Nodes, the first of them the root, and keypresses."""
    nodes = [part for part in parts if "node_key" not in part]
    keys = [part for part in parts if "node_key" in part]
    nodes[0]["isRootNode"] = True
    return {"ivrNodes": nodes, "ivrNodeKeys": keys}


def caught(*names: str) -> list[dict[str, Any]]:
    """Failovers of these nodes, so that only what is tested is told."""
    return [key(name, failed) for name in names for failed in ("INVALID_KEY", "EMPTY_KEY")]


def told(code: str, *parts: dict[str, Any], settings: LintSettings = STRICT) -> list[Diagnostic]:
    return [found for found in lint(document(*parts), settings=settings) if found.code == code]


# -- loops ---------------------------------------------------------------------------------


def test_a_loop_is_told_once_with_a_caller_who_gets_in() -> None:
    found = told(
        "IVR108", node("A"), node("B"), node("C"),
        key("A", "1", "B"), key("B", "1", "C"), key("C", "1", "B"), key("A", "2"),
    )  # fmt: skip
    assert [(d.node, d.severity) for d in found] == [("B", Severity.ERROR)]
    assert found[0].message == "Who comes here never gets out: B and C lead only to each other"
    assert found[0].witness is not None
    assert found[0].witness.acts == (("press", "1"),)


def test_a_node_that_leads_only_to_itself_is_a_loop() -> None:
    found = told("IVR108", node("A"), key("A", "1", "A"))
    assert [d.message for d in found] == ["Who comes here never gets out: it leads only to itself"]


def test_a_loop_with_any_way_out_is_none() -> None:
    assert not told("IVR108", node("A"), node("B"), key("A", "1", "B"), key("B", "1", "A"),
                    key("B", "EMPTY_KEY"))  # fmt: skip
    stop = {"node": "A", "node_key": "*", "action": STOP}
    assert not told("IVR108", node("A"), key("A", "1", "A"), stop)


def test_a_loop_that_nobody_comes_to_is_only_unreachable() -> None:
    parts = [node("A"), node("B"), key("A", "1"), key("B", "1", "B")]
    assert not told("IVR108", *parts)
    assert [d.node for d in told("IVR107", *parts)] == ["B"]


NAMES = st.sampled_from(["A", "B", "C", "D", "E"])
WIRES = st.dictionaries(
    st.tuples(NAMES, st.sampled_from(["1", "2", "EMPTY_KEY"])), st.sampled_from(["", *"ABCDE"])
)


def flow_of(wires: dict[tuple[str, str], str]) -> CallFlow:
    keys = (key(source, pressed, target) for (source, pressed), target in wires.items())
    return load(document(*(node(name) for name in "ABCDE"), *keys)).flow


@given(WIRES)
def test_loops_without_exit_are_those_a_slow_search_finds(
    wires: dict[tuple[str, str], str],
) -> None:
    flow = flow_of(wires)
    graph = flow.graph
    below = {name: networkx.descendants(graph, name) for name in flow.nodes}
    lost = [
        name
        for name in "ABCDE"
        if (name == "A" or name in below["A"])
        and all(flow[other].kind == "IvrNode" for other in below[name])
        and any(flow.out[other] and name in below[other] | {other} for other in graph.succ[name])
        and (graph.has_edge(name, name) or any(name in below[other] for other in below[name]))
    ]
    found = [name for loop in circles_without_end(FlowView(flow)) for name in loop]
    assert sorted(found) == lost


# -- ends ----------------------------------------------------------------------------------


def test_a_node_without_any_key_is_told_once() -> None:
    found = lint(document(node("A", "We are closed.")), settings=STRICT)
    assert [d.code for d in found] == ["IVR109", "IVR309"][: len(found)]


def test_an_announcement_that_goes_on_by_itself_is_fine() -> None:
    assert lint(document(node("A", "Please hold."), key("A", "EMPTY_KEY"))) == []


# -- prompts -------------------------------------------------------------------------------


def test_keys_0_star_and_pound_are_keys() -> None:
    text = "For sales, press 1. For an operator, press 0. To hear this again, press star."
    wired = [key("A", "1"), key("A", "0"), key("A", "*", "A"), *caught("A")]
    assert lint(document(node("A", text), *wired)) == []
    offered = {d.message.split(",")[0] for d in told("IVR201", node("A", text), key("A", "1"))}
    assert offered == {
        'The prompt offers key 0 for "operator"',
        'The prompt offers key * for "hear this again"',
    }
    assert not told("IVR205", node("A", text), key("A", "1"))


def test_a_prompt_in_another_language_is_not_judged_by_its_keys() -> None:
    silent = [key("A", "1"), key("A", "2"), *caught("A")]
    assert told("IVR202", node("A", "Welcome to our shop."), *silent)
    assert not told("IVR202", node("A", "Để gặp bộ phận bán hàng, bấm phím 1."), *silent)


def test_failovers_have_the_vendors_names() -> None:
    found = told("IVR301", node("A"), key("A", "1"), key("A", "EMPTY_KEY"))
    assert [d.message.split(":")[0] for d in found] == ["IvrNode has no INVALID_KEY failover"]
    assert "INVALID_KEY" in found[0].hint
    assert "keypress_failover_type" not in found[0].hint


@pytest.mark.parametrize(
    ("more", "is_told"),
    [
        ({"bargeIn": False, "loop_count": 2}, True),
        ({"bargeIn": 0, "node_play_content": "We are here for you. " * 20}, True),
        ({"bargeIn": False}, False),
        ({"loop_count": 9}, False),
    ],
)
def test_what_cannot_be_interrupted_must_be_short(more: dict[str, Any], is_told: bool) -> None:
    assert bool(told("IVR214", node("A", **more), key("A", "1"))) is is_told


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"keypress_timeout": 2}, "IVR605"),
        ({"keypress_timeout": 0}, "IVR605"),
        ({"keypress_timeout": 5000}, "IVR116"),
        ({"sched": 3}, "IVR116"),
        ({"voice": "hatieumay"}, "IVR218"),
        ({"speed": 4}, "IVR921"),
        ({"node_play_mode": "sing"}, "IVR921"),
        ({"loop": 3}, "IVR106"),
        ({"node_name": ""}, "IVR105"),
    ],
)
def test_a_value_that_makes_no_sense_is_told_at_its_field(more: dict[str, Any], code: str) -> None:
    found = told(code, node("A", **more), key("A", "1"), *caught("A"))
    assert [d.field for d in found] == [next(iter(more))]


def test_values_within_reason_are_fine() -> None:
    for name in load(document(node("A"))).flow["A"].voices:
        plain = node("A", voice=name, speed=-3, sched=1500, keypress_timeout=3, loop_count=2)
        assert lint(document(plain, key("A", "1"), *caught("A")), settings=STRICT) == []


def test_who_misses_the_prompt_hears_it_again() -> None:
    assert told("IVR608", node("A"), key("A", "1"))
    assert not told("IVR608", node("A"), key("A", "1"), key("A", "EMPTY_KEY", "A"))
    assert not told("IVR608", node("A", loop_count=2), key("A", "1"))


def test_a_queue_is_no_telephone_number() -> None:
    keys = [{**key("A", "1"), "queue_id": "12"}, *caught("A")]
    assert [d.code for d in lint(document(node("A"), *keys))] == []


# -- size and the other vendor ---------------------------------------------------------------


def test_a_circle_of_many_nodes_is_linted() -> None:
    names = [f"N{number}" for number in range(1000)]
    nodes = [node(name) for name in names]
    keys = [key(a, "1", b) for a, b in zip(names, [*names[1:], names[0]], strict=True)]
    found = told("IVR108", *nodes, *keys, settings=LintSettings())
    assert [d.message[-36:] for d in found] == ["and 996 others lead only to each other"[-36:]]


def test_every_rule_has_an_end_where_calls_go_round_and_round() -> None:
    names = [f"N{number}" for number in range(60)]
    nodes = [node(name, "For sales, press 1. To go on, press 2.") for name in names]
    onward = dict(zip(names, [*names[1:], names[0]], strict=True))
    keys = [
        wire
        for name, after in onward.items()
        for wire in (key(name, "1"), key(name, "2", after), key(name, "INVALID_KEY", name),
                     key(name, "EMPTY_KEY", "N0"))
    ]  # fmt: skip
    every = LintSettings(preset=Preset.ALL)
    found = {d.code for d in lint(document(*nodes, *keys), settings=every)}
    assert {"IVR209", "IVR803"} <= found


def test_no_rule_for_loops_and_keypresses_tells_anything_of_an_invoca_tree() -> None:
    ours = ["IVR108", "IVR109", "IVR114", "IVR115", "IVR116", "IVR117", "IVR214", "IVR218",
            "IVR605", "IVR608"]  # fmt: skip
    invoca = [rule for code, rule in RULES.items() if code[3] in "13" and code not in ours]
    found = {d.code for rule in invoca for d in lint(rule.bad, select=ours)}
    assert not found & set(ours)
