"""Docs = code = tests: the table of the rules is what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ivrsim.lint import RULES
from ivrsim.lint.explain import explain, rules_table

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "rules.md"

HEAD = """\
# The rules

`ivrsim explain CODE` prints the page of a rule: why, a bad and a good example, the source. This
table is what `ivrsim rules --format markdown` prints.

"""


def test_the_page_of_rules_is_the_table_that_is_printed(request: pytest.FixtureRequest) -> None:
    wanted = HEAD + rules_table("markdown")
    if request.config.getoption("--update"):
        PAGE.write_text(wanted, encoding="utf-8")
    assert PAGE.read_text("utf-8") == wanted, "run pytest with --update"


def test_every_rule_is_one_file_with_a_page_and_a_row() -> None:
    files = {path.stem[:6].upper() for path in (ROOT / "ivrsim/lint/rules").glob("ivr*.py")}
    rows = re.findall(r"^\| (IVR\d{3})", PAGE.read_text("utf-8"), re.MULTILINE)
    assert files == set(RULES) == set(rows)
    assert rows == sorted(rows)
    for code, rule in RULES.items():
        page = explain(code)
        assert rule.summary in page
        assert str(rule.preset) in page
