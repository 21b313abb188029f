"""The dental practice of the target pictures: 25 nodes, 12 endings, and one call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ivrsim.flow.flow import CallFlow, FlowBuilder
from ivrsim.flow.node import NODE_TYPES
from ivrsim.render.path import Path, Visit

# Depth, exit, node type, prompt, and one more field.
NODES = """
0||Condition||condition=during_hours and not repeat
1|true|Menu|Thank you for calling Bright Smile Dental. For appointments press 1. \
For billing press 2. For emergencies press 3. To hear our locations press 4.
2|1|Condition||condition=in_region or mobile
3|true|Connect|Connecting you with scheduling.|destination_phone_number=8005550143
3|false|VerifyLocation|Let us find the office closest to you.
4|next|Connect|Connecting you with the nearest branch.|destination_phone_number=8005550177
2|2|Menu|To pay a bill press 1. For a question about insurance press 2. For anything else press 3.
3|1|NumberQuestion|Please enter the five digits of your ZIP code.
4|next|Connect||destination_phone_number=8005550110
3|2|Connect|Transferring you to insurance.|destination_phone_number=8005550121
3|3|Connect||destination_phone_number=8005550100
3|W|EndCall|Sorry, that is not a valid choice. Goodbye.
2|3|Connect|Please stay on the line for the dentist on call.|destination_phone_number=8005550199
2|4|SmsPromo|Press 9 to get our address and a ten percent coupon by text.
3|next|EndCall|Thank you for calling. Goodbye.
2|W|Menu|We did not understand. Press 1 to talk to a person.
3|1|Connect||destination_phone_number=8005550100
3|N|EndCall|Goodbye.
2|N|Connect|Please hold for the next operator.|destination_phone_number=8005550100
1|false|YesOrNo|Our offices are closed. Is this an emergency?
2|1|Connect||destination_phone_number=8005550199
2|2|AnyKeyPress|Press any key to leave a message.
3|any key|Connect||destination_phone_number=8005550150
3|no key|EndCall|Please call back on weekdays from 8 to 6. Goodbye.
2|N|EndCall|We did not hear you. Goodbye.
"""


def flow() -> CallFlow:
    """The flow of the target pictures."""
    return built(NODES)


def built(rows: str) -> CallFlow:
    """The flow that rows like `NODES` write down."""
    builder = FlowBuilder()
    way: list[str] = []
    for row in rows.strip().splitlines():
        depth, exit_name, kind, prompt, *more = row.split("|")
        fields: dict[str, Any] = dict(field.split("=", 1) for field in more)
        if prompt:
            fields["prompt"] = prompt
        del way[int(depth) :]
        parent = way[-1] if way else None
        way.append(builder.add(NODE_TYPES[kind](**fields), parent=parent, exit_name=exit_name))
    return builder.build(name="Bright Smile Dental")


PATH = Path(
    (
        Visit("/", "true", 0, "Tue 10:24 Pacific"),
        Visit("/true", "2", 19, "pressed 2 at 0:19"),
        Visit("/true/2", "1", 31, "pressed 1 at 0:31"),
        Visit("/true/2/1", "next", 48, "entered 93101"),
        Visit("/true/2/1/next", None, 52, ""),
    ),
    "Caller 17 → +1 800 555 0110",
    "52 s · 3 choices · reached Connect",
)


@dataclass(frozen=True)
class Walked:
    """A visit as a call has it."""

    node: str
    exit: str | None
    time: float
    note: str


@dataclass(frozen=True)
class Call:
    """A call as pictures need it, made from a path."""

    flow: CallFlow
    path: Path = PATH

    @property
    def visits(self) -> list[Walked]:
        return [Walked(v.node, v.exit, v.seconds, v.note) for v in self.path.visits]

    @property
    def title(self) -> str:
        return self.path.title

    @property
    def subtitle(self) -> str:
        return self.path.subtitle
