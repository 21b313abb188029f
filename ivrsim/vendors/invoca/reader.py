"""From an Invoca document to call flows, their campaigns, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ivrsim.campaign.campaign import Campaign
from ivrsim.campaign.reading import read_model, shown
from ivrsim.errors import Problem
from ivrsim.flow.flow import CallFlow, FlowBuilder
from ivrsim.flow.reading import Names, Problems, read_flat
from ivrsim.flow.settings import Settings
from ivrsim.places import ROOT, Place
from ivrsim.source import Source
from ivrsim.vendors.invoca.nodes import NodeReader
from ivrsim.vendors.invoca.quirks import MEANT
from ivrsim.vendors.invoca.shape import NO_ROOT, Layer, Site, sites_of
from ivrsim.vendors.port import Document, Vendor

NOT_A_CALL_FLOW = "IVR920"
MISPLACED_TERMS = "IVR922"

SETTING_NAMES = Names(beside=frozenset({"root"}), meant=MEANT)


def read(source: Source, vendor: Vendor) -> Document:
    """The document's flows and problems.  Never raises."""
    problems = Problems()
    problems.extend(source.problems)
    sites = sites_of(source.data)
    reader = _Reader(problems)
    flows = {site.name: reader.flow(site) for site in sites}
    problems.extend(_without_flow(source.data, sites))
    return Document(
        source=source,
        vendor=vendor,
        flows=flows,
        problems=problems.all(),
        tree_places={site.name: site.tree_place for site in sites if site.tree},
        campaigns={name: flow.campaign for name, flow in flows.items()},
        campaign_places={site.name: site.layers[-1][1] for site in sites if site.layers},
        term_places={site.name: _term_places(site.layers) for site in sites},
    )


def _without_flow(data: Any, sites: list[Site]) -> Iterator[Problem]:
    """What should hold a call flow and does not."""
    for site in sites:
        if site.root is NO_ROOT:
            said = "This ivr_tree has no root, so no call can start"
            yield Problem(NOT_A_CALL_FLOW, said, site.tree_place)
    for number, campaign in enumerate(data if isinstance(data, list) else ()):
        if not sites_of(campaign):
            said = f"No call flow was found in element {number} of this list"
            yield Problem(NOT_A_CALL_FLOW, said, ROOT / number)


def _term_places(layers: tuple[Layer, ...]) -> dict[str, Place]:
    return {key: place for terms, place in layers for key in terms}


class _Reader:
    """Reads the call flows of one document."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.nodes = NodeReader(problems)
        self._campaigns: dict[Place, Campaign] = {}

    def flow(self, site: Site) -> CallFlow:
        """One call flow with its settings and campaign."""
        self._placement(site)
        campaign = self._campaign(site.layers)
        settings = self._settings(site.tree, site.tree_place)
        is_there = site.root is not NO_ROOT
        builder = self.nodes.read(site.root, site.root_place) if is_there else FlowBuilder()
        return builder.build(settings=settings, campaign=campaign, name=site.name)

    def _settings(self, tree: Mapping[str, Any], place: Place) -> Settings:
        settings = read_flat(Settings, tree, place, self.problems, SETTING_NAMES, "ivr_tree")
        settings.keep_raw({key: value for key, value in tree.items() if key != "root"})
        return settings

    def _campaign(self, layers: tuple[Layer, ...]) -> Campaign:
        """The terms, the later laid over the earlier; what two flows share is read once."""
        campaign: Campaign | None = None
        for terms, place in layers:
            if place not in self._campaigns:
                self._campaigns[place], found = read_model(Campaign, terms, place)
                self.problems.extend(found)
            above = self._campaigns[place]
            campaign = above if campaign is None else above.over(campaign)
        return Campaign.of({}) if campaign is None else campaign

    def _placement(self, site: Site) -> None:
        """Say where a tree stands that does not stand where the vendor documents it."""
        holder = site.tree_place.parent
        if site.astray and holder is not None:
            said = f"{site.tree_place.step} stands inside {shown(holder.step)}"
            hint = "It is read, with the campaign terms beside it, as if it stood further up."
            self.problems.add(MISPLACED_TERMS, said, site.tree_place.name, hint)
        for place in site.unread:
            said = "A second ivr_tree in the same terms; the first one is read, this one is not"
            self.problems.add(MISPLACED_TERMS, said, place.name)
