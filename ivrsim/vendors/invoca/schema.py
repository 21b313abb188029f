"""The JSON Schema of an Invoca campaign, made from the declarations of the node types."""

from __future__ import annotations

from typing import Any

from ivrsim.campaign.campaign import Campaign
from ivrsim.flow.arity import allowed_children
from ivrsim.flow.node import Node, types_of
from ivrsim.flow.settings import Settings

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def campaign_schema() -> dict[str, Any]:
    """A schema (2020-12) for every shape of document the reader takes.

    It checks what a schema can: types, required parameters, values, child counts.
    What the children mean to each other is the linter's.
    """
    definitions: dict[str, Any] = {}
    types = types_of("invoca")
    names = [_add(definitions, cls) for cls in types.values()]
    definitions["Node"] = {
        "type": "object",
        "required": ["node_type"],
        "properties": {"node_type": {"enum": list(types)}},
        "allOf": [
            {
                "if": {"properties": {"node_type": {"const": name}}},
                "then": {"$ref": f"#/$defs/{name}"},
            }
            for name in names
        ],
    }
    definitions["Settings"] = _of_model(definitions, Settings)
    definitions["Settings"]["properties"]["root"] = {"$ref": "#/$defs/Node"}
    definitions["Terms"] = _of_model(definitions, Campaign)
    definitions["Terms"]["properties"]["ivr_tree"] = {"$ref": "#/$defs/Settings"}
    return {
        "$schema": DIALECT,
        "title": "Invoca advertiser campaign",
        "$ref": "#/$defs/Terms",
        "properties": {
            "current_terms": {"$ref": "#/$defs/Terms"},
            "future_terms": {"$ref": "#/$defs/Terms"},
            "root": {"$ref": "#/$defs/Node"},
        },
        "$defs": dict(sorted(definitions.items())),
    }


def _add(definitions: dict[str, Any], node_type: type[Node]) -> str:
    name = node_type.node_type
    schema = _of_model(definitions, node_type)
    least, most = allowed_children(node_type.exits)
    failovers = sum(exit_.failover for exit_ in node_type.exits)
    schema["properties"]["children"] = {
        "type": "array",
        "items": {"$ref": "#/$defs/Node"},
        "minItems": least,
        "maxItems": most + failovers,
    }
    needed = {n for n, p in schema["properties"].items() if p.pop("needed", False)}
    schema["required"] = sorted(needed | {"children"} if least else needed)
    definitions[name] = schema
    return name


def _of_model(definitions: dict[str, Any], model: Any) -> dict[str, Any]:
    """A model's own schema; the ones it needs move to the shared definitions."""
    schema: dict[str, Any] = model.model_json_schema(ref_template="#/$defs/{model}")
    definitions.update(schema.pop("$defs", {}))
    schema.pop("description", None)
    return schema
