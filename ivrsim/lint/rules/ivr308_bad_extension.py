"""IVR308: keys to press after the call is answered that cannot be pressed."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.flow.numbers import check_extension
from ivrsim.lint.edit import Fix, Put
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import EachFlow, Finding, Kind, Rule, Severity
from ivrsim.lint.views import FlowView


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each fault of an extension."""
    for node, destination in flow.dialled(lambda to: any(check_extension(to.extension))):
        for fault in check_extension(destination.extension):
            yield Finding(
                fault.message.rstrip("."),
                node=node.id,
                place=node.place_of(destination.extension),
                hint=fault.hint,
                fixes=tuple(_fixes(node, destination.extension)),
            )


def _fixes(node: NodeView, extension: str) -> Iterator[Fix]:
    """Only the keys and pauses stay, if there are any keys."""
    keys = "".join(filter("0123456789*#,".__contains__, extension))
    place = node.place_of(extension)
    if place is not None and keys != extension.strip() and keys.strip(","):
        yield Fix(f"Keep the keys only: {keys}", (Put(place, keys),))


RULE = Rule(
    code="IVR308",
    name="bad-extension",
    severity=Severity.WARNING,
    kind=Kind.CORRECTNESS,
    summary="An extension holds something that is no key, or waits very long.",
    why=(
        'The extension is pressed once the destination answers: "1,,,234" is a 1, a pause of '
        "three seconds, then 2 3 4. A letter or a blank is no key, and a caller who hears "
        "nothing for more than ten seconds hangs up."
    ),
    bad="""\
{
  "node_type": "Connect",
  "destination_phone_number": "8004377950",
  "destination_extension": "1,,,ext 234"
}""",
    good="""\
{
  "node_type": "Connect",
  "destination_phone_number": "8004377950",
  "destination_extension": "1,,,234"
}""",
    source="Invoca, Advertiser Campaigns, Parameter Details (destination_extension)",
    check=EachFlow(check),
)
