"""Which clocks a state or province goes by, and which clock a time zone's name means.

Public facts of the United States (49 CFR 71) and of Canada's provinces, wide where a
state is divided: a clock that any of its counties goes by counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

CLOCK_OF_ZONE: Mapping[str, str] = {
    "Pacific Time (US & Canada)": "Pacific",
    "Mountain Time (US & Canada)": "Mountain",
    "Central Time (US & Canada)": "Central",
    "Eastern Time (US & Canada)": "Eastern",
    "Atlantic Time (Canada)": "Atlantic",
    "Alaska": "Alaska",
    "American Samoa": "Samoa",
    "Arizona": "Arizona",
    "Guam": "Guam",
    "Hawaii": "Hawaii",
    "Indiana (East)": "Eastern",
    "Newfoundland": "Newfoundland",
    "Puerto Rico": "Puerto Rico",
    "Saskatchewan": "Saskatchewan",
    "Tijuana": "Pacific",
}
"""The clock that a time zone of Rails shows, for those that a state goes by."""

_STATES_OF_CLOCK: Mapping[str, str] = {
    "Pacific": "CA ID NV OR WA BC YT",
    "Mountain": "AZ CO ID KS MT ND NE NM NV OK OR SD TX UT WY AB BC NT NU SK YT",
    "Central": "AL AR FL IA IL IN KS KY LA MI MN MO MS ND NE OK SD TN TX WI MB NU ON SK",
    "Eastern": "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC TN VA VT WV NU ON QC",
    "Atlantic": "NB NL NS PE QC PR VI",
    "Alaska": "AK",
    "Arizona": "AZ YT",
    "Guam": "GU MP",
    "Hawaii": "HI AK",
    "Newfoundland": "NL",
    "Puerto Rico": "PR VI",
    "Samoa": "AS",
    "Saskatchewan": "SK",
}


@cache
def _clocks() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for clock, states in _STATES_OF_CLOCK.items():
        for state in states.split():
            found.setdefault(state, set()).add(clock)
    return {state: frozenset(clocks) for state, clocks in found.items()}


def clocks_of(state: str) -> frozenset[str]:
    """The clocks of a state or province by its two letters; empty: not known."""
    return _clocks().get(state, frozenset())


def zone_of_clock(clock: str) -> str:
    """The first name of a time zone that shows the clock."""
    return next(name for name, shown in CLOCK_OF_ZONE.items() if shown == clock)
