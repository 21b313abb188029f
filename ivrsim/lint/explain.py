"""The pages of the rules: one by one, or all in a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Literal

from ivrsim.errors import UsageError
from ivrsim.lint.check import all_rules
from ivrsim.lint.examples import lint_example
from ivrsim.lint.rule import Rule
from ivrsim.lint.settings import DEFAULTS, LintSettings
from ivrsim.text import clean, shorten

TableFormat = Literal["text", "markdown", "json"]

LONGEST_LINE = 100
COLUMNS = ("code", "name", "severity", "confidence", "kind", "preset", "fix", "options", "summary")


def explain(rule: str, settings: LintSettings = DEFAULTS) -> str:
    """The page of a rule, by code or name, as Markdown that reads as plain text too.

    `settings` may know more rules than ours.  Raises `UsageError` where there is no such
    rule.
    """
    found = find(rule, settings)
    return page(found, fix_of(found))


def find(rule: str, settings: LintSettings = DEFAULTS) -> Rule:
    """The rule of that code or name.  Raises `UsageError`."""
    wanted = rule.strip()
    rules = all_rules(settings)
    if wanted.upper() in rules:
        return rules[wanted.upper()]
    for found in rules.values():
        if found.name == wanted.lower():
            return found
    raise UsageError(
        f"There is no rule {wanted!r}.", hint="`ivrsim rules` lists all codes and names."
    )


def page(rule: Rule, fix: str = "") -> str:
    """The rule under fixed headings; `fix` is what `fix_of` says, which takes linting."""
    head = (
        f"Severity: {rule.severity}. About: {rule.kind}. Confidence: {rule.confidence}. "
        f"Preset: {rule.preset}."
    )
    mended = f" Fix: {fix}." if fix else ""
    parts = [f"# {rule.code} {rule.name}", "", rule.summary, "", head + mended, ""]
    return "\n".join(
        [
            *parts,
            *_section("Why", wrapped(rule.why)),
            *_section("Bad", _example(rule.bad)),
            *_section("Good", _example(rule.good)),
            *_section("Recordings", _example(rule.recordings)),
            *_section("Options", _options(rule)),
            *_section("Source", wrapped(rule.source)),
        ]
    )


def _section(title: str, lines: list[str]) -> list[str]:
    """A heading and what stands under it; nothing where there is nothing to say."""
    return [f"## {title}", "", *lines, ""] if lines else []


def _options(rule: Rule) -> list[str]:
    told = ((o.name, json.dumps(o.default), o.about.removesuffix(".")) for o in rule.options)
    return [f"- `{name}` = {default}: {about}." for name, default, about in told]


@lru_cache(maxsize=512)
def fix_of(rule: Rule) -> str:
    """Whether the rule mends its own Bad: `safe`, `unsafe`, or empty for not at all."""
    found = [d for d in lint_example(rule, rule.bad) if d.code == rule.code] if rule.bad else []
    kinds = {fix.safe for diagnostic in found for fix in diagnostic.fixes}
    return "safe" if True in kinds else "unsafe" if kinds else ""


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


def rules_table(format: TableFormat = "text", settings: LintSettings = DEFAULTS) -> str:
    """All rules in the order of their codes.  Raises `UsageError` for another format."""
    writer = _TABLES.get(format)
    if writer is None:
        raise UsageError(
            f"A table of rules cannot be written as {format!r}.",
            hint=f"Choose one of: {', '.join(sorted(_TABLES))}.",
        )
    return writer(all_rules(settings).values())


def _as_text(rules: Iterable[Rule]) -> str:
    wide = max(len(rule.name) for rule in rules)
    return "".join(
        f"{rule.code}  {rule.severity:<7}  {rule.preset:<11}  {rule.name:<{wide}}  {rule.summary}\n"
        for rule in rules
    )


def _as_markdown(rules: Iterable[Rule]) -> str:
    lines = [COLUMNS, ("---",) * len(COLUMNS), *map(_cells, rules)]
    cells = (" | ".join(cell.replace("|", "\\|") for cell in line) for line in lines)
    return "".join(f"| {line} |\n" for line in cells)


def _cells(rule: Rule) -> tuple[str, ...]:
    row = _row(rule)
    options = ", ".join(f"`{option['name']}`" for option in row["options"])
    return tuple(map(str, (row | {"options": options}).values()))


def _as_json(rules: Iterable[Rule]) -> str:
    return json.dumps({"version": 1, "rules": [_row(rule) for rule in rules]}, indent=2) + "\n"


def _row(rule: Rule) -> dict[str, Any]:
    options = [{"name": o.name, "default": o.default, "about": o.about} for o in rule.options]
    worked_out = {"fix": fix_of(rule), "options": options}
    return {
        name: worked_out[name] if name in worked_out else str(getattr(rule, name))
        for name in COLUMNS
    }


_TABLES: Mapping[str, Callable[[Iterable[Rule]], str]] = {
    "text": _as_text,
    "markdown": _as_markdown,
    "json": _as_json,
}
