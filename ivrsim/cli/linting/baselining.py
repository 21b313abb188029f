"""Writing a baseline, and telling what of it is gone."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from ivrsim.cli.linting.running import Input, Task, tasks_of
from ivrsim.errors import UsageError
from ivrsim.lint.baseline import Entry, entries, read_baseline
from ivrsim.lint.check import LintResult, found_in, selected
from ivrsim.lint.config import Asked, baseline_path, config_for, settings_for
from ivrsim.lint.config_file import display
from ivrsim.lint.hiding import shown
from ivrsim.lint.wording import number_of
from ivrsim.text import clean
from ivrsim.values import replace

MOST_NAMED = 3
"""So many gone entries are named; of the others only the number is told."""


def update(files: Sequence[Input], asked: Asked) -> int:
    """Write what is found in the files into their baselines; 0.

    What other files have there stays, unless they are gone.  Files without any call flow
    are left alone: what is wrong with them is never known.  Raises `UsageError` where no
    baseline is named.
    """
    tasks = tasks_of(files, lambda file: settings_for(file, asked))
    for path, group in _by_baseline(tasks, asked).items():
        _update(path, group, asked)
    return 0


def _by_baseline(tasks: Sequence[Task], asked: Asked) -> dict[Path, list[Task]]:
    found: dict[Path, list[Task]] = defaultdict(list)
    for task in tasks:
        path = baseline_path(config_for(task.name, asked), asked)
        if path is None:
            raise UsageError(
                f"No baseline is named for {task.name}.",
                hint='Give --baseline FILE, or write baseline = "FILE" in the configuration.',
            )
        found[path].append(task)
    return found


def _update(path: Path, tasks: Sequence[Task], asked: Asked) -> None:
    before = read_baseline(path)
    now: list[Entry] = []
    looked_at = []
    for task in tasks:
        found = _known_now(task, asked.narrows, before.way(task.name), before.known(task.name))
        if found is not None:
            looked_at.append(task.name)
            now += found
    after = before.updated(looked_at, now)
    after.write()
    print(f"{clean(display(path))}: {_counted(after.of_file.values())}")


def _counted(by_file: Iterable[Sequence[Entry]]) -> str:
    groups = list(by_file)
    count = sum(entry.count for group in groups for entry in group)
    return f"{number_of(count, 'known finding')} in {number_of(len(groups), 'file')}."


def _known_now(task: Task, narrows: bool, way: str, before: Sequence[Entry]) -> list[Entry] | None:
    """What is found in a file now; rules that this run does not look for keep their entries."""
    document = task.document()
    if not document.flows:
        _say(f"{task.name} holds no call flow; its entries stay.")
        return None
    settings = replace(task.settings, known=())
    locator, found = found_in(document, settings)
    kept: list[Entry] = []
    if narrows:
        codes = {rule.code for rule in selected(settings)}
        kept = [entry for entry in before if entry.rule not in codes]
    return [*kept, *entries(locator, shown(locator, found)[0], way)]


def tell_gone(result: LintResult, files: Sequence[str], asked: Asked) -> None:
    """Say on standard error which known findings are not found any more."""
    if asked.narrows:
        return
    gone = [
        hidden.by
        for hidden in result.hidden
        if isinstance(hidden.by, Entry) and hidden.count < hidden.by.count
    ]
    told = [f"{entry.rule} {entry.node or entry.flow} of {entry.file}" for entry in gone]
    paths = {baseline_path(config_for(file, asked), asked) for file in files}
    for path in sorted(filter(None, paths)):
        if not path.exists():
            _say(f"there is no {display(path)} yet; --update-baseline writes it.")
        told += [f"all of {file}" for file in read_baseline(path).gone_files()]
    if told:
        named = ", ".join(told[:MOST_NAMED])
        more = f" and {len(told) - MOST_NAMED} more" if len(told) > MOST_NAMED else ""
        _say(f"known findings are gone: {named}{more}. --update-baseline removes them.")


def _say(text: str) -> None:
    print(f"ivrsim: {clean(text)}", file=sys.stderr)
