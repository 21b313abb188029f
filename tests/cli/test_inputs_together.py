"""Several files in one run: what they are to each other, and whose configuration judges what."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.cli.main import main
from ivrsim.lint.promo_numbers import circles
from ivrsim.lint.views import DocumentView
from ivrsim.vendors.load import load

NUMBERS = [f"800437{n:04}" for n in range(5)]


def campaign(rings: Sequence[str], dials: Sequence[str]) -> str:
    """A campaign with these promo numbers, which forwards to those."""
    kids = [{"node_type": "Connect", "destination_phone_number": number} for number in dials]
    prompt = " ".join(f"For office {n}, press {n}." for n, _ in enumerate(kids, 1))
    menu = {"node_type": "Menu", "prompt": prompt, "children": kids}
    return json.dumps({"promo_numbers": list(rings), "ivr_tree": {"root": menu}})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with a configuration, in which the command runs."""
    monkeypatch.chdir(tmp_path)
    Path("ivrsim.toml").write_text('select = ["IVR304", "IVR930"]\n')
    return tmp_path


def linted(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    main(["lint", *words, "--output", "concise"])
    return capsys.readouterr().out.splitlines()[:-1]


def test_files_that_forward_to_each_other_make_a_circle(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.json").write_text(campaign(["800-437-0001"], ["8004370002"]))
    Path("b.json").write_text(campaign(["1 800 437 0002"], ["8004370003", "8004379999"]))
    Path("c.json").write_text(campaign(["8004370003"], ["+18004370001"]))
    Path("d.json").write_text(campaign(["8004370004"], ["8004370001"]))
    found = linted(capsys, "d.json", "c.json", "b.json", "a.json", "--jobs", "1", "--no-cache")
    assert [line.partition(":")[0] for line in found] == ["c.json", "b.json", "a.json"]
    assert found[-1].endswith(
        "error IVR304 [calls-itself] Connect forwards to 8004370002, a promo number of b.json, "
        "which forwards back here: the call comes back to where it began"
    )
    again = linted(capsys, "d.json", "c.json", "b.json", "a.json", "--jobs", "2", "--no-cache")
    assert again == found
    assert sorted(linted(capsys, ".")) == sorted(found)
    assert linted(capsys, "a.json") == [], "alone it knows nothing of the others"
    Path("c.json").write_text(campaign(["8004370003"], ["8004379998"]))
    assert linted(capsys, ".") == [], "nor do kept results of files that have not changed"


def test_a_circle_of_files_is_known_to_a_baseline(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.json").write_text(campaign(["8004370001"], ["8004370002"]))
    Path("b.json").write_text(campaign(["8004370002"], ["8004370001"]))
    known = (".", "--baseline", "known.json")
    main(["lint", *known, "--update-baseline"])
    assert "2 known findings in 2 files" in capsys.readouterr().out
    assert linted(capsys, *known) == []


def reached(start: int, dials: list[set[int]]) -> set[int]:
    """By hand: the campaigns to which a call to one can come."""
    found: set[int] = set()
    for _ in dials:
        found |= dials[start].union(*(dials[n] for n in found))
    return found


WAYS = st.lists(st.sets(st.integers(0, 4), max_size=3), min_size=5, max_size=5)


@given(WAYS, st.permutations(range(5)))
def test_a_number_leads_back_if_a_call_to_it_can_come_back(
    ways: list[set[int]], order: list[int]
) -> None:
    texts = [
        campaign([NUMBERS[n]], [NUMBERS[to] for to in sorted(dials)])
        for n, dials in enumerate(ways)
    ]
    found = circles({str(n): DocumentView.of(load(texts[n])).flows for n in order})
    told = {(int(a), int(b)) for a, numbers in found.items() for b in numbers.values()}
    assert told == {
        (a, b) for a, dials in enumerate(ways) for b in dials - {a} if a in reached(b, ways)
    }


IGNORE = """
[[per-file-ignores]]
files = ["*.json"]
rules = ["IVR304"]
reason = "For now"
"""


def test_an_ignore_is_judged_by_the_configuration_that_holds_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    severe = '[severity]\nunused-ignore = "error"\n'
    configurations = {"a": IGNORE, "b": 'ignore = ["IVR930"]\n' + IGNORE, "c": severe + IGNORE}
    for name, text in configurations.items():
        Path(name).mkdir()
        Path(name, "ivrsim.toml").write_text(text)
        Path(name, "x.json").write_text('{"node_type": "EndCall", "prompt": "Goodbye."}')
    found = linted(capsys, "b", "c", "a")
    assert [line[: line.index("[")] for line in found] == [
        "c/ivrsim.toml:4:1: error IVR930 ",
        "a/ivrsim.toml:2:1: warning IVR930 ",
    ]
