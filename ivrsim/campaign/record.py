"""What the parts of a campaign have in common: a record, and the kinds of its fields.

The vendor's pages and examples disagree about types (Invoca, Advertiser Campaigns:
`default_creative_id_from_network` is an "integer" and `"222"` in the example, hours
are "strings" and numbers in every example), so numbers are also read from digits and
ids also from numbers; anything that would have to be guessed is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from ivrsim.lazy import fetch
from ivrsim.models import Model, Within
from ivrsim.text import is_unicode
from ivrsim.values import dataclass

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

DAY = 24 * 60 * 60
"""Seconds of a day on the clock."""


@dataclass(frozen=True, slots=True)
class Expect:
    """What a field takes, in words for a message, and the way out of a bad value.

    `read` gives the field's value for one of a document, or raises ValueError.  Readers
    of documents ask it directly: pydantic's own validator takes longer to build than a
    campaign takes to read.
    """

    text: str
    read: Callable[[object], object]
    hint: str = ""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        before = fetch("pydantic_core.core_schema:no_info_before_validator_function")
        return before(self.read, handler(source))  # type: ignore[no-any-return]


class Record(Model):
    """The parent of every part of a campaign: flat fields, each with a default.

    A record is frozen.  Unknown properties are kept; a value that could not be read
    leaves its field at the default, and `raw` has what the document says.  `null`
    means "not given" everywhere, as in the vendor's own examples.
    """

    title: ClassVar[str] = "An object"
    """How messages call it, at their start."""
    also_known: ClassVar[frozenset[str]] = frozenset()
    """Properties that the vendor writes and nobody sets: kept and not reported."""
    beside: ClassVar[frozenset[str]] = frozenset()
    """Properties that other readers read: not kept here."""
    old_names: ClassVar[Mapping[str, str]] = {}
    """Other names of a field that documents use, and the documented name."""
    reports_unknown: ClassVar[bool] = True
    """Whether a property nobody knows is a problem, or only kept."""

    def keep_raw(self, raw: Mapping[str, Any]) -> None:
        """Remember what the document says, without what other readers read; for readers."""
        super().keep_raw({key: value for key, value in raw.items() if key not in self.beside})

    def given(self) -> dict[str, Any]:
        """What the document gives, by name; not what stands at its default."""
        fields = type(self).model_fields
        given = {name: value for name, value in vars(self).items() if name in fields}
        return {**given, **self.model_extra}

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The record of values that have been read; they are not looked at again."""
        fields = {name: value for name, value in values.items() if name in cls.model_fields}
        return cls.made_of(fields, {n: v for n, v in values.items() if n not in fields})


def text(value: object) -> object:
    """A text of whole characters."""
    if not isinstance(value, str) or not is_unicode(value):
        raise ValueError("no text")
    return value


def _text_or_null(value: object) -> object:
    return None if value is None else text(value)


def _id(value: object) -> object:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else text(value)


def _whole(value: object) -> int | None:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    if value is None or value == "":
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("no whole number")
    return value


def whole_within(least: int, most: int) -> Callable[[object], object]:
    """Reads a whole number, also from its digits or from 7.0, if it is not too far off."""

    def read(value: object) -> object:
        number = _whole(value)
        if number is not None and not least <= number <= most:
            raise ValueError("out of range")
        return number

    return read


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
        return None if value == "" else value
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("no amount")
    digits = value if isinstance(value, str) else format(Decimal(repr(value)), "f")
    if not _AMOUNT.fullmatch(digits):
        raise ValueError("no amount")
    return Decimal(digits)


_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].{1,40})?")


def _date(value: object) -> object:
    if value is None or value == "":
        return None
    found = _DATE.fullmatch(str(text(value)))
    if not found:
        raise ValueError("no date")
    date.fromisoformat(found[1])
    return value


def _object(value: object) -> object:
    if not isinstance(value, Mapping):
        raise ValueError("no object")
    return value


Text = Annotated[str, Expect("a text", text)]
"""A text; numbers are none."""

TextOrNull = Annotated[str | None, Expect("a text or null", _text_or_null)]
"""A text that is null until there is one."""

Id = Annotated[str, Expect("a text (a whole number will do)", _id)]
"""An id of the network's own choosing, kept as text."""

Whole = Annotated[int | None, Expect("a whole number", _whole)]
"""A whole number, or its digits."""

Flag = Annotated[bool | None, Expect("true or false", _flag)]
"""true or false, also in quotes."""

SecondOfDay = Annotated[
    Annotated[int, Within(0, DAY)] | None,
    Expect(
        f"seconds past midnight, 0 to {DAY}",
        whole_within(0, DAY),
        "9:00 is 32400, 17:30 is 63000.",
    ),
]
"""A time of day, as the vendor counts it: seconds past midnight."""

Amount = Annotated[
    Annotated[Decimal, Within(0)] | None,
    Expect("an amount of 0 or more", _amount, "Write digits and a point, without a currency sign."),
]
"""A sum of money or a limit: exact, never a float."""

DateText = Annotated[str | None, Expect("a date", _date, "Write it as 2026-01-31.")]
"""A date, with or without a time, kept as the document writes it."""

Object = Annotated[Mapping[str, Any], Expect("an object", _object)]
"""An object whose properties are anybody's."""

Currency = Literal["USD", "GBP", "EUR"]
"""The supported currencies (Invoca, Advertiser Campaigns)."""
