"""Which keys a prompt announces, against a corpus of prompts and any text at all."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.errors import UsageError
from ivrsim.flow import spoken
from ivrsim.flow.spoken import (
    SpokenKey,
    asks_any_key,
    language_of,
    speech_seconds,
    spoken_keys,
)

PROMPTS = Path(__file__).parents[1] / "data" / "prompts"


class Case(NamedTuple):
    """A line of the corpus: the prompt, and the keys with their captions."""

    prompt: str
    expected: list[str]


def cases() -> list[Case]:
    """Lines such as "For billing, press 2 => 2<billing"."""
    lines = [
        line
        for path in sorted(PROMPTS.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("# ")
    ]
    parts = [line.rpartition(" =>") for line in lines]
    return [Case(prompt, [k for k in keys.strip().split("; ") if k]) for prompt, _, keys in parts]


def written(key: SpokenKey) -> str:
    sign = "<" if key.caption_first else ">"
    return f"{key.key}{sign}{key.caption}" if key.caption else key.key


def test_the_corpus_is_large() -> None:
    assert len(cases()) >= 250


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.prompt)
def test_a_prompt_announces_the_keys_of_the_corpus(case: Case) -> None:
    assert [written(key) for key in spoken_keys(case.prompt)] == case.expected


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.prompt)
def test_a_span_covers_the_name_of_the_key(case: Case) -> None:
    for key in spoken_keys(case.prompt):
        name = case.prompt[key.span.start : key.span.end]
        assert name.strip() == name != ""
        assert not key.key.isdecimal() or not name[0].isdecimal() or name[0] <= key.key


def test_the_key_of_a_span_is_where_it_is_named() -> None:
    prompt = "Call 1 800 555 0110, or for billing press 2."
    (key,) = spoken_keys(prompt)
    assert (key.key, prompt[: key.span.start]) == ("2", prompt[:-2])


def test_the_campaign_language_decides_a_word_of_two_languages() -> None:
    assert [key.key for key in spoken_keys("Marque 2", "Spanish")] == ["2"]
    assert spoken_keys("Marque 2", "French") == ()


@pytest.mark.parametrize(
    "prompt",
    [
        "Press any key to continue.",
        "Please hit any button.",
        "Press a key to go on.",
        "Press 1 for sales or press any other key to hear this again.",
        "Appuyez sur n'importe quelle touche.",
        "Appuyez sur une touche pour continuer.",
        "Oprima cualquier tecla.",
        "Presione una tecla para continuar.",
    ],
)
def test_a_prompt_that_takes_any_key_is_known(prompt: str) -> None:
    assert asks_any_key(prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "Press 1 for sales.",
        "Press a key from 1 to 4.",
        "Do not press any key.",
        "Any key to the house is at the desk.",
        "Enter any 5 digit code.",
        "Appuyez sur une touche de 1 à 4.",
        "",
    ],
)
def test_other_prompts_do_not_take_any_key(prompt: str) -> None:
    assert not asks_any_key(prompt)


@pytest.mark.parametrize(
    ("prompt", "language"),
    [
        ("Thank you for calling. Press 1 for sales.", "English"),
        ("Merci d'avoir appelé. Pour les ventes, faites le 1.", "French"),
        ("Gracias por llamar. Para ventas, oprima el uno.", "Spanish"),
        ("1 2 3", None),
        ("", None),
    ],
)
def test_the_language_of_a_prompt_is_told_by_its_words(prompt: str, language: str | None) -> None:
    assert language_of(prompt) == language


def seconds(text: str) -> float:
    return speech_seconds(text, 60.0, pause_before_press=100.0, pause_at_stop=10_000.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("Hello there.", 2),
        ("Hello. There.", 10_002),
        ("Press 1 for sales.", 104),
        ("Press 1 for sales. Press 2 for support.", 10_208),
        ("Press 1 for sales, 2 for support.", 10_107),
        ("Call 1 800 555 0110", 12),
        ("don't wait", 2),
        ("toll-free", 2),
        ("<break time='1s'/>Hello", 1),
        ("Press #", 102),
        ("50%", 3),
    ],
)
def test_speech_counts_words_digits_presses_and_stops(text: str, expected: float) -> None:
    assert seconds(text) == expected


def test_the_usual_rate_is_165_words_a_minute() -> None:
    assert speech_seconds("word " * 165) == pytest.approx(60.0)


def test_a_rate_must_be_above_zero() -> None:
    with pytest.raises(UsageError):
        speech_seconds("hello", 0)


PIECES = st.sampled_from(
    "press 1|2|10|for|to|sales|or|and|,|.|;|appuyez sur|le|oprima el|uno|marque|say|any key|#|*|"
    "1-5|(|)|<b>|not|of|through|one|l'|\n|1 800 555|pour|para|si|if|followed by|$|%|"
    "sales is|two".split("|")
)


@given(st.lists(PIECES, max_size=40).map(" ".join) | st.text())
def test_no_text_makes_the_scan_raise(prompt: str) -> None:
    keys = spoken_keys(prompt)
    starts = [key.span.start for key in keys]
    assert starts == sorted(starts)
    assert all(0 <= key.span.start < key.span.end <= len(prompt) for key in keys)
    assert all(key.key in set("0123456789*#") for key in keys)
    assert all(key.caption or not key.caption_first for key in keys)
    assert speech_seconds(prompt) >= 0.0
    asks_any_key(prompt)
    language_of(prompt)


@given(st.lists(PIECES, max_size=12).map(" ".join) | st.text())
def test_the_quick_look_never_misses_a_key(prompt: str) -> None:
    quick = spoken_keys(prompt)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spoken, "_may_name_keys", lambda text: True)
        assert spoken_keys(prompt) == quick


@given(st.lists(PIECES, max_size=15).map(" ".join))
def test_a_finished_sentence_before_a_prompt_changes_no_key(prompt: str) -> None:
    before = "Thank you very much. Good morning everybody. "
    shifted = [(key.key, key.span.start - len(before)) for key in spoken_keys(before + prompt)]
    assert shifted == [(key.key, key.span.start) for key in spoken_keys(prompt)]


@pytest.mark.parametrize("piece", ["press 1 for sales, ", "1 ", "marque ", "<a", "(", "for a, b "])
def test_a_megabyte_of_prompt_is_read(piece: str) -> None:
    prompt = piece * (1_000_000 // len(piece))
    keys = spoken_keys(prompt)
    assert len(keys) == (prompt.count("press 1") if "press" in piece else 0)
