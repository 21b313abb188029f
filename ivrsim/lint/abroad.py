"""What is wrong with a number to dial, and which country it belongs to, by its digits."""

from __future__ import annotations

from functools import lru_cache

from ivrsim.campaign.areacodes import country_and_state
from ivrsim.flow.action import Destination
from ivrsim.flow.numbers import NumberFault, check_number
from ivrsim.flow.numbers_plans import NANP_REGIONS
from ivrsim.flow.numbers_written import calling_code, code_and_national, region_of, take_apart

REMEMBERED = 1024
"""How many different numbers are not judged again: a flow dials few, each from many nodes."""


def faults_of(to: Destination, country: str | None) -> tuple[NumberFault, ...]:
    """What is wrong with a number; `country` is the campaign's."""
    return _faults_of(to.number, to.country_code, country)


@lru_cache(maxsize=REMEMBERED)
def _faults_of(number: str, code: str, country: str | None) -> tuple[NumberFault, ...]:
    return tuple(check_number(number, code, country))


def digits_abroad(to: Destination, country: str | None) -> str:
    """The international digits of a number that is not at home in the United States or Canada.

    Empty for those, and for one without a country code in a campaign of another country.
    """
    return _digits_abroad(to.number, to.country_code, country)


@lru_cache(maxsize=REMEMBERED)
def _digits_abroad(number: str, own_code: str, country: str | None) -> str:
    parts = take_apart(number)
    code, national = code_and_national(parts, calling_code(own_code), region_of(country))
    if code != "1":
        return code + (national if code else parts.digits if parts.international else "")
    home, _ = country_and_state(national[:3])
    return "1" + national if home and home not in NANP_REGIONS else ""


def is_abroad(to: Destination, country: str | None) -> bool:
    """Whether a number is in another country than its campaign's (the United States if none)."""
    digits = digits_abroad(to, country)
    return bool(digits) and not digits.startswith(_code_of(country))


def _code_of(country: str | None) -> str:
    return _CODES.get(region_of(country) or "US", "1 ")


_CODES = {
    "AU": "61", "CH": "41", "CN": "86", "DE": "49", "FI": "358", "FR": "33", "GB": "44",
    "HK": "852", "IT": "39", "JP": "81", "NL": "31", "SE": "46", "SG": "65",
}  # fmt: skip
"""The calling codes of the vendor's other countries; nothing starts with that of the others."""
