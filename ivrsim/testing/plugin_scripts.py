"""The pytest plugin of call scripts: every call and statement of a `*.call` file is a test.

A failure is shown at its line of the script, with the trace of the call and a command
that makes it again.  `--ivr-update` writes what happens into the scripts.  Loading the
plugin imports nothing of ivrsim; that happens when there is a script.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ivrsim.lazy import fetch

SUFFIX = ".call"
_TO_RECORD: pytest.StashKey[dict[str, list[int]]] = pytest.StashKey()
_OUTPUT = "ivrsim_scripts"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--ivr-update`."""
    parser.getgroup("ivrsim").addoption(
        "--ivr-update",
        action="store_true",
        help="write what happens in the calls of *.call files into them, to be expected",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ScriptFile | None:
    """Scripts are collected in folders, and where they are named."""
    if file_path.suffix != SUFFIX:
        return None
    script: ScriptFile = ScriptFile.from_parent(parent, path=file_path)
    return script


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A worker of pytest-xdist tells which calls are to be recorded."""
    to_record = node.config.stash.setdefault(_TO_RECORD, {})
    for path, places in getattr(node, "workeroutput", {}).get(_OUTPUT, {}).items():
        to_record.setdefault(path, []).extend(places)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write what is to be expected into the scripts: one process, each file once."""
    to_record = session.config.stash.get(_TO_RECORD, {})
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[_OUTPUT] = to_record
        return
    for path, places in sorted(to_record.items()):
        loaded = fetch("ivrsim.testing.script_suite:Library")().load(path)
        loaded.record([loaded.run(loaded.script.items[place]) for place in sorted(places)])


class ScriptFile(pytest.File):
    """A script; what it expects is recorded once all of its tests have run."""

    loaded: Any = None

    def collect(self) -> Iterator[ScriptItem]:
        """A test for each call, each row of a table, each statement."""
        suite = fetch("ivrsim.testing.script_suite")
        try:
            self.loaded = suite.Library().load(self._shown())
        except fetch("ivrsim.errors:IvrsimError") as error:
            raise self.CollectError(str(error)) from None
        clean = fetch("ivrsim.text:clean")
        for item in self.loaded.script.items:
            yield ScriptItem.from_parent(self, name=clean(item.name), item=item)

    def _shown(self) -> str:
        """The file as messages name it: from the folder pytest was started in."""
        here = self.config.invocation_params.dir
        inside = self.path.is_relative_to(here)
        return os.path.relpath(self.path, here) if inside else str(self.path)


class ScriptItem(pytest.Item):
    """One call, or one statement over all callers."""

    def __init__(self, *, item: Any, **more: Any) -> None:
        super().__init__(**more)
        self.item = item

    def runtest(self) -> None:
        """Make the call; the test fails where it parts from the script."""
        loaded = self.parent.loaded  # type: ignore[union-attr]
        result = loaded.run(self.item)
        if self.config.getoption("--ivr-update") and not result.passed:
            result = self._recorded(loaded, result)
        self.stash[fetch("ivrsim.testing.plugin:CALLS")] = list(result.calls)
        if not result.passed:
            raise ScriptFailure(loaded.path, result)

    def _recorded(self, loaded: Any, failed: Any) -> Any:
        """The result as it will be once the script is written, at the end of the session."""
        place = loaded.script.items.index(self.item)
        recorded = loaded.recorded([failed])
        to_record = self.config.stash.setdefault(_TO_RECORD, {})
        to_record.setdefault(str(self.path), []).append(place)
        return recorded.run(recorded.script.items[place])

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Lines of the script, the trace, the command; other errors as pytest has them."""
        if isinstance(excinfo.value, ScriptFailure):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The file, the line from 0, the name."""
        return self.path, self.item.line - 1, self.name


class ScriptFailure(AssertionError):
    """A call that did not go as its script says."""

    def __init__(self, path: str, result: Any) -> None:
        ran = fetch("ivrsim.testing.script_report:Ran")(path, result)
        lines = [*fetch("ivrsim.testing.script_report:failure_lines")(ran)]
        super().__init__("\n".join(line.removeprefix("  ") for line in lines[1:]))
