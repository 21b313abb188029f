"""Time zones by the names the vendor uses: those of Ruby on Rails.

Invoca, Advertiser Campaigns: a campaign's `timezone` is one of the names of
ActiveSupport::TimeZone, a budget's `time_zone` one of six of them.  The list of names
is frozen by its makers; the IANA ids behind them follow the renamings of the IANA data
(Rails of different ages still say America/Godthab, Europe/Kiev, Asia/Rangoon).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from ivrsim.lazy import fetch

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

RAILS_ZONES: Mapping[str, str] = {
    "International Date Line West": "Etc/GMT+12",
    "Midway Island": "Pacific/Midway",
    "American Samoa": "Pacific/Pago_Pago",
    "Hawaii": "Pacific/Honolulu",
    "Alaska": "America/Juneau",
    "Pacific Time (US & Canada)": "America/Los_Angeles",
    "Tijuana": "America/Tijuana",
    "Mountain Time (US & Canada)": "America/Denver",
    "Arizona": "America/Phoenix",
    "Chihuahua": "America/Chihuahua",
    "Mazatlan": "America/Mazatlan",
    "Central Time (US & Canada)": "America/Chicago",
    "Saskatchewan": "America/Regina",
    "Guadalajara": "America/Mexico_City",
    "Mexico City": "America/Mexico_City",
    "Monterrey": "America/Monterrey",
    "Central America": "America/Guatemala",
    "Eastern Time (US & Canada)": "America/New_York",
    "Indiana (East)": "America/Indiana/Indianapolis",
    "Bogota": "America/Bogota",
    "Lima": "America/Lima",
    "Quito": "America/Lima",
    "Atlantic Time (Canada)": "America/Halifax",
    "Caracas": "America/Caracas",
    "La Paz": "America/La_Paz",
    "Santiago": "America/Santiago",
    "Newfoundland": "America/St_Johns",
    "Brasilia": "America/Sao_Paulo",
    "Buenos Aires": "America/Argentina/Buenos_Aires",
    "Montevideo": "America/Montevideo",
    "Georgetown": "America/Guyana",
    "Puerto Rico": "America/Puerto_Rico",
    "Greenland": "America/Nuuk",
    "Mid-Atlantic": "Atlantic/South_Georgia",
    "Azores": "Atlantic/Azores",
    "Cape Verde Is.": "Atlantic/Cape_Verde",
    "Dublin": "Europe/Dublin",
    "Edinburgh": "Europe/London",
    "Lisbon": "Europe/Lisbon",
    "London": "Europe/London",
    "Casablanca": "Africa/Casablanca",
    "Monrovia": "Africa/Monrovia",
    "UTC": "Etc/UTC",
    "Belgrade": "Europe/Belgrade",
    "Bratislava": "Europe/Bratislava",
    "Budapest": "Europe/Budapest",
    "Ljubljana": "Europe/Ljubljana",
    "Prague": "Europe/Prague",
    "Sarajevo": "Europe/Sarajevo",
    "Skopje": "Europe/Skopje",
    "Warsaw": "Europe/Warsaw",
    "Zagreb": "Europe/Zagreb",
    "Brussels": "Europe/Brussels",
    "Copenhagen": "Europe/Copenhagen",
    "Madrid": "Europe/Madrid",
    "Paris": "Europe/Paris",
    "Amsterdam": "Europe/Amsterdam",
    "Berlin": "Europe/Berlin",
    "Bern": "Europe/Zurich",
    "Zurich": "Europe/Zurich",
    "Rome": "Europe/Rome",
    "Stockholm": "Europe/Stockholm",
    "Vienna": "Europe/Vienna",
    "West Central Africa": "Africa/Algiers",
    "Bucharest": "Europe/Bucharest",
    "Cairo": "Africa/Cairo",
    "Helsinki": "Europe/Helsinki",
    "Kyiv": "Europe/Kyiv",
    "Riga": "Europe/Riga",
    "Sofia": "Europe/Sofia",
    "Tallinn": "Europe/Tallinn",
    "Vilnius": "Europe/Vilnius",
    "Athens": "Europe/Athens",
    "Istanbul": "Europe/Istanbul",
    "Minsk": "Europe/Minsk",
    "Jerusalem": "Asia/Jerusalem",
    "Harare": "Africa/Harare",
    "Pretoria": "Africa/Johannesburg",
    "Kaliningrad": "Europe/Kaliningrad",
    "Moscow": "Europe/Moscow",
    "St. Petersburg": "Europe/Moscow",
    "Volgograd": "Europe/Volgograd",
    "Samara": "Europe/Samara",
    "Kuwait": "Asia/Kuwait",
    "Riyadh": "Asia/Riyadh",
    "Nairobi": "Africa/Nairobi",
    "Baghdad": "Asia/Baghdad",
    "Tehran": "Asia/Tehran",
    "Abu Dhabi": "Asia/Muscat",
    "Muscat": "Asia/Muscat",
    "Baku": "Asia/Baku",
    "Tbilisi": "Asia/Tbilisi",
    "Yerevan": "Asia/Yerevan",
    "Kabul": "Asia/Kabul",
    "Ekaterinburg": "Asia/Yekaterinburg",
    "Islamabad": "Asia/Karachi",
    "Karachi": "Asia/Karachi",
    "Tashkent": "Asia/Tashkent",
    "Chennai": "Asia/Kolkata",
    "Kolkata": "Asia/Kolkata",
    "Mumbai": "Asia/Kolkata",
    "New Delhi": "Asia/Kolkata",
    "Kathmandu": "Asia/Kathmandu",
    "Astana": "Asia/Almaty",
    "Dhaka": "Asia/Dhaka",
    "Sri Jayawardenepura": "Asia/Colombo",
    "Almaty": "Asia/Almaty",
    "Novosibirsk": "Asia/Novosibirsk",
    "Rangoon": "Asia/Yangon",
    "Bangkok": "Asia/Bangkok",
    "Hanoi": "Asia/Bangkok",
    "Jakarta": "Asia/Jakarta",
    "Krasnoyarsk": "Asia/Krasnoyarsk",
    "Beijing": "Asia/Shanghai",
    "Chongqing": "Asia/Shanghai",
    "Hong Kong": "Asia/Hong_Kong",
    "Urumqi": "Asia/Urumqi",
    "Kuala Lumpur": "Asia/Kuala_Lumpur",
    "Singapore": "Asia/Singapore",
    "Taipei": "Asia/Taipei",
    "Perth": "Australia/Perth",
    "Irkutsk": "Asia/Irkutsk",
    "Ulaanbaatar": "Asia/Ulaanbaatar",
    "Seoul": "Asia/Seoul",
    "Osaka": "Asia/Tokyo",
    "Sapporo": "Asia/Tokyo",
    "Tokyo": "Asia/Tokyo",
    "Yakutsk": "Asia/Yakutsk",
    "Darwin": "Australia/Darwin",
    "Adelaide": "Australia/Adelaide",
    "Canberra": "Australia/Melbourne",
    "Melbourne": "Australia/Melbourne",
    "Sydney": "Australia/Sydney",
    "Brisbane": "Australia/Brisbane",
    "Hobart": "Australia/Hobart",
    "Vladivostok": "Asia/Vladivostok",
    "Guam": "Pacific/Guam",
    "Port Moresby": "Pacific/Port_Moresby",
    "Magadan": "Asia/Magadan",
    "Srednekolymsk": "Asia/Srednekolymsk",
    "Solomon Is.": "Pacific/Guadalcanal",
    "New Caledonia": "Pacific/Noumea",
    "Fiji": "Pacific/Fiji",
    "Kamchatka": "Asia/Kamchatka",
    "Marshall Is.": "Pacific/Majuro",
    "Auckland": "Pacific/Auckland",
    "Wellington": "Pacific/Auckland",
    "Nuku'alofa": "Pacific/Tongatapu",
    "Tokelau Is.": "Pacific/Fakaofo",
    "Chatham Is.": "Pacific/Chatham",
    "Samoa": "Pacific/Apia",
}
"""The name of each zone and its IANA id."""

BUDGET_ZONES = (
    "Pacific Time (US & Canada)",
    "Mountain Time (US & Canada)",
    "Central Time (US & Canada)",
    "Eastern Time (US & Canada)",
    "London",
    "UTC",
)
"""The zones a budget may be counted in (Invoca, Advertiser Campaigns, `time_zone`)."""

_SHORT_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("et", "est", "edt", "useastern"), "Eastern Time (US & Canada)"),
    **dict.fromkeys(("ct", "cst", "cdt", "uscentral"), "Central Time (US & Canada)"),
    **dict.fromkeys(("mt", "mst", "mdt", "usmountain"), "Mountain Time (US & Canada)"),
    **dict.fromkeys(("pt", "pst", "pdt", "uspacific"), "Pacific Time (US & Canada)"),
    **dict.fromkeys(("gmt", "z", "utc0", "etcutc"), "UTC"),
}

_IANA_ID = re.compile(r"(?!posix/|right/)[A-Z][A-Za-z0-9_+-]{0,30}(/[A-Za-z0-9_+-]{1,30}){0,2}")


def is_rails_name(name: str) -> bool:
    """Whether the vendor's list has the name, letter by letter."""
    return name in RAILS_ZONES


