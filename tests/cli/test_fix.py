"""`ivrsim lint --fix`, `--unsafe-fixes` and `--diff`, as they are typed."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from ivrsim.cli.linting import fixing
from ivrsim.cli.linting.running import Input
from ivrsim.cli.main import main
from ivrsim.errors import UnreadableError
from ivrsim.lint import fix as mend

FAULTY = """\
{\r
\t"node_type": "Condition",\r
\t"condition": "mobile and repeat or mobile",\r
\t"children": [\r
\t\t{"node_type": "EndCall", "prompt": "Adiós.", "promt": "x"},\r
\t\t{"node_type": "Connect", "destination_phone_number": "8004377950",},\r
\t]\r
}\r
"""
SAFE = FAULTY.replace(",}", "}").replace(",\r\n\t]", "\r\n\t]")
OPTIONS = ("--isolated", "--select", "IVR901,IVR401")
BROKEN_CONDITION = SAFE.replace("mobile and repeat or mobile", "mobile && repeat")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "faulty.json").write_bytes(FAULTY.encode())
    return tmp_path


def typed(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["lint", *words, *OPTIONS])
    sys.stdout.flush()
    out, err = capfd.readouterr()
    return code, out, err


def content(name: str) -> str:
    return Path(name).read_bytes().decode()


def test_fix_writes_the_file_and_keeps_its_form(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("faulty.json").chmod(0o640)
    code, out, err = typed(capfd, "faulty.json", "--fix")
    assert (code, content("faulty.json")) == (0, SAFE)
    assert err == "Found 2 problems (2 fixed, 0 remaining).\n"
    assert "No problems" in out
    assert Path("faulty.json").stat().st_mode & 0o777 == 0o640
    assert [path.name for path in folder.iterdir()] == ["faulty.json"]
    code, _, err = typed(capfd, "faulty.json", "--fix")
    assert (code, content("faulty.json"), err) == (0, SAFE, "")


def test_unsafe_fixes_are_made_only_when_asked_for(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("faulty.json").write_bytes(BROKEN_CONDITION.encode())
    for option in ("--fix", "--unsafe-fixes"):
        code, out, err = typed(capfd, "faulty.json", option)
        assert (code, content("faulty.json"), err) == (1, BROKEN_CONDITION, "")
        assert out.endswith("\n1 problem can be fixed with --fix --unsafe-fixes.\n")
    code, _, err = typed(capfd, "faulty.json", "--fix", "--unsafe-fixes")
    assert (code, err) == (0, "Found 1 problem (1 fixed, 0 remaining).\n")
    assert content("faulty.json") == BROKEN_CONDITION.replace("&&", "and")


def test_the_report_for_people_marks_what_can_be_fixed_and_counts_it(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _, out, err = typed(capfd, "faulty.json")
    assert out.count(" error IVR901 [invalid-json] [*] ") == 2
    assert (out.splitlines()[-1], err) == ("[*] 2 problems can be fixed with --fix.", "")
    broken = FAULTY.replace("mobile and repeat or mobile", "mobile && repeat")
    Path("faulty.json").write_bytes(broken.encode())
    _, out, _ = typed(capfd, "faulty.json")
    assert out.endswith("\n[*] 2 problems can be fixed with --fix, 1 more with --unsafe-fixes.\n")
    for form in ("concise", "json", "markdown", "github"):
        assert "[*]" not in typed(capfd, "faulty.json", "--format", form)[1]


def test_diff_writes_nothing_and_shows_what_patch_takes(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = typed(capfd, "faulty.json", "--diff", "--fix")
    assert (code, content("faulty.json")) == (1, FAULTY)
    assert out.startswith("--- faulty.json\n+++ faulty.json\n@@ ")
    assert '-\t\t{"node_type": "Connect", "destination_phone_number": "8004377950",},\r\n' in out
    assert '+\t\t{"node_type": "Connect", "destination_phone_number": "8004377950"}\r\n' in out
    assert err == "Would fix 2 problems.\n"
    Path("faulty.json").write_bytes(SAFE.encode())
    assert typed(capfd, "faulty.json", "--diff") == (0, "", "")
    Path("faulty.json").write_bytes(BROKEN_CONDITION.encode())
    assert typed(capfd, "faulty.json", "--diff")[::2] == (
        0,
        "Would fix 0 problems (1 more with --unsafe-fixes).\n",
    )
    assert typed(capfd, "faulty.json", "missing.json", "--diff")[0] == 2


def test_a_last_line_without_an_end_is_shown_as_patch_wants_it(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("faulty.json").write_text('{"node_type": "EndCall", "prompt": "a",}')
    _, out, _ = typed(capfd, "faulty.json", "--diff")
    assert out.endswith('+{"node_type": "EndCall", "prompt": "a"}\n\\ No newline at end of file\n')


@pytest.mark.parametrize("text", [FAULTY, SAFE, "no JSON", ""])
def test_standard_input_comes_out_fixed_and_the_report_goes_to_standard_error(
    text: str, folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    code, out, err = typed(capfd, "-", "--fix")
    assert out == (SAFE if text == FAULTY else text)
    assert code == int(text not in (FAULTY, SAFE))
    assert "problem" in err


def test_all_files_of_a_folder_are_fixed_and_one_that_cannot_be_read_is_exit_code_2(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("other.json").write_bytes(FAULTY.encode())
    code, _, err = typed(capfd, "faulty.json", "missing.json", "other.json", "--fix")
    assert (content("faulty.json"), content("other.json")) == (SAFE, SAFE)
    assert code == 2
    assert "(4 fixed, 1 remaining)" in err


def test_reports_for_programs_speak_of_the_file_as_it_is_now(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = typed(capfd, "faulty.json", "--fix", "--format", "json")
    assert json.loads(out)["diagnostics"] == []


def test_a_file_that_changed_meanwhile_is_not_written(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(*args: object, **options: object) -> object:
        Path("faulty.json").write_text("changed")
        return real(*args, **options)  # type: ignore[arg-type]

    real = mend
    monkeypatch.setattr("ivrsim.lint.fixing.fix", meanwhile)
    code, _, err = typed(capfd, "faulty.json", "--fix")
    assert (code, content("faulty.json")) == (2, "changed")
    assert "was changed by somebody else; it is not written" in err


def test_a_file_that_cannot_be_written_is_exit_code_2_and_stays_whole(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise UnreadableError("faulty.json cannot be written: No space left on device.")

    monkeypatch.setattr(fixing, "write_whole", full)
    code, _, err = typed(capfd, "faulty.json", "--fix")
    assert (code, content("faulty.json")) == (2, FAULTY)
    assert "No space left" in err
    assert "fixed" not in err


def test_a_link_stays_a_link(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Path("link.json").symlink_to("faulty.json")
    assert typed(capfd, "link.json", "--fix")[0] == 0
    assert Path("link.json").is_symlink()
    assert content("faulty.json") == SAFE


@pytest.mark.parametrize("other", ["--staged", "--watch"])
@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_fixes_go_neither_with_what_is_staged_nor_with_watching(
    option: str, other: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, _, err = typed(capfd, "faulty.json", option, other)
    assert (code, content("faulty.json")) == (2, FAULTY)
    assert "go neither with" in err


def test_a_read_only_file_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UnreadableError, match="read-only"):
        fixing._replace(Input("faulty.json"), FAULTY.encode(), b"{}")
    assert content("faulty.json") == FAULTY
