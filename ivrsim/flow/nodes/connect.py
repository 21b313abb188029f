"""Connect: the call is forwarded to a phone number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from ivrsim.flow.action import Action, Destination, Dial, Say
from ivrsim.flow.node import NOBODY_ANSWERS, Exit, Needed, Role, Spoken
from ivrsim.flow.numbers import display_number


class Connect(Spoken):
    """Forward the call "after optionally reading a prompt".

    The seed page: "May not have any children".  Newer pages (from 2022-03-01) let a
    network with ringing rollover add one Failover child, dialled when nobody takes
    the call within `connect_timeout` seconds.  `destination_country_code` and
    `destination_extension` are starred as required, yet no published example gives
    an extension and most leave the country code empty: both may be empty here.
    """

    node_type: ClassVar[str] = "Connect"
    title: ClassVar[str] = "Connect"
    icon: ClassVar[str] = "→"
    role: ClassVar[Role] = Role.CONNECTS
    fields_since: ClassVar[Mapping[str, str]] = {"connect_timeout": "2022-03-01"}
    exits: ClassVar[tuple[Exit, ...]] = (NOBODY_ANSWERS,)

    destination_phone_number: Needed = ""
    destination_country_code: str = ""
    destination_extension: str = ""
    connect_timeout: int | None = None

    def actions(self) -> Iterator[Action]:
        """The prompt, then the number is dialled."""
        yield Say(self.prompt, self.recording)
        destination = Destination(
            self.destination_phone_number,
            self.destination_country_code,
            self.destination_extension,
        )
        yield Dial((destination,), self.connect_timeout)

    def summary(self) -> str:
        """The number, as people read it."""
        return display_number(self.destination_phone_number, self.destination_country_code)
