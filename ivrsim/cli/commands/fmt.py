"""`ivrsim fmt`: conditions in their canonical form, everything else untouched."""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path

from ivrsim.cli.named import named_files
from ivrsim.cli.terminal import read_bytes
from ivrsim.errors import UnreadableError
from ivrsim.files import write_whole
from ivrsim.jsontext import dumps
from ivrsim.lint.views import ConditionView, DocumentView
from ivrsim.places import Place, Span
from ivrsim.vendors.load import load
from ivrsim.vendors.port import Document

SUMMARY = "rewrite conditions in canonical form, in place; nothing else changes"
EXAMPLES = """\
  ivrsim fmt campaign.json
  ivrsim fmt campaign.json --check      1 if something would change
  ivrsim fmt campaign.json --diff       show what would change
  ivrsim fmt - < campaign.json          the result on standard output
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files, and whether to write."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="JSON files, folders, or -")
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if not canonical")
    parser.add_argument("--diff", action="store_true", help="write nothing; show the changes")


def run(args: argparse.Namespace) -> int:
    """Format every file; with --check or --diff only tell."""
    changed = 0
    for name in named_files(args.files):
        document = load(read_bytes(name), name=name)
        if not document.source.ok:
            raise UnreadableError(
                f"{name} is not JSON: {document.problems[0].message}",
                hint=f"See `ivrsim lint {name}`.",
            )
        before, after = document.source.text, formatted(document)
        changed += before != after
        if args.diff:
            sys.stdout.write(_diff(name, before, after))
        elif name == "-" and not args.check:
            sys.stdout.write(after)
        elif before != after:
            print(f"{'Would format' if args.check else 'Formatted'} {name}", file=sys.stderr)
            if not args.check:
                write_whole(Path(name), after)
    return int(bool(changed) and (args.check or args.diff))


def formatted(document: Document) -> str:
    """The document's text with every readable condition in canonical form."""
    text = document.source.text
    for span, condition in reversed(_edits(document)):
        text = f"{text[: span.start]}{condition}{text[span.end :]}"
    return text


def _edits(document: Document) -> list[tuple[Span, str]]:
    """(stretch of the text, what to put there), in the order of the text."""
    edits = {}
    for view in DocumentView.of(document).flows:
        for condition in view.conditions:
            place = _place(condition)
            if place is None or condition.expr is None:
                continue
            canonical = str(condition.expr)
            if canonical != condition.text:
                edits[document.source.span(place)] = dumps(canonical)
    return sorted(edits.items())


def _place(condition: ConditionView) -> Place | None:
    if condition.node is None:
        return condition.place
    node = condition.flow.flow.places.get(condition.node)
    return node / condition.field if node is not None else None


def _diff(name: str, before: str, after: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), name, name
    )
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)
