"""Rules that a configuration declares, and rules that other distributions offer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivrsim.errors import RegistryError
from ivrsim.lint import RULES, LintSettings, Severity, assertions, lint
from ivrsim.lint.assertions import TESTS, AssertionSyntaxError, parse_assertion
from ivrsim.lint.check import add_plugins, all_rules
from ivrsim.lint.config import Asked, settings_for
from ivrsim.lint.config_file import ConfigError
from ivrsim.lint.declared import declared_rules
from ivrsim.lint.explain import explain, rules_table
from ivrsim.testing import check_rule

TREE = {
    "node_type": "Menu",
    "prompt": "For sales, press 1. For help, press 2.",
    "children": [
        {"node_type": "Connect", "destination_phone_number": "8004377950", "connect_timeout": "20"},
        {"node_type": "Connect", "destination_phone_number": "2064377950", "prompt": "Hold."},
    ],
}
RULE = {
    "code": "ACME001",
    "name": "own-number",
    "message": "The number is not ours",
    "assert": 'destination_phone_number starts with "800"',
}


def declared(**words: Any) -> LintSettings:
    rules, wrong = declared_rules([RULE | words])
    assert wrong == []
    return LintSettings(select="ACME", declared=tuple(rules))


def nodes(**words: Any) -> list[str | None]:
    return [d.node for d in lint(TREE, settings=declared(**words))]


def test_a_declared_rule_looks_at_nodes_of_its_types_and_places() -> None:
    assert nodes(node_type="Connect") == ["/2"]
    assert nodes(node_type=["Connect", "EndCall"]) == ["/2"]
    assert nodes(node_type="C*") == ["/2"]
    assert nodes() == ["/", "/2"]
    assert nodes(path="/1/**") == []
    assert nodes(path=["/1", "/2"]) == ["/2"]
    assert nodes(path="/*") == ["/2"]
    assert nodes(path="/**") == ["/", "/2"]
    assert nodes(when="destination_phone_number is present") == ["/2"]
    assert nodes(**{"assert": "children length = 2", "node_type": "Menu"}) == []
    assert nodes(**{"assert": "children length > 2", "node_type": "Menu"}) == ["/"]


def test_a_finding_is_that_of_any_rule() -> None:
    words = {"severity": "error", "kind": "money", "hint": "Ask Ann."}
    (found,) = lint(TREE, settings=declared(node_type="Connect", **words))
    assert (found.code, found.name, found.severity) == ("ACME001", "own-number", Severity.ERROR)
    assert (found.message, found.hint, found.kind) == (RULE["message"], "Ask Ann.", "money")
    assert found.field == "destination_phone_number"
    assert found.pointer == "/children/1/destination_phone_number"
    assert found.line > 1


@pytest.mark.parametrize(
    ("assertion", "value", "holds"),
    [
        ("f is present", "x", True), ("f is present", "", False), ("f is present", None, False),
        ("f is absent", None, True), ("f is absent", [], True), ("f is absent", 0, False),
        ("f is digits", "0123", True), ("f is digits", "12a", False), ("f is digits", "", False),
        ("f is digits", "١٢", False), ("f is digits", 12, False),
        ('f = "a"', "a", True), ('f = "a"', "A", False), ("f = 20", "20", True),
        ("f = 20", 20, True), ("f = 20", 20.0, True), ("f = 1", True, False),
        ("f = true", True, True), ("f = true", 1, False), ("f = null", None, True),
        ("f = null", "", False), ("f != 20", 21, True), ("f != 20", None, True),
        ('f in ["a", "b"]', "b", True), ('f in ["a", "b"]', "c", False),
        ('f not in ["a", 2]', "c", True), ('f not in ["a", 2]', 2, False),
        ("f < 30", 29.5, True), ("f < 30", "30", False), ("f <= 30", "30", True),
        ("f > -1", 0, True), ("f >= 1.5", "1.5", True), ("f < 30", None, False),
        ("f < 30", "many", False), ("f < 30", True, False),
        ("f length = 3", "abc", True), ("f length < 3", "abc", False), ("f length <= 3", [1], True),
        ("f length > 0", None, False), ("f length != 2", "ab", False), ("f length >= 1", 5, False),
        ('f starts with "80"', "800", True), ('f starts with "80"', 800, False),
        ('f ends with "0"', "800", True), ('f contains "00"', "8001", True),
        ('f contains "x"', ["x"], True), ("f contains 3", ["x", 3], True),
        ("f contains 3", "x3", False), ('f matches "8?0*"', "8005", True),
        ('f matches "8?0"', "8005", False), ('not f = "a"', "a", False),
        ('not f != "a"', "a", True), ('f = "a" or f = "b"', "b", True),
        ('f = "a" or f = "b" and f = "c"', "a", True),
        ('f = "b" and f = "c" or f = "a"', "a", True),
        ('f = "a" and f = "b"', "a", False), ('f="\\"\\u00e9"', '"é', True),
    ],
)  # fmt: skip
def test_what_an_assertion_says(assertion: str, value: Any, holds: bool) -> None:
    assert parse_assertion(assertion).holds({"f": value}.get) is holds


def test_every_test_of_the_language_is_tried_and_documented() -> None:
    assert assertions.__doc__
    for name in TESTS:
        first, _, sign = name.partition(" ")
        assert (sign or first) in assertions.__doc__


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected the name of a field at character 1, found the end"),
        ("f", "expected a test: .* at character 2, found the end"),
        ("f starts wit 'x'", "“'x'” cannot be read"),
        ('f starts wit "x"', "expected “with” at character 10, found “wit”"),
        ("f = ", "expected a value: .* at character 4, found the end"),
        ('f = "\\x"', "expected a text as JSON writes it at character 5"),
        ('f in ["a" "b"]', "expected “,” or “]” at character 11, found “\"b\"”"),
        ("f is here", "expected “present”, “absent” or “digits” at character 6, found “here”"),
        ("f < many", "expected a number at character 5, found “many”"),
        ("f length 3", "expected =, .* at character 10, found “3”"),
        ("f is present f is absent", "expected “and”, “or” or the end at character 14, found “f”"),
        ("and is present", "expected the name of a field at character 1, found “and”"),
        ("(f = 1)", "“.f = 1.” cannot be read"),
        ("x" * 3000, "at most 2,000 characters"),
    ],
)  # fmt: skip
def test_an_assertion_that_cannot_be_read_says_what_was_expected(text: str, message: str) -> None:
    with pytest.raises(AssertionSyntaxError, match=message):
        parse_assertion(text)


WORDS = st.sampled_from(
    "f prompt = != < <= > >= in not and or is present absent digits length starts ends with "
    'contains matches [ ] , "a" "800*" 3 -1.5 true null "'.split()
)
VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text())


@settings(max_examples=500)
@given(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=30), VALUES)
def test_no_text_and_no_value_makes_an_assertion_fail(text: str, value: Any) -> None:
    try:
        found = parse_assertion(text)
    except AssertionSyntaxError as error:
        message = error.message
        assert message
    else:
        assert found.holds(lambda name: value) in (True, False)
        assert parse_assertion(found.text) == found


def test_a_pattern_of_many_stars_takes_no_time() -> None:
    found = parse_assertion('f matches "' + "*a" * 400 + '*b"')
    assert not found.holds({"f": "a" * 100_000}.get)


@pytest.mark.parametrize(
    ("words", "path", "message"),
    [
        ({"code": "IVR001"}, "code", '"IVR001" cannot be the code of a rule of yours'),
        ({"code": "acme1"}, "code", '"acme1" cannot be the code'),
        ({"name": "Own Number"}, "name", '"Own Number" cannot be the name of a rule'),
        ({"name": "no-failover"}, "name", 'another rule "no-failover"'),
        ({"node_type": "Conect"}, "node_type", 'There is no node type "Conect"'),
        ({"assert": "promt is present"}, "assert", 'No node has a field "promt"'),
        ({"assert": "f ="}, "assert", "Expected a value"),
        ({"when": "f ="}, "when", "Expected a value"),
    ],
)
def test_a_fault_of_a_declared_rule_has_its_place(
    words: dict[str, str], path: str, message: str
) -> None:
    _, wrong = declared_rules([RULE | words])
    assert [fault.path for fault in wrong] == [("rule", 0, path)]
    assert message in wrong[0].message
    assert wrong[0].hint


def test_two_declared_rules_have_two_codes_and_names() -> None:
    _, wrong = declared_rules([RULE, RULE])
    assert [fault.path for fault in wrong] == [("rule", 1, "code"), ("rule", 1, "name")]


CONFIG = """
[[rule]]
code = "ACME001"
name = "own-number"
message = "The number is not ours"
node_type = "Connect"
assert = 'destination_phone_number starts with "800"'
"""


def test_a_declared_rule_is_selected_ignored_and_explained_like_any_other(tmp_path: Path) -> None:
    document = str(tmp_path / "campaign.json")
    (tmp_path / "ivrsim.toml").write_text(CONFIG)
    found = {d.code for d in lint(TREE, settings=settings_for(document))}
    assert "ACME001" in found
    for asked in (Asked(ignore="ACME"), Asked(ignore="own-number"), Asked(select="IVR")):
        assert "ACME001" not in {d.code for d in lint(TREE, settings=settings_for(document, asked))}
    page = explain("own-number", settings_for(document))
    assert page.startswith("# ACME001 own-number")
    assert "## Bad" not in page
    assert "ACME001" in rules_table("json", settings_for(document))
    (tmp_path / "ivrsim.toml").write_text('severity = {ACME001 = "info"}\n' + CONFIG)
    (one,) = lint(TREE, settings=settings_for(document, Asked(select="ACME001")))
    assert one.severity is Severity.INFO


def test_a_fault_of_a_declared_rule_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "ivrsim.toml").write_text(CONFIG.replace("starts", "begins"))
    told = r"ivrsim.toml:7:1: error IVR931 .*rule\[0\].assert: Expected a test"
    with pytest.raises(ConfigError, match=told):
        settings_for(str(tmp_path / "campaign.json"))


PLUGIN = '''
"""ACME002: every goodbye says thank you."""

from __future__ import annotations

from ivrsim.lint.rule import EachNode, Finding, Kind, Option, Rule, Severity

POLITE = Option("polite-word", "Thank", "what a goodbye must hold")


def check(view):
    if view.node.said and view.flow.settings.of(POLITE) not in view.node.said:
        yield Finding("No thanks are given", node=view.id, field="prompt")


RULE = Rule(
    code="ACME002",
    name="no-thanks",
    severity=Severity.INFO,
    kind=Kind.STYLE,
    summary="A goodbye without thanks.",
    why="Callers like to be thanked, and those who were thanked are known to call again some day.",
    bad='{"node_type": "EndCall", "prompt": "Goodbye."}',
    good='{"node_type": "EndCall", "prompt": "Thank you. Goodbye."}',
    source="the house style of Acme",
    check=EachNode(check),
    options=(POLITE,),
)
'''


@pytest.fixture
def distribution(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An installed distribution that offers a rule."""
    package = tmp_path / "site" / "acme_ivr"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "acme002_no_thanks.py").write_text(PLUGIN)
    about = tmp_path / "site" / "acme_ivr-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-ivr\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(
        "[ivrsim.rules]\nno-thanks = acme_ivr.acme002_no_thanks\n"
    )
    monkeypatch.syspath_prepend(str(package.parent))
    add_plugins.cache_clear()
    yield package
    add_plugins.cache_clear()
    RULES.remove("ACME002")
    for name in [name for name in sys.modules if "acme" in name]:
        del sys.modules[name]


