"""IVR902: the terms to come are not those that calls meet today."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from ivrsim.lint.alike import print_of
from ivrsim.lint.rule import EachDocument, Finding, Kind, Preset, Rule, Severity
from ivrsim.lint.views import DocumentView, FlowView
from ivrsim.lint.wording import number_of

CURRENT, FUTURE = "current_terms", "future_terms"


def check(view: DocumentView) -> Iterator[Finding]:
    """One finding for a document whose two trees differ."""
    flows = {end: f for f in view.flows for end in (CURRENT, FUTURE) if f.flow.name.endswith(end)}
    if len(flows) < 2:
        return
    today, tomorrow = _nodes(flows[CURRENT]), _nodes(flows[FUTURE])
    changed = [key for key in tomorrow if today.get(key) != tomorrow[key]]
    gone = [key for key in today if key not in tomorrow]
    if changed or gone:
        count = number_of(len(changed) + len(gone), "node")
        yield Finding(
            f"The future terms are not live yet: {count} of the tree differ from the current ones",
            place=flows[FUTURE].tree_place,
            hint="`ivrsim diff FILE` shows what changes, and for which callers.",
        )


def _nodes(flow: FlowView) -> dict[str, Hashable]:
    return {key: (node.kind, print_of(node.raw)) for key, node in flow.flow.nodes.items()}


RULE = Rule(
    code="IVR902",
    name="terms-not-live",
    severity=Severity.INFO,
    kind=Kind.FILE,
    preset=Preset.ALL,
    summary="The tree of the future terms differs from the one that calls meet today.",
    why=(
        "A change is written to future_terms and reaches callers when the campaign goes live. A "
        "document whose two trees differ was changed and not put live, or was fetched between the "
        "two: what is tested with real calls is then not what stands in the file."
    ),
    bad="""\
{
  "current_terms": {"ivr_tree": {"root": {
    "node_type": "Connect", "destination_phone_number": "8004377950"}}},
  "future_terms": {"ivr_tree": {"root": {
    "node_type": "Connect", "destination_phone_number": "8004377951"}}}
}""",
    good="""\
{
  "current_terms": {"ivr_tree": {"root": {
    "node_type": "Connect", "destination_phone_number": "8004377951"}}},
  "future_terms": {"ivr_tree": {"root": {
    "node_type": "Connect", "destination_phone_number": "8004377951"}}}
}""",
    source="Invoca, Advertiser Campaigns (go_live copies future_terms to current_terms)",
    check=EachDocument(check),
)
