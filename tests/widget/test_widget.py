"""The widget's Python side: what the browser sends, and what it is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ivrsim
import ivrsim.demo
from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow
from ivrsim.flow.question import KEYS
from ivrsim.render.theme import DARK
from ivrsim.simulate.state import Enter, HangUp, Press, Silence, Speak
from ivrsim.widget import opening
from ivrsim.widget.acts import act_of, written
from ivrsim.widget.drawing import drawing, finder
from ivrsim.widget.widget import CallWidget
from tests.render.hostile import HOSTILE
from tests.render.test_compose import bushy
from tests.render.test_svg import saying

DOCUMENT = ivrsim.load(Path(ivrsim.demo.__file__).with_name("campaign.json"))
FLOW = DOCUMENT.flow
WHO: dict[str, Any] = {"mobile": True, "at": "2026-11-23T10:00", "city": "Seattle", "state": "WA"}
TRAITS = ("acts", "unanswered", "drawing", "now")


def sent(widget: CallWidget, **state: Any) -> dict[str, Any]:
    """What the widget holds after a message of the browser."""
    widget.set_state(state)
    return {name: getattr(widget, name) for name in TRAITS}


def at(widget: CallWidget) -> str:
    """The node of the card that the call is said to stand at."""
    number = widget.now["at"]
    return str(widget.drawing["cards"][number]["node"]) if number >= 0 else ""


def test_keys_lead_on_and_python_sees_the_call() -> None:
    widget = FLOW.widget(**WHO)
    told = sent(widget, acts=[["press", "1"], ["press", "2"]])["now"]
    assert widget.call.connected_to == "2065550133"
    assert widget.call.acts == [Press("1"), Press("2")]
    assert at(widget) == widget.call.node == "/true/true/1/2"
    assert told["ended"]
    assert told["clock"] == "0:30"
    assert [step["by"] for step in told["steps"]].count("caller") == 2
    cards = widget.drawing["cards"]
    assert [cards[card]["node"] for card, *_ in told["path"]] == [
        v.node for v in widget.call.visits
    ]


def test_acts_can_be_set_from_python_and_taken_back() -> None:
    widget = FLOW.widget(**WHO)
    widget.acts = [("press", "3", 2.5)]
    assert widget.acts == [["press", "3", 2.5]]
    widget.acts = widget.acts[:-1]
    assert widget.call.acts == []
    assert at(widget) == "/true/true"


def test_a_call_that_was_begun_is_gone_on_with_and_stays_as_it_is() -> None:
    begun = FLOW.call(**WHO).press("1")
    widget = begun.widget()
    assert widget.acts == [["press", "1"]]
    sent(widget, acts=[*widget.acts, ["hang_up"]])
    assert str(widget.call.outcome) == "hung up"
    assert not begun.ended


@pytest.mark.parametrize(
    ("acts", "done", "why"),
    [
        ([["press", "1"], ["fly"]], 1, "nothing a caller does"),
        ([["press", "x"]], 0, "cannot be typed"),
        ([["press"]], 0, "nothing a caller does"),
        ([["silence", "1"]], 0, "nothing a caller does"),
        ([["__class__"]], 0, "nothing a caller does"),
        ([["hang_up"], ["press", "1"]], 1, "The call is over"),
        ([["say", "a" * 2000]], 0, "nothing a caller does"),
        ([None, 1, {}], 0, "nothing a caller does"),
    ],
)
def test_what_no_caller_can_do_is_left_out_and_told(acts: list[Any], done: int, why: str) -> None:
    widget = FLOW.widget(**WHO)
    told = sent(widget, acts=acts)
    assert told["acts"] == acts[:done]
    assert why in told["now"]["problem"]
    assert sent(widget, acts=[["press", "4"]])["now"]["problem"] == ""


def test_nobody_answers() -> None:
    widget = FLOW.widget(**WHO)
    told = sent(widget, acts=[["press", "1"], ["press", "1"]])["now"]
    told = sent(widget, unanswered=[told["number"]])["now"]
    assert at(widget) == "/true/true/1/1/failover"
    assert told["number"] == "2065550132"
    sent(widget, unanswered=[])
    assert at(widget) == "/true/true/1/1"


def test_a_document_tells_the_line_of_each_node_and_a_flow_the_pointer() -> None:
    def written_at(widget: CallWidget) -> str:
        found = {card["node"]: card["where"] for card in widget.drawing["cards"]}
        return str(found["/true/true"])

    assert written_at(DOCUMENT.widget(**WHO)).startswith("campaign.json:10")
    assert written_at(FLOW.widget(**WHO)).endswith("/children/0/children/0")


def test_cards_know_their_parents_and_the_exit_that_leads_to_them() -> None:
    cards = FLOW.widget(**WHO).drawing["cards"]
    for card in cards:
        parent = FLOW.parents.get(card["node"])
        above = cards[card["parent"]]["node"] if card["parent"] >= 0 else None
        assert above == (parent.source if parent else None)
        assert card["exit"] == (parent.exit if parent else "")


def test_colours_are_given_for_both_themes() -> None:
    colours = FLOW.widget(**WHO).drawing["colours"]
    assert set(colours["light"]) == set(colours["dark"])
    assert colours["dark"]["page"] == DARK["page"]


def test_what_is_folded_is_unfolded_where_the_call_comes() -> None:
    flow: CallFlow = bushy(900)
    last = list(flow.leaves())[-1]
    widget = flow.widget()
    assert last not in {card["node"] for card in widget.drawing["cards"]}
    sent(widget, acts=[["press", wire.exit] for wire in flow.way(last) if wire.exit in KEYS])
    assert widget.call.node == last
    assert at(widget) == last
    assert sum(card["stands"] for card in widget.drawing["cards"]) == len(flow)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_texts_can_be_sent(text: str) -> None:
    flow = saying(text)
    sends = drawing(flow.picture(), flow, finder(flow, None)), dict(flow.widget().now)
    json.dumps(sends, ensure_ascii=False, allow_nan=False).encode("utf-8")


ACTS = st.one_of(
    st.builds(Press, st.sampled_from(KEYS), st.none() | st.floats(0, 60)),
    st.builds(Enter, st.text(KEYS, min_size=1, max_size=20), st.none() | st.integers(0, 60)),
    st.builds(Speak, st.text(max_size=50), st.none() | st.floats(0, 60)),
    st.builds(Silence),
    st.builds(HangUp, st.none() | st.floats(0, 60)),
)


@given(ACTS)
def test_an_act_is_read_as_it_was_written(act: Any) -> None:
    assert act_of(json.loads(json.dumps(written(act)))) == act


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.text()
    | st.sampled_from(["press", "hang_up", "1"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_whatever_a_browser_sends_is_an_act_or_is_refused(row: Any) -> None:
    try:
        act = act_of(row)
    except UsageError:
        return
    assert written(act)[: len(row)] == row


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(target: str) -> object:
        raise ModuleNotFoundError(target)

    monkeypatch.setattr(opening, "fetch", missing)
    with pytest.raises(UsageError, match="needs the extra `widget`") as caught:
        FLOW.widget(**WHO)
    assert 'pip install "ivrsim[widget]"' in caught.value.hint


def test_what_shows_no_widgets_shows_the_picture() -> None:
    widget = FLOW.widget(**WHO)
    sent(widget, acts=[["press", "1"]])
    data = widget._repr_mimebundle_()[0]
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "<svg" in data["text/html"]
    assert "◀ step 4" in data["text/plain"]


def test_the_scripts_fetch_nothing_and_make_no_markup_of_text() -> None:
    scripts = str(CallWidget._esm)
    assert scripts.count("export default") == 1
    for word in ("innerHTML", "outerHTML", "insertAdjacent", "fetch(", "import ", "eval(", "http:"):
        assert word not in scripts.replace("http://www.w3.org/2000/svg", ""), word
