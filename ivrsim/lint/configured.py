"""Rules about the configuration: nothing in a document shows them, only a whole run does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ivrsim.lazy import fetch
from ivrsim.lint.diagnostic import Diagnostic
from ivrsim.lint.finding import Finding
from ivrsim.lint.views import DocumentView, FlowView
from ivrsim.values import dataclass


@dataclass(frozen=True, slots=True)
class Configured:
    """Found by the reader of the configuration, or when a run has ended.

    The Bad and Good of such a rule are two files in one text: after a line
    `# ivrsim.toml` the configuration, after a line `# campaign.json` the document.
    """

    def findings(self, code: str, view: DocumentView) -> Iterator[tuple[FlowView | None, Finding]]:
        """Nothing: a document does not show it."""
        return iter(())

    def lint_example(self, example: str) -> list[Diagnostic]:
        """What linting the document under the configuration gives."""
        lint: Callable[[str], list[Diagnostic]] = fetch("ivrsim.lint.config:lint_example")
        return lint(example)
