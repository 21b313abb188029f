"""Several files: processes and kept results say exactly what one process says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ivrsim
from ivrsim.cli.linting import running
from ivrsim.cli.linting.parallel import answers
from ivrsim.cli.linting.running import Input, linted
from ivrsim.cli.main import main
from ivrsim.lint import Diagnostic, LintSettings, Severity, TextEdit, TextFix
from ivrsim.lint import cache as caches
from ivrsim.lint.cache import Cache
from ivrsim.lint.check import LintResult, lint_one
from ivrsim.lint.diagnostic import Replay
from ivrsim.lint.ignores import Ignore
from ivrsim.lint.packing import BROKEN, LaterDocument, packed, unpacked
from ivrsim.lint.reports import REPORTS
from ivrsim.vendors.load import load

ROOT = Path(__file__).parents[2]
ERR = sorted((ROOT / "tests" / "data" / "lint" / "err").glob("*.json"))
BAD = (
    '{"node_type": "Menu", "prompt": "%s To end, press 3.", "children": [{"node_type": "EndCall"}]}'
)
DEFAULTS = LintSettings()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with some faulty files, and one that cannot be read."""
    monkeypatch.chdir(tmp_path)
    for path in ERR:
        Path(path.name).write_bytes(path.read_bytes())
    return tmp_path


def inputs() -> list[Input]:
    return [*(Input(path.name) for path in ERR), Input("missing.json")]


def reported(result: LintResult) -> dict[str, str]:
    return {name: REPORTS[name](result) for name in REPORTS}


def run(cache: Cache | None = None, settings: LintSettings = DEFAULTS) -> LintResult:
    return linted(inputs(), lambda file: settings, cache=cache)


