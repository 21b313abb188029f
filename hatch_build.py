"""The build hook of the package: builds the parser tables beside the grammars.

A wheel and an editable install carry them, so that the first condition is read
without building its grammar.  Nothing depends on them: if Lark is not there while
building, or the folder cannot be written, the grammars are read from their text.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_COMPILE = "import runpy, sys; runpy.run_path(sys.argv[1])['compile'](*sys.argv[2:])"


class TablesHook(BuildHookInterface):  # type: ignore[type-arg]
    """Writes `grammars/<name>.bin` for every `grammars/<name>.lark`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the tables before the files of the wheel are gathered.

        Lark numbers its states in the order of hashes, so it is run with a fixed seed:
        the same grammar gives the same bytes.
        """
        root = Path(self.root)
        for grammar in sorted((root / "grammars").glob("*.lark")):
            out = grammar.with_suffix(".bin")
            script = [str(root / "ivrsim" / "grammars.py"), grammar.stem, str(out)]
            done = subprocess.run(
                [sys.executable, "-c", _COMPILE, *script],
                env={**os.environ, "PYTHONHASHSEED": "0"},
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                why = done.stderr.strip().rpartition("\n")[2]
                self.app.display_warning(f"no tables for {grammar.name}: {why}")
