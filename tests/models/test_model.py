"""Models look, compare and fail as pydantic's, and need pydantic only when they are asked to."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, ValidationError, field_validator

from ivrsim.flow.node import NODE_TYPES, AsrPhrase
from ivrsim.flow.nodes.menu import Menu
from ivrsim.models import NEEDED, Model, Within
from ivrsim.models.validating import twin_of

ROOT = Path(__file__).parents[2]


class Part(Model):
    """A part of a thing."""

    size: Annotated[int, Within(1, 9)] = 1


class Thing(Model):
    """A thing of several kinds of fields."""

    name: Annotated[str, NEEDED] = ""
    mode: Literal["a", "b"] = "a"
    part: Part = Part()
    parts: tuple[Part, ...] = ()
    weight: float | None = None


class BoldThing(Thing):
    """A child with a field of its own, and another default."""

    mode: Literal["a", "b"] = "b"
    bold: bool = False


class Odd(Model):
    """Fields as somebody writes them who knows pydantic."""

    weight: Annotated[int, Within(1)] = Field(default=3, le=5)
    tags: list[str] = Field(default_factory=list)
    needed: str
    known: ClassVar[int] = 1

    @field_validator("needed")
    @classmethod
    def _not_empty(cls, value: str) -> str:
        if not value:
            raise ValueError("empty")
        return value


class Owner(BaseModel):
    """Somebody else's model that holds ours."""

    thing: Thing
    node: Menu | None = None


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "name": st.text(max_size=3) | st.integers(),
        "mode": st.sampled_from(["a", "b", "c", 1]),
        "part": st.builds(dict, size=st.integers(-1, 11) | st.text(max_size=1)) | st.none(),
        "parts": st.lists(st.just({}) | st.just({"size": "2"}), max_size=2),
        "weight": st.floats(allow_nan=False) | st.integers() | st.text(max_size=1) | st.none(),
        "else": st.integers(),
    },
)


def taken(cls: Any, values: dict[str, Any], strict: bool) -> Any:
    """The model, or what is said against it."""
    try:
        return cls.model_validate(values, strict=strict)
    except ValidationError as error:
        return str(error)


@given(VALUES, st.booleans())
def test_a_model_takes_and_refuses_what_pydantic_does(values: dict[str, Any], strict: bool) -> None:
    made, wanted = taken(Thing, values, strict), taken(twin_of(Thing), values, strict)
    if isinstance(made, str) or isinstance(wanted, str):
        assert made == wanted
        return
    assert made.model_dump() == wanted.model_dump()
    assert made.model_fields_set == wanted.model_fields_set
    assert made.model_extra == wanted.model_extra
    assert made.model_json_schema() == twin_of(Thing).model_json_schema()


@given(VALUES.map(lambda v: Thing.model_construct(**{k: w for k, w in v.items() if k != "part"})))
def test_copies_are_equal(thing: Thing) -> None:
    thing.keep_raw({"name": "as written"})
    for other in (copy.copy(thing), pickle.loads(pickle.dumps(thing)), thing.model_copy()):
        assert other == thing
        assert repr(other) == repr(thing)
        assert other.raw == thing.raw
        assert other.model_fields_set == thing.model_fields_set


def test_what_is_not_given_is_the_default_of_the_class() -> None:
    assert (Thing().mode, BoldThing().mode, Thing().part.size) == ("a", "b", 1)
    assert Thing() == Thing(mode="a")
    assert hash(Thing()) == hash(Thing(mode="a"))
    assert Thing().model_fields_set == set()
    assert Thing(mode="a").model_fields_set == {"mode"}
    assert Thing() != BoldThing()


def test_fields_stand_where_they_first_stood() -> None:
    assert list(BoldThing.model_fields) == ["name", "mode", "part", "parts", "weight", "bold"]
    assert BoldThing.model_fields["mode"].default == "b"
    assert BoldThing.model_fields["name"].metadata == (NEEDED,)
    assert BoldThing.model_fields["part"].annotation is Part


def test_a_model_is_frozen() -> None:
    thing = Thing(name="x")
    for change in (lambda: setattr(thing, "name", "y"), lambda: delattr(thing, "name")):
        with pytest.raises(AttributeError, match=r"model_copy\(update"):
            change()
    assert thing.model_copy(update={"name": "y", "more": 1}).model_extra == {"more": 1}
    assert (thing.name, thing.model_copy(update={"name": "y"}).name) == ("x", "y")


def test_properties_that_are_no_fields_are_attributes() -> None:
    thing: Any = Thing.model_validate({"more": 3, "_raw": 4})
    assert thing.more == 3
    assert thing.model_extra == {"more": 3, "_raw": 4}
    assert thing.raw == {}
    with pytest.raises(AttributeError, match="'less'"):
        _ = thing.less


def test_what_pydantic_offers_for_fields_is_heard() -> None:
    odd = Odd(needed="x")
    assert (odd.weight, odd.tags, list(Odd.model_fields)) == (3, [], ["weight", "tags", "needed"])
    for wrong in ({}, {"needed": ""}, {"needed": "x", "weight": 6}, {"needed": "x", "weight": 0}):
        with pytest.raises(ValidationError):
            Odd.model_validate(wrong)
    assert Odd.model_json_schema()["required"] == ["needed"]


def test_models_of_others_hold_ours() -> None:
    own = Thing(name="own")
    owner = Owner.model_validate({"thing": own, "node": {"prompt": "Press 1."}})
    assert owner.thing is own
    assert owner.node == Menu(prompt="Press 1.")
    assert owner.model_dump()["thing"] == own.model_dump()
    assert Owner.model_validate_json(owner.model_dump_json()) == owner
    assert Owner.model_json_schema()["$defs"]["Thing"]["properties"]["name"]["needed"] is True
    with pytest.raises(ValidationError, match=r"node\.prompt"):
        Owner.model_validate({"thing": {}, "node": {"prompt": 1}})


def test_bounds_are_pydantics() -> None:
    assert Part.model_json_schema()["properties"]["size"] == {
        "default": 1, "maximum": 9, "minimum": 1, "title": "Size", "type": "integer",
    }  # fmt: skip
    with pytest.raises(ValidationError, match="less than or equal to 9"):
        Part(size=10)


@pytest.mark.parametrize("cls", [AsrPhrase, *NODE_TYPES.values()], ids=lambda cls: cls.__name__)
def test_every_model_has_a_twin(cls: type[Model]) -> None:
    assert list(twin_of(cls).model_fields) == list(cls.model_fields)
    assert cls().model_dump() == twin_of(cls)().model_dump()


def test_what_is_plain_needs_no_pydantic() -> None:
    program = (
        "import sys; from ivrsim.flow.node import NODE_TYPES; from ivrsim.campaign import Campaign;"
        "menu = NODE_TYPES['Menu'](prompt='Press 1.'); Campaign();"
        "assert menu.prompt == 'Press 1.'; assert 'pydantic' not in sys.modules;"
        "menu.model_json_schema(); assert 'pydantic' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
