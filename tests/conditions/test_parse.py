from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ivrsim.conditions import (
    ALWAYS,
    And,
    Compare,
    ConditionSyntaxError,
    Flag,
    InRegion,
    Not,
    NotACondition,
    Or,
    Pressed,
    TextField,
    TextTest,
    parse_condition,
    read_condition,
)
from ivrsim.errors import IvrsimError
from tests.conditions.expressions import expressions
from tests.conditions.pratt import Pratt, Refused

HOURS, LANDLINE, MOBILE = Flag("during_hours"), Flag("landline"), Flag("mobile")
REPEAT, SMS, REGION = Flag("repeat"), Flag("sms_sent"), InRegion()
PRODUCT = TextField("custom_data", "product")
AFFILIATE, MEDIA = TextField("affiliate_name"), TextField("media_type")
PROMO = TextField("promo_number_description")

DOCUMENTED = {
    # Invoca, Advertiser Campaigns
    "": ALWAYS,
    "duration >= 1 min 30 sec": Compare("duration", ">=", 90),
    "duration >= 1 min 30 sec.": Compare("duration", ">=", 90),
    "during_hours": HOURS,
    "during_hours.": HOURS,
    "mobile and pressed[2]": And((MOBILE, Pressed(("2",)))),
    "in_region or duration > 12 sec": Or((REGION, Compare("duration", ">", 12))),
    "pressed[a 1] and not (in_region or during_hours)": And(
        (Pressed(("a", "1")), Not(Or((REGION, HOURS))))
    ),
    "mobile or in_region and during_hours": Or((MOBILE, And((REGION, HOURS)))),
    "mobile or (in_region and during_hours)": Or((MOBILE, And((REGION, HOURS)))),
    "duration > 2 min 30 sec": Compare("duration", ">", 150),
    "duration > 60": Compare("duration", ">", 60),
    "in_region[West Coast]": InRegion("West Coast"),
    # Invoca, IVR Tree Conditions
    "repeat": REPEAT,
    "landline": LANDLINE,
    "mobile": MOBILE,
    "pressed[3]": Pressed(("3",)),
    'custom_data[product] = "Printer"': TextTest(PRODUCT, "=", "Printer"),
    'custom_data[product] != "Fax Machine"': TextTest(PRODUCT, "!=", "Fax Machine"),
    'custom_data[product] contains "Chair"': TextTest(PRODUCT, "contains", "Chair"),
    "custom_data[product] present": TextTest(PRODUCT, "present"),
    'affiliate_name = "Captain Crunch Publishing"': TextTest(
        AFFILIATE, "=", "Captain Crunch Publishing"
    ),
    'affiliate_name != "Count Chocula Publishing"': TextTest(
        AFFILIATE, "!=", "Count Chocula Publishing"
    ),
    'affiliate_name contains "Cocoa"': TextTest(AFFILIATE, "contains", "Cocoa"),
    "affiliate_name present": TextTest(AFFILIATE, "present"),
    'media_type = "Online: Content / Review Site"': TextTest(
        MEDIA, "=", "Online: Content / Review Site"
    ),
    'media_type != "Online: Email"': TextTest(MEDIA, "!=", "Online: Email"),
    'media_type contains "Online"': TextTest(MEDIA, "contains", "Online"),
    "media_type present": TextTest(MEDIA, "present"),
    'promo_number_description = "Very important number"': TextTest(
        PROMO, "=", "Very important number"
    ),
    'promo_number_description != "Old marketing number"': TextTest(
        PROMO, "!=", "Old marketing number"
    ),
    'promo_number_description contains "New ad campaign"': TextTest(
        PROMO, "contains", "New ad campaign"
    ),
    "promo_number_description present": TextTest(PROMO, "present"),
    "repeat and during_hours": And((REPEAT, HOURS)),
    "repeat or during_hours": Or((REPEAT, HOURS)),
    "not during_hours": Not(HOURS),
    "mobile and (repeat or during_hours)": And((MOBILE, Or((REPEAT, HOURS)))),
    "mobile or repeat and during_hours": Or((MOBILE, And((REPEAT, HOURS)))),
    "mobile or (repeat and during_hours)": Or((MOBILE, And((REPEAT, HOURS)))),
    # Invoca, Call Recording Condition; Transactions API
    "during_hours and repeat": And((HOURS, REPEAT)),
    "duration > 1 min and in_region": And((Compare("duration", ">", 60), REGION)),
    # Invoca Community, Signal Builder
    "duration > 2 minutes": Compare("duration", ">", 120),
    "duration < 30 seconds": Compare("duration", "<", 30),
    "duration > 1 minute AND mobile": And((Compare("duration", ">", 60), MOBILE)),
    "Landline": LANDLINE,
    "during_hours AND sms_sent": And((HOURS, SMS)),
    "signal = 'Over 18'": TextTest(TextField("signal"), "=", "Over 18"),
    "signal = 'SupportCall' AND duration > 5 minutes": And(
        (TextTest(TextField("signal"), "=", "SupportCall"), Compare("duration", ">", 300))
    ),
    "previous_signal = 'Over 18'": TextTest(TextField("previous_signal"), "=", "Over 18"),
    "voice_signal = 'Quote'": TextTest(TextField("voice_signal"), "=", "Quote"),
}


