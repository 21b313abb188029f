"""The flow as it is."""

from __future__ import annotations

from ivrsim.render.views import Asked, Marked


def view(asked: Asked) -> Marked:
    """No marks."""
    return Marked(asked.flow)
