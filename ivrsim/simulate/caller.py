"""Who calls, from where, when, and what is known of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from ivrsim.campaign.regions import Locality
from ivrsim.errors import UsageError
from ivrsim.values import dataclass, field, names

Phone = Literal["mobile", "landline", "unknown"]

FLAGS = ("during_hours", "landline", "mobile", "repeat", "sms_sent")
TEXTS = ("affiliate_name", "media_type", "promo_number_description")
EARLIEST, LATEST = 1900, 2999
"""The years a call can be in; near the first and the last, no time zone can be reckoned with."""

SIGNALS = ("signal", "previous_signal", "voice_signal")


@dataclass(frozen=True, slots=True)
class Caller:
    """One simulated caller.  What is not said stays unknown, and shows as unknown.

    - `phone`: the phone type; `unknown` is neither mobile nor landline (Invoca
      reports an empty phone type where it does not know);
    - `number`: the caller's own number; `place`: where they are; with neither, they
      are in no region;
    - `at`: the time of the call; without a zone it is the campaign's own;
    - `repeat`: whether they called this campaign in its last days (30 by default);
    - `custom_data`, `texts`: marketing data and the vendor's text fields by name;
    - `branch`: the number of the branch nearest to the caller, if one is near;
    - `unanswered`: numbers that nobody takes when they are dialled;
    - `given`: facts that win over what would be worked out: `during_hours`,
      `in_region` (true, false, a name or several), `mobile`, `landline`.
    """

    phone: Phone = "unknown"
    number: str = ""
    place: Locality | None = None
    at: datetime | None = None
    repeat: bool = False
    custom_data: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    branch: str = ""
    unanswered: Collection[str] = ()
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_mobile(self) -> bool:
        """Whether the caller can be offered a text message."""
        return bool(self.given.get("mobile", self.phone == "mobile"))


PLACE_PARTS = tuple(name for name in names(Locality) if name != "guessed")
WORDS = (
    "mobile", "landline", "phone", "number", "place", *PLACE_PARTS, "at", "repeat", "during_hours",
    "in_region", "sms_sent", "custom_data", *TEXTS, *SIGNALS, "branch", "unanswered",
)  # fmt: skip
"""What can be said of a caller, as keyword arguments of `flow.call`."""


def caller_from(words: Mapping[str, Any]) -> Caller:
    """The caller that keyword arguments describe.  Raises `UsageError`."""
    for flag in ("mobile", "landline", "repeat", "during_hours", "sms_sent"):
        if not isinstance(words.get(flag, False), bool):
            raise UsageError(f"{flag} is true or false, not {words[flag]!r}.")
    if not isinstance(words.get("place"), Locality | None):
        raise UsageError(
            f"place is a Locality, not {words['place']!r}.",
            hint='Or say city="Seattle", state="WA".',
        )
    place = words.get("place") or _place(words)
    return Caller(
        phone=_phone(words),
        number=str(words.get("number", "")),
        place=place,
        at=_moment(words.get("at")),
        repeat=words.get("repeat", False),
        custom_data=_data(words.get("custom_data")),
        texts={name: str(words[name]) for name in TEXTS + SIGNALS if words.get(name) is not None},
        branch=str(words.get("branch", "")),
        unanswered=_several(words.get("unanswered", ())),
        given={
            name: list(words[name]) if type(words[name]) is list else words[name]
            for name in ("during_hours", "in_region", "sms_sent", "mobile", "landline")
            if name in words
        },
    )


def _phone(words: Mapping[str, Any]) -> Phone:
    phone = words.get("phone")
    if phone is not None and phone not in ("mobile", "landline", "unknown"):
        raise UsageError(f"phone is mobile, landline or unknown, not {phone!r}.")
    if words.get("mobile") and words.get("landline"):
        raise UsageError("A phone is not mobile and landline at once.")
    if words.get("mobile"):
        return "mobile"
    return "landline" if words.get("landline") else phone or "unknown"


def _place(words: Mapping[str, Any]) -> Locality | None:
    parts: dict[str, Any] = {part: str(words[part]) for part in PLACE_PARTS if words.get(part)}
    return Locality(**parts) if parts else None


def _data(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping | None):
        raise UsageError(f'custom_data is a dict such as {{"product": "Printer"}}, not {value!r}.')
    return {str(name): str(data) for name, data in (value or {}).items()}


def _several(value: Any) -> tuple[str, ...]:
    if not isinstance(value, Iterable):
        raise UsageError(f"unanswered is a number or a list of numbers, not {value!r}.")
    return (value,) if isinstance(value, str) else tuple(str(item) for item in value)


def _moment(value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        given = isinstance(value, datetime)
        moment = value if given else datetime.fromisoformat(str(value).strip())
    except ValueError:
        moment = datetime.min
    if not EARLIEST <= moment.year <= LATEST:
        raise UsageError(
            f"at={str(value)!r} is not a time from {EARLIEST} to {LATEST}.",
            hint='Write it as "2026-11-23 10:00", with a zone ("…+01:00") or in the campaign\'s.',
        )
    return moment
