"""IVR504: a time zone the vendor does not list."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.campaign.timezones import BUDGET_ZONES, is_rails_name, suggest
from ivrsim.lint.edit import Fix, Put
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import quoted
from ivrsim.places import Place

BUDGETS = "budget_activities"


def check(flow: FlowView) -> Iterator[Finding]:
    """The campaign's zone, then those of its budgets."""
    campaign, budgets = flow.campaign, flow.term(BUDGETS)
    if campaign.timezone and not is_rails_name(campaign.timezone):
        yield Finding(
            f"{quoted(campaign.timezone)} is not a time zone the vendor lists",
            place=flow.term("timezone"),
            hint=_meant(campaign.timezone)
            or 'Zones have the names of Ruby on Rails, such as "Eastern Time (US & Canada)".',
            fixes=_fixes(flow.term("timezone"), campaign.timezone),
        )
    for name in type(campaign.budget_activities).model_fields:
        alert = getattr(campaign.budget_activities, name)
        if alert is not None and alert.time_zone and alert.time_zone not in BUDGET_ZONES:
            yield Finding(
                f"{quoted(alert.time_zone)} is not a time zone a budget can have",
                place=budgets / name / "time_zone" if budgets else None,
                hint=f"A budget is counted in one of: {', '.join(BUDGET_ZONES)}.",
            )


def _meant(zone: str) -> str:
    near = suggest(zone)
    return f'Did you mean "{near}"?' if near else ""


def _fixes(place: Place | None, zone: str) -> tuple[Fix, ...]:
    near = suggest(zone)
    return (Fix(f"Write {near}", (Put(place, near),)),) if near and place else ()


RULE = Rule(
    code="IVR504",
    name="unknown-time-zone",
    severity=Severity.ERROR,
    kind=Kind.CORRECTNESS,
    summary="A time zone is not in the vendor's list.",
    why=(
        "Opening hours are read by the clock of the campaign's time zone. The vendor takes the "
        "names of Ruby on Rails' ActiveSupport::TimeZone, not EST or America/New_York; budgets "
        "know six of them only."
    ),
    bad="""\
{
  "timezone": "EST",
  "ivr_tree": {"root": {"node_type": "EndCall"}}
}""",
    good="""\
{
  "timezone": "Eastern Time (US & Canada)",
  "ivr_tree": {"root": {"node_type": "EndCall"}}
}""",
    source="Invoca, Advertiser Campaigns (timezone; budget time_zone)",
    check=EachFlow(check),
)
