"""The README is run: each block in order, by the commands and names a reader would use.

What a block must do to be true:

- `python`: runs, all blocks in one namespace; one that defines tests is run by pytest.
- `pycon`: shows what the interpreter shows (`...` stands for anything).
- `sh`: every line is a set-up command, or an `ivrsim` command that ends with exit code 0, or
  with the code its comment tells: `ivrsim lint broken.json  # exit code 1`.
- `console`: the same after `$ `, and the lines that follow are what is printed.
- `json`: is JSON.  `text`, `toml` and `yaml` are not looked at.

They run in a new folder that holds the demo's campaign as `campaign.json`.
"""

from __future__ import annotations

import doctest
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
TEST_COMMAND = 'python -m pip install -e ".[dev]" && python -m pytest'

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SET_UP = re.compile(r"(git clone|cd|python3? -m (venv|pip|pytest)|\.|source)(?= |$)")
EXIT_CODE = re.compile(r"\s+#.*\bexit(?: code)? (\d+)\b.*")
COMMENT = re.compile(r"\s+# .*")
UNCHECKED = {"text", "toml", "yaml"}
LIKE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the line of the README it starts at."""

    language: str
    text: str
    line: int


@dataclass(frozen=True)
class Command:
    """A command to run, the exit code it must have, and what it must print (None = anything)."""

    text: str
    code: int = 0
    output: str | None = None


def blocks_of(text: str) -> list[Block]:
    """The fenced blocks of a Markdown text that name a language."""
    return [
        Block(found[1], found[2], text.count("\n", 0, found.start()) + 2)
        for found in FENCE.finditer(text)
    ]


def commands_of(block: Block) -> Iterator[Command]:
    """The `ivrsim` commands of a shell block; an unknown command fails the test."""
    shows_output = block.language == "console"
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:] if shows_output else [block.text]
    for part in parts:
        typed, _, output = part.partition("\n") if shows_output else (part, "", "")
        lines = [line for line in typed.replace("\\\n", " ").splitlines() if line.strip()]
        for line in (line for line in lines if not line.startswith("#")):
            yield from _commands_of_line(line, output if output.strip() else None)


def _commands_of_line(line: str, output: str | None) -> Iterator[Command]:
    told = EXIT_CODE.search(line)
    for command in COMMENT.sub("", line).split(" && "):
        if not SET_UP.match(command):
            assert command.startswith("ivrsim "), f"nobody knows how to check {command!r}"
            yield Command(command, int(told[1]) if told else 0, output)


@dataclass
class Reader:
    """Somebody who types what the README says, from top to bottom."""

    folder: Path
    namespace: dict[str, Any] = field(default_factory=lambda: {"__name__": "readme"})
    read: list[Block] = field(default_factory=list)

    def reads_to(self, block: Block) -> None:
        """Run all blocks up to this one that were not run yet."""
        for each in BLOCKS[len(self.read) : BLOCKS.index(block) + 1]:
            self.read.append(each)
            self._run(each)

    def _run(self, block: Block) -> None:
        match block.language:
            case "sh" | "console":
                for command in commands_of(block):
                    self._type(command)
            case "pycon":
                self._converse(block)
            case "python" if re.search(r"^def test_", block.text, re.MULTILINE):
                self._test(block)
            case "python":
                padded = "\n" * (block.line - 1) + block.text
                exec(compile(padded, README, "exec"), self.namespace)
            case "json":
                json.loads(block.text)
            case other:
                assert other in UNCHECKED, f"nobody knows how to check {other!r}"

    def _type(self, command: Command) -> None:
        text = re.sub(r"\bivrsim (?=\w|-)", f'"{sys.executable}" -m ivrsim ', command.text)
        run = subprocess.run(
            text, shell=True, cwd=self.folder, capture_output=True, text=True, check=False
        )
        assert run.returncode == command.code, f"{command.text}\n{run.stdout}{run.stderr}"
        if command.output is not None:
            same = doctest.OutputChecker().check_output(command.output, run.stdout, LIKE)
            assert same, f"$ {command.text}\n{run.stdout}"

    def _converse(self, block: Block) -> None:
        parser = doctest.DocTestParser()
        test = parser.get_doctest(block.text, self.namespace, "README", str(README), block.line)
        told: list[str] = []
        result = doctest.DocTestRunner(optionflags=LIKE).run(
            test, out=told.append, clear_globs=False
        )
        self.namespace.update(test.globs)
        assert result.failed == 0, "".join(told)

    def _test(self, block: Block) -> None:
        path = self.folder / f"test_readme_line_{block.line}.py"
        path.write_text(block.text)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", path.name]
        run = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr


TEXT = README.read_text(encoding="utf-8") if README.exists() else ""
BLOCKS = blocks_of(TEXT)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A reader in a new folder with a campaign to try things on."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copy(ROOT / "ivrsim" / "demo" / "campaign.json", folder)
    return Reader(folder)


def test_there_is_a_readme_with_something_to_run() -> None:
    assert {"sh", "python"} <= {block.language for block in BLOCKS}


@pytest.mark.parametrize("block", BLOCKS or [None], ids=lambda b: f"line {b.line}" if b else "none")
def test_what_the_readme_shows_is_what_happens(
    block: Block | None, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert block is not None, "README.md is missing or holds no block"
    monkeypatch.chdir(reader.folder)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("NO_COLOR", "1")
    reader.reads_to(block)


def test_the_checks_install_and_test_as_the_readme_says() -> None:
    checks = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert TEST_COMMAND in TEXT.splitlines()
    assert all(command in checks for command in TEST_COMMAND.split(" && "))


def test_a_command_is_read_with_its_exit_code_and_its_output() -> None:
    text = (
        "# all\nivrsim lint a.json  # exit code 1: found\ncd x && ivrsim demo\nivrsim show \\\n a"
    )
    assert list(commands_of(Block("sh", text, 1))) == [
        Command("ivrsim lint a.json", 1),
        Command("ivrsim demo"),
        Command("ivrsim show   a"),
    ]
    spoken = Block("console", "$ ivrsim rules\nIVR101 ...\n$ ivrsim demo\n", 1)
    assert list(commands_of(spoken)) == [
        Command("ivrsim rules", 0, "IVR101 ...\n"),
        Command("ivrsim demo"),
    ]
    with pytest.raises(AssertionError, match="nobody knows"):
        list(commands_of(Block("sh", "make\n", 1)))
