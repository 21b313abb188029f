from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import lark
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

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
LARK = Lark(
    Path(grammars.path("condition")).read_text(encoding="utf-8"),
    parser="lalr",
    lexer="contextual",
    maybe_placeholders=False,
)


class Trees:
    """Makes of every rule what Lark makes without a transformer."""

    def __getattr__(self, name: str) -> Callable[[list[Any]], Tree[Any]]:
        return lambda children: Tree(name, children)


def machine() -> grammars.Machine:
    """What reads conditions as trees."""
    return grammars.load("condition", Trees())


MACHINE = machine()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the grammar in it and no tables."""
    shutil.copy(grammars.path("condition"), tmp_path)
    monkeypatch.setattr(grammars, "_FOLDERS", (str(tmp_path / "missing"), str(tmp_path)))
    return tmp_path


def made() -> list[Any]:
    """What our own loop makes of the texts."""
    outcomes = [machine().run(text) for text in TEXTS]
    return [outcome.value for outcome in outcomes if isinstance(outcome, grammars.Parsed)]


def loads_from_tables(monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether `load` takes the tables: only for the text is Lark called."""
    with monkeypatch.context() as patch:
        reader = Mock(wraps=grammars._lark)
        patch.setattr(grammars, "_lark", reader)
        assert len(made()) == len(TEXTS)
        return not reader.called


def test_the_grammar_has_no_conflicts_and_no_colliding_terminals() -> None:
    text = Path(grammars.path("condition")).read_text(encoding="utf-8")
    parser = Lark(text, strict=True, parser="lalr", lexer="contextual", maybe_placeholders=False)
    assert [parser.parse(each) for each in TEXTS] == made()


def test_tables_say_the_same_as_the_text(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not loads_from_tables(monkeypatch)
    from_text = made()
    assert from_text == [LARK.parse(text) for text in TEXTS]
    grammars.compile("condition", folder / "condition.tables")
    assert loads_from_tables(monkeypatch)
    assert made() == from_text


def test_tables_of_another_text_are_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grammars.compile("condition", folder / "condition.tables")
    with (folder / "condition.lark").open("a", encoding="utf-8") as file:
        file.write("\n// changed\n")
    assert not loads_from_tables(monkeypatch)


@pytest.mark.parametrize("version", [(3, 11), (3, 99)])
def test_tables_of_another_python_are_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int]
) -> None:
    grammars.compile("condition", folder / "condition.tables")
    same = sys.version_info[:2] == version
    monkeypatch.setattr(sys, "version_info", (*version, 0, "final", 0))
    assert loads_from_tables(monkeypatch) == same


def test_tables_of_another_format_are_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grammars.compile("condition", folder / "condition.tables")
    monkeypatch.setattr(grammars, "_FORMAT", grammars._FORMAT + 1)
    assert not loads_from_tables(monkeypatch)


@pytest.mark.parametrize("at", [0, 7, 8, 9, 64, 1000, -1])
def test_damaged_tables_are_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    tables = folder / "condition.tables"
    grammars.compile("condition", tables)
    damaged = bytearray(tables.read_bytes())
    damaged[at] ^= 0xFF
    tables.write_bytes(damaged)
    assert not loads_from_tables(monkeypatch)


@pytest.mark.parametrize("size", [0, 1, 8, 9, 64, 5000])
def test_tables_cut_short_are_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    tables = folder / "condition.tables"
    grammars.compile("condition", tables)
    tables.write_bytes(tables.read_bytes()[:size])
    assert not loads_from_tables(monkeypatch)


def test_tables_are_data_not_code(folder: Path) -> None:
    grammars.compile("condition", folder / "condition.tables")
    data = json.loads((folder / "condition.tables").read_bytes()[9:])
    assert set(data) == {"of", "by", "tables"}
    assert data["by"] == f"lark {lark.__version__}"


