"""How telephone numbers are written: taken apart, shown, compared.

Numbers outside North America are parsed by the `phonenumbers` library, loaded only
when one comes up.
"""

from __future__ import annotations

import importlib
import re
from typing import Any

from ivrsim.flow.numbers_plans import NANP_REGIONS, REGION_OF_VENDOR
from ivrsim.lazy import pattern
from ivrsim.values import NamedTuple

_SEPARATOR = pattern(r"[#*x,]", re.IGNORECASE)
_NOT_DIGIT = pattern(r"[^0-9]")
PLAIN = pattern(r"[0-9 ().\-/\u00a0\u2010-\u2013]+", re.ASCII)
"""What a number without its plus and its extension is made of."""


def digits_of(text: str) -> str:
    """The ASCII digits of a text."""
    return _NOT_DIGIT.sub("", text)


def calling_code(country_code: str | None) -> str:
    """A country code as bare digits; empty where there is none."""
    return digits_of(country_code or "").removeprefix("00")[:5]


class Parts(NamedTuple):
    """A number taken apart: `main` as written, its digits, and what is keyed afterwards."""

    main: str

    digits: str
    international: bool
    after: str


def take_apart(number: str) -> Parts:
    """A number taken apart; the keys pressed afterwards start at "x", "#", "*" or a comma."""
    text = number.strip()
    cut = _SEPARATOR.search(text, 1)
    main, after = (text[: cut.start()], text[cut.start() :]) if cut else (text, "")
    return Parts(main, digits_of(main), main.startswith("+"), after)


def code_and_national(parts: Parts, code: str, region: str | None) -> tuple[str, str]:
    """The country code and the number as dialled inside the country, as far as known."""
    digits = parts.digits
    if parts.international and not code:
        return ("1", digits[1:]) if digits[:1] == "1" else ("", digits)
    if parts.international and digits.startswith(code):
        return code, digits[len(code) :]
    if not code and (region in NANP_REGIONS or (not region and _looks_american(digits))):
        code = "1"
    if code == "1" and len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    return code, digits


def _looks_american(digits: str) -> bool:
    """Ten digits, or eleven from 1: without any country that is the likeliest."""
    local = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    return len(local) == 10 and local[0] not in "01"


def region_of(country: str | None) -> str | None:
    """A vendor's country ("UK") as the two letters of ISO 3166, or None."""
    upper = (country or "").strip().upper()
    return REGION_OF_VENDOR.get(upper, upper) or None


def library() -> Any:
    """The `phonenumbers` library: 50 ms to load, so only when a number needs it."""
    return importlib.import_module("phonenumbers")


def parse(code: str, national: str, parts: Parts, region: str | None) -> Any | None:
    """The number as the library sees it, or None where it sees none."""
    known = library()
    if parts.international and not code:
        text, region = "+" + parts.digits, None
    elif code and (not region or known.country_code_for_region(region) != int(code)):
        region = known.region_code_for_country_code(int(code))
        text = national
        if region in ("ZZ", "001"):
            text, region = f"+{code}{national}", None
    else:
        text = national
    try:
        return known.parse(text, region)
    except known.NumberParseException:
        return None


def display_number(number: str, country_code: str | None = None) -> str:
    """A number as people write it: "+1 800 555 0110"; as it came where it is no number.

    A country code is shown only where the document gives one.
    """
    parts = take_apart(number)
    code, national = code_and_national(parts, calling_code(country_code), None)
    shown = None
    if PLAIN.fullmatch(parts.main.removeprefix("+")):
        if len(national) == 10 and (code == "1" or not (code or parts.international)):
            shown = _display_american(national, bool(country_code) or len(parts.digits) == 11)
        elif code not in ("", "1") or parts.international:
            shown = _display_elsewhere(code, national, parts)
    return f"{shown} {parts.after.strip()}".strip() if shown else number.strip()


def _display_american(national: str, coded: bool) -> str | None:
    if national[0] in "01":
        return None
    return f"{'+1 ' if coded else ''}{national[:3]} {national[3:6]} {national[6:]}"


def _display_elsewhere(code: str, national: str, parts: Parts) -> str | None:
    parsed = parse(code, national, parts, None)
    if parsed is None:
        return None
    known = library()
    return str(known.format_number(parsed, known.PhoneNumberFormat.INTERNATIONAL))


def number_key(number: str, country_code: str | None = None) -> str:
    """What two writings of one number have in common: its digits with the country code.

    Without a code ten digits are read as North American; other numbers lose their
    leading zero.  Keys pressed afterwards do not count.  Empty where there is no digit.
    """
    parts = take_apart(number)
    if not parts.digits:
        return ""
    if parts.international:
        return parts.digits
    if parts.digits.startswith("00"):
        return parts.digits[2:]
    code, national = code_and_national(parts, calling_code(country_code), None)
    return code + (national if code == "1" else national.lstrip("0"))


def same_number(a: str, b: str) -> bool:
    """Whether two writings mean the same number: "+1 (800) 555-0110" and "8005550110".

    A number without its country code equals one that has a code of up to three
    digits before it, if it is at least eight digits long.
    """
    short, long = sorted((number_key(a), number_key(b)), key=len)
    if not short or short == long:
        return bool(short)
    prefixed = long.endswith(short) and len(long) - len(short) <= 3
    return prefixed and len(short) >= 8
