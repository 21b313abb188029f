"""The pages of the rules: one by one, or all in a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Literal

from ivrsim.errors import UsageError
from ivrsim.lint.rule import RULES, Rule
from ivrsim.text import clean, shorten

TableFormat = Literal["text", "markdown", "json"]

LONGEST_LINE = 100
COLUMNS = ("code", "name", "severity", "confidence", "kind", "preset", "summary")


def explain(rule: str) -> str:
    """The page of a rule, by code or name, as Markdown that reads as plain text too.

    Raises `UsageError` where there is no such rule.
    """
    return page(find(rule))


def find(rule: str) -> Rule:
    """The rule of that code or name.  Raises `UsageError`."""
    wanted = rule.strip()
    if wanted.upper() in RULES:
        return RULES[wanted.upper()]
    for found in RULES.values():
        if found.name == wanted.lower():
            return found
    raise UsageError(
        f"There is no rule {wanted!r}.", hint="`ivrsim rules` lists all codes and names."
    )


def page(rule: Rule) -> str:
    """The rule under fixed headings."""
    head = (
        f"Severity: {rule.severity}. About: {rule.kind}. Confidence: {rule.confidence}. "
        f"Preset: {rule.preset}."
    )
    return "\n".join(
        [
            f"# {rule.code} {rule.name}",
            "",
            rule.summary,
            "",
            head,
            "",
            "## Why",
            "",
            *wrapped(rule.why),
            "",
            "## Bad",
            "",
            *_example(rule.bad),
            "",
            "## Good",
            "",
            *_example(rule.good),
            "",
            *_options(rule),
            "## Source",
            "",
            *wrapped(rule.source),
            "",
        ]
    )


def _options(rule: Rule) -> list[str]:
    if not rule.options:
        return []
    told = (f"- `{o.name}` = {json.dumps(o.default)}: {o.about}." for o in rule.options)
    return ["## Options", "", *told, ""]


def _example(text: str | bytes) -> list[str]:
    """The example indented, so that a terminal and Markdown both show it as it is."""
    shown = text.decode("ascii", "backslashreplace") if isinstance(text, bytes) else text
    escaped = shown.replace("\ufeff", "\\ufeff")
    return [f"    {shorten(clean(line), LONGEST_LINE)}" for line in escaped.splitlines()]


def wrapped(text: str, width: int = 88) -> list[str]:
    """The text in lines of at most `width` characters, broken between words."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return lines


def rules_table(format: TableFormat = "text") -> str:
    """All rules in the order of their codes.  Raises `UsageError` for another format."""
    writer = _TABLES.get(format)
    if writer is None:
        raise UsageError(
            f"A table of rules cannot be written as {format!r}.",
            hint=f"Choose one of: {', '.join(sorted(_TABLES))}.",
        )
    return writer([_row(rule) for rule in RULES.values()])


def _row(rule: Rule) -> dict[str, str]:
    return {name: str(getattr(rule, name)) for name in COLUMNS}


def _as_text(rows: list[dict[str, str]]) -> str:
    wide = max(len(row["name"]) for row in rows)
    return "".join(
        f"{row['code']}  {row['severity']:<7}  {row['name']:<{wide}}  {row['summary']}\n"
        for row in rows
    )


def _as_markdown(rows: list[dict[str, str]]) -> str:
    lines = [COLUMNS, ("---",) * len(COLUMNS), *(tuple(row.values()) for row in rows)]
    cells = (" | ".join(cell.replace("|", "\\|") for cell in line) for line in lines)
    return "".join(f"| {line} |\n" for line in cells)


def _as_json(rows: list[dict[str, str]]) -> str:
    return json.dumps({"version": 1, "rules": rows}, indent=2) + "\n"


_TABLES: Mapping[str, Callable[[list[dict[str, str]]], str]] = {
    "text": _as_text,
    "markdown": _as_markdown,
    "json": _as_json,
}
