"""Telephone numbers that a flow dials: are they right, how are they written.

North American numbers (country code 1) are judged here; the numbering plans of
other countries come from the `phonenumbers` library, loaded only when a number
needs it.  Nothing here raises, whatever the text.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from typing import Any, Literal

from ivrsim.flow.numbers_plans import (
    DRAMA,
    EMERGENCY,
    SERVICES,
    TOLL_FREE,
)
from ivrsim.flow.numbers_written import (
    PLAIN,
    Parts,
    calling_code,
    code_and_national,
    digits_of,
    display_number,
    library,
    number_key,
    parse,
    region_of,
    same_number,
    take_apart,
)
from ivrsim.lazy import pattern
from ivrsim.values import dataclass

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

_BAD_KEY = pattern(r"[^0-9*#,]")
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
    code = calling_code(country_code)
    text = number.strip()
    shape = [*_shape_faults(text), *_code_faults(text, country_code, code)]
    if any(fault.severity_hint == "error" for fault in shape):
        return tuple(shape)
    parts = take_apart(text)
    region = region_of(country)
    code, national = code_and_national(parts, code, region)
    return (*shape, *_plan_faults(code, national, parts, region))


def _shape_faults(text: str) -> Iterator[NumberFault]:
    """Faults of the writing alone."""
    if not re.search("[0-9]", text):
        found = f"{_quoted(text)} has no digit." if text else "The number is empty."
        yield NumberFault("not-a-number", found, "Write the number to dial.", "error")
        return
    parts = take_apart(text)
    main = parts.main
    if not PLAIN.fullmatch(main.removeprefix("+")):
        yield NumberFault("malformed", *_strange(text, main), "error")
    elif main.count("(") != main.count(")"):
        message = f"{_quoted(text)} has an unpaired parenthesis."
        yield NumberFault("malformed", message, "Write digits only.", "warning")
    if parts.after and (bad := _BAD_KEY.search(re.sub("[xX ]", "", parts.after))):
        message = f"{_quoted(text)} has {_quoted(bad[0])} among the keys pressed afterwards."
        yield NumberFault("malformed", message, "Use digits, *, # and commas.", "error")


def _strange(text: str, main: str) -> tuple[str, str]:
    """Message and hint for a number with characters that no number has."""
    odd = (c for n, c in enumerate(main) if not PLAIN.fullmatch(c) and (c != "+" or n))
    strange = next(odd, "")
    if not strange:
        said = f"{_quoted(text)} has no digit before the keys pressed afterwards."
        return said, "Write the number to dial first."
    if re.search("[A-Za-z]", main):
        keyed = digits_of(main.upper().translate(_KEYPAD))
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
    code: str, national: str, parts: Parts, region: str | None
) -> Iterator[NumberFault]:
    """Faults of the digits under the numbering plan that applies."""
    if parts.international and code and not parts.digits.startswith(code):
        message = f"The number starts +{parts.digits[:4]}... but its country code is {code}."
        yield NumberFault("malformed", message, "Let the two agree.", "error")
    elif national in EMERGENCY or parts.digits in EMERGENCY:
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


def _elsewhere_faults(
    code: str, national: str, parts: Parts, region: str | None
) -> Iterator[NumberFault]:
    """Faults under any other plan, as the library knows it."""
    known = library()
    calling = code or str(known.country_code_for_region(region or "ZZ") or "")
    if calling and known.region_code_for_country_code(int(calling)) == "ZZ":
        message = f"No country has the calling code {calling}."
        yield NumberFault("malformed", message, "Check the country code.", "error")
        return
    parsed = parse(code, national, parts, region)
    if parsed:
        yield from _parsed_faults(known, parsed, national)
    elif not 7 <= len(national) <= _LONGEST:
        yield _length_fault(len(national), f"7 to {_LONGEST}", "a telephone number")


def _parsed_faults(known: Any, parsed: Any, national: str) -> Iterator[NumberFault]:
    code = str(parsed.country_code)
    region = known.region_code_for_country_code(parsed.country_code)
    significant = known.national_significant_number(parsed)
    fits = known.is_possible_number_with_reason(parsed) == known.ValidationResult.IS_POSSIBLE
    if _is_emergency(national, region):
        yield _emergency(national)
    elif not fits:
        yield _length_fault(len(significant), _lengths(known, region, parsed), f"+{code}")
    elif code in DRAMA and significant.startswith(DRAMA[code]):
        yield _fictional("The number is kept for films and examples.")
    elif known.number_type(parsed) == known.PhoneNumberType.PREMIUM_RATE:
        message = "The number is charged at a premium rate."
        yield NumberFault("premium", message, "Forward to an ordinary number.", "warning")
    elif not known.is_valid_number(parsed):
        message = f"No number under +{code} starts like this."
        yield NumberFault("reserved", message, "Check the number.", "warning")


def _is_emergency(digits: str, region: str) -> bool:
    if len(digits) > 6:
        return False
    short = importlib.import_module("phonenumbers.shortnumberinfo")
    return bool(short.is_emergency_number(digits, region))


def _lengths(known: Any, region: str, parsed: Any) -> str:
    """The lengths a plan allows, such as "9 or 10"."""
    plan = known.PhoneMetadata.metadata_for_region_or_calling_code(parsed.country_code, region)
    lengths = sorted(plan.general_desc.possible_length) if plan else []
    *most, last = [str(length) for length in lengths if length > 0] or ["another length"]
    return f"{', '.join(most)} or {last}" if most else last


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
