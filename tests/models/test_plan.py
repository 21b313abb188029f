"""Models built without pydantic are what pydantic would have built."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError, field_validator

from ivrsim.flow.node import NODE_TYPES, Node
from ivrsim.flow.reading import Problems, read_flat
from ivrsim.flow.settings import Settings
from ivrsim.models import Model
from ivrsim.models.plan import plan_of
from ivrsim.models.validating import twin_of
from ivrsim.places import ROOT

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([1, 1800, 2.5, 3.0, "", "Wrong", "Random", "ZipCode", "promo"]),
    st.text(max_size=3),
    st.lists(st.none(), max_size=1),
    st.dictionaries(st.text(max_size=1), st.none(), max_size=1),
)
MODELS: list[type[Model]] = [Settings, *NODE_TYPES.values()]


@pytest.mark.parametrize("cls", MODELS, ids=lambda cls: cls.__name__)
def test_every_node_type_of_the_package_is_built_directly(cls: type[Model]) -> None:
    plan = plan_of(cls)
    assert plan.direct
    assert set(plan.kinds) | set(plan.inner) == set(cls.model_fields)


@given(st.sampled_from(MODELS), st.data())
def test_a_plain_field_takes_what_pydantic_strictly_takes(
    cls: type[Model], data: st.DataObject
) -> None:
    plan = plan_of(cls)
    name = data.draw(st.sampled_from(sorted(plan.kinds)))
    value = data.draw(VALUES)
    if isinstance(value, bool) and bool not in plan.kinds[name].types:
        assert not plan.fits(name, value)  # pydantic takes true for the 1 of a Literal
        return
    try:
        taken = twin_of(cls).model_validate({name: value}, strict=True)
    except ValidationError:
        assert not plan.fits(name, value)
        return
    assert plan.fits(name, value)
    made = plan.make({name: value})
    assert made.model_fields_set == taken.model_fields_set
    assert made.model_dump() == taken.model_dump()
    assert made == cls.model_validate({name: value}) == made.model_copy(update={})


class Fussy(Node):
    """A node type of somebody else, with fields that only pydantic can judge."""

    node_type = "Fussy"
    weight: Annotated[int, Field(ge=1)] = 1
    mode: Literal["a", "b"] = "a"
    tags: dict[str, int] = Field(default_factory=dict)


class Checked(Node):
    """A node type whose fields pydantic alone would accept together."""

    node_type = "Checked"
    number: int = 0

    @field_validator("number")
    @classmethod
    def _even(cls, value: int) -> int:
        if value % 2:
            raise ValueError("odd")
        return value


def read(cls: type[Node], raw: dict[str, Any]) -> tuple[Any, list[str]]:
    problems = Problems()
    node = read_flat(cls, raw, ROOT, problems, title="A node")
    return node, [problem.place.pointer for problem in problems.all()]


def test_a_field_of_another_kind_is_left_to_pydantic() -> None:
    assert not plan_of(Fussy).direct
    node, bad = read(Fussy, {"weight": 5, "mode": "b", "tags": {"x": 1}})
    assert (node.weight, node.mode, node.tags, bad) == (5, "b", {"x": 1}, [])


def test_a_value_that_pydantic_refuses_costs_only_its_own_field() -> None:
    node, bad = read(Fussy, {"weight": 0, "mode": "b", "tags": {"x": "y"}})
    assert (node.weight, node.mode, node.tags, bad) == (1, "b", {}, ["/weight", "/tags"])


def test_validators_of_a_class_are_heard() -> None:
    node, _ = read(Checked, {"number": 4})
    assert node.number == 4
    node, bad = read(Checked, {"number": 3})
    assert (node.number, bad) == (0, ["/number"])
