"""Telephone numbers: what is wrong with them, how they are shown and compared."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.flow.numbers import (
    check_extension,
    check_number,
    display_number,
    extension_seconds,
    number_key,
    same_number,
)


def kinds(number: str, code: str | None = "1", country: str | None = None) -> list[str]:
    return [fault.kind for fault in check_number(number, code, country)]


@pytest.mark.parametrize(
    "number",
    ["8004377950", "800-437-7950", "(800) 437-7950", "+1 800 437 7950", "18004377950",
     "8004377950x12", "8004377950,,3", "800.437.7950", "8004114321"],
)  # fmt: skip
def test_an_ordinary_american_number_has_no_fault(number: str) -> None:
    assert kinds(number) == []


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("", "not-a-number"),
        ("sip:sales@example.com", "not-a-number"),
        ("١٢٣٤٥٦٧٨٩٠", "not-a-number"),
        ("1-800-FLOWERS", "malformed"),
        ("800+4377950", "malformed"),
        ("8004377950;9", "malformed"),
        ("(8004377950", "malformed"),
        ("8004377950x1w2", "malformed"),
        ("+442079250918", "malformed"),
        ("80043779", "wrong-length"),
        ("80043779501", "wrong-length"),
        ("411", "reserved"),
        ("0114377950", "reserved"),
        ("9114377950", "reserved"),
        ("2990437795", "reserved"),
        ("2120377950", "reserved"),
        ("2129117950", "reserved"),
        ("2125551212", "reserved"),
        ("2125550100", "fictional"),
        ("8005550199", "fictional"),
        ("9004377950", "premium"),
        ("2129764321", "premium"),
        ("911", "emergency"),
        ("112", "emergency"),
        ("988", "emergency"),
    ],
)
def test_an_american_number_has_the_fault_of_its_kind(number: str, kind: str) -> None:
    assert kinds(number) == [kind]


@pytest.mark.parametrize("number", ["2125550099", "2125550200", "2125551234"])
def test_other_555_numbers_are_not_fictional(number: str) -> None:
    assert kinds(number) == []


@pytest.mark.parametrize(
    ("number", "code", "country", "expected"),
    [
        ("020 7925 0918", "44", None, []),
        ("+44 20 7925 0918", None, None, []),
        ("02079250918", "44", "UK", []),
        ("02079250918", "", "UK", ["no-country-code"]),
        ("020 7946 0018", "44", None, ["fictional"]),
        ("06 39 98 00 01", "33", None, ["fictional"]),
        ("09061234567", "44", None, ["premium"]),
        ("020 7925 09180", "44", None, ["wrong-length"]),
        ("17", "33", None, ["emergency"]),
        ("12345678", "999", None, ["malformed"]),
        ("12345678", "abc", None, ["malformed"]),
        ("8004377950", "", None, ["no-country-code"]),
        ("8004377950", None, "CA", ["no-country-code"]),
        ("8005550110", "", "US", ["no-country-code", "fictional"]),
        ("12345", "", None, ["no-country-code", "wrong-length"]),
    ],
)
def test_the_country_decides_the_rules(
    number: str, code: str | None, country: str | None, expected: list[str]
) -> None:
    assert kinds(number, code, country) == expected


def test_a_wrong_length_says_how_many_digits_were_found_and_expected() -> None:
    american = check_number("80043779", "1")[0]
    french = check_number("06 12 34 56", "33")[0]
    assert (
        american.message
        == "The number has 8 digits; country code 1 has 10, or 11 with a leading 1."
    )
    assert french.message == "The number has 8 digits; +33 has 9."


def test_letters_are_given_back_as_keys() -> None:
    assert check_number("1-800-FLOWERS", "1")[0].hint == "As keys on a phone it is 18003569377."


def test_a_missing_code_and_a_fictional_number_rank_low() -> None:
    assert {fault.severity_hint for fault in check_number("8005550110", "")} == {"info"}


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("8005550110", "1", "+1 800 555 0110"),
        ("18005550110", "", "+1 800 555 0110"),
        ("(800) 555-0110", "", "800 555 0110"),
        ("8005550110x12", "1", "+1 800 555 0110 x12"),
        ("02079250918", "44", "+44 20 7925 0918"),
        ("0612345678", "", "0612345678"),
        ("1-800-FLOWERS", "1", "1-800-FLOWERS"),
        ("", None, ""),
    ],
)
def test_a_number_is_shown_as_people_write_it(number: str, code: str | None, shown: str) -> None:
    assert display_number(number, code) == shown


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("+1 (800) 555-0110", "8005550110", True),
        ("8005550110x5", "1-800-555-0110", True),
        ("+44 20 7946 0000", "02079460000", True),
        ("0044 20 7946 0000", "+44 20 7946 0000", True),
        ("8005550110", "8005550111", False),
        ("8005550110", "9005550110", False),
        ("", "", False),
        ("5550110", "8005550110", False),
    ],
)
def test_two_writings_of_one_number_are_the_same(a: str, b: str, same: bool) -> None:
    assert same_number(a, b) is same
    assert same_number(b, a) is same


def test_a_number_key_needs_a_digit() -> None:
    assert number_key("none", "1") == ""
    assert number_key("8005550110", "1") == number_key("+18005550110") == "18005550110"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("1,,,234", []),
        ("*12#", []),
        ("1w2", ["malformed"]),
        (",,", ["malformed"]),
        ("1" + "," * 10 + "2", []),
        ("1" + "," * 11 + "2", ["long-pause"]),
    ],
)
def test_an_extension_is_digits_and_pauses(text: str, expected: list[str]) -> None:
    assert [fault.kind for fault in check_extension(text)] == expected


def test_each_comma_of_an_extension_is_a_second() -> None:
    assert extension_seconds("1,,,234", seconds_per_key=0.0) == 3.0
    assert extension_seconds("1,,,234") == pytest.approx(3.8)


@given(st.text(), st.none() | st.text(max_size=6), st.none() | st.text(max_size=3))
def test_no_text_makes_a_check_raise(number: str, code: str | None, country: str | None) -> None:
    faults = check_number(number, code, country)
    assert all(fault.message and fault.hint for fault in faults)
    assert display_number(number, code) or not number.strip()
    assert same_number(number, number) is bool(number_key(number))
    check_extension(number)


def test_a_number_without_digits_before_its_keys_is_told() -> None:
    (fault,) = (f for f in check_number("+,0", "") if f.kind == "malformed")
    assert "no digit before the keys" in fault.message


@given(
    st.text("0123456789+-() .x#*,", max_size=30),
    st.sampled_from(["", "1", "44", "33", "49", "39", "852", "999", "800", "7"]),
    st.sampled_from([None, "US", "UK", "FR", "HK", "XX"]),
)
def test_no_dialled_text_makes_a_check_raise(number: str, code: str, country: str | None) -> None:
    faults = check_number(number, code, country)
    assert (not faults) <= any(letter.isdecimal() for letter in number)
    display_number(number, code)


def test_american_numbers_need_no_library() -> None:
    program = (
        "import sys; from ivrsim.flow.numbers import check_number, display_number;"
        "check_number('8005550110', '1'); display_number('8005550110', '1');"
        "sys.exit('phonenumbers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
