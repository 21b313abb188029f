"""The demo campaign in Python: one test for each thing its callers rely on."""

from __future__ import annotations

import pytest

from ivrsim.testing.kit import FlowUnderTest, Kit

CAMPAIGN = "ivrsim/demo/campaign.json"
MONDAY, SUNDAY = "2026-11-23 10:00", "2026-11-29 10:00"
SEATTLE = {"city": "Seattle", "state": "WA"}
TEXT = (
    "Larkspur Home Comfort: furnace check 89 USD this month, code WARM89. "
    "Msg & data rates may apply. Reply HELP for help, STOP to end."
)


@pytest.fixture
def flow(ivr: Kit) -> FlowUnderTest:
    return ivr.at(MONDAY)(CAMPAIGN)


@pytest.mark.parametrize(
    ("keys", "number"),
    [
        ("11", "2065550131"),
        ("12", "2065550133"),
        ("1999", "2065550134"),
        ("31", "2065550151"),
        ("32", "206555015"),
        ("33", "2065550153"),
        ("999", "2065550170"),
    ],
)
def test_keys_lead_to_the_right_people(flow: FlowUnderTest, keys: str, number: str) -> None:
    assert flow.call(**SEATTLE).press(*keys).connected_to == number


@pytest.mark.parametrize(
    ("keys", "number"), [("", "2065550170"), ("1", "2065550134"), ("2", "2065550134")]
)
def test_silence_leads_to_a_dispatcher(flow: FlowUnderTest, keys: str, number: str) -> None:
    assert flow.call(**SEATTLE).press(*keys).silence(3).connected_to == number


def test_whoever_presses_a_key_that_is_not_there_hears_so(flow: FlowUnderTest) -> None:
    call = flow.call(**SEATTLE).press("3", "9", "9", "9")
    assert call.heard.count("Sorry, that is not one of the choices.") == 3
    assert call.outcome is not None
    assert call.outcome.kind == "disconnected"


def test_a_zip_code_leads_to_the_plumbers(flow: FlowUnderTest) -> None:
    call = flow.call(**SEATTLE).press("2").enter("1").enter("98101")
    assert call.heard.count("Please enter the five digits of your ZIP code.") == 2
    assert call.connected_to == "5035550142"
    assert flow.call(**SEATTLE).press("2", "#", "#", "#").connected_to == "2065550134"


def test_the_second_technician_is_called_if_the_first_does_not_answer(flow: FlowUnderTest) -> None:
    call = flow.call(**SEATTLE, unanswered="2065550131").press("1", "1")
    assert call.connected_to == "2065550132"


@pytest.mark.parametrize(("mobile", "texts"), [(True, [TEXT]), (False, [])])
def test_mobile_callers_get_the_offer_as_a_text(
    flow: FlowUnderTest, mobile: bool, texts: list[str]
) -> None:
    call = flow.call(**SEATTLE, mobile=mobile).press("4")
    if mobile:
        call.press("9")
    assert call.texts_sent == texts
    assert call.connected_to == "2065550161"


def test_callers_from_elsewhere_go_to_the_partners(flow: FlowUnderTest) -> None:
    assert flow.call(state="NY").press("1").connected_to == "8005550180"


@pytest.mark.parametrize(("busy", "number"), [((), "2065550191"), (("2065550191",), "2065550192")])
def test_on_sundays_any_key_calls_the_technicians(
    flow: FlowUnderTest, busy: tuple[str, ...], number: str
) -> None:
    call = flow.call(**SEATTLE, at=SUNDAY, unanswered=busy).press("7")
    assert call.connected_to == number


def test_on_sundays_silence_ends_the_call(flow: FlowUnderTest) -> None:
    outcome = flow.call(**SEATTLE, at=SUNDAY).silence().outcome
    assert outcome is not None
    assert outcome.kind == "ended"


def test_callers_are_told_what_the_keys_are_for(flow: FlowUnderTest) -> None:
    call = flow.call(**SEATTLE, mobile=True)
    notice, menu = call.heard
    assert notice == "This call may be recorded."
    assert menu == (
        "Thank you for calling Larkspur Home Comfort. For heating or cooling, press 1. "
        "For plumbing, press 2. For billing, press 3. For this month's offer, press 4. "
        "For our opening hours, press 5."
    )
    assert call.press("3").prompt == (
        "To pay a bill, press 1. For a question about an invoice, press 2."
    )
    offer = flow.call(**SEATTLE, mobile=True).press("4").prompt
    assert offer == (
        "This month a furnace check is 89 dollars. To get the coupon as a text message, "
        "press 9. Message and data rates may apply."
    )
    heating = flow.call(**SEATTLE).press("1").prompt
    assert heating == (
        "Is your heating or cooling out completely? For yes, press 1. For no, press 2."
    )


@pytest.mark.parametrize(
    ("keys", "sorry"),
    [
        ("9", "Sorry, that is not one of the choices."),
        ("19", "Sorry, that is not one of the choices."),
        ("2#", "Sorry, that is not one of the choices."),
        ("39", "Sorry, that is not one of the choices."),
    ],
)
def test_a_wrong_key_is_answered_and_asked_again(
    flow: FlowUnderTest, keys: str, sorry: str
) -> None:
    call = flow.call(**SEATTLE).press(*keys)
    assert call.heard[-2] == sorry
    assert call.heard[-1] == call.heard[-3]


def test_silence_is_answered_in_its_own_words(flow: FlowUnderTest) -> None:
    assert "Sorry, I did not get your answer." in flow.call(**SEATTLE).silence().heard


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("11", "We will put you through to the technician on duty."),
        ("12", "One moment, we will find you an appointment."),
        ("1999", "A dispatcher will help you with that."),
        ("2###", "A dispatcher will find the right plumber for you."),
        ("31", "Connecting you to our payment line."),
        ("4", "One moment, we will book your furnace check."),
        ("999", "Let me get somebody to help you."),
    ],
)
def test_callers_are_told_who_comes(flow: FlowUnderTest, keys: str, told: str) -> None:
    assert flow.call(**SEATTLE).press(*keys).heard[-1] == told


def test_whoever_speaks_is_understood(flow: FlowUnderTest) -> None:
    assert flow.call(**SEATTLE, at=SUNDAY).say("zero").connected_to == "2065550191"
