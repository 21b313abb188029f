"""Which named regions a caller is in, and what an area code tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers.geodata import GEOCODE_DATA

from ivrsim.campaign.areacodes import (
    CA_CODES,
    OTHER_CODES,
    US_CODES,
    area_code,
    country_and_state,
)
from ivrsim.campaign.regions import (
    Locality,
    NamedRegion,
    Region,
    RegionType,
    country_code,
    regions_of,
    state_code,
)

WEST = NamedRegion(
    name="West Coast",
    regions=tuple(Region(region_type="State", value=state) for state in ("CA", "OR", "WA")),
)
SACRAMENTO = NamedRegion(
    name="Sacramento", regions=(Region(region_type="City", value="Sacramento, CA"),)
)
USA = NamedRegion(name="Domestic", regions=(Region(region_type="Country", value="US"),))


def test_a_caller_may_be_in_several_regions_in_the_campaigns_order() -> None:
    caller = Locality(city="sacramento", state="california", country="USA")
    assert regions_of([USA, SACRAMENTO, WEST], caller) == ("Domestic", "Sacramento", "West Coast")
    assert regions_of([WEST, USA, WEST], caller) == ("West Coast", "Domestic")


@pytest.mark.parametrize(
    ("kind", "value", "place", "inside"),
    [
        ("State", "CA", Locality(state="California"), True),
        ("State", " california ", Locality(state="ca"), True),
        ("State", "CA", Locality(country="CA"), False),
        ("State", "CA, US", Locality(state="CA", country="United States"), True),
        ("State", "CA, US", Locality(state="CA"), False),
        ("State", "Québec", Locality(state="QC"), True),
        ("State", "NSW", Locality(state="nsw", country="AU"), True),
        ("Country", "CA", Locality(country="Canada"), True),
        ("Country", "CA", Locality(state="CA"), False),
        ("Country", "UK", Locality(country="GB"), True),
        ("City", "Sacramento, CA", Locality(city="Sacramento", state="CA"), True),
        ("City", "Sacramento", Locality(city="SACRAMENTO", state="CA"), True),
        ("City", "Sacramento, CA", Locality(city="Sacramento", state="KY"), False),
        ("City", "Sacramento, CA", Locality(city="Sacramento"), False),
        ("City", "St. Louis,MO", Locality(city="St Louis", state="Missouri"), True),
        ("City", "Washington, D.C.", Locality(city="Washington", state="DC"), True),
        ("Zone", "Bay Area", Locality(zone="bay  area"), True),
        ("Zone", "A, B", Locality(zone="a, b"), True),
        ("Zone", "Bay Area", Locality(city="Bay Area"), False),
    ],
)
def test_every_part_the_value_gives_must_agree(
    kind: RegionType, value: str, place: Locality, inside: bool
) -> None:
    assert Region(region_type=kind, value=value).matches(place) is inside


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("City", ""),
        ("City", "Sacramento, "),
        ("City", "a, b, c, d"),
        ("State", "Sacramento, CA, US"),
        ("Country", "CA, US"),
        ("Zone", " "),
        (None, "CA"),
    ],
)
def test_a_value_that_names_no_place_of_its_type_matches_nobody(
    kind: RegionType | None, value: str
) -> None:
    region = Region(region_type=kind, value=value)
    assert region.parts() == ()
    assert not region.matches(Locality(city="", state="", country="", zone=""))


def test_a_caller_of_unknown_place_is_in_no_region() -> None:
    assert regions_of([USA, WEST], None) == ()
    assert regions_of([USA, WEST], Locality()) == ()
    assert regions_of([NamedRegion(name="empty")], Locality(state="CA")) == ()


names = st.text(max_size=12)


@given(kind=st.sampled_from(["Zone", "City", "State", "Country"]), value=names, place=names)
def test_a_value_matches_the_place_it_names_whatever_its_letter_case(
    kind: RegionType, value: str, place: str
) -> None:
    region = Region(region_type=kind, value=value)
    there = Locality(**dict(region.parts()))  # type: ignore[arg-type]
    assert region.matches(there) == bool(region.parts())
    assert region.matches(Locality(city=place)) in {True, False}


def test_states_and_countries_are_known_by_code_and_by_name() -> None:
    assert [state_code(text) for text in ("tx", "Texas", "ON", "ontario", "DC")] == [
        "TX", "TX", "ON", "ON", "DC",
    ]  # fmt: skip
    assert [country_code(text) for text in ("us", "U.S.A.", "UK", "Japan")] == [
        "US", "US", "GB", "JP",
    ]  # fmt: skip
    assert state_code("Bavaria") is None
    assert country_code("Atlantis") is None


CODES = {
    code: state
    for table in (US_CODES, CA_CODES)
    for state, codes in table.items()
    for code in codes.split()
}


def test_every_area_code_stands_once_and_every_state_is_known() -> None:
    listed = [
        code
        for table in (US_CODES, CA_CODES, OTHER_CODES)
        for codes in table.values()
        for code in codes.split()
    ]
    assert len(listed) == len(set(listed))
    assert {state for state in CODES.values() if state} == {
        state_code(state) for state in CODES.values() if state
    }
    assert len(US_CODES) == 51 + 5


def test_the_area_codes_agree_with_a_second_source() -> None:
    agreed = 0
    for code, state in CODES.items():
        told = GEOCODE_DATA.get("1" + code, {}).get("en", "")
        if told and state:
            spelt = told.rpartition(", ")[2].replace("Colombia", "Columbia")
            assert state_code(spelt) == state, code
            agreed += 1
    assert agreed > 400


@pytest.mark.parametrize(
    "number", ["+18052844300", "18052844300", "8052844300", "(805) 284-4300", "1-805-284-4300"]
)
def test_a_number_tells_the_state_of_its_caller(number: str) -> None:
    assert area_code(number) == "805"
    assert Locality.of_number(number) == Locality(state="CA", country="US", guessed=True)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("+19025551234", Locality(country="CA", guessed=True)),
        ("+18765551234", Locality(country="JM", guessed=True)),
        ("+14165551234", Locality(state="ON", country="CA", guessed=True)),
        ("+17875551234", Locality(state="PR", country="US", guessed=True)),
        ("+18005551234", None),
        ("+448052844300", None),
        ("805284430", None),
        ("80528443000", None),
        ("805184430x", None),
        ("", None),
    ],
)
def test_a_number_without_a_place_is_no_guess(number: str, expected: Locality | None) -> None:
    assert Locality.of_number(number) == expected


def test_an_unknown_area_code_is_nowhere() -> None:
    assert country_and_state("000") == ("", "")


def test_a_guessed_place_decides_a_region() -> None:
    assert regions_of([WEST], Locality.of_number("+18052844300")) == ("West Coast",)
