"""Named regions: which of a campaign's regions a caller's place belongs to.

Invoca, Advertiser Campaigns, `named_regions`: a region has a `region_type` of Zone,
City, State or Country and a `value` such as "Sacramento, CA" or just "CA".  A caller
may be in several named regions at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import ClassVar, Literal

from ivrsim.campaign.areacodes import area_code, country_and_state
from ivrsim.campaign.record import Record, Text
from ivrsim.values import dataclass

RegionType = Literal["Zone", "City", "State", "Country"]

_STATES = """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut
DE Delaware|DC District of Columbia|DC Washington DC|FL Florida|GA Georgia|HI Hawaii
ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine
MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri
MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico
NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon
PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas
UT Utah|VT Vermont|VA Virginia|WA Washington|WA Washington State|WV West Virginia
WI Wisconsin|WY Wyoming|AS American Samoa|GU Guam|MP Northern Mariana Islands
PR Puerto Rico|VI US Virgin Islands|VI Virgin Islands
AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick
NL Newfoundland and Labrador|NL Newfoundland|NS Nova Scotia|NT Northwest Territories
NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec|QC Québec|SK Saskatchewan
YT Yukon
"""

_COUNTRIES = """
US United States|US United States of America|US USA|CA Canada|GB United Kingdom|GB UK
GB Great Britain|AU Australia|CN China|FI Finland|FR France|DE Germany|HK Hong Kong
IT Italy|JP Japan|NL Netherlands|SG Singapore|SE Sweden|CH Switzerland
"""


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace(".", "").split())


def _table(text: str) -> dict[str, str]:
    """Code and folded name to code, of lines such as `AL Alabama|AK Alaska`."""
    rows = [row.partition(" ") for row in text.strip().replace("\n", "|").split("|")]
    return {_folded(name): code for code, _, full in rows for name in (code, full)}


@cache
def _states() -> dict[str, str]:
    return _table(_STATES)


@cache
def _countries() -> dict[str, str]:
    return _table(_COUNTRIES)


def state_code(text: str) -> str | None:
    """The two-letter code of a state or province of the US or Canada, by code or name."""
    return _states().get(_folded(text))


@cache
def state_names() -> tuple[str, ...]:
    """The full names of the states and provinces, as people write them."""
    rows = _STATES.strip().replace("\n", "|").split("|")
    return tuple(row.partition(" ")[2] for row in rows)


def country_code(text: str) -> str | None:
    """The two-letter ISO code of a country the vendor supports, by code or name."""
    return _countries().get(_folded(text))


@dataclass(frozen=True, slots=True)
class Locality:
    """A caller's place, as far as it is known; None is "not known" and matches nothing.

    `zone` is what a region of type Zone names; the vendor says no more about it.
    `guessed` marks a place that was worked out from a telephone number.
    """

    city: str | None = None
    state: str | None = None
    country: str | None = None
    zone: str | None = None
    postal_code: str | None = None
    guessed: bool = False

    @classmethod
    def of_number(cls, number: str) -> Locality | None:
        """The state and country that the area code of a +1 number tells; None: nothing."""
        country, state = country_and_state(area_code(number))
        return cls(state=state or None, country=country, guessed=True) if country else None

    def comparable(self, part: str) -> str | None:
        """One part in the form in which places are compared; `part` is a field's name."""
        return _comparable(part, getattr(self, part))


def _comparable(part: str, text: str | None) -> str | None:
    if not text or not text.strip():
        return None
    codes = {"state": _states, "country": _countries}
    folded = _folded(text)
    return codes[part]().get(folded, folded) if part in codes else folded


_PARTS: dict[RegionType | None, tuple[str, ...]] = {
    "City": ("city", "state", "country"),
    "State": ("state", "country"),
    "Country": ("country",),
    "Zone": ("zone",),
}


class Region(Record):
    """One place of a named region: "Sacramento, CA" as a City, "CA" as a State."""

    title: ClassVar[str] = "A region"
    also_known: ClassVar[frozenset[str]] = frozenset({"text"})

    region_type: RegionType | None = None
    value: Text = ""

    def parts(self) -> tuple[tuple[str, str | None], ...]:
        """What the value names, as (field of `Locality`, comparable text), the smallest first.

        Empty if the value cannot name a place of its type, for instance because it has
        more parts than a place of that type; such a region matches nobody.
        """
        names = _PARTS.get(self.region_type, ())
        texts = [self.value] if self.region_type == "Zone" else self.value.split(",")
        found = tuple(
            (name, _comparable(name, text)) for name, text in zip(names, texts, strict=False)
        )
        return () if len(texts) > len(names) or any(not text for _, text in found) else found

    def matches(self, locality: Locality) -> bool:
        """Whether a caller there is in the region; every part the value gives must agree."""
        parts = self.parts()
        return bool(parts) and all(locality.comparable(name) == text for name, text in parts)


class NamedRegion(Record):
    """Places under one name, for `in_region[name]`."""

    title: ClassVar[str] = "A named region"

    name: Text = ""
    regions: tuple[Region, ...] = ()

    def matches(self, locality: Locality) -> bool:
        """Whether a caller there is in one of the places."""
        return any(region.matches(locality) for region in self.regions)


def regions_of(named: Iterable[NamedRegion], locality: Locality | None) -> tuple[str, ...]:
    """The names of the regions a caller is in, each once, in the campaign's order."""
    if locality is None:
        return ()
    return tuple(dict.fromkeys(region.name for region in named if region.matches(locality)))