@pytest.mark.parametrize("text", DOCUMENTED)
def test_every_example_in_the_vendors_pages_means_what_the_page_says(text: str) -> None:
    assert parse_condition(text) == DOCUMENTED[text]


@pytest.mark.parametrize(
    ("text", "expr"),
    [
        ("  \t\n ", ALWAYS),
        ("NOT Mobile Or REPEAT", Or((Not(MOBILE), REPEAT))),
        ("not not mobile", Not(Not(MOBILE))),
        ("not mobile and repeat", And((Not(MOBILE), REPEAT))),
        ("((mobile))", MOBILE),
        ("mobile and (repeat and landline)", And((MOBILE, REPEAT, LANDLINE))),
        ("(mobile and repeat) and landline", And((MOBILE, REPEAT, LANDLINE))),
        ("mobile and (repeat and (landline and sms_sent) and during_hours) and in_region",
         And((MOBILE, REPEAT, LANDLINE, SMS, HOURS, REGION))),
        ("pressed[1  1 2 W N z]", Pressed(("1", "1", "2", "W", "N", "z"))),
        ("pressed[ 2 ]", Pressed(("2",))),
        ("in_region [ São Paulo and (more). ]", InRegion("São Paulo and (more).")),
        ("custom_data[a b]present", TextTest(TextField("custom_data", "a b"), "present")),
        ("duration<>5", Compare("duration", "!=", 5)),
        ("duration==5sec", Compare("duration", "=", 5)),
        ("connect_duration ≥ 2 MIN", Compare("connect_duration", ">=", 120)),
        ("connect_duration ≤ 1 minute 1 second", Compare("connect_duration", "<=", 61)),
        ("duration < 1 min 90 sec", Compare("duration", "<", 150)),
        ("signal = “Over 18”", TextTest(TextField("signal"), "=", "Over 18")),
        ("signal <> ‘x’", TextTest(TextField("signal"), "!=", "x")),
        ('signal = ""', TextTest(TextField("signal"), "=", "")),
        ('signal = "a ""b"" \'c\'"', TextTest(TextField("signal"), "=", "a \"b\" 'c'")),
        ('signal CONTAINS " and ("', TextTest(TextField("signal"), "contains", " and (")),
        ("mobile\u00a0and\nrepeat .", And((MOBILE, REPEAT))),
    ],
)  # fmt: skip
def test_a_condition_may_be_written_in_many_ways(text: str, expr: object) -> None:
    assert parse_condition(text) == expr


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("mobile and pressed[W]", []),
        ("duration > 1 min 30 sec", []),
        ("Mobile AND not REPEAT", ["case", "case", "case"]),
        ("during_hours.", ["full-stop"]),
        ("signal = 'x' or signal = “x”", ["quotes", "quotes"]),
        ('signal = """"', ["doubled-quote"]),
        ('signal == "x" or signal <> "x"', ["operator", "operator"]),
        ("duration ≥ 1 min or duration ≤ 1 sec", ["operator", "operator"]),
        ("duration != 5 sec", ["operator"]),
        ('signal != "x"', []),
        ("duration > 60", ["no-unit"]),
        ("pressed[w]", ["letter-case"]),
        ("pressed[1 n]", ["letter-case"]),
        ('in_region["West"]', ["quoted-name"]),
        ("mobile and", []),
    ],
)
def test_what_is_odd_but_accepted_is_noted(text: str, kinds: list[str]) -> None:
    assert [note.kind for note in read_condition(text).notes] == kinds


def test_a_note_says_where() -> None:
    (note,) = read_condition("mobile AND repeat").notes
    assert "mobile AND repeat"[note.span.start : note.span.end] == "AND"


