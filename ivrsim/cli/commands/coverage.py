"""`ivrsim coverage`: combine the coverage of several runs of tests, and report it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ivrsim.cli.terminal import read_bytes
from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow
from ivrsim.source import read
from ivrsim.testing.coverage import percent_text
from ivrsim.testing.coverage_output import outputs_of
from ivrsim.testing.coverage_suite import Suite
from ivrsim.text import clean
from ivrsim.vendors.load import load

SUMMARY = "combine coverage that tests wrote as JSON, and report it"
EXAMPLES = """\
  pytest --ivr-cov --ivr-cov-report json        writes ivr-coverage.json
  ivrsim coverage ivr-coverage.json             the table
  ivrsim coverage a.json b.json --report html   two runs as one page
  ivrsim coverage a.json --report term-missing --fail-under 90
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files, the reports, the limit."""
    parser.add_argument("files", nargs="+", metavar="FILE.json", help="what --ivr-cov-report wrote")
    reports = "term (default), term-missing, html, json, lcov, cobertura"
    parser.add_argument(
        "--report", metavar="TYPE[:FILE]", action="append", default=[], help=reports
    )
    parser.add_argument("--fail-under", metavar="N", type=float, help="1 if less is covered")
    parser.add_argument("--profile", default="neutral", metavar="NAME", help="whose calls count")


def run(args: argparse.Namespace) -> int:
    """Write the reports; 1 where less is covered than is asked for."""
    outputs = outputs_of(args.report, args.profile)
    texts = [read_bytes(name).decode("utf-8", "replace") for name in args.files]
    flows = [flow for name in _named(texts) for flow in _flows(name)]
    suite = Suite(_goal(texts))
    for text in texts:
        suite.read_json(text, flows)
    outputs.write(suite, Path())
    print("\n".join(outputs.lines(suite)))
    if args.fail_under is None or suite.percent + 1e-9 >= args.fail_under:
        return 0
    print(f"Only {percent_text(suite.percent)} is covered; {args.fail_under:g}% are required.")
    return 1


def _named(texts: list[str]) -> Iterator[str]:
    """The files that hold the flows, each once."""
    bodies: list[Any] = [read(text, "coverage").data for text in texts]
    parts = (part for body in bodies if isinstance(body, dict) for part in body.get("flows") or ())
    files = (part.get("file") for part in parts if isinstance(part, dict))
    yield from dict.fromkeys(str(file) for file in files if file)


def _flows(name: str) -> Iterator[CallFlow]:
    yield from load(read_bytes(name), name=name).flows.values()


def _goal(texts: list[str]) -> Any:
    """The goal that all runs have; raises `UsageError` where they differ."""
    bodies: list[Any] = [read(text, "coverage").data for text in texts]
    goals = {str(body.get("goal", "conditions")) for body in bodies if isinstance(body, dict)}
    if len(goals) > 1:
        raise UsageError(f"The runs have other goals: {clean(', '.join(sorted(goals)))}.")
    return next(iter(goals), "conditions")
