"""What a caller meets: keys, failovers, attempts, confirmation, text messages, forwarding."""

from __future__ import annotations

from typing import Any

import pytest

from ivrsim.errors import CallEnded, UsageError
from ivrsim.simulate.session import call
from ivrsim.simulate.trace import Kind
from tests.simulate.flows import END, OFFICE, SALES_OR_SUPPORT, connect, flow_of

MENU = flow_of(SALES_OR_SUPPORT)


@pytest.mark.parametrize(
    ("key", "number"), [("1", "8004377950"), ("2", "8004377951")], ids=["sales", "support"]
)
def test_each_key_leads_to_its_branch(key: str, number: str) -> None:
    walked = call(MENU).press(key)
    assert (walked.connected_to, walked.keypresses) == (number, key)
    assert walked.outcome is not None
    assert walked.outcome.kind == "connected"


def test_wrong_keys_are_asked_again_and_then_lead_to_the_wrong_failover() -> None:
    walked = call(MENU).press("7", "0")
    assert not walked.ended
    assert walked.press("#").connected_to == "8004377952"
    assert walked.keypresses == "W"


def test_silence_leads_to_the_none_failover() -> None:
    walked = call(MENU).silence(2)
    assert not walked.ended
    walked.silence()
    assert walked.outcome is not None
    assert (walked.outcome.kind, walked.outcome.node, walked.keypresses) == ("ended", "/N", "N")


def test_one_wrong_key_among_silences_is_wrong_and_a_good_key_still_counts() -> None:
    assert call(MENU).silence().press("9").silence().keypresses == "W"
    assert call(MENU).silence().press("9", "2").connected_to == "8004377951"


def test_the_first_wrong_key_fails_at_once_where_the_setting_says_so() -> None:
    assert call(MENU, wrong_failover="at-once").press("7").connected_to == "8004377952"


def test_the_number_of_attempts_is_a_setting() -> None:
    assert call(MENU, attempts=1).silence().outcome.kind == "ended"  # type: ignore[union-attr]


def test_without_a_failover_branch_the_system_hangs_up() -> None:
    flow = flow_of(("Menu", {"prompt": "Press 1."}, connect("1")))
    walked = call(flow).press("2", "3", "4")
    assert walked.outcome is not None
    assert walked.outcome.kind == "disconnected"
    assert walked.keypresses == ""


def test_a_call_that_is_over_takes_no_more_keys() -> None:
    walked = call(MENU).press("1")
    with pytest.raises(CallEnded, match="connected to 8004377950"):
        walked.press("1")
    assert walked.ended


@pytest.mark.parametrize("key", ["12", "", "x", "a"])
def test_what_is_no_key_is_refused_before_anything_happens(key: str) -> None:
    walked = call(MENU)
    before = list(walked.trace)
    with pytest.raises(UsageError, match="not one key"):
        walked.press("9", key)
    assert walked.trace == before


def test_a_word_nobody_knows_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UsageError, match="Did you mean 'mobile'"):
        call(MENU, mobil=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("attempts", 0),
        ("attempts", "two"),
        ("attempts", True),
        ("max_steps", 1.5),
        ("first_key_seconds", -1),
        ("reaction_seconds", float("nan")),
        ("max_call_seconds", float("inf")),
        ("words_per_minute", 0),
        ("ring_seconds", None),
        ("wrong_failover", "sometimes"),
        ("overnight", ["wraps"]),
        ("missing_hours", None),
        ("notice", 5),
        ("meaning", "mine"),
    ],
)
def test_a_value_that_a_setting_cannot_have_is_refused(name: str, value: object) -> None:
    with pytest.raises(UsageError, match=f"The setting {name} is "):
        call(MENU, **{name: value})


@pytest.mark.parametrize("times", [0, -1, "x", None])
def test_silence_is_a_number_of_time_outs(times: Any) -> None:
    with pytest.raises(UsageError, match="once or more"):
        call(MENU).silence(times)


