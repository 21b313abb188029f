"""What the parts of a campaign have in common: a record, and the kinds of its fields.

The vendor's pages and examples disagree about types (Invoca, Advertiser Campaigns:
`default_creative_id_from_network` is an "integer" and `"222"` in the example, hours
are "strings" and numbers in every example), so numbers are also read from digits and
ids also from numbers; anything that would have to be guessed is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, StrictInt

DAY = 24 * 60 * 60
"""Seconds of a day on the clock."""


@dataclass(frozen=True, slots=True)
class Expect:
    """What a field holds, in words for a message, and the way out of a bad value."""

    text: str
    hint: str = ""


class Record(BaseModel):
    """The parent of every part of a campaign: flat fields, each with a default.

    A record is frozen.  Unknown properties are kept; a value that could not be read
    leaves its field at the default, and `raw` has what the document says.  `null`
    means "not given" everywhere, as in the vendor's own examples.
    """

    model_config = ConfigDict(
        frozen=True, extra="allow", defer_build=True, hide_input_in_errors=True
    )

    title: ClassVar[str] = "an object"
    """How messages call it."""
    also_known: ClassVar[frozenset[str]] = frozenset()
    """Properties that the vendor writes and nobody sets: kept and not reported."""
    beside: ClassVar[frozenset[str]] = frozenset()
    """Properties that other readers read: not kept here."""
    old_names: ClassVar[Mapping[str, str]] = {}
    """Other names of a field that documents use, and the documented name."""
    reports_unknown: ClassVar[bool] = True
    """Whether a property nobody knows is a problem, or only kept."""

    _raw: Mapping[str, Any] = PrivateAttr(default_factory=dict)

    @property
    def raw(self) -> Mapping[str, Any]:
        """The object as its document writes it, without what other readers read."""
        return self._raw

    def keep_raw(self, raw: Mapping[str, Any]) -> None:
        """Remember what the document says; for readers."""
        self._raw = {key: value for key, value in raw.items() if key not in self.beside}


def _given(value: object) -> object:
    return None if value == "" else value


def whole(value: object) -> object:
    """A whole number from its digits or from 7.0; other values as they are."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    return _given(value)


def _id(value: object) -> object:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else value


def _flag(value: object) -> object:
    if value in ("", None) or isinstance(value, bool):
        return value if isinstance(value, bool) else None
    words = {"true": True, "false": False}
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    raise ValueError("neither true nor false")


_AMOUNT = re.compile(r"[0-9]{1,30}(\.[0-9]{1,30})?")


def _amount(value: object) -> object:
    if value is None or value == "" or isinstance(value, Decimal):
        return _given(value)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("no amount")
    text = value if isinstance(value, str) else format(Decimal(repr(value)), "f")
    if not _AMOUNT.fullmatch(text):
        raise ValueError("no amount")
    return Decimal(text)


_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].{1,40})?")


def _date(value: object) -> object:
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    if found:
        date.fromisoformat(found[1])
    elif value not in ("", None):
        raise ValueError("no date")
    return _given(value)


Text = Annotated[str, Expect("a text")]
"""A text; numbers are none."""

TextOrNull = Annotated[str | None, Expect("a text or null")]
"""A text that is null until there is one."""

Id = Annotated[str, BeforeValidator(_id), Expect("a text (a whole number will do)")]
"""An id of the network's own choosing, kept as text."""

Whole = Annotated[StrictInt | None, BeforeValidator(whole), Expect("a whole number")]
"""A whole number, or its digits."""

Flag = Annotated[bool | None, BeforeValidator(_flag), Expect("true or false")]
"""true or false, also in quotes."""

SecondOfDay = Annotated[
    Annotated[StrictInt, Field(ge=0, le=DAY)] | None,
    BeforeValidator(whole),
    Expect(f"seconds past midnight, 0 to {DAY}", "9:00 is 32400, 17:30 is 63000"),
]
"""A time of day, as the vendor counts it: seconds past midnight."""

Amount = Annotated[
    Annotated[Decimal, Field(ge=0)] | None,
    BeforeValidator(_amount),
    Expect("an amount of 0 or more", "digits and a point, without a currency sign"),
]
"""A sum of money or a limit: exact, never a float."""

DateText = Annotated[str | None, BeforeValidator(_date), Expect("a date", "for example 2026-01-31")]
"""A date, with or without a time, kept as the document writes it."""

Currency = Literal["USD", "GBP", "EUR"]
"""The supported currencies (Invoca, Advertiser Campaigns)."""
