"""A page for people: the drawn flows with what is not covered, the gaps, the calls to add.

Nothing in it is fetched or run; user text stands in it as text only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ivrsim.render.svg import escape, svg
from ivrsim.render.theme import DARK, LIGHT, Theme
from ivrsim.testing.coverage import KINDS, Coverage, percent_text
from ivrsim.testing.coverage_picture import covered_picture
from ivrsim.testing.coverage_reports._common import share_text
from ivrsim.testing.coverage_rows import Row, rows
from ivrsim.testing.coverage_suite import Suite
from ivrsim.text import clean

MOST = 2_000
"""Rows of a table; the JSON report has all."""
NAMES = 12
"""Tests that are named beside a node."""

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
{body}</main>
</body>
</html>
"""

_STYLE = """body{font:15px/1.5 Helvetica,Arial,sans-serif;background:var(--page);color:var(--text);\
margin:0}
main{padding:24px 29px;max-width:1500px}
h1{font-size:24px;margin:0 0 4px} h2{font-size:19px;margin:40px 0 4px} h3{font-size:15px}
p{color:var(--muted);margin:4px 0 16px}
.tiles{display:flex;flex-wrap:wrap;gap:12px;margin:16px 0}
.tile{border:1px solid var(--line);border-radius:10px;padding:10px 16px;min-width:110px}
.tile b{display:block;font-size:22px} .tile span{color:var(--muted);font-size:13px}
meter{width:100%;height:8px}
table{border-collapse:collapse;font-size:14px} th{text-align:left;color:var(--muted)}
th,td{padding:4px 16px 4px 0;vertical-align:top;border-bottom:1px solid var(--line)}
td.n{text-align:right;font-variant-numeric:tabular-nums}
code{font:13px/1.5 Menlo,Consolas,monospace;overflow-wrap:anywhere}
.miss{color:var(--path);font-weight:700} .picture{overflow-x:auto}
summary{cursor:pointer;color:var(--muted)}
"""


def report(suite: Suite, profile: str = "neutral") -> str:
    """The whole page: what all flows add up to, then each flow."""
    head = f"<h1>Call flow coverage: {percent_text(suite.percent)}</h1>\n"
    several = f"<p>{len(suite)} flows</p>\n" if len(suite) != 1 else ""
    body = "".join(part for coverage in suite for part in _flow(coverage, profile))
    return _PAGE.format(title="Call flow coverage", style=_style(), body=head + several + body)


def text(written: str) -> str:
    """What users wrote, in one line, as text of the page."""
    return escape(clean(written))


def _style() -> str:
    """The colours of the pictures; dark where the reader's system is."""
    dark = f"@media (prefers-color-scheme:dark){{:root{{{_colours(DARK)}}}}}\n"
    return f":root{{{_colours(LIGHT)}}}\n{dark}{_STYLE}"


def _colours(theme: Theme) -> str:
    tokens = {"page": "page", "text": "text", "muted": "muted", "line": "dim-line",
              "path": "path-text"}  # fmt: skip
    return "".join(f"--{name}:{theme[token]};" for name, token in tokens.items())


def _flow(coverage: Coverage, profile: str) -> Iterator[str]:
    found = rows(coverage)
    yield f"<h2>{text(coverage.title)}</h2>\n"
    yield f"<p>{text(_calls(coverage))}</p>\n"
    yield from _tiles(coverage, profile)
    yield _legend()
    yield f'<div class="picture">\n{svg(covered_picture(coverage, profile), "auto")}</div>\n'
    yield from _suggested(coverage)
    yield from _places(coverage)
    yield from _nodes(coverage, found)


def _calls(coverage: Coverage) -> str:
    """`12 calls of 9 tests, 1 of them failing`."""
    calls, tests = sum(coverage.calls.values()), {run.test for run in coverage.calls}
    failed = sum(count for run, count in coverage.calls.items() if not run.passed)
    by = f" by {len(tests):,} tests" if tests - {""} else ""
    wrong = f", {failed:,} of them by failing tests" if failed else ""
    return f"{calls:,} calls{by}{wrong}"


def _tiles(coverage: Coverage, profile: str) -> Iterator[str]:
    volume = coverage.volume(profile)
    tallies = [(kind, coverage.tally(kind)) for kind in KINDS]
    yield '<div class="tiles">\n'
    for name, tally in [("covered", coverage.tally()), *tallies]:
        yield _tile(tally.text, f"{name}: {tally.covered:,} of {tally.total:,}", tally.percent)
    said = f"of calls stay on covered ways (callers: {volume.profile})"
    yield _tile(share_text(volume.share), said, float(100 * volume.share))
    yield "</div>\n"


def _tile(value: str, said: str, percent: float) -> str:
    bar = f'<meter min="0" max="100" value="{percent:.1f}">{value}</meter>'
    return f'<div class="tile"><b>{text(value)}</b>{bar}<span>{text(said)}</span></div>\n'


def _legend() -> str:
    return (
        "<p>Grey is what no test came to. An exit in "
        '<span class="miss">strong colour</span> leads there from what is covered, '
        "with the share of all calls that go on by it.</p>\n"
    )


def _suggested(coverage: Coverage) -> Iterator[str]:
    found = coverage.suggest()
    if found:
        yield "<h3>Calls that would cover the rest</h3>\n"
        yield from _table(
            ("Covers", "Call"),
            (
                (text("; ".join(map(str, one.covers))), f"<code>{text(one.command)}</code>")
                for one in found
            ),
        )


def _places(coverage: Coverage) -> Iterator[str]:
    """What is not counted, and what only failing tests show."""
    for title, found in (
        ("Covered by failing tests only", coverage.failing),
        ("Dead: no call comes there, so it is not counted", coverage.dead),
        ("Dead, yet covered by calls that no caller makes", coverage.beyond),
        ("Not decided within the budget, so not counted", coverage.undecided),
    ):
        if found:
            yield f"<h3>{title}</h3>\n<ul>\n"
            yield from (f"<li>{text(str(one))}</li>\n" for one in found[:MOST])
            yield "</ul>\n"


def _nodes(coverage: Coverage, found: Sequence[Row]) -> Iterator[str]:
    yield f"<details>\n<summary>Every node ({len(found):,})</summary>\n"
    yield from _table(
        ("Line", "Node", "Calls", "Failing", "Not covered", "Tests"),
        (
            (
                str(row.line or ""),
                text(row.node),
                f"{row.at.calls:,}",
                f"{row.at.failed:,}" if row.at.failed else "",
                f'<span class="miss">{text("; ".join(row.missing))}</span>'
                if row.at.counted
                else text(str(row.at.standing)),
                text(_named(coverage.who(row.node))),
            )
            for row in found[:MOST]
        ),
    )
    yield "</details>\n"


def _named(tests: Sequence[str]) -> str:
    names = [name for name in tests if name]
    more = f", and {len(names) - NAMES} more" if len(names) > NAMES else ""
    return ", ".join(names[:NAMES]) + more


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table; the cells are markup already."""
    yield "<table>\n<tr>" + "".join(f"<th>{name}</th>" for name in head) + "</tr>\n"
    for line in lines:
        yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>\n"
    yield "</table>\n"
