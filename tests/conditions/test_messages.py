from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivrsim.conditions import ConditionSyntaxError, NotACondition, parse_condition, read_condition
from ivrsim.conditions.diagnosis import LONGEST_REPAIRED
from tests.conditions.test_parse import mutated


def error_in(text: str) -> ConditionSyntaxError:
    error = read_condition(text).error
    assert error is not None
    return error


MESSAGES = {
    "durring_hours and mobile": """\
"durring_hours" is not a word of the condition language
  durring_hours and mobile
  ^^^^^^^^^^^^^
Expected "(", "not" or a test such as during_hours or pressed[2].
Did you mean: during_hours and mobile""",
    "mobile AND": """\
the condition stops after "AND"
  mobile AND
            ^
Expected "(", "not" or a test such as during_hours or pressed[2].
Nothing follows "AND". Did you mean: mobile""",
    "mobile && repeat": """\
"&&" cannot stand here
  mobile && repeat
         ^^
Expected "and", "or" or the end of the condition.
"&&" is written "and". Did you mean: mobile and repeat""",
    "pressed[0]": """\
"0" is not a key that can be tested
  pressed[0]
          ^
Expected keys such as 2 or 1 2 W (1 to 9, a to z, W, N).""",
    'media_type = "Online': """\
a quoted text is never closed
  media_type = "Online
               ^
Expected a text such as "Printer", in double quotes.
A text stands between double quotes. Did you mean: media_type = "Online\"""",
    'mobile "x"': """\
a quoted text cannot stand here
  mobile "x"
         ^
Expected "and", "or" or the end of the condition.""",
    "duration > 12345678901": """\
"12345678901" is not a length of time
  duration > 12345678901
             ^^^^^^^^^^^
Expected a number of up to 9 digits.""",
    "duration 60": """\
"60" cannot stand here
  duration 60
           ^^
Expected "!=", "<", "<=", "=", ">" or ">=".""",
    "in_region[]": """\
"]" is not the name of a region
  in_region[]
            ^
Expected the name of a region.""",
    "custom_data[] present": """\
"]" is not the name of a custom data field
  custom_data[] present
              ^
Expected the name of a custom data field.""",
    "mobile\tand\n\tmobil\x1b[2J": """\
"mobil" is not a word of the condition language
  mobile and  mobil [2J
              ^^^^^
Expected "(", "not" or a test such as during_hours or pressed[2].""",
    "in_region[東京] und mobile": """\
"und" is not a word of the condition language
  in_region[東京] und mobile
                  ^^^
Expected "and", "or" or the end of the condition.
Did you mean: in_region[東京] and mobile""",
}


