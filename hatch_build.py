"""The build hook of the package: builds the parser tables beside the grammars.

A wheel and an editable install carry them, so that the first condition is read
without building its grammar.  Nothing depends on them: if Lark is not there while
building, or the folder cannot be written, the grammars are read from their text.
"""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TablesHook(BuildHookInterface):  # type: ignore[type-arg]
    """Writes `grammars/<name>.tables` for every `grammars/<name>.lark`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the tables before the files of the wheel are gathered."""
        root = Path(self.root)
        grammars = runpy.run_path(str(root / "ivrsim" / "grammars.py"))
        for grammar in sorted((root / "grammars").glob("*.lark")):
            try:
                grammars["compile"](grammar.stem, grammar.with_suffix(".tables"))
            except (ImportError, OSError) as error:
                self.app.display_warning(f"no tables for {grammar.name}: {error}")
