"""A campaign as the layers above ask it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from ivrsim.campaign import Campaign, Hours, Locality, NamedRegion, Region, read_model
from ivrsim.places import ROOT

PACIFIC = "Pacific Time (US & Canada)"


def test_a_campaign_knows_whether_it_is_open() -> None:
    campaign = Campaign(timezone=PACIFIC, hours=Hours(monday_open=32400, monday_close=61200))
    openness = campaign.schedule.is_open(datetime(2026, 1, 5, 18, 0, tzinfo=UTC))
    assert openness.open
    assert openness.reason == f"Monday 10:00, open 9:00-17:00 {PACIFIC}"


def test_a_campaign_that_operates_24_7_is_always_open() -> None:
    assert Campaign(operating_24_7=True).schedule.always_open
    assert Campaign(operating_24_7=False).schedule.never_open
    assert Campaign().schedule.is_missing


def test_the_zone_of_a_campaign_is_none_where_its_name_is_not_known() -> None:
    assert str(Campaign(timezone=PACIFIC).zone) == "America/Los_Angeles"
    assert Campaign(timezone="Moon").zone is None
    assert Campaign().zone is None


def test_a_campaign_names_the_regions_of_a_caller() -> None:
    west = NamedRegion(name="West", regions=(Region(region_type="State", value="CA"),))
    campaign = Campaign(named_regions=(west,))
    assert campaign.regions_of(Locality(state="CA")) == ("West",)
    assert campaign.regions_of(Locality(state="NY")) == ()
    assert campaign.regions_of(None) == ()


def test_terms_are_laid_over_the_campaign_around_them() -> None:
    around, _ = read_model(Campaign, {"name": "Shoes", "status": "Entry", "note": 1}, ROOT)
    terms, _ = read_model(Campaign, {"timezone": PACIFIC, "status": "x", "extra": 2}, ROOT)
    assert around.zone is None
    both = terms.over(around)
    assert (both.name, both.status, both.timezone) == ("Shoes", "x", PACIFIC)
    assert both.zone is not None
    assert both.model_extra == {"note": 1, "extra": 2}
    assert both.raw == {
        "name": "Shoes", "status": "x", "note": 1, "timezone": PACIFIC, "extra": 2,
    }  # fmt: skip
    assert both.model_fields_set == {"name", "status", "note", "timezone", "extra"}


LOADED = "import sys, ivrsim.campaign; print(*sorted(m.partition('.')[0] for m in sys.modules))"


def test_importing_campaigns_loads_nothing_heavy() -> None:
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=root, capture_output=True, text=True, check=True
    )
    loaded = set(run.stdout.split())
    assert not loaded & {
        "lark",
        "pydantic",
        "networkx",
        "graphviz",
        "phonenumbers",
        "tzdata",
        "numpy",
    }
