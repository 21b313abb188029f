"""What `ivrsim lint` prints beside findings: counts by rule, and the settings in force."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from ivrsim.lint.check import LintResult, all_rules, selected
from ivrsim.lint.config import Asked, Config, config_for, settings_for
from ivrsim.lint.config_schema import PROPERTIES
from ivrsim.lint.settings import LintSettings
from ivrsim.lint.wording import number_of
from ivrsim.text import clean

FROM_COMMAND = {
    "preset": "preset",
    "select": "select",
    "extend-select": "extend_select",
    "ignore": "ignore",
    "fail-on": "fail_on",
    "plugins": "plugins",
    "baseline": "baseline",
    "recordings": "recordings",
}
"""The settings that a command line gives too, and what `Asked` calls them."""

ADDED = ("extend-select", "ignore")
"""What a command line gives beside the configuration, not instead of it."""

TABLES = frozenset({"severity", "options", "per-file-ignores", "per-node-ignores", "rule"})


def statistics(result: LintResult) -> str:
    """How many findings each rule has, the most first: count, code, fixable, name."""
    counts = Counter((d.code, d.name) for d in result.diagnostics)
    mended = {d.code for d in result.diagnostics if any(fix.safe for fix in d.fixes)}
    wide = max((len(str(count)) for count in counts.values()), default=0)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "".join(
        f"{count:>{wide}}  {code}  {'[*]' if code in mended else '[ ]'}  {name}\n"
        for (code, name), count in ranked
    )


def settings_in_force(files: Sequence[str], asked: Asked) -> str:
    """The settings as TOML, each with where it comes from; once for each configuration."""
    groups: dict[Config, list[str]] = {}
    for file in files:
        groups.setdefault(config_for(file, asked), []).append(file)
    return "\n".join(
        "\n".join(_lines(config, group, asked)) + "\n" for config, group in groups.items()
    )


def _lines(config: Config, files: list[str], asked: Asked) -> Iterator[str]:
    settings = settings_for(files[0], asked)
    more = f" and {number_of(len(files) - 1, 'more file')}" if len(files) > 1 else ""
    by = f"by {config.file.where(())}" if config.file else "without any configuration"
    yield clean(f"# {files[0]}{more}: {by}")
    for name in PROPERTIES:
        if name not in TABLES:
            yield from _line(name, *_value(name, config, asked))
    for name in ADDED:
        if given := getattr(asked, FROM_COMMAND[name]):
            yield clean(f"# then --{name} {given}")
    codes = [rule.code for rule in selected(settings)]
    yield f"# {number_of(len(codes), 'rule')}: {' '.join(codes)}"
    yield from _of_severities(config, settings)
    yield from _of_options(config, settings)
    yield from _of_tables(config)


def _value(name: str, config: Config, asked: Asked) -> tuple[Any, str]:
    """The value of a setting, and where it comes from; None where nobody sets it."""
    given = getattr(asked, FROM_COMMAND[name]) if name in FROM_COMMAND else None
    if given and name not in ADDED:
        return given.split(",") if name == "select" else given, f"--{name}"
    if config.file and name in config.file.table:
        return config.file.table[name], _place(config, name)
    return PROPERTIES[name].get("default"), "default"


def _place(config: Config, *path: str | int) -> str:
    return config.file.where(path).split(": ", 1)[0] if config.file else "default"


def _line(name: str, value: Any, where: str) -> Iterator[str]:
    if value is None:
        yield clean(f"# {name} is not set")
    else:
        yield clean(f"{_toml(name)} = {_toml_value(value)}  # {where}")


def _toml(name: str) -> str:
    bare = name.replace("-", "").replace("_", "")
    return name if bare.isascii() and bare.isalnum() else _toml_value(name)


def _toml_value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _of_severities(config: Config, settings: LintSettings) -> Iterator[str]:
    table = config.file.table.get("severity", {}) if config.file else {}
    if table:
        yield from ("", "[severity]")
        for name, value in table.items():
            yield from _line(name, value, _place(config, "severity", name))


def _of_options(config: Config, settings: LintSettings) -> Iterator[str]:
    """Every option of every rule, with its value."""
    options = {
        option.name: option for rule in all_rules(settings).values() for option in rule.options
    }
    if options:
        yield from ("", "[options]")
    for name in sorted(options):
        given = name in settings.options
        where = _place(config, "options", name) if given else "default"
        yield from _line(name, settings.of(options[name]), where)


def _of_tables(config: Config) -> Iterator[str]:
    """The tables of the configuration, as they are written there."""
    for name in ("per-file-ignores", "per-node-ignores", "rule"):
        for number, table in enumerate(config.file.table.get(name, []) if config.file else []):
            yield from ("", f"[[{name}]]  # {_place(config, name, number)}")
            for key, value in table.items():
                yield clean(f"{_toml(key)} = {_toml_value(value)}")
