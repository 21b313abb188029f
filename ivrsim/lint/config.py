"""How each file is linted: the nearest configuration, and before it what was asked for.

`settings_for(file, asked)` is all that most callers need.  A configuration may differ
from folder to folder, so every file has settings of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ivrsim.errors import IvrsimError, RegistryError, UsageError
from ivrsim.lazy import Path, fetch
from ivrsim.lint import config_file
from ivrsim.lint.check import (
    add_plugins,
    all_rules,
    check_names_a_rule,
    exactness,
    lint_all,
    names,
    selected,
)
from ivrsim.lint.config_file import ConfigError, ConfigFile
from ivrsim.lint.config_schema import PROPERTIES, Fault, config_schema, faults
from ivrsim.lint.config_schema import Path as Way
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.finding import Preset, Severity
from ivrsim.lint.ignores import Ignore
from ivrsim.lint.rule import RULES, Rule
from ivrsim.lint.settings import DEFAULTS, LIMIT, LintSettings
from ivrsim.values import dataclass, replace
from ivrsim.vendors.load import load

if TYPE_CHECKING:
    from ivrsim.campaign.prompt_recordings import PromptLibrary


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a command line says, which goes before any configuration.

    `config` is a configuration to use for every file; `isolated` uses none at all.
    """

    select: str | None = None
    extend_select: str | None = None
    ignore: str | None = None
    preset: Preset | None = None
    fail_on: Severity | None = None
    plugins: bool = False
    baseline: str | None = None
    no_baseline: bool = False
    recordings: tuple[str, ...] = ()
    config: str | None = None
    isolated: bool = False

    @property
    def narrows(self) -> bool:
        """Whether it chooses rules otherwise than the configuration does."""
        return any((self.select, self.extend_select, self.ignore, self.preset))


NOTHING_ASKED = Asked()


@dataclass(frozen=True, eq=False)
class Config:
    """A configuration as settings, before what concerns single files.

    - `settings`: for every file; `ignores`: which of them hold depends on the file;
    - `baseline`: the path of the file of known findings, None where there is none;
    - `file`: what it was read from; None stands for no configuration at all.
    """

    settings: LintSettings = DEFAULTS
    ignores: tuple[Ignore, ...] = ()
    baseline: Path | None = None
    file: ConfigFile | None = None


NO_CONFIG = Config()


def settings_for(file: str, asked: Asked = NOTHING_ASKED) -> LintSettings:
    """How to lint one file: by its nearest configuration, and before it what is asked.

    `file` is a path, `-` or a name such as `<stdin>`.  Raises `ConfigError` for a
    configuration that makes no sense, `UnreadableError` for one that cannot be read,
    `UsageError` where the command line names no rule.
    """
    config = config_for(file, asked)
    settings = _merged(config, asked)
    ignores = tuple(_ignores(config, file, asked)) if config.ignores else ()
    path = baseline_path(config, asked)
    known = () if path is None else fetch("ivrsim.lint.baseline:known_of")(path, file)
    if not ignores and not known:
        return settings
    return replace(settings, ignores=ignores, known=known)


def config_for(file: str, asked: Asked = NOTHING_ASKED) -> Config:
    """The configuration that holds for a file.  Raises as `settings_for`."""
    if asked.isolated:
        return NO_CONFIG
    found = config_file.read(Path(asked.config)) if asked.config else config_file.find(file)
    return NO_CONFIG if found is None else _config(found)


def baseline_path(config: Config, asked: Asked = NOTHING_ASKED) -> Path | None:
    """The file of known findings that holds."""
    if asked.no_baseline:
        return None
    return Path(asked.baseline).absolute() if asked.baseline else config.baseline


def sources(file: str, asked: Asked = NOTHING_ASKED) -> Iterator[Path]:
    """The files that the settings of a file come from, or would come from if they were there."""
    if not asked.isolated:
        yield from [Path(asked.config)] if asked.config else config_file.candidates(file)
    yield from lists(file, asked)


