"""Hours, holidays, time zones and regions, and what prompts say about them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.campaign.hours import WEEKDAYS, Hours
from ivrsim.campaign.record import DAY
from ivrsim.errors import UsageError
from ivrsim.lint import RULES, Diagnostic, LintSettings, Severity, lint
from ivrsim.lint.spoken_hours import all_day, spoken_hours

Json = dict[str, Any]

END: Json = {"node_type": "EndCall", "prompt": "Goodbye."}
DIAL: Json = {"node_type": "Connect", "destination_phone_number": "8004377950"}
ASKS: Json = {"node_type": "Condition", "condition": "during_hours", "children": [DIAL, END]}
NINE_TO_FIVE = {"monday_open": 32400, "monday_close": 61200}


def campaign(hours: Json | None = None, root: Json = ASKS, **fields: Any) -> Json:
    return {"hours": hours or NINE_TO_FIVE, **fields, "ivr_tree": {"root": root}}


def found(document: Json, code: str, options: Json | None = None) -> list[Diagnostic]:
    known = {option.name: option for option in RULES[code].options}
    given_options = {known[name]: value for name, value in (options or {}).items()}
    settings = LintSettings(select=code, options=given_options)
    return lint(json.dumps(document, indent=1), settings=settings)


def said(document: Json, code: str) -> list[str]:
    return [diagnostic.message for diagnostic in found(document, code)]


# -- IVR502, IVR503: the hours themselves ---------------------------------------------


@pytest.mark.parametrize(
    ("hours", "messages"),
    [
        ({"monday_open": 32400, "monday_close": 61200}, []),
        ({"monday_open": 32400, "monday_close": 0}, []),
        ({"monday_open": 0, "monday_close": 86400}, []),
        ({"monday_open": 75600, "monday_close": 7200}, ["Monday: closes at 2:00, before it"]),
        ({"monday_open": 0, "monday_close": 0}, ["Monday: opens and closes at 0:00"]),
        ({"monday_open": 0, "monday_close": 86340}, ["Monday: closes at 23:59: callers"]),
        ({"monday_open": 32400, "monday_close": 86340}, []),
        (
            {"monday_open": 32400, "monday_close": 86399, "tuesday_open": 0, "tuesday_close": 3600},
            ["Monday: closes at 23:59:59: callers"],
        ),
        ({"monday_open": 32400}, ["Monday: has an opening time, but no closing time"]),
        ({"monday_close": 32400}, ["Monday: has a closing time, but no opening time"]),
        ({"monday_closed": False}, ["Monday: is not closed, but has no opening"]),
        ({"monday_open": 75600, "monday_close": 7200, "monday_closed": True}, []),
    ],
)
def test_hours_open_when_they_say(hours: Json, messages: list[str]) -> None:
    told = said(campaign(hours), "IVR502")
    assert len(told) == len(messages)
    assert all(text.startswith(begin) for text, begin in zip(told, messages, strict=True))


def test_days_with_the_same_fault_are_told_together_and_mended_together() -> None:
    hours = {f"{day}_{field}": 86399 * (field == "close") for day in WEEKDAYS[:3]
             for field in ("open", "close")}  # fmt: skip
    (only,) = found(campaign(hours), "IVR502")
    assert only.message.startswith("Monday, Tuesday and Wednesday: closes at 23:59:59")
    assert only.pointer == "/hours/monday_close"
    (fix,) = only.fixes
    assert [edit.text for edit in fix.edits] == ["86400"] * 3
    assert not fix.safe


def test_hours_that_do_not_count_are_not_judged() -> None:
    overnight = {"monday_open": 75600, "monday_close": 7200}
    for code in ("IVR502", "IVR503", "IVR505", "IVR506", "IVR507", "IVR508"):
        assert not found(campaign(overnight, operating_24_7=True), code)
        assert not found({"ivr_tree": {"root": ASKS}}, code)
        assert not found({"name": "x", "hours": {}, "ivr_tree": {"root": ASKS}}, code)


def test_the_hours_of_closed_days_are_removed_safely() -> None:
    hours = {**NINE_TO_FIVE, "sunday_open": 0, "sunday_close": None, "sunday_closed": True}
    (only,) = found(campaign(hours), "IVR503")
    assert only.message == "Hours are given for a day that is closed: Sunday"
    (fix,) = only.fixes
    assert fix.safe
    assert len(fix.edits) == 1


def test_null_is_said_to_be_not_closed_and_odd_times_are_told() -> None:
    odd = {"monday_open": 32401, "monday_close": 50999, "monday_closed": None}
    opens, closes, null = found(campaign(odd), "IVR503")
    assert null.message == "Monday: hours are given, but whether the day is closed is null"
    assert [null.fixes[0].safe, null.fixes[0].edits[0].text] == [True, "false"]
    assert opens.message == "Monday opens at 9:00:01, which is no full minute"
    assert not opens.fixes
    assert closes.fixes[0].title == "Write 14:10 (51000)"
    assert not found(campaign({"monday_open": 0, "monday_close": 86399}), "IVR503")


SECONDS = st.none() | st.integers(0, DAY)
HOURS = st.fixed_dictionaries(
    {
        f"{day}_{field}": st.none() | st.booleans() if field == "closed" else SECONDS
        for day in WEEKDAYS
        for field in ("open", "close", "closed")
    }
)


@given(HOURS)
def test_what_a_safe_fix_changes_opens_no_door_and_closes_none(hours: Json) -> None:
    mended = dict(hours)
    for day in WEEKDAYS:
        if hours[f"{day}_closed"]:
            mended |= {f"{day}_open": None, f"{day}_close": None}
        elif hours[f"{day}_open"] is not None and hours[f"{day}_close"] is not None:
            mended[f"{day}_closed"] = False
    before, after = (Hours.model_validate(h).schedule() for h in (hours, mended))
    assert before.intervals() == after.intervals()


# -- IVR505: the zone -----------------------------------------------------------------

EASTERN = "Eastern Time (US & Canada)"
NEW_YORK = {**DIAL, "destination_phone_number": "2125557950"}
SEATTLE = {**DIAL, "destination_phone_number": "2065557950"}


def asks(open_: Json, closed: Json = END) -> Json:
    return {**ASKS, "children": [open_, closed]}


@pytest.mark.parametrize(
    ("zone", "root", "states", "right"),
    [
        (EASTERN, asks(NEW_YORK), "", ""),
        (EASTERN, asks(SEATTLE), "elsewhere: WA", "Pacific Time (US & Canada)"),
        (EASTERN, asks(SEATTLE, NEW_YORK), "", ""),
        (EASTERN, asks(DIAL), "", ""),
        ("London", asks(NEW_YORK), "elsewhere: NY", EASTERN),
        ("Indiana (East)", asks(NEW_YORK), "", ""),
        (EASTERN, SEATTLE, "", ""),
        ("Nowhere", asks(SEATTLE), "", ""),
    ],
)
def test_one_place_in_the_zone_is_enough(zone: str, root: Json, states: str, right: str) -> None:
    told = found(campaign(root=root, timezone=zone), "IVR505")
    assert [d.message.endswith(states) for d in told] == ([True] if states else [])
    assert [f.title for d in told for f in d.fixes] == ([f"Write {right}"] if right else [])


def test_regions_speak_for_a_zone_too() -> None:
    west = [{"name": "West", "regions": [{"region_type": "City", "value": "Reno, NV"}]}]
    told = found(campaign(timezone=EASTERN, named_regions=west), "IVR505")
    assert [d.message.endswith("elsewhere: NV") for d in told] == [True]
    assert not told[0].fixes, "Nevada goes by two clocks"
    agreed = campaign(root=asks(NEW_YORK), timezone=EASTERN, named_regions=west)
    assert not found(agreed, "IVR505")


# -- IVR506: holidays -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        ("We are closed on public holidays.", True),
        ("Nous sommes ouverts tous les jours, sauf les jours fériés.", True),
        ("Estamos cerrados los días festivos.", True),
        ("Happy holidays! For our holiday offers, press 1.", False),
        ("We are closed.", False),
    ],
)
def test_promised_holidays_are_told(prompt: str, told: bool) -> None:
    root = asks(DIAL, {**END, "prompt": prompt})
    assert bool(found(campaign(root=root), "IVR506")) is told
    assert not found(campaign(root={**END, "prompt": prompt}), "IVR506"), "hours are not asked"


def test_configured_holidays_are_held_against_the_hours() -> None:
    days = {"holidays": "2026-12-28, 2026-12-29"}
    (only,) = found(campaign(), "IVR506", days)
    expected = "2026-12-28 is a holiday, but the hours of a Monday count: 9:00 to 17:00"
    assert only.message == expected
    assert only.pointer == "/hours/monday_open"
    with pytest.raises(UsageError, match="no list of dates"):
        found(campaign(), "IVR506", {"holidays": "Christmas"})


# -- IVR507: what prompts say ---------------------------------------------------------


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("We are open from 9 a.m. to 5 p.m.", ""),
        ("We are open from 9 a.m. to 6 p.m.", "9 a.m. to 6 p.m."),
        ("Our hours are 9:00-17:00.", ""),
        ("Our hours are nine a.m. until six p.m. on Mondays.", "nine a.m. until six p.m."),
        ("Nous sommes ouverts de 9 h à 17 h.", ""),
        ("Nous sommes ouverts de 8 h 30 à 17 h.", "8 h 30 à 17 h"),
        ("Abierto de las 9:00 a 18:00.", "9:00 a 18:00"),
        ("Abierto de nueve de la mañana a cinco de la tarde.", ""),
        ("We are open from 8 a.m. to 4 p.m. Pacific time.", ""),
        ("We open 7 to 9 days after your call.", ""),
        ("Our office is at 12 to 14 Main Street.", ""),
        ("The webinar is from 2 p.m. to 4 p.m.", ""),
        ("For sales, open 8 a.m. to 8 p.m., press 1.", ""),
        ("We are open from 9 a.m. to 6 p.m. For sales, press 1.", "9 a.m. to 6 p.m."),
    ],
)
def test_spoken_hours_are_those_of_some_day(prompt: str, words: str) -> None:
    told = said(campaign(root=asks({**DIAL, "prompt": prompt})), "IVR507")
    assert told == (
        [f'The prompt says "{words}", but the campaign\'s hours are 9:00 to 17:00'] if words else []
    )
    assert not found(campaign(root={**DIAL, "prompt": prompt}), "IVR507"), "hours are not asked"


def menu(prompt: str, *children: Json) -> Json:
    return {"node_type": "Menu", "prompt": prompt, "children": list(children)}


PROMISE = "Please press 1 for sales or 2 for 24 hour support"
ALWAYS_CLOSED_BY_NIGHT = asks(DIAL)
INVERTED = {**ASKS, "condition": "not during_hours", "children": [END, DIAL]}


@pytest.mark.parametrize(
    ("prompt", "sales", "support", "told"),
    [
        (PROMISE, ALWAYS_CLOSED_BY_NIGHT, DIAL, False),
        (PROMISE, DIAL, ALWAYS_CLOSED_BY_NIGHT, True),
        (PROMISE, DIAL, INVERTED, True),
        (PROMISE, DIAL, asks(DIAL, DIAL), False),
        (PROMISE, DIAL, asks(END, END), False),
        (PROMISE, DIAL, {**ASKS, "condition": "mobile"}, False),
        (PROMISE, DIAL, menu("For the lab, press 1.", ALWAYS_CLOSED_BY_NIGHT), False),
        ("For sales, press 1. For support, press 2.", DIAL, ALWAYS_CLOSED_BY_NIGHT, False),
    ],
)
def test_a_key_for_24_hours_is_answered_at_night(
    prompt: str, sales: Json, support: Json, told: bool
) -> None:
    found_here = found(menu(prompt, sales, support), "IVR507")
    assert bool(found_here) is told
    for diagnostic in found_here:
        assert "for key 2, but outside the hours it leads to nobody" in diagnostic.message
        assert diagnostic.witness is not None
        assert diagnostic.severity is Severity.WARNING


@given(st.text() | st.lists(st.sampled_from(
    ["open", "hours", "9", "12:30", "a.m.", "p.m.", "to", "-", "24", "noon", "heures", "horas", " "]
)).map(" ".join))  # fmt: skip
def test_any_text_can_be_scanned_for_hours(text: str) -> None:
    for spoken in spoken_hours(text):
        assert 0 <= spoken.span.start < spoken.span.end <= len(text)
        assert spoken.meant
        assert all(0 <= second < 2 * DAY * 4 for pair in spoken.meant for second in pair)
    found_all_day = all_day(text)
    assert found_all_day is None or found_all_day.end <= len(text)


# -- IVR508: the nights on which clocks change ----------------------------------------


@pytest.mark.parametrize(
    ("zone", "hours", "messages"),
    [
        (EASTERN, {"sunday_open": 0, "sunday_close": 5400}, ["1:30 comes twice"]),
        (EASTERN, {"saturday_open": 64800, "saturday_close": 5400}, ["1:30 comes twice"]),
        (EASTERN, {"sunday_open": 9000, "sunday_close": 36000}, ["2:30 does not exist"]),
        (EASTERN, {"sunday_open": 3600, "sunday_close": 10800}, []),
        (EASTERN, {"monday_open": 5400, "monday_close": 36000}, []),
        (EASTERN, {"sunday_open": 32400, "sunday_close": 61200}, []),
        ("Arizona", {"sunday_open": 0, "sunday_close": 5400}, []),
        ("Nowhere", {"sunday_open": 0, "sunday_close": 5400}, []),
        (
            "Greenland",
            {"saturday_open": 36000, "saturday_close": 84600},
            ["23:30 comes twice", "23:30 does not exist"],
        ),
    ],
)
def test_hours_in_the_night_of_a_change_are_told(
    zone: str, hours: Json, messages: list[str]
) -> None:
    told = said(campaign(hours, timezone=zone), "IVR508")
    assert len(told) == len(messages)
    assert all(part in text for part, text in zip(messages, told, strict=True))
    assert not said(campaign(hours, root=DIAL, timezone=zone), "IVR508"), "hours are not asked"


# -- IVR509: regions ------------------------------------------------------------------


def regions(*pairs: tuple[str, str], **fields: Any) -> Json:
    named = [{"name": "Home", "regions": [{"region_type": t, "value": v} for t, v in pairs]}]
    return {"named_regions": named, **fields, "ivr_tree": {"root": END}}


@pytest.mark.parametrize(
    ("kind", "value", "hint"),
    [
        ("State", "CA", None),
        ("State", "california", None),
        ("State", "Califronia", 'Did you mean "California"?'),
        ("State", "United States", "Make it a Country."),
        ("Country", "California", "Make it a State."),
        ("Country", "CA", None),
        ("Country", "Brazil", None),
        ("City", "Sacramento, CA", None),
        ("City", "Sacramento", None),
        ("City", "Sacramento, XX", 'Write "Sacramento, CA", "CA" or "United States".'),
        ("State", "CA, US, Earth", 'Write "Sacramento, CA", "CA" or "United States".'),
        ("Zone", "North", None),
        ("Zone", "", 'Write "Sacramento, CA", "CA" or "United States".'),
    ],
)
def test_a_region_is_a_place(kind: str, value: str, hint: str | None) -> None:
    told = found(regions((kind, value)), "IVR509")
    assert [diagnostic.hint for diagnostic in told] == ([hint] if hint else [])


def test_a_slip_of_the_pen_can_be_mended() -> None:
    (only,) = found(regions(("State", "Califronia")), "IVR509")
    assert [fix.title for fix in only.fixes] == ["Write California"]


def test_hours_that_count_for_nothing_can_be_made_to_count() -> None:
    (only,) = found(campaign(operating_24_7=True), "IVR501")
    assert [fix.title for fix in only.fixes] == ["Let the hours count"]
    assert not found({"operating_24_7": True, "ivr_tree": {"root": ASKS}}, "IVR501")[0].fixes


def test_states_of_other_countries_are_not_judged() -> None:
    assert not found(regions(("State", "New South Wales"), campaign_country="AU"), "IVR509")
    assert not found(regions(("City", "Perth, WA, Australia")), "IVR509")
    assert not found(regions(("City", "Perth, Western Australia, Australia")), "IVR509")


def test_a_place_that_stands_twice_is_told_and_removed_only_in_its_own_region() -> None:
    (same,) = found(regions(("State", "CA"), ("State", "California")), "IVR509")
    assert same.message == '"California" stands twice in this region'
    assert (same.severity, same.fixes[0].safe) == (Severity.INFO, True)
    document = regions(("State", "CA"))
    document["named_regions"] *= 2
    (other,) = found(document, "IVR509")
    assert other.message == '"CA" stands also in the region "Home"'
    assert not other.fixes
