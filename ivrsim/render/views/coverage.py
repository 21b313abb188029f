"""Coverage by tests, as the layer that counts it has marked it."""

from __future__ import annotations

from ivrsim.errors import UsageError
from ivrsim.render.views import Asked, Marked


def view(asked: Asked) -> Marked:
    """The marks that were given; raises `UsageError` where none were."""
    if asked.marks is None:
        raise UsageError(
            "The view `coverage` shows what tests recorded, and there is nothing.",
            hint="`ivrsim show --coverage FILE` draws what pytest --ivr-cov-report json wrote.",
        )
    return Marked(asked.flow, asked.marks)