def lists(file: str, asked: Asked = NOTHING_ASKED) -> Iterator[Path]:
    """The files of known findings and of recordings that a file is linted with."""
    try:
        config = config_for(file, asked)
        read, baseline = config.file, baseline_path(config, asked)
    except ConfigError as error:
        read, baseline = error.file, None
    except IvrsimError:
        read, baseline = None, None
    if baseline is not None:
        yield baseline
    if read is not None and isinstance(named := read.table.get("recordings"), list):
        yield from (read.path.parent / str(name) for name in named)
    yield from map(Path, asked.recordings)


def forget() -> None:
    """Read every configuration anew, as the lists it names may have changed."""
    _config.cache_clear()
    _merged.cache_clear()


def _ignores(config: Config, file: str, asked: Asked) -> Iterator[Ignore]:
    """The ignores that mean a file."""
    way = _way(config, file)
    for ignore in config.ignores:
        if ignore.means_file(way):
            yield replace(ignore, judged=not asked.narrows)


def _way(config: Config, file: str) -> str:
    """The file as patterns see it: its way from the folder of the configuration."""
    folder = config.file.path.parent if config.file else Path.cwd()
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:  # another drive
        return Path(file).absolute().as_posix()


def lint_example(text: str) -> list[Diagnostic]:
    """What linting the document of an example under its configuration gives; see `Configured`."""
    above, _, document = text.partition("# campaign.json\n")
    table = fetch("tomllib:loads")(above)
    try:
        config = _config(ConfigFile(Path(config_file.OWN).absolute(), above, table))
    except ConfigError as error:
        return error.diagnostics
    settings = replace(config.settings, ignores=config.ignores)
    return list(lint_all([load(document)], settings).diagnostics)


@lru_cache(maxsize=64)
def _merged(config: Config, asked: Asked) -> LintSettings:
    settings = config.settings
    if asked.plugins:
        settings = replace(settings, plugins=True)
    if asked.fail_on is not None:
        settings = replace(settings, fail_on=asked.fail_on)
    if asked.recordings:
        read = fetch("ivrsim.lint.recordings:library")
        settings = replace(settings, libraries=tuple(map(read, asked.recordings)))
    return over(settings, asked)


def over(settings: LintSettings, asked: Asked) -> LintSettings:
    """The settings with the rules that were asked for.

    A `select` begins anew.  A `preset` takes the place of the configuration's choice, and
    its ignores stay.  Else the configuration chooses, then more are taken and left out.
    """
    given = replace(DEFAULTS, extend_select=asked.extend_select, ignore=asked.ignore)
    if asked.preset is not None:
        settings = replace(settings, preset=asked.preset, select=None, extend_select=None)
    if asked.select is not None:
        settings = replace(settings, extend_select=None, ignore=None, select=asked.select)
    chosen = settings.extend_select is not None or settings.ignore is not None
    if given.extend_select is None and given.ignore is None:
        return settings
    if not chosen and (settings.select is None or asked.select is not None):
        return replace(settings, extend_select=asked.extend_select, ignore=asked.ignore)
    return replace(settings, select=_then(settings, given), extend_select=None, ignore=None)


def _then(first: LintSettings, given: LintSettings) -> tuple[str, ...]:
    """The codes of the rules that are chosen first, with more taken and left out after."""
    rules = all_rules(first).values()
    selected(replace(given, declared=first.declared, plugins=first.plugins))
    before = {rule.code for rule in selected(first)}

    def stays(rule: Rule) -> bool:
        more, less = exactness(rule, given.extend_select), exactness(rule, given.ignore)
        return more > less or (not less and rule.code in before)

    return tuple(rule.code for rule in rules if stays(rule))


@lru_cache(maxsize=64)
def _config(file: ConfigFile) -> Config:
    """Raises `ConfigError` with everything that is wrong with the configuration."""
    reader = _Reader(file)
    config = reader.config()
    if reader.faults:
        raise ConfigError(file, tuple(sorted(reader.faults, key=lambda f: file.position(f.path))))
    return config


