"""The configuration: found beside the files, read strictly, told in plain words."""

from __future__ import annotations

import contextlib
import json
import pickle
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ivrsim.errors import UnreadableError, UsageError
from ivrsim.lint import RULES, LintSettings, Preset, Severity, lint
from ivrsim.lint.check import selected
from ivrsim.lint.config import NOTHING_ASKED, Asked, over, settings_for
from ivrsim.lint.config_file import HELP, ConfigError
from ivrsim.lint.config_schema import PROPERTIES, config_schema, faults, full_config_schema
from ivrsim.lint.option import Option

CODE = ":1: error IVR931 [bad-configuration] "
BAD = '{"node_type": "Menu", "prompt": "For sales, press 1.", "children": []}'


def configured(folder: Path, text: str, name: str = "ivrsim.toml") -> Path:
    """A configuration in a folder, and a document beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    document = folder / "campaign.json"
    document.write_text(BAD, encoding="utf-8")
    return document


def told(folder: Path, text: str, name: str = "ivrsim.toml") -> list[str]:
    """What is said of a configuration: file, line and fault; the folder and the code are cut."""
    with pytest.raises(ConfigError) as caught:
        settings_for(str(configured(folder, text, name)))
    lines = [line.removeprefix(f"{folder.as_posix()}/") for line in str(caught.value).splitlines()]
    assert lines.pop() == HELP
    assert all(CODE in line for line in lines)
    return [line.replace(CODE, ": ") for line in lines]


def codes(found: LintSettings) -> set[str]:
    return {rule.code for rule in selected(found)}


def test_without_any_configuration_the_defaults_hold(tmp_path: Path) -> None:
    assert settings_for(str(tmp_path / "campaign.json"), Asked(isolated=True)) == LintSettings()


def test_the_nearest_configuration_wins(tmp_path: Path) -> None:
    top = configured(tmp_path, 'preset = "all"')
    below = configured(tmp_path / "a" / "b", "[tool.ivrsim]\nlimit = 7\n", "pyproject.toml")
    between = tmp_path / "a" / "campaign.json"
    assert settings_for(str(top)).preset is Preset.ALL
    assert settings_for(str(between)).preset is Preset.ALL
    assert (settings_for(str(below)).preset, settings_for(str(below)).limit) == (
        Preset.RECOMMENDED,
        7,
    )


def test_a_pyproject_that_does_not_speak_of_us_is_passed_by(tmp_path: Path) -> None:
    configured(tmp_path, "limit = 7")
    for text in ('[project]\nname = "ivrsim"\n', "[tool.other]\nx = 1\n", "not toml ["):
        assert settings_for(str(configured(tmp_path / "a", text, "pyproject.toml"))).limit == 7


@pytest.mark.parametrize(
    "text",
    ["[tool.ivrsim]\nlimit = 7", "[tool]\nivrsim = {limit = 7}", "tool.ivrsim.limit = 7",
     '[ tool . "ivrsim" ]\nlimit = 7', 'tool = {ivrsim = {limit = 7}}'],
)  # fmt: skip
def test_a_pyproject_may_write_our_table_in_any_way(tmp_path: Path, text: str) -> None:
    assert settings_for(str(configured(tmp_path, text, "pyproject.toml"))).limit == 7


def test_a_named_configuration_goes_before_the_nearest_and_isolated_before_all(
    tmp_path: Path,
) -> None:
    document = str(configured(tmp_path, "limit = 7"))
    other = tmp_path / "other.toml"
    other.write_text("limit = 8")
    assert settings_for(document).limit == 7
    assert settings_for(document, Asked(config=str(other))).limit == 8
    assert settings_for(document, Asked(isolated=True)).limit == 1000
    with pytest.raises(UnreadableError, match="nowhere"):
        settings_for(document, Asked(config=str(tmp_path / "nowhere.toml")))
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    with pytest.raises(UsageError, match=r"no table \[tool.ivrsim\]"):
        settings_for(document, Asked(config=str(tmp_path / "pyproject.toml")))


def test_a_change_of_the_file_is_noticed(tmp_path: Path) -> None:
    document = str(configured(tmp_path, "limit = 7"))
    assert settings_for(document).limit == 7
    (tmp_path / "ivrsim.toml").write_text("limit = 77")
    assert settings_for(document).limit == 77


def test_every_setting_is_read(tmp_path: Path) -> None:
    found = settings_for(
        str(
            configured(
                tmp_path,
                """
                preset = "strict"
                extend-select = ["IVR9"]
                ignore = ["IVR202", "no-failover"]
                fail-on = "error"
                limit = 5
                [severity]
                IVR2 = "info"
                IVR201 = "warning"
                [options]
                menu-seconds = 25
                """,
            )
        )
    )
    assert found.preset is Preset.STRICT
    assert found.ignore == ("IVR202", "no-failover")
    assert (found.fail_on, found.limit) == (Severity.ERROR, 5)
    assert found.severities["IVR202"] is Severity.INFO
    assert found.severities["IVR201"] is Severity.WARNING
    assert "IVR301" not in found.severities
    option = next(o for o in RULES["IVR207"].options if o.name == "menu-seconds")
    assert found.of(option) == 25
    assert found.of(Option("menu-seconds", 3, "not set")) == 25
    assert found.of(Option("other", 3, "not set")) == 3


def test_a_severity_of_the_configuration_holds_in_the_report(tmp_path: Path) -> None:
    document = configured(tmp_path, '[severity]\nIVR301 = "error"\nIVR201 = "info"\n')
    found = {d.code: d.severity for d in lint(document, settings=settings_for(str(document)))}
    assert found["IVR301"] is Severity.ERROR
    assert found["IVR201"] is Severity.INFO


def test_all_faults_are_told_each_with_its_line_and_a_way_out(tmp_path: Path) -> None:
    text = """\
