"""Any simulated call, written as a script, reads back and passes."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ivrsim.flow.flow import CallFlow
from ivrsim.simulate.session import Call, call
from ivrsim.simulate.state import Act, Enter, HangUp, Press, Silence, Speak
from ivrsim.testing.script import read_script
from ivrsim.testing.script_run import Result, run
from ivrsim.testing.script_update import updated
from ivrsim.testing.script_write import write_script
from ivrsim.testing.strategies import flows
from ivrsim.vendors.load import load

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
AFTER = st.none() | st.sampled_from([0.0, 0.5, 2.25, 40.0])
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(Press, st.sampled_from("1239*#"), AFTER),
    st.builds(Enter, st.text("0123456789*#", min_size=1, max_size=11), AFTER),
    st.builds(Speak, TEXT, AFTER),
    st.just(Silence()),
    st.builds(HangUp, AFTER),
)
CALLERS = st.fixed_dictionaries(
    {"at": st.sampled_from(["2026-11-23 10:00", "2026-11-29T03:30:15", "2026-11-23 10:00+01:00"])},
    optional={
        "mobile": st.booleans(),
        "repeat": st.booleans(),
        "during_hours": st.booleans(),
        "sms_sent": st.booleans(),
        "in_region": st.booleans() | TEXT | st.lists(TEXT, max_size=2),
        "city": TEXT,
        "state": st.sampled_from(["CA", "Washington", "at home"]),
        "number": st.sampled_from(["2065550131", "+1 206 555 0131", "x"]),
        "custom_data": st.dictionaries(TEXT, TEXT | st.just(""), max_size=2),
        "affiliate_name": TEXT,
        "voice_signal": TEXT,
        "branch": st.sampled_from(["8005550142"]),
        "unanswered": st.lists(st.sampled_from(["8004377950", "2065550131"]), max_size=2),
        "attempts": st.integers(1, 3),
        "notice": TEXT,
        "wrong_failover": st.sampled_from(["at-once", "after-attempts"]),
    },
)


@st.composite
def calls(draw: st.DrawFn) -> Call:
    """A call through any flow, as far as it goes."""
    made = call(draw(flows()), **draw(CALLERS))
    for act in draw(st.lists(ACTS, max_size=6)):
        if made.ended:
            break
        made.act(act)
    return made


def results(text: str, flow: CallFlow) -> list[Result]:
    """What comes of a script that can be read."""
    script = read_script(text)
    assert not script.slips, (text, script.slips)
    return [run(item, flow, settings=script.settings) for item in script.items]


@settings(max_examples=50)
@given(calls())
def test_a_call_that_is_written_reads_back_and_passes(made: Call) -> None:
    text = write_script(made)
    (result,) = results(text, made.flow)
    assert result.passed, (text, result.failures)
    assert result.calls[0].trace == made.trace


@settings(max_examples=50)
@given(calls())
def test_a_call_is_written_the_same_again(made: Call) -> None:
    (case,) = read_script(write_script(made, names=["One"])).cases
    again = call(made.flow, settings=case.settings, **case.caller)
    for act in made.acts:
        again.act(act)
    assert write_script(again, names=["One"]) == write_script(made, names=["One"])


EXPECTED = st.sampled_from(
    [
        'hear "nobody says this"',
        'hear = "a"',
        'hear "e"',
        "expect connected",
        "expect connected to 8004377950",
        "expect disconnected",
        "expect waiting",
        "expect node /1",
        "expect within 2 seconds",
        "expect keypresses 1 W",
        "expect no keypresses",
        "expect text message",
        'expect text message "Ask"',
        "expect no text message",
        'expect heard "press"',
        'expect not heard "press"',
        "expect agent hears nothing",
        'expect agent hears "this"',
    ]
)


@settings(max_examples=50)
@given(calls(), st.lists(st.tuples(st.integers(0, 40), EXPECTED), max_size=6), st.data())
def test_recording_mends_every_failure_and_then_changes_nothing(
    made: Call, wrong: list[tuple[int, str]], data: Any
) -> None:
    lines = write_script(made).splitlines()
    done = [line for line in lines if not line.startswith(("  hear", "  expect"))]
    for place, line in wrong:
        at = 3 + place % (len(done) - 2)
        if not done[at - 1].startswith("call:") or at == len(done):
            done.insert(max(at, 3), f"  {line}  # kept")
    newline = data.draw(st.sampled_from(["\n", "\r\n"]))
    text = newline.join([*done, "# the end", ""])
    script = read_script(text)
    if script.slips:
        assert all("caller" in s.message or "call" in s.message for s in script.slips)
        return
    once = updated(script, [run(item, made.flow) for item in script.items])
    assert all(result.passed for result in results(once, made.flow)), (text, once)
    second = read_script(once)
    assert updated(second, [run(item, made.flow) for item in second.items]) == once
    assert once.count("# kept") == text.count("# kept")
    assert once.endswith(f"# the end{newline}")


WORDS = st.sampled_from(
    "flow: call: calls: caller: set: always: never: hear press enter say stay silent hang up "
    'expect connected to 8004377950 before only after where not during_hours | " # = , ; 1 2 W '
    "mobile from Seattle data product at 2026-11-23 10:00 text message node / in region "
    "attempts keypresses within 40 seconds times the recording notice do press".split(" ")
)
LINES = st.lists(st.lists(WORDS, max_size=7).map(" ".join), max_size=8).map("\n".join)


@settings(max_examples=150)
@given(st.text() | LINES, flows(max_nodes=4))
def test_no_text_gives_a_traceback(text: str, flow: CallFlow) -> None:
    script = read_script(text)
    for slip in script.slips:
        assert slip.message.endswith((".", "?")), slip
        assert 1 <= slip.line <= text.count("\n") + text.count("\r") + 1
        assert slip.column >= 1
    if script.slips:
        return
    done = [run(item, flow, settings=script.settings) for item in script.items]
    assert isinstance(updated(script, done), str)


def test_a_call_whose_only_expectation_never_comes_expects_how_it_ends() -> None:
    flow = load({"root": {"node_type": "Connect", "destination_phone_number": "8004377950"}}).flow
    script = read_script('flow: campaign.json\n\ncall: "One"\n  hear "nobody says this"\n')
    once = updated(script, [run(item, flow) for item in script.items])
    assert once == 'flow: campaign.json\n\ncall: "One"\n  expect connected to 8004377950\n'
    assert all(result.passed for result in results(once, flow))