def test_hanging_up_ends_the_call() -> None:
    walked = call(MENU).hang_up(after=2)
    assert walked.outcome is not None
    assert (walked.outcome.kind, walked.time) == ("hung_up", 2)


def test_a_key_can_cut_the_prompt_short() -> None:
    early, patient = call(MENU).press("1", after=1.0), call(MENU).press("1")
    pressed = [s.time for s in early.trace if s.kind is Kind.PRESSED]
    assert pressed == [1.0]
    assert early.time < patient.time


def test_the_prompt_is_heard_again_at_each_attempt() -> None:
    heard = [s.text for s in call(MENU).silence(3).trace if s.kind is Kind.HEARD]
    assert heard == ["Press 1 for sales, press 2 for support."] * 3 + [
        "No key was selected, goodbye."
    ]


# -- speech --------------------------------------------------------------------------

SPOKEN = (
    "Menu",
    {"prompt": "Sales or support?"},
    connect("1", asr_phrases=[{"phrase": "Sales"}, {"phrase": "new order"}]),
    connect("2", asr_phrases=[{"phrase": "support"}]),
)


@pytest.mark.parametrize(
    ("said", "number"),
    [("sales", "1"), ("New order!", "1"), ("one", "1"), ("support", "2"), ("2", "2")],
)
def test_a_phrase_or_the_name_of_a_key_stands_for_the_key(said: str, number: str) -> None:
    assert call(flow_of(SPOKEN, asr_enabled=True)).say(said).connected_to == number


def test_what_is_not_understood_is_a_wrong_answer_and_asked_again() -> None:
    walked = call(flow_of(SPOKEN, asr_enabled=True)).say("billing")
    assert not walked.ended
    assert walked.say("support").connected_to == "2"


def test_a_question_that_is_asked_once_takes_what_it_does_not_understand_as_silence() -> None:
    flow = flow_of(("AnyKeyPress", {"prompt": "Any key."}, connect("1"), END), asr_enabled=True)
    walked = call(flow).say("hello?")
    assert walked.outcome is not None
    assert (walked.outcome.kind, walked.keypresses) == ("ended", "")


def test_without_speech_recognition_nobody_hears_what_is_said() -> None:
    walked = call(flow_of(SPOKEN)).say("sales")
    assert not walked.ended
    assert any("recognition is off" in step.reason for step in walked.trace)


# -- yes or no, any key, numbers -----------------------------------------------------

YES = ("YesOrNo", {"prompt": "Do you agree?"}, connect("1"), connect("2"))


def test_yes_is_one_and_no_is_two() -> None:
    assert call(flow_of(YES)).press("1").connected_to == "1"
    assert call(flow_of(YES, asr_enabled=True)).say("No").connected_to == "2"


def test_any_key_goes_one_way_and_no_key_the_other() -> None:
    flow = flow_of(("AnyKeyPress", {"prompt": "Press any key."}, connect("1"), connect("2")))
    assert call(flow).press("#").connected_to == "1"
    assert call(flow).silence().connected_to == "2"


ZIP = (
    "NumberQuestion",
    {
        "prompt": "Your ZIP code?",
        "number_question_type": "ZipCode",
        "caller_response_custom_data_partner_name": "zip",
    },
    ("Condition", {"condition": 'custom_data[zip] = "93101"'}, connect("1"), connect("2")),
    connect("3", failover="W"),
)


def test_digits_are_checked_kept_and_known_to_later_conditions() -> None:
    assert call(flow_of(ZIP)).enter("93101").connected_to == "1"
    assert call(flow_of(ZIP)).enter("93102#").connected_to == "2"


def test_digits_pressed_one_by_one_end_with_pound_or_a_pause() -> None:
    assert call(flow_of(ZIP)).press(*"93101", "#").connected_to == "1"
    assert call(flow_of(ZIP)).press(*"93101").silence().connected_to == "1"


