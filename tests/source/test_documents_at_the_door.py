"""Files, bytes, texts and values: what is taken, and what is said of the rest."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim import jsontext
from ivrsim.errors import UsageError
from ivrsim.places import ROOT, Span
from ivrsim.source import Source, read, read_bytes, read_file, read_text, read_value
from tests.source.shapes import NEARLY_JSON, VALUES, damaged, deep, places

CAFE = '{"prompt": "café €"}'


def codes(source: Source) -> list[str]:
    """The codes of all problems."""
    return [problem.code for problem in source.problems]


@given(st.binary() | NEARLY_JSON.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_raise(data: bytes) -> None:
    source = read_bytes(data)
    assert source.ok or source.problems
    source.text.encode()


@given(st.text(st.characters()) | NEARLY_JSON | damaged())
def test_no_text_raises(text: str) -> None:
    for source in (read(text), read_text(text)):
        assert source.ok or source.problems
        source.text.encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@given(data=st.data())
def test_every_unicode_encoding_is_decoded(encoding: str, data: st.DataObject) -> None:
    value = data.draw(st.dictionaries(st.text("aé€😀"), st.text("aé€😀"), min_size=1))
    source = read_bytes(json.dumps(value, ensure_ascii=False).encode(encoding))
    assert source.data == value
    named = {"utf-8": [], "utf-8-sig": ["IVR914"]}.get(encoding, ["IVR915"])
    assert codes(source) == named


@pytest.mark.parametrize("encoding", ["UTF-16-LE", "UTF-16-BE", "UTF-32-LE", "UTF-32-BE"])
def test_an_encoding_without_a_mark_is_known_by_its_zeros(encoding: str) -> None:
    source = read_bytes(CAFE.encode(encoding))
    assert source.data == json.loads(CAFE)
    assert encoding[:6] in source.problems[0].message


def test_a_byte_order_mark_moves_no_place() -> None:
    for marked in (read_bytes(codecs.BOM_UTF8 + b'{"a": 1}'), read_text('\ufeff{"a": 1}')):
        assert marked.data == {"a": 1}
        assert codes(marked) == ["IVR914"]
        assert marked.position(marked.span(ROOT / "a").start) == (1, 7)


def test_bytes_of_windows_are_named_and_read_as_what_they_were_meant() -> None:
    source = read_bytes('{"naïve": "€ 5 “now”"}'.encode("cp1252"))
    assert source.ok
    assert source.data == {"naïve": "€ 5 “now”"}
    assert source.problems[0].span == Span(4, 5)
    assert source.problems[0].message == "The byte 0xEF at offset 4 (and 3 more) is not UTF-8."
    assert read_bytes('["é'.encode() + b'\xe9"]').data == ["éé"]


def test_a_byte_is_counted_in_bytes() -> None:
    assert "offset 4 " in read_bytes('["é'.encode() + b'\xe9"]').problems[0].message


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "flow.json"
    path.write_text(CAFE, encoding="utf-8")
    for source in (read(path), read(str(path)), read_file(path)):
        assert source.data == json.loads(CAFE)
        assert source.text == CAFE
        assert source.name == str(path)
    assert read(path, "shown").name == "shown"


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    said = {
        tmp_path / "none.json": "There is no file ",
        tmp_path: " is a folder, not a file.",
        str(tmp_path): " is a folder, not a file.",
        "no\0where.json": " cannot be read: ",
        "x" * 5000 + ".json": " cannot be read: ",
        Path("half\ud800.json"): " cannot be read: ",
    }
    for path, words in said.items():
        source = read(path)
        assert (source.ok, source.data, source.text) == (False, None, "")
        assert codes(source) == ["IVR919"]
        assert words in source.problems[0].message
        assert source.span(ROOT / "a") == (0, 0)


def test_a_string_is_a_path_only_if_it_looks_like_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("7").write_text("[]")
    Path("{}.json").write_text("[]")
    assert read("7").data == []
    assert read("8").data == 8
    assert read("flow.JSON").name == "flow.JSON"
    assert read("{}.json").data == {}
    assert read('"a.json\n"').data == "a.json\n"
    assert codes(read("")) == ["IVR901"]
    assert read_text("7").data == 7


def test_what_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.json"
    path.write_bytes(b"[     ]")
    for what in (path, path.read_bytes(), path.read_text()):
        assert read(what, max_bytes=7).data == []
        source = read(what, max_bytes=6)
        assert (source.ok, source.data, codes(source)) == (False, None, ["IVR917"])


@pytest.mark.parametrize("what", [None, 1, {1}, object()])
def test_an_object_of_another_kind_is_a_wrong_use(what: object) -> None:
    with pytest.raises(UsageError, match="cannot be read as a document"):
        read(what)


@given(VALUES)
def test_a_value_is_copied_and_has_a_text(value: Any) -> None:
    source = read_value(value)
    assert repr(source.data) == repr(value)
    assert (source.ok, source.problems) == (True, ())
    for place, here in places(value):
        start, end = source.span(place)
        assert repr(json.loads(source.text[start:end])) == repr(here)


def test_a_copy_does_not_change_with_the_value() -> None:
    value: dict[str, list[int]] = {"a": [1]}
    source = read(value)
    value["a"].append(2)
    assert source.data == {"a": [1]}
    assert read(({"a": (1,)},)).data == [{"a": [1]}]


@pytest.mark.parametrize(
    ("value", "data", "code", "pointer"),
    [
        ({"a": [float("nan")]}, {"a": [None]}, "IVR912", "/a/0"),
        ({"a": {"b": float("-inf")}}, {"a": {"b": None}}, "IVR912", "/a/b"),
        ({"a": "x\ud800"}, {"a": "x\ufffd"}, "IVR913", "/a"),
        ({"\ud800": 1}, {"\ufffd": 1}, "IVR913", ""),
        ({"a": {1: 2}}, {"a": {"1": 2}}, "IVR901", "/a/1"),
        ({"a": {1, 2}}, {"a": None}, "IVR901", "/a"),
        ([b"x"], [None], "IVR901", "/0"),
        ([2**63], [2**63], "IVR918", "/0"),
        ([10**5000], [None], "IVR918", "/0"),
    ],
)
def test_what_json_cannot_express_is_told_with_its_place(
    value: Any, data: Any, code: str, pointer: str
) -> None:
    source = read(value)
    assert source.data == data
    assert [(problem.code, problem.place.pointer) for problem in source.problems] == [
        (code, pointer)
    ]
    json.loads(source.text)


def test_names_that_become_the_same_are_told() -> None:
    source = read({1: "a", "1": "b"})
    assert source.data == {"1": "b"}
    assert codes(source) == ["IVR901", "IVR911"]


def test_a_value_that_holds_itself_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    endless: list[object] = []
    endless.append(endless)
    bomb: list[object] = []
    for _ in range(50):
        bomb = [bomb, bomb]
    monkeypatch.setattr(jsontext, "MAX_DEPTH", 1000)
    monkeypatch.setattr(jsontext, "MAX_VALUES", 1000)
    for value in (endless, bomb):
        source = read(value)
        assert (source.ok, source.data, codes(source)) == (False, None, ["IVR917"])


def test_a_deep_value_is_taken_and_written() -> None:
    parsed = read_text(deep(100_000)).data
    source = read(parsed)
    assert source.ok
    assert "".join(source.text.split()) == deep(100_000)
