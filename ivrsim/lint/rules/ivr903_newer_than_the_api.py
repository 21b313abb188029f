"""IVR903: a node type or property that the API version in use does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import EachFlow, Finding, Kind, Option, Rule, Severity
from ivrsim.lint.views import FlowView
from ivrsim.lint.wording import quoted

API_VERSION = Option(
    "api-version", "", "the vendor's API version, as 2020-10-01; empty: the one of object_url"
)


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each node, and each of its properties, that came later."""
    version = flow.settings.of(API_VERSION) or _version_in(flow.campaign.object_url)
    for node in flow.nodes if version else ():
        yield from _node(node, version)


def _version_in(url: str) -> str:
    found = re.search(r"/api/(\d{4}-\d{2}-\d{2})/", url)
    return found.group(1) if found else ""


def _node(node: NodeView, version: str) -> Iterator[Finding]:
    kind = type(node.node)
    if kind.since > version:
        yield _finding(node, "node_type", node.title, kind.since, version)
    for name, since in kind.fields_since.items():
        if since > version and name in node.node.raw:
            yield _finding(node, name, quoted(name), since, version)


def _finding(node: NodeView, field: str, what: str, since: str, version: str) -> Finding:
    return Finding(
        f"{what} is not in API version {version}: it came with {since}",
        node=node.id,
        field=field,
        hint=f"Post the campaign to /api/{since}/ or a newer version, or do without.",
    )


RULE = Rule(
    code="IVR903",
    name="newer-than-the-api",
    severity=Severity.WARNING,
    kind=Kind.FILE,
    summary="A node type or property is newer than the API version in use.",
    why=(
        "The vendor dates its API in the address: /api/2020-10-01/. RingGroup and Failover came "
        "with 2022-03-01, and an older version refuses them or, worse, drops what it does not "
        "know. The version is taken from object_url, or from the option api-version; where "
        "neither says one, nothing is checked."
    ),
    bad="""\
{
  "object_url": "https://acme.invoca.net/api/2020-10-01/2/advertisers/7/advertiser_campaigns/1.json",
  "ivr_tree": {"root": {
    "node_type": "Connect", "destination_phone_number": "8004377950", "connect_timeout": 20,
    "children": [{"node_type": "Failover", "destination_phone_number": "8004377951"}]
  }}
}""",
    good="""\
{
  "object_url": "https://acme.invoca.net/api/2022-08-01/2/advertisers/7/advertiser_campaigns/1.json",
  "ivr_tree": {"root": {
    "node_type": "Connect", "destination_phone_number": "8004377950", "connect_timeout": 20,
    "children": [{"node_type": "Failover", "destination_phone_number": "8004377951"}]
  }}
}""",
    source="Invoca, developer documentation by API version (2020-10-01 to 2022-08-01)",
    check=EachFlow(check),
    options=(API_VERSION,),
)
