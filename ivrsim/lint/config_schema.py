"""What a configuration may say: one declaration, which reader, schema and messages follow.

The declaration is the JSON Schema itself, in the few words that `faults` understands:
type, enum, items, properties, additionalProperties, required, minimum, minLength, minItems.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from ivrsim.lazy import fetch
from ivrsim.lint.finding import Kind, Preset, Severity
from ivrsim.lint.rule import RULES, Rule
from ivrsim.text import clean, listed, shorten
from ivrsim.values import dataclass

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema: TypeAlias = Mapping[str, Any]
Path: TypeAlias = tuple[str | int, ...]

TEXT: Schema = {"type": "string", "minLength": 1}
TEXTS: Schema = {"type": "array", "items": TEXT}
SOME_TEXTS: Schema = {**TEXTS, "minItems": 1}
SEVERITY: Schema = {"enum": [str(severity) for severity in Severity]}


def _told(schema: Schema, about: str) -> Schema:
    return {**schema, "description": about}


CODES = "codes (IVR201), their beginnings (IVR2), names, or ALL"
FILES = _told(SOME_TEXTS, "patterns of files, relative to this file: `*.json`, `old/**`")
RULES_IGNORED = _told(SOME_TEXTS, f"the rules: {CODES}")
REASON = _told(TEXT, "why; needed, so that the next reader can decide again")


def _tables(about: str, required: Iterable[str], properties: Mapping[str, Schema]) -> Schema:
    table = {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }
    return {"type": "array", "items": table, "description": about}


FILE_IGNORES = _tables(
    "findings that are left out in some files",
    ("files", "rules", "reason"),
    {"files": FILES, "rules": RULES_IGNORED, "reason": REASON},
)
NODE_IGNORES = _tables(
    "findings that are left out at some nodes",
    ("nodes", "rules", "reason"),
    {
        "nodes": _told(
            SOME_TEXTS, "patterns of node ids: `/1/W`, `/1/*` (its children), `/1/**` (all of it)"
        ),
        "flow": _told(TEXT, "only in the flow of this name: `future_terms`"),
        "files": FILES,
        "rules": RULES_IGNORED,
        "reason": REASON,
    },
)
DECLARED = _tables(
    "rules of your own, over the fields of nodes",
    ("code", "name", "message", "assert"),
    {
        "code": _told(TEXT, "letters and digits: ACME001"),
        "name": _told(TEXT, "small words with hyphens: `no-own-number`"),
        "message": _told(TEXT, "what was found, without a full stop"),
        "hint": _told(TEXT, "what to do about it"),
        "why": _told(TEXT, "why callers or the company suffer, for `ivrsim explain`"),
        "severity": _told({**SEVERITY, "default": "warning"}, "how grave it is"),
        "kind": _told(
            {"enum": [str(kind) for kind in Kind], "default": "style"},
            "what suffers if it is left alone",
        ),
        "node_type": _told(
            {"type": ["string", "array"], "items": TEXT, "minLength": 1, "minItems": 1},
            "only at nodes of this type, or of these: patterns such as `*Menu` too",
        ),
        "path": _told(
            {"type": ["string", "array"], "items": TEXT, "minLength": 1, "minItems": 1},
            "only at nodes with such an id: `/1/**`",
        ),
        "when": _told(TEXT, "only at nodes for which this holds; the language of `assert`"),
        "assert": _told(TEXT, 'what must hold: `destination_phone_number starts with "800"`'),
        "field": _told(TEXT, "the field a finding points at; else the first that `assert` names"),
    },
)

PROPERTIES: Mapping[str, Schema] = {
    "preset": _told(
        {"enum": [str(preset) for preset in Preset], "default": str(Preset.RECOMMENDED)},
        "how much is looked for where `select` does not say",
    ),
    "select": _told(TEXTS, f"only these rules: {CODES}"),
    "extend-select": _told(TEXTS, f"these rules too: {CODES}"),
    "ignore": _told(TEXTS, f"not these rules: {CODES}"),
    "fail-on": _told({**SEVERITY, "default": "info"}, "what makes a run fail: this, or graver"),
    "limit": _told(
        {"type": "integer", "minimum": 1, "default": 1000}, "the most findings shown of a file"
    ),
    "plugins": _told(
        {"type": "boolean", "default": False},
        "whether rules of installed distributions (entry points `ivrsim.rules`) count",
    ),
    "baseline": _told(TEXT, "the file of known findings, relative to this file"),
    "recordings": _told(
        TEXTS, "files that list the prompt recordings of the network or the advertiser"
    ),
    "severity": _told(
        {"type": "object", "additionalProperties": SEVERITY}, "other severities, by rule"
    ),
    "options": _told({"type": "object"}, "settings of single rules"),
    "per-file-ignores": FILE_IGNORES,
    "per-node-ignores": NODE_IGNORES,
    "rule": DECLARED,
}

_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string"}


def config_schema(rules: Iterable[Rule] = ()) -> dict[str, Any]:
    """The JSON Schema (2020-12) of `ivrsim.toml` and of the table `tool.ivrsim`.

    `rules` are those whose options may be set.
    """
    options = {option.name: option for rule in rules for option in rule.options}
    known = {
        name: {
            "type": _TYPES[type(option.default)],
            "default": option.default,
            "description": option.about,
        }
        for name, option in sorted(options.items())
    }
    table = {**PROPERTIES["options"], "properties": known, "additionalProperties": False}
    return {
        "$schema": DIALECT,
        "title": "The configuration of ivrsim lint",
        "type": "object",
        "properties": {**PROPERTIES, "options": table},
        "additionalProperties": False,
    }


def full_config_schema() -> dict[str, Any]:
    """The schema with the options of all our rules, for editors."""
    return config_schema(RULES.values())


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value of the configuration: where, what, and the way out."""

    path: Path
    message: str
    hint: str = ""


