"""What is read without the scan is what the scan would have read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.flow import spoken_words as tables
from ivrsim.flow.spoken import SpokenKey, scanned_keys, spoken_keys
from ivrsim.flow.spoken_plain import plain_offers
from ivrsim.places import Span

WORDS = sorted(
    {word for table in vars(tables).values() if isinstance(table, frozenset) for word in table}
    | tables.VERBS.keys()
    | tables.KEY_WORDS.keys()
    | tables.CONNECTORS.keys()
    | set("sales support a b Dr St don't l'appel press-release billing Acme 12 4 0.7 x1".split())
)
words = st.sampled_from(["sales", "support", "the", "and", *WORDS])
purposes = st.lists(words, min_size=1, max_size=4).map(" ".join)
greetings = st.builds(
    lambda said, stop: said + stop,
    st.lists(words, max_size=4).map(" ".join),
    st.sampled_from([". ", "! ", "? ", ".", ", ", " ", "... ", ".\n", "; ", ' "']),
)
sentences = st.builds(
    lambda head, purpose, verb, key, end: f"{head} {purpose}, {verb} {key}{end}",
    st.sampled_from(["For", "To", "For", "to", "If", "Or for"]),
    purposes,
    st.sampled_from(["press", "press", "press", "dial", "then press"]),
    st.sampled_from("1234567890*") | st.just("one"),
    st.sampled_from([". ", ". ", ". ", ".", ", ", ".  ", " or 2. "]),
)
plain_sentences = st.builds(
    "For {}, press {}. ".format, purposes.filter(str.isascii), st.sampled_from("1234567890")
)
tails = st.sampled_from(["", "", "Goodbye.", "Or stay on the line.", "press 7", "2 for fun."])
nearly_plain = st.builds(
    lambda head, offers: head + "".join(offers),
    st.just("") | st.lists(words, max_size=4).map(lambda said: " ".join(said) + ". "),
    st.lists(plain_sentences, min_size=1, max_size=4),
)
prompts = nearly_plain | st.builds(
    lambda head, offers, tail: head + "".join(offers) + tail,
    st.just("") | greetings,
    st.lists(sentences | plain_sentences, min_size=1, max_size=4),
    tails,
)


@given(prompts, st.sampled_from([None, "English", "French", "Spanish"]))
def test_a_prompt_read_without_the_scan_is_read_alike(prompt: str, language: str | None) -> None:
    found = plain_offers(prompt)
    if found is not None:
        assert tuple(SpokenKey(*told, True) for told in found) == scanned_keys(prompt, language)


@pytest.mark.parametrize(
    "prompt",
    [
        "For sales, press 1. For support, press 2.",
        "For sales, press 1",
        "Menu 7.12. For the sales team, press 1. To repeat this menu, press 9.",
        "Thank you for calling Acme! For billing and returns, press 0. ",
    ],
)
def test_the_usual_form_needs_no_scan(prompt: str) -> None:
    found = plain_offers(prompt)
    assert found is not None
    assert spoken_keys(prompt) == scanned_keys(prompt) == tuple(SpokenKey(*t, True) for t in found)


def test_an_article_is_left_out_of_a_purpose() -> None:
    assert plain_offers("Hello. For the office, press 3.") == [("3", Span(29, 30), "office")]


@pytest.mark.parametrize(
    "prompt",
    [
        "",
        "Goodbye.",
        "Please press 4. For sales, press 1.",
        "Call Dr. For sales, press 1.",
        "For one, press 1.",
        "For those who dial, press 1.",
        "For sales, press 1. Or hold the line.",
        "For sales, press 1, for support, press 2.",
        "Para ventas, oprima 1.",
        "For caf\u00e9s, press 1.",
    ],
)
def test_any_other_form_is_left_to_the_scan(prompt: str) -> None:
    assert plain_offers(prompt) is None


def test_the_search_is_linear() -> None:
    for hostile in ("For " * 200_000, "For a" + " a" * 400_000, "For a, press 1. " * 40_000 + "x"):
        assert plain_offers(hostile) is None