@pytest.mark.usefixtures("distribution")
def test_a_rule_of_a_distribution_counts_where_plug_ins_are_asked_for(tmp_path: Path) -> None:
    tree = {"node_type": "EndCall", "prompt": "Goodbye."}
    document = str(tmp_path / "campaign.json")
    assert "ACME002" not in all_rules()
    (tmp_path / "ivrsim.toml").write_text('plugins = true\n[options]\npolite-word = "bye"\n')
    assert lint(tree, settings=settings_for(document)) == []
    (tmp_path / "ivrsim.toml").write_text("plugins = true\n")
    (found,) = lint(tree, settings=settings_for(document))
    assert (found.code, found.name) == ("ACME002", "no-thanks")
    assert lint(tree, settings=settings_for(document, Asked(isolated=True, plugins=True)))
    check_rule(RULES["ACME002"])


def test_a_distribution_with_two_rules_in_a_file_is_refused_with_its_place(
    distribution: Path, tmp_path: Path
) -> None:
    path = distribution / "acme002_no_thanks.py"
    path.write_text(PLUGIN.replace('code="ACME002"', 'code="ACME003"'))
    (tmp_path / "ivrsim.toml").write_text("\nplugins = true\n")
    with pytest.raises(ConfigError, match=r"ivrsim.toml:2:1: .* plugins: A plug-in cannot be used"):
        settings_for(str(tmp_path / "campaign.json"))
    with pytest.raises(RegistryError, match="exactly one entry"):
        all_rules(LintSettings(plugins=True))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("this is no Python", "SyntaxError: invalid syntax"),
        ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("raise SystemExit(0)", "SystemExit: 0"),
        (PLUGIN.replace('source="the house', 'sauce="the house'), "TypeError: "),
    ],
)
def test_a_distribution_that_cannot_be_imported_is_told_of(
    distribution: Path, text: str, told: str
) -> None:
    (distribution / "acme002_no_thanks.py").write_text(text)
    with pytest.raises(RegistryError) as caught:
        all_rules(LintSettings(plugins=True))
    assert "The plug-in acme_ivr.acme002_no_thanks cannot be imported: " in str(caught.value)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("1 / 0", "The rule ACME002 of a plug-in fails: ZeroDivisionError: division by zero."),
        ('yield "no finding"', "fails: TypeError: found 'no finding', which is no Finding."),
    ],
)
def test_a_rule_of_a_distribution_that_fails_is_told_of(
    distribution: Path, does: str, told: str
) -> None:
    path = distribution / "acme002_no_thanks.py"
    path.write_text(PLUGIN.replace("def check(view):", f"def check(view):\n    {does}"))
    with pytest.raises(RegistryError) as caught:
        lint({"node_type": "EndCall"}, settings=LintSettings(plugins=True))
    assert told in str(caught.value)
    assert "--ignore ACME002" in str(caught.value)


def test_the_tester_tells_all_that_is_wrong_with_a_rule(tmp_path: Path) -> None:
    path = tmp_path / "acme002_no_thanks.py"
    path.write_text(
        PLUGIN.replace('"no-thanks"', '"No Thanks"')
        .replace("A goodbye without thanks.", "No full stop")
        .replace("Thank you. Goodbye.", "Good day.")
        .replace('source="the house style of Acme"', 'source=""')
    )
    with pytest.raises(AssertionError) as caught:
        check_rule(path)
    assert str(caught.value).splitlines() == [
        "ACME002: the name 'No Thanks' is not small words with hyphens.",
        "ACME002: the summary is not a sentence of at most 100 characters.",
        "ACME002: the source is missing.",
        "ACME002: linting Good gives the code.",
    ]
    path.write_text(PLUGIN)
    check_rule(path)
    assert "ACME002" not in RULES