def faults(data: Any, schema: Schema) -> Iterator[Fault]:
    """Where the data breaks the schema, in the order of the data."""
    todo: list[tuple[Any, Schema, Path]] = [(data, schema, ())]
    while todo:
        value, wanted, path = todo.pop()
        if not _fits(value, wanted):
            yield Fault(path, f"Expected {expected(wanted)}, found {shown(value)}")
        elif isinstance(value, dict):
            yield from _of_members(value, wanted, path)
            todo += reversed([*_members(value, wanted, path)])
        elif isinstance(value, list):
            items = wanted.get("items", {})
            todo += reversed([(item, items, (*path, n)) for n, item in enumerate(value)])


def _members(value: dict[str, Any], wanted: Schema, path: Path) -> Iterator[tuple[Any, Any, Path]]:
    properties, others = wanted.get("properties", {}), wanted.get("additionalProperties", {})
    for name, item in value.items():
        if name in properties or others is not False:
            yield item, properties.get(name, others), (*path, name)


def _of_members(value: dict[str, Any], wanted: Schema, path: Path) -> Iterator[Fault]:
    properties = wanted.get("properties", {})
    for name in value:
        if name not in properties and wanted.get("additionalProperties") is False:
            said = f'There is no setting "{word(name)}"'
            yield Fault(
                (*path, name), said, _elsewhere(name, properties) or meant(name, properties)
            )
    for name in wanted.get("required", ()):
        if name not in value:
            about = properties[name].get("description", "")
            yield Fault(path, f'"{name}" is missing', f"{name}: {about}." if about else "")


def _elsewhere(name: str, properties: Mapping[str, Schema]) -> str:
    """The way out where an option of a rule stands outside of its table."""
    options = properties.get("options", {}).get("properties", {})
    return "It is an option of a rule: write it below [options]." if name in options else ""


def _fits(value: Any, wanted: Schema) -> bool:
    if "enum" in wanted:
        return isinstance(value, str) and value in wanted["enum"]
    if not any(_IS[name](value) for name in _types(wanted)):
        return False
    if isinstance(value, str | list):
        least: int = wanted.get("minLength" if isinstance(value, str) else "minItems", 0)
        return len(value) >= least
    return isinstance(value, dict | bool) or bool(value >= wanted.get("minimum", value))


def _types(wanted: Schema) -> list[str]:
    found = wanted.get("type", list(_IS))
    return [found] if isinstance(found, str) else list(found)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_IS: Mapping[str, Callable[[Any], bool]] = {
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": _is_number,
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}
_IN_WORDS = {
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "string": "a text",
    "array": "a list of texts",
    "object": "a table",
}


def expected(wanted: Schema) -> str:
    """What the schema wants, in words: `a whole number from 1`, `"error" or "info"`."""
    if "enum" in wanted:
        return listed([f'"{choice}"' for choice in wanted["enum"]], "or")
    kinds = listed([_IN_WORDS[name] for name in _types(wanted)], "or")
    if wanted.get("items", {}).get("type") == "object":
        kinds = "a list of tables, [[...]]"
    if "minimum" in wanted:
        return f"{kinds} from {wanted['minimum']}"
    return f"{kinds} that is not empty" if {"minLength", "minItems"} & set(wanted) else kinds


def shown(value: Any) -> str:
    """The value that was found, in words."""
    if isinstance(value, str):
        return f'"{word(value)}"' if value else "an empty text"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if isinstance(value, int) and value.bit_length() > 200:
        return "a number of more than 60 digits"
    return str(value) if isinstance(value, int | float) else "a date or time"


def word(text: str) -> str:
    """User text, harmless and short."""
    return clean(shorten(text, 60))


def meant(found: str, known: Iterable[str]) -> str:
    """`Did you mean limit?`, or what there is; empty where there is nothing at all."""
    names = sorted(known)
    near = fetch("difflib:get_close_matches")(found.lower()[:100], names, n=1)
    if near:
        return f"Did you mean {near[0]}?"
    return f"There are: {', '.join(names)}." if len(names) <= 20 and names else ""
