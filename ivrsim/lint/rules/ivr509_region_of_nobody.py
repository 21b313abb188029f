"""IVR509: a region no caller can be in, or that stands twice."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ivrsim.campaign.regions import Region, country_code, state_code, state_names
from ivrsim.lazy import fetch
from ivrsim.lint.edit import Fix, Put, Remove
from ivrsim.lint.node_view import REMEMBERED
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import quoted
from ivrsim.places import Place

LONGEST_NAME = 40
NORTH_AMERICA = frozenset({None, "US", "CA"})


def check(flow: FlowView) -> Iterator[Finding]:
    """For each place of each named region: whether it is one, and whether it stands before."""
    top = flow.term("named_regions")
    seen: dict[tuple[object, ...], tuple[int, str]] = {}
    for number, named in enumerate(flow.campaign.named_regions):
        for index, region in enumerate(named.regions):
            place = top / number / "regions" / index if top is not None else None
            if _is_nowhere(region, flow):
                yield _nowhere(region, place)
            elif (key := (region.region_type, *region.parts())) in seen:
                yield _again(region, place, seen[key], number)
            else:
                seen[key] = number, named.name


def _is_nowhere(region: Region, flow: FlowView) -> bool:
    """Whether the region matches nobody, as far as the file alone tells."""
    if region.region_type is None:
        return False
    parts = dict(region.parts())
    if not parts:
        return True
    if region.region_type == "Country":
        return not country_code(region.value) and bool(state_code(region.value))
    abroad = parts.get("country") or flow.campaign.campaign_country
    state = parts.get("state")
    return state is not None and abroad in NORTH_AMERICA and state_code(state) is None


def _nowhere(region: Region, place: Place | None) -> Finding:
    right = "Country" if country_code(region.value) else "State"
    fits = right != region.region_type and (country_code if right == "Country" else state_code)
    retype = bool(fits and fits(region.value))
    near = _near(region.value.strip().title()) if region.region_type == "State" else ""
    meant = (
        f'Did you mean "{near}"?' if near else 'Write "Sacramento, CA", "CA" or "United States".'
    )
    edit = ("region_type", right) if retype else ("value", near) if near else None
    title = f"Make it a {right}" if retype else f"Write {near}"
    return Finding(
        f"{quoted(region.value)} is no {region.region_type}: no caller is in this region",
        place=place / "value" if place else None,
        hint=f"{title}." if retype else meant,
        fixes=(Fix(title, (Put(place / edit[0], edit[1]),)),) if place and edit else (),
    )


@lru_cache(maxsize=REMEMBERED)
def _near(value: str) -> str:
    """The state or province that may be meant; empty: none."""
    names = state_names() if len(value) <= LONGEST_NAME else ()
    return next(iter(fetch("difflib:get_close_matches")(value, names, n=1, cutoff=0.8)), "")


def _again(region: Region, place: Place | None, before: tuple[int, str], number: int) -> Finding:
    first, name = before
    same = first == number
    where = "twice in this region" if same else f"also in the region {quoted(name, 40)}"
    both = "Callers there are in both regions; in_region[...] holds for either."
    title = f"Remove the second {quoted(region.value)}"
    return Finding(
        f"{quoted(region.value)} stands {where}",
        place=place / "value" if place else None,
        severity=Severity.INFO,
        hint="Once is enough." if same else both,
        fixes=(Fix(title, (Remove(place),), safe=True),) if place and same else (),
    )


RULE = Rule(
    code="IVR509",
    name="region-of-nobody",
    severity=Severity.WARNING,
    kind=Kind.CORRECTNESS,
    summary="A region names no place of its type, or the same place stands in two regions.",
    why=(
        "in_region compares the caller's city, state or country with the values of the region. "
        "A misspelt state or a country given as a State matches nobody, and every caller goes "
        "the other way. Info: a place that stands in two named regions puts its callers in "
        "both, so that the condition that is asked first wins."
    ),
    bad="""\
{
  "named_regions": [
    {"name": "Home", "regions": [{"region_type": "State", "value": "United States"}]}
  ],
  "ivr_tree": {"root": {"node_type": "EndCall"}}
}""",
    good="""\
{
  "named_regions": [
    {"name": "Home", "regions": [{"region_type": "Country", "value": "United States"}]}
  ],
  "ivr_tree": {"root": {"node_type": "EndCall"}}
}""",
    source="Invoca, Advertiser Campaigns (named_regions, region_type, value)",
    check=EachFlow(check),
)
