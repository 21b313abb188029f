"""What is wrong, and the quick fixes of it, as the protocol has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

from lsprotocol import types as lsp

from ivrsim.editor.opened import Opened
from ivrsim.editor.units import Units
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.edit import TextEdit, TextFix
from ivrsim.lint.fixing import fix
from ivrsim.lint.rule import Severity
from ivrsim.places import Span

SEVERITIES: Mapping[Severity, lsp.DiagnosticSeverity] = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.INFO: lsp.DiagnosticSeverity.Information,
}
FIX_ALL = "source.fixAll.ivrsim"


def diagnostic(opened: Opened, units: Units, one: Diagnostic) -> lsp.Diagnostic:
    """A finding with what to do about it."""
    told = f"{one.message}\n{one.hint}" if one.hint else one.message
    return lsp.Diagnostic(
        range=units.range(opened.range(one)),
        message=told,
        severity=SEVERITIES[one.severity],
        code=one.code,
        source="ivrsim",
    )


def actions(
    uri: str, opened: Opened, units: Units, params: lsp.CodeActionParams
) -> list[lsp.CodeAction]:
    """The fixes of what is wrong in a stretch, and all safe fixes of the text at once."""
    start, end = units.offset(params.range.start), units.offset(params.range.end)
    wanted = params.context.only
    found: list[lsp.CodeAction] = []
    if _wants(wanted, lsp.CodeActionKind.QuickFix):
        found += _quick(uri, opened, units, Span(start, end))
    if _wants(wanted, FIX_ALL):
        found += _all(uri, opened, units)
    return found


def _wants(only: object, kind: str) -> bool:
    """Whether an editor that asks for `only` some kinds means this one, or a part of one."""
    if not isinstance(only, list | tuple) or not only:
        return True
    named = str(kind.value if isinstance(kind, Enum) else kind)
    asked = [str(one.value if isinstance(one, Enum) else one) for one in only]
    return any(named == one or named.startswith(f"{one}.") for one in asked)


def _quick(uri: str, opened: Opened, units: Units, asked: Span) -> Iterator[lsp.CodeAction]:
    for one in opened.diagnostics:
        span = opened.range(one)
        if span.start <= asked.end and asked.start <= span.end:
            shown = diagnostic(opened, units, one)
            yield from (_action(uri, units, made, shown) for made in one.fixes)


def _action(uri: str, units: Units, made: TextFix, shown: lsp.Diagnostic) -> lsp.CodeAction:
    return lsp.CodeAction(
        title=made.title if made.safe else f"{made.title} (may change what callers get)",
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=[shown],
        is_preferred=made.safe,
        edit=_change(uri, units, made.edits),
    )


def _all(uri: str, opened: Opened, units: Units) -> Iterator[lsp.CodeAction]:
    if any(made.safe for one in opened.diagnostics for made in one.fixes):
        mended = fix(opened.document, settings=opened.settings).text
        if mended != opened.text:
            edit = _change(uri, units, (_difference(opened.text, mended),))
            yield lsp.CodeAction("Make all safe fixes", kind=FIX_ALL, edit=edit)


def _difference(old: str, new: str) -> TextEdit:
    """One edit that makes the old text the new one, without what both begin and end with."""
    shorter = min(len(old), len(new))
    start = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    same = next((n for n in range(shorter - start) if old[-1 - n] != new[-1 - n]), shorter - start)
    return TextEdit(start, len(old) - same, new[start : len(new) - same])


def _change(uri: str, units: Units, edits: tuple[TextEdit, ...]) -> lsp.WorkspaceEdit:
    told = [lsp.TextEdit(units.range(Span(e.start, e.end)), e.text) for e in edits]
    return lsp.WorkspaceEdit(changes={uri: told})
