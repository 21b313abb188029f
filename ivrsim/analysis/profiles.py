"""The profiles there are: eight kinds of callers, every number with its source.

Where no public figure was found the source says `[assumed]`: such a number is a place
to put your own.  `wrong` and `none` are read per menu, because that is what a call
report counts: a "W" or an "N" among the keypresses.
"""

from __future__ import annotations

from fractions import Fraction

from ivrsim.analysis.profile import Profile, Rate, Shares
from ivrsim.campaign.hours import WEEKDAYS
from ivrsim.errors import UsageError

ASSUMED = "[assumed]"
_MONDAY, _SUNDAY = 31, 20
_WEEK = (_MONDAY,) * 5 + (_SUNDAY,) * 2


def _assumed(share: Fraction | int, why: str) -> Rate:
    return Rate(Fraction(share), f"{ASSUMED} {why}")


NEUTRAL = Profile(
    name="neutral",
    phone=Shares(
        {"mobile": Fraction(75, 100), "landline": Fraction(20, 100), "unknown": Fraction(5, 100)},
        f"{ASSUMED} 53% of calls came from mobile channels in 2014, which is another measure",
    ),
    repeat=_assumed(Fraction(1, 5), "one caller in five called in the last 30 days"),
    week=Shares(
        {day: Fraction(n, sum(_WEEK)) for day, n in zip(WEEKDAYS, _WEEK, strict=True)},
        "Monday = 1.55 x Sunday (Invoca, 58 million calls, 2016); "
        f"{ASSUMED} Tuesday to Friday as Monday, Saturday as Sunday, all hours alike",
    ),
    wrong=_assumed(Fraction(3, 100), "per menu; calibrate from the W of your call report"),
    none=_assumed(Fraction(5, 100), "per menu; calibrate from the N of your call report"),
    hang_up=Rate(
        Fraction(1, 100),
        "per menu; with it and 0.07% a second about 5% leave in 48 s and two menus, which "
        f"CallHippo calls good; {ASSUMED} how it is split; the part per second is left out here",
    ),
    accepts_text=_assumed(Fraction(1, 2), "9 and silence alike"),
    corrects_place=_assumed(0, "the guessed place is right"),
    answered=_assumed(1, "every number that is dialled takes the call"),
    branch_near=_assumed(1, "a branch is near"),
    typed={
        form: Shares({text: Fraction(1)}, f"{ASSUMED} one usual text; no condition names it")
        for form, text in {
            "Digits": "1234",
            "Number": "42",
            "PhoneNumber": "2065550123",
            "Date": "01151980",
            "Currency": "20*00",
            "Time": "0930",
            "ZipCode": "98101",
        }.items()
    },
)
"""Everybody: the defaults, with nothing known of the campaign's own callers."""

PATIENT = NEUTRAL.but(f"{ASSUMED} listens to the end", name="patient", hang_up=0, wrong="2%")
IMPATIENT = NEUTRAL.but(
    f"{ASSUMED} about 20-30% leave in three to five menus, the stress figure of unbound.cx; "
    "27% in a survey by Vonage",
    name="impatient",
    hang_up="7%",
).but(f"{ASSUMED} presses before the prompt ends", wrong="6%", none="2%")
NOVICE = NEUTRAL.but(
    f"{ASSUMED} never heard these prompts; three times the neutral errors, as Suhm and "
    "Peterson found only 1.6% of calls to succeed in the IVR",
    name="novice",
    wrong="9%",
    none="15%",
    repeat=0,
)
REPEAT_CALLER = NEUTRAL.but(
    f"{ASSUMED} knows the menus; barges in at 70% of prompts",
    name="repeat_caller",
    repeat=1,
    wrong="1%",
    none="1%",
)
ROBOCALL = NEUTRAL.but(
    "a machine that never presses and stays to the limit (TransNexus)",
    name="robocall",
    wrong=0,
    none=1,
    hang_up=0,
    accepts_text=0,
).but(f"{ASSUMED} calls from numbers without a phone type", phone={"unknown": 1})
FRAUD_PUMPER = NEUTRAL.but(
    f"{ASSUMED} presses keys at random to stay on the line, and calls again",
    name="fraud_pumper",
    wrong=0,
    none=0,
    hang_up=0,
    repeat="9/10",
).but(f"{ASSUMED} calls from numbers without a phone type", phone={"unknown": 1})
TTY_USER = NEUTRAL.but(
    f"{ASSUMED} a text telephone: the prompts are not heard, so most wait or guess",
    name="tty_user",
    wrong="20%",
    none="60%",
    accepts_text=0,
).but(f"{ASSUMED} a text telephone is a landline", phone={"landline": 1})

PROFILES = {
    profile.name: profile
    for profile in (
        NEUTRAL,
        PATIENT,
        IMPATIENT,
        NOVICE,
        REPEAT_CALLER,
        ROBOCALL,
        FRAUD_PUMPER,
        TTY_USER,
    )
}
"""Every profile by its name."""


def profile_of(profile: str | Profile) -> Profile:
    """The profile of that name, or the profile itself.  Raises `UsageError`."""
    if isinstance(profile, Profile):
        return profile
    if profile not in PROFILES:
        raise UsageError(
            f"There is no profile {profile!r}.", hint=f"Profiles: {', '.join(PROFILES)}."
        )
    return PROFILES[profile]
