"""IVR606: a call is forwarded to a costly number in another country."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.flow.action import Destination
from ivrsim.lint.abroad import digits_abroad, faults_of, is_abroad
from ivrsim.lint.rule import Confidence, EachFlow, Finding, Kind, Option, Rule, Severity
from ivrsim.lint.views import FlowView

ALLOWED = Option(
    "allowed-prefixes", "", "beginnings of numbers that are meant, such as 1876, with commas"
)

SATELLITE = {
    "870": "Inmarsat satellite telephones",
    "881": "satellite telephones",
    "882": "international networks",
    "883": "international networks",
    "979": "international premium-rate services",
}
"""Calling codes that belong to no country, and are dear to call (ITU-T E.164)."""

ONE_RING = frozenset("1232 1268 1284 1473 1664 1649 1767 1809 1829 1849 1876".split())
"""Beginnings that look like numbers at home and are not (FCC, "One Ring" phone scam)."""


def check(flow: FlowView) -> Iterator[Finding]:
    """One finding for each number that costs much more than a call at home."""
    country = flow.campaign.campaign_country
    allowed = [text.strip(" +") for text in flow.settings.of(ALLOWED).split(",")]
    for node, to in flow.dialled(lambda to: is_abroad(to, country)):
        told = _reason(to, country, [prefix for prefix in allowed if prefix])
        if told is not None:
            yield Finding(
                told[0],
                node=node.id,
                place=node.place_of(to.number),
                severity=told[1],
                hint="Forward to an ordinary number, or allow it in the configuration.",
            )


def _reason(
    to: Destination, country: str | None, allowed: list[str]
) -> tuple[str, Severity] | None:
    if not is_abroad(to, country):
        return None
    digits = digits_abroad(to, country)
    if digits.startswith(tuple(allowed)):
        return None
    if (code := digits[:3]) in SATELLITE:
        return f"{to.number} belongs to {SATELLITE[code]} (+{code})", Severity.WARNING
    if digits[:4] in ONE_RING:
        message = f"{to.number} looks like a number at home, but +{digits[:4]} is abroad"
        return message, Severity.INFO
    if any(f.kind == "premium" for f in faults_of(to, country)):
        return f"{to.number} is charged at a premium rate, in another country", Severity.WARNING
    return None


RULE = Rule(
    code="IVR606",
    name="costly-number-abroad",
    severity=Severity.WARNING,
    kind=Kind.MONEY,
    confidence=Confidence.LIKELY,
    summary="A call is forwarded to a premium-rate, satellite or risky number abroad.",
    why=(
        "Numbers abroad that share their price with whoever owns them are what toll fraud "
        "lives on: one changed destination, and a weekend of calls costs thousands. Satellite "
        "telephones and international networks cost dollars a minute. Info: area codes of "
        "the Caribbean look like numbers at home and are billed as calls abroad; many call "
        "centres do sit there, so allow theirs."
    ),
    bad="""\
{
  "node_type": "Connect",
  "destination_phone_number": "776512345",
  "destination_country_code": "881"
}""",
    good="""\
{
  "node_type": "Connect",
  "destination_phone_number": "8004377950",
  "destination_country_code": "1"
}""",
    source=(
        'Plivo, Toll fraud; Federal Communications Commission, "One Ring" phone scam; '
        "ITU-T E.164, assigned country codes"
    ),
    check=EachFlow(check),
    options=(ALLOWED,),
)
