"""How `ivrsim lint` goes through its files: kept results, then work for one process or more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ivrsim.cli.terminal import progress, progress_done
from ivrsim.lazy import Path, fetch
from ivrsim.lint.check import LintResult, ended, lint_one, selected
from ivrsim.lint.settings import LintSettings
from ivrsim.lint.views import DocumentView
from ivrsim.source import MAX_BYTES
from ivrsim.values import dataclass, replace
from ivrsim.vendors.load import load

if TYPE_CHECKING:
    from ivrsim.lint.cache import Cache
    from ivrsim.lint.diagnostic import Diagnostic
    from ivrsim.lint.views import FlowView
    from ivrsim.vendors.port import Document

RINGING = b"promo_number"
"""Stands in a file that says which numbers ring it."""

WORTH = 4_000_000
"""Bytes for which another process pays: about a second of linting."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file to look at: its name in reports, and its bytes where they are not on the disk."""

    name: str
    held: bytes | None = None

    def read(self) -> bytes | None:
        """The bytes; None where the file cannot be read."""
        return _on_disk(self.name) if self.held is None else self.held


def _on_disk(name: str) -> bytes | None:
    try:
        with open(name, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return None


@dataclass(frozen=True, slots=True)
class Task:
    """A file that was read, and how it is to be linted."""

    name: str
    data: bytes | None
    settings: LintSettings

    def document(self) -> Document:
        """What it holds; of a file that could not be read, why."""
        return load(Path(self.name) if self.data is None else self.data, self.name)

    def lint(self) -> LintResult:
        """What is found in it."""
        return lint_one(self.document(), self.settings)

    def flows(self) -> Iterator[FlowView]:
        """Its call flows, as rules see them; read when somebody looks."""
        yield from DocumentView.of(self.document(), self.settings).flows

    def again(self, packed: Any) -> LintResult:
        """The result that was packed elsewhere."""
        later = fetch("ivrsim.lint.packing:LaterDocument")(self.name, self.data)
        result: LintResult = fetch("ivrsim.lint.packing:unpacked")(packed, later, self.settings)
        return result


def tasks_of(files: Sequence[Input], settings_of: Callable[[str], LintSettings]) -> list[Task]:
    """The files read, each with its settings and with what the others make of it."""
    tasks = [Task(file.name, file.read(), settings_of(file.name)) for file in files]
    ringing = [task for task in tasks if task.data and RINGING in task.data]
    if len(ringing) < 2:
        return tasks
    circles = fetch("ivrsim.lint.promo_numbers:circles")({it.name: it.flows() for it in ringing})
    return [
        replace(task, settings=replace(task.settings, circles=circles[task.name]))
        if task.name in circles
        else task
        for task in tasks
    ]


def linted(
    files: Sequence[Input],
    settings_of: Callable[[str], LintSettings],
    *,
    jobs: int = 0,
    cache: Cache | None = None,
) -> LintResult:
    """All files linted, in the order given, whoever does it; jobs 0: as many as pay."""
    tasks = tasks_of(files, settings_of)
    for settings in {id(task.settings): task.settings for task in tasks}.values():
        selected(settings)  # a name that no rule has is refused, even if no file can be read
    results = dict(_kept(tasks, cache)) if cache else {}
    missing = [number for number in range(len(tasks)) if number not in results]
    for count, (number, result) in enumerate(_made(tasks, missing, jobs), len(results) + 1):
        results[number] = result
        if cache and (key := _key(tasks[number], cache)):
            cache.keep(key, result, tasks[number].settings)
        if len(tasks) > 1:
            progress(f"{count}/{len(tasks)} {tasks[number].name}")
    progress_done()
    if cache:
        cache.tidy()
    whole = LintResult.joined(results[number] for number in range(len(tasks)))
    return replace(whole, diagnostics=(*whole.diagnostics, *_unused(tasks, results)))


def _unused(tasks: Sequence[Task], results: Mapping[int, LintResult]) -> Iterator[Diagnostic]:
    """The ignores that left nothing out: those of each configuration by its own settings."""
    by_config: dict[str, list[int]] = {}
    for number, task in enumerate(tasks):
        for ignore in task.settings.ignores[:1]:
            by_config.setdefault(ignore.config, []).append(number)
    for numbers in by_config.values():
        hidden = tuple(item for number in numbers for item in results[number].hidden)
        yield from ended(LintResult((), (), hidden), tasks[numbers[0]].settings).diagnostics


def _key(task: Task, cache: Cache) -> str:
    """What the task's entry is called; empty where nothing may be kept: plug-ins change."""
    if task.data is None or task.settings.plugins or task.settings.declared:
        return ""
    return cache.entry(task.name, task.data, task.settings)


def _kept(tasks: Sequence[Task], cache: Cache) -> Iterator[tuple[int, LintResult]]:
    later = fetch("ivrsim.lint.packing:LaterDocument")
    for number, task in enumerate(tasks):
        if key := _key(task, cache):
            result = cache.find(key, later(task.name, task.data), task.settings)
            if result is not None:
                yield number, result


def _made(
    tasks: Sequence[Task], numbers: Sequence[int], jobs: int
) -> Iterator[tuple[int, LintResult]]:
    """The results of these tasks; the first is done here, so that workers begin warm."""
    left = dict.fromkeys(numbers)
    for number in numbers[:1]:
        yield number, tasks[number].lint()
        del left[number]
    shared = [number for number in left if tasks[number].data is not None]
    sizes = [len(tasks[number].data or b"") for number in shared]
    if (processes := jobs or _that_pay(sum(sizes))) > 1 and len(shared) > 1:
        for at, packed in _answers(tasks, shared, sizes, processes):
            yield shared[at], tasks[shared[at]].again(packed)
            del left[shared[at]]
    for number in left:
        yield number, tasks[number].lint()


def _answers(
    tasks: Sequence[Task], shared: Sequence[int], sizes: Sequence[int], processes: int
) -> Iterator[tuple[int, Any]]:
    if not fetch("ivrsim.cli.linting.parallel:CAN_FORK"):
        return
    pack = fetch("ivrsim.lint.packing:packed")

    def work(at: int) -> Any:
        task = tasks[shared[at]]
        return pack(task.lint(), task.settings)

    yield from fetch("ivrsim.cli.linting.parallel:answers")(work, sizes, processes)


def _that_pay(size: int) -> int:
    """How many processes this many bytes keep busy."""
    if size < 2 * WORTH:
        return 1
    available: int = fetch("ivrsim.cli.linting.parallel:processors")()
    return min(available, size // WORTH)
