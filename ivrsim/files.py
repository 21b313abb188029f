"""Files are written whole or not at all."""

from __future__ import annotations

import os

from ivrsim.errors import UnreadableError
from ivrsim.lazy import Path, fetch


def write_whole(path: Path | str, data: str | bytes) -> Path:
    """Write a temporary file beside `path`, then rename it; the path written.

    Text is written as UTF-8 with the line ends it has.  An existing file keeps its
    permissions; of a link, what it leads to is written; what is no file but a device or a
    pipe (`/dev/stdout`) takes the bytes as they come.  Raises `UnreadableError` where the
    folder or file cannot be written.
    """
    path = Path(path)
    raw = data.encode("utf-8") if isinstance(data, str) else data
    try:
        if _is_stream(path):
            with path.open("ab") as stream:
                stream.write(raw)
        else:
            _replace(Path(os.path.realpath(path)), raw)
    except OSError as error:
        raise UnreadableError(
            f"{path} cannot be written: {error.strerror or error}.",
            hint="Check that the folder exists and that you may write there.",
        ) from error
    return path


def _is_stream(path: Path) -> bool:
    """Whether it is there and must not be replaced; `/dev/stdout` may lead to a file."""
    special = path.exists() and not path.is_file() and not path.is_dir()
    return special or path.parent == Path("/dev")


def _replace(path: Path, raw: bytes) -> None:
    """Raises `OSError`, and leaves nothing behind."""
    handle, temporary = fetch("tempfile:mkstemp")(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        os.chmod(temporary, path.stat().st_mode & 0o7777 if path.exists() else 0o644)
        os.replace(temporary, path)
    except OSError:
        os.unlink(temporary)
        raise
