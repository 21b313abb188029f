"""What readers read field by field is what pydantic would have validated."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ivrsim.campaign import (
    BudgetActivities,
    Campaign,
    Hours,
    NamedRegion,
    Policies,
    Policy,
    PromptLibrary,
    PromptRecording,
    Record,
    Region,
    read_model,
)
from ivrsim.campaign.money import BudgetCapAlert, PeriodicCallCapAlert
from ivrsim.campaign.reading import BAD_VALUE
from ivrsim.places import ROOT

RECORDS: list[type[Record]] = [
    Campaign, Hours, Policies, Policy, BudgetActivities, BudgetCapAlert, PeriodicCallCapAlert,
    NamedRegion, Region, PromptRecording, PromptLibrary,
]  # fmt: skip

FIELDS = [
    (cls, name)
    for cls in RECORDS
    for name in cls.model_fields
    if "policies" not in name and "regions" not in name and name != "prompt_recordings"
]

VALUES = st.one_of(
    st.booleans(),
    st.integers(-2, 90_000),
    st.floats(),
    st.sampled_from([2, 60, 61, 86_400, 86_401, 7.0, 1e300, 10**40]),
    st.sampled_from(["", "0", "59", "86401", "7.50", "-1", "true", "FALSE", "9" * 5000]),
    st.sampled_from(["USD", "Base", "Daily", "None", "All", "English", "City", "usd"]),
    st.sampled_from(["2026-01-31", "2026-02-30", "2026-01-31T10:00", "2026-01-31 \ud800"]),
    st.text(max_size=3),
    st.just("half \udc00 a character"),
    st.lists(st.none(), max_size=1),
    st.dictionaries(st.sampled_from(["a", "type"]), st.none(), max_size=1),
)


def _with_raw(record: Record, other: Record) -> Record:
    record.keep_raw(other.raw)
    return record


@given(st.sampled_from(FIELDS), VALUES)
def test_a_field_is_read_as_pydantic_validates_it(
    field: tuple[type[Record], str], value: object
) -> None:
    cls, name = field
    record, problems = read_model(cls, {name: value}, ROOT)
    bad = [problem for problem in problems if problem.code == BAD_VALUE]
    if isinstance(value, dict) and isinstance(getattr(record, name), Record):
        return  # an object in an object is read by itself
    try:
        valid = cls.model_validate({name: value})
    except ValidationError:
        assert [problem.place.pointer for problem in bad] == [f"/{name}"]
        assert record == _with_raw(cls(), record)
        return
    assert not bad
    assert record == _with_raw(valid, record)
    assert record.model_fields_set == valid.model_fields_set
    assert repr(record) == repr(valid)


@pytest.mark.parametrize("cls", RECORDS, ids=lambda cls: cls.__name__)
def test_a_record_of_nothing_is_an_empty_record(cls: type[Record]) -> None:
    assert cls.of({}) == cls()
    assert cls.of({}).model_dump() == cls().model_dump()


@pytest.mark.parametrize("name", ["cls", "self", "_fields_set", "_raw", "__dict__", "model_extra"])
def test_a_property_may_be_called_anything(name: str) -> None:
    record: Any = read_model(Campaign, {"name": "n", name: 1}, ROOT)[0]
    assert record.name == "n"
    assert record.model_extra == {name: 1}
    assert record.raw == {"name": "n", name: 1}
    assert record.over(Campaign.of({})) == record
