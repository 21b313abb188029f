"""What a caller hears: order, length, language, recordings, notices, and how it is mended."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.campaign.prompt_recordings import PromptLibrary, read_prompt_recordings
from ivrsim.lint import RULES, Diagnostic, LintSettings, Preset, TextFix, lint
from ivrsim.lint.rules import (
    ivr207_long_prompt,
    ivr208_many_options,
    ivr209_deep_menus,
    ivr212_wrong_language,
)
from ivrsim.places import ROOT

EVERYTHING = LintSettings(preset=Preset.ALL)
END = {"node_type": "EndCall"}


def menu(prompt: str, keys: int = 2, **fields: Any) -> dict[str, Any]:
    children = [{**END, "prompt": f"Line {key}."} for key in range(keys)]
    return {"node_type": "Menu", "prompt": prompt, "children": children, **fields}


def told(code: str, what: Any, settings: LintSettings = EVERYTHING) -> list[Diagnostic]:
    return lint(what, select=code, settings=settings)


def mended(text: str, fix: TextFix) -> str:
    for edit in reversed(fix.edits):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@pytest.mark.parametrize(
    "code", ["IVR103", "IVR106", "IVR111", "IVR201", "IVR205", "IVR210", "IVR211"]
)
def test_bad_mended_is_clean_and_nothing_is_called_safe(code: str) -> None:
    bad = RULES[code].bad
    assert isinstance(bad, str)
    for diagnostic in told(code, bad):
        (fix,) = diagnostic.fixes
        assert not fix.safe
        assert told(code, mended(bad, fix)) == []


@pytest.mark.parametrize("code", ["IVR103", "IVR106", "IVR111", "IVR211"])
def test_bad_mended_is_good(code: str) -> None:
    rule = RULES[code]
    assert isinstance(rule.bad, str)
    (fix,) = told(code, rule.bad)[0].fixes
    assert json.loads(mended(rule.bad, fix)) == json.loads(rule.good)


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("For sales, press 1. For support, press 2.", []),
        ("For support, press 2. For sales, press 1.", ["Key 1 is offered after key 2"]),
        ("To hear this again, press 9. For sales, press 1. For support, press 2.", []),
        ("Para español, oprima el 2. For sales, press 1.", []),
        ("Press 2 or 1.", ["Key 1 is offered after key 2"]),
        ("Press 1, press 2, or press 1 again.", []),
        ("Press 2.", []),
    ],
)
def test_keys_are_offered_in_order(prompt: str, said: list[str]) -> None:
    assert [d.message for d in told("IVR203", menu(prompt))] == said


@given(st.lists(st.sampled_from("12345678"), min_size=2, max_size=8, unique=True))
def test_only_ascending_keys_are_in_order(keys: list[str]) -> None:
    prompt = " ".join(f"For line {key}, press {key}." for key in keys)
    found = told("IVR203", menu(prompt.replace("line ", "team number "), keys=8))
    assert bool(found) == (keys != sorted(keys))


def test_a_menu_that_says_the_purpose_first_is_in_good_style() -> None:
    assert told("IVR204", menu("For sales, press 1. For support, press 2.")) == []
    (early,) = told("IVR204", menu("Press 1 for sales or 2 for support."))
    assert early.hint == 'Turn it round: "For sales, press 1."'
    usual = lint(menu("Press 1 for sales or 2 for support."))
    assert "IVR204" not in {d.code for d in usual}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"prompt_id_from_network": "a", "prompt_received": None}, True),
        ({"prompt_id_from_network": "a", "prompt_received": "2015-08-02 08:49:28 -0700"}, False),
        ({"prompt_id_from_network": "a"}, False),
        ({"prompt_id_from_network": "a", "prompt_received": None, "prompt": "Bye."}, False),
        ({"prompt_id_from_network": "", "prompt_received": None}, False),
        ({}, False),
    ],
)
def test_silence_is_a_recording_on_order_without_a_text(
    fields: dict[str, Any], found: bool
) -> None:
    assert bool(told("IVR206", {**END, **fields})) == found


def test_a_prompt_may_be_as_long_as_it_is_allowed_to_be() -> None:
    words = "For the very large department of quite unusual requests, press 1. " * 9
    choices = menu("For sales, press 1. For support, press 2.")
    long = {**choices, "children": [{**menu(words, 1)}, END]}
    (found,) = told("IVR207", long)
    assert found.keys == "1"
    assert found.message.endswith("20 is the limit")
    patient = LintSettings(preset=Preset.ALL, options={ivr207_long_prompt.MENU_SECONDS: 90.0})
    assert told("IVR207", long, patient) == []


def test_a_greeting_ends_where_the_first_choice_begins() -> None:
    hello = "Thank you for calling the one and only company of this name in town, hello. " * 2
    (found,) = told("IVR207", menu(hello + "For sales, press 1."))
    assert "greeting; 8 is the limit" in found.message
    assert told("IVR207", menu("For sales, press 1. " + hello)) == []
    (all_of_it,) = told("IVR207", {**END, "prompt": hello})
    assert all_of_it.message == found.message


@given(st.integers(1, 9), st.integers(1, 9))
def test_options_are_counted_against_the_limit(keys: int, most: int) -> None:
    settings = LintSettings(preset=Preset.ALL, options={ivr208_many_options.MOST: most})
    assert bool(told("IVR208", menu("Choose.", keys), settings)) == (keys > most)


@given(st.integers(1, 8), st.integers(1, 8))
def test_menus_on_one_way_are_counted_against_the_limit(depth: int, most: int) -> None:
    node: dict[str, Any] = END
    for _ in range(depth):
        node = {"node_type": "Menu", "prompt": "Press 1 or 2.", "children": [node, {**END}]}
    settings = LintSettings(preset=Preset.ALL, options={ivr209_deep_menus.MOST: most})
    found = told("IVR209", node, settings)
    assert len(found) == (depth > most)
    assert all(len(d.keys.split()) == most for d in found)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("English", "For yes, press 1. For no, press 2."),
        ("French", "Pour oui, appuyez sur le 1. Pour non, appuyez sur le 2."),
        ("Spanish", "Para sí, oprima el 1. Para no, oprima el 2."),
    ],
)
def test_yes_or_no_is_mended_in_the_language_of_the_campaign(language: str, said: str) -> None:
    root = {"node_type": "YesOrNo", "prompt": "Ok ", "children": [END, {**END, "prompt": "No."}]}
    text = json.dumps({"campaign_language": language, "ivr_tree": {"root": root}})
    (found,) = told("IVR211", text)
    again = mended(text, found.fixes[0])
    assert json.loads(again)["ivr_tree"]["root"]["prompt"] == f"Ok. {said} "
    assert [d.code for d in lint(again) if d.code.startswith("IVR2")] == []


FRENCH = "Merci de votre appel. Nous sommes en vacances."


@pytest.mark.parametrize(
    ("language", "voice", "prompt", "count"),
    [
        ("French", 22, FRENCH, 0),
        ("French", 7, FRENCH, 1),
        ("English", None, FRENCH, 1),
        (None, 7, FRENCH, 1),
        (None, None, FRENCH, 0),
        (None, 99, FRENCH, 0),
        ("English", None, "Bienvenue chez nous", 0),
        ("English", None, "Thank you for calling. Para español, oprima el 2.", 0),
        ("English", None, "Call us on our one main line in Le Mans.", 0),
    ],
)
def test_the_voice_the_campaign_and_the_prompts_speak_one_language(
    language: str | None, voice: int | None, prompt: str, count: int
) -> None:
    tree: dict[str, Any] = {"root": {**END, "prompt": prompt}}
    if voice is not None:
        tree["tts_voice_talent_id"] = voice
    document: dict[str, Any] = {"name": "x", "ivr_tree": tree}
    if language is not None:
        document["campaign_language"] = language
    assert len(told("IVR212", document)) == count


def test_voices_have_one_language_each() -> None:
    voices = [voice for ids in ivr212_wrong_language.VOICES.values() for voice in ids]
    assert sorted(voices) == [3, *range(7, 33)]


def test_prompts_of_another_language_are_told_once_and_recordings_never() -> None:
    read, played = {**END, "prompt": FRENCH}, {**END, "prompt": FRENCH, "prompt_id_from_network": 1}
    node = {"node_type": "Menu", "prompt": "Press 1, 2 or 3.", "children": [played, read, read]}
    tree = {"name": "x", "campaign_language": "English", "ivr_tree": {"root": node}}
    (found,) = told("IVR212", tree)
    assert found.keys == "2"
    assert "(1 other prompt here the same)" in found.message


def library(text: str) -> PromptLibrary:
    raw = {"prompt_recordings": [{"id_from_network": "rec34", "prompt_text": text}]}
    return read_prompt_recordings(raw, ROOT)[0]


@pytest.mark.parametrize(
    ("text", "severities"),
    [
        ("We are connecting you.", []),
        ("  we ARE connecting you", []),
        ("Please hold.", ["warning"]),
        ("", []),
    ],
)
def test_a_text_is_compared_with_its_recording(text: str, severities: list[str]) -> None:
    node = json.loads(str(RULES["IVR213"].bad))
    settings = LintSettings(libraries=(library(text), library("Something else.")))
    assert [str(d.severity) for d in told("IVR213", node, settings)] == severities


def test_a_text_beside_a_recording_is_only_told_where_the_author_wrote_it() -> None:
    node = json.loads(str(RULES["IVR213"].bad))
    assert [str(d.severity) for d in told("IVR213", node)] == ["info"]
    assert lint(node, select="IVR213") == []
    assert told("IVR213", {**node, "prompt_url": "http://example.com/recording.wav"}) == []


@pytest.mark.parametrize(
    ("settings", "prompt", "count"),
    [
        ({"record_calls": True}, "Your call may be recorded.", 1),
        ({"record_calls": True}, "Hi. Calls are monitored and recorded.", 1),
        ({"record_calls": True}, "Cet appel peut être enregistré.", 1),
        ({"record_calls": True}, "Esta llamada puede ser grabada.", 1),
        ({"record_calls": True}, "Call us. Our record is good.", 0),
        ({"record_calls": False}, "Your call may be recorded.", 0),
        (
            {"record_calls": True, "play_call_recorded_prompt": False},
            "Your call may be recorded.",
            0,
        ),
    ],
)
def test_the_notice_of_recording_is_heard_once(
    settings: dict[str, Any], prompt: str, count: int
) -> None:
    tree = {"ivr_tree": {**settings, "root": {**END, "prompt": prompt}}}
    assert len(told("IVR215", tree)) == count


@pytest.mark.parametrize(
    ("prompt", "mended_prompt"),
    [
        ("For sales, press 1. For parts, press 3.", "For sales, press 1."),
        ("For parts, press 3. For sales, press 1.", None),
        ("For sales, press 1, for parts, press 3.", None),
        ("For sales, press 1. For parts, press 3", None),
        ("For sales, press 1. For parts, press 3. Goodbye.", "For sales, press 1. Goodbye."),
    ],
)
def test_a_key_is_taken_out_only_with_a_sentence_of_its_own(
    prompt: str, mended_prompt: str | None
) -> None:
    text = json.dumps(menu(prompt, keys=1))
    (found,) = told("IVR201", text)
    prompts = [json.loads(mended(text, fix))["prompt"] for fix in found.fixes]
    assert prompts == ([mended_prompt] if mended_prompt else [])
