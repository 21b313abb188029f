"""The dental practice with hours and a region, as it was before, and with faults."""

from __future__ import annotations

from dataclasses import replace

from ivrsim.campaign.campaign import Campaign
from ivrsim.flow.flow import CallFlow
from tests.render.bright_smile import NODES, built

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")
CAMPAIGN = Campaign.model_validate(
    {
        "timezone": "Pacific Time (US & Canada)",
        "operating_24_7": False,
        "hours": {f"{day}_open": 8 * 3600 for day in WEEK}
        | {f"{day}_close": 18 * 3600 for day in WEEK}
        | {f"{day}_closed": False for day in WEEK}
        | {"saturday_closed": True, "sunday_closed": True},
        "named_regions": [
            {"name": "West", "regions": [{"region_type": "State", "value": "California"}]}
        ],
    }
)

BEFORE = {
    "3|false|VerifyLocation|Let us find the office closest to you.\n"
    "4|next|Connect|Connecting you with the nearest branch."
    "|destination_phone_number=8005550177\n": "",
    "Please stay on the line for the dentist on call.": "Please stay on the line.",
    "2|W|Menu|We did not understand. Press 1 to talk to a person.\n"
    "3|1|Connect||destination_phone_number=8005550100\n"
    "3|N|EndCall|Goodbye.\n": "2|W|SmsPromo|Press 9 to get our number by text.\n"
    "3|next|EndCall|Thank you for calling.\n",
    "Transferring you to insurance.|destination_phone_number=8005550121": (
        "Transferring you to insurance.|destination_phone_number=8005550122"
    ),
    "2|N|Connect|Please hold": "2|5|Connect|Please hold",
}
"""What the flow says, and what it said before: branches and words."""

FAULTS = {
    "in_region or mobile": "during_hours and not repeat",
    "For a question about insurance press 2. For anything else press 3.": "For insurance press 4.",
}


def rewritten(changes: dict[str, str]) -> CallFlow:
    """The flow with other rows."""
    rows = NODES
    for one, other in changes.items():
        assert one in rows
        rows = rows.replace(one, other)
    return replace(built(rows), campaign=CAMPAIGN)


def now() -> CallFlow:
    """The flow of the target pictures, in a campaign with hours and a region."""
    return rewritten({})


def before() -> CallFlow:
    """The flow as it was."""
    return rewritten(BEFORE)


def faulty() -> CallFlow:
    """The flow with branches that no call comes to, and faults that rules find."""
    return rewritten(FAULTS)
