"""Files are written whole or not at all."""

from __future__ import annotations

import os

from ivrsim.errors import UnreadableError
from ivrsim.lazy import Path, fetch


def write_whole(path: Path | str, data: str | bytes) -> Path:
    """Write a temporary file beside `path`, then rename it; the path written.

    Text is written as UTF-8 with the line ends it has.  An existing file keeps its
    permissions.  Raises `UnreadableError` where the folder or file cannot be written.
    """
    path = Path(path)
    raw = data.encode("utf-8") if isinstance(data, str) else data
    temporary = ""
    try:
        handle, temporary = fetch("tempfile:mkstemp")(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        os.chmod(temporary, path.stat().st_mode & 0o7777 if path.exists() else 0o644)
        os.replace(temporary, path)
    except OSError as error:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
        raise UnreadableError(
            f"{path} cannot be written: {error.strerror or error}.",
            hint="Check that the folder exists and that you may write there.",
        ) from error
    return path
