"""From the words of a fix to characters: the smallest edits that keep the file's own form."""

from __future__ import annotations

from ivrsim.lint.edit import Fix, Rewrite, TextEdit, TextFix
from ivrsim.source import Source


def text_fix(fix: Fix, source: Source) -> TextFix | None:
    """The fix as edits of the document's text; None where it cannot be made there."""
    edits = [_text_edit(edit) for edit in fix.edits if isinstance(edit, Rewrite)]
    if len(edits) != len(fix.edits):
        return None
    return TextFix(fix.title, tuple(sorted(edits, key=lambda e: (e.start, e.end))), fix.safe)


def _text_edit(edit: Rewrite) -> TextEdit:
    return TextEdit(edit.span.start, edit.span.end, edit.text)
