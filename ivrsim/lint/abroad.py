"""Which country a number to dial belongs to, as far as its digits tell."""

from __future__ import annotations

from ivrsim.campaign.areacodes import country_and_state
from ivrsim.flow.action import Destination
from ivrsim.flow.numbers_plans import NANP_REGIONS
from ivrsim.flow.numbers_written import calling_code, code_and_national, region_of, take_apart


def digits_abroad(to: Destination, country: str | None) -> str:
    """The international digits of a number that is not at home in the United States or Canada.

    Empty for those, and for one without a country code in a campaign of another country.
    """
    parts = take_apart(to.number)
    code, national = code_and_national(parts, calling_code(to.country_code), region_of(country))
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