def typed(*words: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, which may be copied without a care for threads."""
    command = [sys.executable, "-m", "ivrsim", "lint", *words]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)


def test_processes_say_what_one_process_says(folder: Path) -> None:
    names = [*(path.name for path in ERR), "missing.json"]
    said = []
    for jobs in ("1", "3"):
        outputs = [f"--output={form}={jobs}.{form}" for form in ("json", "sarif", "invoca")]
        made = typed(*names, "--no-cache", "--jobs", jobs, "--output", "text", *outputs)
        assert (made.returncode, made.stderr) == (2, "")
        written = [Path(output.rpartition("=")[2]).read_text() for output in outputs]
        said.append([made.stdout, *written])
    assert said[0] == said[1]
    assert all(said[0])


BROKEN_WORKERS = """
import os, sys
from ivrsim.cli.linting.parallel import answers

def work(number):
    if number == 1:
        raise ValueError("a worker met an error")
    if number == 2:
        os._exit(9)
    return [number, "x" * 100_000]

found = sorted(number for number, (again, _) in answers(work, [5, 4, 3, 2, 1], 5))
assert found == [0, 3, 4], found
assert [n for n, _ in answers(lambda n: n, [], 3)] == []
"""


def test_a_worker_that_fails_leaves_its_files_to_the_caller() -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", BROKEN_WORKERS]
    made = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert (made.returncode, made.stdout, made.stderr) == (0, "", "")


def test_what_no_worker_answers_is_done_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = reported(run())
    monkeypatch.setattr(running, "_answers", lambda *_: iter(()))
    assert reported(linted(inputs(), lambda file: DEFAULTS, jobs=4)) == wanted


def test_kept_results_say_what_was_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache()
    first = run(cache)
    wanted = reported(run())
    assert reported(first) == wanted
    calls: list[str] = []

    def counted(document: Any, settings: LintSettings) -> LintResult:
        calls.append(document.name)
        return lint_one(document, settings)

    monkeypatch.setattr(running, "lint_one", counted)
    assert reported(run(Cache())) == wanted
    assert calls == ["missing.json"], "only what cannot be read is tried again"


def test_a_kept_result_is_of_that_content_name_settings_and_linter(folder: Path) -> None:
    cache = Cache()
    entry = cache.entry("a.json", b"{}", DEFAULTS)
    others = {
        cache.entry("b.json", b"{}", DEFAULTS),
        cache.entry("a.json", b"{ }", DEFAULTS),
        cache.entry("a.json", b"{}", LintSettings(select="IVR2")),
        cache.entry("a.json", b"{}", replace(DEFAULTS, severities={"IVR201": Severity.INFO})),
    }
    cache.__dict__["state"] = "another version"
    others.add(cache.entry("a.json", b"{}", DEFAULTS))
    assert len(others | {entry}) == 6
    assert Cache().entry("a.json", b"{}", DEFAULTS) == entry


def test_another_linter_has_another_state(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = folder / "ivrsim"
    (package / "lint").mkdir(parents=True)
    rule = package / "lint" / "rule.py"
    rule.write_text("a = 1")
    monkeypatch.setattr(ivrsim, "__file__", str(package / "__init__.py"))
    before = Cache().state
    assert Cache().state == before
    rule.write_text("a = 22")
    assert Cache().state != before


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"null", b"[]", b'[[["IVR201"]], []]', b"\xff", b"[" * 9_999, b"[[], [[9, 1]]]"],
)
def test_a_damaged_entry_is_as_if_it_were_not_there(folder: Path, damage: bytes) -> None:
    wanted = reported(run())
    run(Cache())
    entries = [path for path in Path(caches.FOLDER).iterdir() if path.suffix == ".json"]
    assert len(entries) == len(ERR)
    for path in entries:
        path.write_bytes(damage)
    assert reported(run(Cache())) == wanted
    assert reported(run(Cache())) == wanted


def test_where_nothing_can_be_kept_nothing_is_lost(folder: Path) -> None:
    Path(caches.FOLDER).write_text("a file where the folder should be")
    wanted = reported(run())
    assert reported(run(Cache())) == wanted


def test_the_folder_of_kept_results_hides_itself_from_git(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [path.name for path in ERR]
    assert main(["lint", names[0]]) == 1
    assert main(["lint", *names, "--no-cache"]) == 1
    assert not Path(caches.FOLDER).exists(), "one file is linted in no time"
    assert main(["lint", *names]) == 1
    assert "*" in Path(caches.FOLDER, ".gitignore").read_text().splitlines()
    assert main(["lint", *names, "--cache-dir", "elsewhere/kept"]) == 1
    assert len(list(Path("elsewhere/kept").glob("*.json"))) == len(ERR)
    capsys.readouterr()
    assert main(["lint", ".", "--format", "json"]) == 1
    assert caches.FOLDER not in capsys.readouterr().out, "and from a walk through the folder"


def test_the_oldest_results_go_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache()
    for number in range(6):
        settings = LintSettings(limit=number + 1)
        cache.keep(f"{number}", lint_one(load("{}"), settings), settings)
        os.utime(Path(caches.FOLDER, f"{number}.json"), (number, number))
    monkeypatch.setattr(caches, "MOST", 4)
    cache.tidy()
    assert sorted(path.stem for path in Path(caches.FOLDER).glob("*.json")) == ["4", "5"]


def test_ignores_count_whoever_does_the_work(folder: Path) -> None:
    used = Ignore(rules=("IVR201",), reason="known")
    idle = Ignore(rules=("IVR4",), reason="never", nodes=("/nowhere",))
    settings = LintSettings(ignores=(used, idle))
    Path("a.json").write_text(BAD % "")
    Path("b.json").write_text(BAD % "Hello.")

    def all_of(cache: Cache | None) -> LintResult:
        return linted([Input("a.json"), Input("b.json")], lambda file: settings, cache=cache)

    first = all_of(Cache())
    again = all_of(Cache())
    assert again.hidden == first.hidden == all_of(None).hidden
    assert sum(item.count for item in again.hidden) >= 2
    assert again.diagnostics == first.diagnostics


TEXT = st.text(max_size=8)
PACKABLE = st.builds(
    Diagnostic,
    code=TEXT,
    name=TEXT,
    severity=st.sampled_from(Severity),
    message=TEXT,
    node=st.none() | TEXT,
    field=st.none() | TEXT,
    line=st.integers(0, 9),
    witness=st.none()
    | st.builds(
        Replay,
        caller=st.dictionaries(TEXT, TEXT | st.booleans(), max_size=2),
        acts=st.lists(st.tuples(TEXT, TEXT) | st.tuples(TEXT), max_size=2).map(tuple),
        command=TEXT,
    ),
    fixes=st.lists(
        st.builds(
            TextFix,
            title=TEXT,
            edits=st.lists(
                st.builds(TextEdit, st.integers(0, 9), st.integers(0, 9), TEXT), max_size=2
            ).map(tuple),
            safe=st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
)


@given(st.lists(PACKABLE, max_size=3).map(tuple))
def test_what_is_packed_is_unpacked_as_it_was(diagnostics: tuple[Diagnostic, ...]) -> None:
    result = LintResult((load("{}"),), diagnostics)
    data = json.loads(json.dumps(packed(result, DEFAULTS)))
    assert unpacked(data, result.documents[0], DEFAULTS) == result


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(TEXT, inside, max_size=2),
    max_leaves=8,
)


@given(JSON)
def test_what_nobody_packed_is_refused_or_harmless(data: Any) -> None:
    try:
        result = unpacked(data, load("{}"), DEFAULTS)
    except BROKEN:
        return
    assert not result.diagnostics


def test_a_document_linted_elsewhere_is_opened_when_somebody_looks() -> None:
    text = BAD % "Hello."
    later = LaterDocument("a.json", text.encode())
    assert later.name == "a.json"
    assert "source" not in vars(later)
    assert later.source.line(1) == text
    assert "flows" not in vars(later)
    document = load(text, "a.json")
    assert list(later.flows) == list(document.flows)
    assert (later.vendor, later.problems) == (document.vendor, document.problems)


def test_small_runs_stay_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivrsim.cli.linting.parallel.processors", lambda: 8)
    assert running._that_pay(running.WORTH) == 1
    assert running._that_pay(3 * running.WORTH) == 3
    assert running._that_pay(100 * running.WORTH) == 8
    assert list(answers(lambda number: number, [], 2)) == []
