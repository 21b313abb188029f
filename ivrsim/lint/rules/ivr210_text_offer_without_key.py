"""IVR210: a text message is offered, but the prompt does not say how to accept."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.flow.action import SendText
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.prompts import of_prompt, said_too
from ivrsim.lint.rule import EachAlike, Finding, Kind, Rule, Severity
from ivrsim.lint.wording import the_keys


def check(node: NodeView) -> Iterator[Finding]:
    """One finding where no accepting key is spoken."""
    ask = node.ask
    if ask is None or not ask.text.strip():
        return
    answered = node.node.answered(ask.question.answer) if ask.question.answer else iter(())
    if not any(isinstance(action, SendText) for action in answered):
        return
    said = [spoken.key for spoken in node.spoken]
    if set(said) & set(ask.question.keys):
        return
    wanted = the_keys(ask.question.keys, "or")
    instead = f" (it says {the_keys(dict.fromkeys(said))})" if said else ""
    missing = f"To get it as a text message, press {ask.question.keys[0]}."
    english = node.language in (None, "English")
    yield of_prompt(
        node,
        f"The prompt does not tell the caller to press {wanted} for the text message{instead}",
        within=node.spoken[0].span if said else None,
        hint=f'Add it to the prompt: "{missing}"',
        fixes=said_too(node, missing) if english and not said else (),
    )


RULE = Rule(
    code="IVR210",
    name="text-offer-without-key",
    severity=Severity.WARNING,
    kind=Kind.CALLER_EXPERIENCE,
    summary="The prompt of a text message offer does not say to press 9.",
    why=(
        "To accept, the caller has to press 9, and the system does not say so by itself: the "
        "prompt must. Without it nobody ever gets the message."
    ),
    bad="""\
{
  "node_type": "SmsPromo",
  "prompt": "We will gladly send you a coupon.",
  "sms_promo_copy": "10% off with code WARM10",
  "children": [{"node_type": "EndCall"}]
}""",
    good="""\
{
  "node_type": "SmsPromo",
  "prompt": "To get a coupon as a text message, press 9.",
  "sms_promo_copy": "10% off with code WARM10",
  "children": [{"node_type": "EndCall"}]
}""",
    source=(
        'Invoca, Advertiser Campaigns, Node Details: "the user must push 9 on the phone (this '
        'should be added as part of the prompt)"'
    ),
    check=EachAlike(check, asks=True),
)