@pytest.mark.parametrize("text", MESSAGES)
def test_what_a_message_looks_like(text: str) -> None:
    assert str(error_in(text)) == MESSAGES[text]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("durring_hours", "during_hours"),
        ("during hours", "during_hours"),
        ("during-hours", "during_hours"),
        ("duringhours", "during_hours"),
        ("mobil adn repeat", "mobile and repeat"),
        ("durring_hours && !mobile", "during_hours and not mobile"),
        ("mobile||repeat", "mobile or repeat"),
        ("!mobile", "not mobile"),
        ("{in_region} and mobile", "(in_region) and mobile"),
        ("pressed[2", "pressed[2]"),
        ("pressed[2 and mobile", "pressed[2] and mobile"),
        ("pressed(2)", "pressed[2]"),
        ("pressed 2 and mobile", "pressed[2] and mobile"),
        ('pressed["2"]', "pressed[2]"),
        ("pressed[1,2]", "pressed[1 2]"),
        ("pressed[12]", "pressed[1 2]"),
        ("pressed[A]", "pressed[a]"),
        ("keypress[2]", "pressed[2]"),
        ("in region", "in_region"),
        ("In Region[West]", "in_region[West]"),
        ("in_region(West Coast)", "in_region[West Coast]"),
        ('in_region = "West Coast" and mobile', "in_region[West Coast] and mobile"),
        ("in_region West Coast", "in_region[West Coast]"),
        ("in_region[West Coast and mobile", "in_region[West Coast] and mobile"),
        ("in_region repeat", "in_region and repeat"),
        ("is_mobile", "mobile"),
        ("Is Mobile AND Send SMS", "mobile AND sms_sent"),
        ("mobile = true", "mobile"),
        ("mobile is false", "not mobile"),
        ("(mobile or (repeat", "(mobile or (repeat))"),
        ("mobile)", "mobile"),
        ("mobile..", "mobile."),
        ("and mobile", "mobile"),
        ("mobile and and repeat", "mobile and repeat"),
        ("(mobile and) or repeat", "(mobile) or repeat"),
        ("mobile repeat", "mobile and repeat"),
        ("mobile (repeat or landline)", "mobile and (repeat or landline)"),
        ("media_type = printer", 'media_type = "printer"'),
        ("media_type = printer and mobile", 'media_type = "printer" and mobile'),
        ("signal = 'Over 18", 'signal = "Over 18"'),
        ("affiliate_name is 'x'", "affiliate_name = 'x'"),
        ("affiliate_name includes 'x'", "affiliate_name contains 'x'"),
        ("custom_data.product = 'x'", "custom_data[product] = 'x'"),
        ("custom_data[product = 'x'", "custom_data[product] = 'x'"),
        ("custom_data[product] and mobile", "custom_data[product] present and mobile"),
        ("connect duration > 5", "connect_duration > 5"),
        ("duration > 60s", "duration > 60 sec"),
        ("duration > 1:30", "duration > 1 min 30 sec"),
        ("duration > 2 hours", "duration > 120 min"),
        ("duration > 1 min 30", "duration > 1 min 30 sec"),
        ("duration is greater than or equal to 1 min", "duration >= 1 min"),
        ("duration => 5", "duration >= 5"),
        ("after_hours", "not during_hours"),
        ("pressed[0]", None),
        ("pressed[]", None),
        ("mobile, repeat", None),
        ("not", None),
        ("()", None),
        ("duration > x", None),
        ("custom_data = 'x'", None),
        ("$$$", None),
    ],
)
def test_what_was_probably_meant(text: str, meant: str | None) -> None:
    assert error_in(text).suggestion == meant


@settings(max_examples=200)
@given(mutated())
def test_a_suggestion_can_always_be_read(text: str) -> None:
    error = read_condition(text).error
    if error is not None:
        assert error.expected
        assert text[error.span.start : error.span.end] == error.found
        if error.suggestion is not None:
            parse_condition(error.suggestion)


@given(mutated())
def test_a_message_is_a_few_short_lines_of_visible_characters(text: str) -> None:
    error = read_condition(text).error
    if error is not None:
        lines = str(error).split("\n")
        assert 4 <= len(lines) <= 5
        assert all(line.isprintable() for line in lines)
        assert len(lines[2]) <= 140


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_carets_stand_under_the_place_in_a_long_text(before: int, after: int) -> None:
    text = "mobile and " * before + "$$$" + " and mobile" * after
    lines = str(error_in(text)).split("\n")
    column = lines[2].index("^")
    assert lines[1][column : column + 3] == "$$$"
    assert len(lines[1]) < 70


def test_the_caret_at_the_end_stands_behind_the_text() -> None:
    _, shown, carets, *_ = str(error_in("mobile and " * 100)).split("\n")
    assert carets.index("^") == len(shown)


def test_a_very_long_text_is_offered_no_repair() -> None:
    text = "mobile and " * 1000
    assert len(text) > LONGEST_REPAIRED
    assert error_in(text).suggestion is None


@pytest.mark.parametrize("text", ["mobil", "mobile and", "signal = x" + " " * 1900 + "x ("])
def test_errors_can_be_copied_and_pickled(text: str) -> None:
    error = error_in(text)
    for twin in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert type(twin) is ConditionSyntaxError
        assert str(twin) == str(error)
        assert vars(twin) == vars(error)


def test_what_is_not_a_text_is_named_by_its_kind() -> None:
    assert str(NotACondition.of(None)).startswith("a condition is a text, not null\n")
    assert "a value of type int" in str(NotACondition.of(5))