def test_digits_that_end_too_early_with_a_pause_are_a_wrong_answer() -> None:
    walked = call(flow_of(ZIP)).press("9", "3").silence()
    assert (walked.ended, walked.state.wrong) == (False, True)
    (pause,) = (step for step in walked.trace if step.kind is Kind.SILENT)
    assert "expected" in pause.reason


def test_digits_of_the_wrong_form_are_a_wrong_answer() -> None:
    walked = call(flow_of(ZIP)).enter("931").enter("9").enter("12345678")
    assert (walked.connected_to, walked.keypresses) == ("3", "W")
    assert any("ZIP code of 5 digits" in step.reason for step in walked.trace)


@pytest.mark.parametrize(
    ("form", "good", "bad"),
    [
        ("Date", "02292028", "02292027"),
        ("Time", "0945", "2460"),
        ("PhoneNumber", "8005550100", "12345"),
        ("Currency", "12*50", "12**5"),
        ("Digits", "0", "*"),
    ],
)
def test_each_type_of_number_has_its_form(form: str, good: str, bad: str) -> None:
    flow = flow_of(("NumberQuestion", {"number_question_type": form}, connect("1")))
    assert call(flow).enter(good).connected_to == "1"
    assert not call(flow).enter(bad).ended


def confirmed() -> tuple[object, ...]:
    return ("Menu", {"prompt": "1?", "confirm_response_enabled": True}, connect("1"), connect("2"))


def test_an_answer_that_needs_confirming_waits_for_yes() -> None:
    flow = flow_of(confirmed())
    walked = call(flow).press("2")
    assert not walked.ended
    assert walked.press("1").connected_to == "2"


def test_not_confirming_asks_again_and_costs_no_attempt() -> None:
    walked = call(flow_of(confirmed()), attempts=1).press("2", "2", "2", "2", "1", "1")
    assert (walked.connected_to, walked.keypresses) == ("1", "1")


# -- text messages -------------------------------------------------------------------

OFFER = (
    "SmsPromo",
    {"prompt": "For a coupon press 9.", "sms_promo_copy": "Ten percent off."},
    ("Condition", {"condition": "sms_sent"}, connect("1"), connect("2")),
)


def test_a_mobile_caller_accepts_a_text_with_nine() -> None:
    walked = call(flow_of(OFFER), mobile=True).press("9")
    assert walked.texts_sent == ["Ten percent off."]
    assert (walked.connected_to, walked.keypresses) == ("1", "")


@pytest.mark.parametrize("declines", ["1", "silence"])
def test_anything_else_declines_the_text(declines: str) -> None:
    walked = call(flow_of(OFFER), mobile=True)
    _ = walked.silence() if declines == "silence" else walked.press(declines)
    assert (walked.texts_sent, walked.connected_to) == ([], "2")


@pytest.mark.parametrize("phone", ["landline", "unknown"])
def test_only_mobile_phones_are_offered_a_text(phone: str) -> None:
    walked = call(flow_of(OFFER), phone=phone)
    assert (walked.connected_to, walked.texts_sent) == ("2", [])
    assert any(step.kind is Kind.NOT_ASKED for step in walked.trace)


# -- forwarding ----------------------------------------------------------------------


def test_a_number_nobody_answers_leads_to_the_failover_after_its_time_out() -> None:
    failover = ("Failover", {"destination_phone_number": "8005550102"})
    flow = flow_of((*connect("8005550101", connect_timeout=20), failover))
    walked = call(flow, unanswered="8005550101")
    assert (walked.connected_to, walked.time) == ("8005550102", 20.0)
    assert call(flow).connected_to == "8005550101"


def test_a_ring_group_goes_on_to_the_next_number_that_is_enabled() -> None:
    numbers = [
        {"ring_group_number": "8005550101"},
        {"ring_group_number": "8005550102", "destination_disabled": True},
        {"ring_group_number": "8005550103"},
    ]
    fields = {"ring_group_destinations": numbers, "ring_group_connect_timeout": 15}
    flow = flow_of(("RingGroup", fields))
    assert call(flow).connected_to == "8005550101"
    assert call(flow, unanswered=["800-555-0101"]).connected_to == "8005550103"
    nobody = call(flow, unanswered=["8005550101", "8005550103"])
    assert nobody.outcome is not None
    assert (nobody.outcome.kind, nobody.time) == ("unanswered", 30.0)


