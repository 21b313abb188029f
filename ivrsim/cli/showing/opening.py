"""Pictures in the reader's own browser."""

from __future__ import annotations

import tempfile
import webbrowser
from pathlib import Path

from ivrsim.errors import UnreadableError, UsageError
from ivrsim.text import clean


def temporary_folder() -> Path:
    """A new folder for what nobody named a place for."""
    try:
        return Path(tempfile.mkdtemp(prefix="ivrsim-"))
    except OSError as error:
        raise UnreadableError(
            f"No temporary folder can be made: {error.strerror or error}.",
            hint="Name a place for the picture with -o.",
        ) from error


def open_file(path: Path) -> None:
    """Show a file; raises as `open_address`."""
    open_address(path.absolute().as_uri())


def open_address(address: str) -> None:
    """Show an address in the browser that `BROWSER` names, or the usual one.

    Raises `UsageError` where none can be started.
    """
    if not webbrowser.open(address):
        raise UsageError(
            "No browser can be started.", hint=f"Set BROWSER, or open {clean(address)} yourself."
        )
