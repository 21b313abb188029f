"""Telephone numbers that a flow dials: are they right, how are they written.

North American numbers (country code 1) are judged here; the numbering plans of
other countries come from the `phonenumbers` library, loaded only when a number
needs it.  Nothing here raises, whatever the text.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from ivrsim.flow.numbers_plans import (
    DRAMA,
    EMERGENCY,
    NANP_REGIONS,
    REGION_OF_VENDOR,
    SERVICES,
    TOLL_FREE,
)

__all__ = [
    "NumberFault",
    "check_extension",
    "check_number",
    "display_number",
    "extension_seconds",
    "number_key",
    "same_number",
]

FaultKind = Literal[
    "not-a-number",
    "malformed",
    "wrong-length",
    "no-country-code",
    "reserved",
    "fictional",
    "premium",
    "emergency",
    "long-pause",
]
Severity = Literal["error", "warning", "info"]

_SHAPE = re.compile(r"[0-9 ().\-/\u00a0\u2010-\u2013]+", re.ASCII)
_EXTENSION = re.compile(r"[#*x,]", re.IGNORECASE)
_BAD_KEY = re.compile(r"[^0-9*#,]")
_NOT_DIGIT = re.compile(r"[^0-9]")
_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_LONGEST = 15  # digits of an international number, ITU-T E.164


@dataclass(frozen=True, slots=True)
class NumberFault:
    """Something wrong with a telephone number, with a way out.

    `fictional` (kept for films and documentation) is apart from `reserved` (not
    given to anybody), and `no-country-code` from the rest: a linter may rank them
    low.  `severity_hint` is a proposal.
    """

    kind: FaultKind
    message: str
    hint: str
    severity_hint: Severity


class _Parts(NamedTuple):
    """A number taken apart: digits without the plus, and what is keyed afterwards."""

    digits: str
    international: bool
    after: str


def _take_apart(number: str) -> _Parts:
    text = number.strip()
    cut = _EXTENSION.search(text, 1)
    main, after = (text[: cut.start()], text[cut.start() :]) if cut else (text, "")
    return _Parts(_NOT_DIGIT.sub("", main), main.startswith("+"), after)


def _code_and_national(parts: _Parts, code: str, region: str | None) -> tuple[str, str]:
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


def _region(country: str | None) -> str | None:
    upper = (country or "").strip().upper()
    return REGION_OF_VENDOR.get(upper, upper) or None


def check_number(
    number: str, country_code: str | None, country: str | None = None
) -> tuple[NumberFault, ...]:
    """What is wrong with a number to dial; empty when nothing is.

    `country_code` is the calling code beside it ("1"), `country` the campaign's
    country ("US", "UK"), used where the code is missing.  Allowed in a number are
    digits, a leading "+", spaces and ( ) . - / and, for keys pressed afterwards,
    the vendor's "# * x ," (Invoca, Transactions, destination_phone_number).  With no
    code and no country a number of ten digits is read as North American.
    """
    code = _NOT_DIGIT.sub("", country_code or "").removeprefix("00")
    text = number.strip()
    shape = [*_shape_faults(text), *_code_faults(text, country_code, code)]
    if any(fault.severity_hint == "error" for fault in shape):
        return tuple(shape)
    parts = _take_apart(text)
    region = _region(country)
    code, national = _code_and_national(parts, code, region)
    return (*shape, *_plan_faults(code, national, parts, region))


def _shape_faults(text: str) -> Iterator[NumberFault]:
    """Faults of the writing alone."""
    if not re.search("[0-9]", text):
        found = f"{_quoted(text)} has no digit." if text else "The number is empty."
        yield NumberFault("not-a-number", found, "Write the number to dial.", "error")
        return
    parts = _take_apart(text)
    main = text[: len(text) - len(parts.after)]
    if not _SHAPE.fullmatch(main.removeprefix("+")):
        yield NumberFault("malformed", *_strange(text, main), "error")
    elif main.count("(") != main.count(")"):
        message = f"{_quoted(text)} has an unpaired parenthesis."
        yield NumberFault("malformed", message, "Write digits only.", "warning")
    if parts.after and (bad := _BAD_KEY.search(re.sub("[xX ]", "", parts.after))):
        message = f"{_quoted(text)} has {_quoted(bad[0])} among the keys pressed afterwards."
        yield NumberFault("malformed", message, "Use digits, *, # and commas.", "error")


def _strange(text: str, main: str) -> tuple[str, str]:
    """Message and hint for a number with characters that no number has."""
    strange = next(c for n, c in enumerate(main) if not _SHAPE.fullmatch(c) and (c != "+" or n))
    if re.search("[A-Za-z]", main):
        keyed = _NOT_DIGIT.sub("", main.upper().translate(_KEYPAD))
        return f"{_quoted(text)} has letters in it.", f"As keys on a phone it is {keyed[:20]}."
    return f"{_quoted(text)} has {_quoted(strange)} in it.", "Write digits only."


def _code_faults(text: str, written: str | None, code: str) -> Iterator[NumberFault]:
    if written and not re.fullmatch(r"\s*\+?[0-9]{1,5}\s*", written):
        message = f"The country code {_quoted(written)} is not a calling code."
        yield NumberFault("malformed", message, 'Write digits only, such as "1".', "error")
    elif not code and not text.startswith("+"):
        yield NumberFault(
            "no-country-code",
            "The number has no country code.",
            'Give the calling code, such as "1" for the United States and Canada.',
            "info",
        )


def _plan_faults(
    code: str, national: str, parts: _Parts, region: str | None
) -> Iterator[NumberFault]:
    """Faults of the digits under the numbering plan that applies."""
    if national in EMERGENCY or parts.digits in EMERGENCY:
        yield _emergency(national)
    elif code == "1":
        yield from _nanp_faults(national, parts.digits)
    elif code or region or parts.international:
        yield from _elsewhere_faults(code, national, parts, region)
    elif not 7 <= len(national) <= _LONGEST:
        yield _length_fault(len(national), f"7 to {_LONGEST}", "any country")


def _emergency(digits: str) -> NumberFault:
    message = f"{digits} is an emergency or crisis line."
    return NumberFault("emergency", message, "Let callers dial it themselves.", "error")


def _length_fault(found: int, expected: str, where: str) -> NumberFault:
    message = f"The number has {found} digits; {where} has {expected}."
    return NumberFault("wrong-length", message, "Check for missing or doubled digits.", "error")


def _nanp_faults(national: str, digits: str) -> Iterator[NumberFault]:
    """Faults under the North American plan: area code, exchange, line."""
    if national in SERVICES:
        message = (
            f"{national} is a local service ({SERVICES[national]}), not a number to forward to."
        )
        yield NumberFault("reserved", message, "Give a full ten-digit number.", "error")
    elif len(national) != 10:
        yield _length_fault(len(digits), "10, or 11 with a leading 1", "country code 1")
    else:
        yield from _nanp_ten(national[:3], national[3:6], national[6:])


def _nanp_ten(area: str, exchange: str, line: str) -> Iterator[NumberFault]:
    if area[0] in "01" or area[1:] == "11" or area[1] == "9":
        yield _reserved(f"No area code can be {area}.")
    elif exchange[0] in "01" or (exchange[1:] == "11" and area not in TOLL_FREE | {"900"}):
        yield _reserved(f"No exchange (the second three digits) can be {exchange}.")
    elif area == "900" or (exchange == "976" and area not in TOLL_FREE):
        what = "area code 900" if area == "900" else "exchange 976"
        message = f"The number is charged to the caller ({what})."
        yield NumberFault("premium", message, "Forward to an ordinary number.", "warning")
    elif exchange == "555" and line == "1212":
        yield _reserved("555-1212 is directory assistance.")
    elif exchange == "555" and line.startswith("01"):
        yield _fictional("555-0100 to 555-0199 are kept for fiction and examples.")


def _reserved(message: str) -> NumberFault:
    return NumberFault("reserved", message, "Check the number: nobody has it.", "error")


def _fictional(message: str) -> NumberFault:
    return NumberFault("fictional", message, "Put the real number in before going live.", "info")


def _library() -> Any:
    """The `phonenumbers` library: 50 ms to load, so only when a number needs it."""
    return importlib.import_module("phonenumbers")


def _parse(code: str, national: str, parts: _Parts, region: str | None) -> Any | None:
    """The number as the library sees it, or None where it sees none."""
    library = _library()
    if parts.international and not code:
        text, region = "+" + parts.digits, None
    elif code and (not region or library.country_code_for_region(region) != int(code)):
        region = library.region_code_for_country_code(int(code))
        text = national
        if region in ("ZZ", "001"):
            text, region = f"+{code}{national}", None
    else:
        text = national
    try:
        return library.parse(text, region)
    except library.NumberParseException:
        return None


def _elsewhere_faults(
    code: str, national: str, parts: _Parts, region: str | None
) -> Iterator[NumberFault]:
    """Faults under any other plan, as the library knows it."""
    library = _library()
    calling = code or str(library.country_code_for_region(region or "ZZ") or "")
    known = library.region_code_for_country_code(int(calling)) if calling else ""
    if calling and known == "ZZ":
        message = f"No country has the calling code {calling}."
        yield NumberFault("malformed", message, "Check the country code.", "error")
        return
    parsed = _parse(code, national, parts, region)
    if parsed is None:
        yield _length_fault(len(national), f"7 to {_LONGEST}", "a telephone number")
        return
    yield from _parsed_faults(library, parsed, national)


def _parsed_faults(library: Any, parsed: Any, national: str) -> Iterator[NumberFault]:
    region = library.region_code_for_country_code(parsed.country_code)
    significant = library.national_significant_number(parsed)
    reason = library.is_possible_number_with_reason(parsed)
    if _is_emergency(national, region):
        yield _emergency(national)
    elif reason != library.ValidationResult.IS_POSSIBLE:
        yield _length_fault(
            len(significant), _lengths(library, region, parsed), f"+{parsed.country_code}"
        )
    elif significant.startswith(DRAMA.get(str(parsed.country_code), ("none",))):
        yield _fictional("The number is kept for films and examples.")
    elif library.number_type(parsed) == library.PhoneNumberType.PREMIUM_RATE:
        message = "The number is charged at a premium rate."
        yield NumberFault("premium", message, "Forward to an ordinary number.", "warning")
    elif not library.is_valid_number(parsed):
        message = f"No number under +{parsed.country_code} starts like this."
        yield NumberFault("reserved", message, "Check the number.", "warning")


def _is_emergency(digits: str, region: str) -> bool:
    if len(digits) > 6:
        return False
    short = importlib.import_module("phonenumbers.shortnumberinfo")
    return bool(short.is_emergency_number(digits, region))


def _lengths(library: Any, region: str, parsed: Any) -> str:
    """The lengths a plan allows, such as "9 or 10"."""
    plan = library.PhoneMetadata.metadata_for_region_or_calling_code(parsed.country_code, region)
    lengths = sorted(plan.general_desc.possible_length) if plan else []
    known = [str(length) for length in lengths if length > 0]
    return " or ".join(filter(None, [", ".join(known[:-1]), *known[-1:]])) or "another length"


def display_number(number: str, country_code: str | None = None) -> str:
    """A number as people write it: "+1 800 555 0110"; as it came where it is no number.

    A country code is shown only where the document gives one.
    """
    parts = _take_apart(number)
    code, national = _code_and_national(parts, _NOT_DIGIT.sub("", country_code or ""), None)
    if any(fault.severity_hint == "error" for fault in _shape_faults(number.strip())):
        return number.strip()
    if code in ("", "1") and len(national) == 10 and not (parts.international and not code):
        sign = "+1 " if country_code or parts.international or len(parts.digits) == 11 else ""
        shown = f"{sign}{national[:3]} {national[3:6]} {national[6:]}"
    else:
        shown = _display_elsewhere(code, national, parts) or number.strip()
        return shown
    return f"{shown} {parts.after.strip()}".strip()


def _display_elsewhere(code: str, national: str, parts: _Parts) -> str | None:
    if code == "1" or not (code or parts.international):
        return None
    parsed = _parse(code, national, parts, None)
    if parsed is None:
        return None
    library = _library()
    shown = library.format_number(parsed, library.PhoneNumberFormat.INTERNATIONAL)
    return f"{shown} {parts.after.strip()}".strip()


def number_key(number: str, country_code: str | None = None) -> str:
    """What two writings of one number have in common: its digits with the country code.

    Without a code ten digits are read as North American; other numbers lose their
    leading zero.  Keys pressed afterwards do not count.  Empty where there is no digit.
    """
    parts = _take_apart(number)
    digits = parts.digits
    code, national = _code_and_national(parts, _NOT_DIGIT.sub("", country_code or ""), None)
    if digits.startswith("00") and not parts.international:
        return digits[2:]
    return code + (national if code == "1" else national.lstrip("0"))


def same_number(a: str, b: str) -> bool:
    """Whether two writings mean the same number: "+1 (800) 555-0110" and "8005550110".

    A number without its country code equals one that has a code of up to three
    digits before it, if it is at least eight digits long.
    """
    short, long = sorted((number_key(a), number_key(b)), key=len)
    if not short or short == long:
        return bool(short)
    return len(short) >= 8 and len(long) - len(short) <= 3 and _is_prefixed(short, long)


def _is_prefixed(short: str, long: str) -> bool:
    return long.endswith(short) and not short.startswith("1")


def check_extension(text: str, longest_pause: float = 10.0) -> tuple[NumberFault, ...]:
    """What is wrong with keys pressed once the call is answered; empty text is fine.

    Digits, "*", "#" and commas, each comma a pause of one second (Invoca, Advertiser
    Campaigns, destination_extension: "1,,,234").  A run of commas longer than
    `longest_pause` seconds (our assumption) is a fault of its own.
    """
    text = text.strip()
    faults: list[NumberFault] = []
    if bad := _BAD_KEY.search(text):
        message = f"The extension {_quoted(text)} has {_quoted(bad[0])} in it."
        faults.append(NumberFault("malformed", message, "Use digits, *, # and commas.", "error"))
    elif text and not text.strip(","):
        message = f"The extension {_quoted(text)} has pauses only and no key."
        faults.append(NumberFault("malformed", message, "Add the keys or leave it out.", "warning"))
    longest = max(map(len, re.findall(",+", text)), default=0)
    if longest > longest_pause:
        message = f"The extension waits {longest} seconds at a time."
        hint = f"Use at most {longest_pause:g} commas in a row."
        faults.append(NumberFault("long-pause", message, hint, "warning"))
    return tuple(faults)


def extension_seconds(text: str, seconds_per_key: float = 0.2) -> float:
    """How long the keys of an extension take: a comma one second, a key a tone and a gap."""
    return text.count(",") + seconds_per_key * len(re.findall("[0-9*#]", text))


def _quoted(text: str) -> str:
    return f'"{text[:40]}..."' if len(text) > 40 else f'"{text}"'
