"""`ivrsim mutate`: spoil the flow in small ways, and see whether its tests notice."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ivrsim.cli.terminal import read_bytes
from ivrsim.delta.between import BUDGET
from ivrsim.errors import UsageError
from ivrsim.lazy import fetch
from ivrsim.text import clean
from ivrsim.vendors.load import load
from ivrsim.vendors.port import Document

if TYPE_CHECKING:
    from ivrsim.testing.mutation import Judged, Score

SUMMARY = "spoil the flow in small ways, and see whether its tests notice"
EXAMPLES = """\
  ivrsim mutate campaign.json                     with the tests that pytest finds
  ivrsim mutate campaign.json --tests tests/calls
  ivrsim mutate campaign.json --fail-under 90 --format json
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, the tests, what counts, the output."""
    parser.add_argument("file", help="the campaign's JSON file")
    parser.add_argument("--terms", help="which flow: future_terms (default), current_terms, ...")
    add = parser.add_argument
    add("--tests", nargs="+", metavar="PATH", default=[],
        help="pytest files and folders (default: those that pytest finds)")  # fmt: skip
    add("--compare", choices=("prompts", "outcome"), default="prompts",
        help="what callers notice: what they hear, or only where calls end")  # fmt: skip
    add("--fail-under", type=_percentage, metavar="PERCENT", default=100.0,
        help="the lowest score that will do (default: 100)")  # fmt: skip
    add("--budget", type=int, default=BUDGET, metavar="STEPS",
        help=f"work of one proof after which to give up (default: {BUDGET:,})")  # fmt: skip
    parser.add_argument("--format", choices=("text", "json"), default="text")


def _percentage(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 100 or math.isnan(value):
        raise argparse.ArgumentTypeError(f"a score is 0 to 100, not {text!r}")
    return value


def run(args: argparse.Namespace) -> int:
    """Print the score and the survivors; 1 where the score is below `--fail-under`."""
    if args.file == "-":
        raise UsageError("Tests load a file, and standard input has none.", hint="Name the file.")
    if find_spec("pytest") is None:
        raise UsageError("The tests are run by pytest, which is not installed.")
    document = load(read_bytes(args.file), name=args.file)
    flow = document.flow_named(args.terms)
    judge = fetch("ivrsim.testing.mutation:score")
    found, bench = fetch("ivrsim.testing.mutation_pytest:run")(
        flow,
        args.tests,
        lambda tests: judge(flow, tests, compare=args.compare, budget=args.budget),
    )
    report = _Report(found, document, args.file, f" --terms {args.terms}" if args.terms else "")
    if args.format == "json":
        print(json.dumps(report.body(bench.unused), indent=2, ensure_ascii=False))
    else:
        print("\n".join(clean(line) for line in report.lines(bench.unused)))
    return int(found.percent < args.fail_under)


class _Report:
    """A score in words and as data."""

    def __init__(self, score: Score, document: Document, file: str, terms: str) -> None:
        self.score = score
        self.document = document
        self.file = file
        self.terms = terms

    def lines(self, unused: int) -> Iterator[str]:
        """The survivors, what was not decided, and the score."""
        for one in self._with("survived"):
            yield f"{self._where(one)}: {one.mutant.says}; {_seen_by(one)}"
            command, expected, instead = self._killing(one)
            yield f"  would be killed by  {command}"
            yield f"  which expects       {expected}"
            yield f"  and not             {instead}"
        for one in self._with("not decided"):
            doubts = " ".join(one.doubts)
            yield f"{self._where(one)}: {one.mutant.says}; not decided. {doubts}"
        counts = [(verdict, len(self._with(verdict))) for verdict in _VERDICTS]
        told = ", ".join(f"{count} {_SAID.get(verdict, verdict)}" for verdict, count in counts)
        does = "does" if unused == 1 else "do"
        other = f" (and {unused} that {does} not use the flow)" if unused else ""
        yield f"{len(self.score.judged)} mutants: {told}; {self.score.tests} tests{other}."
        yield f"Mutation score: {_shown(self.score.percent)} %."

    def body(self, unused: int) -> dict[str, Any]:
        """The same as JSON data, with every mutant."""
        return {
            "version": 1,
            "score": round(self.score.percent, 2),
            "tests": self.score.tests,
            "other_tests": unused,
            "counts": {verdict: len(self._with(verdict)) for verdict in _VERDICTS},
            "mutants": [self._mutant(one) for one in self.score.judged],
        }

    def _mutant(self, one: Judged) -> dict[str, Any]:
        mutant = one.mutant
        told = dict(zip(("command", "expected", "instead"), self._killing(one), strict=False))
        return {
            "id": mutant.id,
            "kind": mutant.kind,
            "node": mutant.node,
            "pointer": mutant.place.pointer if mutant.place is not None else None,
            "says": mutant.says,
            "verdict": str(one.verdict),
            "killed_by": one.killer or None,
            "tests_run": one.ran,
            "killing_call": told or None,
            "undecided": list(one.doubts),
        }

    def _with(self, verdict: str) -> list[Judged]:
        return [one for one in self.score.judged if one.verdict == verdict]

    def _killing(self, one: Judged) -> list[str]:
        told = fetch("ivrsim.testing.mutation:killing_call")(one, self.file)
        return [told[0] + self.terms, *told[1:]] if told else []

    def _where(self, one: Judged) -> str:
        """The place of a fault as an editor understands it, and its node."""
        if one.mutant.place is None:
            return f"{self.file} {one.mutant.node or 'settings'}"
        source = self.document.source
        line, column = source.position(source.span(one.mutant.place).start)
        return f"{self.file}:{line}:{column} {one.mutant.node}"


_VERDICTS = ("killed", "survived", "equivalent", "not decided")
_SAID = {"equivalent": "proven to change nothing"}


def _seen_by(one: Judged) -> str:
    if not one.ran:
        return "no test comes here"
    return "1 test comes here and passes" if one.ran == 1 else f"{one.ran} tests come here and pass"


def _shown(percent: float) -> str:
    """A score that is not quite 100 never reads 100."""
    return f"{math.floor(percent * 10) / 10:g}"
