"""The command line, as it is typed: what is printed, what is written, which exit code."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ivrsim.cli.main import COMMANDS, main

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "ivrsim" / "demo" / "campaign.json"
MENU = {
    "root": {
        "node_type": "Menu",
        "prompt": "For sales press 1, for support press 2.",
        "children": [
            {"node_type": "Connect", "destination_phone_number": "8004377950"},
            {"node_type": "Connect", "destination_phone_number": "8004377951"},
            {"node_type": "EndCall", "prompt": "Bye.", "keypress_failover_type": "Wrong"},
            {"node_type": "EndCall", "prompt": "Bye.", "keypress_failover_type": "None"},
        ],
    }
}


@pytest.fixture
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A campaign without faults, in the current folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "clean.json"
    path.write_text(json.dumps(MENU, indent=2))
    return path


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, out, err


def test_a_clean_file_is_clean(clean: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = typed(capsys, "lint", "clean.json")
    assert code == 0, out


def test_faults_are_exit_code_1_and_the_report_shows_the_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = typed(capsys, "lint", str(DEMO), "--select", "IVR201")
    assert code == 1
    assert "IVR201" in out
    assert "press 5" in out
    assert "^" in out


def test_a_file_that_is_not_there_is_exit_code_2(
    clean: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = typed(capsys, "lint", "clean.json", "missing.json")
    assert code == 2
    assert "missing.json" in out + err
    for command in ("show", "call", "fmt"):
        code, _, err = typed(capsys, command, "missing.json")
        assert (code, "There is no file 'missing.json'" in err) == (2, True)


@pytest.mark.parametrize("command", [*COMMANDS])
def test_an_option_that_no_command_has_is_answered_by_the_command(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    needed = [] if command in ("demo", "lsp", "rules", "schema") else ["IVR201"]
    code, out, err = typed(capsys, command, *needed, "--no-such-thing=x")
    assert (code, out) == (2, "")
    assert err.startswith(f"usage: ivrsim {command} ")
    assert f"ivrsim {command}: error: There is no option --no-such-thing." in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("lint --selct x", "There is no option --selct. Did you mean --select?"),
        ("lint a.json --formt=json", "There is no option --formt. Did you mean --format?"),
        ("lint a.json -j 2", "There is no option -j. See ivrsim lint --help."),
        ("call a.json --mobilee", "There is no option --mobilee. Did you mean --mobile?"),
        ("call a.json b.json", "Not understood: b.json"),
    ],
)
def test_a_slip_of_the_pen_is_answered_with_what_was_meant(
    words: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = typed(capsys, *words.split())
    last = f"ivrsim {words.partition(' ')[0]}: error: {said}"
    assert (code, out, err.splitlines()[-1]) == (2, "", last)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("lnt a.json", "No command is named 'lnt'. Did you mean lint?"),
        ("campaign.json", "No command is named 'campaign.json'. See ivrsim --help."),
        ("--versoin", "There is no option --versoin. Did you mean --version?"),
    ],
)
def test_what_is_no_command_is_answered_with_the_one_meant(
    words: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = typed(capsys, *words.split())
    assert (code, out, err.splitlines()[-1]) == (2, "", f"ivrsim: error: {said}")


def test_a_folder_is_all_its_json_files_and_an_empty_one_an_error(
    clean: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(capsys, "lint", ".")[0] == 0
    (clean.parent / "empty").mkdir()
    code, _, err = typed(capsys, "lint", "empty")
    assert (code, "no .json file" in err) == (2, True)


def test_standard_input_is_a_file_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"root": {}}')))
    code, out, _ = typed(capsys, "lint", "-")
    assert (code, "<stdin>" in out) == (1, True)


def test_json_reports_are_json(capsys: pytest.CaptureFixture[str]) -> None:
    body = json.loads(typed(capsys, "lint", str(DEMO), "--format", "json")[1])
    assert body["version"] == 1
    assert {"code", "line", "column", "pointer", "keys"} <= set(body["diagnostics"][0])


def test_the_vendors_answer_to_a_tree_is_printed(
    clean: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inner = {
        "node_type": "Menu",
        "prompt": "",
        "children": [{"node_type": "EndCall", "prompt": ""}],
    }
    tree = {"node_type": "Menu", "prompt": "Prompt text", "children": [inner]}
    clean.write_text(json.dumps(tree))
    code, out, _ = typed(capsys, "lint", "clean.json", "--format", "invoca", "--select", "IVR105")
    expected = {"error": {"ivr_tree": {"children": [{"0": {"prompt": ["cannot be empty"]}}]}}}
    assert (code, json.loads(out)) == (1, expected)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["lint"], "required"),
        (["lnt"], "Did you mean lint?"),
        (["lint", "x.json", "--select", "ZZZ"], "names no rule"),
        (["call", str(DEMO), "--press", "12", "--during-hours"], "not one key"),
        (["call", str(DEMO), "--at", "soon"], "is not a time"),
        (["call", str(DEMO), "--set", "attemps=2"], "No setting"),
        (["call", str(DEMO)], "during_hours"),
        (["show", str(DEMO), "-o", "flow.xyz"], "xyz"),
        (["show", str(DEMO), "--terms", "past_terms"], "past_terms"),
        (["explain", "IVR000"], "IVR000"),
        (["lint", ""], "file name is empty"),
        (["show", ""], "file name is empty"),
    ],
)
def test_wrong_use_is_exit_code_2_with_a_way_out(
    clean: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = typed(capsys, *words)
    assert code == 2
    assert told in err
    assert out == ""


def test_a_scripted_call_prints_its_trace(clean: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = typed(capsys, "call", "clean.json", "--silence", "--press", "2")
    assert code == 0
    assert "stays silent" in out
    assert "call connected to 8004377951" in out
    assert "keypresses: 2" in out


def test_a_call_that_waits_says_where(clean: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "waiting for the caller at /" in typed(capsys, "call", "clean.json", "--silence")[1]


def test_acting_on_an_ended_call_is_an_error(
    clean: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = typed(capsys, "call", "clean.json", "--hang-up", "--press", "1")
    assert (code, "The call is over" in err) == (2, True)


def test_a_call_is_printed_as_json(clean: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = json.loads(typed(capsys, "call", "clean.json", "--press", "1", "--format", "json")[1])
    assert body["connected_to"] == "8004377950"
    assert body["outcome"]["kind"] == "connected"
    assert [step["kind"] for step in body["trace"]][:2] == ["heard", "pressed"]


def test_a_call_at_a_terminal_is_a_conversation(
    clean: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["", "x", "say sales", "2"])

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    code, out, _ = typed(capsys, "call", "clean.json")
    assert code == 0
    for part in ("For sales press 1", "stays silent", "not one key", "says", "8004377951"):
        assert part in out


@pytest.mark.parametrize("suffix", ["svg", "png", "dot", "txt", "html"])
def test_a_picture_is_written_by_its_suffix(
    clean: Path, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(capsys, "show", "clean.json", "-o", f"flow.{suffix}")[0] == 0
    written = (clean.parent / f"flow.{suffix}").read_bytes()
    starts = {"svg": b"<", "png": b"\x89PNG", "dot": b"digraph", "txt": b"#", "html": b"<!"}
    assert written.lstrip().startswith(starts[suffix])
    assert typed(capsys, "call", "clean.json", "--press", "1", "-o", f"call.{suffix}")[0] == 0
    assert (clean.parent / f"call.{suffix}").read_bytes() != written


def test_the_outline_is_printed(clean: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = typed(capsys, "show", "clean.json")
    assert "Menu" in out
    assert "8004377951" in out.replace(" ", "")


def test_fmt_changes_conditions_and_nothing_else(
    clean: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (
        '{ "ivr_tree": {"root":{"node_type":"Condition",\t"condition":"(Mobile) AND not(repeat).",'
        '\r\n "children":[{"node_type":"EndCall"},{"node_type":"EndCall"}]}, "record_calls":true,'
        ' "call_recording_condition": "duration > 90" }}'
    )
    clean.write_bytes(before.encode())
    assert typed(capsys, "fmt", "clean.json", "--check")[0] == 1
    code, out, _ = typed(capsys, "fmt", "clean.json", "--diff")
    assert (code, "+" in out) == (1, True)
    assert clean.read_bytes() == before.encode()
    assert typed(capsys, "fmt", "clean.json")[0] == 0
    after = before.replace("(Mobile) AND not(repeat).", "mobile and not repeat").replace(
        "duration > 90", "duration > 1 min 30 sec"
    )
    assert clean.read_bytes() == after.encode()
    assert typed(capsys, "fmt", "clean.json", "--check")[0] == 0


def test_fmt_refuses_what_is_not_json(clean: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clean.write_text('{"root": ')
    code, _, err = typed(capsys, "fmt", "clean.json")
    assert (code, "is not JSON" in err) == (2, True)
    assert clean.read_text() == '{"root": '


def test_the_schema_is_a_schema_that_the_demo_keeps(capsys: pytest.CaptureFixture[str]) -> None:
    schema: dict[str, Any] = json.loads(typed(capsys, "schema")[1])
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    document = json.loads(DEMO.read_text())
    assert [e.message for e in validator.iter_errors(document)] == []
    document["ivr_tree"]["root"]["children"].pop()
    document["timezone"] = 5
    assert len(list(validator.iter_errors(document))) == 2


def test_rules_and_explanations_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("text", "markdown", "json"):
        assert "IVR201" in typed(capsys, "rules", "--format", form)[1]
    assert "IVR201" in typed(capsys, "explain", "IVR201")[1]


def test_the_demo_lints_calls_and_draws(clean: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = typed(capsys, "demo")
    assert code == 0
    for part in ("IVR201", "presses 1", "keypresses: 1 2", "call.svg", "ivrsim call"):
        assert part in out
    names = {path.name for path in (clean.parent / "ivrsim-demo").iterdir()}
    assert {"campaign.json", "flow.svg", "call.svg", "flow.png", "call.png"} == names


def test_every_command_has_help_with_examples(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        code, out, _ = typed(capsys, name, "--help")
        assert (code, f"ivrsim {name}" in out, "examples:" in out) == (0, True, True)
    assert all(name in typed(capsys, "--help")[1] for name in COMMANDS)


def test_colour_is_for_terminals_and_no_color_is_respected(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b[" not in typed(capsys, "lint", str(DEMO))[1]
    assert "\x1b[" in typed(capsys, "lint", str(DEMO), "--color", "always")[1]
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[" in typed(capsys, "lint", str(DEMO))[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in typed(capsys, "lint", str(DEMO))[1]


def test_an_output_that_cannot_be_written_is_no_traceback(
    clean: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with clean.open() as only_to_read:
        monkeypatch.setattr(sys, "stdout", only_to_read)
        assert main(["lint", str(clean)]) == 2
    assert "ivrsim: the output cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_a_stream_that_is_closed_is_no_traceback(
    stream: str, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, stream, None)
    assert main(["lint", str(clean)]) == 0
    assert main(["call", str(clean)]) == 0
    getattr(sys, stream).close()


def test_a_closed_pipe_is_no_traceback() -> None:
    command = f'"{sys.executable}" -m ivrsim rules --format json | head -c 5'
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, shell=True, capture_output=True, text=True, env=env, check=False)
    assert run.stderr == ""


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe{",
        b"[" * 100_000,
        b"null",
        b'{"root": []}',
        b"\x00",
        b'{"root": {"children": 5}}',
    ],
    ids=["empty", "utf-16", "deep", "null", "list", "nul", "number"],
)
def test_no_input_gives_a_traceback(
    clean: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    clean.write_bytes(content)
    assert typed(capsys, "lint", "clean.json")[0] == 1
    for command in ("show", "call", "fmt"):
        assert typed(capsys, command, "clean.json")[0] in (0, 1, 2)


def test_a_file_that_cannot_be_written_leaves_no_part_of_it(
    clean: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = typed(capsys, "show", "clean.json", "-o", "nowhere/flow.svg")
    assert (code, "cannot be written" in err) == (2, True)
    assert sorted(path.name for path in clean.parent.iterdir()) == ["clean.json"]
