"""PNG, by resvg (the extra `png`), with the bundled font."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ivrsim.errors import UsageError
from ivrsim.lazy import fetch
from ivrsim.render.metrics import BOLD, REGULAR, is_measured
from ivrsim.render.picture import Picture
from ivrsim.render.svg import svg
from ivrsim.render.theme import theme_of

DPI = 96
ZOOM = 1.5
"""With 96 dots to the inch: two pixels to the point."""
LONGEST = 16_000.0
MOST = 40_000_000.0
"""The longest side and the most pixels of an image; larger pictures are drawn smaller."""


def png(picture: Picture, theme: str = "light") -> bytes:
    """The picture as PNG, opaque to its last pixel.

    Raises `UsageError` where the extra is not installed.

    Fonts of the machine are used only for characters the bundled font lacks, so that
    all other pictures are the same everywhere.
    """
    drawing = svg(picture, theme)
    image: bytes = _resvg()(
        svg_string=drawing,
        dpi=DPI,
        zoom=zoom_of(picture),
        background=theme_of(theme)["page"],
        font_files=[str(REGULAR), str(BOLD)],
        sans_serif_family="Liberation Sans",
        font_family="Liberation Sans",
        skip_system_fonts=is_measured(drawing.replace("\n", "")),
    )
    return bytes(image)


def zoom_of(picture: Picture) -> float:
    """Two pixels to the point, or what keeps the image within bounds."""
    width, height = picture.width * DPI / 72, picture.height * DPI / 72
    return min(ZOOM, LONGEST / max(width, height), math.sqrt(MOST / (width * height)))


def _resvg() -> Callable[..., Any]:
    try:
        return fetch("resvg_py:svg_to_bytes")  # type: ignore[no-any-return]
    except ImportError as error:
        raise UsageError(
            "PNG needs the extra `png`, which is not installed.",
            hint="pip install 'ivrsim[png]', or write .svg or .html instead.",
        ) from error
