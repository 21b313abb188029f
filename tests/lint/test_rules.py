"""Every rule: its page is complete, its Bad is found and its Good is not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ivrsim.errors import RegistryError, UsageError
from ivrsim.lint import RULES, Confidence, Preset, Rule, Severity, lint
from ivrsim.lint.examples import EVERY_RULE
from ivrsim.lint.explain import explain, rules_table
from ivrsim.testing import check_rule

ROOT = Path(__file__).parents[2]
ALL = list(RULES)

NEW_RULE = '''
"""ACME001: every goodbye says thank you."""

from __future__ import annotations

from ivrsim.lint.rule import EachNode, Finding, Kind, Rule, Severity


def check(node):
    if node.node.said.startswith("Goodbye"):
        yield Finding("No thanks are given", node=node.id, field="prompt")


RULE = Rule(
    code="ACME001",
    name="no-thanks",
    severity=Severity.INFO,
    kind=Kind.STYLE,
    summary="A goodbye without thanks.",
    why="Callers like to be thanked.",
    bad='{"node_type": "EndCall", "prompt": "Goodbye."}',
    good='{"node_type": "EndCall", "prompt": "Thank you. Goodbye."}',
    source="the house style of Acme",
    check=EachNode(check),
)
'''


def codes_in(example: str | bytes) -> set[str]:
    return {diagnostic.code for diagnostic in lint(example, settings=EVERY_RULE)}


@pytest.mark.parametrize("code", ALL)
def test_the_page_is_complete_and_its_examples_show_the_rule(code: str) -> None:
    check_rule(RULES[code])


@pytest.mark.parametrize("code", ALL)
def test_the_page_is_shown_under_fixed_headings(code: str) -> None:
    rule = RULES[code]
    page = explain(code)
    headings = [line for line in page.splitlines() if line.startswith("#")]
    options = ["## Options"] if rule.options else []
    listed = ["## Recordings"] if rule.recordings else []
    sections = ["## Why", "## Bad", "## Good", *listed, *options, "## Source"]
    assert headings == [f"# {code} {rule.name}", *sections]
    assert all(f"`{option.name}`" in page for option in rule.options)
    assert explain(rule.name) == page
    assert explain(code.lower()) == page


def test_what_is_contested_is_no_more_than_an_info_by_default() -> None:
    usual = [rule for rule in RULES.values() if rule.preset is Preset.RECOMMENDED]
    contested = [rule for rule in usual if rule.confidence is Confidence.CONTESTED]
    assert {rule.severity for rule in contested} <= {Severity.INFO}


def test_names_are_unique() -> None:
    names = [rule.name for rule in RULES.values()]
    assert len(set(names)) == len(names)


def test_every_code_a_reader_reports_has_a_page() -> None:
    sources = [p for p in (ROOT / "ivrsim").rglob("*.py") if "rules" not in p.parts]
    reported = {
        code for path in sources for code in re.findall(r'"(IVR\d{3})"', path.read_text("utf-8"))
    }
    assert reported
    assert reported <= set(ALL)


def test_a_new_file_is_a_new_rule_everywhere(tmp_path: Path) -> None:
    path = tmp_path / "acme001_no_thanks.py"
    path.write_text(NEW_RULE)
    with RULES.with_file(path) as rule:
        assert codes_in(rule.bad) == {"ACME001"}
        assert codes_in(rule.good) == set()
        assert [d.line for d in lint(rule.bad, select="no-thanks")] == [1]
        assert lint(rule.bad, ignore="ACME") == []
        assert "Callers like to be thanked." in explain("ACME001")
        assert "no-thanks" in rules_table()
    assert codes_in('{"node_type": "EndCall", "prompt": "Goodbye."}') == set()


def test_a_file_with_the_code_of_another_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ivr101_again.py"
    path.write_text(NEW_RULE)
    with pytest.raises(RegistryError, match="second IVR101"):
        RULES.add_file(path)


def test_an_unknown_rule_has_no_page() -> None:
    with pytest.raises(UsageError, match="There is no rule 'IVR000'"):
        explain("IVR000")


def test_the_tables_hold_every_rule() -> None:
    text, markdown = rules_table(), rules_table("markdown")
    rows = json.loads(rules_table("json"))["rules"]
    assert [line[:6] for line in text.splitlines()] == ALL
    assert [line[2:8] for line in markdown.splitlines()[2:]] == ALL
    assert [row["code"] for row in rows] == ALL
    assert {row["severity"] for row in rows} == {str(severity) for severity in Severity}
    with pytest.raises(UsageError, match="xml"):
        rules_table("xml")  # type: ignore[arg-type]


def test_rules_are_stateless() -> None:
    bad = RULES["IVR201"].bad
    assert lint(bad) == lint(bad)
    assert all(isinstance(rule, Rule) for rule in RULES.values())
