"""Which files `ivrsim lint` looks at: folders, patterns, standard input, and names."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from ivrsim.cli.linting.watching import watch
from ivrsim.cli.main import main
from ivrsim.cli.named import named_files
from ivrsim.errors import UsageError

CLEAN = '{"node_type": "EndCall"}'
BAD = '{"node_type": "Menu", "prompt": "To end, press 3.", "children": [{"node_type": "EndCall"}]}'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(*names: str, text: str = CLEAN) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["lint", *words])
    out, err = capsys.readouterr()
    return code, out, err


def looked_at(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """The files of the JSON report."""
    code, out, err = typed(capsys, *words, "--format", "json")
    assert code in (0, 1), err
    files: list[str] = json.loads(out)["files"]
    return files


def posix(names: list[str]) -> list[str]:
    return [Path(name).as_posix() for name in names]


def test_a_folder_is_gone_through_without_hidden_ones_and_node_modules(folder: Path) -> None:
    put("b.json", "a/z.json", "a/deep/er/x.JSON", "a/y.txt", ".h.json", ".git2/h.json")
    put("a/node_modules/m/package.json", "a/.cache/h.json")
    assert posix(named_files(["."])) == ["a/deep/er/x.JSON", "a/z.json", "b.json"]
    assert posix(named_files([".h.json", "a/.cache"])) == [".h.json", "a/.cache/h.json"]


def test_links_to_folders_are_not_followed_round_and_round(folder: Path) -> None:
    put("a/b/x.json")
    Path("a/b/up").symlink_to("..", target_is_directory=True)
    Path("a/linked.json").symlink_to("../b.json")
    put("b.json")
    assert posix(named_files(["a"])) == ["a/b/x.json", "a/linked.json"]


def test_a_pattern_that_the_shell_left_alone_means_the_files_it_fits(folder: Path) -> None:
    put("flows/a.json", "flows/b/c.json", "flows/b/d.txt", "odd[1].json")
    assert posix(named_files(["flows/**/*.json"])) == ["flows/a.json", "flows/b/c.json"]
    assert named_files(["odd[1].json"]) == ["odd[1].json"], "a name that is there is a name"
    with pytest.raises(UsageError, match="No file fits"):
        named_files(["flows/*.xml"])


def test_each_file_is_looked_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put("a.json", "b.json")
    assert looked_at(capsys, "b.json", "a.json", "b.json", "*.json") == ["b.json", "a.json"]


@pytest.mark.parametrize(
    ("words", "files"),
    [
        ("a.json ./a.json flows/../a.json", ["a.json"]),
        ("./a.json a.json", ["./a.json"]),
        ("flows flows/b.json ./flows", ["flows/b.json"]),
        ("flows/b.json flows", ["flows/b.json"]),
        ("link.json a.json", ["link.json"]),
        (". a.json", ["a.json", "flows/b.json"]),
        ("again flows", ["again/b.json"]),
        ("*.json flows/*.json again/b.json", ["a.json", "flows/b.json"]),
        ("{here}/a.json a.json", ["{here}/a.json"]),
    ],
)
def test_a_file_with_several_names_is_looked_at_once_under_the_first(
    folder: Path, words: str, files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    put("a.json", "flows/b.json")
    Path("link.json").symlink_to("a.json")
    Path("again").symlink_to("flows", target_is_directory=True)
    given = words.format(here=folder).split()
    assert looked_at(capsys, *given) == [file.format(here=folder) for file in files]


def test_a_fault_of_a_file_with_two_names_is_told_and_mended_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put("a.json", text=BAD)
    _, out, _ = typed(capsys, "a.json", "./a.json", "--format", "concise", "--select", "IVR201")
    assert out.count("IVR201") == 1
    put("a.json", text='{"node_type": "Condition", "condition": "mobile AND repeat"}')
    _, out, _ = typed(capsys, "./a.json", "a.json", "--fix", "--diff", "--select", "IVR411")
    assert out.count("+++") == 1


def test_a_report_that_is_named_as_well_as_its_folder_is_linted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put("a.json", "known.json")
    put("ivrsim.toml", text='baseline = "known.json"\n')
    Path("known.json").write_text('{"version": 1, "entries": []}')
    assert looked_at(capsys, ".") == ["a.json"]
    assert looked_at(capsys, ".", "./known.json") == ["a.json", "known.json"]


def test_a_named_file_is_always_looked_at(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put("flow.txt")
    assert looked_at(capsys, "flow.txt") == ["flow.txt"]
    code, out, _ = typed(capsys, "flow.txt", "missing.json", "nul\0.json")
    assert (code, "missing.json" in out) == (2, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "FILE is required"),
        (["empty"], "no .json file"),
        (["--jobs", "0", "a.json"], "not a number of processes"),
        (["--jobs", "x", "a.json"], "not a number of processes"),
        (["--watch", "-"], "cannot be watched"),
        (["--staged", "-"], "not in git"),
        (["--staged", "--since", "main"], "not allowed with"),
    ],
)
def test_nothing_to_look_at_is_an_error(
    folder: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("empty").mkdir()
    code, out, err = typed(capsys, *words)
    assert (code, out) == (2, "")
    assert told in err


@pytest.mark.parametrize(
    "words", [["-", "--stdin-filename", "x/a.json"], ["--stdin-filename", "x/a.json"]]
)
def test_standard_input_has_the_name_it_is_given(
    folder: Path,
    words: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))
    code, out, _ = typed(capsys, *words, "--format", "concise")
    assert code == 1
    assert out.startswith("x/a.json:1:")


def test_what_the_linter_writes_and_reads_itself_is_linted_only_if_it_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put("a.json", text=BAD)
    put("lists/recordings.json", text='{"prompt_recordings": []}')
    put("ivrsim.toml", text='recordings = ["lists/recordings.json"]\nbaseline = "known.json"\n')
    assert typed(capsys, ".", "--update-baseline")[0] == 0
    words = [".", "--output", "sarif=report.json", "--output", "json", "--jobs", "1"]
    for _ in range(2):
        assert json.loads(typed(capsys, *words)[1])["files"] == ["a.json"]
    assert len(looked_at(capsys, "a.json", "known.json")) == 2
    code, _, err = typed(capsys, "lists")
    assert (code, "Nothing is left to look at" in err) == (2, True)


def test_what_git_ignores_in_a_folder_is_left_out_unless_it_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put("kept.json", "build/made.json", "sub/tracked.json", "sub/made.json")
    put(".gitignore", text="build/\nmade.json\n")
    assert len(looked_at(capsys, ".")) == 4, "not in a repository"
    subprocess.run(["git", "init", "-q", "."], check=True)
    assert posix(looked_at(capsys, ".")) == ["kept.json", "sub/tracked.json"]
    assert posix(looked_at(capsys, "build")) == ["build/made.json"], "an ignored folder, named"
    assert posix(looked_at(capsys, "sub/made.json")) == ["sub/made.json"]
    Path("sub/tracked.json").unlink()
    code, _, err = typed(capsys, "sub")
    assert (code, "git ignores every" in err) == (2, True)


class Clock:
    """Plays the user: what happens in each pause, then Ctrl-C."""

    def __init__(self, *happens: object) -> None:
        self.happens = list(happens)

    def __call__(self) -> None:
        if not self.happens:
            raise KeyboardInterrupt
        act = self.happens.pop(0)
        if callable(act):
            act()


def test_watching_lints_again_only_after_a_change_and_ends_cleanly() -> None:
    ran: list[int] = []
    state = [0]

    def once() -> int:
        ran.append(state[0])
        return 1

    def change() -> None:
        state[0] += 1

    assert watch(once, lambda: list(state), Clock(None, change, None, None, change)) == 0
    assert ran == [0, 1, 2]


def test_watching_waits_for_what_is_not_there_yet(capsys: pytest.CaptureFixture[str]) -> None:
    there = [False]

    def once() -> int:
        if not there[0]:
            raise UsageError("flows holds no .json file.")
        print("linted")
        return 0

    def stamps() -> object:
        if not there[0]:
            raise UsageError("flows holds no .json file.")
        return "there"

    watch(once, stamps, Clock(None, lambda: there.__setitem__(0, True)))
    out, err = capsys.readouterr()
    assert out == "linted\n"
    assert "flows holds no .json file" in err


def test_the_command_watches_its_files(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put("flows/a.json", text=BAD)
    clock = Clock(None, lambda: put("flows/b.json", text=BAD), lambda: put("flows/a.json"))
    monkeypatch.setattr("time.sleep", lambda seconds: clock())
    assert main(["lint", "flows", "--watch", "--format", "concise"]) == 0
    out, err = capsys.readouterr()
    runs = [line for line in out.splitlines() if line.startswith(("Found", "No "))]
    assert [run.partition(" in ")[2] for run in runs] == ["1 file.", "2 files.", "2 files."]
    assert err.count("Watching") == 3


def test_watching_sees_configurations_and_lists_too_and_waits_where_they_are_wrong(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put("flows/a.json", text=BAD)
    put("recordings.json", text='{"prompt_recordings": []}')
    baseline = 'baseline = "known.json"\n'
    listed = 'recordings = ["recordings.json"]\n'
    entry = {"file": "flows/a.json", "flow": "", "rule": "IVR9", "node": "/", "words": "",
             "fingerprint": "", "count": 1}  # fmt: skip
    clock = Clock(
        lambda: put("flows/ivrsim.toml", text="limit = 0"),
        None,
        lambda: put("flows/ivrsim.toml", text='select = ["IVR202"]'),
        lambda: Path("flows/ivrsim.toml").unlink(),
        lambda: put("ivrsim.toml", text=baseline + listed),
        lambda: put("known.json", text=json.dumps({"version": 1, "entries": [entry]})),
        lambda: put("recordings.json", text="[]"),
        lambda: put("recordings.json", text='{"prompt_recordings": []} '),
    )
    monkeypatch.setattr("time.sleep", lambda seconds: clock())
    assert main(["lint", "flows", "--watch", "--format", "concise"]) == 0
    out, err = capsys.readouterr()
    runs = [line for line in out.splitlines() if line.startswith(("Found", "No "))]
    told = [line for line in err.splitlines() if not line.startswith("Watching")]
    assert (len(runs), len(told)) == (6, 7), err
    assert runs[1] == "Found 1 problem (1 warning) in 1 file."
    assert "flows/ivrsim.toml:1:1: error IVR931" in told[0]
    assert told[1].startswith("`ivrsim explain IVR931`")
    assert "there is no known.json yet" in told[2]
    assert "known findings are gone" in told[3]
    assert "is no list of prompt recordings" in told[4]