ROUTE = ("DynamicRoute", {"dynamic_route_destination": "branch", "prompt": "One moment."}, END)


def test_a_dynamic_route_dials_the_number_in_the_callers_data() -> None:
    walked = call(flow_of(ROUTE), custom_data={"branch": "+18005550104"})
    assert walked.outcome is not None
    assert (walked.outcome.kind, walked.connected_to) == ("transferred", "+18005550104")
    assert walked.prompt == "One moment."


@pytest.mark.parametrize("value", [None, "", "the branch", "12"])
def test_without_a_valid_number_the_child_follows_and_the_prompt_is_not_heard(
    value: str | None,
) -> None:
    walked = call(flow_of(ROUTE), custom_data={} if value is None else {"branch": value})
    heard = [s.text for s in walked.trace if s.kind is Kind.HEARD]
    assert heard == ["Goodbye."]


def test_the_nearest_branch_is_dialled_where_there_is_one() -> None:
    flow = flow_of(("NearestBranch", {"prompt": "Your ZIP?", "radius_miles": 20}, END))
    assert call(flow, branch="8005550105").enter("93101").connected_to == "8005550105"
    assert call(flow).press("1").outcome.kind == "ended"  # type: ignore[union-attr]


def test_a_verified_place_counts_for_the_regions() -> None:
    deciding = ("Condition", {"condition": "in_region"}, connect("1"), connect("2"))
    flow = flow_of(("VerifyLocation", {"prompt": "Where are you?"}, deciding), campaign=OFFICE)
    assert call(flow, state="CA").press("1").connected_to == "1"
    assert call(flow, state="CA").silence().connected_to == "1"
    assert call(flow, state="CA").enter("10001").connected_to == "2"


# -- what holds for the whole flow ---------------------------------------------------


def test_the_recording_notice_comes_first_and_can_be_switched_off() -> None:
    first = call(flow_of(END, record_calls=True)).trace[0]
    assert (first.kind, first.node, first.text) == (Kind.NOTICE, None, "This call may be recorded.")
    silent = call(flow_of(END, record_calls=True, play_call_recorded_prompt=False))
    assert silent.trace[0].text == "Goodbye."


@pytest.mark.parametrize(("key", "heard"), [("1", True), ("2", False)])
def test_the_agent_hears_the_whisper_where_its_condition_holds(key: str, heard: bool) -> None:
    flow = flow_of(
        SALES_OR_SUPPORT, whisper_prompt_text="A sale.", whisper_prompt_condition="pressed[1]"
    )
    kinds = [step.kind for step in call(flow).press(key).trace]
    assert (Kind.WHISPERED in kinds) is heard


def test_error_prompts_are_those_of_the_flow_unless_the_question_has_its_own() -> None:
    flow = flow_of(YES, custom_wrong_keypress_error_prompt_text="Wrong.")
    assert "Wrong." in [s.text for s in call(flow).press("7").trace]
    own = (*YES[:1], {"custom_error_prompt_text": "Yes or no?"}, *YES[2:])
    assert "Yes or no?" in [s.text for s in call(flow_of(own)).press("7").trace]
    quiet = (
        *YES[:1],
        {"custom_error_prompt_text": "Yes?", "error_prompt_disabled": True},
        *YES[2:],
    )
    assert "Yes?" not in [s.text for s in call(flow_of(quiet)).press("7").trace]


def test_a_call_cannot_last_longer_than_the_vendor_lets_it() -> None:
    walked = call(flow_of(confirmed()), max_call_seconds=60)
    for _ in range(50):
        if not walked.ended:
            walked.press("2")
    assert walked.outcome is not None
    assert walked.outcome.kind == "too_long"
