"""A sheet as HTML that follows its host's theme; without any style it is plain tables.

Hosts that take styles away (GitHub's view of a notebook) leave the light colours of the
picture, which stand in its attributes, and tables as the host draws them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from ivrsim.render.notebook.sheet import Cell, Sheet, Table
from ivrsim.render.picture import Picture
from ivrsim.render.svg import escape, host_rules, number, svg
from ivrsim.render.theme import BASE
from ivrsim.text import clean

GROUNDS = ("error-chip", "warning-chip", "info-chip", "shade3", "added-fill", "removed-fill",
           "changed-fill", "moved-fill")  # fmt: skip
"""What a cell may stand on, beside the colours of every picture."""
INKS = ("added-accent", "removed-accent", "changed-accent", "moved-accent",
        "on-error-chip", "on-warning-chip", "on-info-chip")  # fmt: skip
COLOURS = BASE | {*GROUNDS, *INKS}

# The host's own rules for tables name one or two classes; ours stand before them.
_RULES = """
S{background:var(--ivr-page);color:var(--ivr-text);padding:10px 14px;border-radius:8px;\
font:13px/1.5 Helvetica,Arial,sans-serif}
S .ivr-title{font-size:17px;font-weight:700;margin:2px 0} S p{margin:2px 0 10px}
S .ivr-quiet{color:var(--ivr-muted)}
S table{border-collapse:collapse;border:0;margin:4px 0 14px;font-size:13px;table-layout:auto}
S caption{caption-side:top;text-align:left;font-weight:700;padding:8px 0 2px;\
color:var(--ivr-text)}
S tr,S tr:nth-child(n),S tr:hover{background:none}
S th,S td{text-align:left;vertical-align:top;border:0;border-bottom:1px solid var(--ivr-dim-line);\
padding:4px 18px 4px 0;white-space:normal;overflow-wrap:anywhere;max-width:46em;\
font-size:13px;color:var(--ivr-text)}
S th{color:var(--ivr-muted);font-weight:400;white-space:nowrap}
S .ivr-tables{display:flex;flex-wrap:wrap;gap:0 40px;align-items:flex-start}
S .ivr-share{display:inline-block;min-width:2.6em}
S td.ivr-short{white-space:nowrap;overflow-wrap:normal;font-variant-numeric:tabular-nums}
S .ivr-chip{border-radius:5px;padding:1px 7px;font-weight:700;font-size:12px;white-space:nowrap}
S .ivr-bar{display:inline-block;height:9px;border-radius:3px;background:var(--ivr-shade3);\
margin-left:8px;vertical-align:0}
"""

SHORT = 24
"""Up to so many characters a cell is not broken into lines."""
SMALLEST = 0.85
"""Pixels to a point below which a picture is not made smaller, but moved sideways."""
LONGEST_BAR = 140
"""The bar of all calls, in pixels."""


def markup(sheet: Sheet) -> str:
    """The sheet as one `div`."""
    return "\n".join(_sheet(sheet))


def framed(picture: Picture) -> str:
    """A picture as wide as the page, or wider where its text would get too small to read."""
    least = number(picture.width * SMALLEST)
    drawn = svg(picture, "auto")
    return f'<div style="overflow-x:auto"><div style="min-width:{least}px">\n{drawn}</div></div>'


def _sheet(sheet: Sheet) -> Iterator[str]:
    scope = f"ivr-{hashlib.sha256(_RULES.encode()).hexdigest()[:8]}"
    yield f'<div class="{scope}">'
    yield f"<style>{host_rules(scope, set(COLOURS))}{_rules(scope)}</style>"
    if sheet.picture is not None:
        yield framed(sheet.picture())
    else:
        yield f'<p class="ivr-title"><strong>{_escaped(sheet.title)}</strong></p>'
        yield f'<p class="ivr-quiet">{_escaped(sheet.subtitle)}</p>' if sheet.subtitle else ""
    yield '<div class="ivr-tables">'
    for table in sheet.tables:
        yield from _table(table)
    yield "</div>\n</div>"


def _rules(scope: str) -> str:
    """The rules under a selector that goes before the host's."""
    return _RULES.replace("S ", f".{scope}.{scope}.{scope} ").replace("S{", f".{scope}{{")


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        return
    yield "<div><table>"
    if table.title:
        yield f"<caption>{_escaped(table.title)}</caption>"
    yield f"<thead><tr>{''.join(f'<th>{_escaped(name)}</th>' for name in table.head)}</tr></thead>"
    yield "<tbody>"
    yield from (f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows)
    yield "</tbody></table>"
    yield f'<p class="ivr-quiet">… and {table.more:,} more</p></div>' if table.more else "</div>"


def _cell(cell: Cell) -> str:
    short = ' class="ivr-short"' if len(cell.text) <= SHORT and not cell.below else ""
    below = f'<br><span class="ivr-quiet">{_escaped(cell.below)}</span>' if cell.below else ""
    return f"<td{short}>{_said(cell)}{below}</td>"


def _said(cell: Cell) -> str:
    text = _escaped(cell.text)
    if cell.shade:
        return f'<span class="ivr-chip" style="{_ground(cell.shade)}">{text}</span>'
    if cell.bar is not None:
        long = number(max(float(cell.bar) * LONGEST_BAR, 1.0))
        bar = f'<span class="ivr-bar" style="width:{long}px"></span>'
        return f'<span class="ivr-share">{text}</span>{bar}'
    return text


def _ground(shade: str) -> str:
    """A chip's colours, or those of a role."""
    ground, ink = (shade, f"on-{shade}")
    if shade.endswith("-fill"):
        ink = shade.replace("-fill", "-accent")
    return f"background:var(--ivr-{ground});color:var(--ivr-{ink})"


def _escaped(text: str) -> str:
    return escape(clean(text))
