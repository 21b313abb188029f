"""The coverage of a flow as JSON data, and what was counted back from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ivrsim.analysis.cover_targets import Target
from ivrsim.errors import UsageError
from ivrsim.testing.coverage import KINDS, Coverage, Hits, Run, Tally
from ivrsim.testing.coverage_rows import Row, rows
from ivrsim.testing.coverage_seen import Seen


def counted(coverage: Coverage) -> dict[str, Any]:
    """What was counted, and through which flow."""
    runs = sorted(coverage.calls)
    place = {run: number for number, run in enumerate(runs)}
    return {
        "flow": coverage.flow.name,
        "digest": coverage.key.digest,
        "file": coverage.origin.file,
        "terms": coverage.origin.terms,
        "lines": dict(coverage.origin.lines),
        "runs": [
            {"test": run.test, "passed": run.passed, "calls": coverage.calls[run]} for run in runs
        ],
        "hits": [
            {**target_data(what.target), "alone": what.alone,
             "by": [[place[run], count] for run, count in by.items()]}
            for what, by in coverage.seen.items()
        ],
    }  # fmt: skip


def data_of(coverage: Coverage, profile: str = "neutral") -> dict[str, Any]:
    """All that follows from what was counted, and that itself."""
    return {
        "campaign": coverage.flow.campaign.name,
        "summary": tally_data(coverage.tally),
        "passing": tally_data(coverage.passed.tally),
        "callers": _callers(coverage, profile),
        "missing": [
            {**target_data(gap.target), "line": gap.line, "command": gap.command}
            for gap in coverage.missing
        ],
        "failing": [target_data(target) for target in coverage.failing],
        "dead": [{**target_data(d.target), "reason": d.reason} for d in coverage.dead],
        "undecided": [target_data(target) for target in coverage.undecided],
        "beyond": [target_data(target) for target in coverage.beyond],
        "nodes": [_node(row) for row in rows(coverage)],
        **counted(coverage),
    }


def tally_data(tally: Callable[[str], Tally]) -> dict[str, Any]:
    """Counts and percentages, of each kind and of all."""
    found = {kind or "all": tally(kind) for kind in (*KINDS, "")}
    return {
        kind: {"covered": t.covered, "total": t.total, "percent": round(t.percent, 6)}
        for kind, t in found.items()
    }


def target_data(target: Target) -> dict[str, Any]:
    """A target in words, and the parts of it that it has."""
    parts = {name: value for name, value in target._asdict().items() if value not in (None, "", 0)}
    if target.value is not None:
        parts["value"] = target.value
    return {"text": str(target), **parts}


def count_data(coverage: Coverage, data: Any) -> None:
    """Count what the data counted.  Raises `UsageError` for data of another shape."""
    try:
        runs = [Run(run["test"], run["passed"]) for run in data["runs"]]
        calls = _summed((run, n["calls"]) for run, n in zip(runs, data["runs"], strict=True))
        hits = {
            Seen(_target(hit), hit["alone"]): _summed((runs[at], n) for at, n in hit["by"])
            for hit in data["hits"]
        }
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise UsageError(f"The coverage file is damaged: {error}.") from error
    if unknown := {what.target.node for what in hits} - coverage.flow.nodes.keys():
        raise UsageError(f"The flow has no node {min(unknown)!r}, which the file counts.")
    coverage.count(calls, hits)


def _target(hit: dict[str, Any]) -> Target:
    return Target(
        hit["node"], hit.get("exit"), hit.get("test", ""), hit.get("number", 0), hit.get("value")
    )


def _summed(counts: Iterable[tuple[Run, int]]) -> Hits:
    found: dict[Run, int] = {}
    for run, count in counts:
        found[run] = found.get(run, 0) + count
    return found


def _callers(coverage: Coverage, profile: str) -> dict[str, Any]:
    """The share of calls, and by exit those that first leave what is covered there."""
    volume = coverage.volume(profile)
    return {
        "profile": volume.profile,
        "share": float(volume.share),
        "exact": str(volume.share),
        "undecided": float(volume.undecided),
        "lost": [
            {"node": node, "exit": exit_, "share": float(share)}
            for (node, exit_), share in volume.lost.items()
        ],
    }


def _node(row: Row) -> dict[str, Any]:
    return {
        "node": row.node,
        "line": row.line,
        "is": str(row.at.standing),
        "passed": row.at.passed,
        "failed": row.at.failed,
        "missing": row.missing,
    }
