"""What came of scripts: as text, JSON, JUnit XML, and Markdown for a CI step's summary."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ivrsim.lazy import fetch
from ivrsim.simulate.trace import clock, describe
from ivrsim.testing.script_run import Failure, Result
from ivrsim.text import clean, shorten

MOST_STEPS = 60
"""Steps of a trace that are shown around the place where it parted."""
MOST_ROWS = 100


class Ran(NamedTuple):
    """A result, and the script it comes from."""

    path: str
    result: Result

    @property
    def where(self) -> str:
        """`demo.call:12`."""
        return f"{self.path}:{self.result.item.line}"


def outline(result: Result) -> Iterator[str]:
    """The trace of the call, with each failure where it parted."""
    marks: dict[int, list[Failure]] = {}
    for failure in result.failures:
        if failure.seen is not None:
            marks.setdefault(failure.seen, []).append(failure)
    for made in result.calls[:1]:
        first = max(min(marks, default=0) - MOST_STEPS, 0)
        if first:
            yield f"{'':>6}  ... {first} steps before"
        for seen, step in enumerate(made.trace[first : first + 2 * MOST_STEPS], first + 1):
            yield f"{clock(step.time):>6}  {clean(describe(step))}"
            yield from _marked(marks.get(seen, ()))
        left = len(made.trace) - first - 2 * MOST_STEPS
        if left > 0:
            yield f"{'':>6}  ... {left} steps more"


def _marked(failures: Sequence[Failure]) -> Iterator[str]:
    for failure in failures:
        yield f"{'>':>6}  line {failure.line}: {clean(failure.message)}"


def failure_lines(ran: Ran) -> Iterator[str]:
    """All about one failed test: what, where, the trace, the command."""
    result = ran.result
    verdict = "NOT DECIDED" if result.undecided else "FAILED"
    yield f"{verdict} {ran.where}: {clean(result.item.name)}"
    for failure in result.failures:
        hint = f" {failure.hint}" if failure.hint else ""
        at = f"{ran.path}:{failure.line}:{failure.column}"
        yield f"  {at}: {clean(failure.message + hint)}"
    yield from (f"  {line}" for line in outline(result))
    yield f"  Replay: {clean(replay(ran))}"


def replay(ran: Ran) -> str:
    """A command that makes the call again."""
    again = fetch("shlex:join")(["ivrsim", "test", ran.where])
    return ran.result.command or str(again)


def counted(runs: Sequence[Ran]) -> str:
    """`1 failed, 3 passed`, as pytest says it."""
    failed = sum(not r.result.passed and not r.result.undecided for r in runs)
    undecided = sum(r.result.undecided for r in runs)
    passed = sum(r.result.passed for r in runs)
    parts = ((failed, "failed"), (undecided, "not decided"), (passed, "passed"))
    return ", ".join(f"{n} {word}" for n, word in parts if n) or "nothing was run"


def text(runs: Sequence[Ran]) -> str:
    """A line of dots for each script, the failures, the count."""
    lines = [f"{path} {dots}" for path, dots in _dots(runs).items()]
    for ran in runs:
        if not ran.result.passed:
            lines += ["", *failure_lines(ran)]
    return "\n".join([*lines, "", counted(runs), ""])


def _dots(runs: Sequence[Ran]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path, result in runs:
        sign = "." if result.passed else "?" if result.undecided else "F"
        found[path] = found.get(path, "") + sign
    return found


def as_json(runs: Sequence[Ran]) -> str:
    """Every test with its failures."""
    body = {
        "version": 1,
        "passed": sum(ran.result.passed for ran in runs),
        "failed": sum(not ran.result.passed for ran in runs),
        "tests": [_as_data(ran) for ran in runs],
    }
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def _as_data(ran: Ran) -> dict[str, Any]:
    result = ran.result
    outcome = "passed" if result.passed else "not decided" if result.undecided else "failed"
    return {
        "file": ran.path,
        "line": result.item.line,
        "name": result.item.name,
        "outcome": outcome,
        "failures": [
            {"line": f.line, "column": f.column, "message": f.message, "hint": f.hint}
            for f in result.failures
        ],
        "command": "" if result.passed else replay(ran),
    }


def junit(runs: Sequence[Ran]) -> str:
    """JUnit XML: a suite for each script.  No time is written: same calls, same bytes."""
    escaped = fetch("ivrsim.lint.reports.junit:escaped")
    paths = dict.fromkeys(ran.path for ran in runs)
    suites = "".join(_suite(path, [r for r in runs if r.path == path], escaped) for path in paths)
    counts = f'tests="{len(runs)}" failures="{sum(not r.result.passed for r in runs)}" errors="0"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="ivrsim test" {counts}>\n{suites}</testsuites>\n'
    )


def _suite(path: str, runs: Sequence[Ran], escaped: Any) -> str:
    failed = sum(not ran.result.passed for ran in runs)
    cases = "".join(_junit_case(ran, escaped) for ran in runs)
    counts = f'tests="{len(runs)}" failures="{failed}" errors="0" time="0"'
    return f'  <testsuite name="{escaped(path)}" {counts}>\n{cases}  </testsuite>\n'


def _junit_case(ran: Ran, escaped: Any) -> str:
    item, file = ran.result.item, escaped(ran.path)
    head = f'    <testcase classname="{file}" name="{escaped(item.name)}" time="0"'
    if ran.result.passed:
        return f"{head}/>\n"
    kind = "not decided" if ran.result.undecided else "failed"
    message = escaped(" ".join(failure.message for failure in ran.result.failures))
    body = "\n".join(escaped(line) for line in failure_lines(ran))
    failure = f'<failure type="{kind}" message="{message}">{body}</failure>'
    return f"{head}>\n      {failure}\n    </testcase>\n"


def summary(runs: Sequence[Ran]) -> str:
    """Markdown for the summary of a GitHub step: the count, a table of what failed."""
    plain = fetch("ivrsim.lint.reports.markdown:plain")
    failed = [ran for ran in runs if not ran.result.passed]
    whole = f"## ivrsim test\n\n{counted(runs)}\n"
    if not failed:
        return whole
    rows = "".join(
        f"| {plain(ran.where)} | {plain(shorten(ran.result.item.name, 100))} | "
        f"{plain(shorten(' '.join(f.message for f in ran.result.failures), 300))} |\n"
        for ran in failed[:MOST_ROWS]
    )
    more = f"\nand {len(failed) - MOST_ROWS} more\n" if len(failed) > MOST_ROWS else ""
    return f"{whole}\n| Where | Call | What happened |\n|---|---|---|\n{rows}{more}"


FORMATS = {"text": text, "json": as_json, "junit": junit}
