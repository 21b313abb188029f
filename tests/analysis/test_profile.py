"""Profiles: every number has its source, shares are exact, nonsense is refused."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.analysis.profile import Rate, Shares, exact, percent, shares
from ivrsim.analysis.profiles import NEUTRAL, PROFILES, profile_of
from ivrsim.errors import UsageError
from ivrsim.flow.question import DIGIT_FORMS, accepts


@pytest.mark.parametrize("name", PROFILES)
def test_every_number_of_a_profile_has_a_source(name: str) -> None:
    profile = PROFILES[name]
    rows = list(profile.rates())
    numbers = [
        f.name
        for f in fields(profile)
        if isinstance(getattr(profile, f.name), Rate | Shares | dict) and getattr(profile, f.name)
    ]
    assert {row[0].partition("[")[0] for row in rows} == set(numbers)
    assert all(source and value for _, value, source in rows)
    text = profile.as_text()
    assert all(source in text for _, _, source in rows)


def test_the_profiles_are_those_of_the_field() -> None:
    assert list(PROFILES) == [
        "neutral", "patient", "impatient", "novice", "repeat_caller", "robocall",
        "fraud_pumper", "tty_user",
    ]  # fmt: skip
    assert all(profile.name == name for name, profile in PROFILES.items())


def test_the_neutral_numbers() -> None:
    assert dict(NEUTRAL.phone.of) == {
        "mobile": Fraction(3, 4),
        "landline": Fraction(1, 5),
        "unknown": Fraction(1, 20),
    }
    assert (NEUTRAL.wrong.share, NEUTRAL.none.share) == (Fraction(3, 100), Fraction(1, 20))
    assert NEUTRAL.week.of["monday"] / NEUTRAL.week.of["sunday"] == Fraction(155, 100)
    assert NEUTRAL.errors_per == "menu"


def test_what_a_profile_types_is_accepted() -> None:
    assert set(NEUTRAL.typed) == set(DIGIT_FORMS)
    assert all(accepts(form, text) for form, table in NEUTRAL.typed.items() for text in table.of)


@pytest.mark.parametrize(
    ("said", "share"),
    [
        (0.1, Fraction(1, 10)),
        ("3%", Fraction(3, 100)),
        ("2.5%", Fraction(1, 40)),
        ("1/3", Fraction(1, 3)),
        (1, Fraction(1)),
        (Fraction(2, 7), Fraction(2, 7)),
    ],
)
def test_a_share_is_what_people_mean_by_it(said: Any, share: Fraction) -> None:
    assert exact(said) == share


@pytest.mark.parametrize("said", ["", "many", -0.1, 1.1, "101%", "1/0", "nan", "inf", None])
def test_what_is_no_share_is_refused(said: Any) -> None:
    with pytest.raises(UsageError, match="share of calls from 0 to 1"):
        exact(said)


@given(st.fractions(0, 1))
def test_a_fraction_is_kept_as_it_is(share: Fraction) -> None:
    assert exact(share) == exact(str(share)) == share
    assert percent(share).endswith("%")


def test_a_change_keeps_the_rest_and_names_its_source() -> None:
    changed = NEUTRAL.but("our log of May", wrong="4%", phone={"mobile": 1})
    assert changed.wrong == Rate(Fraction(1, 25), "our log of May")
    assert changed.phone.source == "our log of May"
    assert changed.none is NEUTRAL.none
    assert ("wrong", "4%", "our log of May") in changed.rates()


@pytest.mark.parametrize(
    "changes",
    [
        {"colour": 1},
        {"wrong": 2},
        {"wrong": "60%", "none": "60%"},
        {"errors_per": "call"},
        {"phone": {"mobile": "1/2"}},
        {"phone": 1},
        {"joint": [("1/2", {"mobile": True})]},
        {"texts": {"media_type": {"Radio": "1/2"}}},
    ],
)
def test_a_change_that_cannot_be_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        NEUTRAL.but(**changes)


def test_shares_sum_to_one() -> None:
    assert shares({"a": "1/3", "b": "2/3"}).of["b"] == Fraction(2, 3)
    with pytest.raises(UsageError, match="sum to 1"):
        shares({"a": 0.3, "b": 0.6})


def test_profiles_go_by_name() -> None:
    assert profile_of("neutral") is NEUTRAL
    assert profile_of(NEUTRAL) is NEUTRAL
    with pytest.raises(UsageError, match="'usual'") as error:
        profile_of("usual")
    assert "tty_user" in str(error.value)
