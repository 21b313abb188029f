"""The check of a rule whose problems the readers report, and whose text can be mended."""

from __future__ import annotations

from collections.abc import Iterator

from ivrsim.lazy import fetch
from ivrsim.lint.finding import Finding
from ivrsim.lint.rule import Reported
from ivrsim.lint.views import DocumentView, FlowView
from ivrsim.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Mended:
    """The readers report this already.

    `mend` is the function of `ivrsim.lint.mending` that gives the fix of the problem at a
    span: named as text, since most files have no such problem.
    """

    mend: str
    refusal: str = ""

    def findings(self, code: str, view: DocumentView) -> Iterator[tuple[FlowView | None, Finding]]:
        """The problems of this code, with their fixes."""
        source = view.document.source if view.document else None
        for flow, finding in Reported(self.refusal).findings(code, view):
            fix = None
            if source is not None and finding.span is not None:
                fix = fetch(f"ivrsim.lint.mending:{self.mend}")(finding.span, source)
            yield flow, replace(finding, fixes=(fix,)) if fix else finding
