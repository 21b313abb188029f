"""Fields of custom data by the names that nodes give them."""

from __future__ import annotations

from ivrsim.conditions.ast import TextField


def data_field(name: str) -> TextField:
    """The field of that name, even one that no condition has words for.

    A node may keep an answer in, or dial from, a field called `[` or nothing at all;
    `TextField` refuses such names, since the condition language cannot say them.
    """
    field = object.__new__(TextField)
    object.__setattr__(field, "name", "custom_data")
    object.__setattr__(field, "key", name)
    return field
