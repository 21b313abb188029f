"""What a condition may ask of a call: worked out from campaign, caller and call."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ivrsim.campaign.regions import Locality
from ivrsim.flow.flow import CallFlow
from ivrsim.simulate.caller import FLAGS, SIGNALS, TEXTS, Caller
from ivrsim.simulate.settings import CallSettings
from ivrsim.values import dataclass, field, replace

NAMES = (*FLAGS, "in_region", "pressed", "duration", "connect_duration", "custom_data", *TEXTS,
         *SIGNALS, "answer")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What the call itself has changed or added so far."""

    keypresses: tuple[str, ...] = ()
    custom_data: Mapping[str, str] = field(default_factory=dict)
    place: Locality | None = None
    sms_sent: bool = False


class Facts(Mapping[str, object]):
    """The facts of one moment of a call, each worked out when it is asked for.

    `during_hours` is missing where the time of the call is not known and the hours
    matter; everything else has a value.  `because(name)` says where it comes from.
    """

    def __init__(
        self,
        flow: CallFlow,
        caller: Caller,
        settings: CallSettings,
        known: Known,
        answer: str = "",
    ) -> None:
        self.flow = flow
        self.caller = caller
        self.settings = settings
        self.known = known
        self.answer = answer

    def __getitem__(self, name: str) -> object:
        if name not in NAMES:
            raise KeyError(name)
        value, _ = self._look_up(name)
        if value is None and name == "during_hours":
            raise KeyError(name)
        return value

    def __iter__(self) -> Iterator[str]:
        return (name for name in NAMES if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def because(self, name: str) -> str:
        """Where the fact comes from, in words; empty where it speaks for itself."""
        return self._look_up(name)[1]

    def _look_up(self, name: str) -> tuple[Any, str]:
        if name in self.caller.given:
            return self.caller.given[name], "as given"
        if name in TEXTS or name in SIGNALS:
            return self.caller.texts.get(name), ""
        return getattr(self, f"_{name}")()  # type: ignore[no-any-return]

    def _during_hours(self) -> tuple[bool | None, str]:
        schedule = replace(
            self.flow.campaign.schedule,
            overnight=self.settings.overnight,
            missing=self.settings.missing_hours,
        )
        if schedule.always_open:
            return True, "open around the clock"
        if schedule.never_open:
            return False, "no hours are given" if schedule.is_missing else "never open"
        if self.caller.at is None:
            return None, "the time of the call is not known"
        return schedule.is_open(self.caller.at)[:2]

    def _landline(self) -> tuple[bool, str]:
        return self.caller.phone == "landline", self._phone_type()

    def _mobile(self) -> tuple[bool, str]:
        return self.caller.phone == "mobile", self._phone_type()

    def _phone_type(self) -> str:
        return "phone type unknown" if self.caller.phone == "unknown" else self.caller.phone

    def _repeat(self) -> tuple[bool, str]:
        return self.caller.repeat, ""

    def _sms_sent(self) -> tuple[bool, str]:
        return self.known.sms_sent, ""

    def _in_region(self) -> tuple[Collection[str], str]:
        place = self.known.place or self.caller.place or Locality.of_number(self.caller.number)
        if place is None:
            return (), "the caller's place is not known"
        regions = self.flow.campaign.regions_of(place)
        inside = f"in {', '.join(regions)}" if regions else "in none of the campaign's regions"
        return regions, f"{named(place)} is {inside}"

    def _pressed(self) -> tuple[tuple[str, ...], str]:
        pressed = self.known.keypresses
        return pressed, f"pressed {' '.join(pressed)}" if pressed else "nothing pressed yet"

    def _duration(self) -> tuple[None, str]:
        return None, "not known while the call runs"

    _connect_duration = _duration

    def _custom_data(self) -> tuple[Mapping[str, str], str]:
        fixed = {k: str(v) for k, v in self.flow.campaign.custom_data.items()}
        return {**fixed, **self.caller.custom_data, **self.known.custom_data}, ""

    def _answer(self) -> tuple[str, str]:
        return self.answer, ""


def named(place: Locality) -> str:
    """A place as people write it: `Seattle, WA`, `98101`; a guessed one says so."""
    parts = (place.postal_code, place.city, place.state, place.country, place.zone)
    known = ", ".join(part for part in parts if part)
    return f"{known} (by the area code)" if place.guessed else known
