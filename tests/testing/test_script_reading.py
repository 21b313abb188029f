"""Scripts are read line by line, with the place of everything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ivrsim import load
from ivrsim.testing.script import read_script
from ivrsim.testing.script_ast import Case
from ivrsim.testing.script_claims import ENDS, EVENTS
from ivrsim.testing.script_run import run
from ivrsim.testing.script_steps import EXPECTATIONS, OUTCOMES, STEPS, step_text
from ivrsim.testing.script_table import COLUMNS
from ivrsim.testing.script_update import aligned
from ivrsim.testing.script_words import without_comment

ROOT = Path(__file__).parents[2]
DEMO = load(ROOT / "ivrsim" / "demo" / "campaign.json").flow
PAGE = (ROOT / "docs" / "call-scripts.md").read_text(encoding="utf-8")


def case(steps: str, head: str = "") -> Case:
    script = read_script(f"flow: campaign.json\n{head}call: One\n{steps}")
    assert not script.slips, script.slips
    return script.cases[0]


def said(words: str) -> object:
    return case(f"caller: {words}\n").caller


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("mobile, from Seattle, WA", {"mobile": True, "city": "Seattle", "state": "WA"}),
        (
            "from Mobile, AL, US, repeat",
            {"city": "Mobile", "state": "AL", "country": "US", "repeat": True},
        ),
        ("from WA", {"state": "WA"}),
        ("from Canada", {"country": "Canada"}),
        ("from 98101", {"postal_code": "98101"}),
        ("at 2026-11-23 10:00", {"at": "2026-11-23 10:00"}),
        ("in region West Coast, in region a", {"in_region": ["West Coast", "a"]}),
        ("in no region", {"in_region": False}),
        ('data "a=b" = "x, y", data c = d', {"custom_data": {"a=b": "x, y", "c": "d"}}),
        ("unanswered 1, unanswered 2", {"unanswered": ["1", "2"]}),
        ("MEDIA TYPE Radio", {"media_type": "Radio"}),
    ],
)
def test_callers_are_said_in_plain_words(words: str, expected: dict[str, object]) -> None:
    assert said(words) == expected


def test_what_a_call_says_stands_for_what_the_file_says() -> None:
    head = "caller: mobile, from Seattle, WA, at 2026-11-23 10:00\n"
    assert case("caller: landline, after hours\n", head).caller == {
        "city": "Seattle",
        "state": "WA",
        "landline": True,
        "during_hours": False,
    }


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("press #", "press #"),
        ("press 1 # 2", "press 1 # 2"),
        ("press 1  # 2", "press 1"),
        ("press star pound", "press * #"),
        ("PRESS 2 after 1.50 seconds", "press 2 after 1.5 seconds"),
        ("stay silent 2", "stay silent 2 times"),
        ("say billing, please", 'say "billing, please"'),
        (r'hear "a \"b\"  # c"  # d', r'hear "a \"b\"  # c"'),
        ("hear = Hello", 'hear = "Hello"'),
        ("expect connected to 206 555 0131", "expect connected to 206 555 0131"),
        ("expect keypresses 1 w", "expect keypresses 1 W"),
    ],
)
def test_steps_are_read_as_they_are_written(line: str, text: str) -> None:
    (step,) = case(f"  {line}\n").steps
    assert step_text(step.step) == text
    assert (step.line, step.column) == (3, 3)
    assert step.end - step.column == len(without_comment(line))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_ends_of_lines_do_not_matter(newline: str) -> None:
    text = newline.join(["\ufeffflow: a", "", "call: One", "  press 1", "", "call: Two"])
    assert [(c.name, c.line, c.last) for c in read_script(text).cases] == [
        ("One", 3, 4),
        ("Two", 6, 6),
    ]


def test_an_empty_script_says_what_is_missing() -> None:
    assert "does not name its call flow" in read_script("").slips[0].message
    assert "holds no call" in read_script("flow: a").slips[0].message


def test_hundreds_of_slips_end_the_reading() -> None:
    slips = read_script("nonsense\n" * 5000).slips
    assert len(slips) == 201
    assert "not read on" in slips[-1].message


def test_hearing_goes_in_order() -> None:
    head = "caller: from Seattle, WA, at 2026-11-23 10:00\n"
    good = case('hear "heating"\nhear "billing, press 3"\n', head)
    assert run(good, DEMO).passed
    (failure,) = run(case('hear "billing, press 3"\nhear "heating"\n', head), DEMO).failures
    assert (failure.line, failure.hint) == (5, "It is heard earlier in the call.")


def test_tables_are_aligned() -> None:
    rows = ["  | a|b |", "  |--|---|", '  | "x|y" | 1 |']
    assert aligned(rows) == [
        "  | a     | b |",
        "  |-------|---|",
        '  | "x|y" | 1 |',
    ]


def test_tens_of_thousands_of_lines_are_read() -> None:
    script = read_script("flow: a\ncall: One\n" + "  press 1\n" * 30_000)
    assert len(script.cases[0].steps) == 30_000


def test_the_page_names_every_word_of_the_language() -> None:
    words = [*STEPS, *EXPECTATIONS, *OUTCOMES, *COLUMNS, *EVENTS, *ENDS]
    plain = " ".join(PAGE.split())
    assert not [word for word in words if word not in plain]


def test_the_scripts_on_the_page_hold() -> None:
    blocks = re.findall(r"```\n(.*?)```", PAGE, re.DOTALL)
    usual = "flow: campaign.json\ncaller: from Seattle, WA, at 2026-11-23 10:00\n"
    tables = [usual + block for block in blocks if block.startswith("calls:")]
    whole = [block for block in blocks if block.startswith("# campaign.call")]
    assert (len(tables), len(whole)) == (1, 1)
    for block in (*tables, *whole):
        script = read_script(block)
        assert not script.slips, script.slips
        assert [r.failures for r in (run(item, DEMO) for item in script.items) if r.failures] == []
    claims = next(block for block in blocks if block.startswith("always:"))
    assert not read_script(f"flow: campaign.json\n{claims}").slips
