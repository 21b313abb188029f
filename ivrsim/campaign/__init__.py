"""Campaigns beside their call flow: hours, regions, money, recordings."""

from __future__ import annotations

from ivrsim.campaign.campaign import Campaign
from ivrsim.campaign.hours import Day, Hours, Interval, Openness, Schedule
from ivrsim.campaign.money import BudgetActivities, Policies, Policy
from ivrsim.campaign.prompt_recordings import (
    PromptLibrary,
    PromptRecording,
    read_prompt_recordings,
)
from ivrsim.campaign.reading import read_model
from ivrsim.campaign.record import Record
from ivrsim.campaign.regions import Locality, NamedRegion, Region

__all__ = [
    "BudgetActivities",
    "Campaign",
    "Day",
    "Hours",
    "Interval",
    "Locality",
    "NamedRegion",
    "Openness",
    "Policies",
    "Policy",
    "PromptLibrary",
    "PromptRecording",
    "Record",
    "Region",
    "Schedule",
    "read_model",
    "read_prompt_recordings",
]
