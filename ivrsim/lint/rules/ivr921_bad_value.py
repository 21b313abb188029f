"""IVR921: a value that its field cannot have."""

from __future__ import annotations

from ivrsim.lint.rule import Kind, Reported, Rule, Severity

RULE = Rule(
    code="IVR921",
    name="bad-value",
    severity=Severity.ERROR,
    kind=Kind.CORRECTNESS,
    summary="A value is not one that its field can have.",
    why=(
        "The vendor documents which values a field takes: a delay of 1, 1800, 86400, 604800 "
        "or 2592000 seconds, a failover type of Wrong or None. Another value is refused, or "
        "counts as not given."
    ),
    bad="""\
{
  "node_type": "SmsPromo",
  "prompt": "To get a coupon as a text message, press 9.",
  "sms_promo_copy": "10% off with code WARM10",
  "sms_promo_delay": 60,
  "children": [{"node_type": "EndCall"}]
}""",
    good="""\
{
  "node_type": "SmsPromo",
  "prompt": "To get a coupon as a text message, press 9.",
  "sms_promo_copy": "10% off with code WARM10",
  "sms_promo_delay": 1800,
  "children": [{"node_type": "EndCall"}]
}""",
    source="Invoca, Advertiser Campaigns, Parameter Details",
    check=Reported(refusal="is invalid"),
)
