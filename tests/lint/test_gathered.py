"""Findings that tell of many places at once: each place is ignored, or known, by itself."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.lint import Diagnostic, LintSettings, lint
from ivrsim.lint.baseline import Entry, entries
from ivrsim.lint.check import UNUSED_IGNORE, found_in
from ivrsim.lint.hiding import shown
from ivrsim.lint.ignores import Ignore
from ivrsim.vendors.load import load

Json = dict[str, Any]


def dial(number: str = "8004377950") -> Json:
    return {"node_type": "Connect", "destination_phone_number": number}


def menu(*children: Json) -> Json:
    return {"node_type": "Menu", "prompt": "Please choose.", "children": list(children)}


def ignoring(code: str, *nodes: str) -> LintSettings:
    ignore = Ignore(rules=(code,), nodes=nodes, reason="as it should be")
    return LintSettings(select=(code, UNUSED_IGNORE), ignores=(ignore,) if nodes else ())


def told(document: Json, settings: LintSettings) -> list[tuple[str | None, str]]:
    return [(d.node, d.message) for d in lint(json.dumps(document), settings=settings)]


def known(document: Json, settings: LintSettings) -> tuple[Entry, ...]:
    """What a baseline holds that is written now."""
    locator, found = found_in(load(json.dumps(document)), settings)
    return tuple(entries(locator, shown(locator, found)[0], "campaign.json"))


ALONE = (
    "Connect tries one number only, 800 437 7950: "
    "if it is busy or nobody answers, the caller is lost"
)


@pytest.mark.parametrize(
    ("nodes", "node", "more"),
    [
        ((), "/1", " (2 more nodes here the same)"),
        (("/1",), "/2", " (1 more node here the same)"),
        (("/2",), "/1", " (1 more node here the same)"),
        (("/1", "/3"), "/2", ""),
        (("/9", "/1"), "/2", " (1 more node here the same)"),
    ],
)
def test_an_ignored_node_takes_out_its_share_only(
    nodes: tuple[str, ...], node: str, more: str
) -> None:
    tree = menu(dial(), dial(), dial())
    assert told(tree, ignoring("IVR306", *nodes)) == [(node, ALONE + more)]


def test_where_all_places_are_ignored_nothing_is_left() -> None:
    tree = menu(dial(), dial())
    assert told(tree, ignoring("IVR306", "/*")) == []
    assert told(tree, ignoring("IVR306", "/1", "/2")) == []
    ((_, unused),) = told(menu(), ignoring("IVR306", "/7"))
    assert unused.startswith("Nothing of IVR306 is found at /7")


def test_one_number_at_two_nodes_is_still_one_number() -> None:
    one, other = dial("8005550142"), dial("8005550143")
    tree = menu(one, one, other)
    ((node, text),) = told(tree, ignoring("IVR303"))
    assert node == "/1"
    assert "8005550142 rings nowhere (1 other number here the same)" in text
    ((node, text),) = told(tree, ignoring("IVR303", "/1"))
    assert node == "/2"
    assert "8005550142 rings nowhere (1 other number here the same)" in text
    ((node, text),) = told(tree, ignoring("IVR303", "/1", "/3"))
    assert node == "/2"
    assert "8005550142 rings nowhere: " in text


def test_prompts_and_conditions_move_on_as_well() -> None:
    french = "Merci de votre appel. Nous sommes en vacances."
    end = {"node_type": "EndCall", "prompt": french}
    document = {"campaign_language": "English", "ivr_tree": {"root": menu(end, end)}}
    ((node, text),) = told(document, ignoring("IVR212", "/1"))
    assert node == "/2"
    assert text == "The prompt is French, but campaign_language makes it be read in English"
    asks = {"node_type": "Condition", "condition": "during_hours", "children": [end, end]}
    always: Json = {"name": "x", "operating_24_7": True, "ivr_tree": {"root": menu(asks, asks)}}
    ((node, text),) = told(always, ignoring("IVR501"))
    assert node == "/1"
    assert text.endswith("operates 24/7 (asked in 1 more condition)")
    ((node, text),) = told(always, ignoring("IVR501", "/1"))
    assert node == "/2"
    assert text.endswith("operates 24/7")


def test_a_baseline_knows_each_place_by_itself() -> None:
    only = LintSettings(select="IVR306")
    before = known(menu(*[dial()] * 3), only)
    assert [(entry.node, entry.count) for entry in before] == [("/1", 1), ("/2", 1), ("/3", 1)]
    asked = replace(only, known=before)
    assert told(menu(*[dial()] * 2), asked) == []
    assert told(menu(*[dial()] * 3), asked) == []
    assert told(menu(*[dial()] * 4), asked) == [("/4", ALONE)]
    edited = menu(dial(), dial("8004377951"), dial())
    ((node, text),) = told(edited, asked)
    assert (node, text) == ("/2", ALONE.replace("7950:", "7951:"))


PLACES = st.sets(st.sampled_from(["/1", "/2", "/3", "/4", "/5"]))


@given(PLACES, PLACES)
def test_what_is_neither_ignored_nor_known_is_told_and_nothing_else(
    ignored: set[str], of_baseline: set[str]
) -> None:
    tree = menu(*(dial(f"800437795{digit}") for digit in range(5)))
    every = known(tree, LintSettings(select="IVR306"))
    kept = tuple(entry for entry in every if entry.node in of_baseline)
    settings = replace(ignoring("IVR306", *sorted(ignored)), select="IVR306", known=kept)
    left = sorted({entry.node for entry in every} - ignored - of_baseline)
    found: list[Diagnostic] = lint(json.dumps(tree), settings=settings)
    assert [d.node for d in found] == left[:1]
    assert [("more node" in d.message) for d in found] == [len(left) > 1] * bool(left)
    assert {e.node for e in known(tree, replace(settings, known=()))} == {
        e.node for e in every
    } - ignored
