"""Scripts of the world: no line is too wide, none turns another round, no letter is torn."""

from __future__ import annotations

import re
import unicodedata
from xml.etree import ElementTree as ET

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ivrsim.render.metrics import fit, text_width, wrap
from ivrsim.render.scripts import (
    APART,
    LEFTWARDS,
    MARKS,
    estimated,
    kept_apart,
    runs_left,
    tamed,
    whole,
)
from ivrsim.render.show import picture, show
from tests.render.test_svg import NS, saying

ARABIC = "مرحبا بكم في عيادة الابتسامة. للمواعيد اضغط 1. للفواتير اضغط 2."
HEBREW = "שלום, הגעתם למרפאת השיניים Bright Smile. לקביעת תור הקישו 1."
OTHERS = {
    "Hindi": "ब्राइट स्माइल में आपका स्वागत है। अपॉइंटमेंट के लिए 1 दबाएँ।",
    "Thai": "ขอบคุณที่โทรหาเราสำหรับการนัดหมายกดหนึ่งสำหรับการเรียกเก็บเงินกดสอง",
    "Chinese": "感谢致电亮笑牙科。预约请按1。账单请按2。紧急情况请按3。听取我们的地址请按4。",
    "emoji": "👨‍👩‍👧‍👦👍🏽😀🎉 Emoji for 👨‍👩‍👧‍👦 billing press 1 👍🏽👍🏽👍🏽👍🏽",
    "accents": "Z" + "\u0301" * 60 + "algo " + "e\u0323\u0302" * 30,
    "no width": "zero\u200bwidth\u200c\u200d\u2060" * 20,
    "long word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 5,
    "a wide sign": "\ufdfd" * 12,
}
WORLD = {"Arabic": ARABIC, "Hebrew": HEBREW, **OTHERS}


@pytest.mark.parametrize("language", WORLD)
@pytest.mark.parametrize("detail", ["full", "lines", "icicle"])
def test_no_text_of_any_script_leaves_its_card(language: str, detail: str) -> None:
    found = picture(saying(WORLD[language]), detail=detail)
    root = ET.fromstring(str(show(saying(WORLD[language]), detail=detail)))
    groups = [g for g in root.findall(NS + "g") if g.find(NS + "rect") is not None]
    assert len(groups) == len(found.cards) == 3
    for group in groups:
        box = group[1].attrib
        left, right = float(box["x"]), float(box["x"]) + float(box["width"])
        for text in group.findall(NS + "text"):
            wide = text_width(text.text or "", float(text.get("font-size", "10")),
                              text.get("font-weight") == "700")  # fmt: skip
            share = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.get("text-anchor", "start")]
            start = float(text.attrib["x"]) - share * wide
            assert left + 7.9 <= start
            assert start + wide <= right - 7.9


def test_a_prompt_from_right_to_left_stands_at_the_right_and_says_so() -> None:
    root = ET.fromstring(str(show(saying(HEBREW))))
    lines = [text for text in root.iter(NS + "text") if "Bright" in (text.text or "")]
    assert lines
    for text in lines:
        assert (text.text or "")[0] + (text.text or "")[-1] == "".join(LEFTWARDS)
    # The second line begins with a Latin word and runs as the first does.
    assert [t.get("text-anchor") for t in lines if (t.text or "")[1] == "B"] == ["end"] * 2


@pytest.mark.parametrize("language", [name for name in OTHERS if name != "a wide sign"])
def test_other_scripts_have_no_signs_of_direction(language: str) -> None:
    drawn = str(show(saying(OTHERS[language]))) + str(show(saying(OTHERS[language]), format="txt"))
    assert not set(drawn) & {*LEFTWARDS, *APART}


def test_the_words_of_an_outline_turn_nothing_else_round() -> None:
    for line in str(show(saying(ARABIC), format="txt")).splitlines():
        inside = "".join(re.findall(f"{APART[0]}(.*?){APART[1]}", line))
        outside = re.sub(f"{APART[0]}.*?{APART[1]}", "", line)
        assert not any(unicodedata.bidirectional(char) in ("R", "AL") for char in outside)
        assert "Menu" not in inside
    assert line.count(APART[0]) == line.count(APART[1])


@given(st.text(st.sampled_from('אבג دجל 12ab.,"│├ \u0301')))
def test_words_kept_apart_are_the_same_words(line: str) -> None:
    apart = kept_apart(line)
    assert apart.replace(APART[0], "").replace(APART[1], "") == line
    assert re.fullmatch(f"([^{''.join(APART)}]|{APART[0]}[^{''.join(APART)}]*{APART[1]})*", apart)


def test_the_first_letter_tells_the_direction() -> None:
    assert runs_left("123 - שלום world")
    assert not runs_left("Press 1 for עברית")
    assert not runs_left("123")


@given(st.text(st.sampled_from("ab e\u0301\u0302漢字。คุ👨\u200d👩🏽क")), st.floats(20, 90))
def test_no_line_is_too_wide_and_no_accent_begins_one(text: str, room: float) -> None:
    assume(not re.search("(^|\\s)[\u0301\u0302\u0e38]", text))
    lines = wrap(text, room)
    for line in lines:
        assert text_width(line) <= room + 1e-6
    for line in lines[1:]:
        assert unicodedata.category(line[0]) not in ("Mn", "Me")
    assert fit(text, room).removesuffix("…").strip() in tamed(text)


def test_chinese_breaks_between_any_two_signs_but_not_before_a_full_stop() -> None:
    lines = wrap(OTHERS["Chinese"], 100, most=9)
    assert {len(line) for line in lines[:-1]} >= {10}
    assert not any(line.startswith("。") for line in lines)


def test_accents_on_accents_are_cut_down() -> None:
    assert tamed("Z" + "\u0301" * 60 + "a") == "Z" + "\u0301" * MARKS + "a"
    assert tamed("e\u0323\u0302") == "e\u0323\u0302"


def test_a_family_is_not_torn_apart() -> None:
    family = "👨\u200d👩\u200d👧"
    assert whole(f"ab{family}", 4) == 2
    assert whole(f"ab{family}c", 7) == 7


def test_no_estimate_is_narrower_than_a_letter() -> None:
    wide = {char: estimated(char) for text in WORLD.values() for char in text if ord(char) > 0x590}
    assert all(width == 0 or width >= 0.7 for width in wide.values())
    assert estimated("\ufdfd") >= 10
