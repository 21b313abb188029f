"""What the numbering plans say, where that fits in a small table.

North American rules: the North American Numbering Plan Administrator (NANPA) on
area codes, N11 codes and 555 line numbers.  Numbers set aside for drama: Ofcom for
the United Kingdom, ARCEP for France.  Emergency numbers: ITU-T E.161.1 names 112
and 911; the others are each country's own.
"""

from __future__ import annotations

REGION_OF_VENDOR = {"UK": "GB"}
"""Invoca, Advertiser Campaigns, campaign_country: "UK" where ISO 3166 has GB."""

NANP_REGIONS = frozenset({"US", "CA"})
"""The campaign countries that share country code 1."""

TOLL_FREE = frozenset({"800", "833", "844", "855", "866", "877", "888"})
"""Area codes without a place, whose exchanges may be N11."""

EMERGENCY = frozenset({"911", "112", "999", "988", "000", "110", "116123", "116117"})
"""Short numbers that are an emergency or crisis line in many countries."""

SERVICES = {
    "211": "community services",
    "311": "city services",
    "411": "directory assistance",
    "511": "travel information",
    "611": "the telephone company's repairs",
    "711": "relay service",
    "811": "call before you dig",
}
"""The North American three-digit services that are no emergency."""

DRAMA: dict[str, tuple[str, ...]] = {
    "44": (
        "1632960",
        "2079460",
        "7700900",
        "8081570",
        "9098790",
        "3069990",
        *(f"{area}4960" for area in "113 114 115 116 117 118 121 131 141 151 161".split()),
        "1914980",
        "28964960",
        "29201800",
    ),
    "33": ("19900", "26191", "35301", "46571", "53649", "63998"),
}
"""Beginnings of national numbers kept unused for films, by country code."""
