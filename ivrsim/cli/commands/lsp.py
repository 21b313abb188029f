"""`ivrsim lsp`: the language server, for editors."""

from __future__ import annotations

import argparse
import gc
from importlib.util import find_spec

from ivrsim.errors import UsageError
from ivrsim.lazy import fetch

SUMMARY = "answer an editor: diagnostics while typing, quick fixes, hovers, outline"
EXAMPLES = """\
  ivrsim lsp      started by the editor; docs/editors.md has the settings of several
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """No options of its own; editors add `--stdio`."""
    parser.add_argument("--stdio", action="store_true", help="the default, and the only way")


def run(args: argparse.Namespace) -> int:
    """Serve until the editor leaves.  Raises `UsageError` where pygls is not installed."""
    if find_spec("pygls") is None:
        raise UsageError(
            "The language server needs pygls.", hint='Install it: pip install "ivrsim[lsp]"'
        )
    gc.set_threshold(10_000)  # other commands end soon, this one stays
    fetch("ivrsim.editor.server:serve")()
    return 0