@given(expressions())
def test_the_span_of_every_part_is_the_text_that_says_it(expr: object) -> None:
    text = str(expr)
    for part in parse_condition(text).walk():
        if part.span is not None:
            assert parse_condition(text[part.span.start : part.span.end]) == part


def test_spans_keep_brackets_in_pairs() -> None:
    text = "((mobile) or (repeat)) and landline"
    both, _ = parse_condition(text).operands
    assert both.span is not None
    assert text[both.span.start : both.span.end] == "(mobile) or (repeat)"


PIECES = (
    *("mobile", "not", "and", "OR", "(", ")", "in_region", "[West Coast]", "in_region[", "]"),
    *("pressed", "[2]", "[1 W]", "pressed[a 1]", "duration", ">", "<=", "=", "!=", "<>", "≥"),
    *("60", "1 min", "30 sec", "5 minutes", "1", "custom_data[a b]", "affiliate_name", "signal"),
    *("present", "contains", '"x"', "'y'", "“z”", '""', '"', "'", ".", " ", "\t", "\n", "a", "é"),
)


def mutated() -> st.SearchStrategy[str]:
    """Texts that are conditions, or nearly."""
    pieces = st.lists(st.sampled_from(PIECES), max_size=14)
    joined = st.builds(lambda parts, gap: gap.join(parts), pieces, st.sampled_from(["", " "]))
    cut = st.tuples(st.integers(0, 80), st.integers(0, 5), st.sampled_from(PIECES))
    return joined | st.builds(
        lambda expr, at: str(expr)[: at[0]] + at[2] + str(expr)[at[0] + at[1] :], expressions(), cut
    )


@settings(max_examples=400)
@given(mutated())
@example("mobile.")
@example("pressed[2 and mobile")
@example('signal = "a""b')
def test_the_grammar_and_a_parser_written_by_hand_agree_on_every_text(text: str) -> None:
    reading = read_condition(text)
    try:
        expected = Pratt(text).parse()
    except Refused:
        assert reading.expr is None
    else:
        assert reading.expr == expected


@given(st.text())
def test_reading_never_raises(text: str) -> None:
    reading = read_condition(text)
    assert (reading.expr is None) != (reading.error is None)
    assert str(reading.error)


@pytest.mark.parametrize("value", [None, 5, True, ["mobile"], {"a": 1}, b"mobile"])
def test_what_is_not_a_text_is_refused(value: object) -> None:
    with pytest.raises(NotACondition) as caught:
        parse_condition(value)  # type: ignore[arg-type]
    assert isinstance(caught.value, TypeError)
    assert isinstance(caught.value, IvrsimError)
    assert isinstance(read_condition(value).error, NotACondition)


def test_the_same_error_can_be_raised_twice() -> None:
    errors = []
    for _ in range(2):
        with pytest.raises(ConditionSyntaxError) as caught:
            parse_condition("mobil")
        errors.append(caught.value)
    assert errors[0] is not errors[1]
    assert str(errors[0]) == str(errors[1])


DEEP = 100_000


@pytest.mark.parametrize("text", ["not " * DEEP + "mobile", "(" * DEEP + "mobile" + ")" * DEEP])
def test_a_condition_may_nest_a_hundred_thousand_deep(text: str) -> None:
    expr = parse_condition(text)
    assert parse_condition(str(expr)) == expr
    assert expr.evaluate({"mobile": True})


@pytest.mark.parametrize(
    "text",
    [
        "(mobile and " * 5_000 + "repeat" + ")" * 5_000,
        "(" * 5_000 + "mobile" + " and repeat)" * 5_000,
    ],
)
def test_a_long_chain_in_brackets_becomes_one_flat_expression(text: str) -> None:
    expr = parse_condition(text)
    assert not any(part.operands for part in expr.operands)


def test_alternating_chains_keep_their_levels() -> None:
    expr = parse_condition("(mobile and (repeat or " * 2_000 + "landline" + "))" * 2_000)
    assert sum(1 for _ in expr.walk()) == 8_001
    assert parse_condition(str(expr)) == expr


def test_a_megabyte_is_read() -> None:
    text = " or ".join(['custom_data[product] = "Printer"'] * 28_000)
    assert len(text) > 1_000_000
    assert len(parse_condition(text).operands) == 28_000


@pytest.mark.parametrize("tail", [" mobil", " and", " pressed[0]", " ("])
def test_a_mistake_in_a_deep_text_is_found(tail: str) -> None:
    text = "(" * DEEP + tail
    error = read_condition(text).error
    assert error is not None
    assert error.span.start >= DEEP
    assert len(str(error)) < 500