class _Reader:
    """Reads one configuration and collects what is wrong with it."""

    def __init__(self, file: ConfigFile) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def config(self) -> Config:
        """The configuration; only of use where no fault was found."""
        table = self.file.table
        rules: Iterable[Rule] = ()
        try:
            if table.get("plugins") is True:
                add_plugins()
            needed = "options" in table or table.keys() - PROPERTIES.keys()
            rules = RULES.values() if needed else ()
        except RegistryError as error:
            said = f"A plug-in cannot be used: {error.message.removesuffix('.')}"
            self.faults.append(Fault(("plugins",), said, error.hint))
        self.faults += faults(table, config_schema(rules))
        return NO_CONFIG if self.faults else self._config(table)

    def _config(self, table: Mapping[str, Any]) -> Config:
        declared = self._declared(table.get("rule", []))
        settings = LintSettings(
            preset=Preset(table.get("preset", Preset.RECOMMENDED)),
            declared=declared,
            plugins=table.get("plugins", False),
            limit=table.get("limit", LIMIT),
            fail_on=Severity(table.get("fail-on", Severity.INFO)),
            options=table.get("options", {}),
            libraries=tuple(self._libraries(table.get("recordings", []))),
        )
        rules = all_rules(settings)
        settings = replace(
            settings,
            select=self._codes(table.get("select"), rules, ("select",)),
            extend_select=self._codes(table.get("extend-select"), rules, ("extend-select",)),
            ignore=self._codes(table.get("ignore"), rules, ("ignore",)),
            severities=dict(self._severities(table.get("severity", {}), rules)),
        )
        baseline = self.file.path.parent / table["baseline"] if "baseline" in table else None
        return Config(settings, tuple(self._ignores(table, rules)), baseline, self.file)

    def _codes(
        self, codes: list[str] | None, rules: Mapping[str, Rule], path: Way
    ) -> tuple[str, ...] | None:
        if codes is None:
            return None
        for number, text in enumerate(codes):
            self._check(text, rules, (*path, number))
        return tuple(codes)

    def _check(self, text: str, rules: Mapping[str, Rule], path: Way) -> None:
        try:
            check_names_a_rule(text, rules.values())
        except UsageError as error:
            self.faults.append(Fault(path, error.message.removesuffix("."), error.hint))

    def _libraries(self, files: list[str]) -> Iterator[PromptLibrary]:
        for number, name in enumerate(files):
            try:
                yield fetch("ivrsim.lint.recordings:library")(self.file.path.parent / name)
            except IvrsimError as error:
                said = error.message.removesuffix(".")
                self.faults.append(Fault(("recordings", number), said, error.hint))

    def _severities(
        self, table: Mapping[str, str], rules: Mapping[str, Rule]
    ) -> Iterator[tuple[str, Severity]]:
        """By code; the more exact of two names counts."""
        for text in table:
            self._check(text, rules, ("severity", text))
        for rule in rules.values():
            exact = max(table, key=lambda text: names(rule, text), default="")
            if exact and names(rule, exact):
                yield rule.code, Severity(table[exact])

    def _ignores(self, table: Mapping[str, Any], rules: Mapping[str, Rule]) -> Iterator[Ignore]:
        for name in ("per-file-ignores", "per-node-ignores"):
            for number, item in enumerate(table.get(name, [])):
                path: Way = (name, number)
                if not item["reason"].strip():
                    self.faults.append(Fault((*path, "reason"), "The reason is empty"))
                yield Ignore(
                    rules=self._codes(item["rules"], rules, (*path, "rules")) or (),
                    reason=item["reason"],
                    files=tuple(item.get("files", ())),
                    nodes=tuple(item.get("nodes", ())),
                    flow=item.get("flow", ""),
                    config=config_file.display(self.file.path),
                    position=self.file.position(path),
                    pointer="/" + "/".join(map(str, (*self.file.prefix, *path))),
                )

    def _declared(self, tables: list[dict[str, Any]]) -> tuple[Rule, ...]:
        if not tables:
            return ()
        found, wrong = fetch("ivrsim.lint.declared:declared_rules")(tables)
        self.faults += wrong
        return tuple(found)