preset = "strickt"
limit = 0
selct = ["IVR2"]
ignore = [
  "IVR202",
  "no-failovers",
]
extend-select = "IVR2"
[severity]
IVR2 = "eror"
[options]
menu-second = 1
most-options = "five"
[[per-node-ignores]]
nodes = []
rules = ["IVR2"]
"""
    assert told(tmp_path, text) == [
        'ivrsim.toml:1: preset: Expected "recommended", "strict" or "all", found "strickt".',
        "ivrsim.toml:2: limit: Expected a whole number from 1, found 0.",
        'ivrsim.toml:3: selct: There is no setting "selct". Did you mean select?',
        'ivrsim.toml:8: extend-select: Expected a list of texts, found "IVR2".',
        'ivrsim.toml:10: severity.IVR2: Expected "error", "warning" or "info", found "eror".',
        (
            'ivrsim.toml:12: options.menu-second: There is no setting "menu-second". '
            "Did you mean menu-seconds?"
        ),
        'ivrsim.toml:13: options.most-options: Expected a whole number, found "five".',
        (
            'ivrsim.toml:14: per-node-ignores[0]: "reason" is missing. reason: why; needed, so '
            "that the next reader can decide again."
        ),
        (
            "ivrsim.toml:15: per-node-ignores[0].nodes: Expected a list of texts that is not "
            "empty, found an empty list."
        ),
    ]


def test_a_name_that_no_rule_has_is_told_with_its_place(tmp_path: Path) -> None:
    text = '[tool.ivrsim]\nignore = ["IVR202",\n  "no-failovers"]\n'
    assert told(tmp_path, text, "pyproject.toml") == [
        (
            "pyproject.toml:2: tool.ivrsim.ignore[1]: 'no-failovers' names no rule. "
            "Did you mean no-failover?"
        )
    ]


@pytest.mark.parametrize(
    "text",
    [b"limit = ", b"\xff\xfe", b"a" * 2_000_000, b"x = " + b"[" * 100_000, b"x = " + b"9" * 5000],
    ids=["syntax", "not UTF-8", "large", "deep", "a number of 5,000 digits"],
)  # fmt: skip
def test_what_is_no_toml_is_told_and_no_traceback(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "ivrsim.toml").write_bytes(text)
    with pytest.raises(UnreadableError, match="cannot be read as a configuration"):
        settings_for(str(tmp_path / "campaign.json"))


def test_a_slip_of_toml_is_told_with_its_place_and_the_page_of_configurations(
    tmp_path: Path,
) -> None:
    document = configured(tmp_path, "limit = 7\nselect = [IVR2]\n")
    with pytest.raises(UnreadableError, match=r"ivrsim\.toml:2:11: error IVR931 .*: Invalid value"):
        settings_for(str(document))


def test_an_option_outside_of_its_table_is_told_where_it_belongs(tmp_path: Path) -> None:
    (line,) = told(tmp_path, "menu-seconds = 25\n")
    assert line.endswith("It is an option of a rule: write it below [options].")


def test_the_page_of_configurations_shows_every_setting() -> None:
    table = tomllib.loads(str(RULES["IVR931"].good).partition("# campaign.json")[0])
    assert table.keys() == PROPERTIES.keys()


def test_a_large_number_in_hexadecimal_is_told_shortly(tmp_path: Path) -> None:
    (line,) = told(tmp_path, "preset = 0x" + "f" * 5000)
    assert line.endswith("found a number of more than 60 digits.")


TOML_VALUES = st.recursive(
    st.booleans()
    | st.integers(-9, 9)
    | st.floats(-9, 9).filter(lambda number: not number.is_integer())
    | st.sampled_from(["", "error", "info", "IVR2", "all", "strict", "/1"]),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.sampled_from(["files", "nodes", "rules", "reason", "IVR2"]), inside)
    ),
    max_leaves=6,
)
TABLES = st.dictionaries(st.sampled_from([*PROPERTIES, "selct", "menu-seconds"]), TOML_VALUES)
SCHEMA = full_config_schema()


@settings(max_examples=400)
@given(TABLES)
def test_the_schema_and_the_reader_agree(table: dict[str, Any]) -> None:
    fits = Draft202012Validator(SCHEMA).is_valid(table)
    assert fits is not any(faults(table, SCHEMA))


def test_the_schema_is_a_schema_and_holds_every_setting_and_option() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    options = {option.name for rule in RULES.values() for option in rule.options}
    assert set(SCHEMA["properties"]["options"]["properties"]) == options
    assert config_schema()["properties"].keys() == PROPERTIES.keys()


@settings(max_examples=200)
@given(TABLES)
def test_no_table_makes_the_reader_fail(tmp_path_factory: Any, table: dict[str, Any]) -> None:
    folder = tmp_path_factory.mktemp("config")
    text = "".join(f"{name} = {as_toml(value)}\n" for name, value in table.items())
    tomllib.loads(text)
    document = configured(folder, text)
    if any(faults(table, SCHEMA)):
        with pytest.raises(ConfigError, match=r"ivrsim\.toml"):
            settings_for(str(document))
    else:
        with contextlib.suppress(ConfigError):  # a name that no rule has, and the like
            lint(document, settings=settings_for(str(document)))


def as_toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k} = {as_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_toml, value)) + "]"
    return json.dumps(value)


NAMES = st.lists(
    st.sampled_from(sorted({code[:n] for code in RULES for n in (3, 4, 5, 6)})), max_size=3
).map(",".join)
MAYBE = st.none() | NAMES.filter(bool)
LAYERS = st.builds(
    lambda preset, select, more, less: LintSettings(
        preset=preset, select=select, extend_select=more, ignore=less
    ),
    st.sampled_from(Preset), MAYBE, MAYBE, MAYBE,
)  # fmt: skip


@given(LAYERS)
def test_to_ask_for_nothing_changes_nothing(base: LintSettings) -> None:
    assert over(base, NOTHING_ASKED) == base


@given(LAYERS, NAMES.filter(bool))
def test_a_select_on_the_command_line_begins_anew(base: LintSettings, names: str) -> None:
    assert codes(over(base, Asked(select=names))) == codes(LintSettings(select=names))


@given(LAYERS, NAMES.filter(bool))
def test_an_ignore_on_the_command_line_takes_away_from_any_configuration(
    base: LintSettings, names: str
) -> None:
    gone = codes(LintSettings(select=names))
    assert codes(over(base, Asked(ignore=names))) == codes(base) - gone


@given(LAYERS, NAMES.filter(bool))
def test_an_extend_select_on_the_command_line_adds_to_any_configuration(
    base: LintSettings, names: str
) -> None:
    more = codes(LintSettings(select=names))
    assert codes(over(base, Asked(extend_select=names))) == codes(base) | more


@given(LAYERS, st.sampled_from(Preset))
def test_a_preset_on_the_command_line_takes_the_place_of_the_choice(
    base: LintSettings, preset: Preset
) -> None:
    found = codes(over(base, Asked(preset=preset)))
    assert found == codes(LintSettings(preset=preset, ignore=base.ignore))


@pytest.mark.parametrize("name", ["IVR000", "no-such-rule"])
def test_a_name_on_the_command_line_that_no_rule_has_is_refused(name: str) -> None:
    base = LintSettings(ignore="IVR202")
    for asked in (Asked(ignore=name), Asked(extend_select=name), Asked(select=name)):
        with pytest.raises(UsageError, match=name):
            selected(over(base, asked))


def test_settings_are_values_with_a_key(tmp_path: Path) -> None:
    document = str(
        configured(
            tmp_path,
            """
            [options]
            menu-seconds = 25
            [[per-node-ignores]]
            nodes = ["/"]
            rules = ["IVR2"]
            reason = "said by the agent"
            [[rule]]
            code = "ACME001"
            name = "no-thanks"
            message = "No thanks are given"
            assert = 'prompt contains "thank"'
            """,
        )
    )
    found = settings_for(document)
    again = pickle.loads(pickle.dumps(found))
    assert again == found
    assert again.key() == found.key()
    assert [d.code for d in lint(document, settings=again)] == ["IVR301", "ACME001", "IVR101"]
    keys = {
        LintSettings(**words).key()
        for words in (
            {},
            {"limit": 5},
            {"select": "IVR2"},
            {"ignore": "IVR2"},
            {"preset": Preset.ALL},
            {"options": {"menu-seconds": 3}},
            {"severities": {"IVR201": Severity.INFO}},
            {"plugins": True},
            {"declared": found.declared},
            {"ignores": found.ignores},
        )
    }
    assert len(keys) == 10
    assert (
        LintSettings(select={"IVR2", "IVR3"}).key() == LintSettings(select=["IVR3", "IVR2"]).key()
    )
    assert LintSettings(fail_on=Severity.ERROR).key() == LintSettings().key()
