"""The report for people: each finding with its line, a caret and every address of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ivrsim.lint.check import LintResult
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.reports._excerpt import excerpt
from ivrsim.lint.rule import Severity
from ivrsim.lint.wording import number_of
from ivrsim.source import Source
from ivrsim.text import clean, shorten_middle

LONGEST_POINTER = 72
LONGEST_KEYS = 48

COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}
BOLD, DIM, GREEN = "1", "2", "32"
MARK = "[*]"
"""Stands at what `--fix` mends."""


def report(result: LintResult, *, colour: bool = False) -> str:
    """Every diagnostic, one line that counts them, and one that counts those to be fixed."""
    paint = _Paint(colour)
    documents = {document.name: document for document in result.documents}
    sources = {
        name: documents[name].source
        for name in dict.fromkeys(d.file for d in result.diagnostics)
        if name in documents
    }
    blocks = [_block(d, sources.get(d.file), paint) for d in result.diagnostics]
    return "\n".join([*blocks, summary(result), *fixable(result.diagnostics)]) + "\n"


class _Paint:
    """Colours a text, or leaves it alone."""

    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def __call__(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.colour else text


def _block(diagnostic: Diagnostic, source: Source | None, paint: _Paint) -> str:
    severity = paint(diagnostic.severity.value, COLOURS[diagnostic.severity])
    code = paint(diagnostic.code, BOLD)
    mark = f" {paint(MARK, GREEN)}" if any(fix.safe for fix in diagnostic.fixes) else ""
    head = f"{place(diagnostic)}: {severity} {code} [{diagnostic.name}]{mark}"
    return "\n".join(
        [f"{head} {clean(diagnostic.message)}", *_below(diagnostic, source, paint), ""]
    )


def _below(diagnostic: Diagnostic, source: Source | None, paint: _Paint) -> Iterator[str]:
    margin = " " * len(str(diagnostic.line or ""))
    shown = excerpt(source, diagnostic) if source is not None and diagnostic.line else None
    if shown is not None and shown.line:
        bar = paint(f"{margin} |", DIM)
        yield bar
        yield f"{paint(f'{shown.number} |', DIM)} {shown.line}"
        yield f"{bar} {paint(shown.carets, COLOURS[diagnostic.severity])}"
    if addresses := _addresses(diagnostic):
        yield f"{paint(f'{margin} = where:', DIM)} {addresses}"
    if diagnostic.witness:
        yield f"{paint(f'{margin} = caller:', DIM)} {clean(diagnostic.witness.command)}"
    if diagnostic.hint:
        yield f"{paint(f'{margin} = help:', DIM)} {clean(diagnostic.hint)}"
    for fix in diagnostic.fixes[:1]:
        kind = "fix" if fix.safe else "unsafe fix"
        yield f"{paint(f'{margin} = {kind}:', DIM)} {clean(fix.title)}"


def _addresses(diagnostic: Diagnostic) -> str:
    """The pointer, the keys pressed, the vendor's index and the node's words."""
    found = [shorten_middle(clean(diagnostic.pointer), LONGEST_POINTER)]
    if diagnostic.keys:
        found.append(f"keys {shorten_middle(diagnostic.keys, LONGEST_KEYS)}")
    found += [shorten_middle(diagnostic.index, LONGEST_KEYS), clean(diagnostic.words)]
    return " | ".join(filter(None, found))


def place(diagnostic: Diagnostic) -> str:
    """`file:line:column`, or the file alone."""
    file = clean(diagnostic.file) or "<flow>"
    return f"{file}:{diagnostic.line}:{diagnostic.column}" if diagnostic.line else file


def summary(result: LintResult) -> str:
    """How many problems there are, of each severity, in how many files."""
    files = number_of(len(result.documents), "file")
    if not result.diagnostics:
        return f"No problems in {files}."
    counts = [(number, severity) for severity in Severity if (number := result.count(severity))]
    each = ", ".join(number_of(number, str(severity)) for number, severity in counts)
    return f"Found {number_of(len(result.diagnostics), 'problem')} ({each}) in {files}."


def fixable(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """How many problems can be fixed, and how; nothing where none can be."""
    found = [any(fix.safe for fix in one.fixes) for one in diagnostics if one.fixes]
    safe, unsafe = sum(found), len(found) - sum(found)
    if safe:
        more = f", {unsafe} more with --unsafe-fixes" if unsafe else ""
        yield f"{MARK} {number_of(safe, 'problem')} can be fixed with --fix{more}."
    elif unsafe:
        yield f"{number_of(unsafe, 'problem')} can be fixed with --fix --unsafe-fixes."
