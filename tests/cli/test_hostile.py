"""Whatever is typed: an answer in words and an exit code, nothing left out in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ivrsim.cli.main import main

CLEAN = '{"node_type": "EndCall", "prompt": "Goodbye."}'
DEEP = 100_000


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files of every kind, which is no git repository."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    texts = {
        "a.json": CLEAN,
        "empty.json": "",
        "blank.json": " \n",
        "number.json": "42",
        "lists.json": "[" * DEEP + "]" * DEEP,
        "objects.json": '{"a":' * DEEP + "1" + "}" * DEEP,
        "cut.json": '{"node_type": "Menu", "children": [' * DEEP,
        "bad.toml": "x = [",
        "half.json": '{"version": 1, "entries": [{"a": 1}]}',
    }
    for name, text in texts.items():
        Path(name).write_text(text)
    Path("bytes.json").write_bytes(bytes(range(256)) * 40)
    Path("png.json").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    Path("folder.json").mkdir()
    return tmp_path


def typed(capsys: pytest.CaptureFixture[str], words: str) -> tuple[int, str, str]:
    code = main(["lint", *("" if word == "EMPTY" else word for word in words.split())])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("file", "rule"),
    [
        ("empty.json", "IVR901"),
        ("blank.json", "IVR901"),
        ("number.json", "IVR920"),
        ("lists.json", "IVR920"),
        ("objects.json", "IVR920"),
        ("cut.json", "IVR901"),
        ("bytes.json", "IVR915"),
        ("png.json", "IVR915"),
    ],
)
def test_a_file_that_is_no_call_flow_is_told_of(
    file: str, rule: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = typed(capsys, f"{file} --format concise")
    assert (code, err) == (1, "")
    assert rule in out


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("folder.json", "folder.json holds no .json file"),
        ("a.json EMPTY", "A file name is empty"),
        ("[", "No file fits '['"),
        # rules
        ("a.json --select EMPTY", "--select: it names no rule"),
        ("a.json --select ,", "--select: it names no rule"),
        ("a.json --select IVR999", "'IVR999' names no rule"),
        ("a.json --preset none", "invalid choice"),
        ("a.json --recordings EMPTY", "--recordings: the name is empty"),
        ("a.json --recordings empty.json", "it is empty"),
        ("a.json --recordings bytes.json", "is no list of prompt recordings"),
        ("a.json --recordings a.json", "There is no list prompt_recordings"),
        ("a.json --recordings lists.json", "is no list of prompt recordings"),
        ("a.json --recordings folder.json", "is a folder"),
        ("a.json --recordings missing", "No such file"),
        # configuration
        ("a.json --config EMPTY", "--config: the name is empty"),
        ("a.json --config bad.toml", "bad.toml: error IVR931"),
        ("a.json --config bytes.json", "bytes.json: error IVR931"),
        ("a.json --config folder.json", "Is a directory"),
        ("a.json --config missing", "No such file"),
        ("a.json --config bad.toml --isolated", "not allowed with"),
        # known findings
        ("a.json --baseline EMPTY", "--baseline: the name is empty"),
        ("a.json --baseline empty.json", "cannot be read as a baseline"),
        ("a.json --baseline half.json", "entry 0 should have the members"),
        ("a.json --baseline lists.json", "cannot be read as a baseline"),
        ("a.json --baseline bytes.json", "cannot be read as a baseline"),
        (
            "a.json --baseline folder.json",
            "The baseline folder.json cannot be read: Is a directory",
        ),
        ("a.json --update-baseline", "No baseline is named"),
        ("a.json --update-baseline --baseline none/b.json", "No such file"),
        ("a.json --update-baseline --baseline folder.json", "Is a directory"),
        ("a.json --update-baseline --no-baseline", "--no-baseline leaves the baseline out"),
        ("a.json --baseline b --no-baseline", "--no-baseline leaves the baseline out"),
        ("a.json --fail-on never", "invalid choice"),
        # output
        ("a.json --output EMPTY", "There is no format ''"),
        ("a.json --output json=", "names no file"),
        ("a.json --output json=folder.json", "Is a directory"),
        ("a.json --output json=none/out.json", "No such file"),
        ("a.json --output json=./a.json", "would replace"),
        ("a.json --statistics --output json", "makes no report"),
        # what is gone through, and how
        ("a.json --jobs -1", "not a number of processes"),
        ("a.json --jobs 1e3", "not a number of processes"),
        ("a.json a.json --cache-dir EMPTY", "--cache-dir: the name is empty"),
        ("a.json --cache-dir bad.toml", "--cache-dir bad.toml is a file"),
        ("--stdin-filename", "expected one argument"),
        ("--stdin-filename EMPTY", "--stdin-filename: the name is empty"),
        ("a.json --stdin-filename b.json", "names what comes from standard input"),
        ("a.json --since main", "git says: not a git repository"),
        ("a.json --since EMPTY", "git says: not a git repository"),
        ("--staged", "git says: not a git repository"),
        ("--watch", "FILE is required"),
        # what does not go together
        ("a.json --diff --update-baseline --baseline b.json", "do not go together"),
        ("a.json --fix --update-baseline --baseline b.json", "do not go together"),
        ("a.json --fix --show-config", "do not go together"),
        ("a.json --diff --statistics", "--diff shows changes"),
        ("a.json --fix --staged", "go neither with --staged"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    words: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(Path().iterdir())
    code, out, err = typed(capsys, words)
    assert (code, out) == (2, "")
    assert told in err
    assert sorted(Path().iterdir()) == before


@pytest.mark.usefixtures("folder")
def test_a_report_goes_into_a_device_and_through_a_link(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("kept.json").write_text("{}")
    Path("link.json").symlink_to("kept.json")
    words = "a.json --output json=link.json --output text=/dev/null"
    assert typed(capsys, words) == (0, "", "")
    assert Path("link.json").is_symlink()
    assert json.loads(Path("kept.json").read_text())["files"] == ["a.json"]
    assert Path("/dev/null").is_char_device()
