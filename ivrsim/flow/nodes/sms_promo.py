"""SmsPromo: the caller is offered a text message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from ivrsim.flow.action import ACCEPTED, DECLINED, Action, Ask, SendText
from ivrsim.flow.node import Exit, Needed, Role, Spoken
from ivrsim.flow.question import Question


class SmsPromo(Spoken):
    """Offer a text; accepted or declined, the one child follows.

    "To accept the promotional sms, the user must push 9 on the phone (this should
    be added as part of the prompt). Only numbers recognized as mobile phones will
    be offered the sms option" (Invoca, Advertiser Campaigns, Node Details).
    """

    node_type: ClassVar[str] = "SmsPromo"
    title: ClassVar[str] = "SMS offer"
    icon: ClassVar[str] = "≡"
    role: ClassVar[Role] = Role.TEXTS
    exits: ClassVar[tuple[Exit, ...]] = (Exit("next"),)

    prompt: Needed = ""
    sms_promo_copy: Needed = ""
    sms_promo_delay: Literal[1, 1800, 86400, 604800, 2592000] = 1
    sms_promo_sender: str = "sms@invoca.net"

    def actions(self) -> Iterator[Action]:
        """The prompt asks for 9; anything else, and silence, declines."""
        question = Question(
            keys=("9",), answer=ACCEPTED, silence=DECLINED, mobile_only=True, reported=False
        )
        yield Ask(self.prompt, question, self.recording)

    def answered(self, answer: str) -> Iterator[Action]:
        """The text goes out once it is accepted."""
        if answer == ACCEPTED:
            yield SendText(self.sms_promo_copy, self.sms_promo_delay, self.sms_promo_sender)
