"""What a field's type says beside the type: `Annotated[str, NEEDED]`.

pydantic asks these for its schemas; they do not need it themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ivrsim.values import dataclass

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that the JSON Schema of the field says as true."""

    word: str

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(schema), self.word: True}


NEEDED = Mark("needed")
"""The vendor stars the parameter as required: present and not empty."""


@dataclass(frozen=True, slots=True)
class Within:
    """The least a number may be, and the most, if there is a most."""

    least: int
    most: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        most = {} if self.most is None else {"le": self.most}
        return {**handler(source), "ge": self.least, **most}
