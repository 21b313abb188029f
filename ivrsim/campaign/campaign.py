"""The campaign around a call flow: all of it but the tree.

Source: Invoca, Advertiser Campaigns.  `current_terms`, `future_terms` and `ivr_tree`
are the business of the vendor's reader.
"""

from __future__ import annotations

from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from ivrsim.campaign.hours import Hours, Schedule
from ivrsim.campaign.money import BudgetActivities, Policies
from ivrsim.campaign.record import (
    DateText,
    Expect,
    Flag,
    Id,
    Object,
    Record,
    Text,
    Whole,
    whole_within,
)
from ivrsim.campaign.regions import Locality, NamedRegion, regions_of
from ivrsim.campaign.timezones import zone
from ivrsim.models import Within

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

CampaignType = Literal["AffiliateEnabled", "DirectOnly", "ExternalOnly"]
Language = Literal["English", "French", "Spanish"]
Country = Literal[
    "US", "CA", "UK", "AU", "CN", "FI", "FR", "DE", "HK", "IT", "JP", "NL", "SG", "SE", "CH"
]
Audience = Literal["All", "None", "Approved_Affiliates"]

GoLiveSeconds = Annotated[
    Annotated[int, Within(2, 60)] | None,
    Expect("a whole number of seconds, 2 to 60", whole_within(2, 60)),
]


class Campaign(Record):
    """An advertiser campaign, or one set of its terms.

    `timeout` is the seconds to wait for the campaign to go live.  `expiration_date` is
    the older, read-only name of `pause_date`.
    """

    title: ClassVar[str] = "A campaign"
    also_known: ClassVar[frozenset[str]] = frozenset(
        {
            "created_at",
            "custom_data_dictionary",
            "go_live_date",
            "max_promo_numbers",
            "oauth_token",
            "pricing_type",
            "promo_numbers",
            "updated_at",
        }
    )
    beside: ClassVar[frozenset[str]] = frozenset({"current_terms", "future_terms", "ivr_tree"})

    id: Whole = None
    id_from_network: Id = ""
    name: Text = ""
    campaign_type: CampaignType | None = None
    description: Text = ""
    url: Text = ""
    object_url: Text = ""
    status: Text = ""
    timezone: Text = ""
    campaign_language: Language | None = None
    campaign_country: Country | None = None
    operating_24_7: Flag = None
    affiliate_payout: Policies = Policies()
    advertiser_payin: Policies = Policies()
    hours: Hours = Hours()
    named_regions: tuple[NamedRegion, ...] = ()
    budget_activities: BudgetActivities = BudgetActivities()
    auto_approve: Audience = "None"
    visibility: Audience = "All"
    expiration_date: DateText = None
    pause_date: DateText = None
    default_creative_id_from_network: Id = ""
    timeout: GoLiveSeconds = None
    custom_data: Object = MappingProxyType({})

    @cached_property
    def zone(self) -> ZoneInfo | None:
        """The campaign's time zone; None if it has none or the name is not known."""
        return zone(self.timezone)

    @cached_property
    def schedule(self) -> Schedule:
        """What the campaign's hours mean, with the defaults of `Schedule`.

        `dataclasses.replace(campaign.schedule, overnight="never")` settles the vendor's
        open questions otherwise.
        """
        return self.hours.schedule(always=bool(self.operating_24_7), timezone=self.timezone)

    def regions_of(self, locality: Locality | None) -> tuple[str, ...]:
        """The names of the named regions a caller is in, in the campaign's order."""
        return regions_of(self.named_regions, locality)

    def over(self, below: Campaign) -> Campaign:
        """This campaign's given properties laid over those of another.

        For documents that say a part at the top and a part in the terms.
        """
        both = Campaign.of({**below.given(), **self.given()})
        both.keep_raw({**below.raw, **self.raw})
        return both
