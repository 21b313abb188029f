"""The formats: for people, for programs, and the vendor's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ivrsim.lint import LintResult, Severity, lint_all
from ivrsim.lint.reports import REPORTS
from ivrsim.lint.wording import number_of
from ivrsim.vendors.load import load

FORBIDDEN = """\
{
  "node_type":"Menu",
  "prompt":"Prompt text",
  "prompt_id_from_network":"",
  "prompt_url":null,
  "prompt_recieved":null,
  "children": [
    {
      "node_type":"Menu",
      "prompt":"",
      "prompt_id_from_network":"",
      "prompt_url":null,
      "prompt_recieved":null,
      "children": [
        {
          "node_type":"EndCall",
          "prompt":"",
          "prompt_id_from_network":"",
          "prompt_url":null,
          "prompt_recieved":null
        }
      ]
    }
  ]
}
"""
"""The request body of Invoca, Advertiser Campaigns, Error Handling."""

LOST_KEY = '{"node_type": "Menu", "prompt": "%s press 2.", "children": [{"node_type": "EndCall"}]}'


def result_of(*texts: str) -> LintResult:
    return lint_all([load(text, name=f"file{n}.json") for n, text in enumerate(texts, 1)])


def carets(text: str, code: str) -> tuple[str, str]:
    """The excerpt of the first finding of a code: what stands over the carets, and the line."""
    lines = REPORTS["text"](result_of(text)).splitlines()
    at = next(n for n, line in enumerate(lines) if code in line)
    shown, below = lines[at + 2], lines[at + 3]
    start, end = below.index("^"), below.rindex("^") + 1
    return shown[start:end], shown


def test_the_published_refusal_is_given_exactly() -> None:
    body = json.loads(REPORTS["invoca"](result_of(FORBIDDEN)))
    assert body == {"error": {"ivr_tree": {"children": [{"0": {"prompt": ["cannot be empty"]}}]}}}


def test_a_tree_the_vendor_accepts_gives_an_empty_object() -> None:
    accepted = '{"node_type": "Menu", "prompt": "Hello.", "children": [{"node_type": "EndCall"}]}'
    result = result_of(accepted)
    assert result.diagnostics, "no failovers, but the vendor takes it"
    assert REPORTS["invoca"](result) == "{}\n"


def test_other_refusals_have_the_shape_of_the_published_one() -> None:
    text = '{"node_type": "Condition", "condition": "mobil", "children": [{"node_type": "Menu2"}]}'
    tree = json.loads(REPORTS["invoca"](result_of(text)))["error"]["ivr_tree"]
    assert tree["condition"] == ["is invalid"]
    assert {"0": {"node_type": ["is not included in the list"]}} in tree["children"]


def test_the_excerpt_underlines_the_very_key() -> None:
    assert carets(LOST_KEY % "To end,", "IVR201")[0] == "2"


def test_tabs_and_wide_characters_do_not_move_the_caret() -> None:
    text = LOST_KEY % "終わる" + "\n"
    shown, line = carets("\t\t" + text, "IVR201")
    assert "\t" not in line
    assert shown != "2", "wide characters take two columns in a terminal"
    before = line[: line.index("2.")]
    wide = sum(char in "終わる" for char in before)
    lines = REPORTS["text"](result_of("\t\t" + text)).splitlines()
    below = next(line for line in lines if line.endswith(" ^"))
    assert below.index("^") == len(before) + wide


def test_escapes_in_the_text_do_not_move_the_caret() -> None:
    assert carets(LOST_KEY % 'Say \\"\\u0041\\" or', "IVR201")[0] == "2"


def test_a_long_line_is_cut_around_the_place() -> None:
    shown, line = carets(LOST_KEY % ("word " * 4000), "IVR201")
    assert shown == "2"
    assert len(line) < 120
    assert "…" in line


def test_control_characters_never_reach_the_terminal() -> None:
    text = LOST_KEY % "Hi \\u001b[31m \\u202e"
    for report in REPORTS.values():
        written = report(result_of(text.replace("press", "\u202epress")))
        assert not [c for c in written if c in "\x1b\u202e"]


def test_colour_only_when_asked() -> None:
    result = result_of(LOST_KEY % "To end,")
    assert "\x1b[1;31merror\x1b[0m" in REPORTS["text"](result, colour=True)
    for report in REPORTS.values():
        assert "\x1b" not in report(result, colour=False)


def test_the_text_shows_all_addresses_and_counts() -> None:
    bad = (LOST_KEY % "To end,").replace('"EndCall"', '"EndCall", "prompt": "Press 3."')
    result = result_of(bad)
    text = REPORTS["text"](result)
    assert "/children/0/prompt | keys 1 | children[0] | EndCall “Press 3.”" in text
    kinds = [(result.count(severity), str(severity)) for severity in Severity]
    counts = ", ".join(number_of(count, kind) for count, kind in kinds if count)
    assert ", " in counts
    assert text.endswith(f"Found {len(result.diagnostics)} problems ({counts}) in 1 file.\n")


def test_no_problems_are_said_too() -> None:
    clean = '{"node_type": "EndCall"}'
    assert REPORTS["text"](result_of(clean, clean)) == "No problems in 2 files.\n"
    assert REPORTS["concise"](result_of(clean)) == "No problems in 1 file.\n"


def test_json_is_versioned_and_complete() -> None:
    result = result_of(LOST_KEY % "To end,", '{"node_type": "EndCall"}')
    data = json.loads(REPORTS["json"](result))
    assert data["version"] == 1
    assert data["files"] == ["file1.json", "file2.json"]
    counts = {f"{severity}s": result.count(severity) for severity in Severity}
    assert data["summary"] == {"files": 2, **counts}
    assert len(data["diagnostics"]) == sum(counts.values()) > 0
    first = next(d for d in data["diagnostics"] if d["code"] == "IVR201")
    assert all(set(fix) == {"title", "safe", "edits"} for fix in first.pop("fixes"))
    assert first == {
        "code": "IVR201",
        "name": "key-without-branch",
        "severity": "error",
        "message": 'The prompt offers key 2 for "end", but it leads nowhere: key 1 does',
        "hint": "Add the child for key 2, or take it out of the prompt.",
        "file": "file1.json",
        "flow": "node",
        "node": "/",
        "field": "prompt",
        "pointer": "/prompt",
        "line": 1,
        "column": 48,
        "end_line": 1,
        "end_column": 49,
        "keys": "",
        "index": "ivr_tree",
        "words": "Menu “To end, press 2.”",
        "refusal": "",
        "confidence": "certain",
        "kind": "caller experience",
        "witness": None,
    }


def test_concise_is_one_line_for_each() -> None:
    result = result_of(LOST_KEY % "To end,")
    lines = REPORTS["concise"](result).splitlines()
    assert len(lines) == len(result.diagnostics) + 1 > 2
    assert all(line.startswith("file1.json:1:") for line in lines[:-1])


@pytest.mark.parametrize("name", list(REPORTS))
def test_a_new_file_is_a_new_format(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}2.py"
    path.write_text("def report(result, *, colour=False):\n    return 'mine\\n'\n")
    with REPORTS.with_file(path):
        assert REPORTS[f"{name}2"](result_of("{}")) == "mine\n"
    assert f"{name}2" not in REPORTS
