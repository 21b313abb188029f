"""What odds, differences, proofs, findings and documents show of themselves in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ivrsim.analysis.cover import Cover
from ivrsim.analysis.odds import Odds
from ivrsim.analysis.reach import Dead, Reach
from ivrsim.analysis.witness import Witness
from ivrsim.delta.align import align
from ivrsim.delta.edits import Edit
from ivrsim.delta.region import Delta, Region
from ivrsim.errors import Problem
from ivrsim.flow.numbers import display_number
from ivrsim.lint.check import LintResult
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.render.compose import compose, name_of
from ivrsim.render.notebook import sheet_mimebundle
from ivrsim.render.notebook.plain import plain
from ivrsim.render.notebook.sheet import Cell, Sheet, counted, table
from ivrsim.render.picture import Picture
from ivrsim.render.shares import share_text
from ivrsim.render.views import dead as dead_view
from ivrsim.render.views import diff as diff_view
from ivrsim.render.views import lint as lint_view
from ivrsim.render.views import traffic as traffic_view
from ivrsim.render.views._union import united
from ivrsim.vendors.port import Document

Kinds = Collection[str] | None
"""MIME types."""

LIKELY = 10
"""Ways of calls that are named."""


def odds_mimebundle(found: Odds, include: Kinds = None, exclude: Kinds = None) -> dict[str, str]:
    """Exact odds: the traffic in the picture, the outcomes and the numbers in tables."""
    return sheet_mimebundle(_of_odds(found), include, exclude)


def _of_odds(found: Odds) -> Sheet:
    beyond = f" · {share_text(found.undecided)} not decided" if found.undecided else ""
    numbers = {display_number(n) or "(by the caller's data)": s for n, s in found.numbers.items()}
    outcomes = {name.replace("_", " "): share for name, share in found.outcomes.items()}
    keys = {path.keys or "(none)": path.share for path in found.paths}
    return Sheet(
        f"{name_of(found.flow)}: where calls go",
        f"exact shares of all calls · callers: {found.profile.name}{beyond}",
        (
            table("Outcomes", ("outcome", "calls"), _shares(outcomes)),
            table("Forwarded to", ("number", "calls"), _shares(numbers)),
            table("Keys, the most likely", ("keys", "calls"), _shares(keys), LIKELY),
        ),
        lambda: compose(found.flow, traffic_view.marks_of(found)),
    )


def _shares(shares: Mapping[str, Fraction]) -> Iterator[tuple[str, Cell]]:
    return ((name, Cell(share_text(share), bar=share)) for name, share in shares.items())


def delta_mimebundle(found: Delta, include: Kinds = None, exclude: Kinds = None) -> dict[str, str]:
    """A difference: both flows in one picture, who notices, and the edits."""
    return sheet_mimebundle(_of_delta(found), include, exclude)


def _of_delta(found: Delta) -> Sheet:
    return Sheet(
        found.verdict,
        " · ".join((counted(len(found.edits), "edit"), f"{found.kept:,} nodes as before")),
        (
            table(
                "Who notices", ("callers", "calls", "before", "after"), map(_region, found.regions)
            ),
            table("Edits", ("", "edit"), map(_edit, found.edits)),
            table("Doubts", ("not decided",), ((doubt,) for doubt in found.doubts)),
        ),
        _drawn(found),
    )


def _drawn(found: Delta) -> Callable[[], Picture] | None:
    """The picture of both flows, where they are known."""
    if found.old is None or found.new is None:
        return None
    aligned = align(found.old, found.new)
    union = united(aligned)
    return lambda: compose(union.flow, diff_view.marks_of(found, aligned, union))


def _region(region: Region) -> Sequence[Cell | str]:
    share = region.share
    calls = (
        Cell("—", below=region.no_share) if share is None else Cell(share_text(share), bar=share)
    )
    return (region.who, calls, *region.told)


def _edit(edit: Edit) -> Sequence[Cell | str]:
    kind, _, said = str(edit).partition(" ")
    return (Cell(f"{diff_view.SIGNS[kind]} {kind}", f"{kind}-fill"), said)


def reach_mimebundle(found: Reach, include: Kinds = None, exclude: Kinds = None) -> dict[str, str]:
    """What calls can come to: dead branches grey in the picture, their reasons in a table."""
    return sheet_mimebundle(_of_reach(found), include, exclude)


def _of_reach(found: Reach) -> Sheet:
    marks = dead_view.marks_of(found)
    unsure = (place if isinstance(place, str) else " ".join(place) for place in found.undecided)
    return Sheet(
        f"{name_of(found.flow)}: what calls can come to",
        marks.subtitle,
        (
            table("No call comes there", ("node", "exit", "why"), map(_dead, found.dead)),
            table("Not decided", ("place",), ((place,) for place in unsure)),
        ),
        lambda: compose(found.flow, marks),
    )


def _dead(dead: Dead) -> Sequence[Cell | str]:
    return (dead.node, dead.exit or "", str(dead.reason))


def cover_mimebundle(found: Cover, include: Kinds = None, exclude: Kinds = None) -> dict[str, str]:
    """Covering calls: each with its caller, its keys and what it is the first to show."""
    return sheet_mimebundle(_of_cover(found), include, exclude)


def _of_cover(found: Cover) -> Sheet:
    rows = zip(found.calls, found.covers, strict=True)
    left = [("impossible", found.impossible), ("not decided", found.undecided)]
    return Sheet(
        f"{name_of(found.flow)}: {found.goal}, covered",
        found.summary,
        (
            table("Calls", ("keys", "caller", "shows"), (_made(*row) for row in rows)),
            table("Left out", ("", "what"), ((why, str(t)) for why, ts in left for t in ts)),
        ),
    )


def _made(call: Witness, covers: Sequence[object]) -> Sequence[Cell | str]:
    more = f"and {len(covers) - 1:,} more" if len(covers) > 1 else ""
    return (call.keys or "(none)", _caller(call.words), Cell(str(covers[0]), below=more))


def _caller(words: Mapping[str, Any]) -> str:
    """`mobile, city Seattle, state WA`."""
    said = (f"{name.replace('_', ' ')} {_value(value)}".rstrip() for name, value in words.items())
    return ", ".join(said) or "anybody"


def _value(value: Any) -> str:
    if value is True:
        return ""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {item}" for name, item in value.items())
    return str(value) if isinstance(value, str | bool) else ", ".join(map(str, value))


def findings_mimebundle(
    found: Sequence[Diagnostic], include: Kinds = None, exclude: Kinds = None
) -> dict[str, str]:
    """What the linter says, in a table."""
    return sheet_mimebundle(_of_findings(found), include, exclude)


def findings_pretty(found: Sequence[Diagnostic], printer: Any, cycle: bool) -> None:
    """The text of the table, for IPython, which would print a list item by item."""
    printer.text(plain(_of_findings(found)))


def lint_mimebundle(
    found: LintResult, include: Kinds = None, exclude: Kinds = None
) -> dict[str, str]:
    """What the linter says of some documents."""
    beside = counted(len(found.documents), "document")
    hidden = f"{len(found.hidden):,} hidden" if found.hidden else ""
    return sheet_mimebundle(_of_findings(found.diagnostics, beside, hidden), include, exclude)


def _of_findings(found: Sequence[Diagnostic], *beside: str) -> Sheet:
    counts = [(grave, sum(one.severity is grave for one in found)) for grave in lint_view.SIGNS]
    told = [counted(count, str(grave)) if grave != "info" else f"{count:,} info"
            for grave, count in counts if count]  # fmt: skip
    files = {one.file for one in found}
    rows = (_finding(one, alone=len(files) == 1) for one in found)
    return Sheet(
        " · ".join(told) or "Nothing found",
        " · ".join(filter(None, (*(files if len(files) == 1 else ()), *beside))),
        (table("", ("", "rule", "where", "keys", "finding"), rows),),
    )


def _finding(one: Diagnostic, *, alone: bool) -> Sequence[Cell | str]:
    """A row; the file is named where there are several."""
    chip = Cell(f"{lint_view.SIGNS[one.severity]} {one.severity}", f"{one.severity}-chip")
    line = f"{one.line}:{one.column}" if one.line else one.node or one.flow
    where = line if alone or not one.file else f"{one.file}:{line}"
    said = Cell(one.message, below=one.hint)
    return (chip, Cell(one.code, below=one.name), where, one.keys, said)


def document_mimebundle(
    document: Document, include: Kinds = None, exclude: Kinds = None
) -> dict[str, str]:
    """A document: its flows, and what reading found wrong."""
    return sheet_mimebundle(_of_document(document), include, exclude)


def _of_document(document: Document) -> Sheet:
    parts = (counted(len(document.flows), "call flow"), counted(len(document.problems), "problem"))
    flows = (
        (name, flow.campaign.name or "", f"{len(flow):,}", f"{flow.depth:,}")
        for name, flow in document.flows.items()
    )
    problems = (
        (one.code, Cell(one.message, below=one.hint), _at(document, one))
        for one in document.problems
    )
    return Sheet(
        document.name,
        " · ".join((document.vendor.name, *parts)),
        (
            table("", ("call flow", "campaign", "nodes", "depth"), flows),
            table("Problems", ("code", "problem", "where"), problems),
        ),
    )


def _at(document: Document, problem: Problem) -> str:
    span = problem.span or document.source.span(problem.place)
    at = document.source.position(span.start)
    return f"{at.line}:{at.column}"
