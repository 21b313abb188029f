"""What `ivrsim show` is asked for: options that fit together, as a picture to draw."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ivrsim.cli import calling
from ivrsim.cli.showing.covered import covered
from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow
from ivrsim.lint.check import lint
from ivrsim.lint.config import settings_for
from ivrsim.render.detail import detail_named
from ivrsim.render.facts import NOTHING, Known
from ivrsim.render.show import Shown, kind_of, theme_for
from ivrsim.render.views import VIEWS, Asked
from ivrsim.render.views.lint import marks_in
from ivrsim.text import clean, listed
from ivrsim.vendors.load import load
from ivrsim.vendors.port import Document

NEEDS = {
    "diff": ("compares two flows, and there is one", "Name the other with --against OLD."),
    "path": (
        "shows a call, and there is none",
        "Say who calls and what they do: --mobile --press 2; see ivrsim call --help.",
    ),
    "coverage": (
        "shows what tests recorded, and there is nothing",
        "Name it with --coverage FILE; pytest --ivr-cov --ivr-cov-report json writes it.",
    ),
}
"""The views that show something beside the flow: what, and how it is given."""


def view_of(args: argparse.Namespace) -> str:
    """The view asked for, or the one that shows what is given.

    Raises `UsageError` for a view there is not, one that lacks what it shows, and where
    something is given that it does not show.
    """
    given = given_for(args)
    if len(given) > 1:
        raise UsageError(f"One picture shows one view, not {listed(given)}.")
    view: str = args.view or next(iter(given), "plain")
    if view not in VIEWS:
        hint = "Any view can be one: --detail icicle." if view == "icicle" else ""
        raise UsageError(
            f"There is no view {view!r}.", hint=hint or f"There are {listed([*VIEWS])}."
        )
    detail_named(args.detail)
    if given and given != [view]:
        raise UsageError(
            f"The view `{view}` does not show what is given for the view `{given[0]}`.",
            hint=f"Leave out --view, or what belongs to `{given[0]}`.",
        )
    if view in NEEDS and not given:
        what, way_out = NEEDS[view]
        raise UsageError(f"The view `{view}` {what}.", hint=way_out)
    return view


def given_for(args: argparse.Namespace) -> list[str]:
    """The views for which the command line gives something."""
    found = {
        "diff": args.against is not None,
        "path": calling.is_described(args),
        "coverage": bool(args.coverage),
    }
    return [view for view, given in found.items() if given]


def kind_asked(args: argparse.Namespace) -> str:
    """The format: by its name, by the suffix, or the usual one.  Raises `UsageError`."""
    if args.format is not None:
        return kind_of(args.format)
    if args.output is not None:
        return kind_of(Path(args.output).suffix.lstrip("."))
    return "html" if args.open or args.watch else "txt"


def theme_asked(args: argparse.Namespace, kind: str) -> str:
    """The theme.  Raises `UsageError`."""
    if args.dark and args.theme not in (None, "dark"):
        raise UsageError(f"--dark and --theme {args.theme} cannot both be.")
    return theme_for(kind, "dark" if args.dark else args.theme)


def inputs_of(args: argparse.Namespace, file: str) -> list[str]:
    """The files that a picture is made from.  Raises `UsageError` for one that cannot be."""
    names = [file, *([args.against] if args.against is not None else []), *args.coverage]
    if names.count("-") > 1:
        raise UsageError(
            "Only one of the two files can be standard input.",
            hint="Name the other one, or keep it in a file.",
        )
    for name in names:
        if args.output is not None and name != "-" and _is_same(args.output, name):
            raise UsageError(
                f"The picture would take the place of {name}.", hint="Name another file with -o."
            )
    return names


def _is_same(one: str, other: str) -> bool:
    try:
        return Path(one).samefile(other)
    except (OSError, ValueError):
        return False


def shown(args: argparse.Namespace, file: str, data: Mapping[str, bytes], kind: str) -> Shown:
    """What is to be drawn of a file; `data` holds the bytes of every input by its name.

    Raises `UsageError` for whatever cannot be shown, with what is wrong with the file.
    """
    document = load(data[file], name=file)
    flow = _flow(document, args.terms)
    against = None
    if args.against is not None:
        against = _flow(load(data[args.against], name=args.against), args.terms)
    call = None
    if calling.is_described(args):
        call = calling.walked(calling.begun(flow, args), args)
    view = view_of(args)
    marks = covered(flow, [data[name] for name in args.coverage], args.profile)
    if view == "lint":
        marks = marks_in(document, flow, settings_for(file))
    known = Known.of(document, flow, settings_for(file)) if kind == "html" else NOTHING
    asked = Asked(flow, call, against, args.profile, marks, args.detail, args.focus)
    return Shown(asked, view, theme_asked(args, kind), known)


def _flow(document: Document, terms: str | None) -> CallFlow:
    """The flow of a document; what could not be read of it for certain is told."""
    if not document.flows:
        raise UsageError(f"{document.name} holds no call flow.", hint="\n".join(faults(document)))
    if is_broken(document):
        told = [*faults(document), f"{document.name} is drawn as far as it could be read."]
        print("\n".join(map(clean, told)), file=sys.stderr)
    return document.flow_named(terms)


def faults(document: Document) -> Sequence[str]:
    """What is wrong with the text of a document, each with its line and column."""
    codes = {problem.code for problem in document.source.problems}
    found = (one for one in lint(document) if one.code in codes or not document.flows)
    return [clean(str(one)) for one in found]


def is_broken(document: Document) -> bool:
    """Whether the document could not be read for certain, or holds no flow."""
    return not document.source.ok or not document.flows