WITHOUT_LARK = """
import sys
sys.modules["lark"] = None
from ivrsim import grammars
grammars._FOLDERS = sys.argv[1:]
from ivrsim.conditions import parse_condition, ConditionSyntaxError
print(parse_condition("mobile and not (repeat or duration > 1 min)"))
try:
    parse_condition("mobile repeat")
except ConditionSyntaxError as error:
    print(error)
"""


def test_a_condition_is_read_without_the_parser_generator(folder: Path) -> None:
    grammars.compile("condition", folder / "condition.tables")
    run = [sys.executable, "-c", WITHOUT_LARK, str(folder)]
    said = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    assert "mobile and not (repeat or duration > 1 min)" in said
    assert '"repeat" cannot stand here' in said


GRAMMAR = """
start: sum "."
?sum: [sign] product (SIGN product)*   -> whole
?product: factor ("*" factor)*
?factor: atom | "{" sum "}"
sign: SIGN
!atom: INT | "[" INT ("," INT)* "]" | "<" _names ">" | "(" sum ")"
_names: NAME ("," NAME)*
SIGN: "+" | "-"
INT: /[0-9]+/
NAME: /[a-z]+/
%ignore " "
"""
ARITHMETIC = (
    "1.",
    "-1 + 2 * 3.",
    "[1, 2] * <a,b,c> - (4 + (5)).",
    "{1}.",
    "{{1}} * {(1)}.",
    "<a>.",
)


def test_other_grammars_are_read_as_lark_reads_them(folder: Path) -> None:
    (folder / "other.lark").write_text(GRAMMAR, encoding="utf-8")
    parser = Lark(GRAMMAR, parser="lalr", lexer="contextual", maybe_placeholders=False)
    for text in ARITHMETIC:
        outcome = grammars.load("other", Trees()).run(text)
        assert isinstance(outcome, grammars.Parsed)
        assert outcome.value == parser.parse(text)


def test_a_grammar_that_does_not_exist_is_named(folder: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no grammar 'nothing'"):
        grammars.load("nothing", Trees())


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_our_loop_does_what_the_one_of_lark_does(pieces: list[str]) -> None:
    text = " ".join(pieces)
    outcome = MACHINE.run(text)
    if isinstance(outcome, grammars.Parsed):
        assert outcome.value == LARK.parse(text)
        assert all(text[word.start_pos : word.end_pos] == word for word in outcome.tokens)
        assert [(word.type, word.start_pos) for word in outcome.tokens] == [
            (word.type, word.start_pos) for word in lexed(text)
        ]
        return
    with pytest.raises(UnexpectedInput) as caught:
        LARK.parse(text)
    token = getattr(caught.value, "token", None)
    at_end = token is not None and token.type == "$END"
    assert outcome.place == (len(text) if at_end else caught.value.pos_in_stream)
    parser = LARK.parse_interactive("")
    for word in outcome.tokens:
        parser.feed_token(Token(word.type, str(word)))
    assert outcome.expected == parser.accepts()


def lexed(text: str) -> list[Token]:
    """The tokens of a text that Lark takes."""
    machine = LARK.parse_interactive(text)
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
    app, tables = Listener(), project / "grammars" / "condition.tables"
    hook(project, app).initialize(version, {})
    first = tables.read_bytes()
    hook(project, app).initialize(version, {})
    assert tables.read_bytes() == first
    assert not app.warnings


def test_what_the_build_makes_is_what_the_package_loads(
    folder: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook(project, Listener()).initialize("standard", {})
    shutil.copy(project / "grammars" / "condition.tables", folder)
    assert loads_from_tables(monkeypatch)


def test_the_package_builds_without_the_parser_generator(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Listener()
    monkeypatch.setitem(sys.modules, "lark", None)
    hook(project, app).initialize("standard", {})
    assert not (project / "grammars" / "condition.tables").exists()
    assert "condition.lark" in app.warnings[0]
