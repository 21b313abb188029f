"""Loading: whatever it is given, and whatever is in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ivrsim.errors import UsageError
from ivrsim.vendors.load import VENDORS, dump, load

DATA = {"ivr_tree": {"root": {"node_type": "EndCall"}}}


def test_a_path_a_text_bytes_and_data_give_the_same_flow(tmp_path: Path) -> None:
    path = tmp_path / "campaign.json"
    path.write_text(json.dumps(DATA), encoding="utf-8")
    ways = [path, str(path), json.dumps(DATA), json.dumps(DATA).encode(), DATA]
    documents = [load(what) for what in ways]
    assert {len(document.flow) for document in documents} == {1}
    assert {document.vendor for document in documents} == {VENDORS[0]}
    assert documents[0].name == str(path)
    assert load(DATA, name="mine").name == "mine"


def test_a_missing_file_is_a_document_with_a_problem(tmp_path: Path) -> None:
    document = load(tmp_path / "none.json")
    assert [problem.code for problem in document.problems] == ["IVR919"]
    with pytest.raises(UsageError, match="no call flow"):
        _ = document.flow


def test_a_text_that_is_no_json_is_not_also_blamed_for_having_no_flow() -> None:
    assert "IVR920" not in {problem.code for problem in load("{").problems}


def test_a_document_of_no_vendor_is_kept() -> None:
    document = load({"a": 1})
    assert document.vendor.name == ""
    assert json.loads(dump(document)) == {"a": 1}
    assert document.vendor.detect({"a": 1})


def test_what_cannot_be_a_document_is_a_wrong_use() -> None:
    with pytest.raises(UsageError):
        load(3)


def test_the_flow_to_be_deployed_is_the_one_of_the_future() -> None:
    terms = {"ivr_tree": {"root": {"node_type": "EndCall"}}}
    document = load({"future_terms": terms, "current_terms": terms})
    assert document.flow.name == "future_terms"
    assert document.flow_named("current_terms").name == "current_terms"
    with pytest.raises(UsageError, match="past_terms"):
        document.flow_named("past_terms")
    several = load([{"current_terms": terms, "future_terms": terms}, {"future_terms": terms}])
    assert several.flow.name == "0/future_terms"


def test_a_document_tells_what_it_holds() -> None:
    assert repr(load(DATA)) == "<Document <dict>: ivr_tree (1 nodes); 0 problems>"
