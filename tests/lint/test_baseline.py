"""A baseline hides what is known, through every edit, and nothing that is new."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.errors import UnreadableError
from ivrsim.lint import Diagnostic, LintSettings, lint, lint_all
from ivrsim.lint.baseline import MEMBERS, Baseline, Entry, entries, read_baseline
from ivrsim.lint.check import found_in
from ivrsim.vendors.load import load

# Rules that look at one node by itself, so that an edit elsewhere changes nothing of them.
OWN = LintSettings(select="IVR105,IVR106")
FAULTY: list[dict[str, Any]] = [
    {"node_type": "Connect"},
    {"node_type": "Connect", "prompt": "One moment."},
    {"node_type": "Connect", "destination_phone_number": "8004377950", "promt": "Hello."},
    {"node_type": "EndCall", "prompt": "Goodbye.", "promt": "Hello."},
    {"node_type": "EndCall", "prompt": "Goodbye.", "promt": "Hello.", "pause": 3},
]
SOUND = {"node_type": "EndCall", "prompt": "Thank you."}
NODES = st.recursive(
    st.sampled_from([*FAULTY, SOUND]),
    lambda inside: st.builds(
        lambda children: {
            "node_type": "Menu",
            "prompt": "Please choose.",
            "children": children,
        },
        st.lists(inside, min_size=1, max_size=4),
    ),
    max_leaves=8,
)


def known(document: Any, settings: LintSettings = OWN) -> tuple[Entry, ...]:
    locator, found = found_in(load(document), settings)
    return tuple(entries(locator, found, "campaign.json"))


def new(document: Any, entries: tuple[Entry, ...]) -> list[Diagnostic]:
    return lint(document, settings=replace(OWN, known=entries))


def menus(tree: dict[str, Any]) -> list[dict[str, Any]]:
    """Every node of a tree that has children."""
    todo, found = [tree], []
    while todo:
        node = todo.pop()
        if "children" in node:
            found.append(node)
            todo += node["children"]
    return found


@given(NODES)
def test_what_is_known_is_not_shown_again(tree: dict[str, Any]) -> None:
    assert new(tree, known(tree)) == []


@given(NODES, st.sampled_from([None, 1, 4]), st.booleans())
def test_reformatting_changes_nothing(tree: dict[str, Any], indent: int, sort: bool) -> None:
    text = json.dumps(tree, indent=indent, sort_keys=sort)
    assert new("\n\n" + text, known(tree)) == []


@given(NODES, st.data())
def test_a_sound_node_put_in_anywhere_changes_nothing(tree: dict[str, Any], data: Any) -> None:
    entries = known(tree)
    edited = copy.deepcopy(tree)
    places = menus(edited)
    if places:
        children = data.draw(st.sampled_from(places))["children"]
        children.insert(data.draw(st.integers(0, len(children))), SOUND)
    assert new(edited, entries) == []
    around = {"node_type": "Menu", "prompt": "Please choose.", "children": [edited]}
    assert new(around, entries) == []


@given(NODES, st.sampled_from(FAULTY), st.data())
def test_a_new_fault_is_never_hidden(tree: dict[str, Any], fault: Any, data: Any) -> None:
    tree = {"node_type": "Menu", "prompt": "Please choose.", "children": [tree]}
    before, entries = lint(tree, settings=OWN), known(tree)
    edited = copy.deepcopy(tree)
    children = data.draw(st.sampled_from(menus(edited)))["children"]
    children.insert(data.draw(st.integers(0, len(children))), fault)
    more = len(lint(edited, settings=OWN)) - len(before)
    assert more > 0
    assert len(new(edited, entries)) == more


@given(NODES, st.data())
def test_a_node_that_was_edited_is_shown(tree: dict[str, Any], data: Any) -> None:
    tree = {"node_type": "Menu", "prompt": "Please choose.", "children": [tree, {**FAULTY[0]}]}
    edited = copy.deepcopy(tree)
    edited["children"][1]["prompt"] = "Please hold the line."
    assert [d.node for d in new(edited, known(tree))] == ["/2"]


def test_mending_one_field_leaves_the_others_known() -> None:
    before = {"node_type": "Connect", "prompt": "One moment.", "promt": "Hello."}
    after = {**before, "destination_phone_number": "8004377950"}
    assert new(after, known(before)) == []
    assert [d.code for d in new({**before, "promt": "Hi."}, known(before))] == ["IVR106"]


@given(st.lists(NODES, min_size=1, max_size=4), st.randoms())
def test_branches_that_change_places_stay_known(branches: list[Any], random: Any) -> None:
    tree = {"node_type": "Menu", "prompt": "Please choose.", "children": branches}
    moved = [*branches]
    random.shuffle(moved)
    assert new({**tree, "children": moved}, known(tree)) == []


def test_of_two_equal_nodes_the_one_that_was_there_is_known() -> None:
    one = {"node_type": "Menu", "prompt": "Please choose.", "children": [FAULTY[0]]}
    two = {**one, "children": [FAULTY[0], FAULTY[0]]}
    assert [d.node for d in new(two, known(one))] == ["/2"]


TWO_IN_ONE = {
    "node_type": "Menu",
    "prompt": "For sales, press 1. For help, press 7. For billing, press 8.",
    "children": [SOUND],
}


def test_where_a_node_has_more_than_its_count_all_of_it_is_shown() -> None:
    settings = LintSettings(select="IVR201")
    (entry,) = known(TWO_IN_ONE, settings)
    assert entry.count == 2
    for count, shown in ((1, 2), (2, 0), (3, 0)):
        less = replace(settings, known=(replace(entry, count=count),))
        assert len(lint(TWO_IN_ONE, settings=less)) == shown


def test_the_limit_counts_only_what_is_shown() -> None:
    tree = {"node_type": "Menu", "prompt": "Please choose.", "children": [FAULTY[0]] * 9}
    with_one_more = {**tree, "children": [*tree["children"][:8], FAULTY[3], FAULTY[0]]}
    shown = replace(OWN, known=known(tree), limit=2)
    assert [d.code for d in lint(with_one_more, settings=shown)] == ["IVR106"]


def test_what_is_gone_is_told_with_a_count_of_none() -> None:
    entries = known({"node_type": "Menu", "prompt": "x", "children": [FAULTY[0], FAULTY[3]]})
    result = lint_all([load(FAULTY[0])], replace(OWN, known=entries))
    assert result.diagnostics == ()
    counts = {h.by.rule: h.count for h in result.hidden if isinstance(h.by, Entry)}
    assert counts == {"IVR105": 1, "IVR106": 0}


def test_what_belongs_to_no_node_is_known_too() -> None:
    campaign = {"ivr_tree": {"root": SOUND}, "timezone": "Nowhere", "no_such_term": 1}
    settings = LintSettings()
    found = lint(campaign, settings=settings)
    assert "IVR504" in {d.code for d in found}
    entries = known(campaign, settings)
    assert lint(campaign, settings=replace(settings, known=entries)) == []
    elsewhere = {**campaign, "timezone": "Elsewhere"}
    assert [d.code for d in lint(elsewhere, settings=replace(settings, known=entries))] == [
        "IVR504"
    ]


@given(NODES)
def test_a_baseline_is_read_as_it_was_written(tmp_path_factory: Any, tree: dict[str, Any]) -> None:
    path = tmp_path_factory.mktemp("known") / "known.json"
    file = path.parent / "campaign.json"
    file.write_text(json.dumps(tree))
    written = Baseline(path, {}).updated([str(file)], known(tree))
    written.write()
    first = path.read_bytes()
    again = read_baseline(path)
    assert again.known(str(file)) == written.known(str(file)) == tuple(sorted(known(tree)))
    again.write()
    assert path.read_bytes() == first


def test_the_file_is_sorted_and_readable(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    (tmp_path / "campaign.json").write_text("{}")
    Baseline(path, {}).updated(["campaign.json"], known(FAULTY[3])).write()
    data = json.loads(path.read_text(encoding="utf-8"))
    (entry,) = data["entries"]
    assert data["version"] == 1
    assert list(entry) == ["file", "flow", "rule", "node", "words", "fingerprint", "count"]
    assert (entry["rule"], entry["node"], entry["count"]) == ("IVR106", "/", 1)
    assert entry["words"] == "EndCall “Goodbye.”"


def test_other_files_keep_their_entries_unless_they_are_gone(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(FAULTY[0]))
    (entry,) = known(FAULTY[0])
    every = [replace(entry, file=name) for name in ("a.json", "b.json", "gone.json")]
    base = Baseline(tmp_path / "known.json", {entry.file: (entry,) for entry in every})
    assert base.gone_files() == ["gone.json"]
    assert sorted(base.updated([str(tmp_path / "a.json")], []).of_file) == ["b.json"]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"version": 2, "entries": []}', '{"version": 1, "entries": 1}',
     '{"version": 1, "entries": [1]}', '{"version": 1, "entries": [{"file": "a"}]}',
     json.dumps({"version": 1, "entries": [dict.fromkeys(MEMBERS, "") | {"count": True}]}),
     "[" * 100_000, "\xff"],
    ids=str.__len__,
)  # fmt: skip
def test_what_is_no_baseline_is_told_and_no_traceback(tmp_path: Path, text: str) -> None:
    (tmp_path / "known.json").write_text(text, encoding="latin-1")
    with pytest.raises(UnreadableError, match="cannot be read as a baseline"):
        read_baseline(tmp_path / "known.json")


def test_where_there_is_no_file_yet_nothing_is_known(tmp_path: Path) -> None:
    assert read_baseline(tmp_path / "known.json").of_file == {}
