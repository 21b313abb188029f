"""The numbers that ring a campaign, and the circles they make between campaigns.

A promo number rings the call flow of its campaign (Invoca, Promo Numbers).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from ivrsim.flow.numbers import number_key
from ivrsim.lazy import fetch
from ivrsim.lint.option import Option
from ivrsim.places import Place

if TYPE_CHECKING:
    from ivrsim.lint.views import FlowView

NUMBERS = Option("promo-numbers", "", "the numbers that ring these flows, with commas between them")
LISTS = ("promo_numbers", "promo_number")
NAMES = ("promo_number", "number", "formatted_promo_number")

Circles: TypeAlias = Mapping[str, Mapping[str, str]]


def numbers_in(text: str) -> list[str]:
    """The numbers of an option, in the form they are compared in."""
    return list(filter(None, map(number_key, text.split(","))))


def promo_numbers(flow: FlowView) -> dict[str, Place | None]:
    """The numbers that ring the flow, in the form they are compared in, and where they stand."""
    found: dict[str, Place | None] = {}
    for name in LISTS:
        place = flow.term(name)
        given = flow.campaign.raw.get(name)
        for index, item in enumerate(given if isinstance(given, list) else [given]):
            at = place / index if place and isinstance(given, list) else place
            found |= dict.fromkeys(map(number_key, _texts(item)), at)
    found.pop("", None)
    return found


def _texts(item: object) -> Iterator[str]:
    """The number that an entry gives: a text, or an object that holds one."""
    if isinstance(item, str):
        yield item
    elif isinstance(item, dict):
        yield from (item[name] for name in NAMES if isinstance(item.get(name), str))


def circles(files: Mapping[str, Iterable[FlowView]]) -> Circles:
    """For each file the numbers it dials that ring other files which lead back to it.

    A file leads back if it dials a number of the first, or of one that leads back.  Where
    a number rings several of them, the first by name is told.
    """
    rung: dict[str, list[str]] = {}
    dials: dict[str, set[str]] = {}
    for name, flows in sorted(files.items()):
        views = list(flows)
        for number in {number for view in views for number in promo_numbers(view)}:
            rung.setdefault(number, []).append(name)
        dials[name] = {
            number_key(to.number, to.country_code) for view in views for _, to in view.dialled()
        }
    ways = [(a, b) for a, keys in dials.items() for key in keys & set(rung) for b in rung[key]]
    return _circles(dials, rung, _groups(ways)) if any(a != b for a, b in ways) else {}


def _groups(ways: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Files that lead to each other have the same number."""
    graph: Any = fetch("networkx:DiGraph")(ways)
    parts = fetch("networkx:strongly_connected_components")(graph)
    return {name: number for number, part in enumerate(parts) for name in part}


def _circles(
    dials: Mapping[str, set[str]], rung: Mapping[str, list[str]], group: Mapping[str, int]
) -> Circles:
    found: dict[str, dict[str, str]] = {}
    for name, keys in dials.items():
        for key in sorted(keys & set(rung)):
            back = [to for to in rung[key] if to != name and group[to] == group[name]]
            if back:
                found.setdefault(name, {})[key] = back[0]
    return found