@cache
def zone(name: str) -> ZoneInfo | None:
    """The zone of a Rails name or of an IANA id; None if there is no such zone.

    An IANA id works, as it does in Rails, though the vendor's list has only the names:
    `is_rails_name` tells them apart.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    iana = RAILS_ZONES.get(name, name)
    if not _IANA_ID.fullmatch(iana):
        return None
    try:
        return ZoneInfo(iana)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def suggest(name: str) -> str | None:
    """The Rails name that somebody who wrote `name` may have meant.

    Understands lost blanks ("PacificTime(US&Canada)", a sample of the vendor's own),
    other letter case, IANA ids, "EST" and the like, beginnings and slips of the pen.
    """
    wanted = _folded(name)
    if not wanted or len(wanted) > 60:
        return None
    for folded in (_by_folded_name(), _SHORT_NAMES, _by_folded_id()):
        if wanted in folded:
            return folded[wanted]
    beginning = name.casefold().strip() + " "
    begun = [full for full in RAILS_ZONES if full.casefold().startswith(beginning)]
    names = _by_folded_name()
    near = fetch("difflib:get_close_matches")(wanted, list(names), n=1, cutoff=0.75)
    return next(iter([*begun, *(names[key] for key in near)]), None)


def _folded(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


@cache
def _by_folded_name() -> Mapping[str, str]:
    """The names, and those with an addition in brackets also without it."""
    found = {_folded(name): name for name in RAILS_ZONES}
    for name in RAILS_ZONES:
        found.setdefault(_folded(name.partition(" (")[0]), name)
    return found


@cache
def _by_folded_id() -> Mapping[str, str]:
    """The first name of each id, and of the last part of each id."""
    found: dict[str, str] = {}
    for name, iana in RAILS_ZONES.items():
        found.setdefault(_folded(iana), name)
        found.setdefault(_folded(iana.rpartition("/")[2]), name)
    return found
