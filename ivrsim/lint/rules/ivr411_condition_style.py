"""IVR411: a condition that is understood, but not written as the vendor documents."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.conditions.notes import Note, NoteKind
from ivrsim.lint.edit import Fix
from ivrsim.lint.reword import reworded
from ivrsim.lint.rule import Confidence, EachCondition, Finding, Kind, Rule, Severity
from ivrsim.lint.views import ConditionView
from ivrsim.lint.wording import quoted, sentence
from ivrsim.values import replace

ODDITIES = frozenset({"case", "doubled-quote", "full-stop", "operator", "quotes"})
SIGNS = {"==": "=", "<>": "!=", "≠": "!=", "≥": ">=", "≤": "<="}


def check(condition: ConditionView) -> Iterator[Finding]:
    """One finding for each oddity."""
    for note in condition.reading.notes:
        if note.kind in ODDITIES:
            message = sentence(note.message)
            hint = f'Write the condition as: "{condition.expr}"' if condition.is_short else ""
            found = condition.finding(message, note.span, hint)
            yield replace(found, fixes=_fixes(condition, note))


def _fixes(condition: ConditionView, note: Note) -> tuple[Fix, ...]:
    """The documented way to write it, where there is just one."""
    written = condition.text[note.span.start : note.span.end]
    usual = _usual(note.kind, written)
    if usual is None:
        return ()
    title = f"Write {quoted(usual)}" if usual else "Take out the full stop"
    return reworded(condition, title, (note.span, usual), safe=True)


def _usual(kind: NoteKind, written: str) -> str | None:
    if kind == "operator":
        return SIGNS.get(written)
    if kind == "quotes":
        inside = written[1:-1]
        return None if '"' in inside else f'"{inside}"'
    if kind == "full-stop":
        return ""
    return written.lower() if kind == "case" else None


RULE = Rule(
    code="IVR411",
    name="condition-style",
    severity=Severity.INFO,
    kind=Kind.STYLE,
    confidence=Confidence.LIKELY,
    summary="A condition has words in capitals, a full stop, odd quotes or odd operators.",
    why=(
        "The vendor's pages disagree about capitals (AND) and quotes, and end their examples with "
        "full stops that are no part of the condition. Whether the vendor accepts each of them is "
        "not published; lower-case words, double quotes and no full stop are documented."
    ),
    bad="""\
{
  "node_type": "Condition",
  "condition": "mobile AND during_hours.",
  "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
}""",
    good="""\
{
  "node_type": "Condition",
  "condition": "mobile and during_hours",
  "children": [{"node_type": "EndCall"}, {"node_type": "EndCall"}]
}""",
    source="Invoca, Advertiser Campaigns, Example Conditions; Invoca Community, Signal Builder",
    check=EachCondition(check),
)
