from __future__ import annotations

import hashlib
import marshal
import shutil
import sys
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark, Token
from lark.exceptions import UnexpectedInput
from lark.load_grammar import load_grammar

from hatch_build import TablesHook
from ivrsim import grammars

TEXTS = (
    "mobile or in_region and during_hours",
    'signal = "x" or duration <> 1 min',
    "pressed[1 W]",
)

PIECES = (
    "mobile", "in_region", "[", "]", "West", "(", ")", "and", "or", "not", "pressed[1 2]", "N",
    "duration", ">", "=", "!=", "90", "min", "sec", "signal", "contains", '"x"', "present", ".",
    "custom_data[a b]", "&", '"',
)  # fmt: skip
MACHINE = grammars.Machine(grammars.load("condition"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the grammar in it and no tables."""
    shutil.copy(grammars.path("condition"), tmp_path)
    monkeypatch.setattr(grammars, "_FOLDERS", (str(tmp_path / "missing"), str(tmp_path)))
    return tmp_path


def trees(parser: Lark) -> list[Any]:
    return [parser.parse(text) for text in TEXTS]


def made(parser: Lark) -> list[Any]:
    """The same by our own loop."""
    outcomes = [grammars.Machine(parser).run(text) for text in TEXTS]
    return [outcome.value for outcome in outcomes if isinstance(outcome, grammars.Parsed)]


def loads_from_tables(monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether `load` takes the tables: only for the text is Lark's own reader called."""
    with monkeypatch.context() as patch:
        reader = Mock(wraps=load_grammar)
        patch.setattr("lark.lark.load_grammar", reader)
        assert trees(grammars.load("condition"))
        return not reader.called


def test_the_grammar_has_no_conflicts_and_no_colliding_terminals() -> None:
    text = Path(grammars.path("condition")).read_text(encoding="utf-8")
    parser = Lark(text, strict=True, parser="lalr", lexer="contextual", maybe_placeholders=False)
    assert trees(parser) == trees(grammars.load("condition"))


def test_tables_say_the_same_as_the_text(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not loads_from_tables(monkeypatch)
    read = grammars.load("condition")
    from_text = trees(read)
    assert made(read) == from_text
    grammars.compile("condition", folder / "condition.bin")
    assert loads_from_tables(monkeypatch)
    built = grammars.load("condition")
    assert trees(built) == from_text
    assert made(built) == from_text


def test_tables_of_another_text_are_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grammars.compile("condition", folder / "condition.bin")
    with (folder / "condition.lark").open("a", encoding="utf-8") as file:
        file.write("\n// changed\n")
    assert not loads_from_tables(monkeypatch)


@pytest.mark.parametrize("version", [(3, 11), (3, 99)])
def test_tables_of_another_python_are_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int]
) -> None:
    grammars.compile("condition", folder / "condition.bin")
    same = sys.version_info[:2] == version
    monkeypatch.setattr(sys, "version_info", (*version, 0, "final", 0))
    assert loads_from_tables(monkeypatch) == same


@pytest.mark.parametrize("at", [0, 31, 32, 63, 64, 1000, -1])
def test_damaged_tables_are_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    tables = folder / "condition.bin"
    grammars.compile("condition", tables)
    damaged = bytearray(tables.read_bytes())
    damaged[at] ^= 0xFF
    tables.write_bytes(damaged)
    assert not loads_from_tables(monkeypatch)


@pytest.mark.parametrize("size", [0, 1, 40, 64, 5000])
def test_tables_cut_short_are_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    tables = folder / "condition.bin"
    grammars.compile("condition", tables)
    tables.write_bytes(tables.read_bytes()[:size])
    assert not loads_from_tables(monkeypatch)


def test_tables_are_data_not_code(folder: Path) -> None:
    grammars.compile("condition", folder / "condition.bin")
    built = (folder / "condition.bin").read_bytes()
    assert hashlib.sha256(built[64:]).digest() == built[32:64]
    assert set(marshal.loads(built[64:])) == {"data", "memo"}


def test_a_grammar_that_does_not_exist_is_named(folder: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no grammar 'nothing'"):
        grammars.load("nothing")


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_our_loop_does_what_the_one_of_lark_does(pieces: list[str]) -> None:
    text = " ".join(pieces)
    outcome = MACHINE.run(text)
    if isinstance(outcome, grammars.Parsed):
        assert outcome.value == MACHINE.parser.parse(text)
        assert all(text[word.start_pos : word.end_pos] == word for word in outcome.tokens)
        assert [(word.type, word.start_pos) for word in outcome.tokens] == [
            (word.type, word.start_pos) for word in lexed(text)
        ]
        return
    with pytest.raises(UnexpectedInput) as caught:
        MACHINE.parser.parse(text)
    token = getattr(caught.value, "token", None)
    at_end = token is not None and token.type == "$END"
    assert outcome.place == (len(text) if at_end else caught.value.pos_in_stream)


def lexed(text: str) -> list[Token]:
    """The tokens of a text that Lark takes."""
    machine = MACHINE.parser.parse_interactive(text)
    return list(machine.iter_parse())


def test_the_loop_is_linear_in_depth() -> None:
    text = "not (" * 20_000 + "mobile" + ")" * 20_000
    assert isinstance(MACHINE.run(text), grammars.Parsed)
    outcome = MACHINE.run(text[:-1])
    assert isinstance(outcome, grammars.Stuck)
    assert outcome.place == len(text) - 1
    assert "RPAR" in outcome.expected


class Listener:
    """Stands in for the build tool: keeps what it is told."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def display_warning(self, message: str) -> None:
        self.warnings.append(message)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout with the two files that the build hook needs."""
    root = tmp_path / "project"
    for source in (Path(grammars.__file__), Path(grammars.path("condition"))):
        part = "ivrsim" if source.suffix == ".py" else "grammars"
        (root / part).mkdir(parents=True)
        shutil.copy(source, root / part)
    return root


def hook(project: Path, app: Listener) -> TablesHook:
    return TablesHook(str(project), {}, None, None, str(project), "wheel", app)  # type: ignore[arg-type]


@pytest.mark.parametrize("version", ["standard", "editable"])
def test_building_the_package_builds_the_tables(project: Path, version: str) -> None:
    app, tables = Listener(), project / "grammars" / "condition.bin"
    hook(project, app).initialize(version, {})
    first = tables.read_bytes()
    hook(project, app).initialize(version, {})
    assert tables.read_bytes() == first
    assert not app.warnings


def test_what_the_build_makes_is_what_the_package_loads(
    folder: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook(project, Listener()).initialize("standard", {})
    shutil.copy(project / "grammars" / "condition.bin", folder)
    assert loads_from_tables(monkeypatch)


def test_the_package_builds_without_the_parser_generator(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Listener()
    monkeypatch.setitem(sys.modules, "lark", None)
    hook(project, app).initialize("standard", {})
    assert not (project / "grammars" / "condition.bin").exists()
    assert "condition.lark" in app.warnings[0]
