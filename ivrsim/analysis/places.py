"""Where and when callers can be: one for each pattern of regions and opening hours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import product
from math import prod

from ivrsim.campaign.hours import Schedule
from ivrsim.campaign.regions import Locality, NamedRegion
from ivrsim.values import names

Part = tuple[str, str]
PARTS = ("city", "state", "country", "zone")
TYPED = Locality(postal_code="93101")
"""The place of a caller who types it; no region is defined by a ZIP code."""

MONDAY = datetime(2026, 11, 23)
"""The week that witnesses call in; no clock is changed in it."""

FEW = 10_000
"""Places that are put in order, those with the fewest parts first."""

USUAL_HOURS = (10, 12, 15, 19, 22, 3, 7)


def localities(regions: Iterable[NamedRegion]) -> Iterator[Locality | None]:
    """A caller for each set of these regions that a caller can be in; None: nowhere.

    A region asks for some of city, state, country and zone; each may have any of the
    values that regions ask for, or none of them.  Values that the regions treat alike
    are tried once.
    """
    asked = [
        (number, dict(region.parts()))
        for number, named in enumerate(regions)
        for region in named.regions
        if region.parts()
    ]
    columns = [_values(part, asked) for part in PARTS]
    rows: Iterable[tuple[str, ...]] = product(*columns)
    if prod(map(len, columns)) <= FEW:
        rows = sorted(rows, key=lambda row: sum(map(bool, row)))
    yield None
    for city, state, country, zone in rows:
        yield Locality(city or None, state or None, country or None, zone or None)
    yield TYPED


def _values(part: str, asked: Sequence[tuple[int, dict[str, str | None]]]) -> list[str]:
    """Nothing, and one value of this part for each way in which regions ask for it."""
    uses: dict[str, set[tuple[int, frozenset[tuple[str, str | None]]]]] = {}
    for number, parts in asked:
        value = parts.get(part)
        if value is not None:
            rest = frozenset(item for item in parts.items() if item[0] != part)
            uses.setdefault(value, set()).add((number, rest))
    alike = {frozenset(used): value for value, used in reversed(uses.items())}
    return ["", *sorted(alike.values(), key=list(uses).index)]


def words_of(place: Locality | None) -> dict[str, str]:
    """A place as words of `flow.call`."""
    if place is None:
        return {}
    parts = {name: getattr(place, name) for name in names(place) if name != "guessed"}
    return {name: value for name, value in parts.items() if value}


def moments(schedules: Sequence[Schedule]) -> Iterator[datetime]:
    """A moment for each pattern of open and closed that a week has; usual times first.

    They are times of the wall clock in the zone of each campaign.
    """
    bounds = {
        (day, second)
        for schedule in schedules
        for day, stretches in enumerate(schedule.intervals())
        for stretch in stretches
        for second in stretch
    }
    for hour in USUAL_HOURS:
        for day in range(7):
            yield MONDAY + timedelta(days=day, hours=hour)
    for day, second in sorted(bounds):
        for around in (0, -1):
            yield MONDAY + timedelta(days=day, seconds=second + around)
